"""What becomes of a document whose record cannot be written for QuickBooks any more: it was removed there, it
is about to be, or it is on its way just now."""

from odoo.tests import tagged

from ..bridge.online.batch import Outcome
from ..bridge.sale import Source
from .common import SaleCase

PROBLEM = "receipt_not_all_money"


@tagged("post_install", "-at_install")
class TestHeldWhilePlanned(SaleCase):
    def setUp(self):
        super().setUp()
        self.connection.sudo().transaction_mode = "receipts"
        self.invoice = self.new_invoice((self.goods, 1, 100))
        self.payment = self.pay(self.invoice)
        self.receipt = self.plan()

    def plan(self):
        """Plan the invoice as the scheduled action does, and return its receipt."""
        self.env.flush_all()
        source = Source("account.move", self.invoice.id)
        self.env["connex.engine"].sudo()._plan_each(self.connection.sudo(), [source])
        mirrors = self.env["connex.mirror"].sudo()
        return mirrors.search([("document", "=", "sales_receipt"), *self.of_invoice()])

    def of_invoice(self):
        return [("res_model", "=", "account.move"), ("res_id", "=", self.invoice.id)]

    def is_pending(self):
        source = self.env["connex.source"].sudo()
        return Source("account.move", self.invoice.id) in source._next_pending(self.connection, 10)

    def send(self):
        self.assertEqual(self.receipt.state, "waiting")
        action = "void" if self.receipt.action == "remove" else "create"
        self.receipt.write({"state": "in_flight", "sent_action": action})

    def answer(self):
        """QuickBooks has done what it was asked."""
        total = str(self.receipt.wanted_total)
        row = {"Id": "7", "SyncToken": "1", "DocNumber": self.invoice.name, "TotalAmt": total}
        outcome = Outcome("done", "SalesReceipt", row)
        self.env["connex.settler"].sudo().done({self.receipt: outcome})

    def book(self):
        self.send()
        self.answer()
        self.assertEqual(self.receipt.state, "synced")

    def bounce(self):
        """The payment is taken back: the receipt is to go."""
        self.payment.action_draft()
        self.payment.action_cancel()
        self.plan()
        self.assertEqual(self.receipt.action, "remove")

    def pay_in_part(self):
        """It is settled by something that is no money, which a receipt cannot say."""
        self.payment = self.pay(
            self.invoice,
            amount=90,
            payment_difference_handling="reconcile",
            writeoff_account_id=self.company_data["default_account_expense"].id,
        )
        self.plan()

    def pay_in_full(self):
        self.payment.action_draft()
        self.payment.action_cancel()
        self.payment = self.pay(self.invoice)
        self.plan()

    def assert_held(self):
        self.assertEqual((self.receipt.state, self.receipt.problem_code), ("problem", PROBLEM))

    def assert_held_after_try_again(self):
        """To try again is to plan again: nothing is sent, and the problem is still told."""
        self.receipt.action_retry()
        self.assertTrue(self.is_pending())
        self.assert_held()
        self.plan()
        self.assert_held()

    # Removed in QuickBooks

    def void(self):
        self.book()
        self.bounce()
        self.send()
        self.answer()
        self.assertEqual(self.receipt.state, "voided")

    def test_a_voided_receipt_that_is_paid_again_in_part_is_held_and_stays_held(self):
        self.void()
        self.pay_in_part()
        self.assert_held()
        self.assert_held_after_try_again()

    def test_a_voided_receipt_is_created_anew_once_its_problem_is_over(self):
        self.void()
        identity = self.receipt._identity()
        self.pay_in_part()
        self.pay_in_full()
        self.assertEqual(
            (self.receipt.state, self.receipt.action, self.receipt.qb_id),
            ("waiting", "save", False),
        )
        self.assertNotEqual(self.receipt._identity(), identity)
        self.book()
        self.assertFalse(self.receipt.problem_code)

    def test_what_was_held_twice_is_a_new_document_once(self):
        self.void()
        self.pay_in_part()
        self.plan()
        self.assertEqual(self.receipt.generation, 2)

    # About to be removed

    def test_a_receipt_that_was_to_be_voided_is_not_when_it_is_held(self):
        self.book()
        self.bounce()
        self.pay_in_part()
        self.assert_held()
        self.assert_held_after_try_again()
        self.pay_in_full()
        self.assertEqual(
            (self.receipt.state, self.receipt.action, self.receipt.qb_id), ("synced", "save", "7")
        )

    def test_a_receipt_that_was_held_is_voided_when_its_payment_is_taken_back_again(self):
        self.book()
        self.bounce()
        self.pay_in_part()
        self.bounce()
        self.assertEqual((self.receipt.state, self.receipt.problem_code), ("waiting", False))

    def test_a_receipt_to_be_deleted_and_created_anew_is_only_deleted_when_it_is_unpaid(self):
        self.book()
        self.env["connex.planner"].sudo().mark_for_recreation(self.receipt)
        self.payment.action_draft()
        self.payment.action_cancel()
        self.plan()
        self.receipt.write({"state": "in_flight", "sent_action": "delete"})
        self.answer()
        self.assertEqual(self.receipt.state, "voided")

    # On its way

    def test_a_problem_found_while_the_answer_is_awaited_is_told_afterwards(self):
        self.send()
        self.receipt.state = "unknown"
        sent = self.receipt.wanted_fingerprint
        self.payment.action_draft()
        self.payment.action_cancel()
        self.pay_in_part()
        self.assertEqual((self.receipt.state, self.receipt.wanted_fingerprint), ("unknown", sent))
        self.assertFalse(self.is_pending())
        self.answer()
        self.env["connex.source"].sudo()._reconcile(self.connection)
        self.assertTrue(self.is_pending())
        self.plan()
        self.assert_held()
