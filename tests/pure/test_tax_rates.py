"""Which rates a QuickBooks tax code has on sales."""

from connex_bridge.bridge.online.tax_rates import sales_rates

RATES = [
    {"Id": "3", "RateValue": 5},
    {"Id": "4", "RateValue": 9.975},
    {"Id": "5", "RateValue": 0},
]


def code(number, *rates, kind="TaxOnAmount"):
    details = [
        {
            "TaxRateRef": {"value": rate},
            "TaxTypeApplicable": kind if place else "TaxOnAmount",
            "TaxOrder": place,
        }
        for place, rate in enumerate(rates)
    ]
    return {"Id": number, "SalesTaxRateList": {"TaxRateDetail": details}}


def test_a_code_has_the_rates_of_its_sales_side():
    found = sales_rates([code("2", "3", "4"), code("6", "5"), {"Id": "7"}], RATES)
    assert found == {"2": (("3", "5"), ("4", "9.975")), "6": (("5", "0"),), "7": ()}


def test_a_tax_on_a_tax_counts_with_its_part_of_the_net_amount():
    assert sales_rates([code("2", "3", "4", kind="TaxOnTax")], RATES) == {
        "2": (("3", "5"), ("4", "10.47375"))
    }


def test_what_cannot_stand_for_a_tax_is_left_out():
    assert sales_rates([{"Id": "TAX"}, {"Id": "NON"}, code("2", "99")], RATES) == {}
