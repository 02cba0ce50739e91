"""What a bookkeeper does by hand on a connection to QuickBooks Desktop: preview, manual sync, look customers
and products up, choose them.

One company file and one database for all of them: each test has customers of its own.
"""

from decimal import Decimal
from functools import partial

import pytest
from chooser import Chooser
from entered import manual_sync
from lxml import etree

STATUSES = ["pending", "paid", "partially_fulfilled", "fulfilled"]


@pytest.fixture(scope="module", autouse=True)
def connected(desktop):
    """The Web Connector has been there, and Odoo knows QuickBooks' lists."""
    desktop.sync()


@pytest.fixture
def nothing_by_itself(desktop):
    """The connection syncs nothing by itself until the test has ended."""
    desktop.sync()
    desktop.choose(statuses=[])
    yield
    desktop.choose("orders_invoices_payments", STATUSES)


@pytest.fixture
def by_hand(desktop):
    """A function that makes a manual sync of the given order numbers."""
    return partial(manual_sync, desktop)


def previewed(odoo, record, model="sale.order"):
    """{kind of document: row} as the preview of an order shows them."""
    action = odoo.call(model, "action_connex_preview", [record])
    ids = odoo.read(action["res_model"], action["res_id"], "document_ids")
    fields = ["document", "action", "request", "note", "details", "total"]
    return {row["document"]: row for row in odoo.read("connex.preview.document", ids, fields)}


def requests_in(desktop, since):
    """{name of the request: element} of what the Web Connector has brought since then."""
    found = {}
    for entry in desktop.books.log()["message_sets"][since:]:
        root = etree.fromstring(entry["text"].encode())
        found |= {request.tag: request for request in root.iter() if request.tag.endswith("AddRq")}
    return found


def flat(element, ids):
    """{path: text} of a request, QuickBooks' new ids left out: those of lines are always new."""
    tree = element.getroottree()
    values = {
        tree.getelementpath(each): each.text
        for each in element.iter()
        if not len(each) and each.text not in ids and each.tag != "TxnLineID"
    }
    return {path.partition("/")[2]: text for path, text in values.items()}


def test_what_was_previewed_is_what_is_sent(desktop, odoo, shop, customer):
    order = shop.order(customer, [(shop.product("Previewed Lamp", 29.97), 3)])
    shop.pay(shop.invoice(order))
    written = desktop.written()
    rows = previewed(odoo, order)
    assert desktop.written() == written
    actions = {kind: row["action"] for kind, row in rows.items()}
    assert actions == {
        "customer": "find",
        "item": "find",
        "sales_order": "create",
        "invoice": "create",
        "payment": "create",
    }
    assert "89.91" in rows["sales_order"]["details"]
    since = len(desktop.books.log()["message_sets"])
    desktop.sync()
    assert desktop.count(customer) == {"SalesOrder": 1, "Invoice": 1, "ReceivePayment": 1}
    sent = requests_in(desktop, since)
    for kind, name in (
        ("sales_order", "SalesOrderAddRq"),
        ("invoice", "InvoiceAddRq"),
        ("payment", "ReceivePaymentAddRq"),
    ):
        shown = next(etree.fromstring(rows[kind]["request"].encode()).iter(name))
        texts = [each.text or "" for each in shown.iter()]
        new = {text for text in texts if text.startswith("new ")}
        given = {m["qb_id"] for m in desktop.mirrors([("qb_id", "!=", False)])}
        expected, real = flat(shown, new), flat(sent[name], given)
        assert len(expected) > 3
        assert real == expected
    again = previewed(odoo, order)
    assert {row["action"] for row in again.values()} == {"keep"}


