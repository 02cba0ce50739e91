"""What QuickBooks will make of a body: its own computation of a document's total, done beforehand.

Only QuickBooks' rules, taken from the body that is about to be sent and not from the document, so that a
mistake in the translation is found before it is booked. A difference that cannot be avoided becomes a line
of its own, only where the connection says so and up to its limit; money received is never altered.
"""

from dataclasses import replace
from decimal import Decimal

from ..money import AMOUNT_DIGITS, ZERO, round_half_up
from ..problem import Held
from .around import Around
from .body import Body, Part
from .company import Company
from .translate_common import plain
from .translate_tax import role_line, taxable_codes

HUNDRED = Decimal(100)
SALES_FORMS = ("SalesOrder", "Invoice", "SalesReceipt", "CreditMemo")
PURCHASES = ("PurchaseOrder", "Bill", "VendorCredit")


def expected_total(body: Body, company: Company) -> Decimal | None:
    """The total that QuickBooks will arrive at, in the document's currency; None where there is none, or
    where it cannot be known before (a tax item whose rate is not known).

    A line counts with its amount, or with quantity times price rounded half up to two decimals. Tax is the
    rate of the form's sales tax item on the sum of the taxable lines, rounded half up once; a sales tax
    group charges each of its items so, and adds up what was rounded.
    """
    if body.entity == "ReceivePayment":
        return Decimal(body.fields["TotalAmount"])
    if body.entity not in (*SALES_FORMS, *PURCHASES):
        return None
    tax = _tax(body, company) if body.entity in SALES_FORMS else ZERO
    return (
        None
        if tax is None
        else sum((line_amount(part, company) for part in body.parts), ZERO) + tax
    )


def line_amount(part: Part, company: Company) -> Decimal:
    """What QuickBooks books for a line; nothing for a line of text. A discount always takes off."""
    fields = part.fields
    if "Amount" in fields:
        value = Decimal(fields["Amount"])
        is_discount = fields.get("ItemRef", {}).get("ListID") in company.discount_items
        return -abs(value) if is_discount else value
    if "Quantity" not in fields:
        return ZERO
    price = fields.get("Rate") or fields.get("Cost") or "0"
    return round_half_up(Decimal(fields["Quantity"]) * Decimal(price), AMOUNT_DIGITS)


def _tax(body: Body, company: Company) -> Decimal | None:
    if not company.sales_tax:
        return ZERO
    sold = [part for part in body.parts if "ItemRef" in part.fields or "LinkToTxn" in part.fields]
    codes = [part.fields.get("SalesTaxCodeRef", {}).get("ListID") for part in sold]
    if None in codes:
        return None  # QuickBooks takes the item's own code
    taxable = taxable_codes(company)
    bases = [
        line_amount(part, company)
        for part, code in zip(sold, codes, strict=True)
        if code in taxable
    ]
    if not bases:
        return ZERO
    item = body.fields.get("ItemSalesTaxRef", {}).get("ListID")
    if item not in company.tax_rates:
        return None
    base = sum(bases, ZERO)
    taxes = (base * percent / HUNDRED for percent in company.tax_rates[item])
    return sum((round_half_up(tax, AMOUNT_DIGITS) for tax in taxes), ZERO)


def difference(document, body: Body, company: Company) -> Decimal:
    """By how much Odoo's total is above the one that QuickBooks will arrive at. Zero for documents without
    a total, and where QuickBooks' cannot be known before."""
    if not hasattr(document, "total"):
        return ZERO
    quickbooks = expected_total(body, company)
    return ZERO if quickbooks is None else document.total - quickbooks


def tied(document, body: Body, around: Around, company: Company) -> Body:
    """The body with a rounding line where QuickBooks would arrive at another total than Odoo's, or has
    arrived at one (`around.differences`).

    Raises Held('total_differs') with both numbers for a difference above the connection's limit, and
    Held('role_item_missing') while the item for rounding is not in QuickBooks.
    """
    shown = around.differences.get(document.key, ZERO)
    missing = shown or difference(document, body, company)
    if not missing:
        return body
    if body.entity in SALES_FORMS and is_within_limit(missing, company):
        line = role_line("rounding", missing, document, body.entity, around, company)
        return replace(body, parts=(*body.parts, line))
    raise Held(
        "total_differs",
        document=document.number,
        odoo=plain(document.total),
        quickbooks=plain(document.total - missing),
    )


def is_within_limit(amount: Decimal, company: Company) -> bool:
    """Whether a difference of this amount, in the document's currency, may become a line."""
    return abs(amount) <= company.difference_limit
