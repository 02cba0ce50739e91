"""How the tax on a purchase is written in QuickBooks Online.

In the United States QuickBooks has no tax on purchases: what a vendor charges is a cost, on a line of its
own. Elsewhere every line has a tax code, and QuickBooks computes with the code's rates on purchases.
"""

from collections.abc import Mapping
from decimal import Decimal

from .. import purchase_documents as docs
from ..money import ZERO
from ..problem import Held
from .arithmetic import purchase_taxes
from .company import Company
from .translate_common import amount
from .translate_tax import NOT_TAXABLE, corrections


def line_code(
    line: docs.PurchaseLine, description: str, document: docs.Purchase, company: Company
) -> dict:
    """The line's TaxCodeRef, empty where QuickBooks knows none. Raises Held('tax_not_mapped') or, for a line
    without tax, Held('purchase_exempt_code_missing') where no code was chosen."""
    if company.sales_tax == "none":
        return {}
    if company.sales_tax != "global":
        return {"TaxCodeRef": {"value": NOT_TAXABLE}}
    mapped = company.tax_codes.get(tuple(sorted(line.taxes)), "")
    code = mapped if line.taxes else company.purchase_exempt_code
    if not code:
        names = [company.tax_names.get(tax, "") for tax in line.taxes]
        raise Held(
            "tax_not_mapped" if line.taxes else "purchase_exempt_code_missing",
            document=document.number,
            line=description.split("\n")[0],
            tax=" + ".join(filter(None, names)),
        )
    return {"TaxCodeRef": {"value": code}}


def cost_account(document: docs.Purchase, company: Company) -> dict:
    """The detail of a line that is booked on the cost account. Raises Held('expense_account_missing')."""
    if not company.expense_account:
        raise Held("expense_account_missing", document=document.number)
    return {"AccountRef": {"value": company.expense_account}}


def cost_lines(document: docs.Purchase, company: Company) -> list[dict]:
    """The line for the tax in the United States, nothing elsewhere. Raises as `cost_account`."""
    if not document.tax or company.sales_tax == "global":
        return []
    kind = "AccountBasedExpenseLineDetail"
    detail = cost_account(document, company)
    if company.sales_tax != "none":
        detail["TaxCodeRef"] = {"value": NOT_TAXABLE}
    value = amount(document.tax, document.number)
    return [{"DetailType": kind, "Amount": value, "Description": "Tax", kind: detail}]


def header(document: docs.Purchase, lines: list[dict], company: Company) -> dict:
    """What the header says about tax, given the lines as they are written: outside the United States, the
    tax per rate where the vendor's differs from QuickBooks' computation by cents."""
    if company.sales_tax != "global":
        return {}
    corrected = []
    if company.tax_handling != "codes":
        corrected = corrections(purchase_taxes(lines, company), document.tax)
    detail = {"TxnTaxDetail": {"TaxLine": corrected}} if corrected else {}
    return {"GlobalTaxCalculation": "TaxExcluded"} | detail


def expected(body: Mapping, company: Company) -> Decimal:
    """The tax that QuickBooks will add to the lines of this body, to the cent."""
    if company.sales_tax != "global":
        return ZERO
    given = {
        line["TaxLineDetail"]["TaxRateRef"]["value"]: line["Amount"]
        for line in body.get("TxnTaxDetail", {}).get("TaxLine", ())
    }
    taxes = purchase_taxes(body["Line"], company)
    return sum((given.get(tax.rate, tax.amount) for tax in taxes), ZERO)
