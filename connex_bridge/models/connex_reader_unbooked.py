"""Payments without a journal entry, as Odoo Enterprise makes them: what they are applied to."""

from dataclasses import replace

from ..bridge.money import ZERO
from ..bridge.sale import Allocation
from .connex_reader_graph import STATEMENT_LINE


class UnbookedPayments:
    """Payments that Odoo Enterprise registers on invoices without booking them.

    Odoo stores no amount per invoice: the money is spread in due-date order, each invoice at most what is
    left of it. When the bank confirms such a payment, the bank statement line is the same money and not a
    second payment: it gives the payment its applications. Lines of another amount for the same invoices are
    not counted beside it either: they take its place, until the line comes that has its amount. Where such
    payments do not `count` before, they wait as if they were drafts.
    """

    def __init__(self, graph, payments, invoices, count=True):
        self.graph = graph
        self.payments = payments
        self.invoices = invoices
        self.count = count
        #: [documents, amount] that the bank has brought beyond a payment for these documents
        self.beyond = []

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
                self._count(source)
            else:
                self.payments[source] = replace(self.payments[source], state="draft")

    def _confirmed_by(self, source):
        """The bank statement lines that paid the same amount on the same invoices: one, or all together."""
        payment = self.payments[source]
        own = self._bank_lines(source)
        for each in own:
            if _settled([each]) == payment.amount:
                return [each]
        return own if _settled(own) == payment.amount else []

    def _bank_lines(self, source):
        """The bank statement lines that pay the same documents, in the same currency."""
        payment = self.payments[source]
        return [
            each
            for other, each in sorted(self.payments.items())
            if other.model == STATEMENT_LINE
            and each.direction == payment.direction
            and each.currency == payment.currency
            and {allocation.invoice for allocation in each.allocations}
            & self.graph.registered_for[source]
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

    def _count(self, source):
        """Count a payment that the bank has not confirmed, without what the bank has for it already."""
        payment = self.payments[source]
        left = payment.amount - self._brought_before(source)
        if lines := self._bank_lines(source):
            self._confirm(source, lines)
            left -= _settled(lines)
            if left < ZERO:
                self.beyond.append([self.graph.registered_for[source], -left])
        elif not left:
            self.payments[source] = replace(payment, state="cancelled")
        else:
            self.payments[source] = replace(payment, amount=ZERO)
        if left > ZERO:
            self._spread(source, left)

    def _brought_before(self, source):
        """What the bank has brought for this payment together with an earlier one."""
        missing = self.payments[source].amount
        for brought in self.beyond:
            if brought[0] & self.graph.registered_for[source]:
                part = min(brought[1], missing)
                brought[1] -= part
                missing -= part
        return self.payments[source].amount - missing

    def _spread(self, source, left):
        """Add this much to a payment, applied to what is left of its documents."""
        payment = self.payments[source]
        amount_received = payment.amount + left
        allocations = list(payment.allocations)
        linked = (self.invoices.get(move) for move in self.graph.registered_for[source])
        for invoice in sorted(filter(None, linked), key=lambda each: (each.due_date, each.id)):
            amount = min(invoice.residual, left)
            if amount > ZERO and invoice.currency == payment.currency and invoice.state == "posted":
                allocations.append(Allocation(invoice.id, amount, payment.date))
                self.invoices[invoice.id] = replace(invoice, residual=invoice.residual - amount)
                left -= amount
        self.payments[source] = replace(
            payment, amount=amount_received, allocations=tuple(allocations)
        )


def _settled(lines):
    """What bank statement lines settle: the money, and what was written off with it."""
    return sum((each.amount + each.difference for each in lines), ZERO)
