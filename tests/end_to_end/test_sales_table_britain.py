"""Sales of a British company (VAT, mostly in the price): equal to the cent.

Asked the same questions as those of a US company. All are made and synced together.
"""

import pytest
import sales_britain
from sales_books import SalesBooks
from sales_home import BRISTOL
from sales_questions import Questions

from development.remote.odoo import Odoo

SALES = {sale.name: sale for sale in sales_britain.sale}


@pytest.fixture(scope="module")
def table(sandbox, odoo_server, fresh_database):
    """(books, outcomes): all sales, made and synced."""
    odoo = Odoo(odoo_server.url, fresh_database())
    company = sandbox.new_company("uk", MultiCurrencyEnabled=True)
    books = SalesBooks(odoo, company, sandbox, BRISTOL)
    books.map_tax(books.desk.tax_of(0, "VAT 0%"), "0.0% Z")
    books.map_tax(None, "No VAT")
    return books, books.make(list(SALES.values()))


class TestBritain(Questions):
    sales = SALES
