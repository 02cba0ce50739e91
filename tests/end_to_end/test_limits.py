"""QuickBooks takes only so many requests: we keep below, all together, and wait when it says so."""

import time
from concurrent.futures import ThreadPoolExecutor

import pytest
from checks import assert_complete_once

from development import postgres


@pytest.fixture
def few_requests(odoo, sandbox):
    """QuickBooks takes three requests a second, and Odoo knows it."""
    limits = sandbox.control("GET", "throttle")
    sandbox.control("POST", "throttle", per_second=3)
    odoo.call("ir.config_parameter", "set_param", "connex_bridge.requests_per_second", "3")
    yield
    sandbox.control("POST", "throttle", per_second=limits.get("per_second", 10))


def test_several_workers_together_never_hear_that_it_is_too_much(
    bookkeeper, ledger, sandbox, shop, customer, chart, odoo, few_requests
):
    before = sandbox.counters()["throttled"]
    orders = [shop.order(customer, [(chart, quantity)]) for quantity in (1, 2, 3)]
    sessions = [odoo.as_user("admin", "admin") for _order in orders]
    with ThreadPoolExecutor(4) as people:
        runs = [people.submit(bookkeeper.sync)]
        for session, order in zip(sessions, orders, strict=True):
            runs.append(people.submit(bookkeeper.press_sync, order, odoo=session))
        for _press in range(2):
            button = (odoo.as_user("admin", "admin"), "connex.connection", "action_test_connection")
            runs.append(people.submit(button[0].call, *button[1:], [bookkeeper.connection]))
        for run in runs:
            run.result()
    bookkeeper.sync_now()
    assert sandbox.counters()["throttled"] == before
    assert ledger.count() == {"Estimate": 3}


def test_too_many_requests_all_the_same_have_everybody_wait_and_nobody_sleep(
    bookkeeper, ledger, sandbox, paid_sale, odoo_database
):
    order, _invoice = paid_sale
    sandbox.add_fault(kind="http", status=429, retry_after=600, times=1, match={"path": "batch"})
    bookkeeper.sync()
    asked = sandbox.counters()["requests"]
    began = time.monotonic()
    bookkeeper.sync()
    bookkeeper.sync_now()
    shown = bookkeeper.press_sync(order)
    bookkeeper.odoo.call("connex.connection", "action_test_connection", [bookkeeper.connection])
    assert time.monotonic() - began < 300, "somebody slept"
    assert sandbox.counters()["requests"] == asked
    assert "takes no more requests" in shown["note"]
    woken = "SELECT max(call_at) - now() FROM ir_cron_trigger"
    assert postgres.query(woken, odoo_database) > "00:08"

    over = "UPDATE connex_request_limit SET sent = sent || '{\"closed_until\": 0}'"
    postgres.query(over, odoo_database)
    bookkeeper.sync_now()
    assert_complete_once(bookkeeper, ledger, order)
