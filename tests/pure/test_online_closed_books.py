"""Closed books: held, or moved to the first open day; what is booked there already is left alone."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from online_samples import DAY, IDS, MARKER, US, form, payment

from connex_bridge.bridge.online import closed_books
from connex_bridge.bridge.online.translate import translate
from connex_bridge.bridge.problem import Held

REDATE = replace(US, closed_books="redate")
DAYS = st.dates(date(2025, 1, 1), date(2027, 12, 31))


def closed_until(day, company=US):
    return replace(company, book_close_date=day)


@pytest.mark.parametrize("document", [form(), form("credit_memo"), payment()])
def test_a_new_document_in_a_closed_period_is_held_with_both_dates(document):
    with pytest.raises(Held) as held:
        closed_books.on_open_day(document, None, closed_until(DAY))
    assert held.value.problem.code == "books_closed"
    assert held.value.problem.values["date"] == str(DAY)


@pytest.mark.parametrize("kind", ["invoice", "sales_receipt", "credit_memo"])
def test_redated_document_is_posted_the_first_open_day_with_odoos_date_in_the_memo(kind):
    document = closed_books.on_open_day(form(kind), None, closed_until(DAY, REDATE))
    _entity, body = translate(document, IDS, closed_until(DAY, REDATE), MARKER)
    assert body["TxnDate"] == str(DAY + timedelta(days=1))
    assert f"dated {DAY} in Odoo" in body["PrivateNote"]


@pytest.mark.parametrize("company", [US, REDATE])
def test_an_estimate_is_not_posted_and_keeps_its_date(company):
    order = form("sales_order")
    assert closed_books.on_open_day(order, None, closed_until(DAY, company)) == order
    assert not closed_books.is_closed("sales_order", DAY, closed_until(DAY, company))


@given(day=DAYS, booked=st.none() | DAYS, closed=st.none() | DAYS, policy=st.sampled_from("hr"))
def test_nothing_is_ever_dated_or_changed_in_a_closed_period(day, booked, closed, policy):
    company = replace(closed_until(closed), closed_books="redate" if policy == "r" else "hold")
    document = form(date=day)
    try:
        result = closed_books.on_open_day(document, booked, company)
    except Held:
        assert closed and min(day, booked or day) <= closed
        return
    assert not closed or (result.date > closed and (booked is None or booked > closed))
    if not closed or day > closed:
        assert result == document


def test_document_moved_to_an_open_day_stays_there_when_more_is_closed_before_it():
    booked = DAY + timedelta(days=20)
    company = closed_until(DAY + timedelta(days=10), REDATE)
    assert closed_books.on_open_day(form(), booked, company).date == booked
