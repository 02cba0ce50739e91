"""How a sale's tax is written in QuickBooks Online: a code on every line, and what the header says.

Four ways, chosen on the connection (`Company.tax_handling`): `odoo` (Odoo's amount goes before QuickBooks'
own computation), `quickbooks` (automated sales tax computes), `codes` (mapped tax codes, QuickBooks computes
with their rates), `line` (tax is a line with an item of its own). Which of them a company can have follows
from its kind of sales tax (`HANDLINGS`).
"""

from collections.abc import Mapping
from decimal import Decimal

from .. import documents as docs
from ..chosen import tax_entry
from ..compose import role_key
from ..money import ZERO
from ..problem import Held
from . import translate_named
from .arithmetic import RateTax, sales_taxes
from .company import Company
from .translate_common import amount, plain

#: The only two line tax codes in the United States (QuickBooks refuses others with fault 6100).
TAXABLE, NOT_TAXABLE = "TAX", "NON"
#: kind of sales tax (`Company.sales_tax`) -> the ways that are possible; the first is the default.
HANDLINGS = {
    "none": ("odoo", "line"),
    "automated": ("odoo", "quickbooks", "line"),
    "manual": ("odoo", "codes", "line"),
    "global": ("odoo", "codes", "line"),
}
#: By how much the tax of one rate may be corrected: QuickBooks refuses more than some cents (fault 2280).
MOST_PER_RATE = Decimal("0.05")

Ids = Mapping[docs.Key, str]


def line_code(line: docs.Line, document: docs.SalesForm, company: Company) -> str:
    """The tax code of an item line, empty where QuickBooks knows none. A code that a rule has chosen goes
    before. Raises Held('tax_not_mapped'), Held('exempt_code_missing') or as `translate_named`."""
    if code := translate_named.line_tax_code(line, document, company):
        return code
    if company.tax_handling == "line" or company.sales_tax == "none":
        return untaxed_code(document, company, line.description)
    if company.sales_tax == "global":
        return _mapped_code(line, document, company)
    # Taxable lines without any tax would have to be told that they are taxed with nothing.
    expected = document.tax or company.tax_handling != "odoo"
    return TAXABLE if line.taxed and expected else NOT_TAXABLE


def untaxed_code(document: docs.SalesForm, company: Company, description: str = "") -> str:
    """The code of a line that bears no tax. Raises Held('exempt_code_missing') outside the United States
    where none is chosen: QuickBooks refuses a line without a code there."""
    if company.sales_tax == "none":
        return ""
    if company.sales_tax != "global":
        return NOT_TAXABLE
    if not company.exempt_tax_code:
        line = description.split("\n")[0]
        raise Held("exempt_code_missing", document=document.number, line=line)
    return company.exempt_tax_code


def _mapped_code(line, document, company):
    if not line.taxes:
        return untaxed_code(document, company, line.description)
    return tax_entry(company.tax_codes, line, document, company)


def tax_lines(document: docs.SalesForm, ids: Ids, company: Company) -> list[dict]:
    """The line that carries the tax where the connection has it as a line, else nothing."""
    if company.tax_handling != "line" or not document.tax:
        return []
    return [role_line("tax", document.tax, document, ids, company)]


def role_line(
    role: str, value: Decimal, document: docs.SalesForm, ids: Ids, company: Company
) -> dict:
    """A line with an item of the connection's own that bears no tax. Raises Held('role_item_missing')
    when the item is not in QuickBooks (yet)."""
    item = company.role_items.get(role)
    qb_id = ids.get(role_key(item)) if item else None
    if not qb_id:
        raise Held("role_item_missing", document=document.number, item=item.name if item else role)
    detail: dict = {"ItemRef": {"value": qb_id}}
    if code := untaxed_code(document, company):
        detail["TaxCodeRef"] = {"value": code}
    return {
        "DetailType": "SalesItemLineDetail",
        "Amount": amount(value, document.number),
        "SalesItemLineDetail": detail,
    }


def header(document: docs.SalesForm, lines: list[dict], company: Company) -> dict:
    """What the header says about tax, given the lines as they are written. Raises Held('sales_tax_off')
    where QuickBooks would drop the tax, Held('several_tax_codes') for a US document with more than one."""
    if company.sales_tax == "none":
        if document.tax and company.tax_handling != "line":
            raise Held(
                "sales_tax_off",
                document=document.number,
                tax=plain(document.tax),
                total=plain(document.total),
            )
        return {}
    if company.sales_tax == "global":
        corrected = _corrections(document, lines, company)
        detail = {"TxnTaxDetail": {"TaxLine": corrected}} if corrected else {}
        return {"GlobalTaxCalculation": "TaxExcluded"} | detail
    detail = _in_united_states(document, company)
    detail |= translate_named.order_tax_code(document, company)
    return {"TxnTaxDetail": detail} if detail else {}


# United States


def _in_united_states(document, company):
    handling = company.tax_handling
    if handling == "line":
        return {"TotalTax": ZERO}
    if handling == "quickbooks":
        return {}
    if handling == "codes":
        code = _document_code(document, company)
        return {"TxnTaxCodeRef": {"value": code}} if code else {"TotalTax": ZERO}
    detail: dict = {"TotalTax": amount(document.tax, document.number)}
    if company.sales_tax == "manual" and company.tax_group_code and document.tax:
        detail["TxnTaxCodeRef"] = {"value": company.tax_group_code}
    return detail


def _document_code(document, company):
    """The one tax code of the taxed lines, empty without any: a US document has no more than one."""
    taxed = [line for line in document.lines if line.kind == "item" and line.taxed]
    codes = dict.fromkeys(_mapped_code(line, document, company) for line in taxed)
    if document.tax_code or not codes:
        return ""
    if len(codes) > 1:
        taxes = {tax: company.tax_names.get(tax, "") for line in taxed for tax in line.taxes}
        names = ", ".join(filter(None, taxes.values()))
        raise Held("several_tax_codes", document=document.number, taxes=names)
    return next(iter(codes))


# Elsewhere


def _corrections(document, lines, company):
    """Odoo's tax where it is to be kept, else nothing: QuickBooks' own computation stands."""
    if company.tax_handling != "odoo":
        return []
    return corrections(sales_taxes(lines, company), document.tax)


def corrections(taxes: list[RateTax], odoo: Decimal) -> list[dict]:
    """The tax lines that turn QuickBooks' own computation into Odoo's tax where it is off by cents; empty
    where it agrees, or where the difference is more than QuickBooks lets us correct."""
    missing = odoo - sum((tax.amount for tax in taxes), ZERO)
    if not missing:
        return []
    corrected = {}
    for tax in sorted(taxes, key=lambda tax: -abs(tax.amount)):
        if tax.percent:
            part = max(-MOST_PER_RATE, min(MOST_PER_RATE, missing))
            corrected[tax.rate] = tax.amount + part
            missing -= part
    if missing:
        return []
    return [
        {
            "Amount": corrected.get(tax.rate, tax.amount),
            "DetailType": "TaxLineDetail",
            "TaxLineDetail": {
                "TaxRateRef": {"value": tax.rate},
                "PercentBased": True,
                "TaxPercent": tax.percent,
                "NetAmountTaxable": tax.base,
            },
        }
        for tax in taxes
    ]
