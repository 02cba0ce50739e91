"""Which purchase orders and vendor bills QuickBooks should hold for the sales of a snapshot.

Called by plan.py; the same principles: a pure function of the state, and what is mirrored stays maintained
whatever the settings say. The user chooses whether purchases are mirrored for drop-shipped lines, for
everything bought for a sale, or not at all (`Settings.purchases`).
"""

from . import compose_purchases as compose
from .bill_links import BillLinks
from .documents import Key
from .forms import Forms
from .problem import Held
from .purchase import Bill, PurchaseLine, PurchaseOrder
from .rules.judge import Judge
from .sale import Snapshot
from .wanted import Wanted

REMOVED_STATES = ("draft", "cancelled")


class PurchasePlan:
    """The purchases of one snapshot. `forms` and `judge` are those of the sales' plan."""

    def __init__(self, snapshot: Snapshot, forms: Forms, judge: Judge):
        self.snapshot = snapshot
        self.forms = forms
        self.judge = judge
        self.settings = judge.settings
        self.links = None
        if self.settings.line_links:
            self.links = BillLinks(snapshot, forms, self._order_of, self._goes)

    def wanted(self) -> list[Wanted]:
        """What QuickBooks should hold, or lose, of all purchase orders and bills of the snapshot."""
        snapshot = self.snapshot
        found = []
        for order in (snapshot.purchases[each] for each in sorted(snapshot.purchases)):
            found += self._order(order)
        for bill in (snapshot.bills[each] for each in sorted(snapshot.bills)):
            found += self._bill(bill)
        return found

    # Which lines

    def _lines(self, document: PurchaseOrder | Bill) -> tuple[PurchaseLine, ...]:
        """The lines that were bought for sales, as far as the user wants them."""
        scope = self.settings.purchases
        if scope == "none":  # mirrored under an earlier setting
            scope = "dropship" if any(line.dropship for line in document.lines) else "sale"
        return tuple(
            line
            for line in document.lines
            if line.kind == "product"
            and (line.dropship if scope == "dropship" else line.sale is not None)
        )

    def _is_wanted(self, kind: str, document: PurchaseOrder | Bill) -> bool:
        """Whether one of the sales that it was made for calls for it."""
        sales = {line.sale for line in self._lines(document)}
        orders = (self.snapshot.orders[sale] for sale in sales if sale in self.snapshot.orders)
        return any(
            self.judge.decide(order, order.status, document.date).wants(kind) for order in orders
        )

    def _removed(self, key: Key, shown: dict) -> list[Wanted]:
        mirror = self.forms.mirror(key)
        return [Wanted(key, "remove", **shown)] if mirror.live or mirror.prepared else []

    # Purchase orders

    def _order(self, order: PurchaseOrder) -> list[Wanted]:
        key = compose.purchase_order_key(order.id)
        shown = {"orders": order.orders}
        lines = self._lines(order)
        if order.state != "confirmed" or not lines:
            return self._removed(key, shown)
        if not self.forms.live(key) and not self._creates_order(order):
            return self._removed(key, shown)
        try:
            document = compose.purchase_order(order, lines, self.snapshot, self._status(order))
        except Held as held:
            return [Wanted(key, problem=held.problem, **shown)]
        return [Wanted(key, document=document, **shown)]

    def _creates_order(self, order: PurchaseOrder) -> bool:
        """A plan of QuickBooks without purchase orders was found out by being refused one: the refused
        one stays as the problem to be seen, others are not even tried."""
        if (
            not self.settings.purchase_orders
            and not self.forms.mirror(compose.purchase_order_key(order.id)).prepared
        ):
            return False
        return self._is_wanted("purchase_order", order)

    def _status(self, order: PurchaseOrder) -> str:
        """What to say about the order's status. QuickBooks closes it by itself once a bill covers every
        line, whatever the quantities; Odoo knows whether more is to be billed. No bill's line covers the
        line that is the tax. A bill on its way would change a status that is said before it."""
        if self.links:
            return self._line_linked_status(order)
        said = self.forms.mirror(compose.purchase_order_key(order.id)).status
        billed = self._billed_lines(order)
        if not billed:
            return "open" if said else ""
        lines = self._lines(order)
        covered = {line.id for line in lines} <= billed and not (
            self.settings.purchase_tax_is_line and sum(line.tax for line in lines)
        )
        if order.fully_billed and not self._bill_on_its_way(order):
            return "closed" if said or not covered else ""
        return "open" if said or covered else ""

    def _line_linked_status(self, order: PurchaseOrder) -> str:
        """As `_status`, where links of lines close the order once they bill all of it. It is closed by saying
        so only when all its bills are in QuickBooks and did not do it: a closed order takes no link."""
        mirror = self.forms.mirror(compose.purchase_order_key(order.id))
        complete = mirror.live and order.fully_billed and self._billed_lines(order)
        if not complete or self._bill_on_its_way(order) or self._bill_gone(order):
            return "open" if mirror.status else ""
        if mirror.closed and mirror.status != "closed":
            return mirror.status
        return "closed"

    def _billed_lines(self, order: PurchaseOrder) -> set[int | None]:
        """The order's lines that are on a bill which QuickBooks has."""
        return {
            line.order_line
            for bill in self.snapshot.bills.values()
            if bill.kind == "bill" and self.forms.live(compose.bill_key(bill))
            for line in bill.lines
            if line.order == order.id
        }

    def _bill_on_its_way(self, order: PurchaseOrder) -> bool:
        """Whether QuickBooks is to have one more bill for the order than it has."""
        return any(
            bill.kind == "bill"
            and bill.state not in REMOVED_STATES
            and any(line.order == order.id for line in bill.lines)
            and not self.forms.live(compose.bill_key(bill))
            and self._is_wanted("bill", bill)
            for bill in self.snapshot.bills.values()
        )

    def _bill_gone(self, order: PurchaseOrder) -> bool:
        """Whether somebody has deleted a bill of the order in QuickBooks, which may come back."""
        return any(
            self.forms.mirror(compose.bill_key(bill)).gone
            for bill in self.snapshot.bills.values()
            if any(line.order == order.id for line in bill.lines)
        )

    # Bills

    def _bill(self, bill: Bill) -> list[Wanted]:
        key = compose.bill_key(bill)
        shown = {"orders": bill.orders, "moves": (bill.id,)}
        if bill.state in REMOVED_STATES:
            return self._removed(key, shown)
        live = self.forms.live(key)
        if not live and not self._is_wanted(key.document, bill):
            return self._removed(key, shown)
        if bill.state == "reopened":
            # Being edited: QuickBooks keeps the posted version until it is posted again, if it has it.
            return [] if live else self._removed(key, shown)
        try:
            self._check_whole(bill)
            # QuickBooks has no link between a vendor credit and a purchase order.
            linked = self._linked if bill.kind == "bill" else lambda line: None
            document = compose.bill(bill, self.snapshot, linked)
        except Held as held:
            return [Wanted(key, problem=held.problem, **shown)]
        return [Wanted(key, document=document, **shown)]

    def _check_whole(self, bill: Bill) -> None:
        """A bill is one debt to the vendor: with only some of its lines it would be a wrong one."""
        own = self._lines(bill)
        others = [
            line
            for line in bill.lines
            if line.kind == "product" and line not in own and line.amount
        ]
        if own and others:
            raise Held(
                "bill_partly_for_sales",
                document=bill.number or bill.name,
                lines=", ".join(line.description.split("\n")[0] for line in others),
            )

    def _goes(self, bill: Bill) -> bool:
        """Whether QuickBooks has the bill, or is to have it."""
        if bill.state in REMOVED_STATES:
            return False
        return self.forms.live(compose.bill_key(bill)) or self._is_wanted("bill", bill)

    def _linked(self, line: PurchaseLine) -> Key | None:
        """The purchase order that a bill's line is linked to."""
        return self.links.of(line) if self.links else self._order_of(line)

    def _order_of(self, line: PurchaseLine) -> Key | None:
        """The purchase order that a bill's line may be linked to: one that QuickBooks has or is to have."""
        order = self.snapshot.purchases.get(line.order)
        if order is None or order.state != "confirmed":
            return None
        key = compose.purchase_order_key(order.id)
        on_it = line.order_line in {each.id for each in self._lines(order)}
        available = self.forms.live(key) or (
            self.settings.purchase_orders and self._is_wanted("purchase_order", order)
        )
        return key if on_it and available else None
