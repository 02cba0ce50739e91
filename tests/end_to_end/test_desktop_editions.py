"""The editions of QuickBooks Desktop: which have sales orders, and which cannot be used."""

import pytest
from desktop import DesktopBookkeeper


@pytest.fixture
def lamp(shop):
    """A product that is invoiced as ordered, without tax."""
    return shop.product("Cabin Lamp", 29.97)


def test_edition_that_does_not_say_what_it_has_gets_sales_orders(
    odoo, sandbox, shop, customer, lamp
):
    accountant = DesktopBookkeeper(odoo, sandbox, edition="accountant")
    order = shop.order(customer, [(lamp, 1)])
    accountant.sync()
    assert accountant.problems() == {}
    assert not accountant.setting("problem_message")
    assert [each.number for each in accountant.books.sales_orders()] == [accountant.number(order)]


def test_after_an_upgrade_that_has_sales_orders_they_arrive_and_the_problem_is_gone(
    odoo, sandbox, shop, customer, lamp
):
    upgraded = DesktopBookkeeper(odoo, sandbox, edition="pro")
    order = shop.order(customer, [(lamp, 1)])
    upgraded.sync()
    assert "no sales orders" in upgraded.setting("problem_message")
    upgraded.books.preferences(edition="premier")
    odoo.call("connex.connection", "action_refresh_lists", [upgraded.connection])
    upgraded.sync()
    assert [each.number for each in upgraded.books.sales_orders()] == [upgraded.number(order)]
    assert not upgraded.setting("problem_message")


def test_company_file_of_another_country_is_refused_in_the_first_session(
    odoo, sandbox, shop, customer, lamp
):
    canadian = DesktopBookkeeper(odoo, sandbox, country="CA")
    shop.order(customer, [(lamp, 1)])
    log = canadian.connector.run()
    assert log["status"] == "ended early"
    assert "Canada" in log["error"]
    assert canadian.setting("problem_code") == "desktop_country"
    assert canadian.setting("state") == "draft"
    assert canadian.written() == {}
