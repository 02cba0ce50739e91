"""Holding new documents until a manager approves them."""

from ast import literal_eval

from odoo.exceptions import AccessError
from odoo.tests import new_test_user, tagged

from .test_preview import PreviewCase


@tagged("post_install", "-at_install")
class TestApproval(PreviewCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.connection.hold_new_documents = True
        cls.connection.income_account_id = cls.income_account()
        cls.manager = new_test_user(cls.env, "manager", "connex_bridge.group_manager")
        cls.bookkeeper = new_test_user(cls.env, "bookkeeper", "connex_bridge.group_user")

    def plan(self, *records):
        sources = [source for each in records for source in self._sources(each)]
        return self.env["connex.engine"].sudo()._plan_each(self.connection, sources)

    def to_send(self):
        """What would go to QuickBooks now, wave by wave: (document, name)."""
        sender = self.env["connex.online.sender"].sudo()
        found = []
        while mirrors := sender._claim(self.connection, None):
            found += [(mirror.document, mirror.name) for mirror in mirrors]
            self.as_confirmed(mirrors)
        return found

    def waiting(self, user=None):
        action = self.env.ref("connex_bridge.connex_approval_action").sudo()
        mirrors = self.env["connex.mirror"].with_user(user or self.manager)
        return mirrors.search(literal_eval(action.domain), order="id")

    def test_new_documents_are_prepared_and_held(self):
        order = self.order((self.goods, 2, 10.0))
        self.plan(order)
        self.assertEqual(self.to_send(), [])
        held = self.waiting()
        self.assertEqual(held.mapped("name"), [order.name])
        self.assertEqual(held.wanted_total, 21.2)
        self.assertEqual(self.connection.to_approve_count, 1)
        self.assertEqual(order.connex_state, "waiting")
        self.assertIn("approval", held.problem_message)

    def test_an_approved_document_goes_out_with_all_it_refers_to(self):
        first = self.order((self.goods, 2, 10.0))
        second = self.order((self.service, 2, 10.0))
        self.plan(first, second)
        self.waiting().filtered(lambda m: m.name == first.name).action_approve()
        self.assertEqual(
            self.to_send(),
            [("customer", "Ada's Shop"), ("item", "Widget"), ("sales_order", first.name)],
        )
        self.assertEqual(self.waiting().mapped("name"), [second.name])

    def test_approving_a_payment_approves_its_invoice_and_order(self):
        order = self.order((self.service, 1, 100.0))
        payment = self.pay(self.bill(order))
        self.plan(order)
        self.waiting().filtered(lambda m: m.name == payment.name).action_approve()
        self.assertFalse(self.waiting())
        documents = [document for document, _name in self.to_send()]
        self.assertEqual(documents, ["customer", "item", "sales_order", "invoice", "payment"])

    def test_all_can_be_approved_at_once(self):
        orders = [self.order((self.goods, quantity, 10.0)) for quantity in (1, 2, 3)]
        self.plan(*orders)
        self.waiting().action_approve()
        self.assertEqual(len(self.to_send()), 5)

    def test_a_held_document_can_be_previewed(self):
        order = self.order((self.goods, 2, 10.0))
        self.plan(order)
        action = self.waiting().action_preview()
        preview = self.env["connex.preview"].with_user(self.manager).browse(action["res_id"])
        self.assertEqual(preview.document_ids[0].name, order.name)

    def test_only_managers_approve(self):
        self.plan(self.order((self.goods, 2, 10.0)))
        with self.assertRaisesRegex(AccessError, "Only a manager"):
            self.waiting(self.bookkeeper).action_approve()

    def test_trying_again_is_not_approving(self):
        self.plan(self.order((self.goods, 2, 10.0)))
        self.waiting(self.bookkeeper).action_retry()
        self.assertEqual(self.to_send(), [])

    def test_changes_of_what_quickbooks_has_need_no_approval(self):
        order = self.order((self.goods, 2, 10.0))
        self.synced(order)
        order.order_line.product_uom_qty = 3
        self.plan(order)
        self.assertEqual(self.to_send(), [("sales_order", order.name)])

    def test_a_new_item_on_what_quickbooks_has_goes_with_it(self):
        order = self.order((self.goods, 2, 10.0))
        self.synced(order)
        order.write({"order_line": [(0, 0, self._line((self.service, 1, 5.0)))]})
        self.plan(order)
        self.assertEqual(self.to_send(), [("item", "Advice"), ("sales_order", order.name)])

    def test_a_held_document_follows_its_sale_until_it_is_approved(self):
        order = self.order((self.goods, 2, 10.0))
        self.plan(order)
        order.order_line.price_unit = 15
        self.plan(order)
        self.assertEqual(self.waiting().wanted_total, 31.8)
        order._action_cancel()
        self.plan(order)
        self.assertFalse(self.waiting())
        self.assertEqual(self.to_send(), [])

    def test_switching_it_off_lets_everything_go(self):
        self.plan(self.order((self.goods, 2, 10.0)))
        self.connection.hold_new_documents = False
        self.assertEqual(len(self.to_send()), 3)

    def test_a_manual_sync_says_what_waits_for_approval(self):
        order = self.order((self.goods, 2, 10.0))
        self.connection.state = "connected"
        run = (
            self.env["connex.manual.sync"]
            .with_user(self.manager)
            .create(
                {"connection_id": self.connection.id, "choose_by": "numbers", "numbers": order.name}
            )
        )
        run.sudo().action_sync()
        while run.sudo().advance(self.connection):
            pass
        self.assertEqual((run.state, run.line_ids.state), ("done", "held"))

    def test_the_preview_says_that_it_waits_for_approval(self):
        order = self.order((self.goods, 2, 10.0))
        document = self.preview(order).document_ids[0]
        self.assertEqual(document.action, "create")
        self.assertIn("approve", document.note)
