"""Orders that are invoiced in QuickBooks straight away (invoice source: the order itself)."""

from dataclasses import replace
from decimal import Decimal

from small_sales import DAY, invoice, mirrored_as, order, payment, settings, snapshot

from connex_bridge.bridge.documents import Application, Key
from connex_bridge.bridge.plan import Mirrored, plan
from connex_bridge.bridge.sale import Allocation, Term

ORDER = Key("sales_order", "sale.order", 1)
COPY = Key("invoice", "sale.order", 1)
PAID = Key("payment", "account.payment", 21)


def by_order(*statuses, **more):
    chosen = frozenset(statuses or ("fulfilled",))
    return settings(invoice_source="order", invoice_statuses=chosen, **more)


def planned(sale, chosen, mirrored=None):
    return {each.key: each for each in plan(sale, chosen, mirrored or {})}


def transactions(found):
    return {key for key in found if key.document not in ("customer", "item", "term")}


def test_an_order_at_the_chosen_status_is_invoiced_as_it_stands():
    found = planned(snapshot([order(status="fulfilled")]), by_order())
    assert transactions(found) == {ORDER, COPY}
    copy, copied = found[COPY].document, found[ORDER].document
    assert (copy.number, copy.lines, copy.tax, copy.total) == (
        copied.number,
        copied.lines,
        copied.tax,
        copied.total,
    )
    assert copy.sales_order == ORDER
    assert copied.status == ""  # QuickBooks closes it because the invoice links to it


def test_its_invoice_is_due_when_the_payment_term_says():
    sale = snapshot([order(status="fulfilled", term=3)], terms={3: Term(3, "30 days", 30)})
    assert (planned(sale, by_order())[COPY].document.due_date - DAY).days == 30


def test_an_order_before_that_status_is_a_sales_order_only():
    assert transactions(planned(snapshot([order(status="pending")]), by_order())) == {ORDER}


def test_several_statuses_may_be_chosen():
    sale = snapshot([order(status="paid")])
    assert COPY in planned(sale, by_order("paid", "fulfilled"))


def test_modes_without_invoices_make_none():
    sale = snapshot([order(status="fulfilled")])
    assert COPY not in planned(sale, by_order(mode="orders_payments"))
    assert transactions(planned(sale, by_order(mode="invoices_only"))) == {COPY}


def test_a_mode_without_sales_orders_links_to_none():
    sale = snapshot([order(status="fulfilled")])
    assert planned(sale, by_order(mode="invoices_payments"))[COPY].document.sales_order is None


def test_the_payment_made_for_the_order_pays_its_invoice():
    sale = snapshot([order(status="fulfilled")], payments=[payment(orders=(1,))])
    found = planned(sale, by_order())
    assert found[PAID].document.applications == (Application(COPY, Decimal("106.00")),)
    assert found[PAID].document.memo.endswith("S00001")


def test_two_payments_never_pay_more_than_the_invoice():
    payments = [payment(21, "60.00", orders=(1,)), payment(22, "60.00", orders=(1,))]
    found = planned(snapshot([order(status="fulfilled")], payments=payments), by_order())
    applied = [
        found[Key("payment", "account.payment", each)].document.applications[0].amount
        for each in (21, 22)
    ]
    assert applied == [Decimal("60.00"), Decimal("46.00")]


def test_one_payment_for_two_orders_is_shared_out():
    orders = [order(1, status="fulfilled"), order(2, status="fulfilled")]
    sale = snapshot(orders, payments=[payment(amount="150.00", orders=(1, 2))])
    applications = planned(sale, by_order())[PAID].document.applications
    assert [each.amount for each in applications] == [Decimal("106.00"), Decimal("44.00")]


def test_an_odoo_invoice_that_comes_later_is_not_posted_a_second_time():
    first = planned(snapshot([order(status="fulfilled")]), by_order())
    mirrored = mirrored_as(first.values())
    later = snapshot(
        [order(status="fulfilled", fully_invoiced=True)],
        [invoice(orders=(1,))],
        [payment(applied=[(11, "106.00")])],
    )
    found = planned(later, by_order(), mirrored)
    assert transactions(found) == {ORDER, COPY, PAID}
    assert found[COPY].document == first[COPY].document
    assert found[ORDER].document == first[ORDER].document
    assert found[COPY].moves == (11,)
    assert found[PAID].document.applications == (Application(COPY, Decimal("106.00")),)


