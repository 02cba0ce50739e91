"""Invoices in another currency: QuickBooks' payment has the invoice's currency and is worth the cash."""

from decimal import Decimal

import pytest


@pytest.fixture
def company(sandbox):
    """A QuickBooks company that keeps several currencies."""
    yield sandbox.new_company("us", MultiCurrencyEnabled=True)
    sandbox.clear_faults()


@pytest.fixture
def euro(odoo):
    """The euro: 1.25 dollars when it is invoiced, 1.10 when it is paid."""
    currency = odoo.ref("base.EUR")
    odoo.write("res.currency", currency, active=True)
    for day, rate in (("2020-01-01", 0.8), ("2026-05-01", 1 / 1.1)):
        odoo.create("res.currency.rate", currency_id=currency, name=day, rate=rate)
    return currency


@pytest.fixture
def invoice(bookkeeper, shop, customer, chart, euro):
    """An invoice of 98 euros."""
    bookkeeper.choose(sync_from_date="2026-01-01")
    return shop.standalone_invoice(
        customer, [(chart, 4, 24.50)], currency_id=euro, invoice_date="2026-04-01"
    )


def assert_paid_with(ledger, dollars):
    """The invoice is paid in euros with a payment worth these dollars, and nothing is left over."""
    (mirrored,) = ledger.invoices
    payment = ledger.payment()
    assert (mirrored.CurrencyRef.value, mirrored.Balance) == ("EUR", 0)
    assert (payment.CurrencyRef.value, payment.TotalAmt, payment.UnappliedAmt) == ("EUR", 98, 0)
    worth = payment.TotalAmt * Decimal(str(payment.ExchangeRate))
    assert worth.quantize(Decimal("0.01")) == dollars


def test_euro_invoice_paid_in_euros_at_another_rate(
    bookkeeper, ledger, accountant, customer, invoice, sync_is_quiet
):
    accountant.pay(invoice, payment_date="2026-06-01")
    bookkeeper.sync()
    assert bookkeeper.problems() == {}
    assert_paid_with(ledger, Decimal("107.80"))
    assert ledger.customer("Blue Harbor Supplies").Balance == 0
    sync_is_quiet()


def test_euro_invoice_paid_in_dollars_becomes_a_euro_payment_worth_the_cash(
    bookkeeper, ledger, odoo, accountant, invoice, sync_is_quiet
):
    dollar = odoo.ref("base.USD")
    payment = accountant.pay(invoice, payment_date="2026-06-01", currency_id=dollar)
    bookkeeper.sync()
    assert bookkeeper.problems() == {}
    assert bookkeeper.amount(invoice, "amount_residual", "account.move") == 0
    assert_paid_with(ledger, bookkeeper.amount(payment, "amount", "account.payment"))
    sync_is_quiet()


def test_dollars_left_over_from_a_euro_invoice_are_held_back(
    bookkeeper, ledger, odoo, shop, customer, invoice
):
    payment = shop.receive_payment(customer, 500.00)
    shop.reconcile(payment, invoice)
    bookkeeper.sync()
    number = bookkeeper.number(payment, "account.payment")
    assert bookkeeper.problems() == {f"payment {number}": "payment_in_other_currency"}
