"""The Web Connector's stand-in: what it does in which order, and that no wrong reply passes."""

import pytest
from scripted_service import MESSAGE, Service

ORDER = [
    "serverVersion",
    "clientVersion",
    "authenticate",
    "sendRequestXML",
    "receiveResponseXML",
    "closeConnection",
]


@pytest.fixture
def service():
    running = Service()
    yield running
    running.stop()


@pytest.fixture
def company(control):
    return control.post("desktop/companies", {"name": "Ada's Shop"})


@pytest.fixture
def connector(control, service, company):
    """Runs sessions: ``connector(faults…)`` returns the log."""
    made = control.post(
        "desktop/connectors", {"qwc": service.qwc(), "password": "pw", "company": company["id"]}
    )
    control.post(f"desktop/connectors/{made['id']}/settings", {"pause": 0})

    def run(*faults, **settings):
        if settings:
            control.post(f"desktop/connectors/{made['id']}/settings", settings)
        return control.post(f"desktop/connectors/{made['id']}/run", {"faults": list(faults)})

    return run


def test_a_session_goes_through_intuits_order_of_calls(connector, service, company):
    log = connector()
    assert (log["status"], log["closing"], log["violations"]) == ("done", "OK", [])
    assert log["calls"] == ORDER
    assert log["percentages"] == [100]
    assert service.made("authenticate") == [{"strUserName": "me", "strPassword": "pw"}]
    [sent] = service.made("sendRequestXML")
    assert sent["strCompanyFileName"] == company["path"]
    assert (sent["qbXMLCountry"], sent["qbXMLMajorVers"], sent["qbXMLMinorVers"]) == (
        "US",
        "13",
        "0",
    )
    [answered] = service.made("receiveResponseXML")
    assert "CustomerQueryRs" in answered["response"]
    assert {values["ticket"] for _name, values in service.calls[3:]} == {"ticket-1"}


def test_quickbooks_says_what_it_is_with_the_first_request_only(connector, service):
    service.results["sendRequestXML"] = [MESSAGE, MESSAGE]
    answers = [40, 100]
    service.results["receiveResponseXML"] = lambda _values: answers.pop(0)
    log = connector()
    first, second = service.made("sendRequestXML")
    for part in ("HostRet", "CompanyRet", "PreferencesRet"):
        assert part in first["strHCPResponse"]
    # The Web Connector's own mark in the company file, by which it is known again.
    assert "{11111111-2222-3333-4444-555555555555}" in first["strHCPResponse"]
    assert second["strHCPResponse"] == ""
    assert log["percentages"] == [40, 100]


@pytest.mark.parametrize(
    ("answer", "status"),
    [("none", "nothing to do"), ("nvu", "not a valid user"), ("busy", "busy")],
)
def test_without_work_it_only_closes(connector, service, answer, status):
    service.results["authenticate"] = ["t", answer]
    log = connector()
    assert (log["status"], log["violations"]) == (status, [])
    assert log["calls"] == [*ORDER[:3], "closeConnection"]


def test_an_empty_message_has_it_ask_why_and_close(connector, service):
    service.results["sendRequestXML"] = []
    log = connector()
    assert (log["status"], log["error"]) == ("ended early", "Nothing to send.")
    assert log["calls"][-2:] == ["getLastError", "closeConnection"]


def test_a_negative_percentage_has_it_ask_why_and_close(connector, service):
    service.results["receiveResponseXML"] = -5
    log = connector()
    assert (log["status"], log["error"]) == ("stopped", "Nothing to send.")


def test_no_operation_has_it_wait_and_ask_again(connector, service):
    service.results["sendRequestXML"] = ["NoOp", "NoOp", MESSAGE]
    service.results["getLastError"] = "NoOp"
    log = connector()
    assert (log["status"], log["violations"]) == ("done", [])
    assert log["calls"].count("getLastError") == 2


