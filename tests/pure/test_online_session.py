"""Whatever happens on the wire, it is certain whether QuickBooks may have carried out a request."""

import socket

import pytest
from freezegun import freeze_time
from scripted_server import CLOSE, SILENT, reply, serving

from connex_bridge.bridge.online.session import (
    NotSent,
    Refused,
    Session,
    SessionError,
    Throttled,
    Unanswered,
    Unauthorized,
)

ANSWER = '{"BatchItemResponse":[{"bId":"1","Invoice":{"Id":"7","SyncToken":"0"}}],"time":"t"}'
FAULT = '{"Fault":{"Error":[{"Message":"m","Detail":"d","code":"%s"}],"type":"ValidationFault"}}'
EXPIRED = (
    '{"fault":{"error":[{"message":"AuthenticationFailed","detail":"Token expired",'
    '"code":"3200"}],"type":"AUTHENTICATION"}}'
)
THROTTLED_XML = (
    '<IntuitResponse xmlns="http://schema.intuit.com/finance/v3"><Fault type="SERVICE">'
    '<Error code="3001"><Message>ThrottleExceeded</Message></Error></Fault></IntuitResponse>'
)


class Tokens:
    def __init__(self):
        self.asked = []

    def __call__(self, force):
        self.asked.append(force)
        return f"secret-token-{len(self.asked)}"


def session(server, **more):
    return Session(server.url + "/", "123", more.pop("token", Tokens()), **more)


def send(server, **more):
    return session(server, **more).batch(b'{"a":1}', "request-1")


def raised(*script, **more):
    with serving(*script) as server, pytest.raises(SessionError) as caught:
        send(server, **more)
    return caught.value


def test_a_batch_goes_to_the_company_with_its_request_id_and_token():
    with serving(reply(ANSWER)) as server:
        assert send(server) == ANSWER.encode()
    head, _, body = server.requests[0].partition(b"\r\n\r\n")
    lines = head.decode().split("\r\n")
    assert lines[0] == ("POST /v3/company/123/batch?minorversion=75&requestid=request-1 HTTP/1.1")
    headers = dict(line.split(": ", 1) for line in lines[1:])
    assert headers["Authorization"] == "Bearer secret-token-1"
    assert headers["Accept"] == "application/json"
    assert headers["Content-Type"] == "application/json"
    assert headers["User-Agent"] == "ConnexBridge/1.0"
    assert body == b'{"a":1}'


def test_a_log_gets_each_request_with_intuits_number_and_no_secret():
    seen = []
    with serving(reply(ANSWER, intuit_tid="1-abc")) as server:
        send(server, on_exchange=seen.append)
    [exchanged] = seen
    assert (exchanged.method, exchanged.path, exchanged.status_code) == ("POST", "batch", 200)
    assert exchanged.intuit_tid == "1-abc"
    assert "secret" not in repr(exchanged)


# Certainly not carried out


def test_a_refused_connection_was_not_sent():
    with socket.create_server(("127.0.0.1", 0)) as free:
        url = f"http://127.0.0.1:{free.getsockname()[1]}"
    with pytest.raises(NotSent) as caught:
        Session(url, "123", Tokens()).batch(b"{}", "1")
    assert caught.value.problem_code == "unreachable"


@pytest.mark.parametrize("url", ["http://no-such-host.invalid", "nonsense", "http://"])
def test_an_address_that_leads_nowhere_was_not_sent(url):
    with pytest.raises(NotSent):
        Session(url, "123", Tokens(), timeout=(2, 2)).read("preferences")


def test_a_server_without_tls_was_not_sent():
    with serving(b"HTTP/1.1 400 X\r\n\r\n") as server, pytest.raises(NotSent):
        Session(server.url.replace("http:", "https:"), "123", Tokens()).read("preferences")


@pytest.mark.parametrize(
    ("answer", "seconds"),
    [
        (reply("{}", 429), 60),
        (reply("", 429, Retry_After="7"), 7),
        (reply("", 429, Retry_After="Mon, 02 Nov 2026 10:00:30 GMT"), 30),
        (reply("", 429, Retry_After="999999999"), 3600),
        (reply(THROTTLED_XML, 403), 60),
        (reply(FAULT % "003001", 400), 60),
    ],
)
def test_too_many_requests_say_how_long_to_wait(answer, seconds):
    with freeze_time("2026-11-02 10:00:00"):
        failure = raised(answer)
    assert isinstance(failure, Throttled)
    assert failure.retry_after == seconds
    assert failure.refused


