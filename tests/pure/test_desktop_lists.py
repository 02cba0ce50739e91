"""Customers, vendors, items and terms in QuickBooks Desktop, as its stand-in carries our requests out."""

from dataclasses import replace
from decimal import Decimal

import pytest
from desktop_samples import BOUGHT, VENDOR, Books, role_key
from online_samples import CUSTOMER, ITEM, MARKER, TERM

from connex_bridge.bridge import documents as docs
from connex_bridge.bridge import purchase_documents as bought
from connex_bridge.bridge.desktop import text
from connex_bridge.bridge.desktop.item_sides import ONE, OTHER, TWO, item_sides
from connex_bridge.bridge.desktop.translate import change, create
from connex_bridge.bridge.problem import Held
from connex_bridge.bridge.sale import Address

ADDRESS = Address("Ready Mat", "12 Main Street", "Suite 4", "Springfield", "IL", "62701", "US")


def test_a_customer_has_what_odoo_knows_and_loses_what_it_knows_no_longer():
    books = Books()
    customer = docs.Customer(
        CUSTOMER, "Ready Mat", "Ready Mat", "anna@example.com", "+1 555 0100", ADDRESS
    )
    record = books.save(customer)
    assert record.get("Email") == "anna@example.com"
    assert record.get("BillAddress")["PostalCode"] == "62701"
    record = books.save(docs.Customer(CUSTOMER, "Ready Mat & Sons"))
    assert record.get("Name") == "Ready Mat & Sons"
    assert not record.get("Email") and not record.get("Phone") and not record.get("CompanyName")
    assert not any((record.get("BillAddress") or {}).values())


def test_a_customer_made_inactive_in_quickbooks_is_active_when_it_is_needed():
    books = Books()
    books.remove(CUSTOMER)
    assert not books.record(CUSTOMER).get("IsActive")
    assert books.save(docs.Customer(CUSTOMER, "Ready Mat")).get("IsActive")


def test_a_customer_that_is_a_vendor_too_gets_a_name_of_its_own():
    books = Books()
    key = docs.Key("customer", "res.partner", 77)
    [answer] = books.send(
        create(docs.Customer(key, "Wood Corner"), books.around, books.company, MARKER)
    )
    assert answer.get("statusCode") == "3100"
    name = text.name("Wood Corner", text.ENTITY_NAME, "Customer")
    assert books.save(docs.Customer(key, name)).get("Name") == "Wood Corner (Customer)"


def test_goods_services_and_our_own_items_have_their_types():
    books = Books()
    kinds = {key: books.record(key).kind for key in (ITEM, BOUGHT, role_key("tax"))}
    assert kinds == {
        ITEM: "ItemNonInventory",
        BOUGHT: "ItemNonInventory",
        role_key("tax"): "ItemOtherCharge",
    }
    assert books.record(role_key("no_product")).kind == "ItemService"
    hour = docs.Key("item", "product.product", 10)
    assert books.save(docs.Item(hour, "Hour", kind="service")).kind == "ItemService"
    books.company = replace(books.company, item_type="Service")
    other = docs.Key("item", "product.product", 11)
    assert books.save(docs.Item(other, "Table")).kind == "ItemService"


@pytest.mark.parametrize("kind", ["goods", "service", "charge", "discount"])
@pytest.mark.parametrize("is_bought", [True, False])
def test_an_items_name_and_description_follow_odoo_its_price_and_accounts_are_quickbooks(
    kind, is_bought
):
    books = Books()
    key = docs.Key("item", "product.product", 12)
    item = docs.Item(
        key, "Lamp", "L-1", kind, "A lamp", Decimal("9.99999"), is_bought and kind != "discount"
    )
    books.save(item)
    books.company = replace(books.company, income_account=books.company.expense_account)
    record = books.save(replace(item, name="Desk Lamp", description="", price=Decimal(5)))
    assert record.get("Name") == "Desk Lamp"
    sides = record.get("SalesOrPurchase") or record.get("SalesAndPurchase") or record.values
    assert not (sides.get("Desc") or sides.get("SalesDesc") or sides.get("ItemDesc"))
    if kind != "discount":
        assert (sides.get("Price") or sides.get("SalesPrice")) == Decimal("9.99999")


