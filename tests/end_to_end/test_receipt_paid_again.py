"""A sales receipt whose payment bounces is voided. Paid again by something that is no money, the sale is held
until somebody puts that right, and is a new receipt then.
"""

import pytest


@pytest.fixture
def bounce(odoo):
    """A function that takes a payment back."""

    def undo(payment):
        odoo.call("account.payment", "action_draft", [payment])
        odoo.call("account.payment", "action_cancel", [payment])

    return undo


def held(bookkeeper, invoice):
    mirror = bookkeeper.mirror("sales_receipt", invoice)
    return (mirror["state"], mirror["problem_code"]) == ("problem", "receipt_not_all_money")


def go_through(bookkeeper, odoo, shop, accountant, bounce, customer, product):
    """Sell, have the payment bounce, settle with a write-off, try again, and pay in full in the end; returns
    the invoice."""
    bookkeeper.choose("receipts")
    order = shop.order(customer, [(product, 3)])
    shop.deliver(order)
    invoice = shop.invoice(order)
    payment = shop.pay(invoice)
    bookkeeper.sync()
    bounce(payment)
    bookkeeper.sync()
    assert bookkeeper.mirror("sales_receipt", invoice)["state"] == "voided"

    payment = accountant.pay_and_write_off(invoice, 20)
    bookkeeper.sync()
    assert held(bookkeeper, invoice)
    mirror = bookkeeper.mirror("sales_receipt", invoice)["id"]
    odoo.call("connex.mirror", "action_retry", [mirror])
    assert bookkeeper.writes(bookkeeper.sync) == 0
    assert held(bookkeeper, invoice)

    bounce(payment)
    shop.pay(invoice)
    bookkeeper.sync()
    assert bookkeeper.problems() == {}
    assert bookkeeper.state(invoice, "account.move") == "synced"
    assert bookkeeper.writes(bookkeeper.sync) == 0
    return invoice


def test_in_quickbooks_online(bookkeeper, ledger, odoo, shop, accountant, bounce, customer, chart):
    invoice = go_through(bookkeeper, odoo, shop, accountant, bounce, customer, chart)
    totals = sorted(each.TotalAmt for each in ledger.receipts)
    assert totals == [0, bookkeeper.amount(invoice, model="account.move")]


def test_in_quickbooks_desktop(desktop, odoo, shop, accountant, bounce, customer, chart):
    invoice = go_through(desktop, odoo, shop, accountant, bounce, customer, chart)
    totals = sorted(each.total for each in desktop.books.documents("SalesReceipt"))
    assert totals == [0, desktop.amount(invoice, model="account.move")]
