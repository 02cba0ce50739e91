"""What each order and invoice is, or becomes, in QuickBooks: invoice or receipt, linked, open or closed.

The questions that several documents of a sale ask about one another; which documents are wanted is the
plan's business (plan.py).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from .compose_money import payment_key
from .documents import Key
from .documents import Payment as PaymentDocument
from .line_links import LineLinks, billed_to_same
from .order_invoice import OrderInvoices, invoice_key
from .rules import Decision
from .rules.judge import Judge
from .sale import Invoice, Order, Payment, Snapshot


@dataclass(frozen=True, slots=True)
class Mirrored:
    """What a mirror remembers of its document.

    `live`: QuickBooks has it, or it is on its way there. `prepared`: it was planned and waits to be sent,
    for whatever reason. `status` and `sales_order` are those of the
    content last sent (see `documents.SalesOrder`, `documents.Invoice`), `applied` the invoices that a
    payment was applied to in it. `links` are the lines of sales orders (Odoo's ids) that an invoice is linked
    to in it. `closed`: QuickBooks has closed the order, unless it is known to be otherwise. `gone`:
    somebody has deleted it in QuickBooks, and nobody has decided yet what follows. `day` is the date of a
    payment in the content last sent. `chosen`: it is prepared, and a manual sync with a transaction mode of
    its own wanted it. `payment`: a payment as it was last sent. `empty`: it is held, and there is nothing yet
    that it could say.
    """

    live: bool
    status: str = ""
    sales_order: Key | None = None
    applied: frozenset[Key] = frozenset()
    prepared: bool = False
    links: frozenset[int] = frozenset()
    closed: bool = False
    gone: bool = False
    day: date | None = None
    chosen: bool = False
    payment: PaymentDocument | None = None
    empty: bool = False


NOT_MIRRORED = Mirrored(live=False)


def form_keys(invoice: Invoice) -> tuple[Key, Key]:
    """The keys of what an invoice may be: (sales receipt, invoice)."""
    return (
        Key("sales_receipt", "account.move", invoice.id),
        Key("invoice", "account.move", invoice.id),
    )


class Forms:
    """`mirrored` and `judge` as in `plan.plan`; `paying` lists the payments of money applied to each
    invoice or credit note."""

    def __init__(self, snapshot: Snapshot, mirrored: Mapping[Key, Mirrored], judge: Judge):
        self.snapshot = snapshot
        self.mirrored = mirrored
        self.judge = judge
        self.order_invoices = OrderInvoices(snapshot, mirrored, judge)
        self.line_links = LineLinks(snapshot, mirrored, self) if judge.settings.line_links else None
        self.paying: dict[int, list[Payment]] = {}
        for payment in snapshot.payments.values():
            if not payment.amount or payment.state == "cancelled":
                continue
            for invoice in {allocation.invoice for allocation in payment.allocations}:
                self.paying.setdefault(invoice, []).append(payment)

    def mirror(self, key: Key) -> Mirrored:
        """What is remembered of this document; of one that was never planned, nothing."""
        return self.mirrored.get(key, NOT_MIRRORED)

    def live(self, key: Key) -> bool:
        """Whether QuickBooks has the document, or it is on its way there."""
        return self.mirror(key).live

    def is_wanted(self, key: Key, decision: Decision, kind: str) -> bool:
        """Whether QuickBooks has the document, or is to have it, where the decision is about documents of
        this kind. What is prepared stays so, whatever mode and statuses say by now, unless a rule leaves
        it out or it could not even be written."""
        mirror = self.mirror(key)
        prepared = mirror.prepared and not mirror.empty and decision.reason != "rule"
        return mirror.live or prepared or decision.wants(kind)

    def is_chosen(self, key: Key, decision: Decision) -> bool:
        """Whether a manual sync's own mode decides for this form, against what the decision wants."""
        return self.mirror(key).chosen and decision.reason != "rule"

    def form(self, invoice: Invoice) -> str | None:
        """What the invoice is in QuickBooks: `invoice`, `sales_receipt`, or None for nothing.

        One sale has one form: the one that QuickBooks has, or else the one that is wanted now; one that is
        prepared stays only as long as nothing else is wanted of the sale.
        """
        receipt, bill = form_keys(invoice)
        for key in (receipt, bill):
            if self.live(key):
                return key.document
        if invoice.state != "posted" or self.order_invoices.leaves_out(invoice):
            return None
        decision = self.judge.decide_invoice(invoice)
        received = self._is_received(invoice)
        if received and self.is_chosen(receipt, decision):
            return "sales_receipt"
        if decision.wants("invoice") or self.is_chosen(bill, decision):
            return "invoice"
        goes_out = self.is_wanted(receipt, decision, "sales_receipt")
        if received and goes_out and not decision.wants("payment"):
            return "sales_receipt"
        return "invoice" if self.is_wanted(bill, decision, "invoice") else None

    def _is_received(self, invoice: Invoice) -> bool:
        """Whether all of it was paid, with money that is no document of its own in QuickBooks."""
        paying = self.paying.get(invoice.id, [])
        mirrors = [self.mirror(payment_key(payment.source)) for payment in paying]
        booked = any(mirror.live or mirror.chosen for mirror in mirrors)
        drafts = any(payment.state == "draft" for payment in paying)
        return bool(paying) and not (invoice.residual or booked or drafts)

    def is_receipt(self, invoice: Invoice | None) -> bool:
        """Whether a sales receipt says in QuickBooks that it was paid, or will say so."""
        if invoice is None or invoice.kind != "invoice" or invoice.residual:
            return False
        return self.form(invoice) == "sales_receipt"

    def is_target(self, invoice: Invoice | None) -> bool:
        """Whether payments can be applied to it in QuickBooks."""
        return (
            invoice is not None
            and invoice.kind == "invoice"
            and invoice.state in ("posted", "reopened")
            and self.form(invoice) == "invoice"
        )

    def mirrored_invoices(self, order: Order) -> list[Invoice]:
        """The order's invoices that QuickBooks has or will have, oldest first."""
        found = (self.snapshot.invoices.get(invoice) for invoice in sorted(order.invoices))
        return [invoice for invoice in found if self.is_target(invoice)]

    def linked_invoice(self, order: Order) -> Key | None:
        """The one invoice that may link to the order: QuickBooks Online allows one link, which closes
        the order, so it goes to the invoice that completes it."""
        key = Key("sales_order", "sale.order", order.id)
        if self.line_links:
            return next(iter(self.line_links.invoices(order)), None)
        if self.order_invoices.bills(order):
            mirror = self.mirror(invoice_key(order.id))
            return invoice_key(order.id) if not mirror.live or mirror.sales_order == key else None
        own = [each for each in self.mirrored_invoices(order) if each.orders[:1] == (order.id,)]
        fresh = []
        for each in own:
            invoice = Key("invoice", "account.move", each.id)
            mirror = self.mirror(invoice)
            if mirror.live and mirror.sales_order == key:
                return invoice
            if not mirror.live and billed_to_same(order, each):
                fresh.append(invoice)
        return fresh[-1] if fresh and order.fully_invoiced else None

    def order_status(self, order: Order, linked: Key | None) -> str:
        """What to say about the order's status, see `documents.SalesOrder`."""
        key = Key("sales_order", "sale.order", order.id)
        said = self.mirror(key).status
        if self.line_links:
            return self._line_linked_status(order, self.mirror(key))
        invoice_keys = [Key("invoice", "account.move", invoice) for invoice in order.invoices]
        invoice_keys.append(invoice_key(order.id))
        links = [self.mirrored[each] for each in invoice_keys if each in self.mirrored]
        once_linked = any(mirror.sales_order == key for mirror in links)
        complete = order.fully_invoiced and bool(self.mirrored_invoices(order))
        if not complete and not self.order_invoices.bills(order):
            return "open" if said or once_linked else ""
        if linked is None:
            return "closed"
        return "closed" if said and self.live(linked) else said

    def _line_linked_status(self, order: Order, mirror: Mirrored) -> str:
        """As `order_status`, where links of lines close the order. It is closed by saying so only when
        all its invoices are in QuickBooks and did not do it: a closed order takes no link."""
        billed = self.order_invoices.bills(order)
        complete = billed or (order.fully_invoiced and bool(self.mirrored_invoices(order)))
        invoices = [self.mirror(key) for key in self.line_links.invoices(order)]
        to_come = any(not invoice.live or invoice.gone for invoice in invoices)
        if not complete or to_come:
            return "open" if mirror.status else ""
        if mirror.closed and mirror.status != "closed":
            return mirror.status
        return "closed"

    def order_invoice_key(self, order: Order) -> Key:
        """The key of the invoice that is a copy of the order."""
        return invoice_key(order.id)

    def written(self, document, form):
        """The document as QuickBooks needs it for its links, see line_links.py."""
        return self.line_links.written(document, form) if self.line_links else document

    def link(self, invoice: Invoice) -> Key | None:
        """The sales order that this invoice is to be linked to as a whole."""
        if self.line_links:
            return None
        order = self.snapshot.orders.get(invoice.orders[0]) if invoice.orders else None
        if order is None or self.linked_invoice(order) != Key(
            "invoice", "account.move", invoice.id
        ):
            return None
        return self.order_to_close(order)

    def order_to_close(self, order: Order) -> Key | None:
        """The order's document, if QuickBooks has or will have one that can be linked to."""
        key = Key("sales_order", "sale.order", order.id)
        decision = self.judge.decide(order, order.status, order.date)
        wanted = order.state == "confirmed" and self.is_wanted(key, decision, "sales_order")
        return key if self.live(key) or wanted else None
