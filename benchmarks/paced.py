"""The addon's own run with QuickBooks' limits on, inside Odoo: a backlog, its comparison, an idle day."""

from datetime import datetime, timedelta

from development.remote.sandbox import Company, Sandbox

from .counted import counted_orders, first_orders
from .limits import BATCHES_PER_MINUTE
from .mirror import connect, start_from, sync


def run(env, sandbox_url: str, realm: str) -> dict:
    """Task: sync a backlog, compare it with QuickBooks, let a day pass; return the figures."""
    sandbox = Sandbox(sandbox_url)
    connection = connect(env, Company(sandbox, realm))
    start_from(connection, first_orders(env))
    sync(connection)
    orders = counted_orders(env)
    start_from(connection, orders)
    waits = _noted_waits()
    before = sandbox.counters()
    number = max(each["number"] for each in sandbox.requests_since())
    sync(connection)
    synced = sandbox.counters()
    connection._cron_tie_out()
    compared = sandbox.counters()
    _idle_day(connection)
    idle = sandbox.counters()
    return {
        "orders": len(orders),
        "batches_per_minute": _per_minute(sandbox.requests_since(number)),
        "writes": synced["writes"] - before["writes"],
        "reads": synced["reads"] - before["reads"],
        "compared": compared["requests"] - synced["requests"],
        "idle": idle["requests"] - compared["requests"],
        "refused": idle["throttled"],
        "longest_wait": max(waits),
    }


def _per_minute(requests):
    """Batches a minute on QuickBooks' clock, while there is a backlog: over whole windows of the limit.

    A window begins with a burst and goes on evenly, so a part of one says little about the rest.
    """
    moments = [
        datetime.fromisoformat(each["time"]) for each in requests if each["entity"] == "batch"
    ]
    whole = (len(moments) - 1) // BATCHES_PER_MINUTE * BATCHES_PER_MINUTE
    assert whole, "too few orders to fill a minute"
    return whole / ((moments[whole] - moments[0]) / timedelta(minutes=1))


def _noted_waits():
    """The seconds that each request waits from now on."""
    from odoo.addons.connex_bridge.models import connex_request_limit

    limiter, waits = connex_request_limit._Limiter, [0.0]
    book = limiter.book

    def noted(self, is_batch):
        waits.append(book(self, is_batch))
        return waits[-1]

    limiter.book = noted
    return waits


def _idle_day(connection):
    """What a day's scheduled actions do when nothing has happened in Odoo."""
    for _five_minutes in range(24 * 12):
        connection._cron_sync()
    connection._cron_tie_out()
    connection._cron_read_companies()
    for _hour in range(24):
        connection._cron_watch()
