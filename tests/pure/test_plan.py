"""What QuickBooks should hold for a sale, whatever has happened to it."""

from datetime import timedelta
from decimal import Decimal

import pytest
from small_sales import DAY, invoice, line, mirrored_as, order, payment, settings, snapshot

from connex_bridge.bridge import documents as docs
from connex_bridge.bridge.plan import Mirrored, plan
from connex_bridge.bridge.rules import MODES
from connex_bridge.bridge.sale import Source

TRANSACTIONS = ("sales_order", "invoice", "payment", "sales_receipt", "credit_memo", "refund")
ORDER = docs.Key("sales_order", "sale.order", 1)
INVOICE = docs.Key("invoice", "account.move", 11)
PAYMENT = docs.Key("payment", "account.payment", 21)


def planned(taken, choices=None, mirrored=None):
    wanted = plan(taken, choices or settings(), mirrored or {})
    return {each.key: each for each in wanted if each.key.document in TRANSACTIONS}


def paid_sale(**more):
    sold = order(status="fulfilled", fully_invoiced=True)
    billed = invoice(orders=(1,), residual=Decimal(0))
    return snapshot([sold], [billed], [payment(applied=[(11, "106.00")])], **more)


def test_unpaid_order_becomes_a_sales_order_and_nothing_else():
    assert set(planned(snapshot([order()]))) == {ORDER}


def test_customers_and_items_come_with_the_documents_that_name_them():
    kinds = {each.key.document for each in plan(snapshot([order()]), settings(), {})}
    assert kinds == {"customer", "item", "sales_order"}


def test_paid_sale_becomes_order_linked_invoice_and_applied_payment():
    wanted = planned(paid_sale())
    assert set(wanted) == {ORDER, INVOICE, PAYMENT}
    assert wanted[INVOICE].document.sales_order == ORDER
    assert wanted[PAYMENT].document.applications == (docs.Application(INVOICE, Decimal("106.00")),)


@pytest.mark.parametrize("mode", sorted(set(MODES) - {"receipts"}))
def test_each_mode_creates_just_its_documents(mode):
    wanted = planned(paid_sale(), settings(mode))
    assert {key.document for key in wanted} == MODES[mode]


def test_receipts_mode_makes_one_receipt_of_a_paid_invoice():
    wanted = planned(paid_sale(), settings("receipts"))
    assert [key.document for key in wanted] == ["sales_receipt"]


def test_receipts_mode_waits_for_the_payment():
    billed = invoice(orders=(1,))
    assert not planned(snapshot([order()], [billed]), settings("receipts"))


def test_planning_again_what_quickbooks_holds_wants_the_same():
    first = plan(paid_sale(), settings(), {})
    again = plan(paid_sale(), settings(), mirrored_as(first))
    assert {w.key: docs.content(w.document) for w in first} == {
        w.key: docs.content(w.document) for w in again
    }


def test_status_that_is_not_chosen_creates_nothing():
    assert not planned(snapshot([order()]), settings(statuses={"paid"}))


def test_what_is_mirrored_stays_maintained_when_its_status_is_no_longer_chosen():
    mirrored = {ORDER: Mirrored(live=True)}
    assert set(planned(snapshot([order()]), settings(statuses={"paid"}), mirrored)) == {ORDER}


def test_nothing_before_the_start_date():
    assert not planned(paid_sale(), settings(start=DAY + timedelta(days=1)))


def test_prepayment_arrives_unapplied_and_is_applied_when_the_invoice_comes():
    prepaid = payment(orders=(1,))
    before = planned(snapshot([order(status="paid")], payments=[prepaid]))
    assert before[PAYMENT].document.applications == ()
    after = planned(paid_sale(), mirrored=mirrored_as(before.values()))
    assert after[PAYMENT].document.applications[0].target == INVOICE


def test_mode_without_invoices_leaves_the_payment_unapplied():
    wanted = planned(paid_sale(), settings("orders_payments"))
    assert wanted[PAYMENT].document.applications == ()


def test_partial_payment_keeps_its_own_amount():
    billed = invoice(orders=(1,), residual=Decimal("66.00"))
    part = payment(amount="40.00", applied=[(11, "40.00")])
    wanted = planned(snapshot([order()], [billed], [part]))
    assert wanted[PAYMENT].document.amount == Decimal("40.00")


def test_one_payment_over_three_invoices_is_one_payment_with_three_lines():
    invoices = [invoice(number, "10.00", "0.00", residual=Decimal(0)) for number in (11, 12, 13)]
    whole = payment(amount="30.00", applied=[(11, "10.00"), (12, "10.00"), (13, "10.00")])
    wanted = planned(snapshot(invoices=invoices, payments=[whole]))
    assert len(wanted[PAYMENT].document.applications) == 3


