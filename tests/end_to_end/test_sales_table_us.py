"""Every kind of sale that Odoo can produce, in a US company with automated sales tax: equal to the cent.

Each sale of the tables (sales_*.py) is asked the same questions. All are made and synced together.
"""

import pytest
import sales_changes
import sales_credits
import sales_currency
import sales_lines
import sales_money
import sales_orders
import sales_refunds
import sales_taxes
from sales_books import SalesBooks
from sales_questions import Questions

from development.remote.odoo import Odoo

SUBJECTS = (
    sales_taxes,
    sales_lines,
    sales_orders,
    sales_credits,
    sales_money,
    sales_refunds,
    sales_currency,
    sales_changes,
)
SALES = {sale.name: sale for subject in SUBJECTS for sale in subject.sale}


@pytest.fixture(scope="module")
def table(sandbox, odoo_server, fresh_database):
    """(books, outcomes): all sales, made and synced."""
    database = fresh_database()
    company = sandbox.new_company("us", MultiCurrencyEnabled=True)
    books = SalesBooks(Odoo(odoo_server.url, database), company, sandbox)
    return books, books.make(list(SALES.values()))


class TestUnitedStates(Questions):
    sales = SALES
