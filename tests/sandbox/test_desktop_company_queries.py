"""Queries of the Desktop company file: what is found, filters, iterators, host, company and preferences."""

import pytest
from desktop_company import Company


@pytest.fixture
def company():
    return Company()


def query(kind, content="", attributes=""):
    return f"<{kind}QueryRq{attributes}>{content}</{kind}QueryRq>"


def test_what_a_query_does_not_find(company):
    assert company.status(query("Invoice", "<RefNumber>77</RefNumber>")) == 1
    assert company.status(query("Customer", "<FullName>Nobody</FullName>")) == 500
    assert company.status(query("Invoice", "<TxnID>1-1</TxnID>")) == 3120
    company.file.change({"unknown_id": 500})
    assert company.status(query("Invoice", "<TxnID>1-1</TxnID>")) == 500
    (reply,) = company.replies(
        query("Customer", "<FullName>Nobody</FullName><FullName>Jane</FullName>")
    )
    assert (reply.get("statusCode"), len(reply)) == ("500", 1)


def test_filters_of_transactions(company):
    joe = company.customer("Joe")
    first = company.invoice("W*1", header="<TxnDate>2026-01-05</TxnDate><RefNumber>A1</RefNumber>")
    company.invoice(
        "W*1", customer=joe, header="<TxnDate>2026-02-05</TxnDate><RefNumber>B2</RefNumber>"
    )
    company.payment("10.78", (first.findtext("TxnID"), "10.78"))

    def found(content):
        reply = company.replies(query("Invoice", content))[0]
        return [each.findtext("RefNumber") for each in reply]

    assert found("<RefNumber>a1</RefNumber>") == ["A1"]
    assert found("<RefNumberCaseSensitive>a1</RefNumberCaseSensitive>") == []
    days = "<TxnDateRangeFilter><FromTxnDate>2026-02-01</FromTxnDate></TxnDateRangeFilter>"
    assert found(days) == ["B2"]
    assert found("<EntityFilter><FullName>Joe</FullName></EntityFilter>") == ["B2"]
    assert found("<PaidStatus>NotPaidOnly</PaidStatus>") == ["B2"]
    assert found("<PaidStatus>PaidOnly</PaidStatus>") == ["A1"]
    starts = "<MatchCriterion>StartsWith</MatchCriterion><RefNumber>b</RefNumber>"
    assert found(f"<RefNumberFilter>{starts}</RefNumberFilter>") == ["B2"]
    assert company.status(query("Invoice", "<PaidStatus>Maybe</PaidStatus>")) == 3110


def test_modified_since_finds_what_changed_later(company):
    company.clock.freeze(True)
    company.invoice("W*1", header="<RefNumber>old</RefNumber>")
    company.clock.advance(3600)
    since = company.clock.stamp()
    company.invoice("W*1", header="<RefNumber>new</RefNumber>")
    limit = f"<ModifiedDateRangeFilter><FromModifiedDate>{since}</FromModifiedDate></ModifiedDateRangeFilter>"
    (only,) = company.done(query("Invoice", limit))
    assert only.findtext("RefNumber") == "new"


def test_lines_and_links_come_only_when_asked_for(company):
    company.order("W*1")
    (order,) = company.done(query("SalesOrder"))
    assert order.find("SalesOrderLineRet") is None
    assert order.find("LinkedTxn") is None


def test_only_wanted_elements(company):
    only = (
        "<IncludeRetElement>ListID</IncludeRetElement><IncludeRetElement>Name</IncludeRetElement>"
    )
    assert {each.tag for each in company.done(query("Customer", only))[0]} == {"ListID", "Name"}


def test_an_iterator_pages_through_and_belongs_to_its_application(company):
    for number in range(5):
        company.customer(f"C{number}")
    page = "<MaxReturned>4</MaxReturned>"
    first = company.done(query("Customer", page, ' iterator="Start"'))
    assert (len(first), first.get("iteratorRemainingCount")) == (4, "2")
    more = query("Customer", page, f' iterator="Continue" iteratorID="{first.get("iteratorID")}"')
    assert company.status(more, application="another") == 3000
    second = company.done(more)
    assert (len(second), second.get("iteratorRemainingCount")) == (2, "0")
    names = [each.findtext("Name") for each in (*first, *second)]
    assert names == ["Jane", *(f"C{number}" for number in range(5))]
    assert company.status(more) == 3000


def test_an_iterator_goes_on_only_with_the_query_that_it_was_begun_with(company):
    for day in (5, 6, 7):
        company.invoice("W*1", header=f"<TxnDate>2026-01-0{day}</TxnDate>")

    def page(kind="Invoice", day="2026-01-06", most=1, iterator=' iterator="Start"'):
        since = f"<TxnDateRangeFilter><FromTxnDate>{day}</FromTxnDate></TxnDateRangeFilter>"
        return query(kind, f"<MaxReturned>{most}</MaxReturned>{since}", iterator)

    first = company.done(page())
    assert (len(first), first.get("iteratorRemainingCount")) == (1, "1")
    going_on = f' iterator="Continue" iteratorID="{first.get("iteratorID")}"'
    assert company.status(page(day="2026-01-05", iterator=going_on)) == 3000
    assert company.status(page(kind="SalesReceipt", iterator=going_on)) == 3000
    second = company.done(page(most=9, iterator=going_on))
    assert [each.findtext("TxnDate") for each in second] == ["2026-01-07"]


