"""Finding in QuickBooks Desktop what is there already: names, e-mail addresses, numbers, our marker."""

from dataclasses import replace
from datetime import date

import pytest
from lxml import etree

from connex_bridge.bridge import documents as docs
from connex_bridge.bridge.desktop import lookup
from connex_bridge.bridge.desktop.answer import Row
from connex_bridge.bridge.desktop.company import Company
from connex_bridge.bridge.desktop.currencies import codes_by_name
from connex_bridge.bridge.online.matching import Ways
from connex_bridge.bridge.purchase_documents import Vendor
from connex_bridge.bridge.sale import Address

CUSTOMER = docs.Key("customer", "res.partner", 7)
WAYS = Ways()


def customer(name="Ada Shop", email="ada@example.com", **values):
    return docs.Customer(CUSTOMER, name, email=email, **values)


def row(tag, **fields):
    element = etree.Element(f"{tag}Ret")
    for name, value in fields.items():
        etree.SubElement(element, name).text = value
    return Row(element)


def known(name, qb_id="8-1", **fields):
    return row("Customer", ListID=qb_id, Name=name, FullName=name, **fields)


def mailed(qb_id="9-1", email="ada@example.com"):
    return {
        "Id": qb_id,
        "DisplayName": "The Ada",
        "FullyQualifiedName": "The Ada",
        "Active": True,
        "PrimaryEmailAddr": {"Address": email},
    }


def match(rows=(), by_mail=(), ways=WAYS, holders=None, **values):
    found = lookup.matchable(rows, codes_by_name([("Euro", "EUR"), ("US Dollar", "USD")]))
    return lookup.match_customer(customer(**values), found, by_mail, ways, holders or {})


def in_currency(name, qb_id="8-1", currency="US Dollar"):
    """A customer as a company with several currencies tells it."""
    found = known(name, qb_id)
    reference = etree.SubElement(found.element, "CurrencyRef")
    etree.SubElement(reference, "FullName").text = currency
    return found


def match_vendor(*rows, ways=WAYS, **values):
    found = lookup.matchable(rows, codes_by_name([("Euro", "EUR"), ("US Dollar", "USD")]))
    vendor = Vendor(docs.Key("vendor", "res.partner", 8), "Werft", **values)
    return lookup.match_entry(vendor, found, ways)


def test_a_vendor_kept_in_another_currency_is_somebody_else():
    several = Ways(currencies=True)
    euro = in_currency("Werft", currency="Euro")
    assert match_vendor(euro, ways=several, currency="EUR").row["Id"] == "8-1"
    found = match_vendor(euro, ways=several, currency="USD")
    assert (found.row, found.free_name) == (None, "Werft (USD)")
    dollars = in_currency("Werft (USD)", "8-2")
    assert match_vendor(euro, dollars, ways=several, currency="USD").row["Id"] == "8-2"
    assert match_vendor(euro, currency="USD").row["Id"] == "8-1"
    assert match_vendor(ways=several, currency="USD").free_name == ""


def test_a_vendor_is_asked_for_under_the_name_with_its_currency_too():
    vendor = Vendor(docs.Key("vendor", "res.partner", 8), "Werft", currency="USD")
    assert lookup.names(vendor, Ways(currencies=True)) == ["Werft", "Werft (USD)"]
    assert lookup.names(vendor, WAYS) == ["Werft"]
    own = replace(vendor, name="Werft (USD)")
    assert lookup.names(own, Ways(currencies=True)) == ["Werft (USD)"]


def test_a_customer_is_found_by_name_whatever_its_case():
    assert match([known("ADA SHOP")]).row["Id"] == "8-1"


def test_an_inactive_customer_is_not_used_and_its_name_is_not_free():
    found = match([known("Ada Shop", IsActive="false")], billing=Address(city="Rome"))
    assert found.row is None
    assert found.free_name == "Ada Shop (Rome)"


def test_a_customer_that_stands_for_somebody_else_gets_a_variant():
    other = docs.Key("customer", "res.partner", 8)
    found = match([known("Ada Shop")], holders={"8-1": other})
    assert (found.row, found.free_name) == (None, "Ada Shop (Odoo 7)")


SEVERAL = Ways(currencies=True)


def test_a_customer_in_another_currency_is_somebody_else():
    found = match([in_currency("Ada Shop")], ways=SEVERAL, currency="EUR")
    assert (found.row, found.free_name) == (None, "Ada Shop (EUR)")
    found = match([in_currency("Ada Shop")], ways=SEVERAL, currency="USD")
    assert (found.row["Id"], found.row["CurrencyRef"]["value"]) == ("8-1", "USD")


def test_the_variant_with_the_currency_is_found_and_one_in_another_currency_is_not():
    rows = [in_currency("Ada Shop"), in_currency("Ada Shop (EUR)", "8-2", "Euro")]
    assert match(rows, ways=SEVERAL, currency="EUR").row["Id"] == "8-2"
    rows = [in_currency("Ada Shop"), in_currency("Ada Shop (EUR)", "8-2")]
    found = match(rows, ways=SEVERAL, currency="EUR")
    assert (found.row, found.free_name) == (None, "Ada Shop (Odoo 7)")