def test_an_expired_token_is_renewed_once_and_the_same_bytes_are_sent_again():
    tokens = Tokens()
    with serving(reply(EXPIRED, 401), reply(ANSWER)) as server:
        assert send(server, token=tokens) == ANSWER.encode()
    assert tokens.asked == [False, True]
    first, second = (request.split(b"\r\n\r\n") for request in server.requests)
    assert first[1] == second[1]
    assert first[0].split(b"\r\n")[0] == second[0].split(b"\r\n")[0]
    assert b"secret-token-2" in second[0]


def test_a_new_token_that_is_refused_too_needs_a_person():
    failure = raised(reply(EXPIRED, 401), reply(EXPIRED, 401))
    assert isinstance(failure, Unauthorized)
    assert failure.problem_code == "reconnect"


@pytest.mark.parametrize(
    ("answer", "code", "problem"),
    [
        (reply(FAULT % "2010", 400), "2010", "not_understood"),
        (reply(FAULT % "610"), "610", "inactive_or_deleted"),
        (
            reply(FAULT.replace("Fault", "fault").replace("Error", "error") % "3100", 403),
            "3100",
            "wrong_company",
        ),
        (reply("<html>Not here</html>", 404), "not_json", "not_json"),
        (reply("", 302, Location="http://127.0.0.1:1/elsewhere"), "not_json", "not_json"),
    ],
)
def test_a_refusal_of_the_whole_request_says_why(answer, code, problem):
    failure = raised(answer)
    assert isinstance(failure, Refused)
    assert failure.fault.code == code
    assert failure.problem_code == problem


# Perhaps carried out


@pytest.mark.parametrize(
    "answer",
    [
        CLOSE,
        b"HTTP/1.1 200 OK\r\nContent-Length: 500\r\n\r\n" + ANSWER.encode(),
        reply(ANSWER[:40]),
        reply("<html>Log in to the Wi-Fi</html>"),
        reply(""),
        reply("[]"),
        reply('{"time":"t"}'),
        reply("", 500),
        reply(FAULT % "10000", 500),
        reply(FAULT % "10000"),
        reply(FAULT.replace("Validation", "System") % "6000", 400),
        reply(FAULT % "6000", 500),
        reply("<html>Bad gateway</html>", 502),
        reply("", 503),
        reply("[" * 100_000),
    ],
)
def test_a_broken_answer_leaves_it_open_what_quickbooks_did(answer):
    assert isinstance(raised(answer), Unanswered)


def test_silence_leaves_it_open_what_quickbooks_did():
    failure = raised(SILENT, timeout=(1, 0.2))
    assert isinstance(failure, Unanswered)
    assert failure.problem_code == "unanswered"


@pytest.mark.parametrize("answer", [CLOSE, reply(EXPIRED, 403), reply("x", 500)])
def test_no_error_shows_the_token(answer):
    failure = raised(answer)
    assert "secret" not in f"{failure!r} {failure} {failure.__cause__!r}"


# Waiting for one's turn


class Turns:
    """A limiter that lets requests in after these seconds, one after the other."""

    def __init__(self, *waits):
        self.waits = list(waits)
        self.asked = []
        self.closed = []

    def book(self, is_batch):
        self.asked.append(is_batch)
        return self.waits.pop(0)

    def refused(self, seconds):
        self.closed.append(seconds)


def test_every_request_waits_for_its_turn_and_says_whether_it_is_a_batch():
    turns = Turns(0.01, 0.01)
    with serving(reply(ANSWER), reply('{"Preferences":{}}')) as server:
        send(server, limiter=turns)
        session(server, limiter=turns).read("preferences")
    assert turns.asked == [True, False]


def test_a_request_whose_turn_is_far_off_is_not_sent():
    with serving() as server, pytest.raises(Throttled) as caught:
        send(server, limiter=Turns(30))
    assert caught.value.retry_after == 30
    assert server.requests == []


def test_everybody_is_told_when_quickbooks_takes_no_more_requests():
    turns = Turns(0)
    assert isinstance(raised(reply("", 429, Retry_After="7"), limiter=turns), Throttled)
    assert turns.closed == [7]
