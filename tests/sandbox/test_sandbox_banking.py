"""Deposits, bill payments, journal entries and attachments."""

import pytest
from quickbooks.objects.attachable import Attachable
from quickbooks.objects.base import AttachableRef, Ref
from quickbooks.objects.bill import Bill
from quickbooks.objects.billpayment import BillPayment, BillPaymentCreditCard, BillPaymentLine
from quickbooks.objects.vendor import Vendor


@pytest.fixture
def buyer(api):
    return api.customer()


def deposit_body(*sources):
    lines = [
        {
            "Amount": document["TotalAmt"],
            "LinkedTxn": [{"TxnId": document["Id"], "TxnType": kind, "TxnLineId": "0"}],
        }
        for kind, document in sources
    ]
    return {"DepositToAccountRef": {"value": "35"}, "Line": lines}


def expense(amount):
    kind = "AccountBasedExpenseLineDetail"
    return {"Amount": amount, "DetailType": kind, kind: {"AccountRef": {"value": "91"}}}


def journal_line(way, amount, account="31", **detail):
    kind = "JournalEntryLineDetail"
    detail = {"PostingType": way, "AccountRef": {"value": account}, **detail}
    return {"Amount": amount, "DetailType": kind, kind: detail}


# -- deposits --------------------------------------------------------------------------------------


def test_deposited_payments_are_locked_until_the_deposit_is_gone(api, buyer):
    paid, receipt = api.payment(buyer, 262), api.sale("SalesReceipt", buyer)
    fee = {"AccountRef": {"value": "31"}}
    body = deposit_body(("Payment", paid), ("SalesReceipt", receipt))
    body["Line"].append(
        {"Amount": -62.5, "DetailType": "DepositLineDetail", "DepositLineDetail": fee}
    )
    made = api.save("Deposit", body)
    assert made["TotalAmt"] == 299.5
    link = [{"TxnId": made["Id"], "TxnType": "Deposit"}]
    assert api.read("Payment", paid["Id"])["LinkedTxn"] == link
    assert api.refused("Payment", paid, operation="delete")["code"] == "6540"
    assert api.refused("SalesReceipt", receipt)["code"] == "6540"
    assert api.refused("Deposit", deposit_body(("Payment", paid)))["code"] == "6540"
    changed = api.save("Deposit", {**made, **deposit_body(("SalesReceipt", receipt))})
    assert changed["TotalAmt"] == 100
    api.delete("Payment", paid)
    api.delete("Deposit", changed)
    api.delete("SalesReceipt", receipt)


def test_only_undeposited_funds_are_deposited(api, buyer):
    direct = api.payment(buyer, 10, DepositToAccountRef={"value": "35"})
    assert api.refused("Deposit", deposit_body(("Payment", direct)))["code"] == "620"
    assert api.refused("Deposit", deposit_body(("Payment", {"Id": "9", "TotalAmt": 1})))
    waiting = api.payment(buyer, 10)
    wrong = deposit_body(("Payment", {**waiting, "TotalAmt": 9}))
    assert api.refused("Deposit", wrong)["code"] == "6000"
    assert api.refused("Deposit", {"Line": []})["code"] == "2020"


# -- bills -----------------------------------------------------------------------------------------


def test_a_bill_is_paid_less_a_vendor_credit(api):
    vendor = api.save("Vendor", {"DisplayName": "Iron Works"})
    reference = {"VendorRef": {"value": vendor["Id"]}}
    bill = api.save("Bill", {**reference, "Line": [expense(100)]})
    credit = api.save("VendorCredit", {**reference, "Line": [expense(30)]})
    assert api.read("Vendor", vendor["Id"])["Balance"] == 70

    def line(kind, document, amount):
        return {"Amount": amount, "LinkedTxn": [{"TxnId": document["Id"], "TxnType": kind}]}

    body = {
        **reference,
        "PayType": "Check",
        "CheckPayment": {"BankAccountRef": {"value": "35"}},
        "TotalAmt": 70,
        "Line": [line("Bill", bill, 100), line("VendorCredit", credit, 30)],
    }
    wrong = {**body, "CheckPayment": {"BankAccountRef": {"value": "41"}}}
    for changes in ({"TotalAmt": 71}, {"Line": [line("Bill", bill, 101)]}, wrong):
        assert api.refused("BillPayment", {**body, **changes})["code"] == "6000"
    assert api.refused("BillPayment", {**body, "PayType": ""})["code"] == "2020"
    made = api.save("BillPayment", body)
    paid = api.read("Bill", bill["Id"])
    assert (paid["Balance"], paid["SyncToken"]) == (0, "1")
    assert paid["LinkedTxn"] == [{"TxnId": made["Id"], "TxnType": "BillPaymentCheck"}]
    assert api.read("Vendor", vendor["Id"])["Balance"] == 0
    voided = api.void("BillPayment", made)
    assert (voided["TotalAmt"], voided["PrivateNote"]) == (0, "Voided")
    assert api.read("Vendor", vendor["Id"])["Balance"] == 70


