"""Secrets are nowhere but in the one table that nobody can read: looked for in everything else there is."""

import json

import pytest

from development import postgres
from development.remote import approval
from development.remote.odoo import OdooError
from development.remote.sandbox import CLIENT_SECRET

VERIFIER = "verifier-token-7d1f0c"
MODELS = ("connex.connection", "connex.mirror", "connex.exchange", "connex.reference")


def rows(database, table):
    """The table as text, one line a row."""
    return postgres.query(f'SELECT row_to_json(t)::text FROM "{table}" t', database)


def secrets_of(database):
    """Every secret that the connections hold."""
    names = "client_secret, webhook_verifier, access_token, refresh_token, approval_nonce"
    text = postgres.query(
        f"SELECT row_to_json(t)::text FROM (SELECT {names} FROM connex_token) t", database
    )
    found = {value for line in text.splitlines() if line for value in json.loads(line).values()}
    return {value for value in found if value}


@pytest.fixture
def busy(bookkeeper, odoo, connection, company, sandbox, paid_sale, expected_warnings):
    """A connection that has lived: synced, refused, renewed, failed to reconnect. Yields all secrets."""
    expected_warnings.append("")
    secrets = secrets_of(odoo.database)
    bookkeeper.choose(webhook_verifier=VERIFIER)
    bookkeeper.sync()
    sandbox.advance_clock(3700)  # the access token ends: it is renewed
    sandbox.add_fault(kind="http", status=401, times=1)
    bookkeeper.press_sync(paid_sale[0])
    sandbox.add_fault(kind="html", status=502, times=1)
    bookkeeper.sync_now()
    odoo.call("connex.connection", "action_test_connection", [connection])
    company.sandbox.control("POST", f"companies/{company.realm}/disconnect")
    secrets |= secrets_of(odoo.database)
    bookkeeper.sync_now()
    approval.approve(odoo, connection, company)
    action = odoo.call("connex.connection", "action_connect", [connection])
    odoo.http.get(f"{odoo.url}/connex/oauth/callback?state=forged&code=abc", timeout=60)
    assert "client_secret" not in action["url"]
    secrets |= secrets_of(odoo.database)
    assert {CLIENT_SECRET, VERIFIER} < secrets and len(secrets) >= 6
    return secrets


def assert_absent(secrets, text, where):
    for secret in secrets:
        assert secret not in text, f"a secret in {where}"


def test_no_table_and_no_log_holds_a_secret(busy, odoo, odoo_server):
    tables = postgres.query(
        "SELECT table_name FROM information_schema.tables WHERE table_schema = 'public'"
        " AND table_type = 'BASE TABLE' ORDER BY 1",
        odoo.database,
    ).split()
    assert "connex_exchange" in tables and "mail_tracking_value" in tables
    for table in tables:
        if table != "connex_token":
            assert_absent(busy, rows(odoo.database, table), table)
    assert_absent(busy, odoo_server.log.read_text(errors="replace"), "the server's log")


def test_no_call_hands_out_a_secret_even_to_an_administrator(busy, odoo, connection):
    calls = []
    for model in MODELS:
        fields = list(odoo.call(model, "fields_get", [], ["type"]))
        ids = odoo.search(model, [])
        assert ids
        calls += [
            (model, "read", [ids, fields]),
            (model, "search_read", [[], fields]),
            (model, "web_read", [ids, {name: {} for name in fields}]),
            (model, "web_search_read", [[], {name: {} for name in fields}]),
            (model, "export_data", [ids, fields]),
            (model, "name_search", ["a"]),
            (model, "default_get", [fields]),
            (model, "get_views", [[[False, "form"], [False, "list"], [False, "search"]]]),
        ]
    calls += [
        ("connex.connection", "copy_data", [[connection]]),
        ("connex.connection", "get_metadata", [[connection]]),
        (
            "connex.connection",
            "onchange",
            [[connection], {"name": "x"}, ["name"], {"name": {}, "client_secret": {}}],
        ),
        ("mail.message", "search_read", [[], ["body", "tracking_value_ids"]]),
        ("ir.logging", "search_read", [[]]),
        ("ir.config_parameter", "search_read", [[["key", "like", "connex"]], ["key", "value"]]),
    ]
    answered = 0
    for model, method, arguments in calls:
        try:
            answer = json.dumps(odoo.call(model, method, *arguments))
            answered += 1
        except OdooError as refusal:
            answer = str(refusal)
        assert_absent(busy, answer, f"{model}.{method}")
    assert answered > len(calls) / 2


def test_secrets_cannot_be_found_out_by_searching_or_grouping(busy, odoo, connection):
    for name in ("client_secret", "webhook_verifier"):
        for call in (
            lambda name=name: odoo.search("connex.connection", [(name, "=like", "sand%")]),
            lambda name=name: odoo.call("connex.connection", "read_group", [], [name], [name]),
            lambda name=name: odoo.search("connex.connection", [], order=name),
        ):
            with pytest.raises(OdooError):
                call()
    for name in ("access_token", "refresh_token", "client_secret", "webhook_verifier"):
        for path in (f"connection_id.{name}", name):
            with pytest.raises(OdooError):
                odoo.search("connex.token", [(path, "=like", "%")])
    for method in ("search_read", "read_group", "name_search", "export_data"):
        with pytest.raises(OdooError):
            odoo.call("connex.token", method, [], ["access_token"], ["access_token"])


def test_a_copied_connection_and_a_backup_for_testing_hold_no_secret(busy, odoo, connection):
    copied = odoo.call("connex.connection", "copy", [connection])
    shown = odoo.read("connex.connection", copied, ["client_secret_set", "webhook_verifier_set"])
    assert shown[0]["client_secret_set"] is shown[0]["webhook_verifier_set"] is False
