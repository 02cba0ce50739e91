"""Bad input in a connection: what the user is told, and that nothing is lost or half-written by it."""

import pytest
from bookkeeper import Bookkeeper
from checks import COMPLETE, assert_complete_once

from development import odoo_process
from development.remote import approval
from development.remote.odoo import OdooError
from development.remote.sandbox import CLIENT_SECRET


def assert_told(bookkeeper, code):
    """The connection shows this problem with a message and a next step; no document is lost."""
    fields = ["problem_code", "problem_message", "problem_next_step"]
    shown = bookkeeper.odoo.read("connex.connection", bookkeeper.connection, fields)
    assert shown["problem_code"] == code, shown
    assert shown["problem_message"] and shown["problem_next_step"], shown


def assert_mended(bookkeeper, ledger, order):
    """After "Sync now" everything is in the books, once, and no problem is left."""
    bookkeeper.sync_now()
    assert bookkeeper.setting("problem_code") is False
    assert_complete_once(bookkeeper, ledger, order)


def test_without_credentials_the_buttons_say_what_is_missing(
    odoo, company, ledger, sandbox, run_sync, paid_sale
):
    order, _invoice = paid_sale
    with pytest.raises(OdooError, match="No QuickBooks company is connected"):
        odoo.call("sale.order", "action_connex_sync", [order])
    connection = approval.new_connection(odoo, company, client_id=False, client_secret=False)
    bookkeeper = Bookkeeper(odoo, connection, run_sync, sandbox)
    with pytest.raises(OdooError, match="client ID"):
        odoo.call("connex.connection", "action_connect", [connection])
    with pytest.raises(OdooError, match="is not connected"):
        odoo.call("connex.connection", "action_sync_now", [connection])
    with pytest.raises(OdooError, match="No QuickBooks company is connected"):
        bookkeeper.press_sync(order)
    assert bookkeeper.writes(run_sync) == 0

    bookkeeper.choose(client_id="sandbox-client", client_secret=CLIENT_SECRET)
    approval.approve(odoo, connection, company)
    assert_mended(bookkeeper, ledger, order)


def test_wrong_secret_is_told_on_the_page_after_the_approval(
    odoo, company, ledger, sandbox, run_sync, paid_sale
):
    connection = approval.new_connection(odoo, company, client_secret="not-the-secret")
    page = approval.approve(odoo, connection, company)
    assert "does not accept the client ID and client secret" in page.text
    assert odoo.read("connex.connection", connection, "state") == "draft"

    bookkeeper = Bookkeeper(odoo, connection, run_sync, sandbox)
    bookkeeper.choose(client_secret=CLIENT_SECRET)
    approval.approve(odoo, connection, company)
    assert bookkeeper.setting("state") == "connected"
    assert_mended(bookkeeper, ledger, paid_sale[0])


def test_approval_cancelled_in_quickbooks_changes_nothing(odoo, company):
    connection = approval.new_connection(odoo, company)
    page = approval.approve(odoo, connection, company, button="cancel")
    assert "cancelled in QuickBooks" in page.text
    assert odoo.read("connex.connection", connection, "state") == "draft"


def test_secret_that_was_changed_stops_the_run_until_the_new_one_is_entered(
    bookkeeper, ledger, sandbox, company, paid_sale, odoo
):
    bookkeeper.choose(client_secret="an-old-secret")
    sandbox.advance_clock(2 * 3600)  # the access token is over
    bookkeeper.sync()
    assert_told(bookkeeper, "no_credentials")
    ledger.sign_in_again()
    assert ledger.count() == {}

    bookkeeper.choose(client_secret=CLIENT_SECRET)
    approval.approve(odoo, bookkeeper.connection, company)
    assert_mended(bookkeeper, ledger, paid_sale[0])


def test_wrong_company_writes_into_no_books_at_all(
    bookkeeper, ledger, sandbox, company, paid_sale, odoo
):
    stranger = sandbox.new_company("us")
    empty = stranger.books()
    bookkeeper.choose(realm_id=stranger.realm)
    bookkeeper.sync()
    assert_told(bookkeeper, "wrong_company")
    assert bookkeeper.setting("state") == "reconnect"
    assert (stranger.books(), ledger.count()) == (empty, {})

    approval.approve(odoo, bookkeeper.connection, company)
    assert bookkeeper.setting("state") == "connected"
    assert_mended(bookkeeper, ledger, paid_sale[0])


def test_another_company_cannot_take_over_a_connection_that_has_documents(
    bookkeeper, ledger, sandbox, company, paid_sale, odoo
):
    bookkeeper.sync()
    stranger = sandbox.new_company("us")
    empty = stranger.books()
    page = approval.approve(odoo, bookkeeper.connection, stranger)
    assert "another company was approved" in page.text
    assert bookkeeper.setting("realm_id") == company.realm
    assert bookkeeper.writes(bookkeeper.sync) == 0
    assert stranger.books() == empty
    assert ledger.count() == COMPLETE


def test_connection_that_was_paused_and_disconnected_goes_on_where_it_was(
    bookkeeper, ledger, company, paid_sale, odoo, shop, customer, chart
):
    bookkeeper.sync()
    odoo.call("connex.connection", "action_pause", [bookkeeper.connection])
    order = shop.order(customer, [(chart, 1)])
    assert bookkeeper.writes(bookkeeper.sync) == 0
    odoo.call("connex.connection", "action_disconnect", [bookkeeper.connection])
    assert bookkeeper.writes(bookkeeper.sync) == 0

    approval.approve(odoo, bookkeeper.connection, company)
    bookkeeper.sync()
    assert ledger.count() == COMPLETE | {"Estimate": 2}
    assert bookkeeper.state(order) == "synced"
    assert bookkeeper.problems() == {}


def test_unreachable_quickbooks_is_told_and_everything_waits(
    bookkeeper, ledger, company, paid_sale
):
    order, _invoice = paid_sale
    nowhere = f"http://127.0.0.1:{odoo_process.free_port()}"
    bookkeeper.choose(api_base_url=nowhere)
    bookkeeper.sync()
    assert_told(bookkeeper, "unreachable")
    assert bookkeeper.setting("state") == "connected"
    assert bookkeeper.state(order) == "waiting"
    shown = bookkeeper.press_sync(order)
    assert shown["outcome"] == "problem"
    assert "cannot be reached" in shown["note"]
    assert nowhere.removeprefix("http://") in shown["note"]

    bookkeeper.choose(api_base_url=company.sandbox.url)
    assert_mended(bookkeeper, ledger, order)


@pytest.mark.parametrize(
    ("fault", "code"),
    [
        ({"kind": "html", "status": 200}, "not_json"),
        ({"kind": "html", "status": 502}, "unanswered"),
        ({"kind": "truncate"}, "unanswered"),
    ],
    ids=["a page", "a gateway's page", "half an answer"],
)
def test_answer_that_is_not_json_is_told_and_nothing_is_done_twice(
    bookkeeper, ledger, sandbox, paid_sale, fault, code
):
    match = {"path": "batch", "entity": "Invoice", "operation": "create"}
    sandbox.add_fault(times=1, match=match, **fault)
    bookkeeper.sync()
    assert_told(bookkeeper, code)
    assert bookkeeper.state(paid_sale[0]) == "waiting"
    assert_mended(bookkeeper, ledger, paid_sale[0])
    assert len(ledger.customers) == 1