def test_python_quickbooks_pays_a_bill_and_deletes_the_payment(api, books):
    vendor = Vendor()
    vendor.DisplayName = "Iron Works"
    vendor = vendor.save(qb=books)
    made = api.save("Bill", {"VendorRef": {"value": vendor.Id}, "Line": [expense(100)]})
    bill = Bill.get(made["Id"], qb=books)
    payment, line = BillPayment(), BillPaymentLine()
    line.Amount, line.LinkedTxn = 100, [bill.to_linked_txn()]
    payment.VendorRef, payment.PayType, payment.TotalAmt = vendor.to_ref(), "CreditCard", 100
    payment.CreditCardPayment = BillPaymentCreditCard()
    payment.CreditCardPayment.CCAccountRef = Ref()
    payment.CreditCardPayment.CCAccountRef.value = "41"
    payment.Line = [line]
    payment = payment.save(qb=books)
    assert Bill.get(bill.Id, qb=books).Balance == 0
    payment.delete(qb=books)
    assert Bill.get(bill.Id, qb=books).Balance == 100


# -- journal entries -------------------------------------------------------------------------------


def test_debits_and_credits_must_be_equal(api):
    made = api.save("JournalEntry", {"Line": [journal_line("Debit", 5), journal_line("Credit", 5)]})
    assert [line["Id"] for line in made["Line"]] == ["0", "1"]
    for lines, code in (
        ([journal_line("Debit", 5), journal_line("Credit", 4)], "2300"),
        ([journal_line("Debit", 0)], "2020"),
        ([journal_line("Debit", 5, "84"), journal_line("Credit", 5)], "6000"),
        ([journal_line("Sideways", 5), journal_line("Credit", 5)], "2170"),
    ):
        assert api.refused("JournalEntry", {"Line": lines})["code"] == code
    debtor = {"Type": "Customer", "EntityRef": {"value": api.customer()["Id"]}}
    lines = [journal_line("Debit", 5, "84", Entity=debtor), journal_line("Credit", 5)]
    assert api.save("JournalEntry", {"Line": lines})["DocNumber"] == "1002"


# -- attachments -----------------------------------------------------------------------------------


def test_python_quickbooks_attaches_a_file(api, books, buyer):
    invoice = api.sale("Invoice", buyer)
    attachment, reference = Attachable(), AttachableRef()
    reference.EntityRef = Ref()
    reference.EntityRef.type, reference.EntityRef.value = "Invoice", invoice["Id"]
    attachment.AttachableRef = [reference]
    attachment.FileName, attachment.ContentType = "note.txt", "text/plain"
    attachment._FileBytes = b"hello world"
    attachment.save(qb=books)
    (stored,) = api.query("select * from Attachable where FileName = 'note.txt'")["Attachable"]
    assert (stored["Size"], stored["AttachableRef"][0]["EntityRef"]["value"]) == (11, invoice["Id"])
    address = api.raw("GET", f"download/{stored['Id']}")
    assert stored["TempDownloadUri"] == address.text
    api.save("Attachable", {"Id": stored["Id"]}, operation="delete")
    assert api.query("select * from Attachable") == {}


def test_an_attachment_of_nothing_is_refused_inside_a_success(api):
    metadata = '{"AttachableRef":[{"EntityRef":{"type":"Estimate","value":"75"}}]}'
    parts = {
        "file_metadata_01": ("attachment.json", metadata, "application/json"),
        "file_content_01": ("a.txt", "hello", "text/plain"),
    }
    response = api.session.post(f"{api.base}/upload", files=parts)
    assert response.status_code == 200
    (answer,) = response.json()["AttachableResponse"]
    assert answer["Fault"]["Error"][0]["code"] == "6000"
