"""Limits on a clock that tests move, and everything that can go wrong on the way."""

import pytest
import requests
from sandbox_clients import sales_line


@pytest.fixture
def limited(api, control):
    """A company under QuickBooks' limits, while time stands still."""
    control.post("clock", {"mode": "frozen"})
    control.post("throttle", {"enabled": True})
    return api


def statuses(api, count, path="preferences"):
    return [api.raw("GET", path).status_code for _ in range(count)]


# -- limits ----------------------------------------------------------------------------------------


def test_ten_requests_a_second_are_answered(limited, control):
    assert statuses(limited, 12) == [200] * 10 + [429] * 2
    control.post("clock", {"advance": 1})
    assert statuses(limited, 1) == [200]
    assert control.get("counters")["throttled"] == 2


def test_five_hundred_requests_a_minute_are_answered(limited, control):
    control.post("throttle", {"per_second": 1000})
    assert statuses(limited, 501).count(429) == 1
    control.post("clock", {"advance": 60})
    assert statuses(limited, 1) == [200]


def test_forty_batches_a_minute_are_answered(limited, control):
    control.post("throttle", {"per_second": 1000})
    body = {"BatchItemRequest": [{"bId": "1", "Query": "select * from Term"}]}
    answers = [limited.raw("POST", "batch", body).status_code for _ in range(41)]
    assert answers == [200] * 40 + [429]
    assert statuses(limited, 1) == [200]


def test_limits_are_counted_per_company(limited, api_of):
    other = api_of("us")
    assert statuses(limited, 11)[-1] == 429
    assert statuses(other, 1) == [200]


def test_a_throttled_answer_has_the_gateway_s_shape(limited):
    statuses(limited, 10)
    answer = limited.raw("GET", "preferences").json()
    (error,) = answer["fault"]["error"]
    assert error["code"] == "3001"
    assert error["message"] == "message=ThrottleExceeded; errorCode=003001; statusCode=429"
    assert answer["fault"]["type"] == "SERVICE"


# -- injected faults -------------------------------------------------------------------------------


def test_refusals_come_in_the_shape_of_their_status(api, control):
    for order, shape in (
        ({"status": 500}, ("Fault", "10000", "SystemFault")),
        ({"status": 503}, ("Fault", "10000", "SystemFault")),
        ({"status": 400, "code": "6190"}, ("Fault", "6190", "ValidationFault")),
        ({"status": 401}, ("fault", "3200", "AUTHENTICATION")),
        ({"status": 403}, ("fault", "3100", "AUTHORIZATION")),
        ({"status": 429}, ("fault", "3001", "SERVICE")),
        ({"status": 429, "shape": "upper"}, ("Fault", "3001", "ValidationFault")),
    ):
        control.fault(kind="http", **order)
        response = api.raw("GET", "preferences")
        key, code, kind = shape
        fault = response.json()[key]
        errors = fault.get("Error") or fault["error"]
        assert (response.status_code, errors[0]["code"], fault["type"]) == (
            order["status"],
            code,
            kind,
        )
    assert api.raw("GET", "preferences").status_code == 200


def test_a_throttled_answer_may_say_when_to_come_back(api, control):
    control.fault(kind="http", status=429, retry_after=7)
    assert api.raw("GET", "preferences").headers["Retry-After"] == "7"


@pytest.mark.parametrize(
    ("kind", "done"),
    [
        ("reset_before", False),
        ("reset_after", True),
        ("timeout_before", False),
        ("timeout_after", True),
        ("truncate", True),
    ],
)
def test_an_answer_is_lost_before_or_after_the_work_is_done(api, control, kind, done):
    control.fault(kind=kind, seconds=4, match={"entity": "customer", "operation": "create"})
    assert api.query("select * from Customer") == {}
    with pytest.raises(requests.exceptions.RequestException):
        api.raw("POST", "customer", {"DisplayName": "A"}, timeout=2, requestid="r").json()
    assert api.query("select count(*) from Customer") == {"totalCount": int(done)}
    assert api.save("Customer", {"DisplayName": "A"}, requestid="r")["Id"] == "1"
    assert api.query("select count(*) from Customer") == {"totalCount": 1}


def test_an_answer_may_be_a_page_or_late(api, control):
    control.fault(kind="html", status=502)
    response = api.raw("GET", "preferences")
    assert (response.status_code, response.headers["Content-Type"]) == (
        502,
        "text/html;charset=utf-8",
    )
    control.fault(kind="slow", seconds=0.3)
    assert api.raw("GET", "preferences").elapsed.total_seconds() >= 0.3


def test_one_item_of_a_batch_is_refused(api, control):
    buyer = api.customer()
    control.fault(
        kind="item_fault",
        code="6000",
        detail="No.",
        match={"entity": "Invoice", "operation": "create"},
        times=2,
    )
    body = {"CustomerRef": {"value": buyer["Id"]}, "Line": [sales_line(1)]}
    items = [{"bId": str(each), "operation": "create", "Invoice": body} for each in range(3)]
    answers = api.batch(items)
    assert ["Fault" in answer for answer in answers] == [True, True, False]
    (waiting,) = control.get("faults")["faults"]
    assert (waiting["hits"], waiting["left"]) == (2, 0)


def test_an_error_may_come_after_the_work_is_done(api, control):
    buyer = api.customer()
    body = {"CustomerRef": {"value": buyer["Id"]}, "Line": [sales_line(1)]}
    items = [{"bId": str(each), "operation": "create", "Invoice": body} for each in range(3)]
    batch = {"BatchItemRequest": items}
    control.fault(kind="http_after", status=500)
    answer = api.raw("POST", "batch", batch)
    assert (answer.status_code, answer.json()["Fault"]["type"]) == (500, "SystemFault")
    assert api.query("select count(*) from Invoice") == {"totalCount": 3}
    control.fault(kind="item_fault_after", code="10000", match={"entity": "Invoice"}, times=2)
    answers = api.batch(items)
    assert [each.get("Fault", {}).get("type") for each in answers] == ["SystemFault"] * 2 + [None]
    assert api.query("select count(*) from Invoice") == {"totalCount": 6}


def test_faults_wait_for_their_request_and_their_company(api, api_of, control):
    control.fault(kind="http", status=500, realm=api.realm, match={"method": "GET"})
    control.fault(kind="http", status=503, times=2, match={"path": "*/preferences"})
    other = api_of("us")
    assert other.raw("GET", "companyinfo/1").status_code == 200
    assert api.raw("POST", "customer", {"DisplayName": "A"}).status_code == 200
    assert api.raw("GET", "companyinfo/1").status_code == 500
    assert [other.raw("GET", "preferences").status_code for _ in range(3)] == [503, 503, 200]


def test_faults_are_cleared_and_nonsense_is_refused(api, control):
    control.fault(kind="http", status=500)
    control.delete("faults")
    assert api.raw("GET", "preferences").status_code == 200
    for order in ({"kind": "earthquake"}, {"kind": "http", "colour": 1}, {}):
        response = control.session.post(f"{control.address}/_sandbox/faults", json=order)
        assert response.status_code == 400