def test_that_stays_so_when_the_source_is_changed_back():
    sale = snapshot([order(status="fulfilled")])
    mirrored = mirrored_as(planned(sale, by_order()).values())
    later = snapshot([order(status="fulfilled", fully_invoiced=True)], [invoice(orders=(1,))])
    assert transactions(planned(later, settings(), mirrored)) == {ORDER, COPY}


def test_an_odoo_invoice_before_the_chosen_status_waits_for_it():
    sale = snapshot([order(status="paid")], [invoice(orders=(1,))])
    assert transactions(planned(sale, by_order())) == {ORDER}


def test_an_odoo_invoice_that_quickbooks_has_already_stays_the_invoice():
    sale = snapshot([order(status="fulfilled", fully_invoiced=True)], [invoice(orders=(1,))])
    mirrored = mirrored_as(planned(sale, settings()).values())
    found = planned(sale, by_order(), mirrored)
    assert transactions(found) == {ORDER, Key("invoice", "account.move", 11)}


def test_an_invoice_without_an_order_is_posted_as_ever():
    sale = snapshot([], [invoice()])
    assert transactions(planned(sale, by_order())) == {Key("invoice", "account.move", 11)}


def test_receipts_are_still_made_of_odoo_invoices():
    sale = snapshot(
        [order(status="fulfilled")],
        [invoice(orders=(1,), residual=Decimal(0))],
        [payment(applied=[(11, "106.00")])],
    )
    found = planned(sale, by_order(mode="receipts"))
    assert transactions(found) == {Key("sales_receipt", "account.move", 11)}


def test_a_credit_note_is_applied_to_the_copy():
    sale = snapshot(
        [order(status="fulfilled", fully_invoiced=True)],
        [
            invoice(orders=(1,), residual=Decimal(0)),
            invoice(12, kind="credit_note", orders=(1,), reverses=11, residual=Decimal(0)),
        ],
        credits={12: (Allocation(11, Decimal("106.00"), DAY),)},
    )
    found = planned(sale, by_order())
    applied = found[Key("payment", "account.move", 12)].document.applications
    assert Application(COPY, Decimal("106.00")) in applied


def test_a_changed_order_changes_its_invoice():
    first = planned(snapshot([order(status="fulfilled")]), by_order())
    changed = snapshot([order(status="fulfilled", amount="200.00", tax="12.00")])
    found = planned(changed, by_order(), mirrored_as(first.values()))
    assert found[COPY].document.total == found[ORDER].document.total == Decimal("212.00")


def test_a_cancelled_order_loses_its_invoice_and_frees_its_payment():
    paid = payment(orders=(1,))
    sale = snapshot([order(status="fulfilled")], payments=[paid])
    mirrored = mirrored_as(planned(sale, by_order()).values())
    cancelled = replace(order(status="cancelled"), state="cancelled")
    found = planned(snapshot([cancelled], payments=[paid]), by_order(), mirrored)
    assert found[COPY].action == found[ORDER].action == "remove"
    assert found[PAID].document.applications == ()


def test_an_order_whose_link_got_lost_is_closed_by_saying_so():
    sale = snapshot([order(status="fulfilled")])
    mirrored = {ORDER: Mirrored(True), COPY: Mirrored(True)}
    assert planned(sale, by_order(), mirrored)[ORDER].document.status == "closed"


def test_an_odoo_invoice_that_was_only_prepared_gives_way_to_the_copy():
    sale = snapshot([order(status="fulfilled", fully_invoiced=True)], [invoice(orders=(1,))])
    prepared = {Key("invoice", "account.move", 11): Mirrored(False, prepared=True)}
    found = planned(sale, by_order(), prepared)
    assert found[Key("invoice", "account.move", 11)].action == "remove"
    assert found[COPY].action == "save"


def test_an_invoice_for_two_orders_of_which_one_has_its_copy_is_held_back():
    copied = {COPY: Mirrored(True)}
    orders = [order(1, status="fulfilled"), order(2, status="fulfilled")]
    both = invoice(orders=(1, 2), amount="200.00", tax="12.00")
    found = planned(snapshot(orders, [both]), settings(), copied)
    problem = found[Key("invoice", "account.move", 11)].problem
    assert problem.code == "partly_invoiced_by_order"
    assert (problem.values["orders"], problem.values["others"]) == ("S00001", "S00002")
