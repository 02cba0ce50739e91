"""Credit memos, refunds, checks, receipts and deposits in the Desktop company file."""

from decimal import Decimal

import pytest
from desktop_company import (
    Company,
    add,
    change,
    credit,
    pay,
    remove,
    sale,
    settle,
)


@pytest.fixture
def company():
    return Company(sales_tax=False)


def identifier(record):
    return record.findtext("TxnID")


def due(company, invoice):
    return Decimal(company.read("Invoice", identifier(invoice)).findtext("BalanceRemaining"))


def refund(company, *pairs, method="Visa", customer=None):
    applied = "".join(
        f"<RefundAppliedToTxnAdd><TxnID>{each}</TxnID><RefundAmount>{amount}</RefundAmount>"
        "</RefundAppliedToTxnAdd>"
        for each, amount in pairs
    )
    return add(
        "ARRefundCreditCard",
        f"<CustomerRef><ListID>{customer or company.jane}</ListID></CustomerRef>"
        f"<PaymentMethodRef><FullName>{method}</FullName></PaymentMethodRef>{applied}",
    )


def check(company, amount, customer=True):
    name = f"<CustomerRef><ListID>{company.jane}</ListID></CustomerRef>" if customer else ""
    return add(
        "Check",
        "<AccountRef><FullName>Checking</FullName></AccountRef>"
        "<ExpenseLineAdd><AccountRef><FullName>Accounts Receivable</FullName></AccountRef>"
        f"<Amount>{amount}</Amount>{name}</ExpenseLineAdd>",
    )


def test_a_credit_memo_is_taken_when_the_invoice_is_entered(company):
    memo = company.document("CreditMemo", "W*2")
    assert memo.findtext("CreditRemaining") == "20.00"
    invoice = company.invoice("W*3", links=credit(identifier(memo), "15.00"))
    assert invoice.findtext("BalanceRemaining") == "15.00"
    assert company.read("CreditMemo", identifier(memo)).findtext("CreditRemaining") == "5.00"


def test_a_payment_of_nothing_that_only_takes_credits_leaves_no_transaction(company):
    memo, invoice = company.document("CreditMemo", "W*2"), company.invoice("W*3")
    request = pay(
        "0.00",
        settle(identifier(invoice), credits=[(identifier(memo), "20.00")]),
        customer=company.jane,
    )
    reply = company.done(request)
    assert reply.find("ReceivePaymentRet/TxnID") is None
    assert reply.findtext("ReceivePaymentRet/AppliedToTxnRet/LinkedTxn/TxnID") == identifier(memo)
    assert not company.file.books.all("ReceivePayment")
    assert due(company, invoice) == 10


def test_credits_that_were_taken_stay_whatever_the_payment_becomes(company):
    memo, invoice = company.document("CreditMemo", "W*1"), company.invoice("W*3")
    payment = company.payment(
        "20.00", settle(identifier(invoice), "20.00", credits=[(identifier(memo), "10.00")])
    )
    other = company.invoice("W*2")
    company.done(change(payment, settle(identifier(other), "20.00", word="Mod")))
    assert due(company, invoice) == 20
    company.done(remove("CreditMemo", identifier(memo)))
    assert due(company, invoice) == 30


@pytest.mark.parametrize("amount", ["20.01", "0.00", "-1.00"])
def test_a_credit_gives_no_more_than_it_has(company, amount):
    memo = company.document("CreditMemo", "W*2")
    request = sale("Invoice", "W*9", customer=company.jane, links=credit(identifier(memo), amount))
    assert company.status(add("Invoice", request)) == 3210


def test_unused_money_is_a_credit_only_with_the_switch(company):
    payment = company.payment("20.00")
    request = add(
        "Invoice",
        sale("Invoice", "W*3", customer=company.jane, links=credit(identifier(payment), "20.00")),
    )
    assert company.status(request) == 3120
    company.file.change({"payment_as_credit": True})
    assert company.status(request) == 0
    assert company.balance() == 10


def test_a_credit_card_refund_pays_a_credit_memo_back(company):
    memo = company.document("CreditMemo", "W*2")
    refunded = company.done(refund(company, (identifier(memo), "20.00")))[0]
    assert refunded.findtext("TotalAmount") == "20.00"
    assert refunded.findtext("RefundAppliedToTxnRet/CreditRemaining") == "0.00"
    assert company.balance() == 0
    assert company.status(refund(company, (identifier(memo), "1.00"))) == 3120
    company.done(remove("ARRefundCreditCard", identifier(refunded)))
    assert company.read("CreditMemo", identifier(memo)).findtext("CreditRemaining") == "20.00"


def test_a_refund_pays_an_unused_payment_back_by_card_only(company):
    payment = company.payment("20.00")
    assert company.status(refund(company, (identifier(payment), "20.00"), method="Check")) == 3153
    assert company.status(refund(company, (identifier(payment), "20.01"))) == 3210
    company.done(refund(company, (identifier(payment), "20.00")))
    assert company.read("ReceivePayment", identifier(payment)).findtext("UnusedPayment") == "0.00"


def test_a_check_to_a_customer_takes_a_credit_by_a_payment_of_nothing(company):
    memo = company.document("CreditMemo", "W*2")
    paid = company.done(check(company, "20.00"))[0]
    assert company.balance() == 0
    entry = settle(identifier(paid), credits=[(identifier(memo), "20.00")])
    company.done(pay("0.00", entry, customer=company.jane))
    assert company.read("CreditMemo", identifier(memo)).findtext("CreditRemaining") == "0.00"
    assert company.read("Check", identifier(paid)).findtext("LinkedTxn/TxnID") == identifier(memo)


def test_a_check_on_accounts_receivable_needs_a_customer(company):
    assert company.status(check(company, "20.00", customer=False)) == 3180


def test_a_sales_receipt_owes_nothing(company):
    receipt = company.document("SalesReceipt", "W*2")
    assert receipt.findtext("TotalAmount") == "20.00"
    assert receipt.findtext("DepositToAccountRef/FullName") == "Undeposited Funds"
    assert company.balance() == 0


def test_a_deposited_payment_keeps_its_amount_but_may_be_applied(company):
    payment, invoice = company.payment("20.00"), company.invoice("W*2")
    line = f"<DepositLineAdd><PaymentTxnID>{identifier(payment)}</PaymentTxnID></DepositLineAdd>"
    account = "<DepositToAccountRef><FullName>Checking</FullName></DepositToAccountRef>"
    deposit = company.done(add("Deposit", account + line))[0]
    assert deposit.findtext("DepositTotal") == "20.00"
    assert company.status(add("Deposit", account + line)) == 3120
    assert company.status(change(payment, "<TotalAmount>21.00</TotalAmount>")) == 3170
    assert company.status(remove("ReceivePayment", identifier(payment))) == 3160
    company.done(change(payment, settle(identifier(invoice), "20.00", word="Mod")))
    assert due(company, invoice) == 0


def test_other_money_in_a_deposit_needs_an_account(company):
    account = "<DepositToAccountRef><FullName>Checking</FullName></DepositToAccountRef>"
    line = "<DepositLineAdd>{}<Amount>5.00</Amount></DepositLineAdd>"
    nowhere = line.format("<AccountRef></AccountRef>")
    assert company.status(add("Deposit", account + nowhere)) == 3150
    sales = line.format("<AccountRef><FullName>Sales</FullName></AccountRef>")
    assert company.amount("DepositTotal", add("Deposit", account + sales)) == 5
