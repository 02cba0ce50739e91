"""Sales in QuickBooks Desktop, as its stand-in carries our requests out: orders close, totals are Odoo's."""

from dataclasses import replace
from decimal import Decimal

import pytest
from desktop_samples import OTHER_ORDER, Books, billing, form, line, order
from hypothesis import given, settings
from hypothesis import strategies as st
from online_samples import CUSTOMER, ITEM, MARKER, ORDER, TERM

from connex_bridge.bridge import documents as docs
from connex_bridge.bridge.desktop import lines
from connex_bridge.bridge.desktop.translate import create
from connex_bridge.bridge.problem import Held
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


def test_a_customers_own_tax_code_does_not_untax_the_form():
    books = Books()
    customer = books.record(CUSTOMER)
    untaxed = customer.values | {"SalesTaxCodeRef": books.company.non_taxable_code}
    books.file.books.put(replace(customer, values=untaxed))
    books.save(form("invoice"))
    assert books.told(record_key())["SalesTaxTotal"] == "6.00"


def test_a_form_without_tax_has_none_in_quickbooks():
    books = Books()
    books.save(form("invoice", line(taxed=False, taxes=())))
    told = books.told(record_key())
    assert (told["Subtotal"], told["SalesTaxTotal"]) == ("100.00", "0.00")


def test_tax_as_a_line_comes_to_odoos_total():
    books = Books()
    books.company = replace(books.company, tax_handling="line")
    books.save(form("invoice", tax="6.37"))
    told = books.told(record_key())
    assert (told["Subtotal"], told["SalesTaxTotal"]) == ("106.37", "0.00")


def test_a_company_file_without_sales_tax_gets_no_tax_codes():
    books = Books(sales_tax=False)
    books.company = replace(books.company, sales_tax=False, tax_handling="line")
    books.save(form("invoice"))
    assert books.told(record_key())["Subtotal"] == "106.00"


def test_a_difference_of_cents_becomes_a_rounding_line_or_holds_the_form_back():
    books = Books()
    document = form("invoice", tax="6.01")
    with pytest.raises(Held) as held:
        books.save(document)
    assert held.value.problem.code == "total_differs"
    assert held.value.problem.values["odoo"] == "106.01"
    assert held.value.problem.values["quickbooks"] == "106.00"
    books.company = replace(books.company, difference_limit=Decimal("0.05"))
    books.save(document)
    told = books.told(document.key)
    assert (told["Subtotal"], told["SalesTaxTotal"]) == ("100.01", "6.00")
    # … and stays one line when the form changes.
    books.save(replace(document, memo="other"))
    assert len(books.record(document.key).lines) == 2


def test_a_difference_that_quickbooks_has_shown_is_made_good():
    books = Books(tax_rounding="line")
    parts = [line("0.10", "1", "0.1", source=place) for place in range(1, 11)]
    document = form("invoice", *parts)
    books.company = replace(books.company, difference_limit=Decimal("0.10"))
    books.save(document)
    shown = Decimal(books.told(document.key)["SalesTaxTotal"])
    assert shown == Decimal("0.10") and document.tax == Decimal("0.06")
    books.differences[document.key] = document.tax - shown
    books.save(document)
    told = books.told(document.key)
    assert Decimal(told["Subtotal"]) + Decimal(told["SalesTaxTotal"]) == document.total


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"sales_orders": False}, "sales_orders_off"),
        ({"tax_items": {}}, "tax_not_mapped"),
        ({"sales_tax": False}, "sales_tax_switched_off"),
    ],
)
def test_what_the_company_file_cannot_have_holds_an_order_back(changed, code):
    books = Books()
    with pytest.raises(Held) as held:
        create(order(line()), books.around, replace(books.company, **changed), MARKER)
    assert held.value.problem.code == code


@pytest.mark.parametrize(
    ("document", "code"),
    [
        (form("invoice", total=Decimal(-1)), "negative_total"),
        (form("invoice", docs.Line("text", "Nothing"), tax="0"), "no_lines"),
        (form("invoice", line(item=None)), "line_without_item"),
        (form("invoice", line(item=docs.Key("item", "product.product", 99))), "line_item_missing"),
        (form("invoice", line("1.001", "1", "1.001"), tax="0.06"), "too_many_decimals"),
        (form("invoice", currency="EUR"), "multicurrency_off"),
        (form("invoice", location="Shop"), "no_locations"),
        (form("invoice", class_name="Web"), "class_tracking_off"),
        (form("invoice", term_name="Net 99"), "list_entry_missing"),
        (form("invoice", custom_fields=(docs.CustomField("Color", "red"),)), "list_entry_missing"),
        (form("invoice", customer=docs.Key("customer", "res.partner", 99)), "reference_missing"),
        (form("invoice", line(), line(taxes=(2,))), "tax_not_mapped"),
    ],
)
def test_what_quickbooks_would_refuse_or_book_otherwise_holds_a_form_back(document, code):
    books = Books()
    with pytest.raises(Held) as held:
        books.save(document)
    assert held.value.problem.code == code


def test_lines_with_two_sales_tax_items_hold_a_form_back():
    books = Books()
    items = books.company.tax_items | {(2,): books.company.exempt_tax_item}
    books.company = replace(books.company, tax_items=items)
    with pytest.raises(Held) as held:
        books.save(form("invoice", line(), line(taxes=(2,))))
    assert held.value.problem.code == "several_tax_codes"


# Whatever the lines are

CENTS = st.decimals(min_value="-50", max_value="999", places=2)
QUANTITIES = st.one_of(
    st.none(),
    st.decimals(min_value="0.001", max_value="400", places=3),
    st.decimals(min_value="0.0000001", max_value="1", places=7),
)


@st.composite
def sold(draw, source=0):
    amount = draw(CENTS)
    quantity = draw(QUANTITIES)
    taxed = draw(st.booleans())
    return docs.Line(
        kind="item",
        description=draw(st.sampled_from(["", "Chair", "Stol čalouněný\nmodrý"])),
        amount=amount,
        item=ITEM,
        quantity=quantity,
        unit_price=draw(st.one_of(st.none(), st.decimals(min_value=0, max_value=99, places=7))),
        taxed=taxed,
        taxes=(1,) if taxed else (),
        source=source,
    )


@st.composite
def forms(draw, kind="sales_order"):
    numbers = draw(st.lists(st.integers(1, 9), unique=True, min_size=1, max_size=7))
    parts = [draw(sold(source=number)) for number in numbers]
    if kind == "sales_order" and draw(st.booleans()):
        parts.insert(0, docs.Line("text", "Section"))
    document = form(kind, *parts)
    return (
        document
        if document.total >= 0
        else form(kind, *parts, line("9999.00", "1", "9999", source=10))
    )


BOOKS = Books()


@settings(max_examples=60, deadline=None)
@given(forms())
def test_whatever_the_lines_are_quickbooks_arrives_at_odoos_total(document):
    BOOKS.ids.pop(ORDER, None)
    BOOKS.save(document)
    assert Decimal(BOOKS.told(ORDER)["TotalAmount"]) == document.total


@settings(max_examples=60, deadline=None)
@given(forms(), forms())
def test_whatever_changes_quickbooks_has_the_new_lines_in_their_order(before, after):
    BOOKS.ids.pop(ORDER, None)
    BOOKS.save(before)
    BOOKS.save(after)
    record = BOOKS.record(ORDER)
    assert Decimal(BOOKS.told(ORDER)["TotalAmount"]) == after.total
    amounts = [each.values.get("Amount") for each in record.lines]
    assert amounts == [each.amount if each.kind == "item" else None for each in after.lines]


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
