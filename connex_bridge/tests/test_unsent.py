"""What was prepared and not sent goes out only as long as it is wanted, and in one form."""

from odoo.tests import tagged

from .test_preview import PreviewCase

INVOICED = {"invoice", "payment"}


@tagged("post_install", "-at_install")
class TestUnsent(PreviewCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.connection.state = "connected"
        cls.connection.transaction_mode = "invoices_payments"
        cls.connection.income_account_id = cls.income_account()

    def setUp(self):
        super().setUp()
        self.sale = self.order((self.service, 1, 100.0))
        self.invoice = self.bill(self.sale)
        self.payment = self.pay(self.invoice)

    def plan(self, mode=None):
        engine = self.env["connex.engine"].sudo()
        sources = self._sources(self.sale) + self._sources(self.payment)
        engine._plan_each(self.connection, sources, mode)

    def sync_by_hand(self, mode):
        run = self.env["connex.manual.sync"].create(
            {
                "connection_id": self.connection.id,
                "choose_by": "numbers",
                "numbers": self.sale.name,
                "mode": mode,
            }
        )
        run.action_sync()
        while run.sudo().advance(self.connection):
            pass

    def waiting(self):
        """The kinds of this sale's documents that would go out."""
        mirrors = self.sale.sudo().connex_mirror_ids | self.invoice.sudo().connex_mirror_ids
        return set(mirrors.filtered(lambda m: m.state == "waiting").mapped("document"))

    def test_after_a_change_of_mode_the_sale_goes_out_as_the_mode_says_and_only_so(self):
        self.plan()
        self.assertEqual(self.waiting(), INVOICED)
        self.connection.transaction_mode = "receipts"
        self.plan()
        self.assertEqual(self.waiting(), {"sales_receipt"})
        self.connection.transaction_mode = "invoices_payments"
        self.plan()
        self.assertEqual(self.waiting(), INVOICED)

    def test_what_a_manual_sync_prepares_in_its_own_mode_stays_until_it_is_sent(self):
        self.plan()
        self.sync_by_hand("receipts")
        self.assertEqual(self.waiting(), {"sales_receipt"})
        self.plan()
        self.assertEqual(self.waiting(), {"sales_receipt"})
        self.sync_by_hand("invoices_payments")
        self.connection.transaction_mode = "receipts"
        self.plan()
        self.assertEqual(self.waiting(), INVOICED)

    def test_a_manual_sync_in_a_smaller_mode_leaves_what_the_connection_prepared(self):
        self.plan()
        self.sync_by_hand("orders_only")
        self.assertEqual(self.waiting(), INVOICED | {"sales_order"})
        self.connection.transaction_mode = "receipts"
        self.plan()
        self.assertEqual(self.waiting(), {"sales_receipt", "sales_order"})

    def test_a_payment_waits_while_it_is_a_draft(self):
        self.plan()
        self.payment.action_draft()
        self.plan()
        self.assertEqual(self.waiting(), {"invoice"})
        self.payment.action_post()
        self.plan()
        self.assertEqual(self.waiting(), INVOICED)

    def test_a_draft_that_was_unreconciled_pays_its_invoice_no_longer_in_quickbooks(self):
        self.plan()
        self.as_confirmed(self.invoice.sudo().connex_mirror_ids)
        self.payment.action_draft()
        self.plan()
        self.assertEqual(self.waiting(), set())
        amount = self.payment.amount
        self.invoice.line_ids.remove_move_reconcile()
        self.payment.amount = 1
        self.plan()
        self.assertEqual(self.waiting(), {"payment"})
        mirrors = self.invoice.sudo().connex_mirror_ids
        wanted = mirrors.filtered(lambda m: m.document == "payment").restored()
        self.assertEqual((float(wanted.amount), wanted.applications), (amount, ()))

    def test_an_invoice_waits_while_it_is_edited(self):
        self.connection.transaction_mode = "invoices_only"
        self.plan()
        self.invoice.button_draft()
        self.plan()
        self.assertEqual(self.waiting(), set())
        self.invoice.action_post()
        self.plan()
        self.assertEqual(self.waiting(), {"invoice"})

    def test_a_receipt_does_not_go_out_when_its_payment_was_cancelled(self):
        self.connection.transaction_mode = "receipts"
        self.plan()
        self.assertEqual(self.waiting(), {"sales_receipt"})
        self.payment.action_draft()
        self.payment.action_cancel()
        self.plan()
        self.assertEqual(self.waiting(), set())