def test_a_list_of_numbers_is_previewed_then_synced_with_a_mode_of_its_own(
    desktop, odoo, shop, customer, lamp, by_hand, nothing_by_itself
):
    orders = [shop.order(customer, [(lamp, quantity)]) for quantity in (1, 2, 3)]
    desktop.sync()
    assert desktop.count(customer) == {}
    numbers = [desktop.number(order) for order in orders]
    desktop.choose(mode="invoices_only", statuses=["pending"])
    desktop.sync()
    run = by_hand(numbers[0], "NOPE", numbers[2], mode="orders_only")
    odoo.call("connex.manual.sync", "action_preview", [run])
    odoo.run_cron("connex_bridge.cron_sync")
    shown = odoo.read("connex.manual.sync", run, ["state", "foreseen_text", "unknown_numbers"])
    assert (shown["state"], shown["unknown_numbers"]) == ("previewed", "NOPE")
    assert shown["foreseen_text"] == "Create: 2"
    assert desktop.count(customer) == {}

    odoo.call("connex.manual.sync", "action_sync", [run])
    odoo.run_cron("connex_bridge.cron_sync")
    assert odoo.read("connex.manual.sync", run, "state") == "running"
    desktop.sync()
    odoo.run_cron("connex_bridge.cron_sync")
    shown = odoo.read(
        "connex.manual.sync", run, ["state", "done_count", "problem_count", "progress"]
    )
    assert (shown["state"], shown["done_count"], shown["progress"]) == ("done", 2, 100)
    sent = {form.number for form in desktop.forms(customer)["SalesOrder"]}
    assert sent == {numbers[0], numbers[2]}
    assert desktop.is_quiet()


def test_a_manual_sync_says_which_sale_has_a_problem(
    desktop, odoo, shop, customer, lamp, by_hand, nothing_by_itself
):
    desktop.choose(item_policy="hold", statuses=["pending"])
    unknown = shop.product("Never Heard Of", 5.00)
    good, bad = shop.order(customer, [(lamp, 1)]), shop.order(customer, [(unknown, 1)])
    desktop.choose(statuses=[])
    run = by_hand(desktop.number(good), desktop.number(bad))
    desktop.choose(statuses=["pending"])
    odoo.call("connex.manual.sync", "action_sync", [run])
    odoo.run_cron("connex_bridge.cron_sync")
    desktop.sync()
    odoo.run_cron("connex_bridge.cron_sync")
    lines = odoo.search_read(
        "connex.manual.sync.line", [("run_id", "=", run)], ["res_id", "state", "note"]
    )
    states = {line["res_id"]: (line["state"], line["note"]) for line in lines}
    assert states[good][0] == "done"
    assert states[bad][0] == "problem"
    assert "Never Heard Of" in states[bad][1]


@pytest.mark.browser
def test_a_bookkeeper_pastes_numbers_previews_and_syncs(
    browser, desktop, odoo, shop, customer, lamp, nothing_by_itself
):
    order = shop.order(customer, [(lamp, 2)])
    number = desktop.number(order)
    browser.goto("/odoo/quickbooks-manual-sync/new")
    browser.get_by_label("Order numbers").check()
    browser.locator(".o_field_widget[name=numbers] textarea").fill(f"{number}, NOPE")
    browser.get_by_role("button", name="Preview First").click()
    current = browser.locator(".o_statusbar_status .o_arrow_button_current")
    current.filter(has_text="Previewing").wait_for()
    desktop.choose(statuses=["pending"])
    odoo.run_cron("connex_bridge.cron_sync")
    current.filter(has_text="Previewed").wait_for()
    assert desktop.count(customer) == {}
    browser.locator(".o_data_row button[name=action_preview]").click()
    dialog = browser.locator(".modal")
    dialog.locator(".o_connex_preview", has_text=f"Sales Order {number}").wait_for()
    dialog.get_by_text("59.94").first.wait_for()
    dialog.get_by_role("button", name="Close").first.click()
    browser.get_by_role("button", name="Sync Now").click()
    current.filter(has_text="Syncing").wait_for()
    odoo.run_cron("connex_bridge.cron_sync")
    desktop.sync()
    odoo.run_cron("connex_bridge.cron_sync")
    current.filter(has_text="Done").wait_for()
    assert desktop.count(customer) == {"SalesOrder": 1}


