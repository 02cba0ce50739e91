"""Credit notes in the books of a company that lets QuickBooks apply credits by itself, and by rules."""

from decimal import Decimal

import pytest


@pytest.fixture
def invoice(shop, customer, lantern):
    """An invoice of 32.44 without an order."""
    return shop.standalone_invoice(customer, [(lantern, 3, 9.99)])


def test_credit_that_quickbooks_applied_itself_is_not_applied_twice(
    bookkeeper, ledger, company, accountant, invoice, books_agree
):
    company.preferences(AutoApplyCredit=True)
    bookkeeper.sync()
    accountant.credit(invoice)
    bookkeeper.sync()
    bookkeeper.sync()
    books_agree()
    assert [payment.TotalAmt for payment in ledger.payments] == [0]
    assert ledger.credit_memos[0].RemainingCredit == 0


def test_refunds_are_coded_differently_than_sales_by_a_rule(
    bookkeeper, ledger, odoo, company, accountant, invoice, books_agree
):
    ledger.enter_item("Returns")
    odoo.create(
        "connex.rule",
        name="Returns",
        action="map_item",
        field_to_compare="is_refund",
        comparison="equals",
        line_ids=[(0, 0, {"map_from": "true", "map_to": "Returns"})],
    )
    accountant.credit(invoice, 1)
    bookkeeper.sync()
    books_agree()
    (memo,), (sold,) = ledger.credit_memos, ledger.invoices
    assert [_item(line) for line in _lines(memo)] == ["Returns"]
    assert [_item(line) for line in _lines(sold)] == ["Storm Lantern"]
    assert sold.TotalAmt == Decimal("32.44")


def _lines(document):
    return [line for line in document.Line if line.DetailType == "SalesItemLineDetail"]


def _item(line):
    return line.SalesItemLineDetail.ItemRef.name
