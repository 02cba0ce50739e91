"""Batches, changes since a moment, and requests that arrive twice."""

import pytest
from sandbox_clients import sales_line

DAY = 86_400


@pytest.fixture
def buyer(api):
    return api.customer()


def create(identifier, entity, body):
    return {"bId": identifier, "operation": "create", entity: body}


def invoice(buyer, amount=100):
    return {"CustomerRef": {"value": buyer["Id"]}, "Line": [sales_line(amount)]}


def code(answer):
    return answer["Fault"]["Error"][0]["code"]


# -- batch -----------------------------------------------------------------------------------------


def test_all_items_together_answer_a_thousand_objects(api):
    names = [f"Customer {number}" for number in range(510)]
    for start in range(0, len(names), 30):
        chosen = names[start : start + 30]
        api.batch([create(str(at), "Customer", {"DisplayName": n}) for at, n in enumerate(chosen)])
    query = "select * from Customer maxresults 1000"
    answers = api.batch([{"bId": str(number), "Query": query} for number in range(3)])
    rows = [answer["QueryResponse"].get("Customer", []) for answer in answers]
    assert [len(each) for each in rows] == [510, 490, 0]


def test_items_succeed_and_fail_on_their_own(api, buyer):
    answers = api.batch(
        [
            create("1", "Invoice", invoice(buyer)),
            create("2", "Invoice", invoice({"Id": "99"})),
            {"bId": "3", "operation": "delete", "Invoice": {"Id": "129", "SyncToken": "0"}},
            {"bId": "4", "Query": "select * from Customer"},
            {"bId": "5", "Query": "select * from Custmoer"},
            create("6", "Invoice", {"Unknown": 1}),
            {"bId": "7", "operation": "explode", "Invoice": {}},
            create("8", "SalesOrder", {}),
            {"operation": "create", "Invoice": invoice(buyer)},
        ]
    )
    assert [answer["bId"] for answer in answers] == ["1", "2", "3", "4", "5", "6", "7", "8", None]
    assert answers[0]["Invoice"]["TotalAmt"] == 100
    assert answers[3]["QueryResponse"]["Customer"][0]["DisplayName"] == "Ada Lovelace"
    codes = [code(answer) for answer in answers if "Fault" in answer]
    assert codes == ["2500", "610", "4001", "2010", "2170", "2000", "2020"]
    assert api.query("select count(*) from Invoice") == {"totalCount": 1}


def test_thirty_items_are_the_most(api, buyer):
    items = [create(str(number), "Invoice", invoice(buyer)) for number in range(31)]
    response = api.raw("POST", "batch", {"BatchItemRequest": items})
    assert response.status_code == 400
    assert response.json()["Fault"]["Error"][0]["code"] == "1040"
    assert api.query("select count(*) from Invoice") == {"totalCount": 0}
    assert len(api.batch(items[:30])) == 30


def test_items_change_void_and_delete(api, buyer):
    made, paid = api.sale("Invoice", buyer), api.payment(buyer, 10)
    key = {"Id": made["Id"], "SyncToken": "0"}
    void = {"bId": "v", "operation": "update", "optionsData": "void", "Payment": {}}
    void["Payment"] = {"Id": paid["Id"], "SyncToken": "0", "sparse": True}
    change = {"bId": "u", "operation": "update", "Invoice": {**key, "sparse": True}}
    change["Invoice"]["PrivateNote"] = "changed"
    answers = api.batch([void, change])
    assert answers[0]["Payment"]["TotalAmt"] == 0
    assert answers[1]["Invoice"]["PrivateNote"] == "changed"
    gone = api.batch([{"bId": "d", "operation": "delete", "Invoice": {**key, "SyncToken": "1"}}])
    assert gone == [{"Invoice": {"domain": "QBO", "status": "Deleted", "Id": "1"}, "bId": "d"}]
    again = api.batch([{"bId": "d", "operation": "delete", "Invoice": {**key, "SyncToken": "1"}}])
    assert code(again[0]) == "610"


def test_items_may_run_and_answer_in_any_order(api, buyer, control):
    def order(seed):
        control.post("batch_order", {"seed": seed})
        items = [create(str(number), "Invoice", invoice(buyer, number)) for number in range(1, 9)]
        return [answer["bId"] for answer in api.batch(items)]

    given = [str(number) for number in range(1, 9)]
    assert order(7) == order(7) != given
    assert sorted(order(7)) == given
    assert order(None) == given
    amounts = {
        each["Id"]: each["TotalAmt"] for each in api.query("select * from Invoice")["Invoice"]
    }
    assert list(dict(sorted(amounts.items(), key=lambda each: int(each[0]))).values())[:8] != [
        *range(1, 9)
    ]


# -- request ids -----------------------------------------------------------------------------------


def test_a_repeated_request_is_answered_but_not_done(api, buyer):
    first = api.raw("POST", "invoice", invoice(buyer), requestid="r-1")
    second = api.raw("POST", "invoice", invoice(buyer), requestid="r-1")
    assert first.json()["Invoice"] == second.json()["Invoice"]
    assert api.query("select count(*) from Invoice") == {"totalCount": 1}
    api.raw("POST", "invoice", invoice(buyer), requestid="r-2")
    assert api.query("select count(*) from Invoice") == {"totalCount": 2}


