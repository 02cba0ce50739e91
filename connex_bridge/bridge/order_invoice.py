"""Orders that are invoiced in QuickBooks straight away, for companies that do not invoice in Odoo.

The QuickBooks invoice is a copy of the sales order. An Odoo invoice of such an order is the same sale and is
not posted a second time; what pays it in Odoo is applied to the copy. Whether a connection works like this
is its invoice source; what has been made stays as it is when that changes.
"""

from collections import defaultdict
from collections.abc import Mapping
from decimal import Decimal

from .documents import Key
from .problem import Held, Problem
from .rules.apply import removed_amount
from .sale import Allocation, Invoice, Order, Payment, Snapshot, Source

ZERO = Decimal(0)


def invoice_key(order: int) -> Key:
    """The key of the invoice that is a copy of this order."""
    return Key("invoice", "sale.order", order)


class OrderInvoices:
    """Which orders of a snapshot are invoiced like this, and what is applied to their invoices.

    `mirrored` is what the mirrors remember (see `plan.plan`), `judge` decides what is created.
    """

    def __init__(self, snapshot: Snapshot, mirrored: Mapping, judge):
        self.snapshot = snapshot
        self.mirrored = mirrored
        self.judge = judge
        self.settings = judge.settings
        self._applied = None

    def _live(self, key: Key) -> bool:
        return key in self.mirrored and self.mirrored[key].live

    def bills(self, order: Order) -> bool:
        """Whether QuickBooks has, or is to have, an invoice that is a copy of this order."""
        if order.state != "confirmed":
            return False
        if self._live(invoice_key(order.id)):
            return True
        settings = self.settings
        if settings.invoice_source != "order" or order.status not in settings.invoice_statuses:
            return False
        if any(self._is_posted(invoice) for invoice in order.invoices):
            return False
        return self.judge.decide(order, order.status, order.date).wants("invoice")

    def _is_posted(self, invoice: int) -> bool:
        """Whether QuickBooks has the Odoo invoice, from a time before the source was changed."""
        return any(
            self._live(Key(kind, "account.move", invoice)) for kind in ("invoice", "sales_receipt")
        )

    def leaves_out(self, invoice: Invoice) -> bool:
        """Whether an Odoo invoice or credit note is not to be posted, as its order is (or will be) the
        invoice. A credit note is posted as soon as there is an invoice to credit."""
        orders = self._orders(invoice)
        billed = any(self.bills(order) for order in orders)
        if invoice.kind == "invoice" and billed:
            return True
        if self.settings.invoice_source != "order" or billed:
            return False
        if invoice.kind == "credit_note" and any(
            self._is_posted(each) for order in orders for each in order.invoices
        ):
            return False
        return any(
            order.state == "confirmed"
            and not self.judge.decide(order, order.status, order.date).wants("sales_receipt")
            for order in orders
        )

    def problem(self, invoice: Invoice) -> Problem | None:
        """Set for an Odoo invoice that bills such an order together with others that have no invoice in
        QuickBooks: neither posting it nor leaving it out is right."""
        if self.settings.invoice_source == "order" or invoice.state != "posted":
            return None
        billed, others = [], []
        for order in self._orders(invoice):
            (billed if self.bills(order) else others).append(order.number)
        if not billed or not others or self._is_posted(invoice.id):
            return None
        return Held(
            "partly_invoiced_by_order",
            document=invoice.number,
            orders=", ".join(billed),
            others=", ".join(others),
        ).problem

    def _orders(self, invoice: Invoice) -> list[Order]:
        orders = self.snapshot.orders
        return [orders[order] for order in invoice.orders if order in orders]

    # Money

    def applied_by(self, payer: Source) -> dict[Key, Decimal]:
        """What a payment or credit note pays of such invoices: amounts by invoice.

        What Odoo has applied to invoices of an order comes first; what a payment made for an order has
        left over fills the rest. Never more than the invoice comes to.
        """
        if self._applied is None:
            self._applied = self._share_out()
        return self._applied.get(payer, {})

    def _share_out(self):
        orders = self.snapshot.orders.values()
        room = {order.id: self._total(order) for order in orders if self.bills(order)}
        applied = defaultdict(dict)
        if not room:
            return applied
        payers = sorted(self._payers(), key=lambda payer: (payer[1], payer[0]))
        for source, _day, allocations in payers:
            for allocation in allocations:
                self._fill(applied[source], room, self._paid_orders(allocation), allocation.amount)
        for source, _day, _allocations in payers:
            payment = self.snapshot.payments.get(source)
            if payment and payment.direction == "inbound":
                self._fill(
                    applied[source], room, self._prepaid_orders(payment), self._unused(payment)
                )
        return applied

    def _total(self, order):
        return order.total - removed_amount(self.judge.ruling(order), order, self.snapshot)

    def _payers(self):
        """(source, day, allocations) of all payments and credit notes."""
        for source, payment in self.snapshot.payments.items():
            if payment.state == "live":
                yield source, payment.date, payment.allocations
        for credit, allocations in self.snapshot.credits.items():
            if credit in self.snapshot.invoices:
                invoice = self.snapshot.invoices[credit]
                yield invoice.source, invoice.date, allocations

    def _paid_orders(self, allocation: Allocation) -> tuple[int, ...]:
        invoice = self.snapshot.invoices.get(allocation.invoice)
        posted = invoice is None or self._is_posted(invoice.id)
        return () if posted or invoice.kind != "invoice" else invoice.orders

    def _prepaid_orders(self, payment: Payment) -> list[int]:
        orders = self.snapshot.orders
        return [
            order
            for order in payment.orders
            if order in orders and orders[order].currency == payment.currency
        ]

    def _fill(self, parts, room, orders, amount):
        """Put an amount into the room that these orders' invoices have, in the orders' order."""
        for order in orders:
            part = min(amount, room.get(order, ZERO))
            if part > 0:
                key = invoice_key(order)
                parts[key] = parts.get(key, ZERO) + part
                room[order] -= part
                amount -= part

    def _unused(self, payment: Payment) -> Decimal:
        """What of a payment is applied to no invoice in Odoo."""
        used = sum((paid_back.amount for paid_back in payment.set_off), ZERO)
        for allocation in payment.allocations:
            invoice = self.snapshot.invoices.get(allocation.invoice)
            credited = invoice is not None and invoice.kind == "credit_note"
            used += -allocation.amount if credited else allocation.amount
        return max(payment.amount + payment.difference - used, ZERO)
