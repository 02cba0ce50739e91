"""What reading orders and reading invoices have in common."""

from collections import defaultdict

from odoo.fields import Domain

from ..bridge.money import to_decimal

#: Rates keep more decimals than QuickBooks has, so that rounding is done once, at the end.
EXCHANGE_DIGITS = 12
TEXT_LINES = ("line_section", "line_subsection", "line_note")


def read_records(company, model, ids, names):
    """The company's records among these ids, with the named fields read."""
    domain = Domain("id", "in", list(ids)) & Domain("company_id", "=", company.id)
    return company.env[model].search_fetch(domain, names, order="id")


def read_lines(model, parent, parents, names, extra=Domain.TRUE):
    """{parent's id: its lines in their order}, with the named fields read."""
    grouped = defaultdict(list)
    domain = Domain(parent, "in", parents.ids) & extra
    for line in parents.env[model].search_fetch(domain, names, order="id"):
        grouped[line[parent].id].append(line)
    for lines in grouped.values():
        lines.sort(key=lambda line: (line.sequence, line.id))
    return grouped


def partners_of(records, names):
    """The ids of all partners in these fields."""
    return {partner for name in names for partner in records.mapped(name)._ids}


def role_of(line, is_shipping):
    """The role of an order or invoice line, see `bridge.sale.SaleLine`."""
    if line.is_downpayment:
        return "down_payment"
    if is_shipping:
        return "shipping"
    key = (line.extra_tax_data or {}).get("computation_key") or ""
    product = line.product_id
    is_discount = product and product == line.company_id.sale_discount_product_id
    return "discount" if is_discount or key.startswith("global_discount,") else ""


def home_rate(foreign_per_home):
    """Home currency per unit of the document's currency; Odoo stores the opposite."""
    return to_decimal(1 / foreign_per_home if foreign_per_home else 1.0, EXCHANGE_DIGITS)
