"""Sales in QuickBooks Desktop, as its stand-in carries our requests out: orders close, totals are Odoo's."""

from dataclasses import replace
from decimal import Decimal

import pytest
from desktop_samples import OTHER_ORDER, Books, billing, form, line, order
from hypothesis import given, settings
from hypothesis import strategies as st
from online_samples import ORDER, TERM

from connex_bridge.bridge import documents as docs
from connex_bridge.bridge.desktop import lines
from connex_bridge.bridge.sale import Address

HOME = Address("Ready Mat", "12 Main Street", "Suite 4", "Springfield", "IL", "62701", "US")


def links(record):
    return [each.link for each in record.lines]


def closed(books, key=ORDER):
    told = books.told(key)
    return told["IsFullyInvoiced"] == "true"


def test_an_order_that_is_invoiced_completely_closes_by_itself():
    books = Books()
    books.save(order(line(), line("30.00", "3", "10")))
    invoice = form("invoice", billing(1), billing(2, amount="30.00", quantity="3", price="10"))
    books.save(invoice)
    assert closed(books)
    told = books.told(invoice.key)
    assert (told["Subtotal"], told["SalesTaxTotal"]) == ("130.00", "7.80")
    assert told["BalanceRemaining"] == "137.80"


def test_partial_deliveries_each_link_and_the_last_one_closes_the_order():
    books = Books()
    books.save(order(line("150.00", "3", "50")))
    books.save(form("invoice", billing(1, amount="50.00", quantity="1"), record=11))
    assert not closed(books)
    books.save(form("invoice", billing(1, amount="100.00", quantity="2"), record=12))
    assert closed(books)


def test_an_invoice_of_several_orders_closes_all_of_them():
    books = Books()
    books.save(order(line(), line("20.00", "1", "20")))
    books.save(order(line(), record=2))
    invoice = form(
        "invoice",
        billing(2, amount="20.00", quantity="1", price="20"),
        docs.Line("text", "Thank you"),
        billing(1, of=OTHER_ORDER),
        billing(1),
    )
    books.save(invoice)
    assert closed(books) and closed(books, OTHER_ORDER)


def test_a_price_changed_on_the_invoice_goes_before_the_orders():
    books = Books()
    books.save(order(line()))
    books.save(form("invoice", billing(1, amount="90.00", price="45", description="Chair, used")))
    record = books.record(record_key())
    assert books.told(record_key())["Subtotal"] == "90.00"
    assert record.lines[0].values["Desc"] == "Chair, used"
    assert closed(books)


def record_key():
    return form().key


def test_a_changed_invoice_keeps_its_link():
    books = Books()
    books.save(order(line()))
    books.save(form("invoice", billing(1)))
    before = books.record(record_key())
    books.save(form("invoice", billing(1, amount="80.00", price="40"), line("5.00", "1", "5")))
    after = books.record(record_key())
    assert after.lines[0].id == before.lines[0].id
    assert links(after) == [before.lines[0].link, None]
    assert books.told(record_key())["Subtotal"] == "85.00"


def test_a_line_put_between_others_leaves_them_their_identity():
    books = Books()
    first, last = line(source=1), line("30.00", "3", "10", source=3)
    books.save(form("sales_order", first, last))
    before = [each.id for each in books.record(ORDER).lines]
    books.save(form("sales_order", first, line("7.00", "1", "7", source=2), last))
    after = [each.id for each in books.record(ORDER).lines]
    assert (after[0], after[2]) == (before[0], before[1])
    assert after[1] not in before


def test_lines_that_change_places_are_not_refused():
    books = Books()
    parts = [line(f"{place}0.00", "1", f"{place}0", source=place) for place in (1, 2, 3)]
    books.save(form("sales_order", *parts))
    books.save(form("sales_order", *reversed(parts)))
    amounts = [each.values["Amount"] for each in books.record(ORDER).lines]
    assert amounts == [Decimal(30), Decimal(20), Decimal(10)]


def test_closing_an_order_leaves_its_lines_alone():
    books = Books()
    document = order(line("150.00", "3", "50"))
    books.save(document)
    books.save(form("invoice", billing(1, amount="50.00", quantity="1")))
    books.save(replace(document, status="closed"))
    assert books.told(ORDER)["IsManuallyClosed"] == "true"
    assert "SalesOrderLineMod" not in {each.tag for each in books.sent[0]}
    books.save(replace(document, status="open"))
    assert books.told(ORDER)["IsManuallyClosed"] == "false"


def test_a_cancelled_order_is_closed_and_a_deleted_one_is_gone():
    books = Books()
    books.save(order(line()))
    books.remove(ORDER)
    assert books.told(ORDER)["IsManuallyClosed"] == "true"
    books.remove(ORDER, delete=True)
    assert books.record(ORDER) is None


