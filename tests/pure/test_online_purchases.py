"""Purchase orders, bills and vendor credits as QuickBooks Online's objects."""

from dataclasses import replace
from decimal import Decimal

import pytest
from online_samples import CUSTOMER, DAY, IDS, ITEM, MARKER, US

from connex_bridge.bridge import documents as docs
from connex_bridge.bridge import purchase_documents as purchases
from connex_bridge.bridge.online.translate import translate, update
from connex_bridge.bridge.online.translate_purchases import check_purchase, order_line_key
from connex_bridge.bridge.problem import Held
from connex_bridge.bridge.sale import Address

VENDOR = docs.Key("vendor", "res.partner", 6)
ORDERED = docs.Key("purchase_order", "purchase.order", 31)
KNOWN = IDS | {VENDOR: "61", ORDERED: "80", order_line_key(311): "2"}
COMPANY = replace(US, expense_account="63", customer_on_purchases=True)
HARBOR = Address("Blue Harbor", "1 Market Street", city="San Francisco")


def line(**more):
    values = {
        "description": "Chair",
        "amount": Decimal("140.00"),
        "item": ITEM,
        "quantity": Decimal(2),
        "unit_price": Decimal(70),
        "source": 311,
        "customer": CUSTOMER,
    }
    return purchases.PurchaseLine(**(values | more))


def form(kind=purchases.PurchaseOrder, lines=None, tax="0", **more):
    document = {purchases.Bill: "bill", purchases.VendorCredit: "vendor_credit"}
    lines = lines or (line(),)
    values = {
        "key": docs.Key(document.get(kind, "purchase_order"), "purchase.order", 31),
        "number": "P00001",
        "vendor": VENDOR,
        "date": DAY,
        "currency": "USD",
        "lines": lines,
        "tax": Decimal(tax),
        "total": sum((each.amount for each in lines), Decimal(tax)),
    }
    return kind(**(values | more))


def body(document, ids=KNOWN, company=COMPANY):
    return translate(document, ids, company, MARKER)[1]


def test_a_purchase_order_names_vendor_price_and_customer():
    made = body(form(customer=CUSTOMER, shipping=HARBOR))
    detail = made["Line"][0]["ItemBasedExpenseLineDetail"]
    assert made["VendorRef"] == {"value": "61"}
    assert (detail["Qty"], detail["UnitPrice"]) == (2, 70)
    assert detail["CustomerRef"] == {"value": "58"}
    assert made["ShipAddr"]["Line1"] == "Blue Harbor"
    assert made["ShipTo"] == {"value": "58"}
    assert MARKER in made["PrivateNote"]


def test_the_customer_is_left_out_where_the_company_does_not_track_it():
    made = body(form(), company=replace(COMPANY, customer_on_purchases=False))
    assert "CustomerRef" not in made["Line"][0]["ItemBasedExpenseLineDetail"]


def test_lines_of_a_purchase_order_keep_their_numbers_so_that_bills_stay_linked():
    assert body(form())["Line"][0]["Id"] == "2"


@pytest.mark.parametrize(("status", "expected"), [("open", "Open"), ("closed", "Closed")])
def test_a_status_is_said_only_when_asked_for(status, expected):
    assert body(form(status=status))["POStatus"] == expected
    assert "POStatus" not in body(form())


def test_a_bill_links_to_the_line_of_the_purchase_order():
    billed = line(source=411, order=ORDERED, order_line=311)
    made = body(form(purchases.Bill, (billed,), due_date=DAY))
    link = {"TxnId": "80", "TxnType": "PurchaseOrder", "TxnLineId": "2"}
    assert made["Line"][0]["LinkedTxn"] == [link]
    assert "Id" not in made["Line"][0]


def test_a_vendors_tax_is_a_cost_of_its_own_in_the_united_states():
    document = form(purchases.Bill, tax="9.80")
    made = body(document)
    assert made["Line"][-1]["Amount"] == Decimal("9.80")
    assert made["Line"][-1]["AccountBasedExpenseLineDetail"]["AccountRef"] == {"value": "63"}
    check_purchase(document, made, COMPANY)


def test_a_line_without_product_is_booked_on_the_cost_account():
    made = body(form(lines=(line(item=None),)))
    assert made["Line"][0]["AccountBasedExpenseLineDetail"]["AccountRef"] == {"value": "63"}


@pytest.mark.parametrize(
    ("company", "document", "code"),
    [
        (replace(COMPANY, expense_account=""), form(lines=(line(item=None),)), "expense_account_missing"),
        (replace(COMPANY, inventory_items=frozenset({"12"})), form(), "inventory_item_bought"),
        (replace(COMPANY, book_close_date=DAY), form(purchases.Bill), "books_closed"),
        (COMPANY, form(total=Decimal(-1)), "negative_total"),
    ],
)  # fmt: skip
def test_what_quickbooks_would_book_wrongly_is_held_back(company, document, code):
    with pytest.raises(Held) as held:
        body(document, company=company)
    assert held.value.problem.code == code


def test_inventory_items_may_be_bought_where_they_book_the_cost():
    company = replace(COMPANY, inventory_items=frozenset({"12"}), cost_policy="inventory")
    assert body(form(), company=company)["Line"][0]["ItemBasedExpenseLineDetail"]


def test_a_total_that_quickbooks_would_not_reach_is_held_back_with_both_numbers():
    document = form(total=Decimal("140.01"))
    with pytest.raises(Held) as held:
        check_purchase(document, body(document), COMPANY)
    values = held.value.problem.values
    assert (values["odoo"], values["quickbooks"]) == ("140.01", "140.00")


def test_an_item_gets_a_cost_account_when_purchases_begin_and_keeps_a_chosen_one_later():
    item = docs.Item(ITEM, "Chair", bought=True)
    new = body(item)
    before = body(replace(item, bought=False))
    assert new["ExpenseAccountRef"] == {"value": "63"}
    assert "ExpenseAccountRef" in update("Item", new, "12", "0", before)
    assert "ExpenseAccountRef" not in update("Item", new, "12", "0", new)
