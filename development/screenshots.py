"""Makes the pictures of the README and the guide from the running demo: `make screenshots`.

Start `make demo` first, then run this beside it; with `make demo BACKEND=desktop` it makes the pictures of
QuickBooks Desktop instead. `PAGES` says which page goes into which file; when a screen changes, run it again
and look at what it made.
"""

import argparse
import sys
from contextlib import contextmanager

from . import paths
from .demo.__main__ import BACKENDS
from .progress import SetupError, fail, say
from .remote import web_connector
from .remote.odoo import Odoo, OdooError
from .testing import browser

IMAGES = paths.ROOT / "docs" / "images"
#: Milliseconds for pictures and fonts to arrive; Odoo's page never stops talking to its server.
SETTLED = 2000
SIZE = {"width": 1440, "height": 900}
#: Buttons on the way to a new rule.
ADD = "button:has-text('Add'):visible"
CONTINUE = ".modal button[name=action_continue]"

CONNECTION = "/odoo/action-connex_bridge.connex_connection_action/{connection}"
#: file → (page, steps before the picture is taken). `{paid}` is a paid, shipped order. A step is what to
#: click, or (field, text to fill in); what was filled in is discarded afterwards.
ONLINE = {
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
    "connection": (CONNECTION, []),
    "connection-custom": (CONNECTION, ["a[name=credentials]"]),
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


#: `{new}` is a connection that the Web Connector does not know yet.
DESKTOP = {
    "connection-desktop-new": ("/odoo/action-connex_bridge.connex_connection_action/{new}", []),
    "connection-desktop": (CONNECTION, []),
}
PAGES = {"online": ONLINE, "desktop": DESKTOP}


def main() -> int:
    """Take the pictures of the demo that runs, or those of them that are named; returns the exit status."""
    parser = argparse.ArgumentParser(prog="python3 -m development screenshots")
    parser.add_argument("names", nargs="*")
    parser.add_argument("--port", type=int, required=True)
    options = parser.parse_args()
    try:
        backend, odoo = _running(f"http://127.0.0.1:{options.port}")
        if unknown := set(options.names) - PAGES[backend].keys():
            raise SetupError(
                f"The demo of QuickBooks {backend.title()} has no picture {', '.join(unknown)}."
            )
    except SetupError as error:
        return fail(error)
    IMAGES.mkdir(parents=True, exist_ok=True)
    with _records(backend, odoo) as known, _browser(odoo) as context:
        for name, (address, steps) in PAGES[backend].items():
            if not options.names or name in options.names:
                _take(context.new_page(), IMAGES / f"{name}.png", address.format(**known), steps)
    return 0


def _running(url: str) -> tuple[str, Odoo]:
    """The backend whose demo runs at this address, and a session in it."""
    for backend, (_kind, database, _folder) in BACKENDS.items():
        try:
            return backend, Odoo(url, database)
        except OdooError:
            continue  # the server has another database
        except OSError:
            break
    raise SetupError(
        f"No demo runs at {url}.", "start one beside this: make demo, or make demo BACKEND=desktop"
    )


@contextmanager
def _records(backend: str, odoo: Odoo):
    """The ids that the addresses name. What was made for a picture is gone afterwards."""
    paid = [["connex_order_status", "=", "fulfilled"], ["connex_state", "=", "synced"]]
    known = {
        "paid": odoo.search("sale.order", paid, limit=1, order="id")[0],
        "connection": odoo.search("connex.connection", [], limit=1, order="id")[0],
    }
    if backend != "desktop":
        yield known
        return
    new = web_connector.new_connection(odoo)
    try:
        yield known | {"new": new}
    finally:
        odoo.call("connex.connection", "unlink", [new])


@contextmanager
def _browser(odoo: Odoo):
    """A headless browser in which the user of this session is logged in."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(
            executable_path=browser.find(), headless=True, args=list(browser.FLAGS)
        )
        context = chromium.new_context(base_url=odoo.url, viewport=SIZE, locale="en-US")
        cookie = {"name": "session_id", "value": odoo.http.cookies["session_id"], "url": odoo.url}
        context.add_cookies([cookie])
        yield context
        chromium.close()


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
    sys.exit(main())
