"""What QuickBooks has already is found, and only what certainly is the same is taken."""

from datetime import date

import pytest

from connex_bridge.bridge import documents as docs
from connex_bridge.bridge.online import lookup
from connex_bridge.bridge.online.company import company_from_answers


def customer(number, name, email=""):
    return docs.Customer(docs.Key("customer", "res.partner", number), name, email=email)


def item(number, name, sku=""):
    return docs.Item(docs.Key("item", "product.product", number), name, sku)


def term(number, name):
    return docs.Term(docs.Key("term", "account.payment.term", number), name)


def found(matches):
    return {key.id: row["Id"] for key, row in matches.items()}


def customer_row(number, name, email="", **more):
    return {"Id": number, "DisplayName": name, "PrimaryEmailAddr": {"Address": email}} | more


def test_quotes_and_backslashes_are_escaped_as_quickbooks_wants_it():
    assert lookup.find_terms([term(1, r"O'Brien \ 30")]) == [
        r"SELECT * FROM Term WHERE Name IN ('O\'Brien \\ 30')"
    ]


def test_customers_are_asked_for_by_name_and_by_mail_each_once():
    customers = [
        customer(1, "Anna: Inc", "anna@x.com"),
        customer(2, "Anna: Inc"),
        customer(3, "🎉"),
    ]
    assert lookup.find_customers(customers) == [
        "SELECT * FROM Customer WHERE DisplayName IN ('Anna- Inc')",
        "SELECT * FROM Customer WHERE PrimaryEmailAddr IN ('anna@x.com')",
    ]


def test_many_are_asked_for_in_several_statements():
    statements = lookup.by_ids("Invoice", [str(number) for number in range(65)], "Id, SyncToken")
    assert len(statements) == 3
    assert statements[2] == (
        "SELECT Id, SyncToken FROM Invoice WHERE Id IN ('60', '61', '62', '63', '64')"
    )


def test_inactive_list_entries_are_read_by_id_too():
    assert lookup.by_ids("Item", ["5"]) == [
        "SELECT * FROM Item WHERE Id IN ('5') AND Active IN (true, false)"
    ]


@pytest.mark.parametrize(
    ("arguments", "statement"),
    [
        (("Invoice", ["S1", "S2"]), "SELECT * FROM Invoice WHERE DocNumber IN ('S1', 'S2')"),
        (
            ("Payment", (), "58", date(2026, 11, 2)),
            "SELECT * FROM Payment WHERE CustomerRef = '58' AND TxnDate = '2026-11-02'",
        ),
    ],
)
def test_transactions_are_asked_for_by_number_or_by_customer_and_day(arguments, statement):
    assert lookup.find_transactions(*arguments) == [statement]


def test_all_transactions_are_never_asked_for():
    with pytest.raises(ValueError, match="never"):
        lookup.find_transactions("Payment")


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ([customer_row("8", "ANNA jones")], {1: "8"}),
        ([customer_row("8", "Someone", "Anna@X.com")], {1: "8"}),
        ([customer_row("8", "Someone", "anna@x.com"), customer_row("9", "Anna Jones")], {1: "9"}),
        ([customer_row("8", "A", "anna@x.com"), customer_row("9", "B", "anna@x.com")], {}),
        ([customer_row("8", "Anna Jones", Active=False)], {}),
        ([customer_row("8", "Anna Jones"), customer_row("8", "Anna Jones")], {1: "8"}),
        ([customer_row("8", "Someone else")], {}),
        ([{"Id": "8", "DisplayName": "Anna Jones"}], {1: "8"}),
        ([], {}),
    ],
)
def test_a_customer_is_the_one_with_the_name_else_the_only_one_with_the_mail(rows, expected):
    assert (
        found(lookup.match_customers([customer(1, "Anna  Jones", "anna@x.com")], rows)) == expected
    )


