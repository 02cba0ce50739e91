"""Connecting QuickBooks Desktop: the Web Connector drives a whole Odoo server, and what a bookkeeper reads.

What arrives in QuickBooks is told by the flows; here is only the way there and back.
"""

from concurrent.futures import ThreadPoolExecutor

import pytest

from development.remote import web_connector as desktop
from development.remote.desktop_books import DesktopBooks


@pytest.fixture
def read(odoo, desktop_connection):
    """A function that reads a field of the connection."""
    return lambda name: odoo.read("connex.connection", desktop_connection, name)


@pytest.fixture
def connected(web_connector):
    """The Web Connector of a connection that has run once and has nothing to do."""
    web_connector.run_until_done()
    return web_connector


@pytest.fixture
def order(shop, customer, chart):
    return shop.order(customer, [(chart, 3)])


@pytest.fixture
def state_of(odoo):
    """A function that reads what an order's list shows of it."""
    return lambda order: odoo.read("sale.order", order, "connex_state")


def test_the_first_run_connects_and_the_next_one_finds_nothing_to_do(
    web_connector, read, desktop_books
):
    assert read("state") == "draft"
    log = web_connector.run()
    assert (log["status"], log["percentages"][-1]) == ("done", 100)
    assert log["warnings"] == []
    assert read("state") == "connected"
    assert read("company_file") == desktop_books.settings()["path"]
    assert read("qb_company_name") == "Blue Harbor Books"
    again = web_connector.run()
    assert again["status"] == "nothing to do"
    assert again["calls"][-1] == "closeConnection"


def test_the_next_run_takes_what_was_sold_meanwhile_although_quickbooks_was_closed(
    connected, order, desktop_books, state_of
):
    connected.close_quickbooks()
    log = connected.run()
    assert (log["status"], log["warnings"]) == ("done", [])
    assert desktop_books.customers()
    assert state_of(order) == "synced"


def test_a_wrong_password_is_not_a_valid_user(web_connector, read):
    log = web_connector.run(password="wrong")
    assert log["status"] == "not a valid user"
    assert read("state") == "draft"


def test_a_new_password_ends_the_former_one(web_connector, odoo, desktop_connection):
    web_connector.run_until_done()
    password = desktop.new_password(odoo, desktop_connection)
    assert web_connector.run()["status"] == "not a valid user"
    web_connector.change(password=password)
    assert web_connector.run()["status"] == "nothing to do"


def test_another_company_file_is_refused_and_nothing_is_written_to_it(
    connected, order, sandbox, desktop_books, read
):
    other = DesktopBooks.new(sandbox, name="Somebody else's books")
    connected.open(other.id)
    log = connected.run()
    assert log["status"] == "ended early"
    assert other.settings()["path"] in log["error"]
    assert desktop_books.settings()["path"] in log["error"]
    assert "File Was Moved" in read("problem_next_step")
    assert other.customers() == other.sales_orders() == []
    connected.open(desktop_books.id)
    assert connected.run()["status"] == "done"
    assert not read("problem_code")


def test_a_file_that_was_moved_is_taken_over_by_a_button(
    connected, order, sandbox, read, odoo, desktop_connection
):
    moved = DesktopBooks.new(sandbox, name="Blue Harbor Books")
    connected.open(moved.id)
    assert connected.run()["status"] == "ended early"
    odoo.call("connex.connection", "action_company_file_moved", [desktop_connection])
    assert connected.run()["status"] == "done"
    assert read("company_file") == moved.settings()["path"]


@pytest.mark.parametrize(
    ("hresult", "says"),
    [
        ("0x80040414", "window is open"),
        ("0x80040418", "does not let Odoo"),
        ("0x80040401", "could not reach"),
        ("0x8004041d", "nobody has the company file open"),
        ("0x80049999", "refused"),
    ],
)
def test_quickbooks_that_cannot_be_opened_is_explained_and_tried_again(
    connected, order, read, hresult, says
):
    opening = {"kind": "opening", "hresult": hresult, "message": "Could not.", "times": 3}
    log = connected.run(opening)
    assert log["status"] == "not opened"
    assert log["calls"].count("connectionError") == 1
    assert says in read("problem_message")
    assert read("problem_next_step")
    assert connected.run()["status"] == "done"
    assert not read("problem_code")