@pytest.mark.browser
def test_held_customer_is_chosen_on_the_screen_and_its_order_goes_out(browser, desktop, shop, lamp):
    mail = "<Email>desk@group.example</Email>"
    desktop.books.enter_customer("East Branch", mail)
    west = desktop.enter_named(Customer=f"<Name>West Branch</Name>{mail}")["Customer"]
    order = shop.order(shop.customer("The Branches", email="desk@group.example"), [(lamp, 1)])
    desktop.sync()
    browser.goto("/odoo/quickbooks-entries")
    row = browser.locator("tr.o_data_row", has_text="The Branches")
    row.get_by_text("may be any of these").wait_for()
    row.get_by_role("button", name="Choose in QuickBooks").click()
    dialog = browser.get_by_role("dialog")
    dialog.get_by_label("Search QuickBooks For").fill("branch")
    dialog.get_by_role("button", name="Search").click()
    found = dialog.locator("tr.o_data_row", has_text="West Branch")
    found.get_by_role("button", name="Use This One").click()
    browser.get_by_text("is West Branch in QuickBooks from now on").wait_for()
    desktop.sync()
    assert [form.number for form in desktop.forms(west)["SalesOrder"]] == [desktop.number(order)]


def test_ambiguous_customer_that_is_none_of_them_is_created(desktop, odoo, shop, lamp):
    mail = "<Email>both@group.example</Email>"
    desktop.books.enter_customer("One of Them", mail)
    desktop.enter_named(Customer=f"<Name>Other of Them</Name>{mail}")
    partner = shop.customer("None of Them", email="both@group.example")
    shop.order(partner, [(lamp, 1)])
    desktop.sync()
    assert desktop.mirror("customer", partner)["problem_code"] == "customer_ambiguous"
    Chooser(odoo, desktop.connection).create_new("res.partner", partner)
    desktop.sync()
    assert desktop.problems() == {}
    assert desktop.books.element("Customer", "None of Them").amount("TotalBalance") == 0
    assert desktop.count(partner) == {"SalesOrder": 1}


def test_many_are_found_at_once_before_their_first_sale(desktop, odoo, shop):
    mail = "<Email>many@group.example</Email>"
    desktop.books.enter_customer("Many North", mail)
    desktop.books.enter_customer("Many South", mail)
    desktop.books.enter_customer("Office of Ben", "<Email>ben@office.example</Email>")
    anna = desktop.books.enter_customer("Anna Many")
    buoys = desktop.enter_item("Many Buoys")
    desktop.run()
    partners = [
        shop.customer("anna many"),
        shop.customer("Ben", email="ben@office.example"),
        shop.customer("Many", email="many@group.example"),
        shop.customer("Nobody"),
    ]
    told = odoo.call("res.partner", "action_connex_match", partners)
    assert told["params"]["message"].startswith("2 of 4 ")
    assert desktop.mirror("customer", partners[0])["qb_id"] == anna
    product = shop.product("Many Buoys", 30.00)
    odoo.call("product.product", "action_connex_match", [product])
    assert desktop.mirror("item", product)["qb_id"] == buoys
    order = shop.order(partners[0], [(product, 2)])
    desktop.sync()
    assert desktop.problems() == {}
    (form,) = desktop.forms(anna)["SalesOrder"]
    assert (form.number, form.total) == (desktop.number(order), Decimal(60))


@pytest.mark.browser
def test_match_on_the_list_of_customers(browser, desktop, shop):
    known = desktop.enter_named(Customer="<Name>Listed Customer</Name>")["Customer"]
    desktop.run()
    partner = shop.customer("Listed Customer")
    browser.goto("/odoo/action-base.action_partner_form?view_type=list")
    browser.get_by_role("searchbox").fill("Listed Customer")
    browser.get_by_role("searchbox").press("Enter")
    # A box ticked before the list shows what was searched for is lost.
    browser.wait_for_function("document.querySelectorAll('tr.o_data_row').length === 1")
    row = browser.locator("tr.o_data_row", has_text="Listed Customer")
    row.locator(".o_list_record_selector input").check()
    browser.get_by_role("button", name="Actions").click()
    browser.get_by_role("menuitem", name="Find in QuickBooks").click()
    browser.get_by_text("1 of 1 were found in QuickBooks").wait_for()
    assert desktop.mirror("customer", partner)["qb_id"] == known
