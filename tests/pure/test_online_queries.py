"""Reading from QuickBooks Online: every row there is, in as few requests as it takes."""

import json

import pytest
from scripted_server import reply, serving

from connex_bridge.bridge.online import batch
from connex_bridge.bridge.online.session import Refused, Session


def session(server):
    return Session(server.url, "123", lambda force: "token")


def test_a_query_fetches_every_page():
    def page(first, count):
        rows = [{"Id": str(first + offset)} for offset in range(count)]
        return reply(json.dumps({"QueryResponse": {"Item": rows} if rows else {}}))

    with serving(page(1, 1000), page(1001, 5)) as server:
        rows = session(server).query("SELECT * FROM Item")
    assert [row["Id"] for row in rows] == [str(number) for number in range(1, 1006)]
    statements = [request.split(b"\r\n\r\n")[1].decode() for request in server.requests]
    assert statements == [
        "SELECT * FROM Item ORDERBY Id STARTPOSITION 1 MAXRESULTS 1000",
        "SELECT * FROM Item ORDERBY Id STARTPOSITION 1001 MAXRESULTS 1000",
    ]


def test_a_query_without_a_match_has_no_rows():
    with serving(reply('{"QueryResponse":{},"time":"t"}')) as server:
        assert session(server).query("SELECT * FROM Item") == []


def test_several_queries_answer_in_their_order_whatever_the_order_on_the_wire():
    items = [
        {"bId": "1", "QueryResponse": {}},
        {"bId": "0", "QueryResponse": {"Item": [{"Id": "5"}]}},
    ]
    with serving(reply(json.dumps({"BatchItemResponse": items}))) as server:
        rows = session(server).query_many(["SELECT * FROM Item", "SELECT * FROM Term"])
    assert rows == [({"Id": "5"},), ()]
    assert b"requestid" not in server.requests[0]


def test_a_refused_query_is_never_taken_for_an_empty_one():
    items = [{"bId": "0", "Fault": {"Error": [{"Message": "m", "code": "4001"}]}}]
    with serving(reply(json.dumps({"BatchItemResponse": items}))) as server, pytest.raises(Refused):
        session(server).query_many(["SELECT * FROM Nothing"])


def test_more_than_thirty_queries_take_more_than_one_request():
    def answers(count):
        items = [{"bId": str(number), "QueryResponse": {}} for number in range(count)]
        return reply(json.dumps({"BatchItemResponse": items}))

    with serving(answers(batch.LARGEST), answers(2)) as server:
        statements = [f"SELECT * FROM Item WHERE Id = '{number}'" for number in range(32)]
        assert session(server).query_many(statements) == [()] * 32


def test_equal_queries_are_asked_once_and_answered_each():
    items = [{"bId": "0", "QueryResponse": {"Item": [{"Id": "5"}]}}]
    with serving(reply(json.dumps({"BatchItemResponse": items}))) as server:
        assert session(server).query_many(["SELECT * FROM Item"] * 3) == [({"Id": "5"},)] * 3


def test_what_does_not_fit_into_one_answer_is_asked_for_page_by_page():
    """QuickBooks gives 1,000 objects in one answer: nobody may take the rest for not being there."""

    def rows(first, last):
        return [{"Id": str(number)} for number in range(first, last + 1)]

    def answers(*found):
        items = [
            {"bId": str(number), "QueryResponse": {"Item": each}}
            for number, each in enumerate(found)
        ]
        return reply(json.dumps({"BatchItemResponse": items}))

    def page(found):
        return reply(json.dumps({"QueryResponse": {"Item": found}}))

    script = [
        answers(rows(1, 600), rows(601, 1000)),
        answers(rows(1, 600)),
        answers(rows(601, 1600)),
        page(rows(601, 1600)),
        page(rows(1601, 1605)),
    ]
    with serving(*script) as server:
        found = session(server).query_many(["SELECT * FROM Item", "SELECT * FROM Term"])
    assert [len(each) for each in found] == [600, 1005]
    assert found[1][-1] == {"Id": "1605"}
    bodies = [request.split(b"\r\n\r\n")[1].decode() for request in server.requests]
    asked = [
        [item["Query"] for item in json.loads(body)["BatchItemRequest"]] for body in bodies[:3]
    ]
    item, term = (f"SELECT * FROM {name} MAXRESULTS 1000" for name in ("Item", "Term"))
    assert asked == [[item, term], [item], [term]]
    assert bodies[3:] == [
        "SELECT * FROM Term ORDERBY Id STARTPOSITION 1 MAXRESULTS 1000",
        "SELECT * FROM Term ORDERBY Id STARTPOSITION 1001 MAXRESULTS 1000",
    ]


def test_a_search_whose_rows_need_not_be_whole_is_asked_once():
    items = [{"bId": "0", "QueryResponse": {"Item": [{"Id": "5"}] * 1000}}]
    with serving(reply(json.dumps({"BatchItemResponse": items}))) as server:
        [found] = session(server).query_many(["SELECT * FROM Item"], whole=False)
    assert len(found) == 1000


def test_one_object_is_read_by_its_path():
    with serving(reply('{"Preferences":{"Id":"1","Rate":0.1}}')) as server:
        answer = session(server).read("preferences")
    assert str(answer["Preferences"]["Rate"]) == "0.1"
    assert server.requests[0].startswith(b"GET /v3/company/123/preferences?minorversion=75 ")
