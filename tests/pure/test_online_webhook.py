"""Intuit's webhooks: what is genuine, and what both formats say."""

import base64
import contextlib
import hashlib
import hmac
import json
from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from connex_bridge.bridge.online import batch, moments, webhook

VERIFIER = "an-apps-verifier-token"
OLD = {
    "eventNotifications": [
        {
            "realmId": "1185883450",
            "dataChangeEvent": {
                "entities": [
                    {
                        "name": "Invoice",
                        "id": "17",
                        "operation": "Void",
                        "lastUpdated": "2026-10-05T14:42:19-0700",
                    },
                    {"name": "Customer", "id": "1", "operation": "Merge", "deletedId": "3"},
                ]
            },
        },
        {"realmId": "2", "dataChangeEvent": {"entities": []}},
    ]
}
NEW = [
    {
        "specversion": "1.0",
        "id": "88cd52aa-33b6-4351-9aa4-47572edbd068",
        "source": "intuit.dsnBgbseACLLRZNxo2dfc4evmEJdxde58xeeYcZliOU=",
        "type": "qbo.salesreceipt.updated.v1",
        "datacontenttype": "application/json",
        "time": "2026-09-10T21:31:25.179851517Z",
        "intuitentityid": "1234",
        "intuitaccountid": "310687",
        "data": {},
    }
]


def signature(body, verifier=VERIFIER):
    return base64.b64encode(hmac.new(verifier.encode(), body, hashlib.sha256).digest()).decode()


@given(st.binary(max_size=200))
def test_a_webhook_signed_with_the_verifier_is_genuine(body):
    assert webhook.is_genuine(body, signature(body), VERIFIER)


@given(st.binary(max_size=200), st.text(max_size=60))
def test_nothing_else_is_genuine(body, other):
    assert not webhook.is_genuine(body, other, VERIFIER)
    assert not webhook.is_genuine(body, signature(body, "another"), VERIFIER)
    assert not webhook.is_genuine(body + b" ", signature(body), VERIFIER)


@pytest.mark.parametrize("verifier", ["", None])
def test_without_a_verifier_nothing_is_genuine(verifier):
    assert not webhook.is_genuine(b"{}", signature(b"{}", ""), verifier)


def test_the_old_format_is_read():
    voided, merged = webhook.events(json.dumps(OLD).encode())
    assert voided == ("1185883450", "invoice", "17", "void", datetime(2026, 10, 5, 21, 42, 19))
    assert merged == ("1185883450", "customer", "1", "merge", None)


def test_the_cloudevents_format_is_read():
    (event,) = webhook.events(json.dumps(NEW).encode())
    assert event == ("310687", "salesreceipt", "1234", "updated", datetime(2026, 9, 10, 21, 31, 25))


def test_events_of_another_kind_are_left_out():
    other = NEW[0] | {"type": "payments.charge.created.v1"}
    assert webhook.events(json.dumps([other, NEW[0]]).encode()) == webhook.events(
        json.dumps(NEW).encode()
    )


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"not json",
        b"\xff\xfe",
        b"5",
        b"null",
        b'"text"',
        b"{}",
        b'{"eventNotifications": 5}',
        b'{"eventNotifications": [5]}',
        b"[5]",
        b"[{}]",
        b"[" * 100_000,
    ],
)
def test_what_is_no_webhook_is_refused(body):
    with pytest.raises(ValueError):
        webhook.events(body)


@given(
    st.recursive(st.none() | st.text() | st.integers(), lambda each: st.lists(each), max_leaves=9)
)
def test_any_json_is_read_or_refused_in_good_order(data):
    with contextlib.suppress(ValueError):
        assert isinstance(webhook.events(json.dumps(data).encode()), list)


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("2026-10-05T14:42:19-07:00", datetime(2026, 10, 5, 21, 42, 19)),
        ("2026-10-05T14:42:19Z", datetime(2026, 10, 5, 14, 42, 19)),
        ("2026-10-05T14:42:19", datetime(2026, 10, 5, 14, 42, 19)),
        ("0001-01-01T00:00:00+14:00", None),
        ("yesterday", None),
        (None, None),
        (5, None),
    ],
)
def test_a_time_is_read_however_it_is_written(text, moment):
    assert moments.moment(text) == moment


def test_an_objects_own_time_stamp_is_read():
    row = {"MetaData": {"LastUpdatedTime": "2026-10-05T14:42:19-07:00"}}
    assert batch.Outcome("done", "Invoice", row).updated_at == datetime(2026, 10, 5, 21, 42, 19)
    assert batch.Outcome("done", "Invoice", {}).updated_at is None
