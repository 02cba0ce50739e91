"""Taxes, discounts and totals, in the United States and elsewhere."""

import pytest
from sandbox_clients import sales_line


def discount(**detail):
    amount = detail.pop("Amount", None)
    line = {"DetailType": "DiscountLineDetail", "DiscountLineDetail": detail}
    return line if amount is None else {**line, "Amount": amount}


def invoice(api, lines, buyer=None, **fields):
    buyer = buyer or api.customer()
    return api.save("Invoice", {"CustomerRef": {"value": buyer["Id"]}, "Line": lines, **fields})


def refused(api, lines, **fields):
    buyer = api.customer()
    body = {"CustomerRef": {"value": buyer["Id"]}, "Line": lines, **fields}
    return api.refused("Invoice", body)


def taxes(document):
    return {
        line["TaxLineDetail"]["TaxRateRef"]["value"]: (
            line["TaxLineDetail"]["NetAmountTaxable"],
            line["Amount"],
        )
        for line in document["TxnTaxDetail"]["TaxLine"]
    }


def line_code(api, name):
    (code,) = api.query(f"select * from TaxCode where Name = '{name}'")["TaxCode"]
    return code["Id"]


# -- United States -----------------------------------------------------------------------------


def test_us_tax_is_computed_over_taxed_lines(api):
    made = invoice(api, [sales_line(100, "TAX"), sales_line(50, "NON")])
    assert made["TxnTaxDetail"]["TotalTax"] == 8
    assert (made["TotalAmt"], made["Balance"]) == (158, 158)


def test_us_tax_given_by_the_client_is_kept(api):
    lines = [sales_line(99.99, "TAX")]
    made = invoice(api, lines, TxnTaxDetail={"TotalTax": 8.25})
    (tax_line,) = made["TxnTaxDetail"]["TaxLine"]
    assert made["TotalAmt"] == 108.24
    assert tax_line["TaxLineDetail"]["OverrideDeltaAmount"] == 0.25
    noted = {"Id": made["Id"], "SyncToken": "0", "sparse": True, "PrivateNote": "x"}
    assert api.save("Invoice", noted)["TotalAmt"] == 108.24
    relined = {**noted, "SyncToken": "1", "Line": lines}
    assert api.save("Invoice", relined)["TotalAmt"] == 107.99


def test_us_tax_on_untaxed_lines_is_dropped(api):
    made = invoice(api, [sales_line(100, "NON")], TxnTaxDetail={"TotalTax": 8})
    assert (made["TxnTaxDetail"], made["TotalAmt"]) == ({"TotalTax": 0}, 100)


def test_a_line_without_code_is_taxed_where_quickbooks_computes_the_tax(api, api_of):
    bare = sales_line(100)
    del bare["SalesItemLineDetail"]["TaxCodeRef"]
    assert invoice(api, [bare])["TotalAmt"] == 108
    old_style = api_of("us", PartnerTaxEnabled=False)
    made = invoice(old_style, [bare])
    assert made["Line"][0]["SalesItemLineDetail"]["TaxCodeRef"] == {"value": "NON"}
    assert made["TotalAmt"] == 100


def test_exempt_customers_pay_no_tax(api):
    exempt = api.customer("Museum", Taxable=False)
    assert invoice(api, [sales_line(100, "TAX")], exempt)["TotalAmt"] == 100


def test_without_sales_tax_what_the_client_says_about_it_is_dropped(api_of):
    api = api_of("us", UsingSalesTax=False)
    made = invoice(api, [sales_line(100, "TAX")], TxnTaxDetail={"TotalTax": 8})
    assert made["TotalAmt"] == 100


def test_the_rate_is_the_company_s(api_of):
    api = api_of("us", sales_tax_rate="7.25")
    assert invoice(api, [sales_line(19.99, "TAX")])["TxnTaxDetail"]["TotalTax"] == 1.45


# -- discounts, shipping, bundles ----------------------------------------------------------------


def test_discounts_by_percent_and_by_amount(api):
    percent = invoice(api, [sales_line(99.99), discount(PercentBased=True, DiscountPercent=10)])
    assert percent["TotalAmt"] == 89.99
    assert [line["DetailType"] for line in percent["Line"]] == [
        "SalesItemLineDetail",
        "SubTotalLineDetail",
        "DiscountLineDetail",
    ]
    amount = invoice(api, [sales_line(99.99), discount(Amount=5)], api.customer("B"))
    assert amount["TotalAmt"] == 94.99
    assert refused_with(api, [sales_line(1), discount()]) == "6090"
    assert refused_with(api, [sales_line(1), discount(Amount=1), discount(Amount=1)]) == "6000"


