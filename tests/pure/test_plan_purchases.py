"""Which purchase orders and bills QuickBooks should hold for a sale."""

from dataclasses import replace
from decimal import Decimal

import pytest
from small_sales import DAY, mirrored_as, order, settings, snapshot

from connex_bridge.bridge import purchase
from connex_bridge.bridge.documents import Key
from connex_bridge.bridge.plan import Mirrored, plan

PURCHASES = ("vendor", "purchase_order", "bill", "vendor_credit")
ORDERED = Key("purchase_order", "purchase.order", 31)
BILLED = Key("bill", "account.move", 41)


def line(number=311, amount="70.00", **more):
    values = {"quantity": Decimal(1), "unit_price": Decimal(amount), "sale": 1, "dropship": True}
    return purchase.PurchaseLine(
        number, product=7, description="Chair", amount=Decimal(amount), **(values | more)
    )


def ordered(*lines, **more):
    values = {"state": "confirmed", "date": DAY, "currency": "USD", "vendor": 6, "orders": (1,)}
    return purchase.PurchaseOrder(31, "P00001", lines=lines or (line(),), **(values | more))


def billed(*lines, number=41, **more):
    lines = lines or (line(411, order=31, order_line=311),)
    values = {
        "kind": "bill",
        "state": "posted",
        "date": DAY,
        "due_date": DAY,
        "currency": "USD",
        "vendor": 6,
        "orders": (1,),
        "total": sum(each.amount for each in lines),
    }
    return purchase.Bill(number, "F-1", "BILL/1", lines=lines, **(values | more))


def sale(purchases=None, bills=(), **more):
    taken = snapshot([order(**more)])
    return replace(
        taken,
        purchases={each.id: each for each in purchases or [ordered()]},
        bills={each.id: each for each in bills},
    )


def planned(taken, mirrored=None, purchases="dropship", **more):
    wanted = plan(taken, settings(purchases=purchases, **more), mirrored or {})
    return {each.key: each for each in wanted if each.key.document in PURCHASES}


def test_a_dropshipped_sale_brings_its_vendor_and_its_purchase_order():
    wanted = planned(sale())
    assert {key.document for key in wanted} == {"vendor", "purchase_order"}
    document = wanted[ORDERED].document
    assert document.total == Decimal("70.00")
    assert document.lines[0].customer == Key("customer", "res.partner", 5)
    assert "S00001" in document.memo


@pytest.mark.parametrize(
    ("purchases", "dropship", "expected"),
    [
        ("none", True, False),
        ("dropship", True, True),
        ("dropship", False, False),
        ("sale", False, True),
    ],
)
def test_the_choice_says_which_purchases_go(purchases, dropship, expected):
    wanted = planned(sale([ordered(line(dropship=dropship))]), purchases=purchases)
    assert (ORDERED in wanted) is expected


def test_lines_for_stock_stay_out_of_the_purchase_order():
    taken = sale([ordered(line(), line(312, "9.00", sale=None, dropship=False))])
    assert planned(taken)[ORDERED].document.total == Decimal("70.00")


@pytest.mark.parametrize("state", ["draft", "cancelled"])
def test_an_unconfirmed_purchase_order_does_not_go_and_a_cancelled_one_is_removed(state):
    taken = sale([ordered(state=state)])
    assert planned(taken) == {}
    assert planned(taken, {ORDERED: Mirrored(live=True)})[ORDERED].action == "remove"


def test_a_bill_links_to_the_line_it_bills():
    (document,) = [planned(sale(bills=[billed()]))[BILLED].document]
    assert (document.lines[0].order, document.lines[0].order_line) == (ORDERED, 311)


def test_a_bill_goes_without_link_where_quickbooks_has_no_purchase_orders():
    wanted = planned(sale(bills=[billed()]), purchase_orders=False)
    assert ORDERED not in wanted
    assert wanted[BILLED].document.lines[0].order is None


def test_a_vendor_credit_note_is_a_vendor_credit_without_link():
    wanted = planned(sale(bills=[billed(kind="credit_note")]))
    document = wanted[Key("vendor_credit", "account.move", 41)].document
    assert document.lines[0].order is None


def test_a_bill_with_lines_for_stock_is_held_back_with_their_names():
    stock = replace(line(412, "9.00", sale=None, dropship=False), description="Stapler")
    bill = billed(line(411, order=31, order_line=311), stock)
    problem = planned(sale(bills=[bill]))[BILLED].problem
    assert problem.code == "bill_partly_for_sales"
    assert problem.values["lines"] == "Stapler"


def test_a_bill_that_is_being_edited_stays_as_it_is():
    bill = billed(state="reopened")
    assert BILLED not in planned(sale(bills=[bill]), {BILLED: Mirrored(live=True)})


@pytest.mark.parametrize(
    ("fully_billed", "said", "expected"),
    [(True, "", ""), (True, "open", "closed"), (False, "", "open"), (False, "open", "open")],
)
def test_what_is_said_of_a_billed_purchase_order(fully_billed, said, expected):
    taken = sale([ordered(fully_billed=fully_billed)], [billed()])
    mirrored = {ORDERED: Mirrored(live=True, status=said), BILLED: Mirrored(live=True)}
    assert planned(taken, mirrored)[ORDERED].document.status == expected


def test_a_purchase_order_is_closed_only_when_its_last_bill_is_in_quickbooks():
    last = billed(line(412, order=31, order_line=311), number=42)
    taken = sale([ordered(fully_billed=True)], [billed(), last])
    mirrored = {ORDERED: Mirrored(live=True, status="open"), BILLED: Mirrored(live=True)}
    assert planned(taken, mirrored)[ORDERED].document.status == "open"
    mirrored[Key("bill", "account.move", 42)] = Mirrored(live=True)
    assert planned(taken, mirrored)[ORDERED].document.status == "closed"


@pytest.mark.parametrize("tax_is_line", [True, False])
def test_a_taxed_purchase_order_is_closed_by_us_where_the_tax_is_a_line(tax_is_line):
    taken = sale([ordered(line(tax=Decimal("5.78")), fully_billed=True)], [billed()])
    mirrored = {ORDERED: Mirrored(live=True), BILLED: Mirrored(live=True)}
    wanted = planned(taken, mirrored, purchase_tax_is_line=tax_is_line)
    assert wanted[ORDERED].document.status == ("closed" if tax_is_line else "")


def test_a_purchase_order_whose_bill_has_gone_is_opened_again():
    taken = sale()
    mirrored = {ORDERED: Mirrored(live=True, status="closed")}
    assert planned(taken, mirrored)[ORDERED].document.status == "open"


def test_a_second_plan_says_the_same():
    taken = sale([ordered(fully_billed=True)], [billed()])
    first = planned(taken)
    again = planned(taken, mirrored_as(first.values()))
    assert {key: each.document for key, each in again.items()} == {
        key: each.document for key, each in first.items()
    }


def test_what_is_mirrored_stays_maintained_when_the_choice_is_taken_back():
    wanted = planned(sale(), {ORDERED: Mirrored(live=True)}, purchases="none")
    assert wanted[ORDERED].document.total == Decimal("70.00")


def test_sales_before_the_start_bring_no_purchases():
    start = DAY.replace(day=DAY.day + 1)
    assert planned(sale(), start=start) == {}
