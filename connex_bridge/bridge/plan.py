"""From sales to documents: which ones QuickBooks should hold, which ones it should lose.

A pure function of the snapshot, the settings and what the mirrors remember. It looks at the state only,
never at events, so that a missed event heals itself at the next look. What is already mirrored stays
maintained whatever the settings say; only the creation of documents depends on them. What is prepared and
has not been sent is withdrawn when it is not so any more, or is wanted in another form now: no sale is in
QuickBooks both as an invoice with its payment and as a sales receipt.
"""

from collections.abc import Mapping

from . import compose
from .documents import Key, references
from .entries import list_entries
from .forms import Mirrored, form_keys
from .open_amounts import OpenAmounts
from .order_invoice import invoice_key
from .plan_money import MoneyPlanner
from .plan_purchases import PurchasePlan
from .rules import RuleSet, Settings
from .rules.judge import Judge
from .rules.subject import Facts
from .sale import Invoice, Order, Snapshot, Source
from .wanted import Wanted

__all__ = ["Mirrored", "Wanted", "plan"]


def plan(
    snapshot: Snapshot,
    settings: Settings,
    mirrored: Mapping[Key, Mirrored],
    rules: RuleSet | None = None,
    facts: Facts | None = None,
) -> list[Wanted]:
    """The documents wanted for the snapshot's changed records, and those that they cannot be sent without, in
    no particular order.

    `mirrored` must hold an entry for every mirror of a record in the snapshot; `facts` are what the
    user's rules look at beside the snapshot (`RuleSet.paths`). A document that is neither wanted nor
    mirrored does not appear. Raises KeyError for an unknown transaction mode.
    """
    return _Planner(snapshot, mirrored, Judge(snapshot, settings, rules, facts or {})).wanted()


class _Planner(MoneyPlanner):
    def wanted(self) -> list[Wanted]:
        found = [wanted for source in self._to_plan() for wanted in self._of(source)]
        found += self._referred_to(found)
        found += PurchasePlan(self.snapshot, self.forms, self.judge).wanted()
        found += self._gone()
        opened = OpenAmounts(self.snapshot, self.judge, self.forms).added(found)
        return self._lists(found) + opened

    def _to_plan(self) -> list[Source]:
        """The changed records: orders, then invoices and credit notes, then payments. Of all others in the
        snapshot it is not known what else pays or uses them."""
        snapshot = self.snapshot
        read = (
            *(Source("sale.order", order) for order in sorted(snapshot.orders)),
            *(Source("account.move", invoice) for invoice in sorted(snapshot.invoices)),
            *sorted(snapshot.payments),
        )
        return [source for source in read if source in snapshot.changed]

    def _of(self, source: Source) -> list[Wanted]:
        """The documents of an order, invoice, credit note or payment; none of what was not read."""
        model, record = source
        if model == "sale.order" and (order := self.snapshot.orders.get(record)):
            return self._order(order) + self._order_invoice(order)
        if model == "account.move" and (invoice := self.snapshot.invoices.get(record)):
            return (
                self._invoice(invoice) if invoice.kind == "invoice" else self._credit_note(invoice)
            )
        payment = self.snapshot.payments.get(source)
        return self._payment(payment) if payment else []

    def _referred_to(self, found: list[Wanted]) -> list[Wanted]:
        """The documents that these refer to and QuickBooks does not have: without them they could not be
        sent. Of a record that has not changed nothing else is planned, its own turn comes."""
        planned = {wanted.key for wanted in found}
        added = []
        missing = self._missing(found) - planned
        while missing:
            planned |= missing
            sources = sorted({Source(key.model, key.id) for key in missing})
            more = [wanted for source in sources for wanted in self._of(source)]
            more = [each for each in more if each.key in missing and each.action == "save"]
            added += more
            missing = self._missing(more) - planned
        return added

    def _missing(self, found: list[Wanted]) -> set[Key]:
        """What these documents refer to and QuickBooks does not have."""
        documents = [wanted.document for wanted in found if wanted.document]
        keys = {key for document in documents for key in references(document)}
        return {key for key in keys if not self.forms.live(key)}

    # Orders

    def _order(self, order: Order) -> list[Wanted]:
        key = Key("sales_order", "sale.order", order.id)
        shown = {"orders": (order.id,)}
        linked = self.forms.linked_invoice(order)
        if order.state != "confirmed":
            return self._removed(key, **shown) if linked is None else []
        decision = self.judge.decide(order, order.status, order.date)
        if not self.forms.is_wanted(key, decision, "sales_order"):
            return self._removed(key, **shown)
        status = self.forms.order_status(order, linked)
        return [self._save(key, shown, order, compose.sales_order, order, self.snapshot, status)]

    def _order_invoice(self, order: Order) -> list[Wanted]:
        """The invoice that is a copy of the order, where the order is what is invoiced."""
        key = invoice_key(order.id)
        moves = tuple(each for each in order.invoices if each in self.snapshot.invoices)
        shown = {"orders": (order.id,), "moves": moves}
        if self.forms.order_invoices.bills(order):
            link = None if self.forms.line_links else self.forms.order_to_close(order)
            return [
                self._save(key, shown, order, compose.order_invoice, order, self.snapshot, link)
            ]
        return self._removed(key, **shown)

    # Invoices

    def _invoice(self, invoice: Invoice) -> list[Wanted]:
        form = self.forms.form(invoice)
        shown = {"orders": invoice.orders, "moves": (invoice.id,)}
        receipt, bill = keys = form_keys(invoice)
        if invoice.state in ("cancelled", "draft"):
            return self._removed(*keys, **shown)
        if form == "sales_receipt" and invoice.residual:
            return self._removed(receipt, **shown) + self._unsent(bill, **shown)
        if invoice.state == "reopened":
            # Being edited: QuickBooks keeps the posted version until it is posted again, if it has it.
            return self._unsent(*keys, **shown)
        if form is None:
            return self._without_form(invoice, shown)
        if form == "sales_receipt":
            paying = self.forms.paying.get(invoice.id, [])
            write = compose.sales_receipt
            saved = self._save(receipt, shown, invoice, write, invoice, paying, self.snapshot)
            return [saved, *self._unsent(bill, **shown)]
        link = self.forms.link(invoice)
        saved = self._save(bill, shown, invoice, compose.invoice, invoice, self.snapshot, link)
        return [saved, *self._unsent(receipt, **shown)]

    def _without_form(self, invoice: Invoice, shown: dict) -> list[Wanted]:
        """A posted invoice that QuickBooks does not have and does not get: what was prepared for it goes."""
        receipt, bill = form_keys(invoice)
        if problem := self.forms.order_invoices.problem(invoice):
            return [Wanted(bill, problem=problem, **shown), *self._unsent(receipt, **shown)]
        return self._removed(receipt, bill, **shown)

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
