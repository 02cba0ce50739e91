"""Flows 5 and 8: what is paid, and only that. Parts, several invoices, and applications taken back."""

from decimal import Decimal

import pytest
from bookkeeper import cents
from ledger import applications


@pytest.fixture
def invoiced(shop, customer, lantern):
    """A function that makes a delivered and invoiced order of so many lanterns: (order, invoice)."""

    def make(quantity):
        order = shop.order(customer, [(lantern, quantity)])
        shop.deliver(order)
        return order, shop.invoice(order)

    return make


def assert_balances_agree(bookkeeper, ledger, invoices):
    """QuickBooks' balance of each invoice is what Odoo still waits for, and the mirror knows it."""
    for invoice in invoices:
        residual = bookkeeper.amount(invoice, "amount_residual", "account.move")
        mirrored = ledger.invoice(bookkeeper.number(invoice, "account.move"))
        assert mirrored.Balance == residual, mirrored.DocNumber
        known = bookkeeper.mirror("invoice", invoice)["qb_balance"]
        assert cents(known) == residual
    assert bookkeeper.problems() == {}


def test_unpaid_invoice_has_no_payment_and_its_whole_amount_open(bookkeeper, ledger, invoiced):
    order, invoice = invoiced(3)
    bookkeeper.sync()
    assert ledger.count() == {"Estimate": 1, "Invoice": 1}
    assert ledger.invoices[0].Balance == bookkeeper.amount(order) == Decimal("32.44")
    assert_balances_agree(bookkeeper, ledger, [invoice])


def test_partly_paid_invoice_keeps_odoos_balance_and_the_rest_is_a_second_payment(
    bookkeeper, ledger, shop, invoiced
):
    _order, invoice = invoiced(3)
    shop.pay(invoice, 10.01)
    bookkeeper.sync()
    assert ledger.payment().TotalAmt == Decimal("10.01")
    assert ledger.invoices[0].Balance == Decimal("22.43")
    assert_balances_agree(bookkeeper, ledger, [invoice])

    shop.pay(invoice, 22.42)
    bookkeeper.sync()
    assert ledger.invoices[0].Balance == Decimal("0.01")
    shop.pay(invoice)
    bookkeeper.sync()
    assert sorted(payment.TotalAmt for payment in ledger.payments) == [
        Decimal("0.01"),
        Decimal("10.01"),
        Decimal("22.42"),
    ]
    assert ledger.invoices[0].Balance == 0
    assert_balances_agree(bookkeeper, ledger, [invoice])


def test_overpaid_invoice_leaves_the_rest_unapplied(bookkeeper, ledger, shop, invoiced):
    _order, invoice = invoiced(3)
    shop.pay(invoice, 40.00)
    bookkeeper.sync()
    payment = ledger.payment()
    assert (payment.TotalAmt, payment.UnappliedAmt) == (40, Decimal("7.56"))
    assert_balances_agree(bookkeeper, ledger, [invoice])


def test_one_payment_over_three_invoices_is_one_payment_with_three_lines(
    bookkeeper, ledger, shop, invoiced
):
    invoices = [invoiced(quantity)[1] for quantity in (1, 2, 5)]
    shop.pay(invoices)
    bookkeeper.sync()
    assert ledger.count() == {"Estimate": 3, "Invoice": 3, "Payment": 1}
    payment = ledger.payment()
    assert len(payment.Line) == 3
    assert applications(payment) == {each.Id: each.TotalAmt for each in ledger.invoices}
    assert payment.UnappliedAmt == 0
    assert_balances_agree(bookkeeper, ledger, invoices)


def test_application_taken_back_in_odoo_is_taken_back_in_quickbooks(
    bookkeeper, ledger, shop, invoiced
):
    invoices = [invoiced(quantity)[1] for quantity in (1, 2, 5)]
    payment = shop.pay(invoices)
    bookkeeper.sync()
    before = ledger.payment()

    shop.unreconcile(payment, invoices[1])
    bookkeeper.sync()
    after = ledger.payment()
    assert (after.Id, after.TotalAmt) == (before.Id, before.TotalAmt)
    assert len(after.Line) == 2
    freed = bookkeeper.amount(invoices[1], model="account.move")
    assert after.UnappliedAmt == freed
    assert_balances_agree(bookkeeper, ledger, invoices)

    shop.reconcile(payment, invoices[1])
    bookkeeper.sync()
    assert applications(ledger.payment()) == applications(before)
    assert_balances_agree(bookkeeper, ledger, invoices)


def test_last_application_taken_back_leaves_the_payment_unapplied(
    bookkeeper, ledger, shop, invoiced
):
    _order, invoice = invoiced(3)
    payment = shop.pay(invoice)
    bookkeeper.sync()
    shop.unreconcile(payment, invoice)
    bookkeeper.sync()
    mirrored = ledger.payment()
    assert applications(mirrored) == {}
    assert mirrored.UnappliedAmt == mirrored.TotalAmt == Decimal("32.44")
    assert_balances_agree(bookkeeper, ledger, [invoice])


def test_payment_moved_to_another_invoice_moves_in_quickbooks(bookkeeper, ledger, shop, invoiced):
    first, second = invoiced(2)[1], invoiced(2)[1]
    payment = shop.pay(first)
    bookkeeper.sync()
    shop.unreconcile(payment, first)
    shop.reconcile(payment, second)
    bookkeeper.sync()
    target = ledger.invoice(bookkeeper.number(second, "account.move"))
    assert applications(ledger.payment()) == {target.Id: target.TotalAmt}
    assert_balances_agree(bookkeeper, ledger, [first, second])
