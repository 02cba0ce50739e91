"""Payments as they are read: what was received, and exactly what it was applied to."""

from contextlib import contextmanager
from decimal import Decimal
from unittest.mock import patch

from odoo.fields import Command
from odoo.tests import tagged

from odoo.addons.account.models.account_move import AccountMove

from ..bridge.sale import Source
from .common import SaleCase


@tagged("post_install", "-at_install")
class TestPayments(SaleCase):
    def _payment(self, payment, snapshot=None):
        snapshot = snapshot or self.snapshot(payment)
        return snapshot.payments[Source(payment._name, payment.id)]

    def _applied(self, payment, snapshot=None):
        found = self._payment(payment, snapshot)
        return {each.invoice: each.amount for each in found.allocations}

    def test_a_payment_is_read_with_amount_day_and_journal(self):
        invoice = self.new_invoice((self.goods, 1, 100))
        payment = self.pay(invoice)
        found = self._payment(payment)
        self.assertEqual(
            (found.amount, found.direction, found.state), (Decimal("106.00"), "inbound", "live")
        )
        self.assertEqual((found.number, found.journal), (payment.name, self.bank.id))
        self.assertEqual((str(found.date), found.customer), ("2025-03-05", self.customer.id))
        self.assertEqual(self._applied(payment), {invoice.id: Decimal("106.00")})

    def test_a_partial_payment_leaves_the_same_balance_as_in_odoo(self):
        order = self.order((self.service, 1, 100))
        invoice = self.bill(order)
        payment = self.pay(invoice, 40)
        snapshot = self.snapshot(order)
        self.assertEqual(snapshot.invoices[invoice.id].residual, Decimal("66.00"))
        self.assertEqual(self._applied(payment, snapshot), {invoice.id: Decimal("40.00")})
        self.assertEqual(
            snapshot.orders[order.id].payments, (Source("account.payment", payment.id),)
        )

    def test_one_payment_over_three_invoices_brings_all_three(self):
        orders = [self.order((self.service, 1, price)) for price in (100, 10, 20)]
        invoices = self.env["account.move"].union(*(self.bill(order) for order in orders))
        payment = self.pay(invoices)
        snapshot = self.snapshot(orders[0])
        self.assertEqual(
            self._applied(payment, snapshot),
            dict(
                zip(
                    invoices.ids,
                    (Decimal("106.00"), Decimal("10.60"), Decimal("21.20")),
                    strict=True,
                )
            ),
        )
        self.assertEqual(set(snapshot.invoices), set(invoices.ids))
        self.assertEqual(set(snapshot.orders), {order.id for order in orders})
        self.assertNotIn(Source("sale.order", orders[1].id), snapshot.changed, "only referred to")

    def test_undoing_the_reconciliation_takes_the_application_away(self):
        invoice = self.new_invoice((self.goods, 1, 100))
        payment = self.pay(invoice)
        invoice.line_ids.remove_move_reconcile()
        snapshot = self.snapshot(payment, invoice)
        self.assertEqual(self._applied(payment, snapshot), {})
        self.assertEqual(snapshot.invoices[invoice.id].residual, Decimal("106.00"))

    def test_a_prepayment_belongs_to_the_order_named_in_its_memo(self):
        self.goods.invoice_policy = "delivery"
        order = self.order((self.goods, 1, 100))
        payment = self.prepay(106, memo=f"Wire for {order.name}, thanks")
        self.assertEqual(payment.connex_order_ids, order)
        snapshot = self.snapshot(order)
        self.assertEqual(self._payment(payment, snapshot).orders, (order.id,))
        self.assertEqual(self._applied(payment, snapshot), {})
        self.assertEqual(snapshot.orders[order.id].status, "paid")

    def test_a_memo_names_an_order_only_as_a_whole_word_of_the_same_customer(self):
        order = self.order((self.goods, 1, 100))
        stranger = self.env["res.partner"].create({"name": "Stranger"})
        self.assertFalse(self.prepay(10, memo=f"{order.name}9").connex_order_ids)
        self.assertFalse(self.prepay(10, memo=order.name, partner_id=stranger.id).connex_order_ids)

    def test_the_bookkeeper_can_say_which_order_was_paid(self):
        self.goods.invoice_policy = "delivery"
        order = self.order((self.goods, 1, 100))
        payment = self.prepay(106, memo="no number")
        payment.connex_order_ids = order
        self.assertEqual(self._payment(payment).orders, (order.id,))
        self.assertEqual(order.connex_order_status, "paid")

    def test_a_prepayment_is_applied_to_the_later_invoice(self):
        order = self.order((self.service, 1, 100))
        payment = self.prepay(150, memo=order.name)
        invoice = self.bill(order)
        self.assign(invoice, payment)
        found = self._payment(payment)
        self.assertEqual((found.amount, found.orders), (Decimal("150.00"), (order.id,)))
        self.assertEqual(self._applied(payment), {invoice.id: Decimal("106.00")})

    def test_an_online_payment_before_the_invoice_belongs_to_its_order(self):
        order = self.order((self.service, 1, 100), confirm=False)
        transaction = self.transaction(order)
        transaction._post_process()
        payment = transaction.payment_id
        self.assertEqual(self._payment(payment).orders, (order.id,))
        invoice = self.bill(order)
        self.assertEqual(self._applied(payment), {invoice.id: Decimal("106.00")})

    def test_a_write_off_is_applied_but_is_not_cash(self):
        invoice = self.new_invoice((self.goods, 1, 100))
        payment = self.pay(
            invoice,
            100,
            payment_difference_handling="reconcile",
            writeoff_account_id=self.company_data["default_account_expense"].id,
        )
        self.assertEqual(self._payment(payment).amount, Decimal("100.00"))
        self.assertEqual(self._applied(payment), {invoice.id: Decimal("106.00")})

    def test_the_amount_is_that_of_the_books_even_where_the_payment_says_otherwise(self):
        payment = self.pay(self.new_invoice((self.goods, 1, 100)))
        payment.amount = 50
        self.assertEqual(self._payment(payment).amount, Decimal("106.00"))

    def test_cancelling_a_payment_shows_and_reopens_the_invoice(self):
        invoice = self.new_invoice((self.goods, 1, 100))
        payment = self.pay(invoice)
        payment.action_cancel()
        snapshot = self.snapshot(payment, invoice)
        self.assertEqual(self._payment(payment, snapshot).state, "cancelled")
        self.assertEqual(snapshot.invoices[invoice.id].residual, Decimal("106.00"))

    def test_a_payment_reset_to_draft_says_so(self):
        payment = self.pay(self.new_invoice((self.goods, 1, 100)))
        payment.action_draft()
        self.assertEqual(self._payment(payment).state, "draft")

    def test_a_credit_note_is_applied_to_its_invoice(self):
        invoice = self.new_invoice((self.goods, 1, 100))
        note = self.credit(invoice)
        snapshot = self.snapshot(invoice)
        [applied] = snapshot.credits[note.id]
        self.assertEqual((applied.invoice, applied.amount), (invoice.id, Decimal("106.00")))
        self.assertIn(Source("account.move", note.id), snapshot.changed)
        self.assertEqual(self.snapshot(note).credits, snapshot.credits)

    def test_a_credit_note_given_to_another_invoice_brings_both(self):
        note = self.new_invoice((self.goods, 1, 30), move_type="out_refund")
        invoice = self.new_invoice((self.goods, 1, 100))
        self.assign(invoice, note)
        snapshot = self.snapshot(invoice)
        [applied] = snapshot.credits[note.id]
        self.assertEqual((applied.invoice, applied.amount), (invoice.id, Decimal("31.80")))
        self.assertEqual(snapshot.invoices[invoice.id].residual, Decimal("74.20"))

    def test_a_foreign_invoice_paid_in_home_currency_is_paid_in_its_own(self):
        currency = self.env.ref("base.EUR")
        currency.active = True
        rates = self.env["res.currency.rate"]
        for day, rate in (("2025-01-01", 0.5), ("2025-03-04", 0.8)):
            rates.create(
                {
                    "currency_id": currency.id,
                    "company_id": self.company.id,
                    "name": day,
                    "rate": rate,
                }
            )
        invoice = self.new_invoice((self.goods, 1, 100), currency_id=currency.id)
        payment = self.pay(invoice, currency_id=self.company.currency_id.id)
        found = self._payment(payment)
        self.assertEqual(found.currency, self.company.currency_id.name)
        self.assertEqual(float(found.amount), payment.amount)
        self.assertEqual(self._applied(payment), {invoice.id: Decimal("106.00")})

    def test_a_bank_line_matched_with_an_invoice_is_the_payment(self):
        invoice = self.new_invoice((self.goods, 1, 100))
        line = self._bank_line(invoice, 106)
        snapshot = self.snapshot(invoice)
        found = snapshot.payments[Source(line._name, line.id)]
        self.assertEqual((found.amount, found.state), (Decimal("106.00"), "live"))
        self.assertEqual((found.customer, found.reference), (self.customer.id, "deposit"))
        self.assertEqual(self._applied(line, snapshot), {invoice.id: Decimal("106.00")})
        self.assertEqual(self._applied(line), {invoice.id: Decimal("106.00")})

    def _bank_line(self, invoice, amount):
        """A bank statement line whose counterpart is the invoice, as the bank matching page books it."""
        line = self.env["account.bank.statement.line"].create(
            {
                "journal_id": self.bank.id,
                "date": "2025-03-06",
                "payment_ref": "deposit",
                "amount": amount,
            }
        )
        owed = invoice.line_ids.filtered(lambda item: item.display_type == "payment_term")
        suspense = line.move_id.line_ids.filtered(lambda item: item.balance < 0)
        line.move_id.with_context(skip_readonly_check=True).write(
            {"line_ids": [Command.update(suspense.id, {"account_id": owed.account_id.id})]}
        )
        (suspense | owed).reconcile()
        return line

    def test_a_payment_matched_with_the_bank_is_not_paid_twice(self):
        invoice = self.new_invoice((self.goods, 1, 100))
        payment = self.pay(invoice)
        line = self.env["account.bank.statement.line"].create(
            {"journal_id": self.bank.id, "date": "2025-03-06", "payment_ref": "x", "amount": 106}
        )
        outstanding = payment.move_id.line_ids.filtered(lambda item: item.balance > 0)
        suspense = line.move_id.line_ids.filtered(lambda item: item.balance < 0)
        line.move_id.with_context(skip_readonly_check=True).write(
            {"line_ids": [Command.update(suspense.id, {"account_id": outstanding.account_id.id})]}
        )
        (suspense | outstanding).reconcile()
        self.assertEqual(
            list(self.snapshot(invoice).payments), [Source("account.payment", payment.id)]
        )


