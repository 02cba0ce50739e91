"""Makes the pictures of the README and the guide from the running demo: `make screenshots`.

Start `make demo` first, then run this beside it. `PAGES` says which page goes into which file; when a
screen changes, run it again and look at what it made.
"""

import sys

from . import paths
from .progress import say
from .remote.odoo import Odoo
from .testing import browser

URL = "http://127.0.0.1:8069"
DATABASE = "connex_demo"
IMAGES = paths.ROOT / "docs" / "images"
#: Milliseconds for pictures and fonts to arrive; Odoo's page never stops talking to its server.
SETTLED = 2000
SIZE = {"width": 1440, "height": 900}
#: Buttons on the way to a new rule.
ADD = "button:has-text('Add'):visible"
CONTINUE = ".modal button[name=action_continue]"

#: file → (page, steps before the picture is taken). `{paid}` is a paid, shipped order. A step is what to
#: click, or (field, text to fill in); what was filled in is discarded afterwards.
PAGES = {
    "order": ("/odoo/action-sale.action_orders/{paid}", []),
    "order-documents": (
        "/odoo/action-sale.action_orders/{paid}",
        ["button[name=action_connex_open_mirrors]:visible"],
    ),
    "sync-result": (
        "/odoo/action-sale.action_orders/{paid}",
        ["button[name=action_connex_sync]:visible"],
    ),
    "delete-and-resync": (
        "/odoo/action-sale.action_orders/{paid}",
        ["a[name=other_information]", "button[name=action_connex_delete_and_resync]"],
    ),
    "preview": (
        "/odoo/action-sale.action_orders/{paid}",
        ["button[name=action_connex_preview]:visible"],
    ),
    "orders": ("/odoo/action-connex_bridge.sale_order_connex_action", []),
    "documents": ("/odoo/action-connex_bridge.connex_mirror_action", []),
    "connection": ("/odoo/action-connex_bridge.connex_connection_action/{connection}", []),
    "connection-custom": (
        "/odoo/action-connex_bridge.connex_connection_action/{connection}",
        ["a[name=credentials]"],
    ),
    "settings": ("/odoo/settings#connex_bridge", []),
    "exchanges": ("/odoo/action-connex_bridge.connex_exchange_action", []),
    "rule-add": ("/odoo/quickbooks-rules", [ADD]),
    "rule-stop-invoice": (
        "/odoo/quickbooks-rules",
        [ADD, "label:has-text('Stop creating the invoice unless')", CONTINUE],
    ),
    "rule-mark-unpaid": (
        "/odoo/quickbooks-rules",
        [
            ADD,
            "label:has-text('Mark invoices as unpaid')",
            CONTINUE,
            "td[name=map_from]",
            ("td[name=map_from] :is(input, textarea)", "PayPal"),
            "h1 :is(input, textarea)",
        ],
    ),
    "manual-sync": (
        "/odoo/quickbooks-manual-sync/new",
        [
            "label:has-text('Order numbers')",
            ("div[name=numbers] textarea", "S00002, S00003\nS00006"),
        ],
    ),
}


def main(names: list[str]) -> int:
    """Take the pictures named, or all of them; returns the exit status."""
    from playwright.sync_api import sync_playwright

    odoo = Odoo(URL, DATABASE)
    known = _records(odoo)
    IMAGES.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(
            executable_path=browser.find(), headless=True, args=list(browser.FLAGS)
        )
        context = chromium.new_context(base_url=URL, viewport=SIZE, locale="en-US")
        cookie = {"name": "session_id", "value": odoo.http.cookies["session_id"], "url": URL}
        context.add_cookies([cookie])
        for name, (address, steps) in PAGES.items():
            if not names or name in names:
                _take(context.new_page(), IMAGES / f"{name}.png", address.format(**known), steps)
        chromium.close()
    return 0


def _records(odoo: Odoo) -> dict:
    paid = [["connex_order_status", "=", "fulfilled"], ["connex_state", "=", "synced"]]
    return {
        "paid": odoo.search("sale.order", paid, limit=1, order="id")[0],
        "connection": odoo.search("connex.connection", [], limit=1)[0],
    }


def _take(page, file, address, steps) -> None:
    page.goto(address)
    page.wait_for_selector(".o_view_controller, .o_form_view, .o_list_view")
    page.wait_for_timeout(SETTLED)
    for step in steps:
        if isinstance(step, str):
            page.click(step)
        else:
            page.fill(*step)
        page.wait_for_timeout(SETTLED)
    page.screenshot(path=file)
    # Odoo saves a form that is left with changes, also when its tab is closed.
    discard = page.locator(".o_form_button_cancel:visible")
    if discard.count():
        discard.click()
        page.wait_for_timeout(SETTLED)
    page.close()
    say(f"  {file.relative_to(paths.ROOT)}")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