def test_what_a_payment_settles_comes_only_when_asked_for(company):
    invoice = company.invoice("W*1").findtext("TxnID")
    company.payment("10.78", (invoice, "10.78"))
    (plain,) = company.done(query("ReceivePayment"))
    assert plain.find("AppliedToTxnRet") is None
    (told,) = company.done(query("ReceivePayment", "<IncludeLineItems>true</IncludeLineItems>"))
    assert told.findtext("AppliedToTxnRet/TxnID") == invoice
    refused = company.send(query("ReceivePayment", "<IncludeLinkedTxns>true</IncludeLinkedTxns>"))
    assert refused.hresult == "0x80040400"


def test_an_iterator_ends_with_the_session(company):
    first = company.done(query("Item", "<MaxReturned>2</MaxReturned>", ' iterator="Start"'))
    company.file.close_session("odoo")
    more = query(
        "Item",
        "<MaxReturned>2</MaxReturned>",
        f' iterator="Continue" iteratorID="{first.get("iteratorID")}"',
    )
    assert company.status(more) == 3000


def test_items_of_all_types_come_in_one_query(company):
    tags = {each.tag for each in company.done(query("Item"))}
    assert {
        "ItemServiceRet",
        "ItemNonInventoryRet",
        "ItemSalesTaxRet",
        "ItemSalesTaxGroupRet",
    } <= tags


def test_host_company_and_preferences_tell_edition_and_choices():
    company = Company(edition="premier", sales_tax=False, closing_date="2026-01-31")
    host = company.done("<HostQueryRq/>")[0]
    assert "Premier" in host.findtext("ProductName")
    assert "13.0" in [each.text for each in host.findall("SupportedQBXMLVersion")]
    chosen = company.done("<PreferencesQueryRq/>")[0]
    assert chosen.find("SalesTaxPreferences") is None
    assert chosen.findtext("AccountingPreferences/ClosingDate") == "2026-01-31"
    assert company.done("<CompanyQueryRq/>")[0].findtext("CompanyName")


def test_private_data_of_an_owner_is_told_to_who_asks_for_it(company):
    owner = "{6b063959-81b0-4622-85d6-f548c8cca79e}"
    key = f"<OwnerID>{owner}</OwnerID><DataExtName>FileID</DataExtName>"
    value = f"<OtherDataExtType>Company</OtherDataExtType><DataExtValue>{owner}</DataExtValue>"
    write = f"<DataExtAddRq><DataExtAdd>{key}{value}</DataExtAdd></DataExtAddRq>"
    assert company.status(write) == 3120
    company.done(
        f"<DataExtDefAddRq><DataExtDefAdd>{key}<DataExtType>STR255TYPE</DataExtType>"
        "<AssignToObject>Company</AssignToObject></DataExtDefAdd></DataExtDefAddRq>"
    )
    company.done(write)
    assert company.done("<CompanyQueryRq/>").find("*/DataExtRet") is None
    asked = company.done(f"<CompanyQueryRq><OwnerID>{owner}</OwnerID></CompanyQueryRq>")
    assert asked.findtext("*/DataExtRet/DataExtValue") == owner


def test_all_transactions_come_in_one_query(company):
    company.order("W*1", header="<RefNumber>S1</RefNumber>")
    company.invoice("W*1", header="<RefNumber>I1</RefNumber>")
    company.payment("3.00")
    kinds = [each.findtext("TxnType") for each in company.done("<TransactionQueryRq/>")]
    assert kinds == ["SalesOrder", "Invoice", "ReceivePayment"]


def test_transactions_of_some_days_are_paged_as_any_others(company):
    for day in (5, 6, 7):
        company.invoice("W*1", header=f"<TxnDate>2026-01-0{day}</TxnDate>")

    def page(first_day, iterator=""):
        days = (
            f"<TransactionDateRangeFilter><FromTxnDate>{first_day}</FromTxnDate>"
            "</TransactionDateRangeFilter>"
        )
        return query("Transaction", f"<MaxReturned>1</MaxReturned>{days}", iterator)

    def told(reply):
        return [each.findtext("TxnDate") for each in reply]

    assert told(company.done(page("2026-01-06"))) == ["2026-01-06"]
    first = company.done(page("2026-01-06", ' iterator="Start"'))
    assert told(first) == ["2026-01-06"]
    assert first.get("iteratorRemainingCount") == "1"
    going_on = f' iterator="Continue" iteratorID="{first.get("iteratorID")}"'
    assert company.status(page("2026-01-05", going_on)) == 3000
    assert told(company.done(page("2026-01-06", going_on))) == ["2026-01-07"]


def test_currencies_are_told_only_when_there_are_several():
    assert Company().status(query("Currency")) == 3250
    told = Company(multicurrency=True, exchange_rates={"EUR": "1.1"}).done(query("Currency"))
    rates = {each.findtext("CurrencyCode"): each.findtext("ExchangeRate") for each in told}
    assert (rates["USD"], rates["EUR"]) == ("1", "1.1")


def test_a_filter_by_an_id_that_is_no_customer_finds_nothing(company):
    company.invoice("W*1")
    order = company.order("W*1").findtext("TxnID")
    entity = f"<EntityFilter><ListIDWithChildren>{order}</ListIDWithChildren></EntityFilter>"
    assert company.status(query("Invoice", entity)) == 1
