"""Links for which the order has nothing open, as QuickBooks Desktop's stand-in takes them: what was entered
without these lines is whole after the change that follows, and without links nothing is refused."""

from dataclasses import replace

import pytest
from desktop_samples import PURCHASE, Books, as_read, billing, form, line, order
from online_samples import MARKER, ORDER
from test_desktop_purchases import billing as buying
from test_desktop_purchases import line as bought
from test_desktop_purchases import purchase

from connex_bridge.bridge.desktop import statuses
from connex_bridge.bridge.desktop.translate import Known, change, create

FREIGHT = bought("9.00", None, None, item=None, description="Freight", source=7)


def closed_orders():
    """Books whose sales order and purchase order somebody has closed."""
    books = Books()
    for document in (order(line()), purchase("purchase_order")):
        books.save(document)
        books.save(replace(document, status="closed"))
    return books


@pytest.mark.parametrize(
    ("document", "order_key"),
    [
        (form("invoice", billing(1), line("9.00", "1", "9"), record=5), ORDER),
        (purchase("bill", buying(1), FREIGHT), PURCHASE),
        (purchase("bill", buying(1), bought(source=8)), PURCHASE),
    ],
)
def test_what_was_entered_without_some_lines_is_whole_after_the_change(document, order_key):
    books = closed_orders()
    [answer] = books.send(create(document, books.around, books.company, MARKER))
    assert answer.get("statusCode") == statuses.LINES_LEFT_OUT
    row = as_read(answer[0])
    assert row.total < document.total
    known = Known(row.qb_id, row.revision, before=document, entity=row.entity)
    changed = change(document, known, books.around, books.company, MARKER)
    assert as_read(books.carried_out(changed)).total == document.total
    assert len(books.file.books.get(row.qb_id).lines) == len(document.lines)
    assert books.record(order_key).get("IsManuallyClosed") is True


@pytest.mark.parametrize(
    "document", [form("invoice", billing(1), record=5), purchase("bill", buying(1))]
)
def test_what_is_refused_for_its_links_is_entered_without_them(document):
    books = closed_orders()
    [answer] = books.send(create(document, books.around, books.company, MARKER))
    assert (answer.get("statusCode"), len(answer)) == ("3180", 0)
    plain = replace(books.around, links=False)
    row = as_read(books.carried_out(create(document, plain, books.company, MARKER)))
    assert row.total == document.total
    assert len(row.lines) == 1
