"""The sandbox's own controls: books, clock, log, settings, pages; and its process with a file."""

import http.client
import os
import re
import signal
import subprocess
import sys
from pathlib import Path

import pytest
import requests
from sandbox_clients import Api, Control, sales_line

ROOT = Path(__file__).resolve().parents[2]


def post(control, path, body=None):
    return control.session.post(f"{control.address}/_sandbox/{path}", json=body or {})


def test_the_books_show_every_object(api, control):
    buyer = api.customer()
    made = api.sale("Invoice", buyer)
    books = control.get(f"companies/{api.realm}/books")
    assert books["Invoice"] == [made]
    assert books["Customer"][0]["Balance"] == 100
    assert control.get(f"companies/{api.realm}/books/invoice") == {"Invoice": [made]}


def test_companies_are_opened_with_a_profile_and_settings(control):
    made = control.post(
        "companies", {"realm": "42", "profile": "uk", "name": "Tea Ltd", "AllowShipping": True}
    )
    assert made == {"realmId": "42", "name": "Tea Ltd", "profile": "uk"}
    assert control.get("companies/42")["settings"]["AllowShipping"] is True
    assert "42" in {each["realmId"] for each in control.get("companies")["companies"]}
    api = Api(control.address, "42", control.token("42"))
    info = api.raw("GET", "companyinfo/42").json()["CompanyInfo"]
    assert (info["CompanyName"], info["Country"]) == ("Tea Ltd", "GB")
    prefs = api.raw("GET", "preferences").json()["Preferences"]
    assert prefs["SalesFormsPrefs"]["AllowShipping"] is True
    assert prefs["CurrencyPrefs"]["HomeCurrency"] == {"value": "GBP"}
    assert "BookCloseDate" not in prefs["AccountingInfoPrefs"]


@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("companies", {"profile": "mars"}),
        ("companies", {"Colour": "red"}),
        ("companies", {"realm": "9130350000000001"}),
        ("clock", {"mode": "backwards"}),
        ("throttle", {"per_hour": 1}),
        ("oauth", {"rotate": "never"}),
        ("apps", {"client_id": "x"}),
    ],
)
def test_controls_refuse_what_they_do_not_know(control, path, body):
    response = post(control, path, body)
    assert response.status_code == 400
    assert response.json()["error"]


def test_unknown_controls_and_companies_are_not_found(control):
    assert post(control, "nonsense").status_code == 404
    assert post(control, "companies/1/token").status_code == 404
    assert post(control, "save").status_code == 400


def test_settings_show_in_the_preferences_and_raise_their_token(api, control):
    before = api.raw("GET", "preferences").json()["Preferences"]
    control.post(f"companies/{api.realm}/preferences", {"BookCloseDate": "2026-01-31"})
    after = api.raw("GET", "preferences").json()["Preferences"]
    assert after["AccountingInfoPrefs"]["BookCloseDate"] == "2026-01-31"
    assert int(after["SyncToken"]) == int(before["SyncToken"]) + 1


def test_the_clock_is_set_frozen_and_advanced(api, control):
    control.post("clock", {"mode": "frozen", "set": "2027-03-01T12:00:00-08:00"})
    api.use(control.token(api.realm))
    made = api.sale("Invoice", api.customer())
    assert made["TxnDate"] == "2027-03-01"
    assert made["DueDate"] == "2027-03-31"
    assert made["MetaData"]["CreateTime"] == "2027-03-01T12:00:00-08:00"
    assert control.post("clock", {"advance": 3600})["now"] == "2027-03-01T13:00:00.000-08:00"
    assert control.post("clock", {"mode": "real"})["mode"] == "real"


def test_the_log_tells_what_was_asked(api, control):
    last = control.get("requests")["last"]
    buyer = api.customer()
    api.query("select * from Customer")
    body = {"CustomerRef": {"value": buyer["Id"]}, "Line": [sales_line(1)]}
    items = [{"bId": str(each), "operation": "create", "Invoice": body} for each in range(3)]
    api.batch(items, requestid="r")
    api.raw("GET", "invoice/99")
    create, query, batch, read = control.get("requests", since=last)["requests"]
    assert (create["entity"], create["operation"], create["write"]) == ("customer", "create", True)
    assert (query["query"], query["write"]) == ("select * from Customer", False)
    assert (batch["items"], batch["requestid"]) == ({"create Invoice": 3}, "r")
    assert (read["status"], read["write"]) == (400, False)
    assert control.get("counters") == {
        "requests": 4,
        "reads": 2,
        "writes": 2,
        "batches": 1,
        "core": 2,
        "coreplus": 2,
        "throttled": 0,
    }
    control.post("requests/clear")
    assert control.get("counters")["requests"] == 0
    assert control.get("requests")["requests"] == []


