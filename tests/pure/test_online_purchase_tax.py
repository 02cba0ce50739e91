"""Tax on purchases outside the United States: QuickBooks' purchase rates arrive at the vendor's total."""

from dataclasses import replace
from decimal import Decimal

import pytest
from test_online_purchases import COMPANY, body, form, line

from connex_bridge.bridge import purchase_documents as purchases
from connex_bridge.bridge.online.translate_purchases import check_purchase
from connex_bridge.bridge.problem import Held

GST, BOTH, REVERSED = "4", "5", "6"
GST_RATE, PST_RATE = ("11", Decimal(5)), ("13", Decimal("9.975"))
CANADA = replace(
    COMPANY,
    country="CA",
    sales_tax="global",
    tax_codes={(1,): GST, (1, 2): BOTH, (3,): REVERSED},
    tax_names={1: "GST", 2: "QST", 3: "Reverse charge", 4: "Luxury tax"},
    tax_rates={GST: (("10", Decimal(15)),), BOTH: (("10", Decimal(15)),)},
    purchase_tax_rates={
        GST: (GST_RATE,),
        BOTH: (GST_RATE, PST_RATE),
        REVERSED: (("14", Decimal(20)), ("15", Decimal(-20))),
        "9": (),
    },
    exempt_tax_code="8",
    purchase_exempt_code="9",
)
THREE = (
    line(amount=Decimal("33.33"), quantity=None, unit_price=None, taxes=(2, 1)),
    line(amount=Decimal("10.10"), quantity=None, unit_price=None, taxes=(1,)),
    line(amount=Decimal("5.00"), quantity=None, unit_price=None),
)


def codes(made):
    details = [line[line["DetailType"]] for line in made["Line"]]
    return [detail["TaxCodeRef"]["value"] for detail in details]


@pytest.mark.parametrize(
    "kind", [purchases.PurchaseOrder, purchases.Bill, purchases.VendorCredit]
)  # fmt: skip
def test_each_line_has_its_code_and_the_total_follows_from_the_purchase_rates(kind):
    # 43.43 at 5 % and 33.33 at 9.975 %
    document = form(kind, THREE, tax="5.49")
    made = body(document, company=CANADA)
    assert codes(made) == [BOTH, GST, "9"]
    assert made["GlobalTaxCalculation"] == "TaxExcluded"
    assert "TxnTaxDetail" not in made
    check_purchase(document, made, CANADA)


def test_the_vendors_tax_is_kept_where_it_is_off_by_cents():
    document = form(purchases.Bill, THREE, tax="5.51")
    made = body(document, company=CANADA)
    taxes = [
        (each["Amount"], each["TaxLineDetail"]["TaxRateRef"]["value"])
        for each in made["TxnTaxDetail"]["TaxLine"]
    ]
    assert sorted(taxes) == [(Decimal("2.17"), "11"), (Decimal("3.34"), "13")]
    check_purchase(document, made, CANADA)


@pytest.mark.parametrize(("tax", "handling"), [("5.70", "odoo"), ("5.51", "codes")])
def test_another_tax_than_can_be_corrected_is_held_back_with_both_totals(tax, handling):
    company = replace(CANADA, tax_handling=handling)
    document = form(purchases.Bill, THREE, tax=tax)
    with pytest.raises(Held) as held:
        check_purchase(document, body(document, company=company), company)
    values = held.value.problem.values
    assert (values["odoo"], values["quickbooks"]) == (str(Decimal("48.43") + Decimal(tax)), "53.92")


def test_a_tax_that_the_buyer_owes_adds_nothing_to_the_bill():
    document = form(purchases.Bill, (line(taxes=(3,)),))
    made = body(document, company=CANADA)
    assert codes(made) == [REVERSED]
    check_purchase(document, made, CANADA)


@pytest.mark.parametrize(
    ("taxes", "code", "named"),
    [((4,), "tax_not_mapped", "Luxury tax"), ((), "purchase_exempt_code_missing", "")],
)
def test_a_line_without_a_code_is_held_back(taxes, code, named):
    document = form(purchases.Bill, (line(taxes=taxes),))
    with pytest.raises(Held) as held:
        body(document, company=replace(CANADA, purchase_exempt_code=""))
    assert held.value.problem.code == code
    assert held.value.problem.values["tax"] == named
