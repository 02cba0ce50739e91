"""Which rates a QuickBooks tax code has on sales and on purchases."""

from connex_bridge.bridge.online.tax_rates import PURCHASES, SALES, rates_of

RATES = [
    {"Id": "3", "RateValue": 5},
    {"Id": "4", "RateValue": 9.975},
    {"Id": "5", "RateValue": 0},
]


def code(number, *rates, kind="TaxOnAmount", side=SALES):
    details = [
        {
            "TaxRateRef": {"value": rate},
            "TaxTypeApplicable": kind if place else "TaxOnAmount",
            "TaxOrder": place,
        }
        for place, rate in enumerate(rates)
    ]
    return {"Id": number, side: {"TaxRateDetail": details}}


def test_a_code_has_the_rates_of_its_sales_side():
    found = rates_of([code("2", "3", "4"), code("6", "5"), {"Id": "7"}], RATES, SALES)
    assert found == {"2": (("3", "5"), ("4", "9.975")), "6": (("5", "0"),), "7": ()}


def test_a_tax_on_a_tax_counts_with_its_part_of_the_net_amount():
    assert rates_of([code("2", "3", "4", kind="TaxOnTax")], RATES, SALES) == {
        "2": (("3", "5"), ("4", "10.47375"))
    }


def test_what_cannot_stand_for_a_tax_is_left_out():
    assert rates_of([{"Id": "TAX"}, {"Id": "NON"}, code("2", "99")], RATES, SALES) == {}


def test_sales_and_purchases_have_rates_of_their_own():
    both = code("2", "3") | code("2", "4", side=PURCHASES)
    assert rates_of([both], RATES, SALES) == {"2": (("3", "5"),)}
    assert rates_of([both], RATES, PURCHASES) == {"2": (("4", "9.975"),)}


def test_a_code_of_the_other_side_only_is_left_out_and_one_without_rates_is_for_both():
    codes = [code("2", "3"), code("6", "5", side=PURCHASES), {"Id": "7"}]
    assert rates_of(codes, RATES, SALES) == {"2": (("3", "5"),), "7": ()}
    assert rates_of(codes, RATES, PURCHASES) == {"6": (("5", "0"),), "7": ()}
