"""From sales to documents: which ones QuickBooks should hold, which ones it should lose.

A pure function of the snapshot, the settings and what the mirrors remember. It looks at the state only,
never at events, so that a missed event heals itself at the next look. What is already mirrored stays
maintained whatever the settings say; only the creation of documents depends on them.
"""

from collections.abc import Mapping
from decimal import Decimal

from . import compose
from . import documents as docs
from .documents import Key
from .entries import list_entries
from .forms import Forms, Mirrored
from .order_invoice import invoice_key
from .plan_purchases import PurchasePlan
from .problem import Held
from .rules import Decision, RuleSet, Settings
from .rules.judge import Judge
from .rules.subject import Facts
from .sale import Invoice, Order, Payment, Snapshot, Source
from .wanted import Wanted

ZERO = Decimal(0)
#: Documents that are wanted because others refer to them.


def plan(
    snapshot: Snapshot,
    settings: Settings,
    mirrored: Mapping[Key, Mirrored],
    rules: RuleSet | None = None,
    facts: Facts | None = None,
) -> list[Wanted]:
    """The documents wanted for the snapshot's changed records, in no particular order.

    `mirrored` must hold an entry for every mirror of a record in the snapshot; `facts` are what the
    user's rules look at beside the snapshot (`RuleSet.paths`). A document that is neither wanted nor
    mirrored does not appear. Raises KeyError for an unknown transaction mode.
    """
    return _Planner(snapshot, mirrored, Judge(snapshot, settings, rules, facts or {})).wanted()


