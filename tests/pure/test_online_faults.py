"""Every refusal of QuickBooks, in whatever shape, leads to one thing to do and one sentence to read."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from connex_bridge.bridge.online.faults import TABLE, Fault, fault_of, parse_fault, resolve

ACTIONS = {"retry", "refresh", "reread", "lookup", "hold", "reconnect", "stop"}
ENTITY = (
    b'{"Fault":{"Error":[{"Message":"Duplicate Name Exists Error","Detail":"The name supplied '
    b'already exists.","code":"6240","element":"DisplayName"}],"type":"ValidationFault"},"time":"t"}'
)
GATEWAY = (
    b'{"warnings":null,"fault":{"error":[{"message":"message=AuthenticationFailed; errorCode=003200",'
    b'"detail":"Token expired","code":"3200","element":null}],"type":"AUTHENTICATION"},"time":1}'
)
XML = (
    b'<?xml version="1.0"?><IntuitResponse xmlns="http://schema.intuit.com/finance/v3" time="t">'
    b'<Fault type="SERVICE"><Error code="003001"><Message>ThrottleExceeded</Message>'
    b"<Detail>The request limit was reached.</Detail></Error></Fault></IntuitResponse>"
)


@pytest.mark.parametrize(
    ("body", "code", "message", "detail", "element", "kind"),
    [
        (
            ENTITY,
            "6240",
            "Duplicate Name Exists Error",
            "The name supplied already exists.",
            "DisplayName",
            "ValidationFault",
        ),
        (
            GATEWAY,
            "3200",
            "message=AuthenticationFailed; errorCode=003200",
            "Token expired",
            "",
            "AUTHENTICATION",
        ),
        (XML, "3001", "ThrottleExceeded", "The request limit was reached.", "", "SERVICE"),
    ],
)
def test_a_fault_is_read_in_every_shape(body, code, message, detail, element, kind):
    assert parse_fault(body, 400) == Fault(code, message, detail, element, 400, kind)


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"<html><body>Bad gateway</body></html>",
        b"{",
        b"[1]",
        b"{}",
        b"null",
        b"\xff\xfe",
        b"<a>",
        b'{"Fault":"no"}',
    ],
)
def test_what_is_no_fault_is_called_so_and_quoted(body):
    fault = parse_fault(body, 502)
    assert (fault.code, fault.http_status) == ("not_json", 502)


@given(st.binary(max_size=200))
def test_no_body_is_too_strange(body):
    assert parse_fault(body, 500).code


def test_several_errors_are_all_told():
    errors = [
        {"Message": "a", "Detail": "first", "code": "2020"},
        {"Detail": "second", "code": "1"},
    ]
    fault = fault_of({"Fault": {"Error": errors}})
    assert (fault.code, fault.detail) == ("2020", "first; second")


def test_a_token_in_a_fault_is_hidden():
    detail = "Token expired: Bearer eyJabc.def"
    fault = fault_of({"fault": {"error": [{"code": "3200", "detail": detail}]}})
    assert "eyJ" not in str(fault)


@pytest.mark.parametrize(
    ("fault", "action", "problem"),
    [
        (Fault("5010"), "reread", "changed_in_quickbooks"),
        (Fault("6140"), "lookup", "number_used"),
        (Fault("6240"), "lookup", "name_used"),
        (Fault("600"), "lookup", "duplicate_request"),
        (Fault("610"), "hold", "inactive_or_deleted"),
        (Fault("6210"), "hold", "period_closed"),
        (Fault("3200", http_status=401), "refresh", "reconnect"),
        (Fault("3100", http_status=403), "reconnect", "wrong_company"),
        (Fault("003001", http_status=403), "retry", "throttled"),
        (Fault("not_json", http_status=429), "retry", "throttled"),
        (Fault("not_json", http_status=503), "retry", "not_json"),
        (Fault("10000", http_status=500), "retry", "quickbooks_failed"),
        (Fault("6190"), "stop", "subscription_ended"),
        (Fault("120", http_status=401), "reconnect", "access_lost"),
        # no row of their own
        (Fault("130", http_status=401), "refresh", "reconnect"),
        (Fault("2170"), "hold", "field_refused"),
        (Fault("6999"), "hold", "business_rule"),
        (Fault("4000"), "hold", "not_understood"),
        (Fault("10999"), "retry", "quickbooks_failed"),
        (Fault("unknown"), "hold", "business_rule"),
    ],
)
def test_each_fault_has_one_thing_to_do(fault, action, problem):
    assert resolve(fault) == (action, problem)


#: Intuit's own list of codes, by what a program can do about them.
LISTED = {
    "reconnect": (120, 3100),
    "refresh": (3200,),
    "stop": (6190,),
    "reread": (5010,),
    "lookup": (600, 630, 6140, 6240),
    "retry": (150, 3001, 10000, 10100, 10200),
    "hold": (
        (500, 610, 620, 700, 800, 900, 1000, 1010, 1020, 1040, 2000, 2010, 2020, 2030, 2040, 2050)
        + tuple(range(2060, 2310, 10))
        + (2500, 3000, 4000, 4001, 4002, 5020, 5030, 6000, 6070, 6080, 6090, 6100, 6130, 6160)
        + (6170, 6180, 6200, 6210, 6230, 6250, 6270, 6280, 6310, 6420, 6430, 6440, 6450, 6470)
        + (6480, 6540)
    ),
}


@pytest.mark.parametrize(
    ("action", "code"), [(action, code) for action, codes in LISTED.items() for code in codes]
)
def test_every_code_of_intuits_list_does_what_can_be_done(action, code):
    status = 401 if code in (120, 150, 3200) else 500 if code >= 10000 else 400
    assert resolve(Fault(str(code), http_status=status)).action == action
    assert resolve(Fault(f"{code:06}", http_status=status)).action == action


@given(
    st.integers(0, 99999).map(str) | st.text(max_size=8), st.sampled_from([0, 200, 400, 401, 500])
)
def test_no_code_is_left_without_a_resolution(code, status):
    resolution = resolve(Fault(code, http_status=status))
    assert resolution.action in ACTIONS
    assert resolution.problem_code


def test_every_row_names_a_known_action():
    assert {resolution.action for resolution in TABLE.values()} == ACTIONS
