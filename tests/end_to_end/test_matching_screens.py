"""The screens on which a bookkeeper matches customers and products, in a real browser."""


def test_held_customer_is_chosen_on_the_screen_and_its_order_goes_out(
    bookkeeper, ledger, shop, chart, browser, enter_customer
):
    enter_customer("North Branch", "office@group.example")
    south = enter_customer("South Branch", "office@group.example")
    order = shop.order(shop.customer("The Group", email="office@group.example"), [(chart, 1)])
    bookkeeper.sync()

    browser.goto("/odoo/quickbooks-entries")
    row = browser.locator("tr.o_data_row", has_text="The Group")
    row.get_by_text("may be any of these").wait_for()
    row.get_by_role("button", name="Choose in QuickBooks").click()
    dialog = browser.get_by_role("dialog")
    dialog.get_by_label("Search QuickBooks For").fill("branch")
    dialog.get_by_role("button", name="Search").click()
    found = dialog.locator("tr.o_data_row", has_text="South Branch")
    found.wait_for()
    found.get_by_role("button", name="Use This One").click()
    browser.get_by_text("is South Branch in QuickBooks from now on").wait_for()
    bookkeeper.sync()
    assert ledger.sales_order(bookkeeper.number(order)).CustomerRef.value == south


def test_settings_are_on_a_page_of_their_own_and_customers_show_their_counterpart(
    bookkeeper, shop, browser, enter_customer, chooser
):
    enter_customer("Web Sales")
    partner = shop.customer("Anna Jones")
    browser.goto(f"/odoo/quickbooks-connections/{bookkeeper.connection}")
    browser.get_by_role("tab", name="Accounts", exact=True).click()
    browser.get_by_label("Income Account").first.wait_for()
    browser.get_by_role("tab", name="Customers and Products").click()
    browser.get_by_text("By name, then by e-mail address").wait_for()
    browser.get_by_label("One QuickBooks customer for all sales").check()
    browser.get_by_label("Default Customer").wait_for()

    chooser.choose("res.partner", partner, "Web Sales", "web")
    browser.on("dialog", lambda dialog: dialog.accept())
    browser.goto(f"/odoo/action-base.action_partner_form/{partner}")
    browser.get_by_role("button", name="Web Sales").wait_for()