def test_a_file_that_is_not_open_is_an_error_until_the_server_gives_up(connector, service, control):
    log = connector(company=None)
    assert (log["status"], log["calls"][-1]) == ("not opened", "connectionError")
    assert service.made("connectionError")[0]["hresult"] == "0x80040416"


def test_another_open_file_is_not_the_one_that_is_asked_for(connector, service, control, company):
    other = control.post("desktop/companies", {"name": "Other"})
    service.results["authenticate"] = ["ticket-1", company["path"].upper()]
    log = connector(company=other["id"])
    assert log["status"] == "not opened"
    assert service.made("connectionError")[0]["hresult"] == "0x8004040A"
    service.results["connectionError"] = ""  # take what is open
    assert connector()["status"] == "done"
    assert service.made("sendRequestXML")[0]["strCompanyFileName"] == other["path"]


def test_a_closed_file_opens_by_its_path_once_quickbooks_has_granted_access(
    connector, service, company
):
    service.results["authenticate"] = ["ticket-1", company["path"]]
    assert connector(company=None)["status"] == "not opened"
    assert service.made("connectionError")[0]["hresult"] == "0x80040418"
    assert connector(company=company["id"])["status"] == "done"
    service.results["sendRequestXML"] = [MESSAGE]
    assert connector(company=None)["status"] == "done"


def test_an_application_may_ask_for_rpc_style(control, service, company):
    made = control.post(
        "desktop/connectors",
        {"qwc": service.qwc(Style="RPC"), "password": "pw", "company": company["id"]},
    )
    log = control.post(f"desktop/connectors/{made['id']}/run", {})
    assert log["status"] == "done"
    assert service.made("sendRequestXML")[0]["qbXMLMajorVers"] == "13"
    assert "q1:sendRequestXML" in service.bodies[3]


# What must not pass


def spoiled(old, new, method="sendRequestXML"):
    def change(called, body):
        assert called != method or old in body
        return body.replace(old, new) if called == method else body

    return change


ARRAYS = "http://schemas.microsoft.com/2003/10/Serialization/Arrays"
WRONG = {
    "not well-formed": spoiled(b"</soap:Body>", b""),
    "white space between elements": spoiled(b"<soap:Body>", b"<soap:Body>\n "),
    "SOAP 1.2": spoiled(
        b"http://schemas.xmlsoap.org/soap/envelope/", b"http://www.w3.org/2003/05/soap-envelope"
    ),
    "another namespace": spoiled(b"http://developer.intuit.com/", b"http://developer.intuit.com"),
    "another result": spoiled(b"sendRequestXMLResult", b"sendRequestXMLReturn"),
    "elements instead of text": spoiled(b"&lt;QBXML&gt;", b"<QBXML/>"),
    "no XML declaration": spoiled(b'<?xml version="1.0" encoding="utf-8"?><soap', b"<soap"),
    "a document type": spoiled(b"<soap:Envelope", b"<!DOCTYPE x><soap:Envelope"),
    "one string of two": spoiled(b"<string></string>", b"", "authenticate"),
    "five strings": spoiled(
        b"<string></string>", b"<string></string>" + b"<string>1</string>" * 3, "authenticate"
    ),
    "strings in Microsoft's namespace": spoiled(
        b"<string>", f'<string xmlns="{ARRAYS}">'.encode(), "authenticate"
    ),
    "no number": spoiled(b">100<", b">done<", "receiveResponseXML"),
    "more than a hundred": spoiled(b">100<", b">101<", "receiveResponseXML"),
}


@pytest.mark.parametrize("wrong", WRONG)
def test_a_wrong_reply_is_a_violation(connector, service, wrong):
    service.spoil = WRONG[wrong]
    log = connector()
    assert log["status"] == "violation"
    assert len(log["violations"]) == 1


@pytest.mark.parametrize(
    "values", [{"status": 500}, {"status": 302}, {"content_type": "application/soap+xml"}]
)
def test_a_wrong_http_answer_is_a_violation(connector, service, values):
    vars(service).update(values)
    assert connector()["status"] == "violation"