def test_unreconciling_takes_the_line_away_again():
    wanted = planned(snapshot(invoices=[invoice()], payments=[payment()]))
    assert wanted[PAYMENT].document.applications == ()


def test_only_the_invoice_that_completes_the_order_links_to_it():
    half = {"amount": "50.00", "tax": "3.00", "orders": (1,)}
    first = planned(snapshot([order()], [invoice(11, **half)]))
    assert first[INVOICE].document.sales_order is None
    complete = snapshot([order(fully_invoiced=True)], [invoice(11, **half), invoice(12, **half)])
    second = planned(complete, mirrored=mirrored_as(first.values()))
    assert second[INVOICE].document.sales_order is None
    assert second[docs.Key("invoice", "account.move", 12)].document.sales_order == ORDER


def test_order_whose_invoices_cannot_link_is_closed_by_saying_so():
    mirrored = {ORDER: Mirrored(True), INVOICE: Mirrored(True)}
    billed = snapshot([order(fully_invoiced=True)], [invoice(orders=(1,))])
    assert planned(billed, mirrored=mirrored)[ORDER].document.status == "closed"


def test_order_is_opened_again_when_more_is_ordered_after_the_invoice():
    first = planned(paid_sale())
    more = order(lines=(line(1, "100.00"), line(2, "50.00", taxed=False)), total=Decimal("156.00"))
    grown = snapshot([more], [invoice(orders=(1,))])
    assert planned(grown, mirrored=mirrored_as(first.values()))[ORDER].document.status == "open"


def test_cancelled_order_is_removed_and_cancelled_invoice_too():
    mirrored = mirrored_as(planned(paid_sale()).values())
    cancelled = snapshot(
        [order(state="cancelled", status="cancelled")],
        [invoice(orders=(1,), state="cancelled")],
        [payment(state="cancelled")],
    )
    actions = {key: each.action for key, each in planned(cancelled, mirrored=mirrored).items()}
    assert actions == {ORDER: "remove", INVOICE: "remove", PAYMENT: "remove"}


def test_order_stays_as_long_as_a_posted_invoice_links_to_it():
    mirrored = mirrored_as(planned(paid_sale()).values())
    cancelled = snapshot([order(state="cancelled")], [invoice(orders=(1,))])
    assert ORDER not in planned(cancelled, mirrored=mirrored)


def test_invoice_being_edited_is_left_as_it_was_posted():
    mirrored = {INVOICE: Mirrored(True)}
    assert not planned(snapshot(invoices=[invoice(state="reopened")]), mirrored=mirrored)


def test_deleted_in_odoo_is_removed_in_quickbooks():
    taken = snapshot(gone=[Source("account.move", 11)])
    assert planned(taken, mirrored={INVOICE: Mirrored(True)})[INVOICE].action == "remove"


def test_lines_that_do_not_add_up_are_held_back_with_both_numbers():
    wanted = planned(snapshot([order(total=Decimal("107.00"))]))[ORDER]
    assert wanted.problem.code == "lines_differ"
    assert wanted.problem.values["odoo"] == "107.00"
    assert wanted.problem.values["lines"] == "106.00"


def test_more_applied_than_received_is_held_back():
    discounted = payment(amount="104.00", applied=[(11, "106.00")])
    wanted = planned(snapshot(invoices=[invoice()], payments=[discounted]))[PAYMENT]
    assert wanted.problem.code == "applied_more_than_received"


def test_every_document_survives_being_stored_and_read_again():
    for wanted in plan(paid_sale(), settings(), {}):
        kind = wanted.key.document
        assert docs.restore(kind, docs.content(wanted.document)) == wanted.document


def test_what_was_prepared_and_not_sent_goes_when_its_record_is_cancelled_or_deleted():
    keys = [ORDER, INVOICE, PAYMENT, docs.Key("sales_order", "sale.order", 9)]
    sale = snapshot(
        [order(state="cancelled", status="cancelled")],
        [invoice(state="cancelled")],
        [payment(state="cancelled")],
        gone=[Source("sale.order", 9)],
    )
    prepared = {key: Mirrored(live=False, prepared=True) for key in keys}
    found = {each.key: each.action for each in plan(sale, settings(), prepared)}
    assert found == dict.fromkeys(keys, "remove")
    assert plan(sale, settings(), {key: Mirrored(live=False) for key in keys}) == []
