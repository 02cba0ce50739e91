"""The rates of QuickBooks' tax codes, as its lists TaxCode and TaxRate have them."""

from collections.abc import Iterable, Mapping
from decimal import Decimal

from ..money import to_decimal
from ..plain import normal

PERCENT_DIGITS = 7
HUNDRED = Decimal(100)
#: The codes of a line in the United States: only whether it is taxed, not with what.
PSEUDO_CODES = ("TAX", "NON")
SALES, PURCHASES = "SalesTaxRateList", "PurchaseTaxRateList"
OTHER_SIDE = {SALES: PURCHASES, PURCHASES: SALES}

#: {tax code: its (rate id, percentage as text)}
Rates = dict[str, tuple[tuple[str, str], ...]]


def rates_of(codes: Iterable[Mapping], rates: Iterable[Mapping], side: str) -> Rates:
    """The rates of the codes on `SALES` or `PURCHASES`; a code without any on either side has an empty
    tuple.

    Left out are those that cannot stand for a tax there: the pseudo codes, codes that have rates on the
    other side only (QuickBooks refuses them with fault 6160), and codes with a rate that is not in the
    list. A rate on top of another tax (TaxOnTax) counts with its percentage of the net amount.
    """
    percents = {row["Id"]: to_decimal(row.get("RateValue"), PERCENT_DIGITS) for row in rates}
    found = {}
    for code in codes:
        if code["Id"] in PSEUDO_CODES:
            continue
        details = _details(code, side)
        if not details and _details(code, OTHER_SIDE[side]):
            continue
        ids = [detail["TaxRateRef"]["value"] for detail in details]
        if all(each in percents for each in ids):
            found[code["Id"]] = tuple(_on_net(details, percents))
    return found


def _details(code, side):
    return code.get(side, {}).get("TaxRateDetail", ())


def _on_net(details, percents):
    before = Decimal(0)
    for detail in sorted(details, key=lambda each: each.get("TaxOrder") or 0):
        rate = detail["TaxRateRef"]["value"]
        percent = percents[rate]
        if detail.get("TaxTypeApplicable") == "TaxOnTax":
            percent += percent * before / HUNDRED
        before += percent
        yield rate, normal(percent)
