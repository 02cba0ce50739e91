"""Answers that get lost, refusals that pass, tokens that end: nothing is missing and nothing is twice.

QuickBooks has carried the request out, or it has not; Odoo cannot know. The next run finds out.
"""

import pytest
from checks import assert_complete_once

from development import odoo_process, postgres
from development.remote import approval

WAVES = ["Customer", "Estimate", "Invoice", "Payment"]


def sending(entity: str, operation: str = "create") -> dict:
    """A fault's `match`: the batch that sends documents of this kind, not the ones that only look."""
    return {"path": "batch", "entity": entity, "operation": operation}


@pytest.mark.parametrize(
    ("kind", "entity"),
    [*(("reset_after", entity) for entity in WAVES), ("reset_before", "Invoice")],
)
def test_connection_that_breaks_leaves_nothing_twice_and_nothing_missing(
    bookkeeper, ledger, sandbox, paid_sale, kind, entity
):
    order, _invoice = paid_sale
    sandbox.add_fault(kind=kind, times=1, match=sending(entity))
    bookkeeper.sync()
    assert bookkeeper.state(order) == "waiting"
    bookkeeper.sync_now()
    assert_complete_once(bookkeeper, ledger, order)


@pytest.mark.parametrize(
    "fault",
    [
        {"kind": "truncate"},
        {"kind": "http", "status": 502, "body": "<html>Bad Gateway</html>"},
        {"kind": "http", "status": 503},
        {"kind": "http", "status": 500, "code": "10000"},
        {"kind": "http", "status": 429, "retry_after": 1},
    ],
    ids=lambda fault: f"{fault['kind']} {fault.get('status', '')}".strip(),
)
def test_answer_that_says_nothing_certain_is_cleared_up_by_the_next_run(
    bookkeeper, ledger, sandbox, paid_sale, fault
):
    order, _invoice = paid_sale
    sandbox.add_fault(times=1, match=sending("Invoice"), **fault)
    bookkeeper.sync()
    assert bookkeeper.state(order) == "waiting"
    assert bookkeeper.setting("state") == "connected"
    bookkeeper.sync_now()
    assert_complete_once(bookkeeper, ledger, order)


def test_answer_lost_three_times_in_a_row_still_makes_one_document(
    bookkeeper, ledger, sandbox, paid_sale
):
    order, _invoice = paid_sale
    sandbox.add_fault(kind="reset_after", times=3, match=sending("Invoice"))
    for _attempt in range(3):
        bookkeeper.sync_now()
        assert bookkeeper.state(order) == "waiting"
    bookkeeper.sync_now()
    assert_complete_once(bookkeeper, ledger, order)


@pytest.mark.parametrize("trouble", ["too many requests", "unreachable", "not authorized"])
def test_lost_answer_is_not_forgotten_when_the_next_attempt_cannot_be_made(
    bookkeeper, ledger, sandbox, shop, customer, chart, company, trouble
):
    """Payments have no number by which QuickBooks could refuse a second one; then one order is synced
    by its button, so that the next request is not the lost one."""
    orders = [shop.order(customer, [(chart, quantity)]) for quantity in (1, 2)]
    for order in orders:
        paid = bookkeeper.amount(order)
        shop.receive_payment(customer, float(paid), bookkeeper.number(order))
    sandbox.add_fault(kind="reset_after", times=1, match=sending("Payment"))
    bookkeeper.sync()
    assert len(ledger.payments) == 2
    if trouble == "unreachable":
        bookkeeper.choose(api_base_url=f"http://127.0.0.1:{odoo_process.free_port()}")
    else:
        status = {"too many requests": 429, "not authorized": 401}[trouble]
        match = {"path": "batch"}
        sandbox.add_fault(kind="http", status=status, retry_after=1, times=2, match=match)
    bookkeeper.sync_now()

    sandbox.clear_faults()
    bookkeeper.choose(api_base_url=company.sandbox.url)
    if bookkeeper.setting("state") == "reconnect":
        approval.approve(bookkeeper.odoo, bookkeeper.connection, company)
    bookkeeper.press_sync(orders[1])
    bookkeeper.sync_now()
    assert len(ledger.payments) == 2
    assert bookkeeper.states()["payment"] == {"synced"}
    assert bookkeeper.problems() == {}


