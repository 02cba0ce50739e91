"""One company file of QuickBooks Desktop, and one database, for all tests of a module.

Connecting takes longer than most of what is tested here. Each test has customers of its own, and looks at
nobody else's documents; settings that it changes are put back.
"""

import itertools
from datetime import timedelta
from functools import partial

import pytest
from desktop import DesktopBookkeeper
from entered import payment_mapping, search_lines, start_search
from typed_in import TypedIn

from development.remote.odoo import Odoo
from development.remote.shop import Shop

NUMBERS = itertools.count(1)
#: Settings that a test may choose; the next one begins with what a new connection has.
PUT_BACK = (
    "customer_match",
    "customer_policy",
    "item_match",
    "item_policy",
    "item_type",
    "number_policy",
    "closed_books_policy",
)


@pytest.fixture(scope="module")
def desktop(sandbox, odoo_server, fresh_database):
    """A bookkeeper whose company file keeps classes."""
    return DesktopBookkeeper(Odoo(odoo_server.url, fresh_database()), sandbox, class_tracking=True)


@pytest.fixture
def odoo_database(desktop):
    """The database of all tests of a module."""
    return desktop.odoo.database


@pytest.fixture(autouse=True)
def settings_are_put_back(desktop):
    before = desktop.odoo.read("connex.connection", desktop.connection, list(PUT_BACK))
    yield
    desktop.choose(**{name: before[name] for name in PUT_BACK})


@pytest.fixture(scope="module")
def lamp(desktop):
    """A product of 29.97 that is invoiced as ordered, without tax."""
    return Shop(desktop.odoo).product("Cabin Lamp", 29.97)


@pytest.fixture
def customer(shop):
    """A customer of this test alone."""
    return shop.customer(f"Customer of test {next(NUMBERS)}")


@pytest.fixture
def bank(odoo):
    """The bank journal."""
    return odoo.search("account.journal", [("type", "=", "bank")], limit=1)[0]


@pytest.fixture
def mapped(odoo, desktop):
    """A function that adds a row to the payment mapping: journal, then names of QuickBooks' account and
    payment method. The rows are gone after the test."""
    desktop.run()
    yield partial(payment_mapping, desktop)
    odoo.call("connex.payment.mapping", "unlink", odoo.search("connex.payment.mapping", []))


# What a person has typed into the company file


@pytest.fixture(scope="module")
def chart(desktop, typed):
    """A product of 24.50 without tax, which QuickBooks has under the same name (typed_in.py)."""
    return Shop(desktop.odoo).product("Harbor Chart", 24.5, stock=500)


@pytest.fixture(scope="module")
def typed(desktop):
    """The person who types into the company file."""
    return TypedIn(desktop.books)


@pytest.fixture
def nothing_old_is_synced(desktop, odoo, today):
    """Only what a test searches for and decides about; what it has left undecided is decided."""
    desktop.choose(sync_from_date=str(today + timedelta(days=2)))
    if desktop.setting("state") != "connected":
        desktop.sync()
    yield
    rest = odoo.search("connex.adoption.line", [("state", "=", "open"), ("match", "!=", "none")])
    odoo.call("connex.adoption.line", "action_reject", rest)
    desktop.choose(sync_from_date=str(today + timedelta(days=2)))


@pytest.fixture
def buyer(odoo, customer, typed):
    """(customer in Odoo, the same customer in QuickBooks)."""
    return customer, typed.customer(odoo.read("res.partner", customer, "name"))


@pytest.fixture
def old_invoice(shop, customer, chart, month_ago):
    """A function that posts an invoice of so many charts (24.50 each), a month ago."""
    return lambda quantity=2, day=month_ago, **values: shop.standalone_invoice(
        customer, [(chart, quantity, 24.50)], invoice_date=str(day), **values
    )


@pytest.fixture
def start(desktop):
    """A function that presses the button of a search from two months ago on; returns its id."""
    return partial(start_search, desktop)


@pytest.fixture
def search(desktop, odoo, start):
    """A function that searches in as many sessions as it takes, and has it compared; returns the search's
    id."""

    def run():
        found = start()
        desktop.sync()
        odoo.run_cron("connex_bridge.cron_sync")
        assert odoo.read("connex.adoption", found, "state") == "found"
        return found

    return run


@pytest.fixture
def lines(desktop):
    """A function that returns the lines of a search by kind of document and the record's id."""
    return partial(search_lines, desktop)


@pytest.fixture
def adopt(odoo):
    """A function that says of these lines that they are the same."""
    return lambda *rows: odoo.call(
        "connex.adoption.line", "action_adopt", [row["id"] for row in rows]
    )


@pytest.fixture
def sync_old(desktop):
    """A function that has everything synced, however old it is."""

    def sync():
        desktop.choose(sync_from_date="2020-01-01")
        desktop.sync()

    return sync
