"""Money that goes back to the customer: afterwards nobody has a credit that was paid out already."""

from decimal import Decimal

import pytest


@pytest.fixture
def invoice(shop, customer, lantern):
    """An invoice of 32.44 without an order."""
    return shop.standalone_invoice(customer, [(lantern, 3, 9.99)])


def linked_kinds(payment):
    return sorted(line.LinkedTxn[0].TxnType for line in payment.Line)


def test_paid_out_credit_note_of_a_paid_invoice_leaves_no_credit(
    bookkeeper, ledger, shop, accountant, invoice, books_agree
):
    shop.pay(invoice)
    bookkeeper.sync()
    note = accountant.credit(invoice)
    bookkeeper.sync()
    books_agree()
    refund = accountant.pay(note)
    bookkeeper.sync()
    books_agree()
    (paid_out,) = ledger.refunds
    assert (paid_out.TotalAmt, paid_out.EntityRef.type) == (Decimal("32.44"), "Customer")
    assert ledger.credit_memos[0].RemainingCredit == 0
    (tie,) = [payment for payment in ledger.payments if payment.TotalAmt == 0]
    assert linked_kinds(tie) == ["CreditMemo", "Expense"]

    bookkeeper.odoo.call("account.payment", "action_draft", [refund])
    bookkeeper.odoo.call("account.payment", "action_cancel", [refund])
    bookkeeper.sync()
    books_agree()
    assert ledger.refunds == []
    assert ledger.credit_memos[0].RemainingCredit == Decimal("32.44")


def test_partly_credited_and_partly_paid_out(
    bookkeeper, ledger, shop, accountant, invoice, books_agree
):
    shop.pay(invoice)
    note = accountant.credit(invoice, 2)
    accountant.pay(note, 10.00)
    bookkeeper.sync()
    books_agree()
    (memo,) = ledger.credit_memos
    assert memo.TotalAmt - memo.RemainingCredit == 10
    accountant.pay(note)
    bookkeeper.sync()
    books_agree()
    assert len(ledger.refunds) == 2
    assert ledger.credit_memos[0].RemainingCredit == 0


def test_overpaid_money_is_paid_back(
    bookkeeper, ledger, shop, accountant, customer, invoice, books_agree
):
    received = shop.pay(invoice, 40.00)
    bookkeeper.sync()
    accountant.pay_back(customer, 7.56, received)
    bookkeeper.sync()
    books_agree()
    payment = ledger.payment()
    assert (payment.TotalAmt, payment.UnappliedAmt) == (40, 0)
    assert linked_kinds(payment) == ["Expense", "Invoice"]


def test_two_overpayments_are_paid_back_at_once(
    bookkeeper, ledger, shop, accountant, customer, lantern, books_agree, sync_is_quiet
):
    invoices = [shop.standalone_invoice(customer, [(lantern, each, 9.99)]) for each in (3, 2)]
    received = [shop.pay(each, 40.00) for each in invoices]
    bookkeeper.sync()
    refund = accountant.pay_back(customer, 20.00, received[0])
    shop.set_off(refund, received[1])
    bookkeeper.sync()
    books_agree()
    assert sum(payment.UnappliedAmt for payment in ledger.payments) == Decimal("5.93")
    bookkeeper.odoo.write("account.move", invoices[0], ref="PO 4711")
    bookkeeper.sync()
    books_agree()
    assert all(invoice.Balance == 0 for invoice in ledger.invoices)
    sync_is_quiet()


def test_deposit_is_paid_back_before_there_is_an_invoice(
    bookkeeper, ledger, shop, accountant, customer, books_agree
):
    received = shop.receive_payment(customer, 50.00)
    accountant.pay_back(customer, 20.00, received)
    bookkeeper.sync()
    books_agree()
    assert ledger.payment().UnappliedAmt == 30


def test_money_paid_back_for_nothing_yet_is_what_the_customer_owes(
    bookkeeper, ledger, shop, accountant, customer, invoice, books_agree
):
    shop.pay(invoice)
    accountant.pay_back(customer, 12.00)
    bookkeeper.sync()
    books_agree()
    assert ledger.customer("Blue Harbor Supplies").Balance == 12


def test_online_payment_is_refunded_and_later_credited(
    bookkeeper, ledger, shop, accountant, customer, lantern, books_agree
):
    order = shop.quotation(customer, [(lantern, 3)])
    payment = shop.pay_online(order)
    bookkeeper.sync()
    assert ledger.payment().UnappliedAmt == Decimal("32.44")
    invoice = shop.invoice(order)
    refund = shop.refund_online(payment, 10.81)
    bookkeeper.sync()
    books_agree()
    (paid_out,) = ledger.refunds
    assert (paid_out.TotalAmt, paid_out.EntityRef.type) == (Decimal("10.81"), "Customer")
    assert ledger.payment().UnappliedAmt == 0
    assert ledger.customer("Blue Harbor Supplies").Balance == Decimal("10.81")

    note = accountant.credit(invoice, 1)
    shop.reconcile(refund, note)
    bookkeeper.sync()
    books_agree()
    (tie,) = [each for each in ledger.payments if each.TotalAmt == 0]
    assert linked_kinds(tie) == ["CreditMemo", "Expense"]
    assert ledger.credit_memos[0].RemainingCredit == 0
    assert ledger.customer("Blue Harbor Supplies").Balance == 0


def test_receipts_mode_pays_out_with_a_refund_receipt(
    bookkeeper, ledger, shop, accountant, invoice, sync_is_quiet
):
    bookkeeper.choose("receipts")
    shop.pay(invoice)
    bookkeeper.sync()
    assert ledger.count() == {"SalesReceipt": 1}
    note = accountant.credit(invoice)
    bookkeeper.sync()
    assert ledger.count() == {"SalesReceipt": 1}
    accountant.pay(note)
    bookkeeper.sync()
    assert bookkeeper.problems() == {}
    assert ledger.count() == {"SalesReceipt": 1, "RefundReceipt": 1}
    from quickbooks.objects.refundreceipt import RefundReceipt

    (receipt,) = ledger.all(RefundReceipt)
    assert receipt.TotalAmt == bookkeeper.amount(note, model="account.move")
    assert receipt.DepositToAccountRef.value
    sync_is_quiet()


def test_account_for_refunds_is_asked_for_when_none_is_known(
    bookkeeper, ledger, shop, accountant, invoice
):
    bookkeeper.choose(refund_account_id=False)
    shop.pay(invoice)
    accountant.pay(accountant.credit(invoice))
    bookkeeper.sync()
    assert set(bookkeeper.problems().values()) == {"refund_account_missing"}
    bookkeeper.choose(refund_account_id=bookkeeper.reference("account", "Checking"))
    bookkeeper.sync()
    assert bookkeeper.problems() == {}
    assert [each.TotalAmt for each in ledger.refunds] == [Decimal("32.44")]
