"""The concurrency campaign: workers, buttons and users at the same time, just when the token has ended.

Two workers run the scheduled action, two people press the button on one order and one on its invoice,
somebody starts a manual sync, somebody edits another order, and QuickBooks calls the webhook, each in a
process of its own; QuickBooks answers late by chance.
"""

import base64
import hashlib
import hmac
import json
from dataclasses import dataclass, field

from development.remote.sandbox import CLIENT_ID

from .comparison import Difference
from .workers import finished

DEADLOCKS = "SELECT deadlocks FROM pg_stat_database WHERE datname = current_database()"
#: The order that is edited; the buttons are pressed on another one.
EDITED, PRESSED = "S00001", "S00003"
VERIFIER = "campaign-verifier"


@dataclass
class ConcurrencyReport:
    """What the campaign came to. `refreshes` should equal `rounds`: the token ends before each."""

    rounds: int = 0
    processes: int = 0
    refreshes: int = 0
    deadlocks: int = 0
    difference: Difference = field(default_factory=Difference)


def campaign(stage, rounds: int, seed: int) -> ConcurrencyReport:
    """Have everybody at work at once, that often."""
    report = ConcurrencyReport()
    stage.workers.do("tasks:choose", webhook_verifier=VERIFIER)
    stage.workers.do("tasks:scene", name="sales", known={})
    stage.keep("sales")
    for number in range(rounds):
        stage.back_to("sales")
        _round(stage, f"{seed} {number}", number, report)
    return report


def _round(stage, seed, number, report):
    stage.let_pass(2 * 3600)
    order = {"model": "sale.order", "number": PRESSED}
    invoice = {"model": "account.move", "number": stage.invoice_of(PRESSED)}
    tasks = [
        {"call": "tasks:sync"},
        {"call": "tasks:sync"},
        {"call": "tasks:press_named", "arguments": order},
        {"call": "tasks:press_named", "arguments": order},
        {"call": "tasks:press_named", "arguments": invoice},
        {"call": "tasks:sync_by_hand", "arguments": {"numbers": [EDITED, PRESSED]}},
        {"call": "tasks:hear", "arguments": _news(stage, number)},
        {"call": "tasks:edit", "arguments": {"number": EDITED, "quantity": 10 + number}},
    ]
    before, deadlocks = _refreshes(stage), stage.count(DEADLOCKS)
    slow = {"seed": seed, "rate": 0.5, "names": ["slow"], "client_id": CLIENT_ID}
    stage.sandbox.control("POST", "random_faults", **slow)
    for answer in stage.workers.together(*tasks):
        finished(answer)
    stage.sandbox.control("DELETE", "random_faults")
    report.refreshes += _refreshes(stage) - before
    report.deadlocks += stage.count(DEADLOCKS) - deadlocks
    finished(stage.run())
    report.rounds += 1
    report.processes += len(tasks)
    difference = stage.compare()
    difference.complaints += [f"problem: {each}" for each in stage.problems()]
    if stage.is_busy():
        difference.complaints.append("something is left to do")
    report.difference.add(difference)


def _news(stage, number):
    """What QuickBooks posts when somebody has edited an invoice there."""
    entity = {"name": "Invoice", "id": "1", "operation": "Update"}
    entity["lastUpdated"] = f"2026-01-01T00:00:{number % 60:02d}.000Z"
    news = {"realmId": stage.company.realm, "dataChangeEvent": {"entities": [entity]}}
    body = json.dumps({"eventNotifications": [news]})
    digest = hmac.new(VERIFIER.encode(), body.encode(), hashlib.sha256).digest()
    return {"body": body, "signature": base64.b64encode(digest).decode()}


def _refreshes(stage):
    return stage.sandbox.control("GET", "oauth")["refreshes"]
