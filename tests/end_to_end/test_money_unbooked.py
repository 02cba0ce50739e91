"""Odoo Enterprise's payments without a journal entry: sent at once, and the bank's line is the same money.

All tests share one database, with a customer each.
"""

from decimal import Decimal

import pytest
from ledger import applications
from sales_books import SalesBooks

from development.remote.odoo import Odoo


@pytest.fixture(scope="module")
def books(sandbox, odoo_server, fresh_database):
    """Odoo and QuickBooks, connected, where payments wait for the bank."""
    odoo = Odoo(odoo_server.url, fresh_database())
    odoo.call("ir.config_parameter", "set_param", "development.enterprise_payments", "yes")
    return SalesBooks(odoo, sandbox.new_company("us"), sandbox)


@pytest.fixture
def desk(books):
    return books.desk


@pytest.fixture
def customer(desk, request):
    return desk.customer(request.node.name)


@pytest.fixture
def invoice(desk, customer):
    """A function that posts an invoice of this amount."""
    return lambda price=100: desk.bill(customer, desk.lines((price,)))


@pytest.fixture
def money(books, request):
    """A function that syncs and returns what QuickBooks has of the customer:
    ([(received, applied) of each payment], [open amount of each invoice]); another run writes nothing."""

    def read():
        books.sync()
        assert books.bookkeeper.problems() == {}
        owner = books.ledger.customer(request.node.name).Id
        payments, invoices = (
            [each for each in found if each.CustomerRef.value == owner]
            for found in (books.ledger.payments, books.ledger.invoices)
        )
        assert books.writes_of_another_run() == 0
        received = [(each.TotalAmt, sum(applications(each).values())) for each in payments]
        live = [amounts for amounts in received if any(amounts)]
        return sorted(live), sorted(each.Balance for each in invoices)

    return read


def test_registered_payment_is_sent_at_once_and_the_bank_line_is_the_same_money(
    books, desk, customer, invoice, money
):
    owed = invoice()
    payment = desk.pay(owed)
    row = desk.odoo.read("account.payment", payment, ["move_id", "state"])
    assert (row["move_id"], row["state"]) == (False, "in_process"), "it has a journal entry"
    row = desk.odoo.read("account.move", owed, ["payment_state", "amount_residual"])
    assert (row["payment_state"], row["amount_residual"]) == ("in_payment", 100)
    assert money() == ([(100, 100)], [0])

    desk.match_bank_line(desk.bank_line(customer, 100, "deposit"), [owed])
    assert desk.odoo.read("account.payment", payment, "state") == "paid"
    assert books.bookkeeper.writes(books.sync) == 0
    assert money() == ([(100, 100)], [0])


def test_two_registered_parts_are_confirmed_one_after_the_other(desk, customer, invoice, money):
    owed = invoice()
    desk.pay(owed, 40)
    desk.pay(owed, 30)
    for amount in (None, 40, 30):
        if amount:
            desk.match_bank_line(desk.bank_line(customer, amount, "part"), [owed])
        assert money() == ([(30, 30), (40, 40)], [30])
    assert desk.odoo.read("account.move", owed, "amount_residual") == 30


def test_payment_of_two_invoices_is_confirmed_by_a_line_for_each(desk, customer, invoice, money):
    owed = [invoice(100), invoice(20)]
    desk.pay(owed)
    assert money() == ([(120, 120)], [0, 0])
    for each, amount in zip(owed, (100, 20), strict=True):
        desk.match_bank_line(desk.bank_line(customer, amount, "part"), [each])
    assert money() == ([(120, 120)], [0, 0])


def test_confirmed_before_the_first_sync_it_is_one_payment(desk, customer, invoice, money):
    owed = invoice()
    desk.pay(owed)
    desk.match_bank_line(desk.bank_line(customer, 100, "deposit"), [owed])
    assert money() == ([(100, 100)], [0])


def test_it_waits_for_the_bank_where_the_connection_says_so(books, desk, customer, invoice, money):
    books.bookkeeper.choose(count_unbooked_payments=False)
    try:
        owed = invoice()
        desk.pay(owed)
        assert money() == ([], [100])
        desk.match_bank_line(desk.bank_line(customer, 100, "deposit"), [owed])
        assert money() == ([(100, 100)], [0])
    finally:
        books.bookkeeper.choose(count_unbooked_payments=True)


def test_cancelled_before_the_bank_had_it_the_invoice_is_open_again(desk, invoice, money):
    owed = invoice()
    payment = desk.pay(owed)
    assert money() == ([(100, 100)], [0])
    desk.odoo.call("account.payment", "action_cancel", [payment])
    assert money() == ([], [100])


@pytest.mark.parametrize(
    ("registered", "received"),
    [([100], 97), ([40, 30], 70), ([100], 104)],
    ids=["less", "two at once", "more"],
)
def test_bank_line_of_another_amount_is_not_counted_beside_it(
    desk, customer, invoice, money, registered, received
):
    owed = invoice()
    for amount in registered:
        desk.pay(owed, amount)
    money()
    desk.match_bank_line(desk.bank_line(customer, received, "deposit"), [owed])
    payments, (open_amount,) = money()
    assert sum(total for total, _applied in payments) == max(sum(registered), received)
    assert open_amount == Decimal(max(100 - max(sum(registered), received), 0))
