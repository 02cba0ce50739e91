"""QuickBooks Desktop's request processor takes a message set only in the form that qbXML prescribes.

The environment variable QUICKBOOKS_DESKTOP_SAMPLES may name a folder of valid message sets; each is then
read as well.
"""

import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quickbooks_sandbox.desktop.message_set import Refused, read
from quickbooks_sandbox.desktop.tables import REQUESTS

SAMPLES = os.environ.get("QUICKBOOKS_DESKTOP_SAMPLES", "")
ORDER = (
    "<CustomerRef><FullName>Jane Roe</FullName></CustomerRef>",
    "<TxnDate>2026-03-02</TxnDate>",
    "<RefNumber>S00042</RefNumber>",
    "<PONumber>PO-7781</PONumber>",
    "<Memo>S00042</Memo>",
    "<SalesOrderLineAdd><ItemRef><FullName>SKU-1</FullName></ItemRef><Quantity>3</Quantity>"
    "<Rate>19.95</Rate></SalesOrderLineAdd>",
    "<SalesOrderLineAdd><Desc>free text</Desc></SalesOrderLineAdd>",
)


def message_set(requests, attributes='onError="stopOnError"', version="13.0"):
    return (
        f'<?xml version="1.0" encoding="utf-8"?>\n<?qbxml version="{version}"?>\n'
        f"<QBXML><QBXMLMsgsRq {attributes}>{requests}</QBXMLMsgsRq></QBXML>"
    )


def order(*elements):
    content = f"<SalesOrderAdd>{''.join(elements)}</SalesOrderAdd>"
    return f'<SalesOrderAddRq requestID="1">{content}</SalesOrderAddRq>'


def changed(old, new):
    return message_set(order(*ORDER).replace(old, new))


def test_an_order_in_the_prescribed_order_is_accepted():
    (request,) = read(message_set(order(*ORDER))).requests
    assert (request.name, request.request_id, request.fault) == ("SalesOrderAddRq", "1", None)


@given(st.permutations(range(len(ORDER))))
def test_header_fields_in_any_other_order_refuse_the_whole_set(sequence):
    text = message_set(order(*(ORDER[index] for index in sequence)))
    header = [index for index in sequence if index < 5]
    lines_last = set(sequence[5:]) == {5, 6}
    if header == sorted(header) and lines_last:
        assert len(read(text).requests) == 1
    else:
        with pytest.raises(Refused):
            read(text)


@pytest.mark.parametrize(
    "text",
    [
        changed("<Memo>S00042</Memo>", "<Memorandum>S00042</Memorandum>"),
        changed(ORDER[0], ""),
        changed("".join(ORDER[5:]), ""),
        changed("<Rate>19.95</Rate>", "<Rate>19.95</Rate><RatePercent>5</RatePercent>"),
        changed("<Memo>S00042</Memo>", "<Memo>Jos\u00e9</Memo>"),
        changed("<Memo>S00042</Memo>", "<Memo>A & B</Memo>"),
        changed("<Memo>S00042</Memo>", "<Memo><b>S00042</b></Memo>"),
        changed("<TxnDate>2026-03-02</TxnDate>", "<TxnDate>2026-03-02</TxnDate>" * 2),
        changed("<SalesOrderAdd>", "<SalesOrderAdd>text"),
        changed('requestID="1"', 'request="1"'),
        message_set(order(*ORDER), 'onError="rollbackOnError"'),
        message_set(order(*ORDER), ""),
        message_set(order(*ORDER), version="14.0"),
        message_set(order(*ORDER), version="2.0"),
        message_set(""),
        message_set("<JournalEntryAddRq/>"),
        message_set(order(*ORDER)).replace('<?qbxml version="13.0"?>', ""),
        message_set(order(*ORDER)).replace("<QBXML>", "<!DOCTYPE QBXML><QBXML>"),
    ],
)
def test_one_fault_of_structure_refuses_the_whole_set(text):
    with pytest.raises(Refused) as refused:
        read(text)
    assert refused.value.hresult == "0x80040400"


def test_a_refused_request_takes_the_good_one_before_it_along():
    with pytest.raises(Refused):
        read(message_set(order(*ORDER) + order(*ORDER[1:])))


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ("S00042</RefNumber>", "INV/2026/00077</RefNumber>", 3070),
        ("2026-03-02", "2026-02-30", 3020),
        ("2026-03-02", "02.03.2026", 3020),
        ("<Rate>19.95</Rate>", "<Rate>19.951234</Rate>", 3045),
        ("<Rate>19.95</Rate>", "<Amount>19.9</Amount>", 3040),
        ("<Quantity>3</Quantity>", "<Quantity>3,5</Quantity>", 3060),
        ("<Memo>", "<IsManuallyClosed>yes</IsManuallyClosed><Memo>", 3010),
    ],
)
def test_a_value_that_cannot_be_read_is_the_fault_of_its_request_alone(old, new, code):
    text = message_set(order(*ORDER).replace(old, new, 1) + order(*ORDER))
    first, second = read(text).requests
    assert first.fault[0] == code
    assert second.fault is None


@given(st.integers(min_value=0, max_value=40))
def test_a_reference_number_has_at_most_eleven_characters(length):
    number = "7" * length
    (request,) = read(changed("<RefNumber>S00042", f"<RefNumber>{number}")).requests
    assert (request.fault is None) == (length <= 11)


def test_an_unknown_word_of_a_list_refuses_the_set_except_where_quickbooks_answers_it():
    with pytest.raises(Refused):
        read(message_set("<CustomerQueryRq><ActiveStatus>Some</ActiveStatus></CustomerQueryRq>"))
    (request,) = read(
        message_set("<InvoiceQueryRq><PaidStatus>Half</PaidStatus></InvoiceQueryRq>")
    ).requests
    assert request.fault[0] == 3110


def test_a_query_asks_by_name_or_by_filter_but_not_by_both():
    read(
        message_set(
            "<CustomerQueryRq><FullName>A</FullName><FullName>B</FullName></CustomerQueryRq>"
        )
    )
    read(
        message_set(
            '<CustomerQueryRq iterator="Start"><MaxReturned>100</MaxReturned></CustomerQueryRq>'
        )
    )
    with pytest.raises(Refused):
        read(
            message_set(
                "<CustomerQueryRq><FullName>A</FullName><MaxReturned>1</MaxReturned></CustomerQueryRq>"
            )
        )


def test_a_question_for_a_stored_answer_needs_no_request():
    status = read(message_set("", 'onError="stopOnError" oldMessageSetID="A" newMessageSetID="A"'))
    assert (status.old_id, status.new_id, status.requests) == ("A", "A", [])


def test_the_tables_know_the_documents_of_a_sale_and_of_a_purchase():
    documents = ("SalesOrder", "Invoice", "ReceivePayment", "CreditMemo", "PurchaseOrder", "Bill")
    assert {f"{each}AddRq" for each in documents} <= set(REQUESTS)


@pytest.mark.skipif(
    not SAMPLES, reason="left out: QUICKBOOKS_DESKTOP_SAMPLES does not name a folder"
)
def test_valid_samples_are_accepted():
    paths = sorted(Path(SAMPLES).glob("*.xml"))
    assert paths, f"{SAMPLES} holds no samples"
    for path in paths:
        try:
            requests = read(path.read_text(encoding="utf-8")).requests
        except Refused as refused:
            pytest.fail(f"{path.name}: {refused.reason}")
        assert [request.fault for request in requests if request.fault] == [], path.name
