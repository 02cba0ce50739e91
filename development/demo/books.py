"""What the demo's table shows of QuickBooks' books, whichever QuickBooks it is."""

from dataclasses import dataclass, field
from decimal import Decimal


@dataclass
class Books:
    """Documents by QuickBooks' id: a line of text each, invoices as (number, open balance).

    `totals` are those of purchase orders and bills, by (`purchase_order` | `bill`, id).
    """

    sales_orders: dict[str, str] = field(default_factory=dict)
    invoices: dict[str, tuple[str, Decimal]] = field(default_factory=dict)
    payments: dict[str, str] = field(default_factory=dict)
    purchase_orders: dict[str, str] = field(default_factory=dict)
    bills: dict[str, str] = field(default_factory=dict)
    totals: dict[tuple[str, str], Decimal] = field(default_factory=dict)


def payment_line(total: Decimal, unapplied: Decimal) -> str:
    """A payment's amount and, where some of it is applied to nothing, how much."""
    return f"{total:.2f} ({unapplied:.2f} open)" if unapplied else f"{total:.2f}"
