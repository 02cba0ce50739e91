"""Payments without a journal entry, confirmed by the bank later: the same money, never a second payment."""

from contextlib import contextmanager
from decimal import Decimal
from unittest.mock import patch

from odoo.fields import Command
from odoo.tests import tagged

from odoo.addons.account.models.account_move import AccountMove

from ..bridge.sale import Source
from .common import SaleCase


@tagged("post_install", "-at_install")
class TestUnbookedPayments(SaleCase):
    @contextmanager
    def enterprise(self):
        self.bank.inbound_payment_method_line_ids.payment_account_id = False
        with patch.object(AccountMove, "_get_invoice_in_payment_state", lambda move: "in_payment"):
            yield

    def confirm(self, amount, *invoices):
        """A bank statement line of this amount that is matched with the invoices."""
        line = self.env["account.bank.statement.line"].create(
            {
                "journal_id": self.bank.id,
                "date": "2025-03-06",
                "payment_ref": "deposit",
                "amount": amount,
            }
        )
        owed = (
            self.env["account.move"]
            .union(*invoices)
            .line_ids.filtered(lambda item: item.display_type == "payment_term")
        )
        suspense = line.move_id.line_ids.filtered(lambda item: item.balance < 0)
        line.move_id.with_context(skip_readonly_check=True).write(
            {"line_ids": [Command.update(suspense.id, {"account_id": owed.account_id.id})]}
        )
        (suspense | owed).reconcile()
        return line

    def paid(self, *records):
        """{payment: ({invoice: amount}, …)} of the snapshot's live payments, with the residuals."""
        snapshot = self.snapshot(*records)
        payments = {
            source: {each.invoice: each.amount for each in payment.allocations}
            for source, payment in snapshot.payments.items()
            if payment.state == "live"
        }
        return payments, {each.id: each.residual for each in snapshot.invoices.values()}

    def source(self, payment):
        return Source("account.payment", payment.id)

    def test_one_of_two_equal_payments_is_confirmed(self):
        with self.enterprise():
            invoice = self.new_invoice((self.goods, 1, 100))
            first, second = self.pay(invoice, 40), self.pay(invoice, 40)
            self.confirm(40, invoice)
            payments, residuals = self.paid(invoice)
        part = {invoice.id: Decimal("40.00")}
        self.assertEqual(payments, {self.source(first): part, self.source(second): part})
        self.assertEqual(residuals, {invoice.id: Decimal("26.00")})

    def test_both_of_two_equal_payments_are_confirmed(self):
        with self.enterprise():
            invoice = self.new_invoice((self.goods, 1, 100))
            first, second = self.pay(invoice, 40), self.pay(invoice, 40)
            self.confirm(40, invoice)
            self.confirm(40, invoice)
            payments, residuals = self.paid(invoice)
        part = {invoice.id: Decimal("40.00")}
        self.assertEqual(payments, {self.source(first): part, self.source(second): part})
        self.assertEqual(residuals, {invoice.id: Decimal("26.00")})

    def test_one_payment_of_two_invoices_is_confirmed(self):
        with self.enterprise():
            invoices = [self.new_invoice((self.goods, 1, price)) for price in (100, 20)]
            payment = self.pay(invoices[0] | invoices[1])
            self.confirm(127.2, *invoices)
            payments, residuals = self.paid(invoices[0])
        amounts = {invoices[0].id: Decimal("106.00"), invoices[1].id: Decimal("21.20")}
        self.assertEqual(payments, {self.source(payment): amounts})
        self.assertEqual(set(residuals.values()), {Decimal(0)})

    def test_one_payment_is_confirmed_by_one_bank_line_per_invoice(self):
        with self.enterprise():
            invoices = [self.new_invoice((self.goods, 1, price)) for price in (100, 20)]
            payment = self.pay(invoices[0] | invoices[1])
            lines = [self.confirm(106, invoices[0]), self.confirm(21.2, invoices[1])]
            payments, _residuals = self.paid(invoices[0])
            snapshot = self.snapshot(invoices[0])
        self.assertEqual(list(payments), [self.source(payment)])
        same = {Source(line._name, line.id) for line in lines}
        self.assertEqual(set(snapshot.payments[self.source(payment)].same_as), same)

    def test_it_waits_for_the_bank_where_the_connection_says_so(self):
        self.connection.count_unbooked_payments = False
        with self.enterprise():
            invoice = self.new_invoice((self.goods, 1, 100))
            payment = self.pay(invoice)
            payments, residuals = self.paid(invoice)
            self.assertEqual((payments, residuals), ({}, {invoice.id: Decimal("106.00")}))
            self.confirm(106, invoice)
            payments, residuals = self.paid(invoice)
        self.assertEqual(payments, {self.source(payment): {invoice.id: Decimal("106.00")}})
        self.assertEqual(residuals, {invoice.id: Decimal(0)})

    def test_a_bank_line_of_less_takes_the_place_of_as_much_of_the_payment(self):
        with self.enterprise():
            invoice = self.new_invoice((self.goods, 1, 100))
            payment = self.pay(invoice)
            self.confirm(103, invoice)
            payments, residuals = self.paid(invoice)
            snapshot = self.snapshot(invoice)
        self.assertEqual(list(payments), [self.source(payment)])
        merged = snapshot.payments[self.source(payment)]
        self.assertEqual(merged.amount, Decimal("106.00"))
        self.assertEqual(sum(each.amount for each in merged.allocations), Decimal("106.00"))
        self.assertEqual(residuals, {invoice.id: Decimal(0)})

    def test_a_bank_line_for_two_payments_together_is_counted_once(self):
        with self.enterprise():
            invoice = self.new_invoice((self.goods, 1, 100))
            first, second = self.pay(invoice, 40), self.pay(invoice, 30)
            self.confirm(70, invoice)
            payments, residuals = self.paid(invoice)
            self.assertEqual(payments, {self.source(first): {invoice.id: Decimal("70.00")}})
            self.assertEqual(residuals, {invoice.id: Decimal("36.00")})
            self.confirm(30, invoice)
            payments, residuals = self.paid(invoice)
        parts = {source: sum(applied.values()) for source, applied in payments.items()}
        self.assertEqual(
            parts, {self.source(first): Decimal("70.00"), self.source(second): Decimal("30.00")}
        )
        self.assertEqual(residuals, {invoice.id: Decimal("6.00")})
