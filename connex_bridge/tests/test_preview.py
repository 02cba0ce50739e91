"""The preview: what it shows of a sale, and that it leaves nothing behind."""

import json

from odoo.tests import new_test_user, tagged

from ..bridge.sale import Source
from .common import SaleCase


class PreviewCase(SaleCase):
    @classmethod
    def income_account(cls):
        """An entry of QuickBooks' chart of accounts."""
        return (
            cls.env["connex.reference"]
            .sudo()
            .create(
                {
                    "connection_id": cls.connection.id,
                    "kind": "account",
                    "qb_id": "79",
                    "name": "Sales",
                    "full_name": "Sales of Widgets",
                    "detail": "Income",
                }
            )
        )

    def preview(self, records, **values):
        """The documents that the preview of these records shows."""
        action = records.action_connex_preview()
        self.assertEqual(action["res_model"], "connex.preview")
        return self.env["connex.preview"].browse(action["res_id"])

    def shown(self, records):
        """{document: action} as the preview shows it; customers, items and terms left out."""
        lists = ("customer", "item", "term")
        documents = self.preview(records).document_ids
        return {d.document: d.action for d in documents if d.document not in lists}

    def as_confirmed(self, mirrors):
        """These documents as QuickBooks would have confirmed them."""
        for mirror in mirrors:
            mirror.write(
                {
                    "state": "synced",
                    "qb_id": str(mirror.id),
                    "qb_revision": "0",
                    "acknowledged": mirror.wanted,
                    "acknowledged_fingerprint": mirror.wanted_fingerprint,
                }
            )

    def synced(self, record):
        """Plan a record and let QuickBooks confirm all of it."""
        engine = self.env["connex.engine"].sudo()
        mirrors = engine._plan_each(self.connection, self._sources(record))
        self.as_confirmed(mirrors)
        return mirrors

    def _sources(self, records):
        return [Source(records._name, record.id) for record in records]


