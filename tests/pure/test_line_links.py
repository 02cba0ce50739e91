"""Which lines of invoices bill which lines of sales orders, where QuickBooks keeps such links."""

from dataclasses import replace
from decimal import Decimal

from small_sales import invoice, line, order, settings, snapshot

from connex_bridge.bridge import documents as docs
from connex_bridge.bridge.plan import Mirrored, plan

ORDER = docs.Key("sales_order", "sale.order", 1)
FIRST = docs.Key("invoice", "account.move", 11)
SECOND = docs.Key("invoice", "account.move", 12)
LIVE = Mirrored(live=True, links=frozenset({1}))


def of(quantity, number, order_line=0):
    """A line of so many chairs at 10.00."""
    plain = line(number, Decimal(10) * quantity, taxed=False)
    return replace(plain, quantity=Decimal(quantity), unit_price=Decimal(10), order_line=order_line)


def sold(quantity=5, **more):
    amount = Decimal(10 * quantity)
    return order(amount=amount, tax="0", lines=(of(quantity, 1),), **more)


def billed(quantity, number=11, order_line=1, **more):
    amount = Decimal(10 * quantity)
    lines = (of(quantity, number, order_line),)
    return invoice(number, amount=amount, tax="0", lines=lines, orders=(1,), **more)


def planned(taken, mirrored=None):
    wanted = plan(taken, settings(line_links=True), mirrored or {})
    return {each.key: each.document for each in wanted if each.document}


def links(document):
    return [(each.order, each.order_line) for each in document.lines]


def test_every_line_of_an_invoice_bills_its_line_of_the_order():
    wanted = planned(snapshot([sold()], [billed(2), billed(3, 12)]))
    assert wanted[ORDER].lines[0].source == 1
    assert links(wanted[FIRST]) == links(wanted[SECOND]) == [(ORDER, 1)]
    assert wanted[FIRST].sales_order is None
    assert wanted[ORDER].status == ""


def test_no_more_is_billed_than_was_ordered():
    wanted = planned(snapshot([sold()], [billed(3), billed(3, 12)]))
    assert (links(wanted[FIRST]), links(wanted[SECOND])) == ([(ORDER, 1)], [(None, 0)])


def test_what_quickbooks_has_linked_comes_before_what_is_new():
    taken = snapshot([sold()], [billed(3), billed(3, 12)])
    wanted = planned(taken, {SECOND: LIVE})
    assert (links(wanted[FIRST]), links(wanted[SECOND])) == ([(None, 0)], [(ORDER, 1)])


def test_an_invoice_that_was_entered_without_a_link_stays_without():
    wanted = planned(snapshot([sold()], [billed(5)]), {FIRST: Mirrored(live=True)})
    assert links(wanted[FIRST]) == [(None, 0)]


def test_another_customers_invoice_is_not_linked():
    wanted = planned(snapshot([sold()], [billed(5, customer=6)]))
    assert links(wanted[FIRST]) == [(None, 0)]


def test_lines_without_an_order_are_not_linked():
    assert links(planned(snapshot([sold()], [billed(5, order_line=0)]))[FIRST]) == [(None, 0)]


def test_without_the_order_in_quickbooks_there_is_no_link():
    taken = snapshot([sold()], [billed(5)])
    wanted = plan(taken, settings("invoices_only", line_links=True), {})
    (document,) = [each.document for each in wanted if each.key == FIRST]
    assert links(document) == [(None, 0)]


def complete(**more):
    return sold(fully_invoiced=True, **more)


def test_an_order_that_its_invoices_have_closed_is_left_alone():
    mirrored = {ORDER: Mirrored(live=True, closed=True), FIRST: LIVE}
    assert planned(snapshot([complete()], [billed(5)]), mirrored)[ORDER].status == ""


def test_an_order_that_stays_open_is_closed_once_all_its_invoices_are_there():
    taken = snapshot([complete()], [billed(2), billed(3, 12)])
    before = {ORDER: Mirrored(live=True), FIRST: LIVE}
    assert planned(taken, before)[ORDER].status == ""
    assert planned(taken, before | {SECOND: LIVE})[ORDER].status == "closed"


def test_an_order_that_was_closed_is_opened_for_another_invoice():
    taken = snapshot([complete()], [billed(2), billed(3, 12)])
    before = {ORDER: Mirrored(live=True, status="closed", closed=True), FIRST: LIVE}
    assert planned(taken, before)[ORDER].status == "open"


def test_an_invoice_that_somebody_has_deleted_does_not_close_its_order():
    gone = replace(LIVE, gone=True)
    mirrored = {ORDER: Mirrored(live=True), FIRST: gone}
    assert planned(snapshot([complete()], [billed(5)]), mirrored)[ORDER].status == ""


def test_nothing_of_it_reaches_a_quickbooks_without_such_links():
    wanted = plan(snapshot([complete()], [billed(5)]), settings(), {})
    documents = {each.key: each.document for each in wanted if each.document}
    assert documents[FIRST].sales_order == ORDER
    for key in (ORDER, FIRST):
        (content,) = docs.content(documents[key])["lines"]
        assert not {"source", "order", "order_line"} & content.keys()
