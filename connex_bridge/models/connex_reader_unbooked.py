"""Payments without a journal entry, as Odoo Enterprise makes them: what they are applied to."""

from dataclasses import replace

from ..bridge.money import ZERO
from ..bridge.sale import Allocation
from .connex_reader_graph import STATEMENT_LINE


class UnbookedPayments:
    """Payments that Odoo Enterprise registers on invoices without booking them.

    Odoo stores no amount per invoice: the money is spread in due-date order, each invoice at most what is
    left of it. When the bank confirms such a payment, the bank statement line is the same money and not a
    second payment: it gives the payment its applications. Where such payments do not `count` before, they
    wait as if they were drafts.
    """

    def __init__(self, graph, payments, invoices, count=True):
        self.graph = graph
        self.payments = payments
        self.invoices = invoices
        self.count = count

    def apply(self):
        """Put what is found into `payments` and `invoices`."""
        registered = sorted(
            (source for source in self.graph.registered_for if source in self.payments),
            key=lambda source: (self.payments[source].date, source),
        )
        waiting = []
        for source in registered:
            if lines := self._confirmed_by(source):
                self._confirm(source, lines)
            else:
                waiting.append(source)
        for source in waiting:
            if self.count:
                self._spread(source)
            else:
                self.payments[source] = replace(self.payments[source], state="draft")

    def _confirmed_by(self, source):
        """The bank statement lines that paid the same amount on the same invoices: one, or all together."""
        payment = self.payments[source]
        own = [
            each
            for each in self._bank_lines(payment)
            if {allocation.invoice for allocation in each.allocations}
            & self.graph.registered_for[source]
        ]
        for each in own:
            if each.amount + each.difference == payment.amount:
                return [each]
        together = sum((each.amount + each.difference for each in own), ZERO)
        return own if together == payment.amount else []

    def _bank_lines(self, payment):
        return [
            each
            for other, each in sorted(self.payments.items())
            if other.model == STATEMENT_LINE
            and each.direction == payment.direction
            and each.currency == payment.currency
        ]

    def _confirm(self, source, lines):
        for line in lines:
            del self.payments[line.source]
        self.payments[source] = replace(
            self.payments[source],
            amount=sum((line.amount for line in lines), ZERO),
            allocations=tuple(part for line in lines for part in line.allocations),
            differences=tuple(each for line in lines for each in line.differences),
            difference_tax=sum((line.difference_tax for line in lines), ZERO),
            open=sum((line.open for line in lines), ZERO),
            set_off=tuple(part for line in lines for part in line.set_off),
            same_as=tuple(line.source for line in lines),
        )

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