@pytest.mark.parametrize(
    "message",
    [
        "Please wait",
        MESSAGE.replace("13.0", "16.0"),
        MESSAGE.replace('requestID="1"', 'requestID="é"'),
        "<QBXML/>",
    ],
)
def test_a_message_that_quickbooks_cannot_take_is_a_violation(connector, service, message):
    service.results["sendRequestXML"] = [message]
    assert connector()["status"] == "violation"


def test_a_message_of_wrong_structure_comes_back_with_an_hresult(connector, service):
    service.results["sendRequestXML"] = [MESSAGE.replace("CustomerQueryRq", "NonsenseRq")]
    service.results["receiveResponseXML"] = -1
    assert connector()["violations"] == []
    [answered] = service.made("receiveResponseXML")
    assert (answered["response"], answered["hresult"]) == ("", "0x80040400")


def test_letting_in_without_a_ticket_is_a_violation(connector, service):
    service.results["authenticate"] = ["", ""]
    assert connector()["status"] == "violation"


def test_a_falling_percentage_is_a_warning(connector, service):
    service.results["sendRequestXML"] = [MESSAGE] * 3
    answers = [60, 30, 100]
    service.results["receiveResponseXML"] = lambda _values: answers.pop(0)
    assert connector()["warnings"] == ["the percentage falls to 30"]


# Interruptions


def test_an_answer_is_lost_after_quickbooks_executed_the_message(
    connector, service, control, company
):
    log = connector({"kind": "disconnect_before", "at": "receiveResponseXML"})
    assert log["status"] == "disconnected"
    assert not service.made("receiveResponseXML")
    assert control.get(f"desktop/companies/{company['id']}/log")["requests"]["CustomerQueryRq"] == 1


def test_a_message_is_lost_before_quickbooks_gets_it(connector, service, control, company):
    connector({"kind": "disconnect_after", "at": "sendRequestXML"})
    assert (
        "CustomerQueryRq" not in control.get(f"desktop/companies/{company['id']}/log")["requests"]
    )


def test_an_answer_is_delivered_twice(connector, service):
    assert connector({"kind": "repeat", "at": "receiveResponseXML"})["status"] == "done"
    assert len(service.made("receiveResponseXML")) == 2


def test_a_message_is_refused_although_it_was_executed(connector, service, control, company):
    connector({"kind": "hresult", "hresult": "0x80040402", "executed": True})
    assert service.made("receiveResponseXML")[0]["hresult"] == "0x80040402"
    assert control.get(f"desktop/companies/{company['id']}/log")["requests"]["CustomerQueryRq"] == 1


def test_an_answer_is_cut_or_very_long(connector, service):
    connector({"kind": "cut"})
    service.results["sendRequestXML"] = [MESSAGE]
    connector({"kind": "pad", "bytes": 1_000_000})
    cut, padded = (values["response"] for values in service.made("receiveResponseXML"))
    assert "</QBXML>" not in cut
    assert len(padded) > 1_000_000


# The .qwc file


@pytest.mark.parametrize(
    "changes",
    [
        {"AppURL": "http://shop.example.com/x"},
        {"AppSupport": "http://other.example.com/"},
        {"OwnerID": "8C6A2F41-3D0B-4E57-9A1C-5B7E60D4F293"},
        {"FileID": ""},
        {"AppDescription": "x" * 81},
        {"QBType": "QBO"},
        {"UserName": ""},
        {"Style": "Anything"},
        {"Scheduler": "<RunEveryNMinutes>0</RunEveryNMinutes>"},
    ],
)
def test_a_wrong_qwc_file_is_refused(control, service, company, changes):
    response = control.session.post(
        f"{control.address}/_sandbox/desktop/connectors",
        json={"qwc": service.qwc(**changes), "password": "pw", "company": company["id"]},
    )
    assert response.status_code == 400