@pytest.mark.parametrize(
    ("row", "way", "expected"),
    [
        (in_currency("Ada Shop", "8-1", "Euro"), "name_email", "8-1"),
        (in_currency("Ada Shop", "8-1", "Euro"), "name", "8-1"),
        (in_currency("Ada Shop", "8-1", "Euro"), "email", None),
        (in_currency("Ada Shop", "8-1"), "name", None),
        (known("Ada Shop"), "name", None),
    ],
)
def test_an_account_in_a_further_currency_may_have_the_plain_name_in_that_currency(
    row, way, expected
):
    ways = Ways(currencies=True, customers=way)
    own = docs.Key("customer", "connex.customer.currency", 3)
    account = customer("Ada Shop (EUR)", currency="EUR")
    further = replace(account, key=own)
    rows = lookup.matchable([row], codes_by_name([("Euro", "EUR"), ("US Dollar", "USD")]))

    def found(customer, rows, holders):
        match = lookup.match_customer(customer, rows, [], ways, holders)
        return match.row and match.row["Id"]

    assert "Ada Shop" in lookup.names(further, ways)
    assert found(further, rows, {}) == expected
    assert found(further, rows, {"8-1": CUSTOMER}) is None
    assert "Ada Shop" not in lookup.names(account, ways)
    assert found(account, rows, {}) is None


def test_the_address_of_a_customer_in_another_currency_is_not_a_match():
    dollars = mailed() | {"CurrencyRef": {"value": "USD"}}
    euros = mailed("9-2") | {"CurrencyRef": {"value": "EUR"}}
    assert match(by_mail=[dollars, euros], ways=SEVERAL, currency="EUR").row["Id"] == "9-2"
    assert match(by_mail=[dollars], ways=SEVERAL, currency="EUR").row is None


def test_one_currency_is_not_compared():
    assert match([known("Ada Shop")], currency="EUR").row["Id"] == "8-1"


def test_two_share_a_customer_only_with_the_same_address():
    other = docs.Key("customer", "res.partner", 8)
    same = known("Ada Shop", Email="ADA@example.com")
    assert match([same], holders={"8-1": other}).row["Id"] == "8-1"


def test_the_address_finds_who_has_another_name():
    found = match(by_mail=[mailed()])
    assert (found.row["Id"], found.by) == ("9-1", "email")


def test_several_with_the_address_are_a_question():
    found = match(by_mail=[mailed(), mailed("9-2")])
    assert found.row is None and len(found.candidates) == 2


def test_by_name_only_asks_for_no_address():
    assert match(by_mail=[mailed()], ways=Ways(customers="name")).row is None


def test_by_address_only_leaves_the_same_name_alone():
    found = match([known("Ada Shop")], ways=Ways(customers="email"))
    assert found.row is None
    assert found.free_name == "Ada Shop (Odoo 7)"


@pytest.mark.parametrize(
    ("ways", "names"),
    [
        (Ways(), ["ROPE-1", "Mooring Rope"]),
        (Ways(items="name"), ["Mooring Rope"]),
        (Ways(items="sku"), ["ROPE-1"]),
        (Ways(items="name", item_parent="Odoo"), ["Odoo:Mooring Rope", "Mooring Rope"]),
    ],
)
def test_items_are_looked_for_by_what_the_connection_chooses(ways, names):
    item = docs.Item(docs.Key("item", "product.product", 1), "Mooring Rope", sku="ROPE-1")
    assert lookup.names(item, ways) == names


def test_an_item_is_found_by_its_sku_before_its_name():
    item = docs.Item(docs.Key("item", "product.product", 1), "Mooring Rope", sku="ROPE-1")
    rows = [
        row("ItemNonInventory", ListID="1-1", Name="Mooring Rope", FullName="Mooring Rope"),
        row("ItemService", ListID="2-1", Name="ROPE-1", FullName="rope-1"),
    ]
    found = lookup.match_entry(item, lookup.matchable(rows, {}), WAYS)
    assert (found.row["Id"], found.by, found.row["Type"]) == ("2-1", "sku", "ItemService")


def test_only_what_carries_our_marker_is_ours():
    rows = [
        row("Invoice", TxnID="1-1", Memo="by hand"),
        row("Invoice", TxnID="2-1", Memo="Odoo [connex 12]"),
    ]
    assert lookup.marked(rows, "[connex 12]").qb_id == "2-1"
    assert lookup.marked(rows[:1], "[connex 12]") is None


def test_documents_are_looked_for_under_the_number_that_they_get():
    invoice = docs.Invoice(
        docs.Key("invoice", "account.move", 1), "INV/2026/00077", CUSTOMER, date(2026, 1, 1), "USD"
    )
    assert lookup.ref_number(invoice, Company()) == "INV26-00077"


@pytest.mark.parametrize(
    ("entity", "tags"),
    [
        ("Customer", ["ListID"]),
        ("ItemService", ["ListID"]),
        ("Invoice", ["TxnID", "IncludeLineItems", "IncludeLinkedTxns"]),
        ("ReceivePayment", ["TxnID", "IncludeLineItems"]),
        ("Check", ["TxnID"]),
    ],
)
def test_one_object_is_asked_for_with_all_it_has(entity, tags):
    query = lookup.by_id(entity, "1-1")
    assert [child.tag for child in query] == tags


def test_a_transaction_is_typed_in_if_no_program_has_marked_it():
    by_hand = [row("Invoice", TxnID="1-1"), row("Invoice", TxnID="1-2", Memo="by phone")]
    marked = row("Invoice", TxnID="1-3", Memo="Odoo · S00001 [connex 0123456789abcdef]")
    assert lookup.typed_in([*by_hand, marked]) == by_hand
    assert lookup.typed_in([]) == []
