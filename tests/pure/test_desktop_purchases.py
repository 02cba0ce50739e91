"""Purchases in QuickBooks Desktop, as its stand-in carries our requests out."""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest
from desktop_samples import BOUGHT, PURCHASE, VENDOR, Books
from hypothesis import given, settings
from hypothesis import strategies as st
from online_samples import CUSTOMER, DAY, ITEM, MARKER, TERM

from connex_bridge.bridge import documents as docs
from connex_bridge.bridge import purchase_documents as bought
from connex_bridge.bridge.desktop.translate import create, line_sources
from connex_bridge.bridge.problem import Held
from connex_bridge.bridge.sale import Address

BILL = docs.Key("bill", "account.move", 20)
CREDIT = docs.Key("vendor_credit", "account.move", 21)
HOME = Address("Ready Mat", "12 Main Street", city="Springfield", state="IL", zip="62701")
KINDS = {
    "purchase_order": (bought.PurchaseOrder, PURCHASE, "P00003"),
    "bill": (bought.Bill, BILL, "VB-0815/2026/000017"),
    "vendor_credit": (bought.VendorCredit, CREDIT, "VC-1"),
}


def line(amount="60.00", quantity="3", price="20", **more):
    values = {
        "description": "Desk",
        "amount": Decimal(amount),
        "item": BOUGHT,
        "quantity": quantity and Decimal(quantity),
        "unit_price": price and Decimal(price),
    }
    return bought.PurchaseLine(**values | more)


def purchase(kind, *lines, tax="0", **more):
    lines = lines or (line(source=1),)
    cls, key, number = KINDS[kind]
    values = {
        "key": key,
        "number": number,
        "vendor": VENDOR,
        "date": DAY,
        "currency": "USD",
        "lines": tuple(lines),
        "tax": Decimal(tax),
        "total": sum((each.amount for each in lines), Decimal(tax)),
        "memo": "Odoo · P00003 · S00001",
    }
    return cls(**values | more)


def billing(order_line, **more):
    return line(order=PURCHASE, order_line=order_line, source=100 + order_line, **more)


def test_a_drop_shipment_is_ordered_for_the_customer():
    books = Books()
    document = purchase(
        "purchase_order",
        line(source=1, customer=CUSTOMER),
        customer=CUSTOMER,
        shipping=HOME,
        expected=DAY + timedelta(days=7),
    )
    record = books.save(document)
    assert record.get("ShipToEntityRef") == books.ids[CUSTOMER]
    assert record.get("ShipAddress")["City"] == "Springfield"
    assert record.get("ExpectedDate") == "2026-11-09"
    assert record.lines[0].values["CustomerRef"] == books.ids[CUSTOMER]
    assert record.get("TotalAmount") == Decimal("60.00")


def test_bills_that_cover_a_purchase_order_close_it():
    books = Books()
    books.save(purchase("purchase_order", line(source=1), line("5.00", "1", "5", source=2)))
    first = purchase("bill", billing(1, amount="20.00", quantity="1"))
    books.save(first)
    assert books.told(PURCHASE)["IsFullyReceived"] == "false"
    second = purchase(
        "bill",
        billing(2, amount="5.00", quantity="1", price="5"),
        billing(1, amount="40.00", quantity="2"),
        key=docs.Key("bill", "account.move", 22),
    )
    books.save(second)
    assert books.told(PURCHASE)["IsFullyReceived"] == "true"


def test_a_bill_keeps_its_links_when_it_changes():
    books = Books()
    books.save(purchase("purchase_order"))
    books.save(purchase("bill", billing(1)))
    link = books.record(BILL).lines[0].link
    # A bookkeeping line and tax come first in QuickBooks.
    freight = line("9.00", None, None, item=None, description="Freight", source=7)
    books.save(purchase("bill", billing(1), freight, tax="1.50"))
    lines = books.record(BILL).lines
    assert [each.name for each in lines] == ["ExpenseLine", "ExpenseLine", "ItemLine"]
    assert lines[2].link == link
    assert books.record(BILL).get("AmountDue") == Decimal("70.50")
    books.save(purchase("bill", billing(1)))
    assert [each.name for each in books.record(BILL).lines] == ["ItemLine"]
    books.save(purchase("bill", freight))
    assert [each.name for each in books.record(BILL).lines] == ["ExpenseLine"]


def test_the_lines_of_a_bill_are_those_of_quickbooks_answer():
    freight = line("9.00", None, None, item=None, source=7)
    document = purchase("bill", line(source=1), freight, line(source=2), tax="1.50")
    assert line_sources(document, Books().company) == (7, 0, 1, 2)


def test_a_bill_names_the_vendors_number_term_and_customer():
    books = Books()
    books.ids[TERM] = books.file.books.by_name("StandardTerms", "Net 30").id
    document = purchase(
        "bill", line(source=1, customer=CUSTOMER), due_date=DAY + timedelta(days=30), term=TERM
    )
    record = books.save(document)
    assert record.get("RefNumber") == "VB-0815/2026/000017"
    assert record.get("TermsRef") == books.ids[TERM]
    assert record.get("DueDate") == "2026-12-02"
    assert record.lines[0].values["BillableStatus"] == "NotBillable"


def test_a_vendor_credit_takes_off_what_is_owed():
    books = Books()
    books.save(purchase("bill"))
    books.save(purchase("vendor_credit", line("20.00", "1", "20", source=3)))
    assert books.told(VENDOR)["Balance"] == "40.00"
    books.save(purchase("vendor_credit", line("30.00", "1", "30", source=3)))
    assert books.told(VENDOR)["Balance"] == "30.00"
    books.remove(CREDIT)
    assert books.told(VENDOR)["Balance"] == "60.00"


