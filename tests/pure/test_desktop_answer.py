"""Reading QuickBooks Desktop's answers, and what its status codes mean."""

from decimal import Decimal

import pytest

from connex_bridge.bridge.desktop import answer, qbxml, safe_xml, statuses
from connex_bridge.bridge.fault import Fault

INVOICE = """<InvoiceAddRs requestID="7" statusCode="0" statusSeverity="Info" statusMessage="Status OK">
<InvoiceRet><TxnID>4C-1415942229</TxnID><TimeModified>2026-03-01T10:00:00-08:00</TimeModified>
<EditSequence>1415942229</EditSequence><CustomerRef><ListID>8-1</ListID></CustomerRef>
<TxnDate>2026-03-01</TxnDate><RefNumber>INV26-00001</RefNumber><Subtotal>100.00</Subtotal>
<SalesTaxTotal>8.25</SalesTaxTotal><AppliedAmount>-8.25</AppliedAmount>
<BalanceRemaining>100.00</BalanceRemaining><Memo>Odoo [connex 12]</Memo>
<LinkedTxn><TxnID>3-9</TxnID><TxnType>SalesOrder</TxnType></LinkedTxn>
<InvoiceLineRet><TxnLineID>4E-1</TxnLineID></InvoiceLineRet>
<InvoiceLineGroupRet><TxnLineID>4F-1</TxnLineID><InvoiceLineRet><TxnLineID>50-1</TxnLineID></InvoiceLineRet>
</InvoiceLineGroupRet></InvoiceRet></InvoiceAddRs>"""


def wrapped(*answers, attributes=""):
    body = "".join(answers)
    return f'<?xml version="1.0" ?>\n<QBXML><QBXMLMsgsRs{attributes}>{body}</QBXMLMsgsRs></QBXML>'


def read_one(text, request="7"):
    return answer.read_answer(wrapped(text), [request])[request]


def test_an_invoice_says_id_revision_total_balance_and_lines():
    outcome = read_one(INVOICE)
    assert (outcome.kind, outcome.qb_id, outcome.revision) == (
        "done",
        "4C-1415942229",
        "1415942229",
    )
    assert (outcome.total, outcome.balance) == (Decimal("108.25"), Decimal("100.00"))
    assert (outcome.number, outcome.day) == ("INV26-00001", "2026-03-01")
    assert outcome.updated_at.isoformat() == "2026-03-01T18:00:00"
    assert outcome.lines == ("4E-1", "50-1")
    assert outcome.closes("3-9") and not outcome.closes("3-8")


@pytest.mark.parametrize(
    ("flags", "status"),
    [
        ("", "Open"),
        ("<IsManuallyClosed>true</IsManuallyClosed>", "Closed"),
        ("<IsFullyInvoiced>true</IsFullyInvoiced>", "Closed"),
        ("<IsManuallyClosed>false</IsManuallyClosed>", "Open"),
    ],
)
def test_a_sales_order_is_open_or_closed(flags, status):
    text = (
        '<SalesOrderQueryRs requestID="7" statusCode="0"><SalesOrderRet><TxnID>1-1</TxnID>'
        f"{flags}<TotalAmount>5.00</TotalAmount></SalesOrderRet></SalesOrderQueryRs>"
    )
    assert read_one(text).status == status


def test_a_voided_document_is_known_by_its_memo():
    text = INVOICE.replace("Odoo [connex 12]", "VOID: Odoo [connex 12]")
    assert read_one(text).status == "Voided"


def test_a_payment_says_what_it_is_applied_to():
    text = """<ReceivePaymentQueryRs requestID="7" statusCode="0"><ReceivePaymentRet><TxnID>5-1</TxnID>
    <TotalAmount>20.00</TotalAmount><UnusedPayment>5.00</UnusedPayment>
    <AppliedToTxnRet><TxnID>4-1</TxnID><Amount>15.00</Amount></AppliedToTxnRet>
    <AppliedToTxnRet><TxnID>4-2</TxnID><Amount>0.00</Amount></AppliedToTxnRet>
    <AppliedToTxnRet><TxnID>4-3</TxnID><Amount>1.00</Amount><DiscountAmount>0.50</DiscountAmount>
    <DiscountAccountRef><ListID>A-1</ListID></DiscountAccountRef></AppliedToTxnRet>
    </ReceivePaymentRet></ReceivePaymentQueryRs>"""
    outcome = read_one(text)
    assert outcome.balance == 5
    assert outcome.row.applied() == {
        "4-1": {"PaymentAmount": "15.00"},
        "4-3": {
            "PaymentAmount": "1.00",
            "DiscountAmount": "0.50",
            "DiscountAccountRef": {"ListID": "A-1"},
        },
    }


def test_a_refusal_is_a_fault_and_a_warning_is_done():
    refused = read_one(
        '<InvoiceAddRs requestID="7" statusCode="3140" statusMessage="No customer"/>'
    )
    assert (refused.kind, refused.fault) == ("fault", Fault("3140", "No customer"))
    warned = INVOICE.replace(
        'statusCode="0" statusSeverity="Info"', 'statusCode="530" statusSeverity="Warn"'
    )
    assert (read_one(warned).kind, read_one(warned).fault.code) == ("done", "530")


