"""A document of ours whose answer never arrived is found again in QuickBooks Desktop with its lines and
links: the next change keeps them.
"""

import pytest
from desktop_samples import Books, as_read, billing, form, line, order
from online_samples import MARKER, ORDER

from connex_bridge.bridge.desktop import lookup

INVOICE = form("invoice").key


@pytest.fixture
def books():
    books = Books()
    books.save(order(line(), line("30.00", "3", "10")))
    books.save(form("invoice", billing(1)))
    return books


def found(books, entity, number):
    [answer] = books.send(lookup.by_numbers(entity, [number, "S-7"]))
    row = as_read(answer[0])
    assert lookup.marked([row], MARKER) is row
    return row


def test_what_is_found_by_its_number_has_its_lines(books):
    for entity, key, number in (
        ("SalesOrder", ORDER, "S00001"),
        ("Invoice", INVOICE, "INV26-00001"),
    ):
        lines = tuple(each.id for each in books.record(key).lines)
        assert found(books, entity, number).lines == lines


def test_an_invoice_that_is_found_by_its_number_says_which_order_it_bills(books):
    assert found(books, "Invoice", "INV26-00001").linked("SalesOrder") == (books.ids[ORDER],)
