"""A connection of one company never sends a sale of another: tried in every way that we could think of."""

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import new_test_user, tagged

from ..bridge.sale import Source
from .connection_common import ConnectionCase


@tagged("post_install", "-at_install")
class TestCompanies(ConnectionCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.other = cls.env["res.company"].create({"name": "The other company"})
        cls.env.user.company_ids |= cls.other
        cls.partner = cls.env["res.partner"].create({"name": "Shared Customer"})
        cls.product = cls.env["product.product"].create({"name": "Shared Chair"})
        cls.manager = new_test_user(cls.env, "manager", "connex_bridge.group_manager")

    def order(self, company):
        order = (
            self.env["sale.order"]
            .with_company(company)
            .create(
                {
                    "partner_id": self.partner.id,
                    "company_id": company.id,
                    "order_line": [Command.create({"product_id": self.product.id})],
                }
            )
        )
        order.action_confirm()
        self.env.flush_all()
        return order

    def mirrors(self):
        self.env.invalidate_all()
        return self.env["connex.mirror"].search([("connection_id", "=", self.connection.id)])

    def plan(self, *sources):
        return self.env["connex.planner"].plan_sources(self.connection, list(sources))

    def test_planning_a_sale_of_another_company_makes_no_document(self):
        mine, foreign = self.order(self.env.company), self.order(self.other)
        self.plan(Source("sale.order", mine.id), Source("sale.order", foreign.id))
        orders = self.mirrors().filtered(lambda m: m.document == "sales_order")
        self.assertEqual(orders.mapped("res_id"), mine.ids)

    def test_marking_another_companys_sale_for_a_connection_makes_no_document(self):
        foreign = self.order(self.other)
        self.env["connex.source"]._mark(self.connection, "sale.order", foreign.ids)
        pending = self.env["connex.source"]._next_pending(self.connection, 100)
        self.plan(*pending)
        self.assertNotIn(foreign, self.mirrors().order_ids)

    def test_a_mirror_that_names_another_companys_sale_is_held_back_before_it_is_sent(self):
        self.connect()
        mine, foreign = self.order(self.env.company), self.order(self.other)
        self.plan(Source("sale.order", mine.id))
        mirror = self.mirrors().filtered(lambda m: m.document == "sales_order")
        self.mirrors().filtered(lambda m: m.document != "sales_order").write(
            {"qb_id": "1", "state": "synced"}
        )
        mirror.res_id = foreign.id
        self.assertFalse(self.env["connex.online.sender"]._operations(self.connection, mirror))
        self.assertEqual((mirror.state, mirror.problem_code), ("problem", "other_company"))
        self.assertIn(self.env.company.name, mirror.problem_message)
        self.assertFalse(self.quickbooks.requests)

    def test_what_companies_share_is_sent(self):
        mirror = self.env["connex.mirror"].create(
            {
                "connection_id": self.connection.id,
                "document": "customer",
                "res_model": "res.partner",
                "res_id": self.partner.id,
            }
        )
        self.assertEqual(mirror._of_own_company(), mirror)

    def test_an_order_of_a_branch_is_not_sent_by_the_head_office(self):
        branch = self.env["res.company"].create(
            {"name": "Branch", "parent_id": self.env.company.id}
        )
        self.env.user.company_ids |= branch
        order = self.order(branch)
        self.plan(Source("sale.order", order.id))
        self.assertNotIn(order, self.mirrors().order_ids)

    def test_the_button_on_another_companys_sale_does_not_use_this_connection(self):
        self.connect()
        foreign = self.order(self.other)
        with self.assertRaisesRegex(UserError, "The other company"):
            foreign.action_connex_sync()
        self.assertFalse(self.quickbooks.requests)

    def test_a_connection_with_documents_cannot_be_moved_to_another_company(self):
        self.plan(Source("sale.order", self.order(self.env.company).id))
        with self.assertRaisesRegex(UserError, "documents of"):
            self.connection.company_id = self.other

    def test_nobody_moves_a_connection_to_a_company_that_is_not_theirs(self):
        connection = self.connection.with_user(self.manager)
        with self.assertRaises(AccessError):
            connection.company_id = self.other.id
        with self.assertRaises(AccessError):
            self.env["connex.connection"].with_user(self.manager).create(
                {"name": "Mine", "company_id": self.other.id}
            )

    def test_documents_in_one_quickbooks_company_keep_it_attached(self):
        self.connect()
        self.plan(Source("sale.order", self.order(self.env.company).id))
        self.mirrors()[:1].qb_id = "1"
        with self.assertRaisesRegex(UserError, "documents of"):
            self.connection.realm_id = "another"