def test_a_reset_brings_back_the_first_state(api, control):
    api.customer()
    control.post("reset")
    assert [each["realmId"] for each in control.get("companies")["companies"]] == [
        "9130350000000001"
    ]
    assert api.raw("GET", "preferences").status_code == 401


def test_a_document_has_a_page(api, control):
    made = api.sale("Invoice", api.customer("Tea & <Sons>"), DocNumber="S1")
    address = f"{control.address}/app/invoice?txnId={made['Id']}"
    text = requests.get(f"{address}&realm={api.realm}").text
    assert "Invoice S1" in text and "Tea &amp; &lt;Sons&gt;" in text and "100.00" in text
    assert requests.get(address).text == text
    assert requests.get(f"{control.address}/app/invoice?txnId=99").status_code == 404
    assert requests.get(f"{control.address}/app/nonsense?txnId=1").status_code == 404
    assert api.realm in requests.get(control.address).text


def test_a_connection_is_kept_for_the_next_request(control):
    connection = http.client.HTTPConnection(control.address.removeprefix("http://"), timeout=5)
    sockets = []
    for path in ("/_sandbox/health", "/v3/company/1/preferences", "/nowhere", "/"):
        connection.request("GET", path)
        connection.getresponse().read()
        sockets.append(connection.sock)
    assert sockets[0] is not None
    assert all(each is sockets[0] for each in sockets)
    connection.close()


# -- the process -----------------------------------------------------------------------------------


class Process:
    """A sandbox started as a user starts it."""

    def __init__(self, *arguments):
        self.process = subprocess.Popen(
            [sys.executable, "-m", "quickbooks_sandbox", "--port", "0", *arguments],
            cwd=ROOT,
            stdout=subprocess.PIPE,
            text=True,
            env={**os.environ, "PYTHONUNBUFFERED": "1"},
        )
        line = self.process.stdout.readline()
        self.control = Control(re.search(r"http://\S+", line).group())

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.stop()

    def stop(self):
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
            assert self.process.wait(10) == 0
        self.process.stdout.close()


def test_the_process_opens_the_companies_asked_for():
    with Process("--company", "us", "ca", "uk") as running:
        companies = running.control.get("companies")["companies"]
        assert [each["profile"] for each in companies] == ["us", "ca", "uk"]
        assert running.control.get("health")["status"] == "ok"


def test_a_file_keeps_everything_over_a_restart(tmp_path):
    arguments = ("--file", str(tmp_path / "state.json"))
    with Process(*arguments) as running:
        control = running.control
        control.post("throttle", {"enabled": False})
        realm = control.company("us", CustomTxnNumbers=True)
        token = control.token(realm)
        api = Api(control.address, realm, token)
        buyer = api.customer()
        estimate = api.sale("Estimate", buyer)
        link = [{"TxnId": estimate["Id"], "TxnType": "Estimate"}]
        invoice = api.sale("Invoice", buyer, LinkedTxn=link, DocNumber="S1")
        api.payment(buyer, 60, (invoice, 60))
        api.delete("Estimate", api.sale("Estimate", buyer))
        api.save("Customer", {"DisplayName": "B"}, requestid="r")
        before = control.get(f"companies/{realm}/books")
        control.post("save")
    with Process(*arguments) as running:
        control = running.control
        assert control.get(f"companies/{realm}/books") == before
        api = Api(control.address, realm, token)
        assert api.read("Customer", buyer["Id"])["Balance"] == 40
        assert api.save("Customer", {"DisplayName": "B"}, requestid="r")["DisplayName"] == "B"
        body = {"CustomerRef": {"value": buyer["Id"]}, "Line": [sales_line(1)]}
        assert api.refused("Invoice", {**body, "DocNumber": "S1"})["code"] == "6140"
        assert api.refused("Customer", {"DisplayName": "ada lovelace"})["code"] == "6240"
        api.payment(buyer, 40, (invoice, 40))
        assert api.read("Invoice", invoice["Id"])["Balance"] == 0
