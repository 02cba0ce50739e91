"""Payments without a journal entry, as Odoo Enterprise makes them: what they are applied to."""

from dataclasses import replace

from ..bridge.money import ZERO
from ..bridge.sale import Allocation
from .connex_reader_graph import STATEMENT_LINE


class UnbookedPayments:
    """Payments that Odoo Enterprise registers on invoices without booking them.

    Odoo stores no amount per invoice: the money is spread in due-date order, each invoice at most what is
    left of it. When the bank confirms such a payment, the bank statement line is the same money and not a
    second payment: it gives the payment its applications.
    """

    def __init__(self, graph, payments, invoices):
        self.graph = graph
        self.payments = payments
        self.invoices = invoices

    def apply(self):
        """Put what is found into `payments` and `invoices`."""
        registered = sorted(
            (source for source in self.graph.registered_for if source in self.payments),
            key=lambda source: (self.payments[source].date, source),
        )
        waiting = []
        for source in registered:
            bank = self._confirmed_by(source)
            if bank:
                allocations = self.payments.pop(bank).allocations
                self.payments[source] = replace(self.payments[source], allocations=allocations)
            else:
                waiting.append(source)
        for source in waiting:
            self._spread(source)

    def _confirmed_by(self, source):
        """The bank statement line that paid the same amount on the same invoices, if there is one."""
        payment = self.payments[source]
        for other, each in self.payments.items():
            if other.model != STATEMENT_LINE or each.amount != payment.amount:
                continue
            if {allocation.invoice for allocation in each.allocations} & self.graph.registered_for[
                source
            ]:
                return other
        return None

    def _spread(self, source):
        payment = self.payments[source]
        left = payment.amount
        allocations = []
        linked = (self.invoices.get(move) for move in self.graph.registered_for[source])
        for invoice in sorted(filter(None, linked), key=lambda each: (each.due_date, each.id)):
            amount = min(invoice.residual, left)
            if amount > ZERO and invoice.currency == payment.currency and invoice.state == "posted":
                allocations.append(Allocation(invoice.id, amount, payment.date))
                self.invoices[invoice.id] = replace(invoice, residual=invoice.residual - amount)
                left -= amount
        self.payments[source] = replace(payment, allocations=tuple(allocations))
