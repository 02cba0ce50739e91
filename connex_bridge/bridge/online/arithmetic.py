"""What QuickBooks will make of a body: its own computation of a document's total, done beforehand.

Only QuickBooks' rules, taken from the body that is about to be sent and not from the document, so that a
mistake in the translation is found before it is booked.
"""

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import NamedTuple

from ..money import AMOUNT_DIGITS, ZERO, round_half_up
from ..problem import Held
from .company import CodeRates, Company
from .translate_common import plain

HUNDRED = Decimal(100)
SALES_FORMS = ("Estimate", "Invoice", "SalesReceipt", "CreditMemo", "RefundReceipt")


class RateTax(NamedTuple):
    """What QuickBooks computes for one tax rate of a document: id, percentage, net amount, tax."""

    rate: str
    percent: Decimal
    base: Decimal
    amount: Decimal


def expected_total(entity: str, body: Mapping, company: Company) -> Decimal | None:
    """The TotalAmt that QuickBooks will answer, in the document's currency; None where there is none, or
    where it cannot be known before (automated sales tax that is left to QuickBooks).

    A line counts with quantity times price, rounded half up to two decimals, where both are given.
    """
    if entity == "Payment":
        return body["TotalAmt"]
    if entity not in SALES_FORMS:
        return None
    lines = _item_lines(body["Line"])
    tax = _tax(lines, body, company)
    return None if tax is None else sum((_line_amount(line) for line in lines), ZERO) + tax


def difference(document, body: Mapping, company: Company) -> Decimal:
    """By how much Odoo's total is above the one that QuickBooks will arrive at. Zero for documents without
    a total, and where QuickBooks' cannot be known before."""
    if not hasattr(document, "total"):
        return ZERO
    quickbooks = expected_total("Invoice", body, company)
    return ZERO if quickbooks is None else document.total - quickbooks


def check_total(document, body: Mapping, company: Company) -> None:
    """Raises Held('total_differs') with both numbers when QuickBooks would arrive at another total than
    Odoo's. Documents without a total pass."""
    if missing := difference(document, body, company):
        raise Held(
            "total_differs",
            document=document.number,
            odoo=plain(document.total),
            quickbooks=plain(document.total - missing),
        )


def _item_lines(lines):
    return [line for line in lines if line["DetailType"] == "SalesItemLineDetail"]


def _line_amount(line: Mapping) -> Decimal:
    detail = line["SalesItemLineDetail"]
    if "Qty" in detail and "UnitPrice" in detail:
        return round_half_up(detail["Qty"] * detail["UnitPrice"], AMOUNT_DIGITS)
    return line["Amount"]


def _code(line: Mapping) -> str:
    return line["SalesItemLineDetail"].get("TaxCodeRef", {}).get("value", "")


def _tax(lines: list, body: Mapping, company: Company) -> Decimal | None:
    """United States: the amount that was given, if a line can carry it, else what the header's code comes
    to. Elsewhere: every rate on the sum of its lines, or its amount as corrected. Sales tax switched off:
    whatever was given is dropped."""
    if company.sales_tax == "none":
        return ZERO
    detail = body.get("TxnTaxDetail", {})
    if company.sales_tax == "global":
        given = {
            line["TaxLineDetail"]["TaxRateRef"]["value"]: line["Amount"]
            for line in detail.get("TaxLine", ())
        }
        taxes = sales_taxes(lines, company)
        return sum((given.get(tax.rate, tax.amount) for tax in taxes), ZERO)
    taxable = [line for line in lines if _code(line) == "TAX"]
    if not taxable:
        return ZERO
    if "TotalTax" in detail:
        return detail["TotalTax"]
    code = detail.get("TxnTaxCodeRef", {}).get("value")
    if company.sales_tax == "automated" or code not in company.tax_rates:
        return None
    percent = sum((percent for _rate, percent in company.tax_rates[code]), ZERO)
    base = sum((_line_amount(line) for line in taxable), ZERO)
    return round_half_up(base * percent / HUNDRED, AMOUNT_DIGITS)


def sales_taxes(lines: list, company: Company) -> list[RateTax]:
    """The tax of every rate that the codes of a sale's lines have, outside the United States."""
    items = _item_lines(lines)
    return rate_taxes(((_code(line), _line_amount(line)) for line in items), company.tax_rates)


def purchase_taxes(lines: list, company: Company) -> list[RateTax]:
    """As `sales_taxes`, of a purchase order's, bill's or vendor credit's lines."""
    return rate_taxes(
        (
            (line[line["DetailType"]].get("TaxCodeRef", {}).get("value", ""), line["Amount"])
            for line in lines
        ),
        company.purchase_tax_rates,
    )


def rate_taxes(coded: Iterable[tuple[str, Decimal]], rates: CodeRates) -> list[RateTax]:
    """The tax of every rate of (tax code, net amount) lines, outside the United States: each rate on the
    sum of its lines, rounded half up."""
    bases: dict = {}
    for code, amount in coded:
        for rate in rates.get(code, ()):
            bases[rate] = bases.get(rate, ZERO) + amount
    return [
        RateTax(rate, percent, base, round_half_up(base * percent / HUNDRED, AMOUNT_DIGITS))
        for (rate, percent), base in bases.items()
    ]
