"""Which lines of vendor bills bill which lines of purchase orders, where QuickBooks keeps such links."""

from decimal import Decimal

import pytest
from small_sales import settings
from test_plan_purchases import BILLED, ORDERED, line, sale
from test_plan_purchases import billed as bill
from test_plan_purchases import ordered as purchase

from connex_bridge.bridge.documents import Key
from connex_bridge.bridge.plan import Mirrored, plan

SECOND = Key("bill", "account.move", 42)
LINKED = Mirrored(live=True, links=frozenset({311}))
PLAIN = Mirrored(live=True)


def of(quantity, number=311, order_line=None, **more):
    """A line of so many desks at 20.00."""
    more |= {"order": 31, "order_line": order_line} if order_line else {}
    amount = Decimal(20) * quantity
    return line(number, amount, quantity=Decimal(quantity), unit_price=Decimal(20), **more)


def ordered(quantity=3, *others, **more):
    return purchase(of(quantity), *others, **more)


def billed(quantity, *others, number=41, **more):
    return bill(of(quantity, number * 10 + 1, 311), *others, number=number, **more)


def planned(taken, mirrored=None, **more):
    wanted = plan(taken, settings(purchases="dropship", line_links=True, **more), mirrored or {})
    return {each.key: each.document for each in wanted if each.document}


def links(document):
    return [each.order_line for each in document.lines if each.order == ORDERED]


def test_a_bill_links_to_what_it_bills():
    assert links(planned(sale([ordered()], [billed(3)]))[BILLED]) == [311]


@pytest.mark.parametrize("quantity", [4, -1])
def test_a_bill_of_more_than_ordered_and_a_negative_line_go_without_a_link(quantity):
    more = of(2, 419, 312)
    taken = sale([ordered(3, of(2, 312))], [billed(quantity, more)])
    assert links(planned(taken)[BILLED]) == [312]


def test_a_corrected_bill_after_a_credit_note_goes_without_links_and_closes_the_order():
    credit = billed(3, number=43, kind="credit_note")
    taken = sale([ordered(fully_billed=True)], [billed(3), credit, billed(3, number=42)])
    wanted = planned(taken, {ORDERED: PLAIN, BILLED: LINKED})
    assert (links(wanted[BILLED]), links(wanted[SECOND])) == ([311], [])
    assert wanted[ORDERED].status == ""
    both = {BILLED: LINKED, SECOND: PLAIN}
    # QuickBooks has not closed it, as where the quantities differ or a line is the tax.
    assert planned(taken, both | {ORDERED: PLAIN})[ORDERED].status == "closed"
    closed = Mirrored(live=True, closed=True)
    assert planned(taken, both | {ORDERED: closed})[ORDERED].status == ""


def test_only_the_line_that_is_billed_already_goes_without_a_link():
    second = billed(3, of(2, 429, 312), number=42)
    wanted = planned(sale([ordered(3, of(2, 312))], [billed(3), second]))
    assert (links(wanted[BILLED]), links(wanted[SECOND])) == ([311], [312])


def test_partial_bills_link_as_long_as_something_is_open():
    taken = sale([ordered(5)], [billed(3), billed(3, number=42)])
    wanted = planned(taken)
    assert (links(wanted[BILLED]), links(wanted[SECOND])) == ([311], [])
    wanted = planned(taken, {SECOND: LINKED})
    assert (links(wanted[BILLED]), links(wanted[SECOND])) == ([], [311])


def test_a_bill_that_leaves_quickbooks_makes_room():
    taken = sale([ordered()], [billed(3, state="cancelled"), billed(3, number=42)])
    assert links(planned(taken, {BILLED: LINKED})[SECOND]) == [311]


def test_two_lines_of_a_bill_for_one_line_of_the_order_make_one_link():
    taken = sale([ordered(5)], [billed(2, of(3, 419, 311))])
    assert links(planned(taken)[BILLED]) == [311]


def test_another_vendors_bill_is_not_linked():
    assert links(planned(sale([ordered()], [billed(3, vendor=5)]))[BILLED]) == []


def test_a_bill_that_was_entered_without_a_link_stays_without():
    assert links(planned(sale([ordered()], [billed(3)]), {BILLED: PLAIN})[BILLED]) == []


def test_a_purchase_order_stays_open_until_all_of_it_is_billed():
    taken = sale([ordered(5)], [billed(3)])
    assert planned(taken, {ORDERED: PLAIN, BILLED: LINKED})[ORDERED].status == ""
    said = Mirrored(live=True, status="closed")
    assert planned(taken, {ORDERED: said, BILLED: LINKED})[ORDERED].status == "open"


def test_a_purchase_order_is_not_closed_before_its_last_bill_is_there():
    taken = sale([ordered(3, fully_billed=True)], [billed(1), billed(2, number=42)])
    mirrored = {ORDERED: PLAIN, BILLED: LINKED}
    assert planned(taken, mirrored)[ORDERED].status == ""
    gone = Mirrored(live=True, links=frozenset({311}), gone=True)
    assert planned(taken, mirrored | {SECOND: gone})[ORDERED].status == ""
    assert planned(taken, mirrored | {SECOND: LINKED})[ORDERED].status == "closed"
