"""The addon's own run with QuickBooks Desktop: the backlog of a database is drained by the Web Connector,
and is measured. Before that, the first sales are synced, so that customers, items and accounts are known.
"""

import time
from concurrent.futures import ThreadPoolExecutor
from functools import partial

from odoo import fields

from development.remote import odoo_here
from development.remote.desktop_books import DesktopBooks
from development.remote.sandbox import Sandbox
from development.remote.web_connector import add_file

from . import meter
from .books import compare, desktop
from .counted import counted_orders, first_orders
from .desktop import SALES_TAX_RATE
from .mirror import start_from
from .sampling import sampled

WRITES = ("AddRq", "ModRq", "VoidRq", "DelRq")


def run(env, sandbox_url: str, port: int, profile: bool = False, queries: bool = False) -> dict:
    """Task: connect, sync the first sales, then measure the sync of all others; return the figures."""
    sandbox = Sandbox(sandbox_url)
    books = DesktopBooks.new(sandbox, sales_tax_rate=SALES_TAX_RATE)
    settings = {"name": "Benchmark", "difference_policy": "line"}
    added = odoo_here.desktop_connection(env, port, **settings)
    connection = env["connex.connection"].search([])
    connector = _answering(port, lambda: add_file(sandbox, books.id, **added))
    _begin_with(connection, first_orders(env))
    _answering(port, connector.run_until_done)
    replies = []
    orders = counted_orders(env)
    _begin_with(connection, orders)
    before = len(books.log()["message_sets"])
    meter.forget_peak()
    with sampled(profile), meter.statements_listed(queries), meter.measured() as figures:
        logs = _answering(port, connector.run_until_done, replies)
    sets = [
        sum(request["name"].endswith(WRITES) for request in each["requests"])
        for each in books.log()["message_sets"][before:]
    ]
    return figures | {
        "orders": len(orders),
        "sessions": sum(bool(log["messages"]) for log in logs),
        "rounds": sum(len(log["messages"]) for log in logs),
        "documents": [count for count in sets if count],
        "slowest": max(log["slowest"] for log in logs),
        "slowest_cpu": max(replies),
        "memory": meter.peak_memory(),
        "books": compare(env, desktop(books)),
    }


def _begin_with(connection, orders):
    """Let the connection begin with these orders. The scheduled action finds them and marks them, which is
    not measured; they are planned in the session."""
    start_from(connection, orders)
    connection.env["connex.source"]._reconcile(connection)
    connection.reconciled_at = fields.Datetime.now()
    connection.env.cr.commit()


def _answering(port, others, replies=None):
    """Call `others` in a thread while this one, which is measured, answers HTTP requests; add the CPU
    seconds of each to `replies`."""
    server = odoo_here.server(port)
    server.app = partial(_timed, server.app, [] if replies is None else replies)
    with ThreadPoolExecutor(1) as pool:
        calling = pool.submit(others)
        calling.add_done_callback(lambda _done: server.shutdown())
        server.serve_forever()
    return calling.result()


def _timed(application, replies, environ, start_response):
    started = time.process_time()
    answer = application(environ, start_response)
    replies.append(time.process_time() - started)
    return answer
