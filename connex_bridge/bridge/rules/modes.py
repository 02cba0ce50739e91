"""Which documents a sale calls for: the connection's transaction mode, order statuses and start date.

A pure function of the sale and the settings. It decides about creation only: what has been mirrored is
kept up to date whatever the settings say later, because a change of mode must not undo booked documents.
A user's exceptions to the mode are applied here too, after the mode and before the plan.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

#: transaction mode → the documents it creates
MODES = {
    "orders_invoices_payments": frozenset({"sales_order", "invoice", "payment"}),
    "orders_payments": frozenset({"sales_order", "payment"}),
    "orders_only": frozenset({"sales_order"}),
    "invoices_payments": frozenset({"invoice", "payment"}),
    "invoices_only": frozenset({"invoice"}),
    "receipts": frozenset({"sales_receipt"}),
    # With the purchases that `Settings.purchases` names, which goes with any mode.
    "orders_invoices_purchases": frozenset({"sales_order", "invoice", "payment"}),
}
#: documents that come with others → the documents that they come with
COMPANIONS = {
    "credit_memo": frozenset({"invoice"}),
    "refund": frozenset({"payment", "sales_receipt"}),
}
PURCHASES = frozenset({"purchase_order", "bill", "vendor_credit"})


def creates(mode: str, document: str) -> bool:
    """Whether a transaction mode creates documents of this kind. Raises KeyError when the mode is unknown."""
    return bool(MODES[mode] & COMPANIONS.get(document, frozenset({document})))


@dataclass(frozen=True, slots=True)
class Settings:
    """A connection's choices. `statuses` are the order statuses to sync; `start` is the first day.

    `invoice_source` is `invoice` (Odoo's posted invoices) or `order`: an order is invoiced in QuickBooks
    as soon as it has one of `invoice_statuses`. `purchases` says which purchase orders and bills are
    mirrored with a sale: `dropship` (for drop-shipped lines), `sale` (for everything bought for it) or
    `none`; `purchase_orders` is False where the QuickBooks plan has bills but no purchase orders;
    `purchase_tax_is_line`: QuickBooks knows no tax on purchases, so that it is a line of its own there.
    `line_links`: QuickBooks links each line of an invoice to a line of its sales order (line_links.py);
    otherwise one invoice links to an order as a whole. `sales_orders` is False where it has none.
    """

    mode: str
    statuses: frozenset[str]
    start: date | None = None
    standalone_payments: bool = True
    invoice_source: str = "invoice"
    invoice_statuses: frozenset[str] = frozenset()
    purchases: str = "none"
    purchase_orders: bool = True
    purchase_tax_is_line: bool = False
    line_links: bool = False
    sales_orders: bool = True


@dataclass(frozen=True, slots=True)
class Decision:
    """The kinds of documents to create for a sale, and in one word why none or not all of them.

    `reason` is `mode`, `status` (the order's status is not among the chosen ones), `before_start` or
    `rule` (one of the user's rules leaves something out).
    """

    create: frozenset[str]
    reason: str = "mode"

    def wants(self, kind: str) -> bool:
        """Whether documents of this kind are to be created."""
        return kind in self.create


NOTHING = frozenset()


def decide(status: str, day: date, settings: Settings) -> Decision:
    """What to create for a sale of this order status and date.

    Raises KeyError when the mode is unknown.
    """
    create = MODES[settings.mode]
    if settings.purchases != "none":
        create |= PURCHASES
    if not settings.sales_orders:
        create -= {"sales_order"}
    if settings.start and day < settings.start:
        return Decision(NOTHING, "before_start")
    if status not in settings.statuses:
        return Decision(NOTHING, "status")
    return Decision(create)


def decide_standalone_payment(day: date, settings: Settings) -> Decision:
    """What to create for a payment that belongs to no sale yet."""
    if settings.start and day < settings.start:
        return Decision(NOTHING, "before_start")
    if not settings.standalone_payments:
        return Decision(NOTHING, "status")
    return Decision(MODES[settings.mode] & {"payment"})


def merge(decisions: Collection[Decision]) -> Decision:
    """The decision for a document that several sales share: wanted as soon as one of them wants it."""
    create = frozenset().union(*(decision.create for decision in decisions))
    reasons = [decision.reason for decision in decisions]
    if "rule" in reasons:
        return Decision(create, "rule")
    return Decision(create, "mode" if create else next(iter(reasons), "mode"))
