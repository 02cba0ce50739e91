"""Which line of a vendor bill bills which line of a purchase order, for a QuickBooks that keeps such links
line by line: what line_links.py is for invoices.

In QuickBooks Desktop a link bills no more than the order's line has open; else the bill is refused, or booked
without the line. What cannot be linked is sent as a plain line, and the order is closed by saying so.
"""

from collections.abc import Callable
from decimal import Decimal

from . import compose_purchases as compose
from .documents import Key
from .forms import Forms
from .purchase import Bill, PurchaseLine, PurchaseOrder
from .sale import Snapshot

ZERO = Decimal(0)


class BillLinks:
    """`order_of` gives the order that a line may be linked to as far as QuickBooks has it, `goes` says of a
    bill whether QuickBooks has it or is to have it."""

    def __init__(
        self,
        snapshot: Snapshot,
        forms: Forms,
        order_of: Callable[[PurchaseLine], Key | None],
        goes: Callable[[Bill], bool],
    ):
        self.snapshot = snapshot
        self.forms = forms
        self.order_of = order_of
        self.goes = goes
        self._of_order: dict[int, frozenset[int]] = {}

    def of(self, line: PurchaseLine) -> Key | None:
        """The purchase order that a line of a bill is linked to."""
        order = self.snapshot.purchases.get(line.order)
        return self.order_of(line) if order and line.id in self._assigned(order) else None

    def _assigned(self, order: PurchaseOrder) -> frozenset[int]:
        """The lines of all bills of an order that bill it in QuickBooks: first what is linked already, then
        the others from the oldest on, as long as there is something left to bill."""
        if order.id in self._of_order:
            return self._of_order[order.id]
        left = {line.id: line.quantity for line in order.lines if self._has_quantity(line)}
        found: set[int] = set()
        for bill in self._bills(order):
            linked = self._linked(bill, order, left)
            found |= {line.id for line in linked}
            for line in linked:
                left[line.order_line] = left.get(line.order_line, ZERO) - line.quantity
        self._of_order[order.id] = frozenset(found)
        return self._of_order[order.id]

    def _bills(self, order: PurchaseOrder) -> list[Bill]:
        """Those that bill the order, those that QuickBooks has first."""
        found = [
            bill
            for bill in self.snapshot.bills.values()
            if bill.kind == "bill"
            and any(line.order == order.id for line in bill.lines)
            and self.goes(bill)
        ]
        return sorted(found, key=lambda bill: (not self._mirror(bill).live, bill.id))

    def _mirror(self, bill: Bill):
        return self.forms.mirror(compose.bill_key(bill))

    def _linked(self, bill: Bill, order: PurchaseOrder, left) -> list[PurchaseLine]:
        """The lines of a bill that bill lines of the order, of which so much is `left`. Of two lines for the
        same one only the first: QuickBooks takes no second link to it."""
        mirror = self._mirror(bill)
        possible = (bill.vendor, bill.currency) == (order.vendor, order.currency)
        found: dict[int | None, PurchaseLine] = {}
        for line in bill.lines:
            if line.order != order.id or line.order_line in found:
                continue
            fits = possible and ZERO < line.quantity <= left.get(line.order_line, ZERO)
            if line.order_line in mirror.links if mirror.live else fits and self._is_item(line):
                found[line.order_line] = line
        return list(found.values())

    def _is_item(self, line: PurchaseLine) -> bool:
        """Whether it is a line with an item and a quantity in QuickBooks: others cannot be linked."""
        written = line.kind == "product" and compose.line(line, self.snapshot)
        return bool(written) and written.item is not None and written.quantity is not None

    def _has_quantity(self, line: PurchaseLine) -> bool:
        return compose.line(line, self.snapshot).quantity is not None
