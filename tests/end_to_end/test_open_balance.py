"""What is open in one of the two books only is named, with both numbers, and ends when it is put right."""

from datetime import timedelta
from decimal import Decimal

import pytest
from quickbooks.objects.base import LinkedTxn
from quickbooks.objects.invoice import Invoice
from quickbooks.objects.payment import PaymentLine


@pytest.fixture
def compare(bookkeeper):
    """A function: the comparison that runs every day; returns the problems by document."""

    def run():
        bookkeeper.odoo.run_cron("connex_bridge.cron_tie_out")
        held = bookkeeper.mirrors([("state", "=", "problem")])
        return {each["document"]: each for each in held}

    return run


@pytest.fixture
def invoice(shop, customer, chart):
    """An invoice of 49.00 without an order."""
    return shop.standalone_invoice(customer, [(chart, 2, 24.50)])


def apply_by_hand(ledger, invoice):
    """Apply the one payment in QuickBooks to an invoice there."""
    payment, line, link = ledger.payment(), PaymentLine(), LinkedTxn()
    link.TxnId, link.TxnType = invoice.Id, "Invoice"
    line.Amount, line.LinkedTxn = float(invoice.Balance), [link]
    payment.Line = [line]
    payment.save(qb=ledger.client)


def assert_named(found, document, odoo, quickbooks):
    assert found.keys() == {document}
    assert found[document]["problem_code"] == "open_balance_differs"
    assert f"{odoo} is open in Odoo, but {quickbooks} in" in found[document]["problem_message"]


def test_invoice_paid_by_money_from_before_the_first_day_is_named_until_it_is_paid_there_too(
    bookkeeper, ledger, accountant, invoice, compare, month_ago, today
):
    bookkeeper.choose(sync_from_date=str(today - timedelta(days=1)))
    accountant.pay(invoice, payment_date=str(month_ago))
    bookkeeper.sync()
    assert bookkeeper.problems() == {}
    assert_named(compare(), "invoice", "0.00", "49.00")
    assert_named(compare(), "invoice", "0.00", "49.00")
    ledger.enter_payment(ledger.invoice(bookkeeper.number(invoice, "account.move")))
    assert compare() == {}
    assert bookkeeper.mirror("invoice", invoice)["state"] == "synced"


def test_payment_that_was_entered_in_quickbooks_only_is_named(bookkeeper, ledger, invoice, compare):
    bookkeeper.sync()
    assert compare() == {}
    ledger.enter_payment(ledger.invoice(bookkeeper.number(invoice, "account.move")))
    assert_named(compare(), "invoice", "49.00", "0.00")


def test_payment_of_what_was_open_before_odoo_is_named(
    bookkeeper, ledger, shop, accountant, customer, odoo, compare, month_ago
):
    payment = shop.receive_payment(customer, 50.00)
    move = odoo.read("account.payment", payment, "move_id")[0]
    account = odoo.read("account.move.line", accountant.receivable(move), "account_id")[0]
    lines = [
        {"account_id": account, "debit": 50.00, "partner_id": customer},
        {"account_id": accountant.account("equity"), "credit": 50.00},
    ]
    opening = odoo.create(
        "account.move", move_type="entry", line_ids=[(0, 0, line) for line in lines]
    )
    shop.post(opening)
    items = [accountant.receivable(each) for each in (move, opening)]
    odoo.call("account.move.line", "reconcile", items)
    bookkeeper.sync()
    assert_named(compare(), "payment", "0.00", "50.00")
    # What is done about it by hand, as the problem says, is right for good.
    old = ledger.enter(Invoice, "Blue Harbor Supplies", "OLD-1", 50.00, str(month_ago))
    apply_by_hand(ledger, old)
    assert compare() == {}
    bookkeeper.sync()
    assert compare() == {}
    assert (ledger.payment().UnappliedAmt, ledger.invoice("OLD-1").Balance) == (0, 0)


def test_trying_again_sends_nothing_and_the_difference_is_named_again(
    bookkeeper, ledger, invoice, compare
):
    bookkeeper.sync()
    number = bookkeeper.number(invoice, "account.move")
    ledger.enter_payment(ledger.invoice(number))
    assert_named(compare(), "invoice", "49.00", "0.00")
    before = ledger.invoice(number).SyncToken
    mirror = bookkeeper.mirror("invoice", invoice)
    bookkeeper.odoo.call("connex.mirror", "action_retry", [mirror["id"]])
    bookkeeper.sync()
    assert bookkeeper.problems() == {}
    assert ledger.invoice(number).SyncToken == before
    assert_named(compare(), "invoice", "49.00", "0.00")


def test_invoice_whose_payment_is_held_or_on_its_way_is_not_named(
    bookkeeper, shop, sandbox, invoice, compare
):
    shop.pay(invoice)
    refused = {"entity": "Payment", "operation": "create"}
    sandbox.add_fault(kind="item_fault", code="6000", times=1, match=refused)
    bookkeeper.sync()
    assert compare().keys() == {"payment"}
    (payment,) = bookkeeper.mirrors([("document", "=", "payment")])
    bookkeeper.odoo.call("connex.mirror", "action_retry", [payment["id"]])
    assert compare() == {}
    bookkeeper.sync()
    assert compare() == {}
    assert Decimal(str(bookkeeper.mirror("invoice", invoice)["qb_balance"])) == 0


@pytest.mark.parametrize("mode", ["invoices_only", "orders_payments"])
def test_documents_that_the_mode_leaves_out_are_no_difference(bookkeeper, paid_sale, compare, mode):
    bookkeeper.choose(mode)
    bookkeeper.sync()
    assert compare() == {}
    assert bookkeeper.mirrors([("document", "in", ["invoice", "payment"]), ("qb_id", "!=", False)])