def refused_with(api, lines):
    buyer = api.customer(f"Buyer {id(lines)}")
    return api.refused("Invoice", {"CustomerRef": {"value": buyer["Id"]}, "Line": lines})["code"]


def test_us_tax_is_before_or_after_the_discount_as_asked(api):
    lines = [sales_line(100, "TAX"), discount(Amount=50)]
    buyer = api.customer()
    assert invoice(api, lines, buyer)["TotalAmt"] == 58
    assert invoice(api, lines, buyer, ApplyTaxAfterDiscount=True)["TotalAmt"] == 54


def test_shipping_comes_after_the_subtotal(api_of):
    api = api_of("us", AllowShipping=True)
    made = invoice(api, [sales_line(7, ItemRef={"value": "SHIPPING_ITEM_ID"}), sales_line(100)])
    kinds = [(line["DetailType"], line["Amount"]) for line in made["Line"]]
    assert kinds == [
        ("SalesItemLineDetail", 100),
        ("SubTotalLineDetail", 100),
        ("SalesItemLineDetail", 7),
    ]
    assert made["TotalAmt"] == 107


def test_a_bundle_is_taken_apart(api):
    hours = {"Id": "2", "SyncToken": "0", "sparse": True, "UnitPrice": 12.5}
    api.save("Item", hours)
    detail = {"GroupItemRef": {"value": "3"}, "Quantity": 2}
    made = invoice(api, [{"DetailType": "GroupLineDetail", "GroupLineDetail": detail}])
    children = made["Line"][0]["GroupLineDetail"]["Line"]
    assert [child["Amount"] for child in children] == [0, 50]
    assert made["TxnTaxDetail"]["TotalTax"] == 4


def test_text_lines_carry_no_amount(api):
    text = {"DetailType": "DescriptionOnly", "Description": "Thank you", "Amount": 5}
    made = invoice(api, [sales_line(10), text])
    assert made["TotalAmt"] == 10
    assert "Amount" not in made["Line"][1]


# -- Canada and the United Kingdom ---------------------------------------------------------------


def test_every_line_needs_a_code_outside_the_us(api_of):
    api = api_of("ca")
    bare = sales_line(100)
    del bare["SalesItemLineDetail"]["TaxCodeRef"]
    error = refused(api, [bare])
    assert error["Detail"].endswith(
        "Make sure all your transactions have a GST/HST rate before you save."
    )


@pytest.mark.parametrize("code", ["TAX", "NON", "99"])
def test_us_codes_mean_nothing_elsewhere(api_of, code):
    assert refused(api_of("uk"), [sales_line(100, code)])["code"] == "2500"


def test_tax_is_rounded_per_rate_over_all_lines(api_of):
    api = api_of("ca")
    both, gst = line_code(api, "GST/PST BC"), line_code(api, "GST")
    made = invoice(api, [sales_line(0.3, both), sales_line(0.3, gst)])
    assert sorted(taxes(made).values()) == [(0.3, 0.02), (0.6, 0.03)]
    assert made["TotalAmt"] == 0.65


def test_gross_prices_are_kept_and_the_tax_is_the_rest(api_of):
    api = api_of("ca")
    code = line_code(api, "HST ON")
    lines = [sales_line(9, code, Qty=15, UnitPrice=0.6), sales_line(3, code)]
    lines.append(discount(PercentBased=True, DiscountPercent=20))
    made = invoice(api, lines, GlobalTaxCalculation="TaxInclusive")
    assert [line["Amount"] for line in made["Line"]] == [7.96, 2.65, 10.61, 2.12]
    assert list(taxes(made).values()) == [(8.49, 1.11)]
    assert made["TotalAmt"] == 9.6
    detail = made["Line"][0]["SalesItemLineDetail"]
    assert (detail["TaxInclusiveAmt"], detail["UnitPrice"]) == (9, 0.5306667)
    noted = {"Id": made["Id"], "SyncToken": "0", "sparse": True, "PrivateNote": "x"}
    assert api.save("Invoice", noted)["TotalAmt"] == 9.6
    echoed = api.save("Invoice", {**made, "SyncToken": "1"})
    assert echoed["TotalAmt"] == 9.6


