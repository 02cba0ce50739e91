"""What QuickBooks has already is found, and only what certainly is the same is taken."""

from datetime import date

import pytest

from connex_bridge.bridge import documents as docs
from connex_bridge.bridge.online import lookup
from connex_bridge.bridge.online.company import company_from_answers


def term(number, name):
    return docs.Term(docs.Key("term", "account.payment.term", number), name)


def found(matches):
    return {key.id: row["Id"] for key, row in matches.items()}


def test_quotes_and_backslashes_are_escaped_as_quickbooks_wants_it():
    assert lookup.find_terms([term(1, r"O'Brien \ 30")]) == [
        r"SELECT * FROM Term WHERE Name IN ('O\'Brien \\ 30')"
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