def test_an_empty_request_id_is_none(api, buyer):
    for _ in range(2):
        api.save("Invoice", invoice(buyer), requestid="")
    assert api.query("select count(*) from Invoice") == {"totalCount": 2}


def test_another_body_under_the_same_id_is_replayed_or_refused(api, buyer, control):
    api.save("Invoice", invoice(buyer, 1), requestid="r")
    assert api.save("Invoice", invoice(buyer, 2), requestid="r")["TotalAmt"] == 1
    control.post(f"companies/{api.realm}/preferences", {"duplicate_request_id": "600"})
    assert api.refused("Invoice", invoice(buyer, 2), requestid="r")["code"] == "600"
    assert api.save("Invoice", invoice(buyer, 1), requestid="r")["TotalAmt"] == 1


def test_a_refusal_is_not_remembered(api, buyer, control):
    close = {"BookCloseDate": "2999-01-01"}
    control.post(f"companies/{api.realm}/preferences", close)
    assert api.refused("Invoice", invoice(buyer), requestid="r")["code"] == "6210"
    control.post(f"companies/{api.realm}/preferences", {"BookCloseDate": None})
    assert api.save("Invoice", invoice(buyer), requestid="r")["TotalAmt"] == 100


def test_request_ids_belong_to_a_company(api, api_of, buyer):
    api.save("Customer", {"DisplayName": "B"}, requestid="r")
    assert api_of("us").save("Customer", {"DisplayName": "C"}, requestid="r")["DisplayName"] == "C"


def test_deleting_twice_under_one_id_is_one_deletion(api, buyer):
    made = api.sale("Invoice", buyer)
    key = {"Id": made["Id"], "SyncToken": "0"}
    for _ in range(2):
        assert api.save("Invoice", key, operation="delete", requestid="d")["status"] == "Deleted"


def test_each_item_of_a_repeated_batch_is_replayed_on_its_own(api, buyer):
    good = create("1", "Invoice", invoice(buyer))
    first = api.batch([good, create("2", "Invoice", invoice({"Id": "2"}))], requestid="b")
    assert code(first[1]) == "2500"
    api.customer("Second")
    second = api.batch([good, create("2", "Invoice", invoice({"Id": "2"}))], requestid="b")
    assert second[0] == first[0]
    assert second[1]["Invoice"]["TotalAmt"] == 100
    assert api.query("select count(*) from Invoice") == {"totalCount": 2}


@pytest.mark.parametrize("length", [50, 51])
def test_request_ids_have_a_length(api, length):
    response = api.raw("POST", "customer", {"DisplayName": "B"}, requestid="r" * length)
    assert response.status_code == (200 if length == 50 else 400)


def test_request_ids_of_batches_are_shorter(api, buyer):
    items = [create("1", "Invoice", invoice(buyer))]
    response = api.raw("POST", "batch", {"BatchItemRequest": items}, requestid="r" * 37)
    assert response.json()["Fault"]["Error"][0]["code"] == "2130"
    items = [create("12345678901", "Invoice", invoice(buyer))]
    assert code(api.batch(items, requestid="r" * 36)[0]) == "2130"
    assert api.query("select count(*) from Invoice") == {"totalCount": 0}


# -- changes ---------------------------------------------------------------------------------------


def changes(api, entities, since):
    response = api.raw("GET", "cdc", entities=entities, changedSince=since)
    assert response.status_code == 200, response.text
    return response.json()["CDCResponse"][0]["QueryResponse"]


def test_changes_are_told_per_entity_in_the_order_asked(api, buyer, control):
    control.post("clock", {"mode": "frozen"})
    old = api.sale("Invoice", buyer)
    control.post("clock", {"advance": 60})
    since = control.get("clock")["now"]
    new, gone = api.sale("Invoice", buyer), api.sale("Estimate", buyer)
    api.delete("Estimate", gone)
    estimates, bills, invoices = changes(api, "Estimate,Bill,invoice", since)
    assert bills == {}
    assert [each["Id"] for each in invoices["Invoice"]] == [new["Id"]]
    assert (invoices["startPosition"], invoices["maxResults"]) == (1, 1)
    (deleted,) = estimates["Estimate"]
    assert (deleted["Id"], deleted["status"]) == (gone["Id"], "Deleted")
    control.post("clock", {"advance": 60})
    later = control.get("clock")["now"]
    api.payment(buyer, 100, (old, 100))
    (touched,) = changes(api, "Invoice", later)
    assert [each["Balance"] for each in touched["Invoice"]] == [0]


def test_changes_reach_back_thirty_days(api, buyer, control):
    start = control.get("clock")["now"]
    control.post("clock", {"advance": 31 * DAY})
    api.use(control.token(api.realm))
    response = api.raw("GET", "cdc", entities="Invoice", changedSince=start)
    assert response.status_code == 400
    assert response.json()["Fault"]["Error"][0]["code"] == "2180"


@pytest.mark.parametrize(
    ("entities", "since", "expected"),
    [
        ("", "2026-01-01", "2020"),
        ("Invoice", "", "2020"),
        ("Invoice", "yesterday", "2060"),
        ("Nonsense", None, "2000"),
        ("TaxCode", None, "2000"),
    ],
)
def test_changes_need_known_entities_and_a_moment(api, control, entities, since, expected):
    since = control.get("clock")["now"] if since is None else since
    response = api.raw("GET", "cdc", entities=entities, changedSince=since)
    assert response.json()["Fault"]["Error"][0]["code"] == expected
