"""Items of a connection for lines without a product."""

from odoo.tests import tagged

from ..models.connex_connection_item import NAMES
from .test_preview import PreviewCase


@tagged("post_install", "-at_install")
class TestConnectionItem(PreviewCase):
    def item(self, role):
        return self.connection.item_ids.filtered(lambda item: item.role == role)

    def qb_account(self, name, detail="Income", subtype=False):
        return (
            self.env["connex.reference"]
            .sudo()
            .create(
                {
                    "connection_id": self.connection.id,
                    "kind": "account",
                    "qb_id": name,
                    "name": name,
                    "full_name": name,
                    "detail": detail,
                    "subtype": subtype,
                }
            )
        )

    def test_a_new_connection_has_one_for_every_use(self):
        self.assertEqual(set(self.connection.item_ids.mapped("role")), set(NAMES))
        copied = self.connection.copy()
        self.assertEqual(set(copied.item_ids.mapped("role")), set(NAMES))

    def test_lines_without_a_product_and_rounding_have_their_items(self):
        invoice = self.new_invoice((self.env["product.product"], 1, 10.03))
        self.synced(invoice)
        names = invoice.sudo().connex_mirror_ids.filtered(
            lambda mirror: mirror.document == "invoice"
        )
        self.assertIn(
            f'["item", "connex.connection.item", {self.item("no_product").id}]', names.wanted
        )

    def test_accounts_default_to_income_but_tax_is_never_income(self):
        income = self.qb_account("Sales")
        own = self.qb_account("Discounts", subtype="DiscountsRefundsGiven")
        self.connection.income_account_id = income
        self.connection._propose_defaults()
        accounts = {
            key.id: account for key, account in self.connection.item_ids._accounts().items()
        }
        self.assertEqual(accounts[self.item("rounding").id], "Sales")
        self.assertEqual(accounts[self.item("difference").id], own.qb_id)
        self.assertEqual(accounts[self.item("tax").id], "")

    def test_a_changed_account_lets_go_what_was_held_back(self):
        self.synced(self.new_invoice((self.env["product.product"], 1, 10.0)))
        mirror = (
            self.env["connex.mirror"]
            .sudo()
            .search(
                [
                    ("res_model", "=", "connex.connection.item"),
                    ("connection_id", "=", self.connection.id),
                ]
            )
        )
        mirror.write({"state": "problem", "problem_code": "item_account_missing"})
        self.item("no_product").account_id = self.qb_account("Deposits", "Other Current Liability")
        self.assertEqual(mirror.state, "waiting")
