"""Payments in the Desktop company file: what they settle, what stays unused, and what is refused."""

from decimal import Decimal

import pytest
from desktop_company import (
    Company,
    add,
    change,
    linked,
    numbers,
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


def test_a_payment_settles_an_invoice(company):
    invoice = company.invoice("W*3")
    payment = company.payment("30.00", (identifier(invoice), "30.00"))
    assert payment.findtext("UnusedPayment") == "0.00"
    after = company.read("Invoice", identifier(invoice))
    assert after.findtext("AppliedAmount") == "-30.00"
    assert after.findtext("BalanceRemaining") == "0.00"
    assert after.findtext("IsPaid") == "true"
    assert after.findtext("LinkedTxn/TxnType") == "ReceivePayment"
    assert company.balance() == 0


def test_what_is_not_applied_stays_unused(company):
    invoice = company.invoice("W*3")
    payment = company.payment("50.00", (identifier(invoice), "10.00"))
    assert payment.findtext("UnusedPayment") == "40.00"
    assert due(company, invoice) == 20
    assert company.balance() == -20


def test_a_later_list_of_applications_takes_the_place_of_the_former(company):
    first, second = company.invoice("W*3"), company.invoice("W*2")
    payment = company.payment("40.00", (identifier(first), "30.00"))
    after = company.done(change(payment, settle(identifier(second), "15.00", word="Mod")))[0]
    assert after.findtext("UnusedPayment") == "25.00"
    assert (due(company, first), due(company, second)) == (30, 5)
    both = settle(identifier(first), "20.00", word="Mod") + settle(
        identifier(second), "20.00", word="Mod"
    )
    company.done(change(after, both))
    assert (due(company, first), due(company, second)) == (10, 0)


def test_a_change_without_applications_keeps_them(company):
    invoice = company.invoice("W*3")
    payment = company.payment("30.00", (identifier(invoice), "30.00"))
    after = company.done(change(payment, "<Memo>wire</Memo>"))[0]
    assert after.findtext("Memo") == "wire"
    assert due(company, invoice) == 0
    assert company.status(change(after, "<TotalAmount>29.00</TotalAmount>")) == 3210


def test_more_than_the_amount_due_is_refused(company):
    invoice = company.invoice("W*3")
    (reply,) = company.replies(pay("50.00", (identifier(invoice), "30.01"), customer=company.jane))
    assert reply.get("statusCode") == "3210"
    assert "You cannot pay more than the amount due." in reply.get("statusMessage")
    assert due(company, invoice) == 30
    assert not company.file.books.all("ReceivePayment")


def test_more_than_the_payment_cannot_be_applied(company):
    invoice = company.invoice("W*3")
    assert (
        company.status(pay("20.00", (identifier(invoice), "30.00"), customer=company.jane)) == 3210
    )


def test_paid_unknown_and_foreign_invoices_are_not_found(company):
    paid, foreign = company.invoice("W*1"), company.invoice("W*1", customer=company.customer("Joe"))
    company.payment("10.00", (identifier(paid), "10.00"))
    order = company.order("W*1")
    for target in (identifier(paid), identifier(foreign), "AB-1", identifier(order)):
        assert company.status(pay("10.00", (target, "1.00"), customer=company.jane)) == 3120


def test_the_same_invoice_twice_is_refused(company):
    pair = (identifier(company.invoice("W*1")), "1.00")
    assert company.status(pay("10.00", pair, pair, customer=company.jane)) == 3177


def test_a_customer_pays_for_the_jobs_below_but_not_the_other_way_round(company):
    job = company.customer("House", f"<ParentRef><ListID>{company.jane}</ListID></ParentRef>")
    of_job, of_parent = company.invoice("W*1", customer=job), company.invoice("W*1")
    assert company.balance() == 20
    company.payment("10.00", (identifier(of_job), "10.00"))
    request = pay("10.00", (identifier(of_parent), "10.00"), customer=job)
    assert company.status(request) == 3120


def test_automatic_application_takes_the_same_amount_or_the_oldest(company):
    company.invoice("W*1")
    second = company.invoice("W*3")
    auto = "<IsAutoApply>true</IsAutoApply>"
    assert company.payment("30.00", auto).findtext("AppliedToTxnRet/TxnID") == identifier(second)
    payment = company.payment("12.00", auto)
    assert numbers(payment, "AppliedToTxnRet/Amount") == [10]
    assert payment.findtext("UnusedPayment") == "2.00"


def test_a_discount_settles_the_rest(company):
    invoice = company.invoice("W*3")
    entry = (
        f"<AppliedToTxnAdd><TxnID>{identifier(invoice)}</TxnID><PaymentAmount>29.00</PaymentAmount>"
        "<DiscountAmount>1.00</DiscountAmount><DiscountAccountRef><FullName>Sales Discounts</FullName>"
        "</DiscountAccountRef></AppliedToTxnAdd>"
    )
    assert company.payment("29.00", entry).findtext("UnusedPayment") == "0.00"
    assert due(company, invoice) == 0
    assert company.balance() == 0


def test_deleting_a_payment_opens_the_invoice_again(company):
    invoice = company.invoice("W*3")
    payment = company.payment("30.00", (identifier(invoice), "30.00"))
    company.done(remove("ReceivePayment", identifier(payment)))
    assert due(company, invoice) == 30
    deleted = company.done(
        "<TxnDeletedQueryRq><TxnDelType>ReceivePayment</TxnDelType></TxnDeletedQueryRq>"
    )
    assert deleted.findtext("TxnDeletedRet/TxnID") == identifier(payment)


def test_voiding_a_paid_invoice_leaves_the_payment_unused(company):
    invoice = company.invoice("W*3", header="<RefNumber>7</RefNumber>")
    payment = company.payment("30.00", (identifier(invoice), "30.00"))
    company.done(remove("Invoice", identifier(invoice), "Void"))
    after = company.read("Invoice", identifier(invoice))
    assert (after.findtext("RefNumber"), after.findtext("Subtotal")) == ("7", "0.00")
    assert company.read("ReceivePayment", identifier(payment)).findtext("UnusedPayment") == "30.00"


def test_a_payment_cannot_be_voided(company):
    payment = company.payment("30.00")
    request = remove("ReceivePayment", identifier(payment), "Void")
    assert company.send(request).hresult == "0x80040400"


def test_an_invoice_cannot_become_less_than_what_was_paid(company):
    invoice = company.invoice("W*3")
    company.payment("25.00", (identifier(invoice), "25.00"))
    invoice = company.read("Invoice", identifier(invoice))
    line = invoice.findtext("InvoiceLineRet/TxnLineID")
    text = "<InvoiceLineMod><TxnLineID>{}</TxnLineID><Quantity>{}</Quantity></InvoiceLineMod>"
    assert company.status(change(invoice, text.format(line, 2))) == 3180
    after = company.done(change(invoice, text.format(line, 4)))[0]
    assert after.findtext("BalanceRemaining") == "15.00"


def test_a_pending_invoice_owes_nothing_until_it_is_final(company):
    invoice = company.invoice("W*2", header="<IsPending>true</IsPending>")
    assert company.balance() == 0
    assert company.status(pay("5.00", (identifier(invoice), "5.00"), customer=company.jane)) == 3120
    company.done(change(invoice, "<IsPending>false</IsPending>"))
    assert company.balance() == 20


def test_closed_books_take_no_posting_documents(company):
    day = "<TxnDate>2026-01-15</TxnDate>"
    invoice = company.invoice("W*1", header=day)
    company.file.change({"closing_date": "2026-01-31"})
    request = add("Invoice", sale("Invoice", "W*1", customer=company.jane, header=day))
    assert company.status(request) == 3171
    assert company.status(change(invoice, "<Memo>x</Memo>")) == 3171
    assert company.status(remove("Invoice", identifier(invoice))) == 3161
    company.order("W*1", header=day)
    company.payment("10.00", (identifier(invoice), "10.00"))


def test_an_order_that_was_paid_in_advance_ends_closed_with_nothing_due(company):
    order = company.order("W*3")
    payment = company.payment("30.00")
    invoice = company.invoice(linked(order))
    company.done(change(payment, settle(identifier(invoice), "30.00", word="Mod")))
    assert due(company, invoice) == 0
    assert company.read("SalesOrder", identifier(order)).findtext("IsFullyInvoiced") == "true"
    assert company.balance() == 0


def test_an_empty_reference_to_the_customer_is_a_missing_element(company):
    nobody = "<CustomerRef></CustomerRef>"
    line = "<InvoiceLineAdd><Desc>text</Desc></InvoiceLineAdd>"
    for request in (
        add("Invoice", nobody + line),
        add("ReceivePayment", f"{nobody}<IsAutoApply>false</IsAutoApply>"),
        change(company.invoice("W*1"), nobody),
        change(company.payment("5.00"), nobody),
    ):
        assert company.status(request) == 3150
