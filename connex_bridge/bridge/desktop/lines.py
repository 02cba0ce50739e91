"""In which order the lines of a document stand in QuickBooks, and which of them are those that it has.

QuickBooks Desktop knows a line by its TxnLineID. A Mod that lists lines deletes those that it does not
list, and refuses known ones in another order (status 3290).
"""

from collections.abc import Callable, Sequence

from .. import documents as docs
from ..purchase_documents import Bill, VendorCredit
from . import text

NEW = "-1"


def arranged(document) -> tuple:
    """The lines of a document that are written, in their order.

    Lines that bill one sales order stay together: QuickBooks does not take lines that link to two orders
    by turns. Bills have what is booked on an account before the items.
    """
    lines = getattr(document, "lines", ())
    if isinstance(document, docs.SalesForm):
        written = [
            line for line in lines if line.kind == "item" or text.description(line.description)
        ]
        return tuple(_by_order(written))
    if isinstance(document, Bill | VendorCredit):
        return tuple(sorted(lines, key=lambda line: line.item is not None))
    return tuple(lines)


def _by_order(lines):
    """Grouped by the order that they bill, groups in the order of their beginnings; what bills no order
    stays behind the line that it follows."""
    places: dict = {}
    current, keyed = None, []
    for line in lines:
        current = line.order or current
        keyed.append((places.setdefault(current, len(places)), line))
    return [line for _place, line in sorted(keyed, key=lambda pair: pair[0])]


def sources(document) -> tuple[int, ...]:
    """The Odoo line that each written line comes from, 0 for none. Tax as the last line, and a rounding
    line after it, are not in it; the tax of a bill, which stands before the items, is."""
    found = [line.source for line in arranged(document)]
    if isinstance(document, Bill | VendorCredit) and document.tax:
        found.insert(sum(line.item is None for line in document.lines), 0)
    return tuple(found)


def kept(
    before: Sequence,
    after: Sequence,
    line_ids: Sequence[str],
    same: Callable[[object, object], bool],
) -> list[str]:
    """The TxnLineID of each line of `after`: that of the line of `before` which it is, NEW for a new one.

    `line_ids` belong to `before`, by position. As many lines as possible keep their id, in their order
    (a longest common subsequence): QuickBooks forgets what was invoiced of a line that gets a new one.
    """
    known = min(len(before), len(line_ids))
    rows, columns = known + 1, len(after) + 1
    length = [[0] * columns for _row in range(rows)]
    for i in range(known - 1, -1, -1):
        for j in range(len(after) - 1, -1, -1):
            if same(before[i], after[j]):
                length[i][j] = length[i + 1][j + 1] + 1
            else:
                length[i][j] = max(length[i + 1][j], length[i][j + 1])
    found, i, j = [], 0, 0
    while j < len(after):
        if i < known and same(before[i], after[j]):
            found.append(line_ids[i])
            i, j = i + 1, j + 1
        elif i < known and length[i + 1][j] >= length[i][j + 1]:
            i += 1
        else:
            found.append(NEW)
            j += 1
    return found
