"""What a bookkeeper sees of a connection to QuickBooks Desktop: first how to set it up, then how it runs."""

import pytest

pytestmark = pytest.mark.browser


@pytest.fixture
def open_tab(browser, desktop):
    """A function that opens the connection's tab Web Connector; returns its headings in their order."""

    def opened():
        browser.goto(f"/odoo/quickbooks-connections/{desktop.connection}")
        browser.get_by_role("tab", name="Web Connector").click()
        browser.get_by_role("button", name="Download the Web Connector File").wait_for()
        headings = browser.locator(".tab-pane.active .o_horizontal_separator:visible")
        return [each.strip() for each in headings.all_inner_texts()]

    return opened


def test_new_connection_begins_with_the_steps_and_a_connected_one_with_its_runs(
    browser, desktop, open_tab
):
    assert open_tab() == ["SET IT UP"]
    desktop.connector.change(processor="12.0")
    desktop.run()
    assert open_tab() == ["SET IT UP", "LAST RUNS"]
    browser.get_by_text("This QuickBooks Desktop is too old").first.wait_for()
    assert browser.get_by_text("Waiting for the first run").count() == 0
    desktop.connector.change(processor="13.0")
    desktop.run()
    assert open_tab() == ["LAST RUNS", "SET IT UP AGAIN"]
    path = desktop.books.settings()["path"]
    assert browser.locator("[name=company_file]:visible", has_text=path).count() == 1
    assert browser.get_by_text("is too old").count() == 1  # what that run said


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