def test_a_purchase_order_that_is_done_with_is_closed_and_opened_again():
    books = Books()
    document = purchase("purchase_order")
    books.save(document)
    books.save(replace(document, status="closed"))
    assert books.told(PURCHASE)["IsManuallyClosed"] == "true"
    books.save(replace(document, status="open"))
    assert books.told(PURCHASE)["IsManuallyClosed"] == "false"
    books.remove(PURCHASE)
    assert books.told(PURCHASE)["IsManuallyClosed"] == "true"


def test_an_order_that_is_created_says_nothing_about_being_closed():
    books = Books()
    request = create(
        purchase("purchase_order", status="closed"), books.around, books.company, MARKER
    )
    assert "IsManuallyClosed" not in {each.tag for each in request[0]}


@pytest.mark.parametrize(
    ("document", "changed", "code"),
    [
        (purchase("bill", lines=()), {}, "no_lines"),
        (purchase("bill", total=Decimal(-1)), {}, "negative_total"),
        (purchase("bill", total=Decimal("61.00")), {}, "total_differs"),
        (purchase("bill"), {"book_close_date": DAY}, "books_closed"),
        (purchase("bill", tax="1"), {"expense_account": ""}, "expense_account_missing"),
        (
            purchase("bill", line(item=docs.Key("item", "product.product", 99))),
            {},
            "line_item_missing",
        ),
        (purchase("purchase_order", line(item=None)), {}, "line_without_item"),
        (purchase("bill", vendor=docs.Key("vendor", "res.partner", 99)), {}, "reference_missing"),
    ],
)
def test_what_quickbooks_would_refuse_or_book_otherwise_holds_a_purchase_back(
    document, changed, code
):
    books = Books()
    with pytest.raises(Held) as held:
        create(document, books.around, replace(books.company, **changed), MARKER)
    assert held.value.problem.code == code


def test_an_inventory_item_is_only_bought_where_quickbooks_keeps_the_stock():
    books = Books()
    stocked = replace(books.company, inventory_items=frozenset([books.ids[ITEM]]))
    document = purchase("bill", line(item=ITEM))
    with pytest.raises(Held) as held:
        create(document, books.around, stocked, MARKER)
    assert held.value.problem.code == "inventory_item_bought"
    kept = replace(stocked, cost_policy="inventory")
    assert create(document, books.around, kept, MARKER) is not None


@pytest.mark.parametrize("kind", list(KINDS))
def test_what_is_only_sold_in_quickbooks_is_not_booked_as_a_cost_on_the_account_of_sales(kind):
    books = Books()
    sold_only = replace(books.company, sold_only_items=frozenset([books.ids[ITEM]]))
    with pytest.raises(Held) as held:
        create(purchase(kind, line(item=ITEM)), books.around, sold_only, MARKER)
    assert held.value.problem.code == "item_not_bought"
    assert create(purchase(kind), books.around, sold_only, MARKER) is not None


def test_a_bill_for_an_order_of_what_is_only_sold_is_held_too():
    books = Books()
    books.save(purchase("purchase_order", line(item=ITEM, source=1)))
    books.company = replace(books.company, sold_only_items=frozenset([books.ids[ITEM]]))
    with pytest.raises(Held) as held:
        books.save(purchase("bill", billing(1, item=ITEM)))
    assert held.value.problem.code == "item_not_bought"


@pytest.mark.parametrize("kind", list(KINDS))
def test_a_purchase_is_not_booked_in_another_currency_than_it_is_in(kind):
    books = Books()
    kept = {books.ids[VENDOR]: "EUR"}
    several = replace(books.company, multicurrency=True, vendor_currencies=kept)
    with pytest.raises(Held) as held:
        create(purchase(kind), books.around, several, MARKER)
    assert held.value.problem.code == "vendor_currency"
    assert held.value.problem.values["other"] == "EUR"
    dollars = replace(several, vendor_currencies={books.ids[VENDOR]: "USD"})
    assert create(purchase(kind), books.around, dollars, MARKER) is not None
    with pytest.raises(Held) as held:
        create(purchase(kind, currency="EUR"), books.around, dollars, MARKER)
    assert held.value.problem.code == "vendor_currency"


def test_tax_on_a_purchase_order_is_a_line_of_its_own():
    books = Books()
    books.save(purchase("purchase_order", tax="4.20"))
    assert books.record(PURCHASE).get("TotalAmount") == Decimal("64.20")


CENTS = st.decimals(min_value="0.01", max_value="500", places=2)
QUANTITIES = st.one_of(st.none(), st.decimals(min_value="0.001", max_value="50", places=3))


@st.composite
def bills(draw):
    numbers = draw(st.lists(st.integers(1, 9), unique=True, min_size=1, max_size=6))
    parts = [
        line(
            draw(CENTS),
            draw(QUANTITIES),
            None,
            source=number,
            item=draw(st.sampled_from([BOUGHT, ITEM, None])),
        )
        for number in numbers
    ]
    return purchase("bill", *parts, tax=draw(st.sampled_from(["0", "1.25"])))


@settings(max_examples=60)
@given(bills(), bills())
def test_whatever_a_bill_becomes_quickbooks_owes_what_odoo_owes(before, after):
    books = Books()
    for document in (before, after):
        books.save(document)
        assert books.record(BILL).get("AmountDue") == document.total
        assert len(books.record(BILL).lines) == len(line_sources(document, books.company))
