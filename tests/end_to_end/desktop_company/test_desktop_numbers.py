"""Numbers and dates in QuickBooks Desktop: eleven characters, numbers that are taken, closed books.

One company file and one database for all of them: each test looks at the documents of its own customer.
"""

from datetime import timedelta

import pytest


@pytest.fixture
def bill(shop, customer, chart):
    """A function that posts an invoice of two charts without an order."""
    return lambda **values: shop.standalone_invoice(customer, [(chart, 2, 24.50)], **values)


@pytest.fixture
def close_books(desktop, odoo):
    """A function that closes the books until a day, and lets Odoo know or not; open again at the end."""

    def close(day, read=True):
        desktop.books.preferences(closing_date=day and str(day))
        if read:
            odoo.call("connex.connection", "action_refresh_lists", [desktop.connection])

    yield close
    close(None)
    desktop.choose(closed_books_policy="hold", number_policy="odoo")
    desktop.sync()


def invoice_of(desktop, customer):
    (found,) = desktop.forms(customer)["Invoice"]
    return found


def held_code(desktop, invoice):
    mirror = desktop.mirror("invoice", invoice)
    return mirror["state"], mirror["problem_code"]


@pytest.mark.parametrize(
    ("number", "expected"),
    [
        ("INV/2026/00077", "INV26-00077"),
        ("INV/2026/123456", None),
        ("BRANCH-7/EXPORT/2026/0000123", None),
        ("BRANCH-7/EXPORT/2026/0000124", None),
        ("A-1", "A-1"),
        ("Zß/2026/Łódź/9", None),
    ],
)
def test_long_number_is_short_and_whole_in_the_memo(desktop, customer, bill, number, expected):
    invoice = bill(name=number)
    desktop.sync()
    assert desktop.problems() == {}
    form = invoice_of(desktop, customer)
    assert 0 < len(form.number) <= 11
    assert expected in (None, form.number)
    assert desktop.mirror("invoice", invoice)["qb_number"] == form.number
    if number.isascii():
        assert number in form.memo
    numbers = [each.number for each in desktop.books.invoices()]
    assert len(numbers) == len(set(numbers))


def test_number_of_somebody_elses_document_gets_a_stable_variant(
    desktop, odoo, customer, bill, typed, today
):
    stranger = desktop.books.enter_customer("Somebody Else")
    invoice = bill(name="INV/2026/05001")
    typed.invoice(stranger, "INV26-05001", 10, today)
    desktop.sync()
    assert desktop.problems() == {}
    ours = invoice_of(desktop, customer)
    assert ours.number != "INV26-05001"
    assert 0 < len(ours.number) <= 11
    assert "INV/2026/05001" in ours.memo
    assert desktop.is_quiet()
    odoo.write("account.move", invoice, ref="PO 4711")
    desktop.sync()
    after = invoice_of(desktop, customer)
    assert (after.number, after.id) == (ours.number, ours.id)
    assert "PO 4711" in after.memo


def test_sale_that_somebody_has_typed_in_is_not_booked_twice(
    desktop, odoo, shop, customer, bill, typed, today
):
    by_hand = desktop.books.enter_customer(odoo.read("res.partner", customer, "name"))
    typed.invoice(by_hand, "TYPED-1", 49, today)
    invoice = bill(name="TYPED-1")
    shop.pay(invoice)
    desktop.sync()
    assert desktop.problems() == {"invoice TYPED-1": "typed_in_quickbooks"}
    assert desktop.count(customer) == {"Invoice": 1}
    desktop.books.delete(invoice_of(desktop, customer))
    mirror = desktop.mirror("invoice", invoice)
    odoo.call("connex.mirror", "action_retry", [mirror["id"]])
    desktop.sync()
    assert desktop.problems() == {}
    ours = invoice_of(desktop, customer)
    assert (ours.number, ours.open) == ("TYPED-1", 0)
    assert desktop.is_quiet()