def test_an_item_that_is_bought_only_now_is_changed_as_it_is_in_quickbooks():
    books = Books()
    record = books.save(docs.Item(ITEM, "Chair", description="Oak", bought=True))
    assert record.get("SalesOrPurchase")["Desc"] == "Oak"
    record = books.save(docs.Item(ITEM, "Chair", description="Pine", bought=True))
    assert record.get("SalesOrPurchase")["Desc"] == "Pine"
    # A bookkeeper gives it an expense account.
    books.give_cost_account(ITEM)
    record = books.save(docs.Item(ITEM, "Chair", description="Fir", bought=True))
    assert record.get("SalesAndPurchase")["SalesDesc"] == "Fir"
    assert record.get("SalesAndPurchase")["IncomeAccountRef"] == books.company.income_account


def test_the_accounts_of_an_item_say_whether_it_can_be_bought():
    books = Books()
    rows = {key: books.read(key) for key in (ITEM, BOUGHT)}
    assert item_sides(rows[ITEM]) == (ONE, books.company.income_account)
    assert item_sides(rows[BOUGHT]) == (TWO, "")
    books.enter_discount(ITEM)
    assert item_sides(books.read(ITEM)) == (OTHER, "")


def test_of_an_adopted_item_only_what_it_surely_has_is_changed():
    books = Books()
    del books.before[ITEM]
    books.known[ITEM] = replace(books.known[ITEM], bought=None)
    record = books.save(docs.Item(ITEM, "Chair", sku="CH-1", description="Oak"))
    assert record.get("ManufacturerPartNumber") == "CH-1"
    assert not record.get("SalesOrPurchase").get("Desc")


def test_an_adopted_group_stays_as_it_is():
    books = Books()
    known = replace(books.on_file(ITEM), entity="ItemGroup")
    assert change(docs.Item(ITEM, "Chair"), known, books.around, books.company, MARKER) is None


def test_a_deleted_list_entry_is_deleted_unless_it_is_in_use():
    books = Books()
    books.remove(VENDOR, delete=True)
    assert books.record(VENDOR) is None


def test_a_payment_term_is_created_and_cannot_be_changed():
    books = Books()
    record = books.save(docs.Term(TERM, "45 Days", 45))
    assert (record.get("Name"), record.get("StdDueDays")) == ("45 Days", 45)
    with pytest.raises(Held) as held:
        books.save(docs.Term(TERM, "50 Days", 50))
    assert held.value.problem.code == "term_fixed"


@pytest.mark.parametrize(
    ("document", "changed", "code"),
    [
        (docs.Customer(CUSTOMER, "🎉"), {}, "customer_without_name"),
        (bought.Vendor(VENDOR, ""), {}, "vendor_without_name"),
        (docs.Item(ITEM, "", ""), {}, "item_without_name"),
        (docs.Item(ITEM, "Chair"), {"income_account": ""}, "income_account_missing"),
        (
            docs.Item(role_key("tax"), "Tax"),
            {"item_accounts": {role_key("tax"): ""}, "income_account": ""},
            "item_account_missing",
        ),
        (docs.Item(ITEM, "Chair", bought=True), {"expense_account": ""}, "expense_account_missing"),
        (docs.Term(TERM, "Years", 4000), {}, "term_not_possible"),
        (
            docs.Customer(CUSTOMER, "A", currency="EUR"),
            {"multicurrency": True},
            "multicurrency_off",
        ),
    ],
)
def test_what_quickbooks_would_refuse_holds_an_entry_back(document, changed, code):
    books = Books()
    with pytest.raises(Held) as held:
        create(document, books.around, replace(books.company, **changed), MARKER)
    assert held.value.problem.code == code


def test_a_customer_in_another_currency_is_kept_in_it():
    books = Books(multicurrency=True, exchange_rates={"EUR": "1.1"})
    euro = books.file.books.by_name("Currency", "Euro").id
    books.company = replace(books.company, multicurrency=True, currencies={"EUR": euro})
    key = docs.Key("customer", "connex.customer.currency", 1)
    record = books.save(docs.Customer(key, "Ready Mat (EUR)", currency="EUR"))
    assert record.get("CurrencyRef") == euro
