"""Closed books: held until they are open, or dated the first open day; nothing in them is changed."""

from datetime import timedelta

import pytest


@pytest.fixture
def close_books(company, odoo, bookkeeper):
    """A function that closes the books until a day and has the connection read that, or not."""

    def close(day, read=True):
        company.preferences(BookCloseDate=day and str(day))
        if read:
            odoo.call("connex.connection", "action_test_connection", [bookkeeper.connection])

    return close


@pytest.fixture
def old_credit(shop, odoo, bookkeeper, customer, chart, old_day, today):
    """A credit note of twenty days ago."""
    bookkeeper.choose(sync_from_date=str(today - timedelta(days=60)))
    credit = odoo.create(
        "account.move",
        move_type="out_refund",
        partner_id=customer,
        invoice_date=str(old_day),
        invoice_line_ids=[(0, 0, {"product_id": chart, "quantity": 1, "price_unit": 24.50})],
    )
    shop.post(credit)
    return credit


@pytest.fixture
def old_invoice(shop, bookkeeper, customer, chart, old_day, today):
    """An invoice of twenty days ago."""
    bookkeeper.choose(sync_from_date=str(today - timedelta(days=60)))
    return shop.standalone_invoice(customer, [(chart, 2, 24.50)], invoice_date=str(old_day))


def held_code(bookkeeper, invoice):
    mirror = bookkeeper.mirror("invoice", invoice)
    return mirror["state"], mirror["problem_code"]


def test_invoice_in_a_closed_period_is_held_and_goes_by_itself_when_books_are_open(
    bookkeeper, ledger, old_invoice, close_books, sync_is_quiet, closing_day, old_day
):
    close_books(closing_day)
    bookkeeper.sync()
    assert ledger.invoices == []
    mirror = bookkeeper.mirror("invoice", old_invoice)
    assert (mirror["state"], mirror["problem_code"]) == ("problem", "books_closed")
    assert str(old_day) in mirror["problem_message"]
    assert str(closing_day) in mirror["problem_message"]
    close_books(None)
    bookkeeper.sync()
    assert [each.TxnDate for each in ledger.invoices] == [str(old_day)]
    assert bookkeeper.problems() == {}
    sync_is_quiet()


@pytest.mark.parametrize("button", ["try again", "sync"])
def test_books_that_were_opened_count_at_once_when_somebody_tries_again(
    bookkeeper, ledger, odoo, old_invoice, close_books, button, closing_day, old_day
):
    close_books(closing_day)
    bookkeeper.sync()
    assert held_code(bookkeeper, old_invoice) == ("problem", "books_closed")
    close_books(None, read=False)
    if button == "sync":
        odoo.call("account.move", "action_connex_sync", [old_invoice])
    else:
        held = bookkeeper.mirror("invoice", old_invoice)["id"]
        odoo.call("connex.mirror", "action_retry", [held])
        bookkeeper.sync()
    assert [each.TxnDate for each in ledger.invoices] == [str(old_day)]
    assert bookkeeper.problems() == {}


def test_closing_date_that_odoo_does_not_know_yet_ends_the_same_way(
    bookkeeper, ledger, old_invoice, close_books, closing_day
):
    close_books(closing_day, read=False)
    bookkeeper.sync()
    assert held_code(bookkeeper, old_invoice) == ("problem", "books_closed")
    assert bookkeeper.setting("qb_book_close_date") == str(closing_day)
    assert ledger.invoices == []


@pytest.mark.parametrize("known", [True, False])
def test_redated_invoice_is_posted_the_first_open_day_and_paid(
    bookkeeper, ledger, shop, old_invoice, close_books, sync_is_quiet, known, closing_day, old_day
):
    bookkeeper.choose(closed_books_policy="redate")
    close_books(closing_day, read=known)
    bookkeeper.sync()
    (posted,) = ledger.invoices
    assert posted.TxnDate == str(closing_day + timedelta(days=1))
    assert str(old_day) in posted.PrivateNote
    shop.pay(old_invoice)
    bookkeeper.sync()
    assert [each.Balance for each in ledger.invoices] == [0]
    assert bookkeeper.problems() == {}
    sync_is_quiet()


def test_what_is_booked_in_a_period_that_is_closed_later_is_neither_changed_nor_voided(
    bookkeeper, ledger, odoo, old_invoice, close_books, closing_day
):
    bookkeeper.sync()
    (before,) = ledger.invoices
    bookkeeper.choose(closed_books_policy="redate")
    close_books(closing_day)
    odoo.write("account.move", old_invoice, ref="PO 4711")
    bookkeeper.sync()
    assert held_code(bookkeeper, old_invoice) == ("problem", "books_closed")
    odoo.call("account.move", "button_draft", [old_invoice])
    odoo.call("account.move", "button_cancel", [old_invoice])
    bookkeeper.sync()
    assert held_code(bookkeeper, old_invoice) == ("problem", "books_closed")
    (after,) = ledger.invoices
    assert (after.TotalAmt, after.PrivateNote) == (before.TotalAmt, before.PrivateNote)

    close_books(None)
    bookkeeper.sync()
    assert [each.TotalAmt for each in ledger.invoices] == [0]
    assert bookkeeper.problems() == {}


def test_payment_of_an_invoice_in_a_closed_period_goes_through(
    bookkeeper, ledger, shop, old_invoice, close_books, closing_day
):
    bookkeeper.sync()
    close_books(closing_day)
    shop.pay(old_invoice)
    bookkeeper.sync()
    assert [each.Balance for each in ledger.invoices] == [0]
    assert bookkeeper.problems() == {}


def test_credit_of_a_closed_period_settles_an_invoice_of_this_one(
    bookkeeper,
    ledger,
    shop,
    odoo,
    accountant,
    old_credit,
    customer,
    chart,
    close_books,
    books_agree,
    closing_day,
    today,
):
    bookkeeper.sync()
    close_books(closing_day)
    invoice = shop.standalone_invoice(customer, [(chart, 3, 24.50)])
    item = accountant.receivable(old_credit)
    odoo.call("account.move", "js_assign_outstanding_line", [invoice], item)
    bookkeeper.sync()
    assert bookkeeper.problems() == {}
    (applied,) = ledger.payments
    assert (applied.TotalAmt, applied.TxnDate) == (0, str(today))
    assert [each.RemainingCredit for each in ledger.credit_memos] == [0]
    books_agree()


def test_sales_orders_are_not_posted_and_keep_their_date(
    bookkeeper, ledger, shop, odoo, customer, chart, close_books, today
):
    bookkeeper.choose(closed_books_policy="redate")
    close_books(today)
    order = shop.order(customer, [(chart, 1)])
    bookkeeper.sync()
    assert ledger.sales_order(bookkeeper.number(order)).TxnDate == str(today)
    assert bookkeeper.problems() == {}
