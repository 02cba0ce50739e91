"""Two companies of Odoo with QuickBooks Desktop on one computer: each writes to its own company file only,
whichever is open when the Web Connector runs both.
"""

import pytest

from development.remote import web_connector
from development.remote.desktop_books import DesktopBooks


@pytest.fixture
def red(odoo):
    """The connection of a second company."""
    company = odoo.create("res.company", name="Red Harbor")
    return web_connector.new_connection(odoo, name="QuickBooks of Red", company_id=company)


def test_file_of_another_company_is_refused_in_the_first_session(
    desktop, odoo, shop, customer, sandbox, red
):
    """Both are ticked in the Web Connector, and Update Selected is pressed with one file open."""
    connector = web_connector.add(odoo, red, sandbox, desktop.books.id)
    shop.order(customer, [(shop.product("Cabin Lamp", 29.97), 1)])
    assert desktop.run() == "done"
    before = desktop.written()
    log = connector.run()
    assert log["status"] == "ended early"
    assert "QuickBooks Desktop of" in log["error"]
    assert odoo.read("connex.connection", red, "state") == "draft"
    assert odoo.read("connex.connection", red, "problem_code") == "desktop_file_taken"
    assert desktop.written() == before
    connector.open(DesktopBooks.new(sandbox, name="Red Harbor").id)
    connector.run_until_done()
    assert odoo.read("connex.connection", red, "problem_code") is False
    assert odoo.read("connex.connection", red, "qb_company_name") == "Red Harbor"
    assert desktop.is_quiet()
