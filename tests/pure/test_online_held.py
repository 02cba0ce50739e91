"""What QuickBooks would refuse or book wrongly is held back; an update or removal touches no more than
it must."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from online_samples import (
    CUSTOMER,
    DAY,
    IDS,
    ITEM,
    MARKER,
    ORDER,
    TERM,
    US,
    form,
    line,
    payment,
)

from connex_bridge.bridge import documents as docs
from connex_bridge.bridge.documents import Key
from connex_bridge.bridge.online.arithmetic import check_total
from connex_bridge.bridge.online.translate import remove, translate, update
from connex_bridge.bridge.problem import Held


def body_of(document, company=US, ids=IDS):
    return translate(document, ids, company, MARKER)[1]


def held(document, company=US, ids=IDS):
    with pytest.raises(Held) as caught:
        check_total(document, body_of(document, company, ids), company)
    return caught.value.problem


# Held back

#: Odoo's books are kept in another currency than QuickBooks'.
OTHER_BOOKS = {"multicurrency": True, "books_currency": "EUR"}


@pytest.mark.parametrize(
    ("code", "document", "changes"),
    [
        ("customer_without_name", docs.Customer(CUSTOMER, "🎉"), {}),
        ("item_without_name", docs.Item(ITEM, ""), {}),
        ("income_account_missing", docs.Item(ITEM, "Chair"), {"income_account": ""}),
        ("term_not_possible", docs.Term(TERM, "Much later", 1000), {}),
        ("line_without_item", form(lines=(line(item=None),)), {"default_item": ""}),
        ("no_lines", form(lines=()), {}),
        ("negative_total", form(lines=(line("-100.00", "-2"),), tax="-6.00"), {}),
        ("negative_total", payment("-1.00"), {}),
        ("too_many_decimals", form(lines=(line("100.005", None, None),)), {}),
        ("sales_tax_off", form(), {"sales_tax": "none"}),
        ("currency_not_enabled", form(currency="EUR"), {}),
        ("currency_not_enabled", payment(currency="EUR"), {}),
        ("home_currencies_differ", form(currency="EUR"), OTHER_BOOKS),
        ("home_currencies_differ", payment(currency="GBP"), OTHER_BOOKS),
        ("books_closed", form(), {"book_close_date": DAY}),
        ("books_closed", payment(), {"book_close_date": DAY}),
        ("estimates_off", form("sales_order"), {"estimates": False}),
        ("tax_not_mapped", form(), {"sales_tax": "global"}),
        (
            "exempt_code_missing",
            form(lines=(line(taxes=()),)),
            {"sales_tax": "global", "exempt_tax_code": ""},
        ),
        ("total_differs", form(total=Decimal("106.01")), {}),
        ("total_differs", form(lines=(line(taxed=False),)), {}),
    ],
)
def test_what_quickbooks_would_refuse_or_book_wrongly_is_held_back(code, document, changes):
    problem = held(document, replace(US, **changes))
    assert problem.code == code
    assert "document" in problem.values


@pytest.mark.parametrize(
    ("missing", "code"), [(CUSTOMER, "reference_missing"), (ITEM, "line_item_missing")]
)
def test_a_document_whose_customer_or_item_is_not_there_yet_is_held_back(missing, code):
    ids = {key: value for key, value in IDS.items() if key != missing}
    assert held(form(), ids=ids).code == code


def test_a_difference_shows_both_numbers():
    values = held(form(total=Decimal("106.01"))).values
    assert (values["odoo"], values["quickbooks"]) == ("106.01", "106.00")


def test_the_day_after_the_closing_date_is_open():
    company = replace(US, book_close_date=date(2026, 11, 1))
    check_total(form(), body_of(form(), company), company)


# Updates and removals


def test_an_update_is_sparse_names_its_revision_and_has_all_lines():
    body = body_of(form())
    sent = update("Invoice", body, "71", "4")
    assert (sent["Id"], sent["SyncToken"], sent["sparse"]) == ("71", "4", True)
    assert sent["Line"] == body["Line"]


def test_an_update_empties_what_became_empty_and_nothing_else():
    before = body_of(form(email="anna@example.com", sales_order=ORDER))
    sent = update("Invoice", body_of(form()), "71", "4", before)
    assert sent["BillEmail"] == {"Address": ""}
    assert sent["LinkedTxn"] == []
    assert "ShipAddr" not in sent


def test_an_update_leaves_what_a_bookkeeper_may_have_chosen_better():
    body = body_of(docs.Item(ITEM, "Chair", price=Decimal(5)))
    sent = update("Item", body, "12", "0")
    assert set(sent) == {"Name", "Active", "Id", "SyncToken", "sparse"}


def test_updating_a_sales_order_does_not_open_it_again():
    assert "TxnStatus" not in update("Estimate", body_of(form("sales_order")), "70", "1")


@pytest.mark.parametrize(
    ("kind", "delete", "action"),
    [
        ("invoice", False, "void"),
        ("payment", False, "void"),
        ("sales_receipt", False, "void"),
        ("sales_order", False, "delete"),
        ("credit_memo", False, "delete"),
        ("refund", False, "delete"),
        ("invoice", True, "delete"),
        ("payment", True, "delete"),
        ("customer", True, "update"),
    ],
)
def test_documents_are_voided_where_possible_else_deleted(kind, delete, action):
    operation = remove("9", Key(kind, "some.model", 5), "71", "4", delete)
    assert (operation.bid, operation.action) == ("9", action)
    assert operation.body["Id"] == "71"
    assert operation.body["SyncToken"] == "4"
    assert operation.body.get("Active", True) is (kind != "customer")
