"""What a bookkeeper sees of a connection to QuickBooks Desktop: first how to set it up, then how it runs."""

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.browser


@pytest.fixture
def open_tab(browser, desktop):
    """A function that opens the connection's tab Web Connector, which has these headings in their order. Odoo
    shows a page as it was the last time until it has read it anew."""

    def opened(*headings):
        browser.goto(f"/odoo/quickbooks-connections/{desktop.connection}")
        browser.get_by_role("tab", name="Web Connector").click()
        browser.get_by_role("button", name="Download the Web Connector File").wait_for()
        shown = browser.locator(".tab-pane.active .o_horizontal_separator:visible")
        expect(shown).to_have_text(headings, use_inner_text=True)

    return opened


def test_new_connection_begins_with_the_steps_and_a_connected_one_with_its_runs(
    browser, desktop, open_tab
):
    open_tab("SET IT UP")
    desktop.connector.change(processor="12.0")
    assert desktop.run() == "ended early"
    open_tab("SET IT UP", "LAST RUNS")
    browser.get_by_text("This QuickBooks Desktop is too old").first.wait_for()
    expect(browser.get_by_text("Waiting for the first run")).to_have_count(0)
    desktop.connector.change(processor="13.0")
    desktop.sync()
    open_tab("LAST RUNS", "SET IT UP AGAIN")
    path = desktop.books.settings()["path"]
    file = browser.locator("[name=company_file]:visible", has_text=path)
    expect(file).to_have_count(1)
    # What that run said.
    expect(browser.get_by_text("is too old")).to_have_count(1)


def test_button_says_whether_documents_go_or_are_compared(browser, desktop, shop, customer, chart):
    desktop.run()
    order = shop.order(customer, [(chart, 1)])
    browser.goto(f"/odoo/action-sale.action_orders/{order}")
    browser.locator("button[name=action_connex_sync]:visible").click()
    browser.get_by_text("The documents go to QuickBooks with the next run").wait_for()
    desktop.sync()
    browser.goto(f"/odoo/action-sale.action_orders/{order}")
    browser.locator("button[name=action_connex_sync]:visible").click()
    browser.get_by_text("QuickBooks has all of it").wait_for()
