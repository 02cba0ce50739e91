"""Message sets in the Desktop company file: executed once under their id, request by request, disturbed on
order; and the company file as programs and people reach it over HTTP."""

import pytest
from desktop_company import PROLOGUE, Company, add, change, remove, sale
from sandbox_clients import Control

from development.remote.desktop_books import DesktopBooks, Refused
from development.remote.sandbox import Sandbox

CUSTOMER = add("Customer", "<Name>New</Name>")
BAD = add("Customer", "<Name>A:B</Name>")
CONTINUE = 'onError="continueOnError"'


@pytest.fixture
def company():
    return Company()


def customers(company):
    return [each.get("Name") for each in company.file.books.all("Customer")]


def with_id(new="", old=""):
    parts = [f'newMessageSetID="{new}"' if new else "", f'oldMessageSetID="{old}"' if old else ""]
    return " ".join([CONTINUE, *filter(None, parts)])


def set_status(answer):
    return answer.response.partition('messageSetStatusCode="')[2].partition('"')[0]


def test_the_same_set_under_the_same_id_is_executed_once(company):
    first = company.send(CUSTOMER, attributes=with_id("a1"))
    again = company.send(CUSTOMER, attributes=with_id("a1"))
    assert again.response == first.response
    assert customers(company) == ["Jane", "New"]
    assert company.file.log[-1]["replayed"]


def test_an_answer_is_kept_over_sessions(company):
    first = company.send(CUSTOMER, attributes=with_id("a1"))
    company.file.close_session("odoo")
    assert company.send(CUSTOMER, attributes=with_id("a1")).response == first.response


def test_another_set_under_the_same_id_is_not_executed(company):
    company.send(CUSTOMER, attributes=with_id("a1"))
    answer = company.send(add("Customer", "<Name>Other</Name>"), attributes=with_id("a1"))
    assert set_status(answer) == "9001"
    assert "Other" not in customers(company)


def test_asking_for_a_stored_answer(company):
    assert set_status(company.send(attributes=with_id("a1", "a1"))) == "600"
    first = company.send(CUSTOMER, attributes=with_id("a1"))
    assert company.send(attributes=with_id("a1", "a1")).response == first.response
    assert customers(company) == ["Jane", "New"]


def test_the_next_set_forgets_the_answer_of_the_one_before(company):
    company.send(CUSTOMER, attributes=with_id("a1"))
    company.send(add("Customer", "<Name>Next</Name>"), attributes=with_id("a2", "a1"))
    assert set_status(company.send(attributes=with_id("a1", "a1"))) == "600"
    company.send(attributes=with_id(old="ClearAllMessageSets"))
    assert set_status(company.send(attributes=with_id("a2", "a2"))) == "600"


def test_too_long_an_id_executes_nothing(company):
    assert set_status(company.send(CUSTOMER, attributes=with_id("a" * 24))) == "9004"
    assert customers(company) == ["Jane"]


def test_a_refused_set_stores_no_answer(company):
    refused = company.send("<Nonsense/>", attributes=with_id("a1"))
    assert (refused.response, refused.hresult) == ("", "0x80040400")
    assert set_status(company.send(attributes=with_id("a1", "a1"))) == "600"


def test_one_misplaced_element_refuses_the_whole_set(company):
    wrong = add("Customer", "<Phone>1</Phone><Name>Wrong</Name>")
    answer = company.send(CUSTOMER, wrong)
    assert answer.hresult == "0x80040400"
    assert answer.message == "QuickBooks found an error when parsing the provided XML text stream."
    assert customers(company) == ["Jane"]


def test_after_an_error_the_rest_is_executed_or_not_as_the_set_says(company):
    replies = company.replies(BAD, CUSTOMER, attributes='onError="stopOnError"')
    assert [each.get("statusCode") for each in replies] == ["3090", "3231"]
    assert customers(company) == ["Jane"]
    replies = company.replies(BAD, CUSTOMER)
    assert [each.get("statusCode") for each in replies] == ["3090", "0"]
    assert customers(company) == ["Jane", "New"]


def test_answers_come_in_order_with_the_ids_of_their_requests(company):
    replies = company.replies(
        '<HostQueryRq requestID="x"/>', "<CompanyQueryRq/>", '<HostQueryRq requestID="y"/>'
    )
    assert [each.get("requestID") for each in replies] == ["x", None, "y"]
    assert company.status(f'<HostQueryRq requestID="{"x" * 51}"/>') == 1060


