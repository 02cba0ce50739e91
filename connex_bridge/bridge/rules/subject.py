"""What one evaluation of the rules looks at: an order, an invoice or a payment, with the sale around it.

Only finding and holding together; what can be read from it is in fields.py.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from ..sale import Invoice, Order, Payment, Snapshot, Source

#: {record: {path: value}}: what rules look at and the snapshot does not have. Whoever reads Odoo fills it.
Facts = Mapping[Source, Mapping[str, object]]


@dataclass(frozen=True, slots=True)
class Subject:
    """`form` is what the rules are evaluated for. `order` is the sale's order if it has one, `invoices`
    and `payments` are the sale's; for a payment, `payments` is only itself."""

    form: Order | Invoice | Payment
    snapshot: Snapshot
    order: Order | None = None
    invoices: tuple[Invoice, ...] = ()
    payments: tuple[Payment, ...] = ()
    facts: Facts = field(default_factory=dict)

    @property
    def lines(self):
        return getattr(self.form, "lines", ())

    def fact(self, source: Source, path: str):
        """A value that was read for the rules. Raises KeyError when it was not."""
        return self.facts[source][path]


class Subjects:
    """Finds the subjects of a snapshot. Which payments belong to which sale is looked up once."""

    def __init__(self, snapshot: Snapshot, facts: Facts):
        self.snapshot = snapshot
        self.facts = facts
        self._by_order: dict[int, dict[Source, Payment]] = {}
        self._by_invoice: dict[int, dict[Source, Payment]] = {}
        for payment in snapshot.payments.values():
            for order in payment.orders:
                self._by_order.setdefault(order, {})[payment.source] = payment
            for allocation in payment.allocations:
                self._by_invoice.setdefault(allocation.invoice, {})[payment.source] = payment

    def of(self, form: Order | Invoice | Payment) -> Subject:
        """The subject of an order, invoice, credit note or payment of the snapshot."""
        order = self._order(form)
        invoices = self._invoices(form, order)
        if isinstance(form, Payment):
            payments = (form,)
        else:
            found = dict(self._by_order.get(order.id, {})) if order else {}
            for invoice in invoices:
                found |= self._by_invoice.get(invoice.id, {})
            payments = tuple(
                payment for _source, payment in sorted(found.items()) if payment.state == "live"
            )
        return Subject(form, self.snapshot, order, invoices, payments, self.facts)

    def _order(self, form):
        if isinstance(form, Order):
            return form
        if isinstance(form, Invoice):
            return self.snapshot.orders.get(form.orders[0]) if form.orders else None
        invoices = [self.snapshot.invoices.get(each.invoice) for each in form.allocations]
        orders = (*form.orders, *(order for each in invoices if each for order in each.orders))
        return next((self.snapshot.orders[o] for o in orders if o in self.snapshot.orders), None)

    def _invoices(self, form, order):
        if isinstance(form, Invoice) and form.kind == "credit_note":
            return (form,)
        ids = order.invoices if order else ()
        if isinstance(form, Invoice):
            ids = (form.id,)
        elif isinstance(form, Payment):
            ids = tuple(each.invoice for each in form.allocations)
        found = (self.snapshot.invoices.get(invoice) for invoice in ids)
        return tuple(each for each in found if each and each.kind == "invoice")
