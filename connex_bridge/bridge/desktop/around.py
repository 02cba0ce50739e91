"""What the driver knows around a document when it is written: QuickBooks' ids, and what QuickBooks has of
the document itself. Plain data.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from ..key import Key


@dataclass(frozen=True, slots=True)
class Around:
    """One for all documents of a message set.

    `ids` are ListIDs and TxnIDs by key. `order_lines` are the TxnLineIDs of the lines of a sales order or
    purchase order, by its key and the `source` of the line, in the order's own order, `ordered` their
    quantities by the same; `links` says whether lines may link to them, as they may when they are new.
    `differences` are by how much Odoo's total was above QuickBooks' in an answer to the document with this
    key. `by_hand` is what a payment is applied to in QuickBooks that Odoo knows nothing of, by the payment's
    key and as `answer.Row.applied` has it.
    """

    ids: Mapping[Key, str] = field(default_factory=dict)
    order_lines: Mapping[tuple[Key, int], str] = field(default_factory=dict)
    ordered: Mapping[tuple[Key, int], Decimal] = field(default_factory=dict)
    differences: Mapping[Key, Decimal] = field(default_factory=dict)
    by_hand: Mapping[Key, Mapping[str, Mapping]] = field(default_factory=dict)
    links: bool = True

    def link(self, line) -> dict[str, str] | None:
        """The order's line that a line of an invoice or bill bills, None for none that QuickBooks has."""
        order = self.ids.get(line.order) if line.order and self.links else None
        order_line = self.order_lines.get((line.order, line.order_line)) if order else None
        return {"TxnID": order, "TxnLineID": order_line} if order_line else None

    def bills_whole(self, line) -> bool:
        """Whether the line bills all that was ordered of its order's line. Of a line without a quantity in
        QuickBooks, as of a discount, a link takes everything, so that a second one finds nothing open."""
        ordered = self.ordered.get((line.order, line.order_line))
        return ordered is not None and line.quantity == ordered


@dataclass(frozen=True, slots=True)
class Known:
    """What QuickBooks has of a document.

    `qb_id` is its ListID or TxnID, `revision` its EditSequence. `lines` are the TxnLineIDs that it has now,
    in their order; `own_lines` those that the lines of `before` got, in the order of that answer: somebody
    may have deleted some since, or put others between them. `before` is the document that QuickBooks last
    acknowledged, None if that is unknown (an adopted document). `entity` is what it is in QuickBooks, the
    name of its …Ret (`ItemService`, `Check`); empty where it is what a new one would be. `bought` says of an
    item whether it has a purchase side there (SalesAndPurchase), None where that is unknown.
    """

    qb_id: str
    revision: str = ""
    lines: tuple[str, ...] = ()
    own_lines: tuple[str, ...] = ()
    before: object | None = None
    entity: str = ""
    bought: bool | None = None
