"""What a document says in Odoo is what its object says to QuickBooks Online, or it is held back."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from online_samples import (
    CREDIT,
    CUSTOMER,
    IDS,
    INVOICE,
    ITEM,
    KINDS,
    MARKER,
    ORDER,
    TERM,
    US,
    form,
    line,
    payment,
)

from connex_bridge.bridge import documents as docs
from connex_bridge.bridge.online.arithmetic import check_total, expected_total
from connex_bridge.bridge.online.translate import translate
from connex_bridge.bridge.problem import Held
from connex_bridge.bridge.sale import Address


def body_of(document, company=US, ids=IDS):
    return translate(document, ids, company, MARKER)[1]


def test_an_invoice_says_customer_day_number_items_tax_and_whom_it_closes():
    document = form(
        sales_order=ORDER,
        term=TERM,
        due_date=date(2026, 12, 2),
        email="anna@example.com",
        billing=Address("Anna", "1 Main St", "", "Reno", "NV", "89501", "US"),
    )
    assert translate(document, IDS, US, MARKER) == (
        "Invoice",
        {
            "CustomerRef": {"value": "58"},
            "TxnDate": "2026-11-02",
            "DocNumber": "INV/2026/00001",
            "PrivateNote": "Odoo · S00001\n[connex abc]",
            "BillEmail": {"Address": "anna@example.com"},
            "BillAddr": {
                "Line1": "Anna",
                "Line2": "1 Main St",
                "City": "Reno",
                "CountrySubDivisionCode": "NV",
                "PostalCode": "89501",
                "Country": "US",
            },
            "Line": [
                {
                    "DetailType": "SalesItemLineDetail",
                    "Amount": Decimal("100.00"),
                    "Description": "Chair",
                    "SalesItemLineDetail": {
                        "ItemRef": {"value": "12"},
                        "Qty": Decimal(2),
                        "UnitPrice": Decimal(50),
                        "TaxCodeRef": {"value": "TAX"},
                    },
                }
            ],
            "TxnTaxDetail": {"TotalTax": Decimal("6.00")},
            "SalesTermRef": {"value": "3"},
            "DueDate": "2026-12-02",
            "LinkedTxn": [{"TxnId": "70", "TxnType": "Estimate"}],
        },
    )


@pytest.mark.parametrize(
    ("status", "sent"), [("", None), ("open", "Accepted"), ("closed", "Closed")]
)
def test_a_sales_order_is_an_estimate_that_names_a_status_only_if_asked(status, sent):
    entity, body = translate(form("sales_order", status=status), IDS, US, MARKER)
    assert entity == "Estimate"
    assert body.get("TxnStatus") == sent


def test_a_tax_free_document_says_so_and_no_line_is_taxable():
    body = body_of(form(tax="0.00"))
    assert body["TxnTaxDetail"] == {"TotalTax": Decimal(0)}
    assert body["Line"][0]["SalesItemLineDetail"]["TaxCodeRef"] == {"value": "NON"}


def test_untaxed_lines_beside_taxed_ones_are_not_taxable():
    lines = (line(), line("10.00", None, None, taxed=False, taxes=()))
    codes = [
        each["SalesItemLineDetail"]["TaxCodeRef"]["value"]
        for each in body_of(form(lines=lines))["Line"]
    ]
    assert codes == ["TAX", "NON"]


def test_sections_and_notes_stay_texts_and_empty_ones_go():
    lines = (docs.Line("text", "Living room"), line(), docs.Line("text", "\x00"))
    body = body_of(form(lines=lines))
    assert [each["DetailType"] for each in body["Line"]] == [
        "DescriptionOnly",
        "SalesItemLineDetail",
    ]
    assert body["Line"][0]["Description"] == "Living room"


@pytest.mark.parametrize(
    ("quantity", "price"), [("3", "33.33"), (None, "100"), ("2", None), ("0.12345678", "810")]
)
def test_quantity_and_price_that_quickbooks_would_refuse_are_left_out(quantity, price):
    detail = body_of(form(lines=(line("100.00", quantity, price),)))["Line"][0]
    assert detail["Amount"] == Decimal("100.00")
    assert "Qty" not in detail["SalesItemLineDetail"]
    assert "UnitPrice" not in detail["SalesItemLineDetail"]


def test_a_line_without_product_goes_to_the_default_item():
    body = body_of(form(lines=(line(item=None),)))
    assert body["Line"][0]["SalesItemLineDetail"]["ItemRef"] == {"value": "1"}


def test_a_long_number_is_shortened_and_the_whole_stays_in_the_memo():
    document = form(number="HEADQUARTERS/INV/2026/000001", memo="HEADQUARTERS/INV/2026/000001")
    body = body_of(document)
    assert len(body["DocNumber"]) == 21
    assert "HEADQUARTERS/INV/2026/000001" in body["PrivateNote"]


def test_a_receipt_names_account_method_and_reference_of_its_money():
    company = replace(
        US,
        deposit_account="4",
        deposit_accounts={(9, None): "35"},
        payment_methods={"credit card": "3"},
    )
    document = form(
        "sales_receipt", journal=9, method="Credit Card", payment_reference="TX " + "1" * 40
    )
    body = body_of(document, company)
    assert body["DepositToAccountRef"] == {"value": "35"}
    assert body["PaymentMethodRef"] == {"value": "3"}
    assert len(body["PaymentRefNum"]) == 21
    assert body_of(replace(document, journal=8), company)["DepositToAccountRef"] == {"value": "4"}


def test_a_foreign_invoice_carries_its_rate():
    company = replace(US, multicurrency=True)
    body = body_of(form(currency="EUR", exchange_rate=Decimal("1.0853")), company)
    assert body["CurrencyRef"] == {"value": "EUR"}
    assert body["ExchangeRate"] == Decimal("1.0853")
    assert "ExchangeRate" not in body_of(form(), company)


def test_outside_the_united_states_every_line_has_its_tax_code():
    company = replace(
        US,
        country="CA",
        home_currency="CAD",
        sales_tax="global",
        tax_codes={(1,): "5"},
        exempt_tax_code="2",
        tax_rates={"5": (("10", Decimal(5)), ("11", Decimal("9.975")))},
    )
    lines = (line(), line("0.33", None, None, taxed=False, taxes=()))
    document = form(lines=lines, tax="14.98", currency="CAD")
    body = body_of(document, company)
    codes = [each["SalesItemLineDetail"]["TaxCodeRef"]["value"] for each in body["Line"]]
    assert codes == ["5", "2"]
    assert body["GlobalTaxCalculation"] == "TaxExcluded"
    assert "TxnTaxDetail" not in body
    check_total(document, body, company)
    assert expected_total("Invoice", body, company) == Decimal("115.31")


# Payments


def test_a_payment_applies_to_its_invoices_and_can_apply_a_credit():
    applications = (
        docs.Application(INVOICE, Decimal("50.00")),
        docs.Application(CREDIT, Decimal("50.00")),
    )
    entity, body = translate(payment("0", applications), IDS, US, MARKER)
    assert entity == "Payment"
    assert body["TotalAmt"] == 0
    assert [each["LinkedTxn"][0] for each in body["Line"]] == [
        {"TxnId": "71", "TxnType": "Invoice"},
        {"TxnId": "72", "TxnType": "CreditMemo"},
    ]


def test_an_unapplied_payment_says_that_it_is_applied_to_nothing():
    body = body_of(payment(reference="CHK 1"))
    assert body["Line"] == []
    assert body["PaymentRefNum"] == "CHK 1"
    assert body["TotalAmt"] == Decimal("106.00")


# Lists


def test_a_customer_keeps_quotes_and_loses_what_quickbooks_refuses():
    document = docs.Customer(CUSTOMER, "O'Brien: “Best” 🎉", email="not an address", phone="1" * 40)
    body = body_of(document)
    assert body == {"DisplayName": "O'Brien- “Best”", "PrimaryPhone": {"FreeFormNumber": "1" * 30}}


def test_goods_are_non_inventory_items_with_an_income_account():
    body = body_of(docs.Item(ITEM, "Chair", "CH-1", "goods", "Oak", Decimal("50.00")))
    assert body == {
        "Name": "Chair",
        "Sku": "CH-1",
        "Type": "NonInventory",
        "Description": "Oak",
        "UnitPrice": Decimal(50),
        "IncomeAccountRef": {"value": "79"},
    }


def test_a_product_without_sku_and_with_a_price_of_many_decimals_is_sent():
    body = body_of(docs.Item(ITEM, "Bolt", price=Decimal("0.012345678")))
    assert "Sku" not in body
    assert body["UnitPrice"] == Decimal("0.0123457")


def test_a_term_is_its_name_and_days():
    assert body_of(docs.Term(TERM, "30 Days", 30)) == {"Name": "30 Days", "DueDays": 30}
    assert body_of(docs.Term(TERM, "Immediate", 0)) == {"Name": "Immediate", "DueDays": 0}


# Whatever the numbers

amounts = st.decimals("-500", "5000", places=2)


@given(
    st.lists(st.tuples(amounts, st.booleans()), min_size=1, max_size=8),
    st.decimals("0", "50", places=2),
    st.sampled_from(sorted(KINDS)),
)
def test_the_total_in_quickbooks_is_odoos_or_the_document_is_held_back(lines, tax, kind):
    document = form(
        kind,
        lines=tuple(line(str(amount), None, None, taxed=taxed) for amount, taxed in lines),
        tax=str(tax),
    )
    try:
        entity, body = translate(document, IDS, US, MARKER)
        check_total(document, body, US)
    except Held as refusal:
        taxable = any(taxed for _amount, taxed in lines)
        assert document.total < 0 or (tax and not taxable)
        assert refusal.problem.code in ("negative_total", "total_differs")
    else:
        assert expected_total(entity, body, US) == document.total