def test_quickbooks_that_is_too_old_is_one_problem_until_a_newer_one_calls(
    web_connector, order, read, odoo, desktop_connection, desktop_books
):
    web_connector.change(processor="12.0")
    for _run in range(2):
        log = web_connector.run()
        assert log["status"] == "ended early"
        assert "qbXML 12.0" in log["error"]
    assert read("state") == "draft"
    assert not read("company_file")
    assert read("problem_code") == "desktop_too_old"
    assert "qbXML 12.0" in read("problem_message")
    assert "2014" in read("problem_next_step")
    (problem,) = odoo.search_read("connex.problem", [], ["title", "connection_id"])
    assert problem["connection_id"][0] == desktop_connection
    assert "qbXML 12.0" in problem["title"]
    web_connector.change(processor="13.0")
    web_connector.run_until_done()
    assert (read("state"), read("problem_code")) == ("connected", False)
    assert len(desktop_books.sales_orders()) == 1


def test_older_quickbooks_on_a_new_computer_says_so_although_there_is_nothing_else_to_do(
    connected, order, read
):
    connected.change(processor="12.0")
    assert connected.run()["status"] == "ended early"
    assert (read("state"), read("problem_code")) == ("connected", "desktop_too_old")
    connected.change(processor="16.0")
    connected.run_until_done()
    assert not read("problem_code")
    connected.change(processor="11.0")
    assert connected.run()["status"] == "nothing to do"


def test_problem_of_the_way_ends_with_the_first_run_that_works_although_nothing_waits(
    connected, order, read, odoo
):
    connected.change(processor="12.0")
    connected.run()
    odoo.call("sale.order", "action_cancel", [order], context={"disable_cancel_warning": True})
    odoo.call("sale.order", "action_draft", [order])
    odoo.call("sale.order", "unlink", [order])
    connected.change(processor="13.0")
    assert connected.run()["status"] == "done"
    assert not read("problem_code")


CALLS = ["authenticate", "sendRequestXML", "receiveResponseXML", "closeConnection"]


@pytest.mark.parametrize("kind", ["disconnect_before", "disconnect_after"])
def test_broken_off_at_any_call_a_session_loses_nothing_and_does_nothing_twice(
    connected, desktop_books, shop, customer, chart, state_of, kind
):
    orders = []
    for call in CALLS:
        for number in (1, 2, 3) if call in ("sendRequestXML", "receiveResponseXML") else (1,):
            orders.append(shop.order(customer, [(chart, 1)]))
            log = connected.run({"kind": kind, "at": call, "number": number})
            assert log["status"] in ("disconnected", "done")
            if log["status"] == "done":  # it had fewer rounds
                break
            connected.run_until_done()
            assert state_of(orders[-1]) == "synced", (call, number)
    assert len(desktop_books.sales_orders()) == len(orders) > len(CALLS)
    assert len(desktop_books.customers()) == 1


def test_an_answer_that_is_delivered_twice_or_cut_off_does_nothing_twice(
    connected, desktop_books, shop, customer, chart, expected_warnings
):
    expected_warnings.append("")  # an answer that cannot be read is worth a warning
    for number in (1, 2, 3):
        for kind in ("repeat", "cut"):
            shop.order(customer, [(chart, 1)])
            at = {"at": "receiveResponseXML"} if kind == "repeat" else {}
            connected.run({"kind": kind, "number": number, **at})
            connected.run_until_done()
    assert len(desktop_books.sales_orders()) == 6
    assert len(desktop_books.customers()) == 1


def test_an_answer_of_many_megabytes_is_taken(connected, order, state_of):
    log = connected.run({"kind": "pad", "bytes": 12_000_000})
    assert log["status"] == "done"
    assert state_of(order) == "synced"


def test_two_connectors_at_once_do_everything_once(
    odoo, web_connector, sandbox, desktop_connection, desktop_books, shop, customer, chart
):
    web_connector.run_until_done()
    orders = [shop.order(customer, [(chart, 1)]) for _order in range(5)]
    desktop.be_impatient(odoo, 60)
    password = desktop.new_password(odoo, desktop_connection)
    web_connector.change(password=password)
    answer = sandbox.control(
        "POST",
        "desktop/connectors",
        qwc=desktop.download(odoo, desktop_connection),
        password=password,
        company=desktop_books.id,
    )
    second = desktop.WebConnector(sandbox, answer["id"])
    with ThreadPoolExecutor(2) as pool:
        logs = list(pool.map(lambda each: each.run(), (web_connector, second)))
    statuses = {log["status"] for log in logs}
    assert "done" in statuses
    assert statuses <= {"done", "busy", "nothing to do"}
    assert len(desktop_books.sales_orders()) == len(orders)


def test_an_old_connector_is_told_to_be_updated(web_connector):
    web_connector.change(version="1.5.0.9")
    log = web_connector.run()
    assert (log["status"], log["calls"]) == ("too old", ["serverVersion", "clientVersion"])
