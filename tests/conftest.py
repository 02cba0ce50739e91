"""What end-to-end tests share: a real Odoo server, QuickBooks' stand-in, and what lies between them.

Odoo and the stand-in are processes of their own, driven from outside. Each test has a database and a
QuickBooks company to itself, so that tests neither see nor wait for one another's sales.
"""

import itertools
import os
import re

import pytest
from hypothesis import settings

WATCHED = re.compile(r" (WARNING|ERROR|CRITICAL) \S+ (odoo\.addons\.connex_bridge|connex_bridge)")

#: So many milliseconds a page has to show what is waited for.
PATIENCE = 30_000
# How long an example takes says how busy the machine is. HYPOTHESIS_PROFILE=ci tries the same ones each time.
settings.register_profile("connex", deadline=None)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "connex"))


@pytest.fixture(scope="session")
def sandbox_server():
    """The stand-in's process, for tests that stop and restart it."""
    from development.remote.server import SandboxServer

    server = SandboxServer(f"sandbox-{os.getpid()}")
    try:
        yield server.start()
    finally:
        server.stop()


@pytest.fixture(scope="session")
def sandbox(sandbox_server):
    """The stand-in's controls: clock, faults, log of requests (development/remote/sandbox.py)."""
    from development.remote.sandbox import Sandbox

    return Sandbox(sandbox_server.url)


@pytest.fixture
def company(sandbox):
    """A new US company in QuickBooks, with default accounts and empty books."""
    yield sandbox.new_company("us")
    sandbox.clear_faults()


@pytest.fixture
def books(company):
    """The company's books through python-quickbooks, a client that is not ours."""
    from development.remote.books import open_books

    return open_books(company)


@pytest.fixture(scope="session")
def base_database():
    """A database with the addon as it was when the tests began; tests get copies of it."""
    from development import databases

    name = databases.fresh(f"connex_e2e_{os.getpid()}_base")
    yield name
    databases.drop(name)


@pytest.fixture(scope="session")
def odoo_server(base_database):
    """One Odoo server for all tests of this session; scheduled actions run only on request."""
    from development import databases
    from development.remote.server import OdooServer

    name = databases.fresh(f"connex_e2e_{os.getpid()}", base_database)
    server = OdooServer(name)
    databases.set_base_url(base_database, server.url)
    try:
        yield server.start()
    finally:
        server.stop()
        databases.drop(name)


@pytest.fixture
def expected_warnings():
    """A list of regular expressions: warnings of the addon that this test provokes on purpose."""
    return []


@pytest.fixture(scope="session")
def fresh_database(odoo_server, base_database):
    """A function that puts a fresh copy of the base database under the name that the server knows.

    A module whose tests do not mind what the others left may override `odoo_database` with one copy
    for all of them.
    """
    from development import databases

    generations = itertools.count(1)

    def make():
        databases.replace(odoo_server.database, base_database, generation=next(generations))
        return odoo_server.database

    return make


@pytest.fixture
def odoo_database(fresh_database):
    """A fresh copy of the base database."""
    return fresh_database()


@pytest.fixture
def odoo(odoo_server, odoo_database, expected_warnings):
    """The administrator's session in Odoo (development/remote/odoo.py)."""
    from development.remote.odoo import Odoo

    start = odoo_server.log_size()
    yield Odoo(odoo_server.url, odoo_database)
    unexpected = [
        line
        for line in odoo_server.log_lines(start)
        if WATCHED.search(line) and not any(re.search(known, line) for known in expected_warnings)
    ]
    assert not unexpected, "the addon logged:\n" + "\n".join(unexpected)


@pytest.fixture
def shop(odoo):
    """Verbs for a shop's everyday work in Odoo (development/remote/shop.py)."""
    from development.remote.shop import Shop

    return Shop(odoo)


@pytest.fixture
def connection(odoo, company):
    """The id of a connection that was connected by Odoo's button and QuickBooks' approval page."""
    from development.remote import approval

    connection = approval.new_connection(odoo, company)
    approval.approve(odoo, connection, company)
    assert odoo.read("connex.connection", connection, "state") == "connected"
    return connection


@pytest.fixture
def desktop_books(sandbox):
    """A new company file of QuickBooks Desktop, read and edited by another program than ours."""
    from development.remote.desktop_books import DesktopBooks

    return DesktopBooks.new(sandbox, name="Blue Harbor Books")


@pytest.fixture
def desktop_connection(odoo):
    """The id of a new QuickBooks Desktop connection that the Web Connector does not know yet."""
    from development.remote import web_connector

    web_connector.be_impatient(odoo)
    return web_connector.new_connection(odoo)


@pytest.fixture
def web_connector(odoo, sandbox, desktop_connection, desktop_books):
    """The Web Connector with this connection's file and password, beside the open company file."""
    from development.remote import web_connector

    return web_connector.add(odoo, desktop_connection, sandbox, desktop_books.id)


@pytest.fixture
def run_sync(odoo):
    """A function that runs the addon's scheduled action now."""
    return lambda: odoo.run_cron("connex_bridge.cron_sync")


@pytest.fixture
def sync_is_quiet(sandbox, run_sync):
    """A function that runs the scheduled action and asserts that it wrote nothing to QuickBooks."""

    def check():
        before = sandbox.counters()["writes"]
        run_sync()
        assert sandbox.counters()["writes"] == before

    return check


@pytest.fixture(scope="session")
def chromium():
    """Headless Chromium (Debian's own), driven by Playwright."""
    from playwright.sync_api import expect, sync_playwright

    from development.testing import browser as found

    program = found.find()
    assert program, f"no Chromium: {found.MISSING}"
    expect.set_options(timeout=PATIENCE)
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(
            executable_path=program, headless=True, args=list(found.FLAGS)
        )
        yield chromium
        chromium.close()


@pytest.fixture
def browser(chromium, odoo):
    """A browser page on which the administrator is logged in to Odoo; errors in it fail the test."""
    context = chromium.new_context(
        base_url=odoo.url, viewport={"width": 1366, "height": 900}, locale="en-US"
    )
    context.set_default_timeout(PATIENCE)
    context.add_cookies(
        [{"name": "session_id", "value": odoo.http.cookies["session_id"], "url": odoo.url}]
    )
    page = context.new_page()
    errors = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    yield page
    context.close()
    assert not errors, "errors in the browser:\n" + "\n".join(errors)
