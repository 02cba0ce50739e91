"""What QuickBooks will make of a body: its own computation of a document's total, done beforehand.

Only QuickBooks' rules, taken from the body that is about to be sent and not from the document, so that a
mistake in the translation is found before it is booked.
"""

from collections.abc import Mapping
from decimal import Decimal

from ..money import AMOUNT_DIGITS, ZERO, round_half_up
from ..problem import Held
from .company import Company
from .translate_common import plain

HUNDRED = Decimal(100)
SALES_FORMS = ("Estimate", "Invoice", "SalesReceipt", "CreditMemo", "RefundReceipt")


def expected_total(entity: str, body: Mapping, company: Company) -> Decimal | None:
    """The TotalAmt that QuickBooks will answer, in the document's currency; None where there is none.

    A line counts with quantity times price, rounded half up to two decimals, where both are given.
    """
    if entity == "Payment":
        return body["TotalAmt"]
    if entity not in SALES_FORMS:
        return None
    lines = [line for line in body["Line"] if line["DetailType"] == "SalesItemLineDetail"]
    return sum((_line_amount(line) for line in lines), ZERO) + _tax(lines, body, company)


def check_total(document, body: Mapping, company: Company) -> None:
    """Raises Held('total_differs') with both numbers when QuickBooks would arrive at another total than
    Odoo's. Documents without a total pass."""
    if not hasattr(document, "total"):
        return
    quickbooks = expected_total("Invoice", body, company)
    if quickbooks != document.total:
        raise Held(
            "total_differs",
            document=document.number,
            odoo=plain(document.total),
            quickbooks=plain(quickbooks),
        )


def _line_amount(line: Mapping) -> Decimal:
    detail = line["SalesItemLineDetail"]
    if "Qty" in detail and "UnitPrice" in detail:
        return round_half_up(detail["Qty"] * detail["UnitPrice"], AMOUNT_DIGITS)
    return line["Amount"]


def _code(line: Mapping) -> str:
    return line["SalesItemLineDetail"].get("TaxCodeRef", {}).get("value", "")


def _tax(lines: list, body: Mapping, company: Company) -> Decimal:
    """United States: the amount that was given, if a line can carry it. Elsewhere: every rate on the sum
    of its lines, rounded half up. Sales tax switched off: whatever was given is dropped."""
    if company.sales_tax == "none":
        return ZERO
    if company.sales_tax == "global":
        return _global_tax(lines, company)
    taxable = any(_code(line) == "TAX" for line in lines)
    return body.get("TxnTaxDetail", {}).get("TotalTax", ZERO) if taxable else ZERO


def _global_tax(lines: list, company: Company) -> Decimal:
    bases: dict = {}
    for line in lines:
        for rate in company.tax_rates.get(_code(line), ()):
            bases[rate] = bases.get(rate, ZERO) + _line_amount(line)
    return sum(
        (
            round_half_up(base * percent / HUNDRED, AMOUNT_DIGITS)
            for (_rate_id, percent), base in bases.items()
        ),
        ZERO,
    )