def test_a_request_is_carried_out_wholly_or_not_at_all(company):
    invoice = company.invoice("W*1", "B*1")
    before = company.file.books.records.copy()
    line_id = invoice.findtext("InvoiceLineRet/TxnLineID")
    line = f"<InvoiceLineMod><TxnLineID>{line_id}</TxnLineID></InvoiceLineMod>"
    bad = "<SetCredit><CreditTxnID>1-1</CreditTxnID><AppliedAmount>1.00</AppliedAmount></SetCredit>"
    assert company.status(change(invoice, bad + line)) == 3120
    assert company.file.books.records == before


def test_answers_without_data_on_demand(company):
    (reply,) = company.replies(CUSTOMER, attributes=f'{CONTINUE} responseData="includeNone"')
    assert (reply.get("statusCode"), len(reply)) == ("0", 0)


def test_an_ordered_status_strikes_the_request_it_is_for(company):
    company.file.disturbances.add({"request": "CustomerAddRq", "status": 3175, "skip": 1})
    first, second, third = (add("Customer", f"<Name>{name}</Name>") for name in "ABC")
    replies = company.replies(first, second, "<HostQueryRq/>", third)
    assert [each.get("statusCode") for each in replies] == ["0", "3175", "0", "0"]
    assert customers(company) == ["Jane", "A", "C"]


@pytest.mark.parametrize("after", [False, True])
def test_an_ordered_hresult_loses_the_set_or_only_its_answer(company, after):
    company.file.disturbances.add({"hresult": "0x80040402", "after": after})
    answer = company.send(CUSTOMER, attributes=with_id("a1"))
    assert (answer.response, answer.hresult) == ("", "0x80040402")
    assert ("New" in customers(company)) == after
    assert "New" in company.send(CUSTOMER, attributes=with_id("a1")).response
    assert customers(company) == ["Jane", "New"]


def test_faults_by_chance_repeat_with_their_seed():
    def played():
        company = Company()
        company.file.disturbances.roll({"seed": 7, "rate": 0.5})
        return [company.status(add("Customer", f"<Name>N{number}</Name>")) for number in range(12)]

    first = played()
    assert first == played()
    assert 0 in first and set(first) - {0} <= {3170, 3175, 3176, 3180}


def test_a_record_that_a_person_has_open_is_locked(company):
    order = company.order("W*1")
    company.file.locked.add(order.findtext("TxnID"))
    assert company.status(change(order, "<Memo>x</Memo>")) == 3175
    assert company.status(remove("SalesOrder", order.findtext("TxnID"))) == 3175


# Over HTTP


@pytest.fixture
def books(server):
    Control(server.address).post("reset")
    return DesktopBooks.new(Sandbox(server.address), edition="premier", sales_tax=False)


def enter_item(books):
    account = "<AccountRef><FullName>Sales</FullName></AccountRef>"
    parts = f"<SalesOrPurchase><Price>10.00</Price>{account}</SalesOrPurchase>"
    books.enter("ItemService", f"<Name>Hour</Name>{parts}")


def enter_order(books):
    jane = books.enter_customer("J\N{LATIN SMALL LETTER E WITH ACUTE}anne")
    enter_item(books)
    number = "<RefNumber>S1</RefNumber>"
    return jane, books.enter(
        "SalesOrder", sale("SalesOrder", "Hour*3", customer=jane, header=number)
    )


def test_company_files_are_made_and_read_over_http(books):
    other = DesktopBooks.new(books.sandbox, edition="pro")
    assert books.settings()["path"] != other.settings()["path"]
    assert books.settings()["path"].startswith("C:\\")
    jane, order_id = enter_order(books)
    order = books.document("SalesOrder", "S1")
    assert (order.id, order.total, order.closed, order.complete) == (order_id, 30, False, False)
    assert order.name == "J\N{LATIN SMALL LETTER E WITH ACUTE}anne"
    assert books.sales_orders("other") == []
    with pytest.raises(Refused, match="3250"):
        other.sales_orders()