@tagged("post_install", "-at_install")
class TestPaymentsWithoutEntry(SaleCase):
    """Odoo Enterprise registers payments without booking them; Odoo's own tests emulate it like this."""

    @contextmanager
    def enterprise(self):
        self.bank.inbound_payment_method_line_ids.payment_account_id = False
        with patch.object(AccountMove, "_get_invoice_in_payment_state", lambda move: "in_payment"):
            yield

    def test_it_counts_as_applied_up_to_its_amount_in_due_date_order(self):
        with self.enterprise():
            late = self.new_invoice((self.goods, 1, 100), invoice_date_due="2025-05-01")
            early = self.new_invoice((self.goods, 1, 20), invoice_date_due="2025-04-01")
            payment = self.pay(late | early, 60)
            self.assertFalse(payment.move_id)
            snapshot = self.snapshot(late)
        found = snapshot.payments[Source("account.payment", payment.id)]
        applied = {each.invoice: each.amount for each in found.allocations}
        self.assertEqual(applied, {early.id: Decimal("21.20"), late.id: Decimal("38.80")})
        self.assertEqual(snapshot.invoices[late.id].residual, Decimal("67.20"))
        self.assertEqual(snapshot.invoices[early.id].residual, Decimal(0))

    def test_a_partly_paid_order_is_not_called_paid(self):
        with self.enterprise():
            order = self.order((self.service, 1, 100))
            invoice = self.bill(order)
            self.pay(invoice, 40)
            self.assertEqual(
                (invoice.payment_state, order.connex_order_status), ("in_payment", "pending")
            )
            self.pay(invoice, 66)
            self.assertEqual(order.connex_order_status, "fulfilled")

    def test_the_bank_line_that_confirms_it_is_the_same_money(self):
        with self.enterprise():
            invoice = self.new_invoice((self.goods, 1, 100))
            payment = self.pay(invoice)
            line = TestPayments._bank_line(self, invoice, 106)
            self.assertEqual(payment.state, "paid")
            snapshot = self.snapshot(invoice)
        self.assertEqual(list(snapshot.payments), [Source("account.payment", payment.id)])
        [applied] = snapshot.payments[Source("account.payment", payment.id)].allocations
        self.assertEqual((applied.invoice, applied.amount), (invoice.id, Decimal("106.00")))
        self.assertEqual(snapshot.invoices[invoice.id].residual, Decimal(0))
        self.assertIn(Source(line._name, line.id), snapshot.changed)
