"""Refunds and credit notes that tie sales together: what is planned has been read completely."""

from datetime import date
from decimal import Decimal

from odoo.tests import tagged

from ..bridge.sale import Source
from .rule_common import RuleCase


@tagged("post_install", "-at_install")
class TestReaderNeighbours(RuleCase):
    def _pay_back(self, amount, *received):
        """Money paid back to the customer, set off against these payments and credit notes."""
        refund = self.env["account.payment"].create(
            {
                "partner_id": self.customer.id,
                "partner_type": "customer",
                "payment_type": "outbound",
                "amount": amount,
                "date": date(2025, 3, 20),
                "journal_id": self.bank.id,
            }
        )
        refund.action_post()
        moves = [each if each._name == "account.move" else each.move_id for each in received]
        (self._open(refund.move_id) | self._open(moves[0].union(*moves[1:]))).reconcile()
        return refund

    def _open(self, moves):
        return moves.line_ids.filtered(
            lambda item: item.account_type == "asset_receivable" and not item.reconciled
        )

    def _overpaid(self, price, amount):
        invoice = self.new_invoice((self.service, 1, price))
        return invoice, self.pay(invoice, amount)

    def _source(self, record):
        return Source(record._name, record.id)

    def _changed(self, snapshot, *records):
        return {self._source(each) for each in records} & snapshot.changed

    def _overpaid_twice(self):
        """(first invoice, its payment, second invoice, its payment, the refund of what both left over)."""
        first, second = self._overpaid(80, 106), self._overpaid(90, 106)
        return *first, *second, self._pay_back(31.80, first[1], second[1])

    def test_a_payment_read_for_a_refund_of_another_one_is_not_planned(self):
        invoice, mine, _other, theirs, refund = self._overpaid_twice()
        snapshot, stamps = self._read(invoice)
        self.assertEqual(self._changed(snapshot, mine, theirs, refund), {self._source(mine)})
        self.assertNotIn(self._source(theirs), stamps)
        self.assertIn(self._source(refund), snapshot.payments)

    def test_a_refund_brings_all_that_is_known_of_what_it_pays_back(self):
        first, mine, second, theirs, refund = self._overpaid_twice()
        theirs.connex_order_ids = order = self.order((self.service, 1, 50))
        snapshot = self.snapshot(refund)
        self.assertEqual(len(self._changed(snapshot, mine, theirs, refund)), 3)
        self.assertFalse(self._changed(snapshot, first, second, order))
        found = snapshot.payments[self._source(theirs)]
        self.assertEqual(found.orders, tuple(order.ids))
        self.assertEqual([each.invoice for each in found.allocations], second.ids)
        self.assertEqual(
            [tuple(each) for each in found.set_off], [(self._source(refund), Decimal("10.60"))]
        )

    def test_the_other_payment_of_a_refund_stays_as_it_was(self):
        first, _mine, second, theirs, refund = self._overpaid_twice()
        self.plan(first, second, refund)
        mirror = (
            self.env["connex.mirror"]
            .sudo()
            .search([("res_model", "=", "account.payment"), ("res_id", "=", theirs.id)])
        )
        before = mirror.wanted
        self.assertIn("applications", before)
        first.ref = "anything"
        self.plan(first)
        self.assertEqual(mirror.wanted, before)

    def test_a_credit_note_paid_out_together_with_another_one_stays_applied(self):
        invoice, other = (self.new_invoice((self.service, 1, price)) for price in (20, 90))
        self.pay(invoice)
        note = self.credit(invoice)
        theirs = self.new_invoice((self.service, 1, 50), move_type="out_refund")
        self.pay(other, 53)
        self.assign(other, theirs)
        refund = self._pay_back(31.80, note, theirs)
        self.plan(invoice, other, note, theirs, refund)
        mirrors = self.env["connex.mirror"].sudo()
        mirror = mirrors.search([("document", "=", "payment"), ("res_id", "=", theirs.id)])
        self.assertEqual((mirror.action, mirror.res_model), ("save", "account.move"))
        mirrors.search([]).write({"state": "synced", "qb_id": "1"})
        note.ref = "anything"
        snapshot = self.snapshot(note)
        self.assertEqual(self._changed(snapshot, theirs, other, refund), {self._source(refund)})
        self.plan(note)
        self.assertEqual(mirror.action, "save")