@tagged("post_install", "-at_install")
class TestPreview(PreviewCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.connection.income_account_id = cls.income_account()

    def test_a_new_order_shows_everything_that_would_be_created(self):
        order = self.order((self.goods, 2, 10.0))
        preview = self.preview(order)
        self.assertEqual(
            [(d.action, d.document, d.name) for d in preview.document_ids],
            [
                ("create", "sales_order", order.name),
                ("find", "customer", "Ada's Shop"),
                ("find", "item", "Widget"),
            ],
        )
        document = preview.document_ids[0]
        self.assertEqual(document.total, 21.2)
        self.assertEqual(document.customer, "Ada's Shop")
        for words in ("Widget", "20.00", "1.20", "21.20", "Sales of Widgets", "Ada&#39;s Shop"):
            self.assertIn(words, str(document.details))

    def test_the_request_is_what_would_be_sent(self):
        order = self.order((self.goods, 2, 10.0))
        document = self.preview(order).document_ids[0]
        (item,) = json.loads(document.request)["BatchItemRequest"]
        self.assertEqual(item["operation"], "create")
        self.assertEqual(item["Estimate"]["DocNumber"], order.name)
        customer = item["Estimate"]["CustomerRef"]["value"]
        self.assertEqual(customer, f"new customer res.partner,{self.customer.id}")

    def test_nothing_is_left_behind(self):
        order = self.order((self.goods, 2, 10.0))
        self.env.cr.flush()
        notes = self.env["connex.change"].sudo().search_count([])
        self.preview(order)
        self.assertFalse(self.env["connex.mirror"].sudo().search([("res_id", "=", order.id)]))
        self.assertFalse(self.env["connex.source"].sudo().search([("res_id", "=", order.id)]))
        self.assertFalse(self.env["connex.exchange"].sudo().search([]))
        self.assertEqual(self.env["connex.change"].sudo().search_count([]), notes)

    def test_invoice_and_payment_of_an_order_are_shown_with_their_links(self):
        order = self.order((self.service, 1, 100.0))
        invoice = self.bill(order)
        payment = self.pay(invoice)
        preview = self.preview(order)
        shown = {d.document: d for d in preview.document_ids}
        self.assertEqual(shown["invoice"].name, invoice.name)
        self.assertIn(f"Sales Order {order.name}", shown["invoice"].details)
        self.assertEqual(shown["payment"].name, payment.name)
        self.assertIn(f"Invoice {invoice.name}", shown["payment"].details)
        self.assertIn("Undeposited Funds", shown["payment"].details)
        self.assertEqual(self.shown(invoice), self.shown(order))

    def test_what_quickbooks_has_like_this_is_left_alone(self):
        order = self.order((self.goods, 2, 10.0))
        self.synced(order)
        self.assertEqual(self.shown(order), {"sales_order": "keep"})
        self.assertEqual(self.preview(order).document_ids.mapped("request"), [""] * 3)

    def test_a_changed_line_is_marked_with_what_quickbooks_has_now(self):
        order = self.order((self.goods, 2, 10.0), (self.service, 1, 50.0))
        self.synced(order)
        order.order_line[0].price_unit = 12.0
        self.assertEqual(self.shown(order), {"sales_order": "update"})
        details = self.preview(order).document_ids[0].details
        self.assertIn("24.00", details)
        self.assertIn("20.00", details)
        self.assertIn("line-through", details)
        self.assertEqual(details.count("table-warning"), 1)

    def test_a_cancelled_order_is_shown_as_deleted(self):
        order = self.order((self.goods, 2, 10.0))
        self.synced(order)
        order._action_cancel()
        self.assertEqual(self.shown(order), {"sales_order": "delete"})

    def test_a_cancelled_invoice_is_shown_as_voided(self):
        invoice = self.new_invoice((self.service, 1, 100.0))
        self.synced(invoice)
        invoice.button_draft()
        invoice.button_cancel()
        self.assertEqual(self.shown(invoice), {"invoice": "void"})

    def test_what_would_be_held_back_says_why(self):
        self.connection.income_account_id = False
        order = self.order((self.goods, 2, 10.0))
        documents = {d.document: d for d in self.preview(order).document_ids}
        self.assertEqual(documents["item"].action, "held")
        self.assertIn("income account", documents["item"].note)
        self.assertEqual(documents["sales_order"].action, "held")
        self.assertIn("Widget", documents["sales_order"].note)

    def test_what_the_settings_leave_out_shows_nothing(self):
        self.connection.sync_from_date = "2099-01-01"
        self.assertFalse(self.preview(self.order((self.goods, 1, 10.0))).document_ids)

    def test_several_orders_are_previewed_together(self):
        orders = self.order((self.goods, 1, 10.0)) | self.order((self.goods, 2, 10.0))
        preview = self.preview(orders)
        names = preview.document_ids.filtered(lambda d: d.document == "sales_order").mapped("name")
        self.assertEqual(names, orders.sorted("id").mapped("name"))
        self.assertEqual(preview.summary, "Find or Create: 2 · Create: 2")

    def test_a_salesperson_may_preview_own_orders(self):
        seller = new_test_user(self.env, "seller", "sales_team.group_sale_salesman")
        order = self.order((self.goods, 1, 10.0), user_id=seller.id)
        action = order.with_user(seller).action_connex_preview()
        preview = self.env["connex.preview"].with_user(seller).browse(action["res_id"])
        self.assertEqual(preview.document_ids[0].name, order.name)
        self.assertIn(order.name, preview.body)

    def test_the_preview_says_which_rule_had_a_hand_in_it(self):
        self.env["connex.rule"].sudo().create(
            {
                "name": "Web orders",
                "action": "add_order_prefix",
                "field_to_compare": "customer",
                "comparison": "equals",
                "line_ids": [(0, 0, {"map_from": "Ada's Shop", "map_to": "WEB-"})],
            }
        )
        order = self.order((self.goods, 1, 10.0))
        document = self.preview(order).document_ids[0]
        self.assertIn("Web orders", document.details)
        self.assertIn(f"WEB-{order.name}", document.request)
