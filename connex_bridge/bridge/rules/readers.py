"""How the fields of a rule are read from the snapshot: small functions of a subject (subject.py).

Those that are given a name return the reader of that name. One more fact, one more function here and a row in
fields.py.
"""

from ..sale import ZERO, Order, Payment


def home(subject):
    """The form whose header speaks for the sale: the order, else the invoice, else the payment."""
    return subject.order or next(iter(subject.invoices), subject.form)


def header(name, default=None):
    """Reads a field that orders, invoices and payments have in common."""
    return lambda subject: getattr(home(subject), name, default)


def address(kind, name):
    """Reads a field of the billing or shipping address."""
    return lambda subject: getattr(getattr(home(subject), kind, None), name, "")


def partner(name):
    """Reads a field of the customer."""

    def read(subject):
        found = subject.snapshot.partners.get(home(subject).customer)
        return getattr(found, name, None)

    return read


def document(subject):
    """What is being ruled: a sales order, invoice, credit note or payment."""
    form = subject.form
    if isinstance(form, Order):
        return "sales order"
    if isinstance(form, Payment):
        return "payment"
    return "credit note" if form.kind == "credit_note" else "invoice"


def term(subject):
    """The payment term's name."""
    found = subject.snapshot.terms.get(getattr(home(subject), "term", None))
    return found.name if found else ""


def amount_paid(subject):
    """The sum of the payments, in their currency."""
    return sum((payment.amount for payment in subject.payments), ZERO)


def total_quantity(subject):
    """The number of units of ordinary lines."""
    return sum((line.quantity for line in ordinary(subject)), ZERO)


def role_amount(role):
    """Reads the untaxed amount of all lines of that role."""

    def read(subject):
        lines = getattr(home(subject), "lines", ())
        return sum((line.amount for line in lines if line.role == role), ZERO)

    return read


def ordinary(subject):
    """The lines with products, without shipping, discounts and down payments."""
    lines = getattr(home(subject), "lines", ())
    return [line for line in lines if line.kind == "product" and not line.role]


def is_paid(subject):
    """Whether its invoices are settled, or payments cover an order without any."""
    if subject.invoices:
        return not any(invoice.residual for invoice in subject.invoices)
    total = getattr(home(subject), "total", ZERO)
    return bool(total) and amount_paid(subject) >= total


def balance(subject):
    """What is still open, in the document's currency."""
    if subject.invoices:
        return sum((invoice.residual for invoice in subject.invoices), ZERO)
    return getattr(home(subject), "total", ZERO) - amount_paid(subject)


def line(name):
    """Reads a field of a line."""
    return lambda subject, line: getattr(line, name)


def product(name):
    """Reads a field of a line's product."""

    def read(subject, line):
        return getattr(subject.snapshot.products.get(line.product), name, "")

    return read


def line_taxes(subject, line):
    """The names of a line's taxes."""
    taxes = subject.snapshot.taxes
    return tuple(taxes[tax].name for tax in line.taxes if tax in taxes)


def payment(name):
    """Reads a field of a payment."""
    return lambda subject, payment: getattr(payment, name)


def order_number(subject):
    """The order's number, empty without an order."""
    return subject.order.number if subject.order else ""


def invoice_numbers(subject):
    """The numbers of the sale's invoices."""
    return tuple(invoice.number for invoice in subject.invoices)


def invoice_dates(name):
    """Reads a date of each of the sale's invoices."""
    return lambda subject: tuple(getattr(invoice, name) for invoice in subject.invoices)


def status(subject):
    """The order status, also as people write it. An invoice without an order has been delivered, as far
    as anybody can tell."""
    if not subject.order:
        return "fulfilled" if subject.invoices else ""
    status = subject.order.status
    return (status, status.replace("_", " ")) if "_" in status else status


def role(subject, line):
    """The kind of line in words."""
    return line.role.replace("_", " ") or "ordinary"