def test_a_person_edits_voids_and_deletes(books):
    jane, order_id = enter_order(books)
    link = f"<LinkToTxnID>{order_id}</LinkToTxnID>"
    books.enter(
        "Invoice", sale("Invoice", customer=jane, links=link, header="<RefNumber>I1</RefNumber>")
    )
    invoice = books.document("Invoice", "I1")
    assert (invoice.total, invoice.open, invoice.linked[0].id) == (30, 30, order_id)
    books.edit_quantity(invoice, invoice.lines[0], 2)
    with pytest.raises(Refused, match="3200"):
        books.edit(invoice, "<Memo>too late</Memo>")
    invoice = books.document("Invoice", "I1")
    assert invoice.total == 20
    assert books.document("SalesOrder", "S1").lines[0].done == 2
    books.void(invoice)
    assert books.document("Invoice", "I1").voided
    books.delete(books.document("Invoice", "I1"))
    assert books.invoices() == []
    books.edit(
        books.element("Customer", "J\N{LATIN SMALL LETTER E WITH ACUTE}anne"),
        "<Name>Renamed</Name>",
    )
    assert books.document("SalesOrder", "S1").name == "Renamed"


def test_controls_lock_disturb_and_close_the_books(books):
    jane, order_id = enter_order(books)
    order = books.document("SalesOrder", "S1")
    books.lock(order_id)
    with pytest.raises(Refused, match="3175"):
        books.edit(order, "<Memo>x</Memo>")
    books.unlock(order_id)
    books.add_fault(request="SalesOrderModRq", status=3176)
    with pytest.raises(Refused, match="3176"):
        books.edit(order, "<Memo>x</Memo>")
    books.add_fault(hresult="0x80040401")
    with pytest.raises(Refused, match="0x80040401"):
        books.edit(order, "<Memo>x</Memo>")
    books.edit(order, "<Memo>x</Memo>")
    books.preferences(closing_date="2099-12-31")
    with pytest.raises(Refused, match="3171"):
        books.enter("Invoice", sale("Invoice", "Hour*1", customer=jane))
    log = books.log()
    assert log["requests"]["SalesOrderModRq"] == 3
    assert log["message_sets"][-1]["requests"][0]["status"] == 3171


def test_the_books_are_readable_as_they_are(books):
    enter_order(books)
    shown = books.sandbox.control("GET", f"desktop/companies/{books.id}/books")
    assert shown["SalesOrder"][0]["TotalAmount"] == "30.00"
    assert shown["SalesOrder"][0]["CustomerRef"]["FullName"].startswith("J")
    assert len(shown["Account"]) > 20


def test_controls_refuse_what_makes_no_sense(books):
    for values in ({"edition": "basic"}, {"no_such": 1}, {"unknown_id": "x"}):
        with pytest.raises(AssertionError, match="400"):
            books.preferences(**values)
    with pytest.raises(AssertionError, match="400"):
        books.add_fault(request="InvoiceAddRq")
    with pytest.raises(AssertionError, match="404"):
        books.sandbox.control("GET", "desktop/companies/99")


def test_a_text_in_another_encoding_is_refused(books):
    text = (
        f"{PROLOGUE}<QBXML><QBXMLMsgsRq onError='stopOnError'>\N{EURO SIGN}</QBXMLMsgsRq></QBXML>"
    )
    assert books.send(text)["hresult"] == "0x80040400"


def test_what_a_person_pasted_comes_back_as_it_is(books):
    customer = books.enter_customer("Ada")
    books.paste(customer, "CompanyName", "Ada\x1f & Sons")
    asked = f"<CustomerQueryRq><ListID>{customer}</ListID></CustomerQueryRq>"
    message = f"{PROLOGUE}<QBXML><QBXMLMsgsRq onError='stopOnError'>{asked}</QBXMLMsgsRq></QBXML>"
    answer = books.send(message)["response"]
    assert "<CompanyName>Ada&#x1F; &amp; Sons</CompanyName>" in answer
    with pytest.raises(AssertionError, match="400"):
        books.paste("no record", "Name", "x")
    with pytest.raises(AssertionError, match="400"):
        books.paste(customer, "Name", None)


def test_requests_under_an_id_whose_answer_is_to_be_forgotten_are_refused(company):
    company.send(CUSTOMER, attributes=with_id("a1"))
    answer = company.send(add("Customer", "<Name>Other</Name>"), attributes=with_id("a1", "a1"))
    assert answer.hresult == "0x80040400"
    assert "Other" not in customers(company)


def test_quickbooks_can_fail_on_what_a_message_says(books):
    books.add_fault(hresult="0x80040402", containing="Grace", times=2)
    books.enter_customer("Ada")
    for _time in range(2):
        with pytest.raises(Refused, match="0x80040402"):
            books.enter_customer("Grace")
    assert books.enter_customer("Grace")
    with pytest.raises(AssertionError, match="400"):
        books.add_fault(status=3175, containing="Ada")
