"""Odoo dies, or several runs meet, while QuickBooks is working: still everything exactly once."""

import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

import pytest
import requests
from checks import assert_complete_once

#: Seconds for which QuickBooks holds its answer back.
HELD_BACK = 10


@contextmanager
def held_back(sandbox, entity, work):
    """`work()` runs in a thread; inside the block QuickBooks has its batch and has not answered yet."""
    match = {"path": "batch", "entity": entity, "operation": "create"}
    sandbox.add_fault(kind="slow", seconds=HELD_BACK, times=1, match=match)
    thread = threading.Thread(target=work, daemon=True)
    thread.start()
    while thread.is_alive() and not _has_arrived(sandbox):
        thread.join(0.02)
    assert _has_arrived(sandbox), f"no {entity} was sent"
    yield thread
    thread.join(HELD_BACK + 10)
    assert not thread.is_alive()


def _has_arrived(sandbox):
    return any(fault["hits"] for fault in sandbox.control("GET", "faults")["faults"])


@pytest.mark.parametrize("entity", ["Customer", "Estimate", "Invoice", "Payment"])
def test_odoo_killed_while_quickbooks_works_leaves_nothing_twice_and_nothing_missing(
    bookkeeper, ledger, sandbox, odoo_server, paid_sale, entity
):
    order, _invoice = paid_sale

    def sync_until_killed():
        with pytest.raises(requests.RequestException):
            bookkeeper.sync()

    with held_back(sandbox, entity, sync_until_killed):
        odoo_server.kill()
    sandbox.clear_faults()
    odoo_server.start()
    bookkeeper.sync_now()
    assert_complete_once(bookkeeper, ledger, order)


def test_user_goes_on_working_while_quickbooks_is_slow_and_his_change_arrives(
    bookkeeper, ledger, sandbox, shop, customer, chart, odoo
):
    order = shop.order(customer, [(chart, 1)])
    user = odoo.as_user("admin", "admin")
    with held_back(sandbox, "Estimate", bookkeeper.sync) as run:
        (line,) = user.read("sale.order", order, "order_line")
        user.write("sale.order.line", line, product_uom_qty=9)
        assert run.is_alive(), "the user had to wait for QuickBooks"
    bookkeeper.sync()
    assert ledger.count() == {"Estimate": 1}
    assert ledger.sales_orders[0].TotalAmt == bookkeeper.amount(order)
    assert bookkeeper.state(order) == "synced"


def test_buttons_and_scheduled_action_at_the_same_time_send_everything_once(
    bookkeeper, ledger, paid_sale, odoo
):
    order, invoice = paid_sale
    sessions = [odoo.as_user("admin", "admin") for _number in range(4)]

    def press(session, model, record):
        return session.call(model, "action_connex_sync", [record])

    with ThreadPoolExecutor(5) as people:
        runs = [people.submit(bookkeeper.sync)]
        for session in sessions[:2]:
            runs.append(people.submit(press, session, "sale.order", order))
        for session in sessions[2:]:
            runs.append(people.submit(press, session, "account.move", invoice))
        for run in runs:
            run.result()
    bookkeeper.sync()
    assert_complete_once(bookkeeper, ledger, order)
