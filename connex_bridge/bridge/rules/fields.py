"""The fields that a rule can compare: their names, kinds, and how each is read.

A new field gets its row in `FIELDS`: with a reader of the snapshot, or with the paths by which Odoo has its
value (then whoever reads Odoo supplies it as a fact). Values are text, `Decimal`, date or bool; a tuple is
several of them, as a sale may have several payments or tags.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from ..sale import Source
from . import readers
from .comparisons import BOOLEAN, DATE, NUMBER, TEXT
from .rule import PATH, Rule, RuleError
from .subject import Subject

SALE, LINE, PAYMENT = "sale", "line", "payment"


@dataclass(frozen=True, slots=True)
class Field:
    """`level` is what has one value of it: the `sale`, each `line` or each `payment`.

    `reads` names what of the state an earlier rule may have changed (see `evaluate.State`). `paths` are
    {model: path} of facts; `choices` are all values that the field can have, where they are fixed.
    """

    key: str
    label: str
    kind: str = TEXT
    level: str = SALE
    read: Callable | None = None
    reads: str = ""
    paths: Mapping[str, str] | None = None
    choices: tuple[str, ...] = ()

    def value(self, subject: Subject, of=None):
        """The value: of the sale, or `of` the line or payment that is given."""
        if self.paths is not None:
            return _fact(subject, self.paths, of)
        return self.read(subject) if self.level == SALE else self.read(subject, of)


def _fact(subject, paths, line):
    if line is not None:
        source = Source("product.product", line.product or 0)
    else:
        source = _fact_source(subject, paths)
    if source is None or not source.id:
        return None
    return subject.fact(source, paths[source.model])


def _fact_source(subject, paths):
    if "res.partner" in paths:
        return Source("res.partner", readers.home(subject).customer)
    if subject.order and "sale.order" in paths:
        return subject.order.source
    invoice = next(iter(subject.invoices), None)
    return invoice.source if invoice and "account.move" in paths else None


STATUSES = ("pending", "paid", "partially_fulfilled", "fulfilled", "cancelled")
ROLES = ("ordinary", "shipping", "discount", "down payment", "rounding")


def _order(path):
    return {"sale.order": path}


FIELDS = {
    each.key: each
    for each in (
        # The sale
        Field("order_number", "Order number", read=readers.order_number),
        Field("order_status", "Order status", read=readers.status, choices=STATUSES),
        Field("order_date", "Order date", DATE, read=lambda s: s.order.date if s.order else None),
        Field("document", "Document", read=readers.document,
              choices=("sales order", "invoice", "credit note", "payment")),
        Field("document_number", "Document number", read=lambda s: s.form.number, reads="number"),
        Field("document_date", "Document date", DATE, read=lambda s: s.form.date, reads="date"),
        Field("invoice_number", "Invoice number", read=readers.invoice_numbers),
        Field("invoice_date", "Invoice date", DATE, read=readers.invoice_dates("date")),
        Field("due_date", "Due date", DATE, read=readers.invoice_dates("due_date")),
        Field("customer_reference", "Customer reference (PO number)",
              read=readers.header("customer_reference", "")),
        Field("payment_terms", "Payment terms", read=readers.term, reads="term"),
        Field("currency", "Currency", read=readers.header("currency", "")),
        Field("exchange_rate", "Exchange rate", NUMBER, read=readers.header("exchange_rate")),
        Field("total", "Total", NUMBER, read=readers.header("total")),
        Field("untaxed", "Untaxed amount", NUMBER, read=readers.header("untaxed")),
        Field("tax", "Tax", NUMBER, read=readers.header("tax")),
        Field("shipping_amount", "Shipping amount", NUMBER, read=readers.role_amount("shipping")),
        Field("discount_amount", "Discount amount", NUMBER, read=readers.role_amount("discount")),
        Field("total_quantity", "Number of units", NUMBER, read=readers.total_quantity),
        Field("amount_paid", "Amount paid", NUMBER, read=readers.amount_paid),
        Field("balance_due", "Balance due", NUMBER, read=readers.balance),
        Field("is_paid", "Is paid", BOOLEAN, read=readers.is_paid),
        Field("is_refund", "Is a refund", BOOLEAN, read=lambda s: readers.document(s) == "credit note"),
        Field("class", "Class (set by an earlier rule)", reads="class", read=lambda s: ""),
        Field("ship_date", "Ship date", DATE, paths=_order("effective_date")),
        Field("promised_date", "Delivery date promised", DATE, paths=_order("commitment_date")),
        Field("sales_team", "Sales team", paths={"sale.order": "team_id", "account.move": "team_id"}),
        Field("salesperson", "Salesperson",
              paths={"sale.order": "user_id", "account.move": "invoice_user_id"}),
        Field("website", "Website", paths=_order("website_id")),
        Field("shipping_method", "Shipping method", paths=_order("carrier_id")),
        Field("warehouse", "Warehouse", paths=_order("warehouse_id")),
        Field("tags", "Tags", paths=_order("tag_ids")),
        Field("source_document", "Source document",
              paths={"sale.order": "origin", "account.move": "invoice_origin"}),
        Field("utm_source", "Source", paths={"sale.order": "source_id", "account.move": "source_id"}),
        Field("utm_medium", "Medium", paths={"sale.order": "medium_id", "account.move": "medium_id"}),
        Field("utm_campaign", "Campaign",
              paths={"sale.order": "campaign_id", "account.move": "campaign_id"}),
        Field("pricelist", "Pricelist", paths=_order("pricelist_id")),
        Field("fiscal_position", "Fiscal position",
              paths={"sale.order": "fiscal_position_id", "account.move": "fiscal_position_id"}),
        Field("incoterm", "Incoterm",
              paths={"sale.order": "incoterm", "account.move": "invoice_incoterm_id"}),
        # The customer
        Field("customer", "Customer", read=readers.partner("name"), reads="customer"),
        Field("customer_is_company", "Customer is a company", BOOLEAN, read=readers.partner("is_company")),
        Field("customer_email", "Customer e-mail", read=readers.partner("email")),
        Field("customer_phone", "Customer phone", read=readers.partner("phone")),
        Field("customer_code", "Customer's internal reference", paths={"res.partner": "ref"}),
        Field("customer_vat", "Customer's tax ID", paths={"res.partner": "vat"}),
        Field("customer_tags", "Customer tags", paths={"res.partner": "category_id"}),
        Field("billing_city", "Billing city", read=readers.address("billing", "city")),
        Field("billing_state", "Billing state", read=readers.address("billing", "state")),
        Field("billing_zip", "Billing ZIP", read=readers.address("billing", "zip")),
        Field("billing_country", "Billing country", read=readers.address("billing", "country")),
        Field("shipping_name", "Shipping name", read=readers.address("shipping", "name")),
        Field("shipping_city", "Shipping city", read=readers.address("shipping", "city")),
        Field("shipping_state", "Shipping state", read=readers.address("shipping", "state")),
        Field("shipping_zip", "Shipping ZIP", read=readers.address("shipping", "zip")),
        Field("shipping_country", "Shipping country", read=readers.address("shipping", "country")),
        # Each line
        Field("line_sku", "SKU", level=LINE, read=readers.product("sku"), reads="item"),
        Field("line_product", "Product", level=LINE, read=readers.product("name")),
        Field("line_description", "Line description", level=LINE, read=readers.line("description")),
        Field("line_quantity", "Line quantity", NUMBER, LINE, readers.line("quantity"), reads="quantity"),
        Field("line_price", "Line unit price", NUMBER, LINE, readers.line("unit_price")),
        Field("line_discount", "Line discount %", NUMBER, LINE, readers.line("discount")),
        Field("line_amount", "Line amount", NUMBER, LINE, readers.line("amount")),
        Field("line_taxed", "Line is taxed", BOOLEAN, LINE, lambda s, line: bool(line.taxes)),
        Field("line_tax", "Line tax", level=LINE, read=readers.line_taxes),
        Field("line_kind", "Kind of line", level=LINE, read=readers.role, choices=ROLES),
        Field("line_class", "Line class (set by an earlier rule)", level=LINE, reads="class",
              read=lambda s, line: ""),
        Field("product_type", "Product type", level=LINE, read=readers.product("kind"),
              choices=("goods", "service", "combo")),
        Field("product_category", "Product category", level=LINE,
              paths={"product.product": "categ_id"}),
        Field("product_barcode", "Barcode", level=LINE, paths={"product.product": "barcode"}),
        Field("product_tags", "Product tags", level=LINE,
              paths={"product.product": "all_product_tag_ids"}),
        # Each payment
        Field("payment_method", "Payment method", level=PAYMENT, read=readers.payment("method"),
              reads="payment_method"),
        Field("payment_journal", "Payment journal", level=PAYMENT, read=readers.payment("journal_name")),
        Field("payment_amount", "Payment amount", NUMBER, PAYMENT, readers.payment("amount")),
        Field("payment_date", "Payment date", DATE, PAYMENT, readers.payment("date")),
        Field("payment_reference", "Payment reference", level=PAYMENT, read=readers.payment("reference")),
        Field("payment_number", "Payment number", level=PAYMENT, read=readers.payment("number")),
    )
}  # fmt: skip


def field_of(rule: Rule) -> Field:
    """The field that a rule compares. Raises RuleError when there is none of that name."""
    if rule.field.startswith(PATH):
        path = rule.field.removeprefix(PATH)
        return Field(rule.field, path, rule.path_kind, paths=_order(path))
    if rule.field not in FIELDS:
        raise RuleError("unknown_field", field=rule.field)
    return FIELDS[rule.field]


def current_value(subject: Subject, written: str):
    """What of the document a rule is about to change, before any rule has: for the explanation."""
    reader = BEFORE.get(written)
    return reader(subject) if reader else ""


def _own_method(subject):
    payments = subject.payments
    return max(payments, key=lambda payment: payment.amount).method if payments else ""


BEFORE: dict[str, Callable] = {
    "number": lambda subject: subject.form.number,
    "date": lambda subject: subject.form.date,
    "customer": readers.partner("name"),
    "term": readers.term,
    "payment_method": _own_method,
}
LINE_BEFORE: dict[str, Callable] = {
    "item": lambda subject, line: (
        readers.product("sku")(subject, line) or readers.product("name")(subject, line)
    ),
    "quantity": readers.line("quantity"),
}