def test_the_tax_of_a_rate_may_be_corrected_by_cents(api_of):
    api = api_of("uk")
    code = line_code(api, "20.0% S")
    made = invoice(api, [sales_line(10.01, code)])
    (tax_line,) = made["TxnTaxDetail"]["TaxLine"]
    assert tax_line["Amount"] == 2
    corrected = {"TaxLine": [{**tax_line, "Amount": 2.01}]}
    buyer = api.customer("B")
    assert invoice(api, [sales_line(10.01, code)], buyer, TxnTaxDetail=corrected)["TotalAmt"] == (
        12.02
    )
    wrong = {"TaxLine": [{**tax_line, "Amount": 3}]}
    body = {"CustomerRef": {"value": buyer["Id"]}, "Line": [sales_line(10.01, code)]}
    assert api.refused("Invoice", {**body, "TxnTaxDetail": wrong})["code"] == "2280"
    total_only = invoice(api, [sales_line(10.01, code)], buyer, TxnTaxDetail={"TotalTax": 5})
    assert total_only["TotalAmt"] == 12.01


def test_corrected_tax_stays_until_lines_or_tax_are_sent_again(api_of):
    api = api_of("uk")
    lines = [sales_line(10.01, line_code(api, "20.0% S"))]
    (tax_line,) = invoice(api, lines)["TxnTaxDetail"]["TaxLine"]
    corrected = {"TaxLine": [{**tax_line, "Amount": 2.01}]}
    made = invoice(api, lines, api.customer("B"), TxnTaxDetail=corrected)
    change = {"Id": made["Id"], "SyncToken": "0", "sparse": True, "PrivateNote": "x"}
    assert api.save("Invoice", change)["TotalAmt"] == 12.02
    relined = {**change, "SyncToken": "1", "Line": lines}
    assert api.save("Invoice", relined)["TotalAmt"] == 12.01


def test_documents_outside_the_scope_of_tax(api_of):
    api = api_of("uk")
    made = invoice(api, [sales_line(10)], GlobalTaxCalculation="NotApplicable")
    assert made["TotalAmt"] == 10 and "TxnTaxDetail" not in made
    buyer = {"value": made["CustomerRef"]["value"]}
    body = {"CustomerRef": buyer, "Line": [sales_line(10)], "TxnTaxDetail": {"TotalTax": 1}}
    body["GlobalTaxCalculation"] = "NotApplicable"
    assert api.refused("Invoice", body)["code"] == "6170"


def test_bills_use_the_purchase_rates(api_of):
    api = api_of("uk")
    vendor = api.save("Vendor", {"DisplayName": "Iron Works"})
    detail = {"AccountRef": {"value": "91"}, "TaxCodeRef": {"value": line_code(api, "20.0% S")}}
    kind = "AccountBasedExpenseLineDetail"
    body = {"VendorRef": {"value": vendor["Id"]}}
    body["Line"] = [{"Amount": 50, "DetailType": kind, kind: detail}]
    assert api.save("Bill", body)["Balance"] == 60


def test_a_code_of_one_side_is_refused_on_the_other(api_of):
    canada = api_of("ca")
    rate = {"TaxRateName": "Sold here", "RateValue": "5", "TaxAgencyId": "1"}
    body = {"TaxCode": "Sold", "TaxRateDetails": [rate | {"TaxApplicableOn": "Sales"}]}
    code = canada.raw("POST", "taxservice/taxcode", body).json()["TaxCodeId"]
    assert invoice(canada, [sales_line(100, code)])["TotalAmt"] == 105
    vendor = canada.save("Vendor", {"DisplayName": "Maple Supplies"})
    detail = {"AccountRef": {"value": "91"}, "TaxCodeRef": {"value": code}}
    line = {
        "DetailType": "AccountBasedExpenseLineDetail",
        "Amount": 10,
        "AccountBasedExpenseLineDetail": detail,
    }
    for entity in ("Bill", "PurchaseOrder", "VendorCredit"):
        bought = {"VendorRef": {"value": vendor["Id"]}, "Line": [line]}
        assert canada.refused(entity, bought)["code"] == "6160"


# -- currencies ------------------------------------------------------------------------------------


def test_documents_use_the_currency_of_their_customer(api_of):
    api = api_of("us", MultiCurrencyEnabled=True)
    rate = {"SourceCurrencyCode": "EUR", "Rate": 1.1, "AsOfDate": "2026-01-01"}
    assert api.save("ExchangeRate", rate)["Rate"] == 1.1
    buyer = api.customer(CurrencyRef={"value": "EUR"})
    made = invoice(api, [sales_line(100)], buyer)
    assert (made["CurrencyRef"]["value"], made["ExchangeRate"]) == ("EUR", 1.1)
    assert (made["TotalAmt"], made["HomeTotalAmt"]) == (100, 110)
    body = {"CustomerRef": {"value": buyer["Id"]}, "Line": [sales_line(100)]}
    assert api.refused("Invoice", {**body, "CurrencyRef": {"value": "USD"}})["code"] == "6000"
    home = api.raw("GET", "exchangerate", sourcecurrencycode="USD")
    assert home.status_code == 400
