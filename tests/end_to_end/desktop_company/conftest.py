"""One company file of QuickBooks Desktop, and one database, for all tests of a module.

Connecting takes longer than most of what is tested here. Each test has customers of its own, and looks at
nobody else's documents; settings that it changes are put back.
"""

import itertools

import pytest
from desktop import DesktopBookkeeper

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
