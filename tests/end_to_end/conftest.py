"""What the end-to-end tests use beside the processes of tests/conftest.py: the two people at work.

A bookkeeper in Odoo, and one who looks into QuickBooks with a client that is not ours.
"""

import pytest
from bookkeeper import Bookkeeper
from chooser import Chooser
from ledger import Ledger


@pytest.fixture
def ledger(company):
    """QuickBooks' books, read by python-quickbooks."""
    return Ledger(company)


@pytest.fixture
def bookkeeper(odoo, connection, run_sync, sandbox):
    """The user of a connection that is connected; its settings are the defaults."""
    return Bookkeeper(odoo, connection, run_sync, sandbox)


@pytest.fixture
def chooser(odoo, connection):
    """Whoever says which customer or item in QuickBooks is meant."""
    return Chooser(odoo, connection)


@pytest.fixture
def enter_customer(ledger):
    """A function that enters a customer in QuickBooks by hand and returns its id."""
    return ledger.enter_customer


@pytest.fixture
def customer(shop):
    """A customer that QuickBooks does not know yet."""
    return shop.customer("Blue Harbor Supplies")


@pytest.fixture
def tax(shop):
    """A sales tax of 8.25 %. Odoo allows each name once, also where tests share a database."""
    name = "Sales tax 8.25%"
    found = shop.odoo.search("account.tax", [("name", "=", name)])
    return found[0] if found else shop.tax(name, 8.25)


@pytest.fixture
def lantern(shop, tax):
    """A taxed product of 9.99 that is in stock."""
    return shop.product("Storm Lantern", 9.99, stock=500, taxes_id=[(6, 0, [tax])])


@pytest.fixture
def chart(shop):
    """A product of 24.50 without tax that is in stock."""
    return shop.product("Harbor Chart", 24.50, stock=500)


@pytest.fixture
def paid_sale(shop, customer, lantern):
    """(order, invoice): delivered, invoiced and paid in Odoo."""
    order = shop.order(customer, [(lantern, 3)])
    shop.deliver(order)
    invoice = shop.invoice(order)
    shop.pay(invoice)
    return order, invoice
