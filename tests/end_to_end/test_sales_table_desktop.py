"""Every kind of sale that Odoo can produce, in QuickBooks Desktop: equal to the cent, or held and said why.

The sales and the questions are those of QuickBooks Online (test_sales_table_us.py). Each is in two company
files: in one QuickBooks computes the tax from its sales tax items, in the other tax is a line.
"""

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


@both_ways
@every_sale
def test_odoo_has_what_the_table_says(table, name, handling):
    check_odoo(SALES[name], table[handling][name])


@both_ways
@every_sale
def test_quickbooks_has_the_same_total_tax_and_open_amount(table, name, handling):
    check_quickbooks(SALES[name], table[handling][name])


@both_ways
@every_sale
def test_its_orders_are_the_same_and_closed_when_they_are_invoiced(table, name, handling):
    check_orders(SALES[name], table[handling][name])


@both_ways
@every_sale
def test_nothing_is_held_but_what_must_be(table, name, handling):
    check_problems(SALES[name], table[handling][name])


@both_ways
@every_sale
def test_customer_owes_and_has_paid_the_same(table, name, handling):
    check_customer(SALES[name], table[handling][name])


@both_ways
def test_a_second_run_writes_nothing(books, table, handling):
    assert books[handling].writes_of_another_run() == 0


@both_ways
def test_looking_at_everything_again_writes_nothing(books, table, handling):
    assert books[handling].writes_after_looking_at_everything_again() == 0
