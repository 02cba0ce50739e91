"""The query language: what it finds, in which order, and its three different error texts."""

import pytest


@pytest.fixture
def sold(api):
    buyers = [api.customer(name) for name in ("Beta", "alpha", "O'Brien", "Back\\slash")]
    for number in range(1, 6):
        api.sale("Invoice", buyers[number % 2], number * 10, TxnDate=f"2026-01-0{number}")
    return api


def ids(answer, entity="Invoice"):
    return [each["Id"] for each in answer.get(entity, [])]


def names(answer):
    return [each["DisplayName"] for each in answer.get("Customer", [])]


def test_lists_come_by_name_and_transactions_newest_first(sold):
    assert names(sold.query("select * from Customer")) == [
        "alpha",
        "Back\\slash",
        "Beta",
        "O'Brien",
    ]
    assert ids(sold.query("select * from Invoice")) == ["5", "4", "3", "2", "1"]


@pytest.mark.parametrize(
    ("where", "expected"),
    [
        ("TotalAmt > '30.00'", ["5", "4"]),
        ("TotalAmt > 30", ["5", "4"]),
        ("TotalAmt >= '30' and TotalAmt < '50'", ["4", "3"]),
        ("TxnDate <= '2026-01-02'", ["2", "1"]),
        ("TxnDate < CURRENT_DATE", ["5", "4", "3", "2", "1"]),
        ("Id in ('1', '3', '77')", ["3", "1"]),
        ("Id = '2'", ["2"]),
        ("CustomerRef = '2'", ["5", "3", "1"]),
        ("docnumber = '1003'", ["3"]),
        ("DocNumber LIKE '100%'", ["5", "4", "3", "2", "1"]),
        ("DocNumber LIKE '%4'", ["4"]),
        ("DueDate > '2026-02-03'", ["5"]),
        ("Balance != '10'", ["5", "4", "3", "2"]),
        ("MetaData.LastUpdatedTime > '2100-01-01T00:00:00-08:00'", []),
        ("Metadata.CreateTime > '2020-01-01T00:00:00Z' ", ["5", "4", "3", "2", "1"]),
    ],
)
def test_conditions_find_the_right_invoices(sold, where, expected):
    assert ids(sold.query(f"SELECT * FROM Invoice WHERE {where}")) == expected


@pytest.mark.parametrize(
    ("where", "expected"),
    [
        ("DisplayName = 'O\\'Brien'", ["O'Brien"]),
        ("DisplayName = 'Back\\\\slash'", ["Back\\slash"]),
        ("DisplayName = 'ALPHA'", ["alpha"]),
        ("DisplayName LIKE '%a%'", ["alpha", "Back\\slash", "Beta"]),
        ("DisplayName in ('Beta','alpha')", ["alpha", "Beta"]),
        ("Balance > '80'", ["alpha"]),
        ("GivenName = ''", ["alpha", "Back\\slash", "Beta", "O'Brien"]),
    ],
)
def test_conditions_find_the_right_customers(sold, where, expected):
    assert names(sold.query(f"select * from customer where {where}")) == expected


def test_inactive_rows_are_hidden_unless_asked_for(sold):
    (beta,) = sold.query("select * from Customer where DisplayName = 'O\\'Brien'")["Customer"]
    body = {"Id": beta["Id"], "SyncToken": beta["SyncToken"], "sparse": True, "Active": False}
    sold.save("Customer", body)
    assert len(names(sold.query("select * from Customer"))) == 3
    assert len(names(sold.query("select * from Customer where Active in (true, false)"))) == 4
    assert names(sold.query("select * from Customer where Active = false")) == ["O'Brien (deleted)"]
    inactive = sold.query("select * from Customer where Active in (true, false) and Id = '3'")
    assert names(inactive) == ["O'Brien (deleted)"]


