"""Saves the books to a JSON file and loads them again.

Kept: companies with their objects, deletions, sequences, settings and remembered answers; the
applications and grants; company files of Desktop; the clock's distance to real time. Not kept: log,
faults, throttle windows.
"""

import json
import os
import time
from collections import defaultdict
from decimal import Decimal
from pathlib import Path

from .company import Company
from .desktop import state as desktop
from .oauth import Grant

_PLAIN = (
    "name",
    "created",
    "settings",
    "deleted",
    "last_ids",
    "last_transaction_id",
    "last_address_id",
    "last_numbers",
    "exchange_rates",
    "replies",
    "preferences_revision",
)


def _encode(value):
    if isinstance(value, Decimal):
        return {"$decimal": str(value)}
    raise TypeError(f"{type(value).__name__} cannot be saved")


def _decode(value):
    return Decimal(value["$decimal"]) if value.keys() == {"$decimal"} else value


class Storage:
    """One state file."""

    def __init__(self, path):
        self.path = Path(path)

    def save(self, sandbox):
        """Write everything, in one step."""
        temporary = self.path.with_suffix(self.path.suffix + ".new")
        temporary.write_text(state_of(sandbox), encoding="utf-8")
        os.replace(temporary, self.path)

    def load(self, sandbox):
        """Read the file, if there is one, in place of what the sandbox holds."""
        if not self.path.exists():
            return
        put_back(sandbox, self.path.read_text(encoding="utf-8"))


def state_of(sandbox):
    """Everything that is kept, as JSON."""
    state = {
        "offset": sandbox.clock.now() - time.time(),
        "frozen": sandbox.clock.is_frozen(),
        "companies": [_company_state(each) for each in sandbox.companies.values()],
        "authorization": _authorization_state(sandbox.authorization),
        "desktop": [desktop.state_of(each) for each in sandbox.desktop_companies.values()],
    }
    return json.dumps(state, default=_encode)


def put_back(sandbox, text):
    """Have the sandbox hold what ``state_of`` returned, in place of what it holds."""
    state = json.loads(text, object_hook=_decode)
    sandbox.clock.freeze(False)
    sandbox.clock.advance(state["offset"] - (sandbox.clock.now() - time.time()))
    sandbox.clock.freeze(state["frozen"])
    sandbox.companies.clear()
    for each in state["companies"]:
        sandbox.adopt(_restored(each, sandbox.clock))
    _restore_authorization(sandbox.authorization, state["authorization"])
    sandbox.desktop_companies.clear()
    for each in state.get("desktop", ()):
        sandbox.desktop_companies[each["id"]] = desktop.restored(each, sandbox.clock)


def _company_state(company):
    state = {name: getattr(company, name) for name in _PLAIN}
    return {
        **state,
        "realm": company.realm,
        "profile": company.profile,
        "objects": {name: list(rows.values()) for name, rows in company.objects.items()},
    }


def _restored(state, clock):
    company = Company(state["realm"], state["profile"], clock)
    # A company that was saved before there was a setting has its default.
    settings = company.settings
    for name in _PLAIN:
        setattr(company, name, state[name])
    company.settings = {**settings, **company.settings}
    company.begin()
    for entity, rows in state["objects"].items():
        for row in rows:
            company.put(entity, row, touch=False)
    company.keep()
    # Indexing balances renews the time stamps of customers and vendors: put the saved rows back.
    for entity, rows in state["objects"].items():
        company.objects[entity].update({row["Id"]: row for row in rows})
    return company


def _authorization_state(server):
    grants, position = [], {}
    for value, grant in server.grants.items():
        if id(grant) not in position:
            position[id(grant)] = len(grants)
            grants.append({**vars(grant), "values": []})
        grants[position[id(grant)]]["values"].append(value)
    access = [
        [token, position[id(grant)], expiry] for token, (grant, expiry) in server.access.items()
    ]
    return {
        "applications": server.applications,
        "rotate": server.rotate,
        "grace": server.grace,
        "grants": grants,
        "access": access,
    }


def _restore_authorization(server, state):
    server.applications = state["applications"]
    server.rotate, server.grace = state["rotate"], state["grace"]
    restored = []
    by_value = defaultdict(list)
    for each in state["grants"]:
        values = each.pop("values")
        grant = Grant.__new__(Grant)
        vars(grant).update(each)
        restored.append(grant)
        for value in values:
            by_value[value] = grant
    server.grants = dict(by_value)
    server.access = {token: (restored[index], expiry) for token, index, expiry in state["access"]}