def test_answer_lost_hours_ago_is_looked_up_and_not_asked_for_again(
    bookkeeper, ledger, sandbox, shop, customer, odoo_database
):
    """After hours nobody knows whether QuickBooks still remembers the request: its books do."""
    for amount in (10.00, 20.00, 20.00):
        shop.receive_payment(customer, amount)
    sandbox.add_fault(kind="reset_after", times=1, match=sending("Payment"))
    bookkeeper.sync()
    assert len(ledger.payments) == 3
    postgres.query("UPDATE connex_exchange SET sent_at = sent_at - interval '5h'", odoo_database)
    sent = sandbox.counters()["writes"]
    bookkeeper.sync_now()
    assert sandbox.counters()["writes"] == sent
    assert sorted(payment.TotalAmt for payment in ledger.payments) == [10, 20, 20]
    assert bookkeeper.states()["payment"] == {"synced"}
    known = {mirror["qb_id"] for mirror in bookkeeper.mirrors([("document", "=", "payment")])}
    assert known == {payment.Id for payment in ledger.payments}


@pytest.mark.parametrize("code", ["10000", "6210"])
def test_refusal_of_a_repeated_request_does_not_make_what_is_there_a_second_time(
    bookkeeper, ledger, sandbox, shop, customer, code
):
    """Nothing else would stop the second one: money without an invoice has no number and no link."""
    shop.receive_payment(customer, 10.00)
    sandbox.add_fault(kind="reset_after", times=1, match=sending("Payment"))
    bookkeeper.sync()
    assert len(ledger.payments) == 1
    refused = {"entity": "Payment", "operation": "create"}
    sandbox.add_fault(kind="item_fault", code=code, times=1, match=refused)
    bookkeeper.sync_now()
    assert all(fault["hits"] for fault in sandbox.control("GET", "faults")["faults"])
    bookkeeper.sync_now()
    assert [payment.TotalAmt for payment in ledger.payments] == [10]
    assert bookkeeper.states()["payment"] == {"synced"}
    assert bookkeeper.problems() == {}


def test_refusal_whose_reason_cannot_be_looked_up_leaves_no_document_behind(
    bookkeeper, ledger, sandbox, shop, customer, chart
):
    """ "Number taken" has the engine look who has it; when that fails, the document goes out again."""
    shop.order(customer, [(chart, 1)])
    bookkeeper.sync()
    order = shop.order(customer, [(chart, 2)])
    refused = {"entity": "Estimate", "operation": "create"}
    sandbox.add_fault(kind="item_fault", code="6140", times=1, match=refused)
    sandbox.add_fault(kind="reset_before", times=1, match={"path": "batch", "operation": "query"})
    bookkeeper.sync()
    assert bookkeeper.state(order) == "waiting"
    bookkeeper.sync_now()
    assert ledger.count() == {"Estimate": 2}
    assert bookkeeper.state(order) == "synced"
    assert bookkeeper.problems() == {}


def test_batch_answered_in_another_order_is_understood(bookkeeper, ledger, sandbox, paid_sale):
    order, _invoice = paid_sale
    sandbox.control("POST", "batch_order", seed=7)
    try:
        bookkeeper.sync()
    finally:
        sandbox.control("POST", "batch_order", seed=None)
    assert_complete_once(bookkeeper, ledger, order)


def test_button_clears_up_a_lost_answer_too(bookkeeper, ledger, sandbox, paid_sale):
    order, _invoice = paid_sale
    sandbox.add_fault(kind="reset_after", times=1, match=sending("Invoice"))
    shown = bookkeeper.press_sync(order)
    assert shown["outcome"] == "problem"
    assert shown["note"]
    shown = bookkeeper.press_sync(order)
    assert shown["outcome"] == "done", shown
    assert_complete_once(bookkeeper, ledger, order)


