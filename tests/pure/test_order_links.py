"""Which invoice links to its order where QuickBooks keeps one link for the whole of both, and what closes the
order when none does."""

from decimal import Decimal

import pytest
from small_sales import invoice, mirrored_as, order, settings, snapshot

from connex_bridge.bridge import documents as docs
from connex_bridge.bridge.plan import Mirrored, plan

ORDER = docs.Key("sales_order", "sale.order", 1)
FIRST = docs.Key("invoice", "account.move", 11)
SECOND = docs.Key("invoice", "account.move", 12)
ELSEWHERE = pytest.mark.parametrize(
    "elsewhere", [{"customer": 6}, {"currency": "EUR"}], ids=["customer", "currency"]
)


def planned(invoices, mirrored=None, complete=True):
    taken = snapshot([order(fully_invoiced=complete)], invoices)
    wanted = plan(taken, settings(), mirrored or {})
    return {each.key: each.document for each in wanted if each.document}


def half(number, **more):
    return invoice(number, "50.00", "3.00", orders=(1,), **more)


@ELSEWHERE
def test_an_invoice_to_another_customer_or_in_another_currency_is_not_linked(elsewhere):
    wanted = planned([invoice(orders=(1,), **elsewhere)])
    assert wanted[FIRST].sales_order is None
    assert wanted[ORDER].status == "closed"


@ELSEWHERE
def test_the_order_that_was_open_is_closed_by_saying_so(elsewhere):
    billed = invoice(orders=(1,), **elsewhere)
    before = planned([half(11, **elsewhere)], complete=False)
    assert before[ORDER].status == ""
    for mirrored in ({ORDER: Mirrored(live=True)}, {ORDER: Mirrored(True), FIRST: Mirrored(True)}):
        assert planned([billed], mirrored)[ORDER].status == "closed"


def test_planning_again_what_is_billed_to_another_customer_wants_the_same():
    taken = snapshot([order(fully_invoiced=True)], [invoice(orders=(1,), customer=6)])
    first = plan(taken, settings(), {})
    again = plan(taken, settings(), mirrored_as(first))
    assert {w.key: docs.content(w.document) for w in first} == {
        w.key: docs.content(w.document) for w in again
    }


def test_of_two_invoices_the_one_to_the_orders_own_customer_is_linked():
    wanted = planned([half(11), half(12, customer=6)])
    assert (wanted[FIRST].sales_order, wanted[SECOND].sales_order) == (ORDER, None)
    assert wanted[ORDER].status == ""


def test_an_order_whose_last_invoice_goes_to_another_customer_is_closed_all_the_same():
    mirrored = {ORDER: Mirrored(live=True), FIRST: Mirrored(live=True)}
    wanted = planned([half(11), half(12, customer=6)], mirrored)
    assert (wanted[FIRST].sales_order, wanted[SECOND].sales_order) == (None, None)
    assert wanted[ORDER].status == "closed"


def test_an_order_billed_to_another_customer_is_open_again_when_an_invoice_goes():
    mirrored = {ORDER: Mirrored(live=True, status="closed"), FIRST: Mirrored(live=True)}
    cancelled = invoice(orders=(1,), customer=6, state="cancelled", residual=Decimal(0))
    assert planned([cancelled], mirrored, complete=False)[ORDER].status == "open"