@pytest.mark.parametrize("kind", ["invoice", "sales_receipt", "credit_memo"])
def test_a_cancelled_form_is_voided_and_keeps_its_number(kind):
    books = Books()
    document = form(kind)
    books.save(document)
    books.remove(document.key)
    record = books.record(document.key)
    assert record.void and record.get("RefNumber") == "INV26-00001"


def test_fields_that_became_empty_are_emptied():
    books = Books()
    document = form(
        "invoice",
        billing=HOME,
        shipping=HOME,
        custom_fields=(docs.CustomField("Other", "urgent"), docs.CustomField("FOB", "here")),
    )
    books.save(document)
    assert books.record(document.key).get("Other") == "urgent"
    moved = Address("Ready Mat", "1 Oak Road", city="Salem")
    books.save(replace(document, custom_fields=(), billing=moved, shipping=Address()))
    record = books.record(document.key)
    assert not record.get("Other") and not record.get("FOB")
    assert {name: text for name, text in record.get("BillAddress").items() if text} == {
        "Addr1": "Ready Mat",
        "Addr2": "1 Oak Road",
        "City": "Salem",
    }
    assert not any((record.get("ShipAddress") or {}).values())


def test_a_term_that_was_taken_off_is_taken_off():
    books = Books()
    books.ids[TERM] = books.file.books.by_name("StandardTerms", "Net 30").id
    document = form("invoice", term=TERM)
    assert books.save(document).get("TermsRef") == books.ids[TERM]
    assert not books.save(replace(document, term=None)).get("TermsRef")


def test_the_number_a_bookkeeper_gave_stays_until_odoos_changes():
    books = Books()
    document = form("invoice")
    books.save(document)
    record = books.record(document.key)
    renumbered = replace(record, values=record.values | {"RefNumber": "A-1"})
    books.file.books.put(renumbered)
    assert books.save(replace(document, memo="other")).get("RefNumber") == "A-1"
    assert books.save(replace(document, number="INV/2026/00002")).get("RefNumber") == "INV26-00002"


def test_an_adopted_form_takes_odoos_lines_in_the_places_of_its_own():
    books = Books()
    document = form("invoice", line(), line("30.00", "3", "10"))
    books.save(document)
    ids = [each.id for each in books.record(document.key).lines]
    del books.before[document.key]
    books.save(form("invoice", line("90.00", "3", "30")))
    assert [each.id for each in books.record(document.key).lines] == ids[:1]
    assert books.told(document.key)["Subtotal"] == "90.00"


@given(
    st.lists(st.integers(0, 3), max_size=8),
    st.lists(st.integers(0, 3), max_size=8),
    st.integers(0, 9),
)
def test_as_many_lines_as_possible_keep_their_id_in_their_order(before, after, known):
    ids = [str(place) for place in range(known)]
    found = lines.kept(before, after, ids, lambda a, b: int(a == b))
    stay = [(int(each), place) for place, each in enumerate(found) if each != lines.NEW]
    assert len(found) == len(after)
    assert all(before[old] == after[new] for old, new in stay)
    assert [old for old, _new in stay] == sorted({old for old, _new in stay})
    assert len(stay) == longest(before[:known], after)


def longest(before, after):
    """The length of a longest common subsequence, the slow and plain way."""
    if not before or not after:
        return 0
    if before[0] == after[0]:
        return 1 + longest(before[1:], after[1:])
    return max(longest(before[1:], after), longest(before, after[1:]))


DELIVERIES = st.lists(
    st.tuples(st.permutations([1, 2, 3]), st.lists(st.integers(0, 4), min_size=3, max_size=3)),
    max_size=4,
)


@settings(max_examples=40)
@given(DELIVERIES)
def test_however_an_order_is_delivered_it_closes_with_the_last_piece(deliveries):
    books = Books()
    ordered = {1: 3, 2: 4, 3: 1}
    books.save(order(*(line(f"{10 * n}.00", str(n), "10") for n in ordered.values())))
    left = dict(ordered)
    deliveries = [*deliveries, ([1, 2, 3], [9, 9, 9])]
    for record, (places, quantities) in enumerate(deliveries, start=100):
        pieces = {place: min(left[place], n) for place, n in zip(places, quantities, strict=True)}
        parts = [
            billing(place, amount=f"{10 * n}.00", quantity=str(n), price="10")
            for place, n in pieces.items()
            if n
        ]
        if not parts:
            continue
        document = form("invoice", *parts, docs.Line("text", "Thank you"), record=record)
        books.save(document)
        told = books.told(document.key)
        assert Decimal(told["Subtotal"]) + Decimal(told["SalesTaxTotal"]) == document.total
        # Changed in the same place, it still bills the same pieces.
        books.save(replace(document, memo="other"))
        left = {place: left[place] - pieces[place] for place in left}
        assert closed(books) == (not any(left.values()))
    assert closed(books)
