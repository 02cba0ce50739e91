"""Errors of QuickBooks itself: whether it did what it was asked to, its answer does not say."""

import json

import pytest

from development import postgres

MADE = {"entity": "Payment", "operation": "create"}


def test_error_after_the_work_was_done_makes_nothing_twice(
    bookkeeper, ledger, sandbox, shop, customer, chart
):
    """QuickBooks would recognize the very same request, but one order is synced by its button then."""
    orders = [shop.order(customer, [(chart, quantity)]) for quantity in (1, 2)]
    for order in orders:
        paid = bookkeeper.amount(order)
        shop.receive_payment(customer, float(paid), bookkeeper.number(order))
    sandbox.add_fault(kind="http_after", status=500, times=1, match={"path": "batch", **MADE})
    bookkeeper.sync()
    assert len(ledger.payments) == 2
    bookkeeper.press_sync(orders[1])
    bookkeeper.sync_now()
    assert sorted(payment.TotalAmt for payment in ledger.payments) == [24.5, 49]
    assert bookkeeper.states()["payment"] == {"synced"}
    assert bookkeeper.problems() == {}


def test_document_made_in_spite_of_an_error_in_its_answer_is_found_and_not_made_twice(
    bookkeeper, ledger, sandbox, shop, customer, odoo_database
):
    for amount in (10.00, 20.00, 30.00):
        shop.receive_payment(customer, amount)
    sandbox.add_fault(kind="item_fault_after", code="10000", times=2, match=MADE)
    sandbox.add_fault(kind="item_fault", code="10000", times=1, match=MADE)
    bookkeeper.sync()
    assert len(ledger.payments) == 2
    assert len(bookkeeper.mirrors([("document", "=", "payment"), ("state", "=", "synced")])) == 2
    postgres.query("UPDATE connex_mirror SET next_try = NULL", odoo_database)
    bookkeeper.sync_now()
    assert sorted(payment.TotalAmt for payment in ledger.payments) == [10, 20, 30]
    assert bookkeeper.states()["payment"] == {"synced"}


@pytest.mark.parametrize(
    ("first", "sent"), [("http_after", [3]), ("http", [3, 1, 1, 1])], ids=["done", "not done"]
)
def test_documents_of_a_request_that_quickbooks_fails_on_are_looked_up_and_go_alone(
    bookkeeper, ledger, sandbox, odoo, shop, customer, first, sent
):
    """After a few identical attempts: what was done is found, the rest goes one by one, each once."""
    for amount in (10.00, 20.00, 30.00):
        shop.receive_payment(customer, amount)
    sandbox.add_fault(kind=first, status=500, times=1, match={"path": "batch", **MADE})
    sandbox.add_fault(kind="http", status=500, times=3, match={"path": "batch", **MADE})
    for _attempt in range(6):
        bookkeeper.sync_now()
    assert sorted(payment.TotalAmt for payment in ledger.payments) == [10, 20, 30]
    assert bookkeeper.states()["payment"] == {"synced"}
    assert bookkeeper.problems() == {}
    writes = odoo.search_read(
        "connex.exchange", [("kind", "=", "write")], ["request_body"], order="id"
    )
    batches = [json.loads(write["request_body"])["BatchItemRequest"] for write in writes]
    payments = [sum("Payment" in item for item in batch) for batch in batches]
    assert [count for count in payments if count] == sent
