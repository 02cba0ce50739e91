"""What rules choose by name, in QuickBooks Online's words; and what holds a document back instead."""

from dataclasses import replace

import pytest
from online_samples import IDS, INVOICE, MARKER, US, form, line, payment

from connex_bridge.bridge import documents as docs
from connex_bridge.bridge.online import lookup
from connex_bridge.bridge.online.company import company_from_answers
from connex_bridge.bridge.online.translate import translate, update
from connex_bridge.bridge.problem import Held

NAMES = {
    ("customer", "web customers"): "90",
    ("item", "freight"): "91",
    ("class", "web"): "92",
    ("department", "berlin"): "93",
    ("term", "net 60"): "94",
    ("account", "paypal clearing"): "95",
    ("payment_method", "e-wallet"): "96",
    ("tax_code", "california"): "97",
}
COMPANY = replace(
    US,
    names=NAMES,
    custom_fields={"crew #": "2"},
    tracking=frozenset({"class", "line_class", "location"}),
)
UK = replace(
    COMPANY,
    country="GB",
    sales_tax="global",
    tax_codes={(1,): "20"},
    names=NAMES | {("tax_code", "zero rated"): "5"},
)


def body(document, company=COMPANY):
    return translate(document, IDS, company, MARKER)[1]


def held(document, company=COMPANY):
    with pytest.raises(Held) as stopped:
        body(document, company)
    return stopped.value.problem


def test_a_document_without_rules_has_none_of_it():
    written = body(form())
    assert not {"ClassRef", "DepartmentRef", "CustomerMemo", "CustomField"} & written.keys()
    assert "ClassRef" not in written["Line"][0]["SalesItemLineDetail"]


def test_the_header_names_what_the_rules_have_chosen():
    written = body(
        form(
            customer_name="Web Customers",
            class_name="WEB",
            location="Berlin",
            term_name="Net 60",
            customer_message="Thank you",
            custom_fields=(docs.CustomField("Crew #", "North"),),
        )
    )
    assert written["CustomerRef"] == {"value": "90"}
    assert written["ClassRef"] == {"value": "92"}
    assert written["DepartmentRef"] == {"value": "93"}
    assert written["SalesTermRef"] == {"value": "94"}
    assert written["CustomerMemo"] == {"value": "Thank you"}
    assert written["CustomField"] == [
        {"DefinitionId": "2", "Type": "StringType", "StringValue": "North"}
    ]


def test_lines_name_item_class_and_tax_code():
    lines = (replace(line(), item=None, item_name="Freight", class_name="web", tax_code="non"),)
    detail = body(form(lines=(*lines, line())))["Line"][0]["SalesItemLineDetail"]
    assert detail["ItemRef"] == {"value": "91"}
    assert detail["ClassRef"] == {"value": "92"}
    assert detail["TaxCodeRef"] == {"value": "NON"}


def test_the_tax_code_of_an_order_is_the_whole_documents_in_the_united_states():
    tax = body(form(tax_code="California"))["TxnTaxDetail"]
    assert tax["TxnTaxCodeRef"] == {"value": "97"}


def test_elsewhere_it_is_every_lines_unless_the_line_has_its_own():
    lines = (line(), replace(line(), tax_code="Zero Rated"))
    written = body(form(lines=lines, tax_code="California"), UK)
    codes = [each["SalesItemLineDetail"]["TaxCodeRef"]["value"] for each in written["Line"]]
    assert codes == ["97", "5"]


def test_money_goes_where_the_rules_say():
    applied = (docs.Application(INVOICE, payment().amount),)
    written = body(
        payment(
            applications=applied,
            customer_name="web customers",
            deposit_account="PayPal Clearing",
            method_name="E-Wallet",
        )
    )
    assert written["CustomerRef"] == {"value": "90"}
    assert written["DepositToAccountRef"] == {"value": "95"}
    assert written["PaymentMethodRef"] == {"value": "96"}


@pytest.mark.parametrize(
    "document, kind",
    [
        (form(customer_name="Nobody"), "Customer"),
        (form(class_name="Nothing"), "Class"),
        (form(location="Nowhere"), "Location"),
        (form(term_name="Never"), "Term"),
        (form(tax_code="None"), "Tax code"),
        (form(custom_fields=(docs.CustomField("Colour", "red"),)), "Custom field"),
        (form(lines=(replace(line(), item=None, item_name="Nil"),)), "Product or service"),
        (payment(deposit_account="Void"), "Account"),
        (payment(method_name="Shells"), "Payment method"),
    ],
)
def test_a_name_that_quickbooks_does_not_have_holds_the_document_back(document, kind):
    problem = held(document)
    assert (problem.code, problem.values["list"]) == ("list_entry_missing", kind)


def test_a_class_is_not_sent_where_quickbooks_would_drop_it():
    not_tracking = replace(COMPANY, tracking=frozenset())
    assert held(form(class_name="web"), not_tracking).code == "tracking_off"
    assert held(form(location="berlin"), not_tracking).code == "tracking_off"
    lines = (replace(line(), class_name="web"),)
    assert held(form(lines=lines), not_tracking).code == "tracking_off"


def test_a_line_tax_code_that_a_us_company_does_not_know_holds_the_document_back():
    problem = held(form(lines=(replace(line(), tax_code="California"),)))
    assert problem.code == "line_tax_code_unknown"


def test_a_class_that_a_rule_no_longer_sets_is_taken_off_again():
    before, now = body(form(class_name="web", location="berlin")), body(form())
    sent = update("Invoice", now, "7", "3", before)
    assert (sent["ClassRef"], sent["DepartmentRef"]) == ({"value": ""}, {"value": ""})


def test_names_are_asked_for_by_every_column_that_may_have_them():
    statements = lookup.find_named("item", ["Freight", "O'Neill"])
    assert statements == [
        f"SELECT * FROM Item WHERE {column} IN ('Freight', 'O\\'Neill')"
        for column in ("FullyQualifiedName", "Name", "Sku")
    ]


def test_an_item_is_found_by_its_full_name_its_name_or_its_sku():
    rows = [
        {"Id": "1", "Name": "Air", "FullyQualifiedName": "Freight:Air", "Sku": "F-A"},
        {"Id": "2", "Name": "Sea", "FullyQualifiedName": "Freight:Sea", "Sku": "AIR"},
    ]
    names = ["freight:sea", "Air", "f-a", "Road"]
    found = lookup.match_named("item", names, rows)
    assert {name: row["Id"] for name, row in found.items()} == {
        "freight:sea": "2",
        "Air": "1",
        "f-a": "1",
    }


def test_two_entries_of_one_name_are_no_match():
    rows = [{"Id": "1", "Name": "Web"}, {"Id": "2", "Name": "web"}]
    assert lookup.match_named("class", ["Web"], rows) == {}


def test_tracking_and_custom_fields_are_read_from_the_preferences():
    names = [
        {"CustomField": [{"Name": "SalesFormsPrefs.SalesCustomName2", "StringValue": "Crew #"}]}
    ]
    facts = company_from_answers(
        {},
        {
            "AccountingInfoPrefs": {"ClassTrackingPerTxnLine": True, "TrackDepartments": True},
            "SalesFormsPrefs": {"CustomField": names},
        },
    )
    assert facts["tracking"] == ["line_class", "location"]
    assert facts["custom_fields"] == {"Crew #": "2"}
