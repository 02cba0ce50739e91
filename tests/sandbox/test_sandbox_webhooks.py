"""The sandbox's webhooks: signed as Intuit does, tried again on its schedule, lost and doubled at will."""

import base64
import hashlib
import hmac
import http.server
import json
import threading

import pytest

VERIFIER = "b7f2c3de-verifier"


class Listener(http.server.ThreadingHTTPServer):
    """An address that is told; `status` is what it answers."""

    def __init__(self):
        self.heard, self.status = [], 200
        listener = self

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_POST(self):
                body = self.rfile.read(int(self.headers["Content-Length"]))
                listener.heard.append((body, self.headers))
                self.send_response(listener.status)
                self.send_header("Content-Length", "0")
                self.end_headers()

            def log_message(self, *_arguments):
                """Nobody reads it."""

        super().__init__(("127.0.0.1", 0), Handler)
        threading.Thread(target=self.serve_forever, args=(0.02,), daemon=True).start()
        self.url = f"http://127.0.0.1:{self.server_address[1]}/hook"

    def contents(self):
        return [json.loads(body) for body, _headers in self.heard]


@pytest.fixture
def listener():
    running = Listener()
    yield running
    running.shutdown()
    running.server_close()


@pytest.fixture
def hooks(control, listener):
    """Turns webhooks on, sent on request only."""
    control.post("clock", {"mode": "frozen"})

    def configure(**values):
        return control.post("webhooks", values)

    configure(url=listener.url, verifier=VERIFIER, automatic=False)
    return configure


def test_a_change_is_told_with_intuits_signature_over_the_bytes(control, api, hooks, listener):
    buyer = api.customer()
    assert control.post("deliver")["heard"] == 1
    body, headers = listener.heard[0]
    digest = hmac.new(VERIFIER.encode(), body, hashlib.sha256).digest()
    assert headers["intuit-signature"] == base64.b64encode(digest).decode()
    assert headers["Content-Type"] == "application/json; charset=utf-8"
    assert headers["intuit-t-id"] and headers["intuit-created-time"]
    (change,) = json.loads(body)["eventNotifications"]
    assert change["realmId"] == api.realm
    (event,) = change["dataChangeEvent"]["entities"]
    assert (event["name"], event["id"], event["operation"]) == ("Customer", buyer["Id"], "Create")
    assert event["lastUpdated"][-5] in "+-" and ":" not in event["lastUpdated"][-5:]


def test_void_and_delete_are_told_as_such(control, api, hooks, listener):
    invoice = api.sale("Invoice", api.customer())
    control.post("deliver")
    listener.heard.clear()
    api.void("Invoice", invoice)
    control.post("deliver")
    api.delete("Invoice", api.read("Invoice", invoice["Id"]))
    control.post("deliver")
    operations = [
        each["operation"]
        for content in listener.contents()
        for each in content["eventNotifications"][0]["dataChangeEvent"]["entities"]
        if each["name"] == "Invoice"
    ]
    assert operations == ["Void", "Delete"]


def test_cloudevents_carry_the_same_in_the_new_format(control, api, hooks, listener):
    hooks(format="cloudevents")
    buyer = api.customer()
    control.post("deliver")
    ((event,),) = listener.contents()
    assert event["type"] == "qbo.customer.created.v1"
    assert (event["intuitentityid"], event["intuitaccountid"]) == (buyer["Id"], api.realm)
    assert event["specversion"] == "1.0" and event["time"].endswith("Z")


def test_a_refused_write_and_a_read_are_not_told(control, api, hooks, listener):
    api.refused("customer", {"GivenName": "x" * 200})
    api.query("SELECT * FROM Customer")
    assert control.post("deliver")["waiting"] == []
    assert listener.heard == []


def test_what_is_not_heard_is_told_again_on_intuits_schedule(control, api, hooks, listener):
    listener.status = 500
    api.customer()
    pauses = []
    for _attempt in range(10):
        (waiting,) = control.post("deliver")["waiting"]
        now = control.get("clock")["seconds"]
        pauses.append(round(waiting["next_at"] - now))
        control.post("clock", {"advance": waiting["next_at"] - now - 1})
        control.post("deliver")  # a second too early
        control.post("clock", {"advance": 2})
    assert pauses == [10, 20, 30, 300, 1200, 7200, 14400, 21600, 21600, 21600]
    listener.status = 200
    (heard,) = control.post("deliver")["delivered"]
    assert heard["statuses"] == [500] * 10 + [200]


@pytest.mark.parametrize("status", [201, 204, 302, 404])
def test_only_200_counts_as_heard(control, api, hooks, listener, status):
    listener.status = status
    api.customer()
    assert [each["statuses"] for each in control.post("deliver")["waiting"]] == [[status]]


def test_notifications_get_lost_and_arrive_twice_on_request(control, api, hooks, listener):
    hooks(lose=1, duplicates=1)
    api.customer()
    api.customer(DisplayName="Second")
    state = control.post("deliver")
    assert (len(state["lost"]), len(state["delivered"])) == (1, 2)
    first, second = listener.contents()
    assert first == second


def test_notifications_arrive_in_another_order_on_request(control, api, hooks, listener):
    hooks(shuffle=7)
    for number in range(8):
        api.customer(DisplayName=f"Buyer {number}")
    control.post("deliver")
    told = [
        int(content["eventNotifications"][0]["dataChangeEvent"]["entities"][0]["id"])
        for content in listener.contents()
    ]
    assert len(told) == 8 and told != sorted(told)


def test_by_default_they_go_out_by_themselves(control, api, hooks, listener):
    told = threading.Event()
    original = listener.finish_request

    def finish(request, address):
        original(request, address)
        told.set()

    listener.finish_request = finish
    hooks(automatic=True)
    api.customer()
    assert told.wait(10)
    assert listener.contents()[0]["eventNotifications"]


def test_unknown_settings_are_refused(control):
    response = control.session.post(f"{control.address}/_sandbox/webhooks", json={"colour": "red"})
    assert response.status_code == 400
    response = control.session.post(f"{control.address}/_sandbox/webhooks", json={"format": "xml"})
    assert response.status_code == 400
