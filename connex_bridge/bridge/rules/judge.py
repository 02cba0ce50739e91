"""The mode and the rules together: what to create for each sale of a snapshot, and what the rules change.

Rulings are made when they are asked for, once per order, invoice or payment.
"""

from dataclasses import replace
from datetime import date
from decimal import Decimal

from ..problem import Problem
from ..sale import Invoice, Order, Payment, Snapshot, Source
from .apply import amend, removed_amount
from .evaluate import RuleSet
from .modes import NOTHING, Decision, Settings, decide, decide_standalone_payment, merge
from .ruling import UNRULED, Explained, Ruling
from .subject import Facts, Subjects

#: An invoice that stays open is no receipt: a receipt is paid by its nature.
NOT_WHEN_STOPPED = frozenset({"invoice", "sales_receipt"})
NOT_WHEN_UNPAID = frozenset({"payment", "sales_receipt"})


class Judge:
    """Decides for one snapshot. `facts` are what the rules look at beside it."""

    def __init__(self, snapshot: Snapshot, settings: Settings, rules: RuleSet | None, facts: Facts):
        self.snapshot = snapshot
        self.settings = settings
        self.rules = rules
        self.subjects = Subjects(snapshot, facts) if rules else None
        self._rulings: dict[Source, Ruling] = {}

    def ruling(self, form: Order | Invoice | Payment) -> Ruling:
        """What the rules say about an order, invoice or payment."""
        if not self.rules:
            return UNRULED
        found = self._rulings.get(form.source)
        if found is None:
            found = self._rulings[form.source] = self.rules.rule(self.subjects.of(form))
        return found

    # Which documents to create

    def decide(self, form: Order | Invoice, status: str, day: date) -> Decision:
        """What to create for an order or invoice of this order status and date."""
        ruling = self.ruling(form)
        if ruling.skip:
            return Decision(NOTHING, "rule")
        settings = replace(self.settings, mode=ruling.mode) if ruling.mode else self.settings
        decision = decide(status, day, settings)
        stopped = NOT_WHEN_STOPPED if ruling.no_invoice else NOTHING
        stopped |= NOT_WHEN_UNPAID if ruling.unpaid else NOTHING
        if stopped & decision.create:
            return Decision(decision.create - stopped, "rule")
        return decision

    def decide_invoice(self, invoice: Invoice) -> Decision:
        """What to create for an invoice or credit note: its order's status counts, if it has one."""
        home = self.snapshot.orders.get(invoice.orders[0]) if invoice.orders else None
        if home:
            status = home.status
        elif not invoice.residual and "paid" in self.settings.statuses:
            status = "paid"
        else:
            status = "fulfilled"
        return self.decide(invoice, status, invoice.date)

    def decide_payment(self, payment: Payment) -> Decision:
        """What to create for a payment: wanted as soon as one of the sales that it is for wants it."""
        snapshot, settings = self.snapshot, self.settings
        orders = [snapshot.orders[order] for order in payment.orders if order in snapshot.orders]
        decisions = [self.decide(order, order.status, payment.date) for order in orders]
        before_start = settings.start and payment.date < settings.start
        for invoice in self._paid(payment):
            decision = self.decide_invoice(invoice)
            decisions.append(Decision(NOTHING, "before_start") if before_start else decision)
        if decisions:
            return merge(decisions)
        return decide_standalone_payment(payment.date, settings)

    def _paid(self, payment):
        found = (self.snapshot.invoices.get(each.invoice) for each in payment.allocations)
        return [invoice for invoice in found if invoice]

    # What the rules change

    def amended(self, document, form: Order | Invoice | Payment):
        """The document as the rules want it. Raises Held as `apply.amend`."""
        return amend(document, self._ruling_of_document(form), form, self.snapshot)

    def explanation(self, form: Order | Invoice | Payment) -> tuple[Explained, ...]:
        """What the rules did to the document of an order, invoice or payment, and why."""
        return self._ruling_of_document(form).explanation

    def problem(self, form: Order | Invoice | Payment) -> Problem | None:
        """Set when a rule could not be evaluated for the sale, which must then be held back."""
        forms = [form, *(self._sales(form) if isinstance(form, Payment) else ())]
        return next((found for each in forms if (found := self.ruling(each).problem)), None)

    def _sales(self, payment):
        orders = (self.snapshot.orders.get(order) for order in payment.orders)
        return [*self._paid(payment), *filter(None, orders)]

    def _ruling_of_document(self, form):
        """A payment is booked on the customer of the sale that it pays."""
        ruling = self.ruling(form)
        sale = next(iter(self._sales(form)), None) if self._concerns_payment(form) else None
        if sale is None:
            return ruling
        customer = self.ruling(sale).header.get("customer")
        header = {name: value for name, value in ruling.header.items() if name != "customer"}
        return replace(ruling, header=header | ({"customer": customer} if customer else {}))

    def _concerns_payment(self, form):
        return bool(self.rules) and isinstance(form, Payment)

    def billed_to(self, payment: Payment) -> set[str]:
        """The customers, by name in QuickBooks, whom the rules bill for the invoices it pays; empty
        names stand for the invoices' own."""
        return {str(self.ruling(each).header.get("customer", "")) for each in self._paid(payment)}

    # Payments that are not applied, or not in full

    def takes_payments(self, invoice: Invoice) -> bool:
        """Whether payments may be applied to it: not if a rule marks it as unpaid."""
        return not self.ruling(invoice).unpaid

    def applicable(self, invoice: Invoice, payer: Source, amount: Decimal) -> Decimal:
        """How much of the amount that a payment applies to an invoice fits into the invoice, if a rule
        leaves out lines: the first payments fill it, the rest of the last ones stays unapplied."""
        removed = removed_amount(self.ruling(invoice), invoice, self.snapshot)
        if not removed:
            return amount
        room = max(invoice.total - removed, Decimal(0))
        for source, payment in sorted(self.snapshot.payments.items()):
            applied = sum(each.amount for each in payment.allocations if each.invoice == invoice.id)
            if source == payer:
                return min(amount, room)
            if payment.state == "live":
                room = max(room - applied, Decimal(0))
        return min(amount, room)
