"""Sales of a Canadian company (GST, PST, HST, QST; a tax code on every line): equal to the cent.

Asked the same questions as those of a US company. All are made and synced together.
"""

from decimal import Decimal

import canada
import pytest
import sales_canada
import sales_canada_taxes
from ledger import product_lines, tax
from sales_books import SalesBooks
from sales_home import VANCOUVER
from sales_questions import Questions

from development.remote.odoo import Odoo

SALES = {sale.name: sale for sale in (*sales_canada_taxes.sale, *sales_canada.sale)}


@pytest.fixture(scope="module")
def table(sandbox, odoo_server, fresh_database):
    """(books, outcomes): all sales, made and synced."""
    odoo = Odoo(odoo_server.url, fresh_database())
    company = sandbox.new_company("ca", MultiCurrencyEnabled=True)
    books = SalesBooks(odoo, company, sandbox, VANCOUVER)
    canada.map_taxes(books)
    return books, books.make(list(SALES.values()))


class TestCanada(Questions):
    sales = SALES


@pytest.mark.parametrize(
    ("way", "lines", "charged", "cash", "discount"),
    [
        ("included", [100], "13.00", "110.74", "2.26"),
        ("excluded", [100], "13.00", "111.00", "2.00"),
        ("mixed", [100, -2, 2], "12.74", "110.74", "2.00"),
    ],
)
def test_discount_for_early_payment_leaves_nothing_open(table, way, lines, charged, cash, discount):
    """2 % of 100 with 13 % tax: lowered when it is paid in time, never, or on the invoice already."""
    books, _outcomes = table
    desk, ledger = books.desk, books.ledger
    customer = desk.customer(f"In time {way}")
    term = desk.early_payment_term(way)
    rows = desk.lines((100, 1, [canada.hst(desk)]))
    invoice = desk.bill(customer, rows, invoice_payment_term_id=term)
    desk.settle(invoice)
    books.sync()

    booked = ledger.invoice(books.bookkeeper.number(invoice, "account.move"))
    assert [line.Amount for line in product_lines(booked)] == lines
    (rate,) = [each for each in booked.TxnTaxDetail.TaxLine if each.Amount]
    taxed = sum(lines[:2])
    assert (rate.TaxLineDetail.NetAmountTaxable, rate.Amount) == (taxed, Decimal(charged))
    assert (booked.TotalAmt, booked.Balance) == (100 + Decimal(charged), 0)
    owner = booked.CustomerRef.value
    (payment,) = [each for each in ledger.payments if each.CustomerRef.value == owner]
    (memo,) = [each for each in ledger.credit_memos if each.CustomerRef.value == owner]
    assert (payment.TotalAmt, payment.UnappliedAmt) == (Decimal(cash), 0)
    assert (memo.TotalAmt, memo.RemainingCredit) == (Decimal(discount), 0)
    assert tax(memo) == memo.TotalAmt - 2
