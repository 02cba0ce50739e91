"""The addon's own run: the backlog of a database goes to QuickBooks' stand-in, and is measured.

The engine is called as the scheduled action calls it, step by step until nothing is left. Before that, the
first sales are synced, so that customers, items and accounts are known.
"""

from odoo.addons.connex_bridge.bridge.online.oauth import Tokens

from development.remote.books import open_books
from development.remote.sandbox import CLIENT_ID, CLIENT_SECRET, Company, Sandbox

from . import meter
from .books import compare, online
from .counted import counted_orders, first_orders
from .sampling import sampled


def run(env, sandbox_url: str, realm: str, profile: bool = False, queries: bool = False) -> dict:
    """Task: connect, sync the first sales, then measure the sync of all others; return the figures."""
    sandbox = Sandbox(sandbox_url)
    company = Company(sandbox, realm)
    connection = connect(env, company)
    _without_limits(env)
    start_from(connection, first_orders(env))
    sync(connection)
    orders = counted_orders(env)
    start_from(connection, orders)
    meter.forget_peak()
    memory, before = meter.peak_memory(), sandbox.counters()
    with sampled(profile), meter.statements_listed(queries), meter.measured() as figures:
        sync(connection)
    after = sandbox.counters()
    return figures | {
        "orders": len(orders),
        "requests": after["requests"] - before["requests"],
        "memory": meter.peak_memory(),
        "memory_before": memory,
        "books": compare(env, online(open_books(company))),
    }


def sync(connection):
    """What the scheduled action does, without its limit of time."""
    while connection.env["connex.engine"].step(connection):
        pass


def _without_limits(env):
    """How long a large backlog takes is decided by QuickBooks' limits; here it is about everything else."""
    for name in ("requests_per_minute", "requests_per_second", "batches_per_minute"):
        env["ir.config_parameter"].set_param(f"connex_bridge.{name}", "100000")
    env.cr.commit()


def connect(env, company):
    """A connection to the company, as it is after somebody has approved it."""
    url = company.sandbox.url
    connection = env["connex.connection"].create(
        {
            "name": "Benchmark",
            "environment": "custom",
            "api_base_url": url,
            "oauth_authorize_url": f"{url}/connect/oauth2",
            "oauth_token_url": f"{url}/oauth2/v1/tokens/bearer",
            "client_id": CLIENT_ID,
            "client_secret": CLIENT_SECRET,
        }
    )
    given = company.token()
    tokens = Tokens(
        access_token=given["access_token"],
        refresh_token=given["refresh_token"],
        expires_in=int(given["expires_in"]),
        refresh_expires_in=int(given["x_refresh_token_expires_in"]),
    )
    env["connex.token"]._of(connection)._store(tokens)
    connection._mark_connected(company.realm)
    env.cr.commit()
    connection._read_company()
    env.cr.commit()
    assert not connection.problem_code, connection.problem_message
    return connection


def start_from(connection, orders):
    """Let the connection begin with these orders.

    Written past the ORM: a changed setting has everything planned again, and the first sales shall not
    be counted. The next complete check finds the new ones, as it does after an import.
    """
    cursor = connection.env.cr
    cursor.commit()  # see what the engine wrote
    day = min(orders.mapped("date_order")).date()
    cursor.execute("UPDATE connex_connection SET sync_from_date = %s, reconciled_at = NULL", [day])
    cursor.commit()
    connection.env.invalidate_all()
