"""A bad day by chance: seeded, counted, and only for those who were meant."""

import pytest
import requests
from requests.adapters import HTTPAdapter
from sandbox_clients import sales_line
from urllib3.util import Retry

from quickbooks_sandbox.random_faults import ITEMS, REQUESTS


@pytest.fixture
def bad_day(control):
    """Orders random faults; they end with the test."""
    yield lambda **order: control.post("random_faults", order)
    control.delete("random_faults")


def wait_for(address):
    """Return once new connections are accepted."""
    patient = requests.Session()
    patient.mount("http://", HTTPAdapter(max_retries=Retry(connect=30, backoff_factor=0.02)))
    assert patient.get(f"{address}/_sandbox/health", timeout=5).json()["status"] == "ok"


def outcomes(api, count):
    found = []
    for _number in range(count):
        try:
            found.append(api.raw("GET", "preferences", timeout=2).status_code)
        except requests.exceptions.RequestException as failure:
            found.append(type(failure).__name__)
    return found


def test_the_same_seed_gives_the_same_faults(api, bad_day, control):
    names = ["reset before", "429", "500", "HTML", "401"]
    runs = []
    for seed in (7, 7, 8):
        bad_day(seed=seed, rate=0.5, names=names)
        runs.append(outcomes(api, 30))
    assert runs[0] == runs[1] != runs[2]
    hits = control.get("random_faults")["hits"]
    assert set(hits) <= set(names)
    assert sum(hits.values()) == sum(each != 200 for each in runs[2])


def test_every_kind_of_fault_can_be_drawn(api, bad_day, control):
    for name in REQUESTS:
        bad_day(seed=1, rate=1, names=[name], silence=3)
        answer = outcomes(api, 1)
        wait_for(control.address)
        assert control.get("random_faults")["hits"] == {name: 1}
        assert answer != [200] or name in ("slow", "XML", "HTML with status 200", "truncated")


def test_items_of_a_batch_are_refused_by_chance_and_nothing_is_done_for_them(api, bad_day):
    buyer = api.customer()
    bad_day(seed=3, item_rate=0.5, names=[name for name in ITEMS if "after" not in name])
    body = {"CustomerRef": {"value": buyer["Id"]}, "Line": [sales_line(1)]}
    items = [{"bId": str(each), "operation": "create", "Invoice": body} for each in range(30)]
    answers = api.batch(items)
    refused = [answer for answer in answers if "Fault" in answer]
    assert 5 < len(refused) < 25
    assert api.query("select count(*) from Invoice") == {"totalCount": 30 - len(refused)}


def test_items_that_are_refused_after_the_work_is_done_are_there_all_the_same(
    api, bad_day, control
):
    buyer = api.customer()
    bad_day(seed=3, item_rate=1, names=["item: 10000 after"])
    body = {"CustomerRef": {"value": buyer["Id"]}, "Line": [sales_line(1)]}
    items = [{"bId": str(each), "operation": "create", "Invoice": body} for each in range(5)]
    answers = api.batch(items)
    assert [each["Fault"]["Error"][0]["code"] for each in answers] == ["10000"] * 5
    assert control.get("random_faults")["hits"] == {"item: 10000 after": 5}
    control.delete("random_faults")
    assert api.query("select count(*) from Invoice") == {"totalCount": 5}


def test_an_answer_in_xml_comes_after_the_work_is_done(api, bad_day, control):
    bad_day(seed=1, rate=1, names=["XML"])
    answer = api.raw("POST", "customer", {"DisplayName": "A"})
    assert answer.headers["Content-Type"] == "application/xml"
    control.delete("random_faults")
    assert api.query("select count(*) from Customer") == {"totalCount": 1}


def test_only_the_company_and_the_application_that_were_meant_are_hit(api, api_of, bad_day):
    bad_day(seed=1, rate=1, names=["500"], realm=api.realm, client_id="sandbox-client")
    assert api_of("us").raw("GET", "preferences").status_code == 200
    assert api.raw("GET", "preferences").status_code == 500
    bad_day(seed=1, rate=1, names=["500"], client_id="another")
    assert api.raw("GET", "preferences").status_code == 200


def test_an_outage_refuses_connections_and_ends(api, control):
    control.fault(kind="outage", seconds=3)
    assert outcomes(api, 1) == ["ConnectionError"]
    with pytest.raises(requests.exceptions.ConnectionError) as refused:
        requests.get(f"{control.address}/_sandbox/health", timeout=0.5)
    assert "refused" in str(refused.value)
    wait_for(control.address)


def test_nonsense_is_refused(control):
    for order in ({"names": ["earthquake"]}, {"colour": 1}):
        answer = control.session.post(f"{control.address}/_sandbox/random_faults", json=order)
        assert answer.status_code == 400


def test_refreshes_are_counted(api, control):
    before = control.get("oauth")["refreshes"]
    token = control.post(f"companies/{api.realm}/token")["refresh_token"]
    form = {"grant_type": "refresh_token", "refresh_token": token}
    requests.post(
        f"{control.address}/oauth2/v1/tokens/bearer",
        data=form,
        auth=("sandbox-client", "sandbox-secret"),
        timeout=5,
    ).raise_for_status()
    assert control.get("oauth")["refreshes"] == before + 1
