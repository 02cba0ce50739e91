"""Closed books: QuickBooks takes no change on or before its closing date (faults 6200 and 6210).

What would have to be changed there is held back, or, where the connection says so, a new document is dated
the first open day. Estimates are not posted to the books: the closing date does not concern them.
"""

from dataclasses import replace
from datetime import date, timedelta

from ..problem import Held
from .company import Company

#: Kinds of documents that stand in no account.
NOT_POSTED = ("sales_order", "purchase_order")


def is_closed(kind: str, day: date | None, company: Company) -> bool:
    """Whether a document of this kind and day lies in a closed period."""
    closed = company.book_close_date
    return bool(closed and day and day <= closed and kind not in NOT_POSTED)


def check(kind: str, day: date | None, number: str, company: Company) -> None:
    """Raises Held('books_closed') for a document that lies in a closed period."""
    if is_closed(kind, day, company):
        closed = company.book_close_date
        raise Held("books_closed", document=number, date=str(day), closed_until=str(closed))


def on_open_day(document, booked: date | None, company: Company):
    """The document as it can be posted: unchanged, or dated an open day with Odoo's date in its memo.

    `booked` is the day under which QuickBooks has it, None for a new one; a document that was moved to an
    open day stays there. Raises Held('books_closed') where it cannot be posted, or not be changed.
    """
    kind, day = document.key.document, getattr(document, "date", None)
    if day is None:
        return document
    check(kind, booked, document.number, company)
    if not is_closed(kind, day, company):
        return document
    if company.closed_books != "redate":
        check(kind, day, document.number, company)
    open_day = booked or company.book_close_date + timedelta(days=1)
    return replace(document, date=open_day, memo=f"{document.memo} · dated {day} in Odoo")
