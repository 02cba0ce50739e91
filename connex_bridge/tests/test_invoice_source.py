"""Companies that do not invoice in Odoo: the order itself becomes the invoice in QuickBooks."""

from odoo.exceptions import ValidationError
from odoo.tests import tagged

from .test_preview import PreviewCase


@tagged("post_install", "-at_install")
class TestInvoiceSource(PreviewCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.connection.income_account_id = cls.income_account()
        cls.connection.invoice_source = "order"

    def documents(self, order):
        """{document: (model, name)} of what the order calls for, without lists."""
        mirrors = self.env["connex.engine"].sudo()._plan_each(self.connection, self._sources(order))
        lists = ("customer", "item", "term")
        shown = mirrors.filtered(lambda m: m.document not in lists)
        return {m.document: (m.res_model, m.name) for m in shown}

    def status(self, code):
        return self.env["connex.order.status"].sudo().search([("code", "=", code)])

    def test_a_delivered_order_is_an_invoice_in_quickbooks(self):
        order = self.order((self.goods, 2, 10.0))
        self.assertEqual(list(self.documents(order)), ["sales_order"])
        self.deliver(order)
        self.assertEqual(order.connex_order_status, "fulfilled")
        found = self.documents(order)
        self.assertEqual(found["invoice"], ("sale.order", order.name))
        invoice = order.sudo().connex_mirror_ids.filtered(lambda m: m.document == "invoice")
        self.assertEqual(invoice.wanted_total, order.amount_total)

    def test_an_order_can_be_invoiced_when_it_is_paid(self):
        self.connection.invoice_status_ids = self.status("paid")
        order = self.order((self.goods, 2, 10.0))
        self.prepay(21.2, memo=order.name)
        self.assertEqual(order.connex_order_status, "paid")
        found = self.documents(order)
        self.assertEqual(set(found), {"sales_order", "invoice", "payment"})
        payment = order.sudo().connex_mirror_ids.filtered(lambda m: m.document == "payment")
        self.assertIn(f'["invoice", "sale.order", {order.id}]', payment.wanted)

    def test_the_odoo_invoice_that_comes_later_is_the_same_sale(self):
        order = self.order((self.goods, 2, 10.0))
        self.deliver(order)
        self.synced(order)
        invoice = self.bill(order)
        self.assertEqual(self.shown(order), {"sales_order": "keep", "invoice": "keep"})
        self.assertEqual(invoice.connex_state, "none")
        payment = self.pay(invoice)
        self.assertEqual(
            self.shown(order), {"sales_order": "keep", "invoice": "keep", "payment": "create"}
        )
        self.synced(invoice)
        self.assertEqual(invoice.connex_state, "synced")
        self.assertEqual(
            self.shown(payment.reconciled_invoice_ids),
            {"sales_order": "keep", "invoice": "keep", "payment": "keep"},
        )

    def test_a_cancelled_order_loses_its_invoice(self):
        order = self.order((self.service, 1, 50.0))
        self.prepay(53.0, memo=order.name)
        self.synced(order)
        order._action_cancel()
        self.assertEqual(
            self.shown(order), {"sales_order": "delete", "invoice": "void", "payment": "update"}
        )

    def test_changing_the_source_plans_every_sale_again(self):
        self.connection.invoice_source = "invoice"
        order = self.order((self.goods, 2, 10.0))
        self.deliver(order)
        self.synced(order)
        source = self.env["connex.source"].sudo().search([("res_id", "=", order.id)])
        self.assertFalse(source.filtered("pending"))
        self.connection.invoice_source = "order"
        source.invalidate_recordset()
        self.assertTrue(source.filtered("pending"))

    def test_a_status_at_which_to_invoice_is_needed(self):
        with self.assertRaisesRegex(ValidationError, "choose at which order status"):
            self.connection.invoice_status_ids = False

    def test_a_status_that_is_not_synced_cannot_be_chosen(self):
        with self.assertRaisesRegex(ValidationError, "Fulfilled are not synced"):
            self.connection.order_status_ids -= self.status("fulfilled")