def test_pages_and_counts(sold):
    page = sold.query("select * from Invoice orderby Id startposition 2 maxresults 2")
    assert (ids(page), page["startPosition"], page["maxResults"]) == (["2", "3"], 2, 2)
    swapped = sold.query(
        "select * from Invoice ORDER BY TotalAmt DESC MAXRESULTS 2 STARTPOSITION 5"
    )
    assert (ids(swapped), swapped["maxResults"]) == (["1"], 1)
    assert sold.query("select * from Invoice startposition 6") == {}
    assert sold.query("select count(*) from Invoice where TotalAmt > '20'") == {"totalCount": 3}


def test_chosen_columns_make_sparse_objects(sold):
    rows = sold.query("select DocNumber, TotalAmt from Invoice orderby Id")["Invoice"]
    assert rows[0] == {
        "DocNumber": "1001",
        "TotalAmt": 10,
        "domain": "QBO",
        "sparse": True,
        "Id": "1",
    }


@pytest.mark.parametrize(
    ("statement", "code", "text"),
    [
        ("select * from Custmoer", "4001", "invalid context declaration: Custmoer"),
        ("select * from SalesOrder", "4001", "invalid context declaration: SalesOrder"),
        (
            "select * from Invoice where Nothing = '1'",
            "4001",
            "Property Nothing not found for Entity",
        ),
        (
            "select BillAddr from Customer",
            "4001",
            "Property BillAddr not found for Entity Customer",
        ),
        ("select InvoiceLink from Invoice", "4001", "Property InvoiceLink not found"),
        ("select * from Bill where CustomerRef = '1'", "4001", "Property CustomerRef not found"),
        ("select * from Item where ParentRef = '1'", "4001", "Property ParentRef not found"),
        (
            "select * from Customer where AcctNum = '1'",
            "4001",
            "property 'AcctNum' is not queryable",
        ),
        ("select * from Invoice where PrivateNote = '1'", "4001", "is not queryable"),
        ("select * from Invoice where Line.Amount = '1'", "4001", "is not queryable"),
        ("select * from Vendor where PrimaryEmailAddr = 'a'", "4001", "is not queryable"),
        ("select * from Invoice where Id > '1'", "4001", "can only be compared"),
        ("select * from Invoice where TotalAmt > 'much'", "4001", "is not valid"),
        ("select * from Invoice startposition 0", "4001", "value 0 is too small"),
        ("select * from Invoice maxresults 1001", "4001", "value 1001 is too large"),
        ("select * from Invoice where TxnDate", "4000", "QueryParserError: Encountered"),
        ("select * from Invoice where Id = '1' or Id = '2'", "4000", '"or "'),
        ("select * from Invoice where DocNumber = 'O'Brien'", "4000", "QueryParserError"),
        ("select * from", "4000", '"<EOF>"'),
        ("delete from Invoice", "4000", "QueryParserError"),
        ("", "4000", "QueryParserError"),
    ],
)
def test_three_kinds_of_errors_are_told_apart(sold, statement, code, text):
    response = sold.raw("GET", "query", query=statement)
    assert response.status_code == 400
    (error,) = response.json()["Fault"]["Error"]
    assert error["code"] == code
    assert text in error["Detail"]


def test_a_company_may_cut_long_pages_instead_of_refusing_them(api_of):
    api = api_of("us", maximum_results_over="clamp")
    assert api.query("select * from Term maxresults 5000")["maxResults"] == 4


def test_a_query_is_also_posted(api):
    response = api.session.post(
        f"{api.base}/query?minorversion=75",
        data="select * from Term where Name = 'Net 30'",
        headers={"Content-Type": "application/text"},
    )
    assert ids(response.json()["QueryResponse"], "Term") == ["3"]


def test_items_are_found_by_sku(api):
    body = {"Name": "Bolt", "Type": "Service", "IncomeAccountRef": {"value": "82"}, "Sku": "B-1"}
    made = api.save("Item", body)
    found = api.query("select * from Item where Sku in ('B-1', 'B-2')")
    assert ids(found, "Item") == [made["Id"]]
    assert found["Item"][0]["IncomeAccountRef"] == {"value": "82", "name": "Services"}
