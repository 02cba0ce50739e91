"""What the end-to-end tests use beside the processes of tests/conftest.py: the two people at work.

A bookkeeper in Odoo, and one who looks into QuickBooks with a client that is not ours.
"""

from datetime import timedelta

import pytest
from accountant import Accountant
from bookkeeper import Bookkeeper, cents
from chooser import Chooser
from desktop import DesktopBookkeeper
from entered import odoo_today
from ledger import Ledger
from purchase_books import PurchaseBooks
from purchases import PurchaseLedger

from development.remote.buyer import Buyer

# What the checks of the tables compare is shown when it differs.
pytest.register_assert_rewrite("sales_checks")


def pytest_generate_tests(metafunc):
    """Have each question of a table (sales_questions.py) asked once for every sale."""
    if "name" in metafunc.fixturenames and hasattr(metafunc.cls, "sales"):
        metafunc.parametrize("name", metafunc.cls.sales)


@pytest.fixture
def today():
    """The day in Odoo on which the test begins."""
    return odoo_today()


@pytest.fixture
def month_ago(today):
    """A day that a search from two months ago on covers."""
    return today - timedelta(days=30)


@pytest.fixture
def closing_day(today):
    """The last day of the books that a test closes."""
    return today - timedelta(days=10)


@pytest.fixture
def old_day(today):
    """A day in these closed books."""
    return today - timedelta(days=20)


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


@pytest.fixture
def accountant(odoo, shop):
    """The person who books discounts, write-offs and refunds in Odoo."""
    return Accountant(odoo, shop)


@pytest.fixture
def books_agree(bookkeeper, ledger, accountant, customer, sync_is_quiet):
    """A function: every invoice and credit note has Odoo's open amount in QuickBooks, the customer owes
    the same in both, nothing is held back, another run writes nothing, and the daily comparison finds
    nothing."""

    def check():
        assert bookkeeper.problems() == {}
        documents = {each.DocNumber: each.Balance for each in ledger.invoices}
        credits_ = {each.DocNumber: each.RemainingCredit for each in ledger.credit_memos}
        kinds = ["out_invoice", "out_refund"]
        for row in bookkeeper.odoo.search_read(
            "account.move",
            [("move_type", "in", kinds), ("state", "=", "posted")],
            ["name", "move_type", "amount_residual"],
        ):
            mirrored = documents if row["move_type"] == "out_invoice" else credits_
            assert mirrored[row["name"]] == cents(row["amount_residual"]), row["name"]
        assert ledger.customer("Blue Harbor Supplies").Balance == accountant.balance(customer)
        sync_is_quiet()
        bookkeeper.odoo.run_cron("connex_bridge.cron_tie_out")
        assert bookkeeper.problems() == {}

    return check


@pytest.fixture
def buyer(shop):
    return Buyer(shop)


@pytest.fixture
def purchases(ledger):
    """QuickBooks' purchase orders, bills and vendor credits."""
    return PurchaseLedger(ledger)


@pytest.fixture
def vendor(buyer):
    return buyer.vendor("Foundry & Sons")


@pytest.fixture
def anchor(buyer, vendor):
    """A product sold for 120.00 that the vendor ships for 72.50."""
    return buyer.dropshipped("Iron Anchor", 120.00, vendor, 72.50)


@pytest.fixture
def dropshipping(bookkeeper):
    """The mode with purchase orders, for drop-shipped lines."""
    bookkeeper.choose("orders_invoices_purchases")
    assert bookkeeper.setting("purchases") == "dropship"
    return bookkeeper


@pytest.fixture
def sale(shop, buyer, customer, anchor):
    """(sales order, purchase order): three anchors, ordered from the vendor."""
    order = shop.order(customer, [(anchor, 3)])
    (purchase,) = buyer.purchases(order)
    buyer.confirm(purchase)
    return order, purchase


@pytest.fixture(scope="module")
def open_purchases(sandbox, odoo_server, fresh_database):
    """A function: open a company's books in Odoo and QuickBooks for the tests of a module, and connect them.
    `prepare` is given QuickBooks' purchases before that."""
    from development.remote.odoo import Odoo

    def opened(profile="us", currency="USD", prepare=None, **preferences):
        odoo = Odoo(odoo_server.url, fresh_database())
        company = sandbox.new_company(profile, **preferences)
        books = PurchaseBooks(odoo, company, currency)
        if prepare:
            prepare(books.purchases)
        books.connect()
        return books

    return opened


@pytest.fixture
def desktop(odoo, sandbox):
    """A bookkeeper with QuickBooks Desktop Enterprise, whose Web Connector has not run yet."""
    return DesktopBookkeeper(odoo, sandbox)
