"""Which line of an invoice bills which line of a sales order, for a QuickBooks that keeps such links.

In QuickBooks Desktop a sales order closes by itself when linked invoices bill all of it. A link is made when
the invoice is entered and never afterwards, bills no more than the order's line has left, and stays within
one customer: what cannot be linked is sent as a plain line, and the order is closed by saying so.
"""

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal

from . import compose
from .documents import Invoice as InvoiceDocument
from .documents import Key, Line
from .documents import SalesOrder as SalesOrderDocument
from .sale import Invoice, Order, SaleLine, Snapshot

ZERO = Decimal(0)


def order_key(order: Order) -> Key:
    """The key of an order's document."""
    return Key("sales_order", "sale.order", order.id)


def billed_to_same(order: Order, form: Order | Invoice) -> bool:
    """Whether an invoice (or an order that is invoiced itself) goes to the order's customer in QuickBooks,
    which has one for each currency: it links no two customers. Odoo may bill another company."""
    return (form.customer, form.currency) == (order.customer, order.currency)


class LineLinks:
    """`mirrored` is what the mirrors remember, `forms` answers what of a sale is in QuickBooks."""

    def __init__(self, snapshot: Snapshot, mirrored: Mapping, forms):
        self.snapshot = snapshot
        self.mirrored = mirrored
        self.forms = forms
        self._lines: dict[int, tuple[Order, SaleLine]] = {}
        for order in snapshot.orders.values():
            self._lines |= {line.id: (order, line) for line in order.lines}
        self._of_order: dict[int, frozenset[int]] = {}

    def written(self, document, form):
        """The document with its lines' sources (a sales order) or links (an invoice); others as they are.
        `form` is the order or invoice that it was written from, line by line."""
        if not isinstance(form, Order | Invoice):
            return document  # what a payment leaves open has no order
        if isinstance(document, SalesOrderDocument):
            pairs = zip(document.lines, form.lines, strict=True)
            return replace(document, lines=tuple(replace(a, source=b.id) for a, b in pairs))
        if not isinstance(document, InvoiceDocument):
            return document
        linked = self._linked_lines(document.key, form)
        lines = (
            self._link(line, source) if source.id in linked else line
            for line, source in zip(document.lines, form.lines, strict=True)
        )
        return replace(document, lines=tuple(lines))

    def _link(self, line: Line, source: SaleLine) -> Line:
        order, billed = self._lines[self._billed(source)]
        return replace(line, order=order_key(order), order_line=billed.id)

    def _billed(self, line: SaleLine) -> int:
        """The order's line that a line bills: of an order that is invoiced itself, that line."""
        return line.order_line or line.id

    def invoices(self, order: Order) -> list[Key]:
        """The invoices that bill lines of this order, those that QuickBooks has first."""
        if self.forms.order_invoices.bills(order):
            return [self.forms.order_invoice_key(order)]
        keys = [Key("invoice", "account.move", i.id) for i in self.forms.mirrored_invoices(order)]
        linked = [key for key in keys if self._links(key, order)]
        return sorted(linked, key=lambda key: (not self.forms.live(key), key))

    def _links(self, key: Key, order: Order) -> bool:
        invoice = self.snapshot.invoices[key.id]
        linked = self._linked_lines(key, invoice)
        own = {line.id for line in order.lines}
        return any(line.id in linked and self._billed(line) in own for line in invoice.lines)

    # Which lines

    def _linked_lines(self, key: Key, form: Order | Invoice) -> frozenset[int]:
        """The ids of the form's lines that are linked."""
        mirror = self.forms.mirror(key)
        if mirror.live:
            return frozenset(line.id for line in form.lines if self._billed(line) in mirror.links)
        if isinstance(form, Order):
            fits = self._fits(form, form, ZERO)
            return frozenset(line.id for line in form.lines if fits(line))
        found: set[int] = set()
        for order in form.orders:
            if order in self.snapshot.orders:
                found |= self._assigned(self.snapshot.orders[order])
        return frozenset(found & {line.id for line in form.lines})

    def _assigned(self, order: Order) -> frozenset[int]:
        """The lines of all invoices of an order that bill it in QuickBooks: first what is linked already,
        then the others from the oldest on, as long as there is something left to bill."""
        if order.id in self._of_order:
            return self._of_order[order.id]
        invoices = self.forms.mirrored_invoices(order)
        invoices.sort(key=lambda each: not self.forms.live(Key("invoice", "account.move", each.id)))
        used: dict[int, Decimal] = {}
        found = set()
        for invoice in invoices:
            mirror = self.forms.mirror(Key("invoice", "account.move", invoice.id))
            for line in invoice.lines:
                billed = self._billed(line)
                if mirror.live:
                    linked = billed in mirror.links
                else:
                    linked = self._fits(order, invoice, used.get(billed, ZERO))(line)
                if linked:
                    found.add(line.id)
                    used[billed] = used.get(billed, ZERO) + line.quantity
        self._of_order[order.id] = frozenset(found)
        return self._of_order[order.id]

    def _fits(self, order: Order, form: Order | Invoice, used: Decimal):
        """A function that says of a line of the form whether it can bill its line of the order, of which
        `used` is billed."""
        possible = self.forms.order_to_close(order) and billed_to_same(order, form)

        def fits(line: SaleLine) -> bool:
            billed_of, billed = self._lines.get(self._billed(line), (None, None))
            if not possible or billed_of is not order or line.kind == "text":
                return False
            if line.role == "down_payment" or not ZERO < line.quantity <= billed.quantity - used:
                return False
            return all(self._has_quantity(each) for each in (line, billed))

        return fits

    def _has_quantity(self, line: SaleLine) -> bool:
        """Whether QuickBooks gets a quantity for it: only quantities are linked."""
        return compose.line(line, self.snapshot).quantity is not None
