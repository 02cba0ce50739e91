"""Every kind of sale that Odoo can produce, in QuickBooks Desktop: equal to the cent, or held and said why.

The sales and the questions are those of QuickBooks Online (test_sales_table_us.py). Each is in two company
files: in one QuickBooks computes the tax from its sales tax items, in the other tax is a line.
"""

from dataclasses import replace

import pytest
from sales_books_desktop import DesktopSalesBooks
from sales_checks import (
    check_customer,
    check_odoo,
    check_orders,
    check_problems,
    check_quickbooks,
)
from sales_desk import SalesDesk
from sales_home import OAKLAND
from sales_telling import tell
from test_sales_table_us import SALES

from development.remote.odoo import Odoo

HANDLINGS = ("codes", "line")
#: What a form without a field for tax cannot say where QuickBooks computes it: the problem that holds it
#: back, and the total that QuickBooks would have come to.
HELD = {
    # A form has one sales tax item; here are lines of 6, 8.25 and 3.87 %.
    "Lines with different taxes": ("several_tax_items", None),
    # QuickBooks rounds the tax of a form once, Odoo did so line by line.
    "Tax rounded on each line": ("total_differs", "32.44"),
    "Ten small lines rounded one by one": ("total_differs", "3.57"),
    "Three prices with tax rounded one by one": ("total_differs", "89.92"),
    # Sales tax items are percentages.
    "Tax of a fixed amount": ("tax_not_mapped", None),
    # The rounding to 0.05 is in the tax, which is no percentage then.
    "Cash rounding in the biggest tax": ("total_differs", "105.97"),
}
#: QuickBooks closes an order itself when all of it is invoiced, and a credit note does not open it again.
#: (Where tax is a line, the order is never fully invoiced in QuickBooks: Odoo closes it and opens it again.)
STAYS_CLOSED = (
    "Online payment paid back for a credit note",
    "Online payment paid back in two parts of which one is credited",
)

every_sale = pytest.mark.parametrize("name", SALES)
both_ways = pytest.mark.parametrize("handling", HANDLINGS)


@pytest.fixture(scope="module")
def books(sandbox, odoo_server, fresh_database):
    """{handling of taxes: books}, of one Odoo company."""
    odoo = Odoo(odoo_server.url, fresh_database())
    return {handling: DesktopSalesBooks(odoo, sandbox, handling) for handling in HANDLINGS}


@pytest.fixture(scope="module")
def table(books):
    """{handling of taxes: outcomes}: all sales, made once and synced to both company files."""
    desk = SalesDesk(books["codes"].odoo)
    desk.allow_six_decimals()
    OAKLAND.move_in(desk.odoo)

    def sync():
        for each in books.values():
            each.sync()

    told = tell(list(SALES.values()), desk, OAKLAND, sync)
    return {handling: each.read(told) for handling, each in books.items()}


def expected(name, handling):
    """What the table says of a sale with this handling of taxes."""
    sale = SALES[name]
    if handling == "codes" and name in HELD:
        code, _total = HELD[name]
        return replace(sale, expected=tuple(replace(each, held=code) for each in sale.expected))
    return sale


@both_ways
@every_sale
def test_odoo_has_what_the_table_says(table, name, handling):
    check_odoo(expected(name, handling), table[handling][name])


@both_ways
@every_sale
def test_quickbooks_has_the_same_total_tax_and_open_amount(table, name, handling):
    check_quickbooks(expected(name, handling), table[handling][name])


@both_ways
@every_sale
def test_its_orders_are_the_same_and_closed_when_they_are_invoiced(table, name, handling):
    outcome = table[handling][name]
    if handling == "codes" and name in STAYS_CLOSED:
        orders = [(*order[:-1], True) for order in outcome.orders_in_odoo]
        outcome = replace(outcome, orders_in_odoo=orders)
    check_orders(expected(name, handling), outcome)


@both_ways
@every_sale
def test_nothing_is_held_but_what_must_be(table, name, handling):
    check_problems(expected(name, handling), table[handling][name])


@both_ways
@every_sale
def test_customer_owes_and_has_paid_the_same(table, name, handling):
    check_customer(expected(name, handling), table[handling][name])


@pytest.mark.parametrize("name", [name for name, (_code, total) in HELD.items() if total])
def test_what_is_held_for_its_total_shows_both_numbers(table, name):
    (held,) = table["codes"][name].held
    (form,) = SALES[name].expected
    for total in (str(form.total), HELD[name][1]):
        assert total in held["problem_message"]


@both_ways
def test_a_second_run_writes_nothing(books, table, handling):
    assert books[handling].writes_of_another_run() == 0


@both_ways
def test_looking_at_everything_again_writes_nothing(books, table, handling):
    assert books[handling].writes_after_looking_at_everything_again() == 0
