"""How a sale's tax is written in QuickBooks Desktop: a code on every line, one sales tax item on the form.

A form of the United States carries no tax amount (no message has a field for it): QuickBooks computes it,
the rate of the form's sales tax item on the taxable lines. Two ways, chosen on the connection
(`Company.tax_handling`): `codes` (Odoo's taxes are mapped to sales tax items; the total is computed
beforehand and compared, arithmetic.py) and `line` (tax is a line with an item of its own).
"""

from decimal import Decimal

from .. import documents as docs
from ..chosen import tax_entry
from ..compose import role_key
from ..problem import Held
from . import translate_named
from .around import Around
from .body import Part, Value
from .company import Company
from .translate_common import amount, by_id, plain

#: whether the company file charges sales tax -> the ways that are possible; the first is the default.
HANDLINGS = {True: ("codes", "line"), False: ("line",)}


def line_code(line: docs.Line, document: docs.SalesForm, company: Company) -> dict[str, Value]:
    """The sales tax code of an item line, nothing where QuickBooks charges no tax. A code that a rule has
    chosen goes before. Raises Held('list_entry_missing') for one that QuickBooks does not have."""
    if not company.sales_tax:
        return {}
    code = translate_named.line_tax_code(line, document, company)
    if not code:
        taxed = line.taxed and company.tax_handling == "codes"
        code = company.taxable_code if taxed else company.non_taxable_code
    return {"SalesTaxCodeRef": by_id(code)} if code else {}


def tax_lines(
    document: docs.SalesForm, entity: str, around: Around, company: Company
) -> list[Part]:
    """The line that carries the tax where the connection has it as a line, else nothing."""
    if company.tax_handling != "line" or not document.tax:
        return []
    return [role_line("tax", document.tax, document, entity, around, company)]


def role_line(
    role: str,
    value: Decimal,
    document: docs.SalesForm,
    entity: str,
    around: Around,
    company: Company,
) -> Part:
    """A line with an item of the connection's own that bears no tax. Raises Held('role_item_missing')
    when the item is not in QuickBooks (yet)."""
    item = company.role_items.get(role)
    qb_id = around.ids.get(role_key(item)) if item else None
    if not qb_id:
        raise Held("role_item_missing", document=document.number, item=item.name if item else role)
    fields = {"ItemRef": by_id(qb_id), "Amount": amount(value, document.number)}
    if company.sales_tax and company.non_taxable_code:
        fields["SalesTaxCodeRef"] = by_id(company.non_taxable_code)
    return Part(f"{entity}Line", fields)


def header(document: docs.SalesForm, parts: list[Part], company: Company) -> dict[str, Value]:
    """The sales tax item of the form, and its sales tax code: with a code of the customer that bears no tax
    QuickBooks would tax no line, so that the form names one that leaves it to the lines.

    Raises Held('sales_tax_switched_off') where QuickBooks would drop the tax, Held('tax_not_mapped'),
    Held('several_tax_items') for taxed lines that map to more than one.
    """
    if not company.sales_tax:
        if document.tax and company.tax_handling != "line":
            raise Held(
                "sales_tax_switched_off",
                document=document.number,
                tax=plain(document.tax),
                total=plain(document.total),
            )
        return {}
    item = _document_item(document, company) or company.exempt_tax_item
    codes = {part.fields.get("SalesTaxCodeRef", {}).get("ListID") for part in parts}
    taxable = bool(codes & taxable_codes(company))
    code = company.taxable_code if taxable else company.non_taxable_code
    fields = {"ItemSalesTaxRef": by_id(item), "CustomerSalesTaxCodeRef": by_id(code)}
    return {name: value for name, value in fields.items() if value}


def taxable_codes(company: Company) -> set[str]:
    """The ListIDs of the sales tax codes whose lines are taxed."""
    named = {list_id for list_id, taxable in company.line_tax_codes.values() if taxable}
    return named | ({company.taxable_code} if company.taxable_code else set())


def _document_item(document, company):
    if company.tax_handling == "line":
        return ""
    if document.tax_code:
        number = document.number
        return translate_named.list_entry("tax_code", document.tax_code, number, company)["ListID"]
    taxed = [line for line in document.lines if line.kind == "item" and line.taxed]
    items = dict.fromkeys(tax_entry(company.tax_items, line, document, company) for line in taxed)
    if len(items) > 1:
        taxes = {tax: company.tax_names.get(tax, "") for line in taxed for tax in line.taxes}
        names = ", ".join(filter(None, taxes.values()))
        raise Held("several_tax_items", document=document.number, taxes=names)
    return next(iter(items), "")