class _Planner:
    def __init__(self, snapshot, mirrored, judge):
        self.snapshot = snapshot
        self.mirrored = mirrored
        self.judge = judge
        self.forms = Forms(snapshot, mirrored, judge)

    def wanted(self) -> list[Wanted]:
        orders, invoices, payments = self._to_plan()
        found = []
        for order in orders:
            found += self._order(order) + self._order_invoice(order)
        for invoice in invoices:
            found += self._credit_note(invoice) if invoice.kind == "credit_note" else []
            found += self._invoice(invoice) if invoice.kind == "invoice" else []
        for payment in payments:
            found += self._payment(payment)
        found += PurchasePlan(self.snapshot, self.forms, self.judge).wanted()
        found += self._gone()
        return self._lists(found) + found

    def _to_plan(self):
        """The sales of the changed records: their orders, all invoices of those, all payments read."""
        snapshot = self.snapshot
        orders, invoices = set(), set()
        for model, record in snapshot.changed:
            if model == "sale.order" and record in snapshot.orders:
                orders.add(record)
            elif model == "account.move" and record in snapshot.invoices:
                invoices.add(record)
            elif payment := snapshot.payments.get(Source(model, record)):
                invoices.update(allocation.invoice for allocation in payment.allocations)
                orders.update(payment.orders)
        for invoice in list(invoices):
            if invoice in snapshot.invoices:
                orders.update(snapshot.invoices[invoice].orders)
        for order in orders & snapshot.orders.keys():
            invoices.update(snapshot.orders[order].invoices)
        return (
            [snapshot.orders[order] for order in sorted(orders) if order in snapshot.orders],
            [snapshot.invoices[each] for each in sorted(invoices) if each in snapshot.invoices],
            [snapshot.payments[source] for source in sorted(snapshot.payments)],
        )

    def _removed(self, *keys: Key, **shown) -> list[Wanted]:
        """Remove what there is of these documents, from QuickBooks or before it gets there."""
        mirrors = {key: self.forms.mirror(key) for key in keys}
        return [
            Wanted(key, "remove", **shown)
            for key, mirror in mirrors.items()
            if mirror.live or mirror.prepared
        ]

    def _stopped(self, decision: Decision, *keys: Key, **shown) -> list[Wanted]:
        """Not created (any more): what a rule leaves out shall not go out because it was planned before
        there was the rule."""
        return self._removed(*keys, **shown) if decision.reason == "rule" else []

    # Orders

    def _order(self, order: Order) -> list[Wanted]:
        key = Key("sales_order", "sale.order", order.id)
        shown = {"orders": (order.id,)}
        linked = self.forms.linked_invoice(order)
        if order.state != "confirmed":
            return self._removed(key, **shown) if linked is None else []
        decision = self.judge.decide(order, order.status, order.date)
        if not self.forms.live(key) and not decision.wants("sales_order"):
            return self._stopped(decision, key, **shown)
        status = self.forms.order_status(order, linked)
        return [self._save(key, shown, order, compose.sales_order, order, self.snapshot, status)]

    def _order_invoice(self, order: Order) -> list[Wanted]:
        """The invoice that is a copy of the order, where the order is what is invoiced."""
        key = invoice_key(order.id)
        moves = tuple(each for each in order.invoices if each in self.snapshot.invoices)
        shown = {"orders": (order.id,), "moves": moves}
        if self.forms.order_invoices.bills(order):
            link = self.forms.order_to_close(order)
            return [
                self._save(key, shown, order, compose.order_invoice, order, self.snapshot, link)
            ]
        return self._removed(key, **shown)

    # Invoices and credit notes

    def _invoice(self, invoice: Invoice) -> list[Wanted]:
        form = self.forms.form(invoice)
        shown = {"orders": invoice.orders, "moves": (invoice.id,)}
        if invoice.state in ("cancelled", "draft"):
            kinds = [form] if form else ["sales_receipt", "invoice"]
            keys = [Key(kind, "account.move", invoice.id) for kind in kinds]
            return self._removed(*keys, **shown)
        if form is None:
            keys = [Key(kind, "account.move", invoice.id) for kind in ("sales_receipt", "invoice")]
            if problem := self.forms.order_invoices.problem(invoice):
                return [Wanted(keys[1], problem=problem, **shown)]
            if self.forms.order_invoices.leaves_out(invoice):
                return self._removed(*keys, **shown)
            return self._stopped(self.judge.decide_invoice(invoice), *keys, **shown)
        key = Key(form, "account.move", invoice.id)
        if form == "sales_receipt" and invoice.residual:
            return [Wanted(key, "remove", **shown)]
        if invoice.state == "reopened":
            return []  # being edited: QuickBooks keeps the posted version until it is posted again
        if form == "sales_receipt":
            paying = self.forms.paying.get(invoice.id, [])
            return [
                self._save(
                    key, shown, invoice, compose.sales_receipt, invoice, paying, self.snapshot
                )
            ]
        return [
            self._save(
                key,
                shown,
                invoice,
                compose.invoice,
                invoice,
                self.snapshot,
                self.forms.link(invoice),
            )
        ]

    def _credit_note(self, credit: Invoice) -> list[Wanted]:
        key = Key("credit_memo", "account.move", credit.id)
        application_key = Key("payment", "account.move", credit.id)
        shown = {"orders": credit.orders, "moves": (credit.id,)}
        if credit.state in ("cancelled", "draft"):
            return self._removed(application_key, key, **shown)
        decision = self.judge.decide_invoice(credit)
        if not self.forms.live(key) and not decision.wants("invoice"):
            return self._stopped(decision, application_key, key, **shown)
        if credit.state != "posted":
            return []
        if not self.forms.live(key) and self.forms.order_invoices.leaves_out(credit):
            return []
        found = [self._save(key, shown, credit, compose.credit_memo, credit, self.snapshot)]
        credits_ = self.snapshot.credits.get(credit.id, ())
        applications = self._applications(credit.source, credits_)
        if applications:
            found.append(
                self._save(
                    application_key,
                    shown,
                    credit,
                    compose.credit_application,
                    credit,
                    applications,
                    self.snapshot,
                )
            )
        elif self.forms.live(application_key):
            found.append(Wanted(application_key, "remove", **shown))
        return found

    # Payments

    def _applications(self, payer: Source, allocations) -> tuple[docs.Application, ...]:
        amounts = dict(self.forms.order_invoices.applied_by(payer))
        for allocation in allocations:
            if self.forms.is_target(self.snapshot.invoices.get(allocation.invoice)):
                key = Key("invoice", "account.move", allocation.invoice)
                amounts[key] = amounts.get(key, ZERO) + allocation.amount
        return tuple(docs.Application(key, amounts[key]) for key in sorted(amounts))

    def _payment_applications(self, payment: Payment) -> tuple[docs.Application, ...]:
        """As above, without invoices that a rule marks as unpaid (unless it is applied there already)
        and never more than fits into an invoice of which a rule leaves out lines."""
        key = compose.payment_key(payment.source)
        applied = self.forms.mirror(key).applied
        found = []
        for each in self._applications(payment.source, payment.allocations):
            invoice = self.snapshot.form(each.target)
            if each.target in applied or self.judge.takes_payments(invoice):
                amount = each.amount
                if isinstance(invoice, Invoice):
                    amount = self.judge.applicable(invoice, payment.source, amount)
                found += [docs.Application(each.target, amount)] if amount else []
        return tuple(found)

    def _payment(self, payment: Payment) -> list[Wanted]:
        key = compose.payment_key(payment.source)
        moves = tuple(sorted({allocation.invoice for allocation in payment.allocations}))
        paid = [self.snapshot.invoices[move] for move in moves if move in self.snapshot.invoices]
        orders = {order for invoice in paid for order in invoice.orders} | set(payment.orders)
        shown = {"orders": tuple(sorted(orders)), "moves": moves}
        live = self.forms.live(key)
        if payment.state == "cancelled":
            return self._removed(key, **shown)
        if payment.state == "draft" or payment.direction != "inbound" or not payment.amount:
            return []
        decision = self.judge.decide_payment(payment)
        if not live and not decision.wants("payment"):
            return self._stopped(decision, key, **shown)
        return [self._save(key, shown, payment, self._compose_payment, payment)]

    def _compose_payment(self, payment: Payment) -> docs.Payment:
        applications = self._payment_applications(payment)
        return compose.payment(payment, applications, self.snapshot, self.judge.billed_to(payment))

    # Everything else

    def _gone(self) -> list[Wanted]:
        """Deleted in Odoo: whatever mirrored it is removed."""
        return [
            Wanted(key, "remove")
            for key, mirror in self.mirrored.items()
            if (mirror.live or mirror.prepared) and Source(key.model, key.id) in self.snapshot.gone
        ]

    def _lists(self, found: list[Wanted]) -> list[Wanted]:
        """The customers, vendors, items and terms that the documents refer to."""
        documents = [wanted.document for wanted in found if wanted.document]
        live = {key for key, mirror in self.mirrored.items() if mirror.live}
        bought = self.judge.settings.purchases != "none"
        written = list_entries(documents, self.snapshot, live, bought)
        return [Wanted(key, document=document) for key, document in written.items()]

    def _save(self, key: Key, shown: dict, form, write, *arguments) -> Wanted:
        """The document that `write` makes of the form, as the user's rules want it; or its problem."""
        explanation = self.judge.explanation(form)
        if problem := self.judge.problem(form):
            return Wanted(key, problem=problem, explanation=explanation, **shown)
        try:
            document = self.judge.amended(write(*arguments), form)
        except Held as held:
            return Wanted(key, problem=held.problem, explanation=explanation, **shown)
        return Wanted(key, document=document, explanation=explanation, **shown)