def test_prefix_is_for_new_documents_and_the_others_keep_their_number(
    desktop, odoo, shop, customer, bill, chart, close_books
):
    invoice = bill(name="INV/2026/06001")
    desktop.sync()
    desktop.choose(number_policy="prefix", number_prefix="W-")
    buyer = shop.customer("Buyer with a prefix")
    shop.standalone_invoice(buyer, [(chart, 1, 24.50)], name="INV/2026/06002")
    odoo.write("account.move", invoice, ref="PO 4711")
    desktop.sync()
    assert desktop.problems() == {}
    old, new = invoice_of(desktop, customer), invoice_of(desktop, buyer)
    assert old.number == "INV26-06001"
    assert "PO 4711" in old.memo
    assert new.number.startswith("W-")
    assert len(new.number) <= 11


def test_renamed_invoice_is_renamed_in_quickbooks(desktop, odoo, customer, bill):
    invoice = bill(name="INV/2026/07001")
    desktop.sync()
    before = invoice_of(desktop, customer)
    odoo.write("account.move", invoice, name="INV/2026/07777")
    desktop.sync()
    after = invoice_of(desktop, customer)
    assert (after.id, after.number) == (before.id, "INV26-07777")
    assert desktop.problems() == {}


@pytest.mark.parametrize("known", [True, False])
def test_invoice_in_a_closed_period_is_held_and_goes_when_books_are_open(
    desktop, customer, bill, close_books, known, closing_day, old_day
):
    close_books(closing_day, read=known)
    invoice = bill(invoice_date=str(old_day))
    desktop.sync()
    assert held_code(desktop, invoice) == ("problem", "books_closed")
    message = desktop.mirror("invoice", invoice)["problem_message"]
    assert str(old_day) in message
    assert str(closing_day) in message
    assert "Invoice" not in desktop.forms(customer)
    close_books(None)
    desktop.sync()
    assert invoice_of(desktop, customer).day == str(old_day)
    assert desktop.problems() == {}
    assert desktop.is_quiet()


@pytest.mark.parametrize("known", [True, False])
def test_redated_invoice_is_posted_the_first_open_day_and_paid(
    desktop, shop, customer, bill, close_books, known, closing_day, old_day
):
    desktop.choose(closed_books_policy="redate")
    close_books(closing_day, read=known)
    invoice = bill(invoice_date=str(old_day))
    desktop.sync()
    posted = invoice_of(desktop, customer)
    assert posted.day == str(closing_day + timedelta(days=1))
    assert str(old_day) in posted.memo
    shop.pay(invoice)
    desktop.sync()
    assert invoice_of(desktop, customer).open == 0
    assert desktop.problems() == {}
    assert desktop.is_quiet()


def test_what_is_booked_in_a_period_that_is_closed_later_is_neither_changed_nor_voided(
    desktop, odoo, customer, bill, close_books, closing_day, old_day
):
    invoice = bill(invoice_date=str(old_day))
    desktop.sync()
    before = invoice_of(desktop, customer)
    desktop.choose(closed_books_policy="redate")
    close_books(closing_day)
    odoo.write("account.move", invoice, ref="PO 4711")
    desktop.sync()
    assert held_code(desktop, invoice) == ("problem", "books_closed")
    odoo.call("account.move", "button_draft", [invoice])
    odoo.call("account.move", "button_cancel", [invoice])
    desktop.sync()
    assert held_code(desktop, invoice) == ("problem", "books_closed")
    after = invoice_of(desktop, customer)
    assert (after.total, after.memo) == (before.total, before.memo)
    close_books(None)
    desktop.sync()
    assert invoice_of(desktop, customer).voided
    assert desktop.problems() == {}


def test_sales_orders_are_not_posted_and_keep_their_date(
    desktop, shop, customer, chart, close_books, today
):
    desktop.choose(closed_books_policy="redate")
    close_books(today)
    shop.order(customer, [(chart, 1)])
    desktop.sync()
    (sales_order,) = desktop.forms(customer)["SalesOrder"]
    assert sales_order.day == str(today)
    assert desktop.problems() == {}
