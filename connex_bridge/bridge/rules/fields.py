"""The fields that a rule can compare: their names, kinds, and how each is read.

A new field gets its row in `FIELDS`: with a reader of the snapshot, or with the paths by which Odoo has its
value (then whoever reads Odoo supplies it as a fact). Values are text, `Decimal`, date or bool; a tuple is
several of them, as a sale may have several payments or tags.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from ..sale import ZERO, Order, Payment, Source
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
        return Source("res.partner", _home(subject).customer)
    if subject.order and "sale.order" in paths:
        return subject.order.source
    invoice = next(iter(subject.invoices), None)
    return invoice.source if invoice and "account.move" in paths else None


def _home(subject):
    """The form whose header speaks for the sale: the order, else the invoice, else the payment."""
    return subject.order or next(iter(subject.invoices), subject.form)


def _header(name, default=None):
    return lambda subject: getattr(_home(subject), name, default)


def _address(kind, name):
    return lambda subject: getattr(getattr(_home(subject), kind, None), name, "")


def _partner(name):
    def read(subject):
        partner = subject.snapshot.partners.get(_home(subject).customer)
        return getattr(partner, name, None)

    return read


def _document(subject):
    form = subject.form
    if isinstance(form, Order):
        return "sales order"
    if isinstance(form, Payment):
        return "payment"
    return "credit note" if form.kind == "credit_note" else "invoice"


def _term(subject):
    term = subject.snapshot.terms.get(getattr(_home(subject), "term", None))
    return term.name if term else ""


def _paid(subject):
    return sum((payment.amount for payment in subject.payments), ZERO)


def _total_quantity(subject):
    return sum((line.quantity for line in _ordinary(subject)), ZERO)


def _role_amount(role):
    def read(subject):
        lines = getattr(_home(subject), "lines", ())
        return sum((line.amount for line in lines if line.role == role), ZERO)

    return read


def _ordinary(subject):
    lines = getattr(_home(subject), "lines", ())
    return [line for line in lines if line.kind == "product" and not line.role]


def _is_paid(subject):
    if subject.invoices:
        return not any(invoice.residual for invoice in subject.invoices)
    total = getattr(_home(subject), "total", ZERO)
    return bool(total) and _paid(subject) >= total


def _balance(subject):
    if subject.invoices:
        return sum((invoice.residual for invoice in subject.invoices), ZERO)
    return getattr(_home(subject), "total", ZERO) - _paid(subject)


def _line(name):
    return lambda subject, line: getattr(line, name)


def _product(name):
    def read(subject, line):
        return getattr(subject.snapshot.products.get(line.product), name, "")

    return read


def _line_taxes(subject, line):
    taxes = subject.snapshot.taxes
    return tuple(taxes[tax].name for tax in line.taxes if tax in taxes)


def _payment(name):
    return lambda subject, payment: getattr(payment, name)


def _number(subject):
    return subject.order.number if subject.order else ""


def _invoice_numbers(subject):
    return tuple(invoice.number for invoice in subject.invoices)


def _invoice_dates(name):
    return lambda subject: tuple(getattr(invoice, name) for invoice in subject.invoices)


STATUSES = ("pending", "paid", "partially_fulfilled", "fulfilled", "cancelled")
ROLES = ("ordinary", "shipping", "discount", "down payment", "rounding")


def _status(subject):
    if not subject.order:
        return ""
    status = subject.order.status
    return (status, status.replace("_", " ")) if "_" in status else status


def _role(subject, line):
    return line.role.replace("_", " ") or "ordinary"


def _order(path):
    return {"sale.order": path}


FIELDS = {
    each.key: each
    for each in (
        # The sale
        Field("order_number", "Order number", read=_number),
        Field("order_status", "Order status", read=_status, choices=STATUSES),
        Field("order_date", "Order date", DATE, read=lambda s: s.order.date if s.order else None),
        Field("document", "Document", read=_document,
              choices=("sales order", "invoice", "credit note", "payment")),
        Field("document_number", "Document number", read=lambda s: s.form.number, reads="number"),
        Field("document_date", "Document date", DATE, read=lambda s: s.form.date, reads="date"),
        Field("invoice_number", "Invoice number", read=_invoice_numbers),
        Field("invoice_date", "Invoice date", DATE, read=_invoice_dates("date")),
        Field("due_date", "Due date", DATE, read=_invoice_dates("due_date")),
        Field("customer_reference", "Customer reference (PO number)",
              read=_header("customer_reference", "")),
        Field("payment_terms", "Payment terms", read=_term, reads="term"),
        Field("currency", "Currency", read=_header("currency", "")),
        Field("exchange_rate", "Exchange rate", NUMBER, read=_header("exchange_rate")),
        Field("total", "Total", NUMBER, read=_header("total")),
        Field("untaxed", "Untaxed amount", NUMBER, read=_header("untaxed")),
        Field("tax", "Tax", NUMBER, read=_header("tax")),
        Field("shipping_amount", "Shipping amount", NUMBER, read=_role_amount("shipping")),
        Field("discount_amount", "Discount amount", NUMBER, read=_role_amount("discount")),
        Field("total_quantity", "Number of units", NUMBER, read=_total_quantity),
        Field("amount_paid", "Amount paid", NUMBER, read=_paid),
        Field("balance_due", "Balance due", NUMBER, read=_balance),
        Field("is_paid", "Is paid", BOOLEAN, read=_is_paid),
        Field("is_refund", "Is a refund", BOOLEAN, read=lambda s: _document(s) == "credit note"),
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
        Field("customer", "Customer", read=_partner("name"), reads="customer"),
        Field("customer_is_company", "Customer is a company", BOOLEAN, read=_partner("is_company")),
        Field("customer_email", "Customer e-mail", read=_partner("email")),
        Field("customer_phone", "Customer phone", read=_partner("phone")),
        Field("customer_code", "Customer's internal reference", paths={"res.partner": "ref"}),
        Field("customer_vat", "Customer's tax ID", paths={"res.partner": "vat"}),
        Field("customer_tags", "Customer tags", paths={"res.partner": "category_id"}),
        Field("billing_city", "Billing city", read=_address("billing", "city")),
        Field("billing_state", "Billing state", read=_address("billing", "state")),
        Field("billing_zip", "Billing ZIP", read=_address("billing", "zip")),
        Field("billing_country", "Billing country", read=_address("billing", "country")),
        Field("shipping_name", "Shipping name", read=_address("shipping", "name")),
        Field("shipping_city", "Shipping city", read=_address("shipping", "city")),
        Field("shipping_state", "Shipping state", read=_address("shipping", "state")),
        Field("shipping_zip", "Shipping ZIP", read=_address("shipping", "zip")),
        Field("shipping_country", "Shipping country", read=_address("shipping", "country")),
        # Each line
        Field("line_sku", "SKU", level=LINE, read=_product("sku"), reads="item"),
        Field("line_product", "Product", level=LINE, read=_product("name")),
        Field("line_description", "Line description", level=LINE, read=_line("description")),
        Field("line_quantity", "Line quantity", NUMBER, LINE, _line("quantity"), reads="quantity"),
        Field("line_price", "Line unit price", NUMBER, LINE, _line("unit_price")),
        Field("line_discount", "Line discount %", NUMBER, LINE, _line("discount")),
        Field("line_amount", "Line amount", NUMBER, LINE, _line("amount")),
        Field("line_taxed", "Line is taxed", BOOLEAN, LINE, lambda s, line: bool(line.taxes)),
        Field("line_tax", "Line tax", level=LINE, read=_line_taxes),
        Field("line_kind", "Kind of line", level=LINE, read=_role, choices=ROLES),
        Field("line_class", "Line class (set by an earlier rule)", level=LINE, reads="class",
              read=lambda s, line: ""),
        Field("product_type", "Product type", level=LINE, read=_product("kind"),
              choices=("goods", "service", "combo")),
        Field("product_category", "Product category", level=LINE,
              paths={"product.product": "categ_id"}),
        Field("product_barcode", "Barcode", level=LINE, paths={"product.product": "barcode"}),
        Field("product_tags", "Product tags", level=LINE,
              paths={"product.product": "all_product_tag_ids"}),
        # Each payment
        Field("payment_method", "Payment method", level=PAYMENT, read=_payment("method"),
              reads="payment_method"),
        Field("payment_journal", "Payment journal", level=PAYMENT, read=_payment("journal_name")),
        Field("payment_amount", "Payment amount", NUMBER, PAYMENT, _payment("amount")),
        Field("payment_date", "Payment date", DATE, PAYMENT, _payment("date")),
        Field("payment_reference", "Payment reference", level=PAYMENT, read=_payment("reference")),
        Field("payment_number", "Payment number", level=PAYMENT, read=_payment("number")),
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
    "customer": _partner("name"),
    "term": _term,
    "payment_method": _own_method,
}
LINE_BEFORE: dict[str, Callable] = {
    "item": lambda subject, line: _product("sku")(subject, line) or _product("name")(subject, line),
    "quantity": _line("quantity"),
}