def test_customers_without_name_and_mail_match_nobody():
    rows = [{"Id": "8"}, {"Id": "9", "DisplayName": ""}]
    assert lookup.match_customers([customer(1, "🎉"), customer(2, "")], rows) == {}


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        ({"Name": "Other", "Sku": "ch-1"}, {1: "8"}),
        ({"Name": "chair"}, {1: "8"}),
        ({"Name": "Chair", "Sku": "CH-2"}, {}),
        ({"Name": "Chair", "Type": "Category"}, {}),
        ({"Name": "Chair", "Active": False}, {}),
    ],
)
def test_an_item_is_the_one_with_the_sku_else_the_one_with_the_name(row, expected):
    assert found(lookup.match_items([item(1, "Chair", "CH-1")], [{"Id": "8"} | row])) == expected


def test_a_product_without_sku_is_found_by_name_and_never_by_an_empty_sku():
    rows = [{"Id": "8", "Name": "Table", "Sku": ""}, {"Id": "9", "Name": "Chair", "Sku": "CH-1"}]
    assert found(lookup.match_items([item(1, "Chair"), item(2, "Lamp")], rows)) == {1: "9"}


def test_a_name_that_two_items_have_is_not_guessed():
    rows = [{"Id": "8", "Name": "Chair"}, {"Id": "9", "Name": "Chair", "ParentRef": {"value": "1"}}]
    assert lookup.match_items([item(1, "Chair")], rows) == {}


def test_terms_are_found_by_name():
    rows = [{"Id": "3", "Name": "Net 30"}]
    assert found(lookup.match_terms([term(1, "net 30"), term(2, "Net 15")], rows)) == {1: "3"}


@pytest.mark.parametrize(
    ("notes", "expected"),
    [
        ({"12": "Odoo\n[connex ab]", "7": "Odoo [connex ab]"}, "7"),
        ({"7": "Voided - Odoo\n[connex ab]", "12": "[connex ab]"}, "12"),
        ({"7": "[connex abc]", "12": ""}, None),
        ({}, None),
    ],
)
def test_our_own_transaction_is_known_by_its_marker(notes, expected):
    rows = [{"Id": number, "PrivateNote": note} for number, note in notes.items()] + [{"Id": "99"}]
    row = lookup.find_marker(rows, "[connex ab]")
    assert (row and row["Id"]) == expected


# The company


@pytest.mark.parametrize(
    ("country", "tax", "expected"),
    [
        ("US", {"UsingSalesTax": True, "PartnerTaxEnabled": True}, "automated"),
        ("USA", {"UsingSalesTax": True}, "manual"),
        ("US", {"UsingSalesTax": False, "PartnerTaxEnabled": True}, "none"),
        ("US", {}, "none"),
        ("CA", {"UsingSalesTax": True}, "global"),
        ("GB", {}, "global"),
        ("GB", {"UsingSalesTax": False}, "none"),
    ],
)
def test_the_sales_tax_model_follows_country_and_preferences(country, tax, expected):
    facts = company_from_answers({"CompanyInfo": {"Country": country}}, {"TaxPrefs": tax})
    assert facts["sales_tax"] == expected


def test_the_profile_is_read_from_quickbooks_answers():
    preferences = {
        "SalesFormsPrefs": {"CustomTxnNumbers": True, "AllowEstimates": False},
        "CurrencyPrefs": {"MultiCurrencyEnabled": True, "HomeCurrency": {"value": "CAD"}},
        "AccountingInfoPrefs": {"BookCloseDate": "2026-09-30"},
        "TaxPrefs": {"UsingSalesTax": True, "TaxGroupCodeRef": {"value": "2"}},
    }
    info = {"CompanyName": "Oak & Co", "Country": "CA"}
    assert company_from_answers({"CompanyInfo": info}, {"Preferences": preferences}) == {
        "company_name": "Oak & Co",
        "country": "CA",
        "home_currency": "CAD",
        "sales_tax": "global",
        "multicurrency": True,
        "custom_numbers": True,
        "estimates": False,
        "book_close_date": date(2026, 9, 30),
        "tax_group_code": "2",
        "customer_on_purchases": False,
        "tracking": [],
        "custom_fields": {},
    }