def test_order_changed_while_the_answer_is_unknown_is_updated_not_duplicated(
    bookkeeper, ledger, sandbox, shop, customer, chart, odoo
):
    order = shop.order(customer, [(chart, 1)])
    sandbox.add_fault(kind="reset_after", times=1, match=sending("Estimate"))
    bookkeeper.sync()
    (line,) = odoo.read("sale.order", order, "order_line")
    odoo.write("sale.order.line", line, product_uom_qty=9)
    bookkeeper.sync_now()
    assert ledger.count() == {"Estimate": 1}
    assert ledger.sales_orders[0].TotalAmt == bookkeeper.amount(order)
    assert bookkeeper.state(order) == "synced"


def test_order_cancelled_while_the_answer_is_unknown_is_removed(
    bookkeeper, ledger, sandbox, shop, customer, chart
):
    order = shop.order(customer, [(chart, 1)])
    sandbox.add_fault(kind="reset_after", times=1, match=sending("Estimate"))
    bookkeeper.sync()
    assert ledger.count() == {"Estimate": 1}
    shop.cancel(order)
    bookkeeper.sync_now()
    assert ledger.count() == {}
    assert bookkeeper.mirror("sales_order", order)["state"] == "voided"


def test_lost_answer_to_a_removal_is_cleared_up(bookkeeper, ledger, sandbox, shop, customer, chart):
    order = shop.order(customer, [(chart, 1)])
    bookkeeper.sync()
    shop.cancel(order)
    sandbox.add_fault(kind="reset_after", times=1, match=sending("Estimate", "delete"))
    bookkeeper.sync()
    bookkeeper.sync_now()
    assert ledger.count() == {}
    assert bookkeeper.mirror("sales_order", order)["state"] == "voided"
    assert bookkeeper.problems() == {}


def test_lost_answer_to_an_update_is_cleared_up(bookkeeper, ledger, sandbox, shop, paid_sale, odoo):
    order, invoice = paid_sale
    bookkeeper.sync()
    (payment,) = odoo.search("account.payment", [])
    shop.unreconcile(payment, invoice)
    sandbox.add_fault(kind="reset_after", times=1, match=sending("Payment", "update"))
    bookkeeper.sync()
    shop.reconcile(payment, invoice)
    bookkeeper.sync_now()
    assert_complete_once(bookkeeper, ledger, order)
    assert ledger.payment().UnappliedAmt == 0


def test_access_token_that_ends_is_renewed_within_the_run(bookkeeper, ledger, sandbox, paid_sale):
    order, _invoice = paid_sale
    sandbox.advance_clock(2 * 3600)
    ledger.sign_in_again()
    bookkeeper.sync()
    assert_complete_once(bookkeeper, ledger, order)
    assert bookkeeper.setting("problem_code") is False


def test_access_token_refused_in_the_middle_of_a_run_is_renewed(
    bookkeeper, ledger, sandbox, paid_sale
):
    order, _invoice = paid_sale
    sandbox.add_fault(kind="http", status=401, times=1, match=sending("Invoice"))
    bookkeeper.sync()
    assert_complete_once(bookkeeper, ledger, order)


def test_approval_that_has_ended_asks_for_a_new_one_and_loses_nothing(
    bookkeeper, ledger, sandbox, paid_sale, odoo, company
):
    order, _invoice = paid_sale
    sandbox.advance_clock(101 * 24 * 3600)
    bookkeeper.sync()
    assert bookkeeper.setting("state") == "reconnect"
    assert bookkeeper.setting("problem_next_step")
    asked = [("res_model", "=", "connex.connection"), ("res_id", "=", bookkeeper.connection)]
    assert len(odoo.search("mail.activity", asked)) == 1
    bookkeeper.sync()
    assert len(odoo.search("mail.activity", asked)) == 1

    approval.approve(odoo, bookkeeper.connection, company)
    assert bookkeeper.setting("state") == "connected"
    assert odoo.search("mail.activity", asked) == []
    ledger.sign_in_again()
    bookkeeper.sync()
    assert_complete_once(bookkeeper, ledger, order)
