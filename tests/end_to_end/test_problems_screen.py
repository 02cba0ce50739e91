"""The Problems screen: one line for each cause, the button that ends it, and everything goes on."""

import pytest

SCREENSHOTS = "/tmp/access_shots"


@pytest.fixture
def held(bookkeeper, company, odoo, shop, customer, chart):
    """Four orders held back by closed books, one by a missing item. Returns all orders."""
    company.preferences(BookCloseDate="2099-12-31")
    odoo.call("connex.connection", "action_test_connection", [bookkeeper.connection])
    orders = [shop.order(customer, [(chart, number)]) for number in range(1, 5)]
    bookkeeper.choose(item_policy="hold")
    unknown = shop.product("Unknown Compass", 8.00)
    orders.append(shop.order(shop.customer("Red Barn Goods"), [(unknown, 1)]))
    bookkeeper.sync()
    return orders


def test_one_line_for_each_cause_and_a_button_that_ends_it(
    bookkeeper, company, browser, held, odoo
):
    problems = odoo.search_read("connex.problem", [], ["title", "document_count", "fix"])
    closed = next(each for each in problems if each["fix"] == "company")
    assert closed["title"] == "The books are closed until 2099-12-31"
    assert closed["document_count"] >= 4

    browser.goto("/odoo/quickbooks-problems")
    line = browser.locator("tr.o_data_row", has_text="The books are closed until 2099-12-31")
    line.wait_for()
    _picture(browser, "problems")
    assert "S0" in line.inner_text()

    company.preferences(BookCloseDate=None)
    line.get_by_role("button", name="Check QuickBooks Again").click()
    browser.get_by_text("QuickBooks answered").wait_for()
    bookkeeper.sync()
    assert [bookkeeper.state(order) for order in held[:4]] == ["synced"] * 4

    browser.goto("/odoo/quickbooks-problems")
    browser.locator("tr.o_data_row", has_text="Unknown Compass").first.click()
    browser.locator(".o_list_view, .o_form_view").first.wait_for()
    _picture(browser, "held-back")


def test_the_connection_shows_its_problems_too(bookkeeper, browser, held):
    browser.goto(f"/odoo/quickbooks-connections/{bookkeeper.connection}")
    browser.get_by_role("tab", name="Problems").click()
    browser.locator("tr.o_data_row", has_text="The books are closed").wait_for()
    _picture(browser, "connection-problems")
    browser.get_by_role("tab", name="Webhook").click()
    browser.get_by_text("/connex/webhook/").wait_for()
    _picture(browser, "connection-webhook")


def test_a_dead_connection_is_one_line_with_a_reconnect_button(
    bookkeeper, company, browser, shop, customer, chart, sandbox, expected_warnings
):
    sandbox.control("POST", f"companies/{company.realm}/disconnect")
    for number in range(3):
        shop.order(customer, [(chart, number + 1)])
    bookkeeper.sync()
    browser.goto("/odoo/quickbooks-problems")
    lines = browser.locator("tr.o_data_row")
    lines.first.wait_for()
    assert lines.count() == 1
    _picture(browser, "dead")
    lines.get_by_role("button", name="Reconnect").click()
    browser.wait_for_url("**/connect/oauth2**")


def _picture(page, name):
    if SCREENSHOTS:
        page.wait_for_timeout(1000)
        page.screenshot(path=f"{SCREENSHOTS}/{name}.png")
