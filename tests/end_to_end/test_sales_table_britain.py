"""Sales of a British company (VAT, mostly in the price): equal to the cent.

Asked the same questions as those of a US company. All are made and synced together.
"""

import pytest
import sales_britain
from sales_books import SalesBooks
from sales_checks import (
    check_customer,
    check_odoo,
    check_orders,
    check_problems,
    check_quickbooks,
)
from sales_home import BRISTOL

from development.remote.odoo import Odoo

SALES = {sale.name: sale for sale in sales_britain.sale}

every_sale = pytest.mark.parametrize("name", SALES)


@pytest.fixture(scope="module")
def table(sandbox, odoo_server, fresh_database):
    """(books, outcomes): all sales, made and synced."""
    odoo = Odoo(odoo_server.url, fresh_database())
    company = sandbox.new_company("uk", MultiCurrencyEnabled=True)
    books = SalesBooks(odoo, company, sandbox, BRISTOL)
    books.map_tax(books.desk.tax_of(0, "VAT 0%"), "0.0% Z")
    books.map_tax(None, "No VAT")
    return books, books.make(list(SALES.values()))


@every_sale
def test_odoo_has_what_the_table_says(table, name):
    check_odoo(SALES[name], table[1][name])


@every_sale
def test_quickbooks_has_the_same_total_tax_and_open_amount(table, name):
    check_quickbooks(SALES[name], table[1][name])


@every_sale
def test_its_orders_are_the_same_and_closed_when_they_are_invoiced(table, name):
    check_orders(SALES[name], table[1][name])


@every_sale
def test_nothing_is_held_but_what_must_be(table, name):
    check_problems(SALES[name], table[1][name])


@every_sale
def test_customer_owes_and_has_paid_the_same(table, name):
    check_customer(SALES[name], table[1][name])


def test_a_second_run_writes_nothing(table):
    assert table[0].writes_of_another_run() == 0


def test_looking_at_everything_again_writes_nothing(table):
    assert table[0].writes_after_looking_at_everything_again() == 0