def test_what_was_saved_although_the_answer_failed_is_done():
    text = """<InvoiceAddRs requestID="7" statusCode="1000" statusSeverity="Error" statusMessage="No answer">
    <ErrorRecovery><TxnID>4-1</TxnID><EditSequence>12</EditSequence></ErrorRecovery></InvoiceAddRs>"""
    outcome = read_one(text)
    assert (outcome.kind, outcome.qb_id, outcome.revision) == ("done", "4-1", "12")
    assert not outcome.row.is_object


def test_what_was_deleted_says_its_id():
    text = (
        '<TxnDelRs requestID="7" statusCode="0"><TxnDelType>Invoice</TxnDelType>'
        "<TxnID>4-1</TxnID></TxnDelRs>"
    )
    assert read_one(text).qb_id == "4-1"


def test_a_request_that_is_not_answered_is_missing():
    assert answer.read_answer(wrapped(INVOICE), ["8"])["8"].kind == "missing"


def test_the_status_of_the_set_is_known():
    text = wrapped(attributes=' newMessageSetID="a" messageSetStatusCode="9001"')
    assert answer.read(text, []).set_status == "9001"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Service unavailable",
        "<html/>",
        "<QBXML/>",
        "<QBXML><QBXMLMsgsRs>",
        '<QBXML><QBXMLMsgsRs><CustomerQueryRs iteratorRemainingCount="some"/></QBXMLMsgsRs></QBXML>',
        '<!DOCTYPE a [<!ENTITY b "c">]><QBXML><QBXMLMsgsRs>&b;</QBXMLMsgsRs></QBXML>',
    ],
)
def test_what_is_no_answer_is_not_read(text):
    with pytest.raises(safe_xml.Unreadable):
        answer.read_answer(text, ["1"])


@pytest.mark.parametrize(
    ("code", "message", "action"),
    [
        ("3175", "", "retry"),
        ("3231", "", "retry"),
        ("3200", "The provided edit sequence is out-of-date", "reread"),
        ("3170", "This list has been modified by another user.", "reread"),
        ("3170", "There was an error when modifying a Customer list.", "hold"),
        ("3180", "QuickBooks error message: internals could not be locked.", "retry"),
        ("3180", "failed to acquire the lock for this object", "retry"),
        ("3180", "This record has an error in it", "hold"),
        ("3100", "The name is already in use", "lookup"),
        ("3140", "invalid reference", "hold"),
        ("4711", "nobody knows", "hold"),
        ("9101", "macro", "hold"),
    ],
)
def test_each_status_has_its_way_of_going_on(code, message, action):
    assert statuses.resolve(Fault(code, message)).action == action


def test_closed_books_are_told_from_other_refusals():
    fault = Fault(
        "3180", "QuickBooks error message: … on or before the closing date of the company."
    )
    assert statuses.resolve(fault).problem_code == "period_closed"


@pytest.mark.parametrize(
    "pasted", ["&#x1F;", "&#31;", "&#xFFFF;", "&#0;", "&#55296;", "\x1f", "\0"]
)
def test_a_character_that_xml_forbids_does_not_make_an_answer_unreadable(pasted):
    text = (
        '<QBXML><QBXMLMsgsRs><CustomerQueryRs requestID="1" statusCode="0"><CustomerRet>'
        f"<ListID>1-1</ListID><Name>Ada{pasted} Lovelace &#233;&#xA;&#x1F600;</Name>"
        "</CustomerRet></CustomerQueryRs></QBXMLMsgsRs></QBXML>"
    )
    row = answer.read_answer(text, ["1"])["1"].row
    assert row.text("Name") == "Ada Lovelace \xe9\n\N{GRINNING FACE}"


def test_what_became_of_a_message_set_is_asked_without_a_request():
    text = qbxml.status_check("A" * 22)
    assert text.count(f'MessageSetID="{"A" * 22}"') == 2
    assert "Rq " in text and text.endswith('"/></QBXML>')


def test_a_message_set_cannot_have_its_own_answer_forgotten():
    with pytest.raises(ValueError, match="own answer"):
        qbxml.message_set([qbxml.element("HostQueryRq")], "A", "A")


def test_the_number_that_a_document_was_sent_with_is_read_from_its_message():
    def request(number, *fields):
        add = qbxml.element("InvoiceAdd", *fields)
        return qbxml.element("InvoiceAddRq", add, requestID=number)

    numbered = request("7", qbxml.element("RefNumber", "S-7 & Sons"))
    text = qbxml.message_set([numbered, request("8")], "A" * 22)
    assert qbxml.sent_number(text, "7") == "S-7 & Sons"
    assert qbxml.sent_number(text, "8") == qbxml.sent_number(text, "9") == ""
    assert qbxml.sent_number(qbxml.status_check("A" * 22), "7") == ""
