"""In which order the lines of a document stand in QuickBooks, and which of them are those that it has.

QuickBooks Desktop knows a line by its TxnLineID. A Mod that lists lines deletes those that it does not
list, and refuses known ones in another order (status 3290).
"""

from collections.abc import Callable, Mapping, Sequence

from .. import documents as docs
from ..key import Key
from ..purchase_documents import Bill, PurchaseOrder, VendorCredit
from . import text

NEW = "-1"
#: The most that `kept`'s `alike` may say.
LIKEST = 2


def arranged(document, order_lines: Mapping[tuple[Key, int], str] | None = None) -> tuple:
    """The lines of a document that are written, in their order.

    Lines that bill one sales order stay together and in that order's own order (that of `order_lines`):
    QuickBooks takes no others (status 3290). Bills have what is booked on an account before the items.
    """
    lines = getattr(document, "lines", ())
    if isinstance(document, docs.SalesForm):
        written = [
            line for line in lines if line.kind == "item" or text.description(line.description)
        ]
        return tuple(_by_order(written, order_lines or {}))
    if isinstance(document, Bill | VendorCredit):
        expenses = [line for line in lines if line.item is None]
        return (*expenses, *_by_order([line for line in lines if line.item], order_lines or {}))
    return tuple(lines)


def _by_order(lines, order_lines):
    """Grouped by the order that they bill, groups in the order of their beginnings; what bills no order
    stays behind the line that it follows."""
    if not any(line.order for line in lines):
        return lines
    place_of = {key: place for place, key in enumerate(order_lines)}
    groups: dict = {}
    place, keyed = (0, 0), []
    for line in lines:
        if line.order:
            group = groups.setdefault(line.order, len(groups) + 1)
            # One whose order's line is not known is not linked, and may stay where it is.
            known = place_of.get((line.order, line.order_line))
            place = (group, place[1] if known is None and place[0] == group else known or 0)
        keyed.append((place, line))
    return [line for _place, line in sorted(keyed, key=lambda pair: pair[0])]


def sources(document) -> tuple[int, ...]:
    """The Odoo line that each written line comes from, 0 for none. Tax as the last line, and a rounding
    line after it, are not in it; the tax of a bill, which stands before the items, is."""
    found = [line.source for line in arranged(document)]
    if isinstance(document, Bill | VendorCredit) and document.tax:
        found.insert(sum(line.item is None for line in document.lines), 0)
    return tuple(found)


def is_order(document) -> bool:
    """Whether other documents may link to the lines of this one."""
    return isinstance(document, docs.SalesOrder | PurchaseOrder)


def kept(
    before: Sequence,
    after: Sequence,
    line_ids: Sequence[str],
    alike: Callable[[object, object], int],
) -> list[str]:
    """The TxnLineID of each line of `after`: that of the line of `before` which it is, NEW for a new one.

    `line_ids` belong to `before`, by position. `alike` says 0 of two lines that are not the same, else the
    more the liker they are. As many lines as possible keep their id, in their order, and among the ways to do
    so the likest: QuickBooks forgets what was invoiced of a line that gets a new one.
    """
    known = min(len(before), len(line_ids))
    best = [[0] * (len(after) + 1) for _row in range(known + 1)]
    many = LIKEST * (known + 1)
    worth: dict = {}
    for i in range(known - 1, -1, -1):
        for j in range(len(after) - 1, -1, -1):
            best[i][j] = max(best[i + 1][j], best[i][j + 1])
            if like := alike(before[i], after[j]):
                worth[i, j] = many + like + best[i + 1][j + 1]
                best[i][j] = max(best[i][j], worth[i, j])
    found, i = [], 0
    for j in range(len(after)):
        while i < known and best[i][j] == best[i + 1][j] and best[i][j] != worth.get((i, j)):
            i += 1
        if i < known and best[i][j] == worth.get((i, j)):
            found.append(line_ids[i])
            i += 1
        else:
            found.append(NEW)
    return found
