"""Manual sync and preview against QuickBooks: what was previewed is what is sent, nothing else."""

import json
from functools import partial

import pytest
from checks import COMPLETE, assert_complete_once
from entered import manual_sync


@pytest.fixture
def by_hand(bookkeeper):
    """A function that makes a manual sync of the given order numbers."""
    return partial(manual_sync, bookkeeper)


def _previewed(odoo, order):
    """{key: (request item, action)} as the preview of an order shows them."""
    action = odoo.call("sale.order", "action_connex_preview", [order])
    ids = odoo.read(action["res_model"], action["res_id"], "document_ids")
    fields = ["document", "res_model", "res_id", "action", "request"]
    found = {}
    for row in odoo.read("connex.preview.document", ids, fields):
        (item,) = json.loads(row["request"])["BatchItemRequest"] if row["request"] else (None,)
        found[row["document"], row["res_model"], row["res_id"]] = (item, row["action"])
    return found


def _sent(odoo, since=0):
    """{mirror id: last item of a batch request that was about it}, of the exchanges after `since`."""
    found = {}
    domain = [("id", ">", since), ("kind", "=", "write")]
    for row in odoo.search_read("connex.exchange", domain, ["request_body"], order="id"):
        for item in json.loads(row["request_body"])["BatchItemRequest"]:
            found[int(item["bId"])] = item
    return found


def _compare(odoo, bookkeeper, previewed, since=0):
    """What was sent is what was previewed, once QuickBooks' new ids stand where placeholders stood."""
    mirrors = {(m["document"], m["res_model"], m["res_id"]): m for m in bookkeeper.mirrors()}
    sent = _sent(odoo, since)
    expected = {}
    for key, (item, _action) in previewed.items():
        if item is None:
            continue
        text = json.dumps(item)
        for (document, model, record), mirror in mirrors.items():
            text = text.replace(f'"new {document} {model},{record}"', f'"{mirror["qb_id"]}"')
        expected[mirrors[key]["id"]] = json.loads(text) | {"bId": str(mirrors[key]["id"])}
    assert sent == expected


def test_what_was_previewed_is_what_is_sent(odoo, bookkeeper, ledger, paid_sale):
    order, _invoice = paid_sale
    previewed = {}
    assert bookkeeper.writes(lambda: previewed.update(_previewed(odoo, order))) == 0
    assert ledger.count() == {}
    assert {action for _item, action in previewed.values()} == {"find", "create"}
    bookkeeper.sync()
    _compare(odoo, bookkeeper, previewed)
    assert_complete_once(bookkeeper, ledger, order)


def test_a_previewed_change_is_what_is_sent(odoo, bookkeeper, shop, customer, lantern):
    order = shop.order(customer, [(lantern, 3)])
    bookkeeper.sync()
    last = max(odoo.search("connex.exchange", []))
    (line,) = odoo.read("sale.order", order, "order_line")
    odoo.write("sale.order.line", line, product_uom_qty=4)
    previewed = _previewed(odoo, order)
    actions = {key[0]: action for key, (_item, action) in previewed.items()}
    assert actions == {"customer": "keep", "item": "keep", "sales_order": "update"}
    bookkeeper.sync()
    _compare(odoo, bookkeeper, previewed, since=last)
    assert {key[0]: action for key, (_i, action) in _previewed(odoo, order).items()} == {
        "customer": "keep",
        "item": "keep",
        "sales_order": "keep",
    }


def test_a_list_of_numbers_is_synced_with_a_mode_of_its_own(
    odoo, bookkeeper, ledger, shop, customer, lantern, by_hand
):
    bookkeeper.choose(statuses=["fulfilled"])
    orders = [shop.order(customer, [(lantern, quantity)]) for quantity in (1, 2, 3)]
    bookkeeper.sync()
    assert ledger.count() == {}
    bookkeeper.choose(mode="invoices_only", statuses=["pending"])
    bookkeeper.sync()
    numbers = [bookkeeper.number(order) for order in orders]
    run = by_hand(numbers[0], "NOPE", numbers[2], mode="orders_only")
    odoo.call("connex.manual.sync", "action_sync", [run])
    bookkeeper.sync()
    shown = odoo.read("connex.manual.sync", run, ["state", "unknown_numbers", "done_count"])
    assert (shown["state"], shown["unknown_numbers"], shown["done_count"]) == ("done", "NOPE", 2)
    assert {each.DocNumber for each in ledger.sales_orders} == {numbers[0], numbers[2]}
    assert bookkeeper.writes(bookkeeper.sync) == 0


def test_a_whole_month_previewed_then_synced(
    odoo, bookkeeper, ledger, shop, customer, lantern, paid_sale
):
    for _number in range(3):
        shop.order(customer, [(lantern, 1)])
    run = odoo.create("connex.manual.sync", connection_id=bookkeeper.connection)
    odoo.call("connex.manual.sync", "action_preview", [run])
    assert bookkeeper.writes(bookkeeper.sync) > 0  # the run, then what the connection syncs anyway
    shown = odoo.read("connex.manual.sync", run, ["state", "line_count", "foreseen_text"])
    assert (shown["state"], shown["line_count"]) == ("previewed", 4)
    assert shown["foreseen_text"] == "Create: 6"
    odoo.call("connex.manual.sync", "action_sync", [run])
    assert bookkeeper.writes(bookkeeper.sync) == 0
    fields = ["state", "unchanged_count", "progress"]
    shown = odoo.read("connex.manual.sync", run, fields)
    assert (shown["state"], shown["unchanged_count"], shown["progress"]) == ("done", 4, 100)
    assert ledger.count() == COMPLETE | {"Estimate": 4}


@pytest.mark.browser
def test_a_bookkeeper_pastes_numbers_previews_and_syncs(
    browser, odoo, bookkeeper, ledger, shop, customer, lantern
):
    order = shop.order(customer, [(lantern, 2)])
    number = bookkeeper.number(order)
    browser.goto("/odoo/quickbooks-manual-sync/new")
    browser.get_by_label("Order numbers").check()
    browser.locator(".o_field_widget[name=numbers] textarea").fill(f"{number}, NOPE")
    browser.get_by_role("button", name="Preview First").click()
    browser.locator(".o_statusbar_status .o_arrow_button_current", has_text="Previewing").wait_for()
    bookkeeper.choose(mode="invoices_only")  # so that only this run syncs the order
    odoo.write("connex.manual.sync", odoo.search("connex.manual.sync", []), mode="orders_only")
    bookkeeper.sync()
    browser.locator(".o_statusbar_status .o_arrow_button_current", has_text="Previewed").wait_for()
    assert ledger.count() == {}
    browser.get_by_text("NOPE", exact=True).wait_for()
    browser.locator(".o_data_row button[name=action_preview]").click()
    dialog = browser.locator(".modal")
    dialog.locator(".o_connex_preview", has_text=f"Sales Order {number}").wait_for()
    dialog.get_by_text("21.63").first.wait_for()
    dialog.get_by_role("button", name="Close").first.click()
    browser.get_by_role("button", name="Sync Now").click()
    browser.locator(".o_statusbar_status .o_arrow_button_current", has_text="Syncing").wait_for()
    bookkeeper.sync()
    browser.locator(".o_statusbar_status .o_arrow_button_current", has_text="Done").wait_for()
    browser.locator(".o_data_row", has_text=number).locator("button[name=action_open]").click()
    browser.locator(".o_field_widget[name=name]", has_text=number).first.wait_for()
    assert ledger.count() == {"Estimate": 1}
