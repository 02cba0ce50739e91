"""Somebody deletes or adds lines of a document in QuickBooks Desktop: Odoo's next version is on the right
items again, and what stayed keeps its identity and its link."""

from decimal import Decimal

import pytest
from desktop_samples import Books, billing, form, line, order, role_key
from hypothesis import given, settings
from hypothesis import strategies as st
from online_samples import ORDER

from connex_bridge.bridge import documents as docs

ITEMS = [docs.Key("item", "product.product", number) for number in (71, 72, 73)]
PRICES = ("50", "30", "20")


def books_with(quantities, linked=True):
    """(books, an invoice in them of so many of each item)"""
    books = Books()
    for item, price in zip(ITEMS, PRICES, strict=True):
        books.save(docs.Item(item, f"Item {price}", price=Decimal(price), kind="service"))
    books.save(order(*(entry(place, n) for place, n in enumerate(quantities))))
    invoice = form("invoice", *billed(quantities, linked), record=5)
    books.save(invoice)
    return books, invoice


def entry(place, quantity, of=line, **more):
    price = PRICES[place]
    amount = f"{Decimal(price) * quantity}.00"
    return of(amount=amount, quantity=str(quantity), price=price, item=ITEMS[place], **more)


def billed(quantities, linked=True):
    return [
        entry(place, n, billing, order_line=place + 1) if linked else entry(place, n)
        for place, n in enumerate(quantities)
    ]


def shown(books, key):
    """(item, quantity, amount) of each line that QuickBooks has"""
    names = books.file.books.name_of
    return [
        (names(each.values["ItemRef"]), each.values.get("Quantity"), each.values["Amount"])
        for each in books.record(key).lines
    ]


def expected(quantities):
    return [
        (f"Item {PRICES[place]}", n, Decimal(PRICES[place]) * n)
        for place, n in enumerate(quantities)
    ]


@pytest.mark.parametrize("linked", [True, False])
@pytest.mark.parametrize("quantities", [(1, 1), (1, 3), (3, 1)])
def test_a_line_deleted_in_quickbooks_comes_back_on_its_own_item(quantities, linked):
    books, invoice = books_with(quantities, linked)
    kept = books.record(invoice.key).lines[1]
    books.type_lines(invoice.key, 1)
    books.save(invoice)
    assert shown(books, invoice.key) == expected(quantities)
    assert books.record(invoice.key).lines[1].id == kept.id
    assert books.record(invoice.key).lines[1].link == kept.link


def test_a_line_put_before_the_others_in_quickbooks_goes_and_they_stay_what_they_are():
    books, invoice = books_with((1, 1))
    before = books.record(invoice.key).lines
    books.type_lines(invoice.key, (role_key("difference"), "9.00"), 0, 1)
    books.save(invoice)
    assert shown(books, invoice.key) == expected((1, 1))
    after = books.record(invoice.key).lines
    assert [(each.id, each.link) for each in after] == [(each.id, each.link) for each in before]
    assert books.told(ORDER)["IsFullyInvoiced"] == "true"


def test_an_order_whose_first_line_was_deleted_keeps_what_is_invoiced_of_the_second():
    books, _invoice = books_with((2, 2))
    document = books.before[ORDER]
    second = books.record(ORDER).lines[1]
    books.remove(docs.Key("invoice", "account.move", 5), delete=True)
    books.type_lines(ORDER, 1)
    books.save(document)
    assert shown(books, ORDER) == expected((2, 2))
    assert books.record(ORDER).lines[1].id == second.id


def test_a_taken_over_form_names_the_item_of_every_line():
    books, invoice = books_with((1, 1, 2))
    books.type_lines(invoice.key, 1, 2)
    del books.before[invoice.key]
    books.save(invoice)
    assert shown(books, invoice.key) == expected((1, 1, 2))


BY_HAND = st.lists(st.sampled_from([0, 1, 2, "new"]), min_size=1, max_size=6).map(
    # Those that stay do so in their order.
    lambda typed: sorted_lines(typed)
)


def sorted_lines(typed):
    places = iter(sorted({each for each in typed if each != "new"}))
    found = [
        (role_key("difference"), "9.00") if each == "new" else next(places, None) for each in typed
    ]
    return [each for each in found if each is not None]


@settings(max_examples=40)
@given(BY_HAND, st.lists(st.integers(1, 3), min_size=3, max_size=3), st.booleans())
def test_whatever_people_do_to_lines_odoos_next_version_is_on_its_own_items(typed, after, linked):
    books, invoice = books_with((3, 3, 3), linked)
    books.type_lines(invoice.key, *typed)
    books.save(form("invoice", *billed(after, linked), record=5))
    assert shown(books, invoice.key) == expected(after)
