"""How many rounds of the Web Connector a backlog of N finished sales takes: `python3 -m benchmarks.desktop
--orders 100 1000`.

A database with N sales (made once, then cloned) is served by a real Odoo; the stand-in's Web Connector drives
it until nothing is left. The books are compared at the end, and a difference ends the run with status 1.
"""

import argparse
import os
import re
import sys
import time

from development import databases, environment
from development.progress import SetupError, fail, say

from .backlog import in_the_virtual_environment

SALES = ("SalesOrderAddRq", "InvoiceAddRq", "ReceivePaymentAddRq")
REQUEST = re.compile(r"<(\w+Rq) requestID")


def main() -> int:
    """Measure, print the figures, return the exit status."""
    parser = argparse.ArgumentParser(prog="python3 -m benchmarks.desktop", description=__doc__)
    parser.add_argument("--orders", type=int, nargs="+", default=[100, 1000], metavar="N")
    options = parser.parse_args()
    try:
        environment.ensure_tools()
        in_the_virtual_environment("benchmarks.desktop")
        # Every number is measured, also after one that failed.
        results = [_measure(number) for number in sorted(set(options.orders))]
        return 0 if all(results) else 1
    except SetupError as error:
        return fail(error)


def _measure(number) -> bool:
    """Sync the sales of one seed, say what it took; return whether the books are equal."""
    from development.remote.odoo import Odoo
    from development.remote.sandbox import Sandbox
    from development.remote.server import OdooServer, SandboxServer

    from . import seeds

    say(f"· {number} orders …")
    seed = seeds.ensure(number)
    database = f"bench_desktop_{os.getpid()}"
    sandbox_server = SandboxServer(f"bench-sandbox-{os.getpid()}").start()
    odoo_server = OdooServer(database)
    try:
        databases.clone(seed, database)
        seeds.install_addon(database)
        databases.set_base_url(database, odoo_server.url)
        odoo_server.start()
        return _sync(Odoo(odoo_server.url, database), Sandbox(sandbox_server.url))
    finally:
        odoo_server.stop()
        sandbox_server.stop()
        databases.drop(database)


def _sync(odoo, sandbox) -> bool:
    from development.remote import web_connector
    from development.remote.desktop_books import DesktopBooks

    books = DesktopBooks.new(sandbox)
    statuses = odoo.search("connex.order.status", [])
    connection = web_connector.new_connection(
        odoo,
        sync_from_date="2000-01-01",
        transaction_mode="orders_invoices_payments",
        order_status_ids=[(6, 0, statuses)],
    )
    connector = web_connector.add(odoo, connection, sandbox, books.id)
    started = time.monotonic()
    logs = connector.run_until_done()
    _say_figures(logs, books.log()["message_sets"], time.monotonic() - started)
    return _compare(odoo, connection, books)


def _say_figures(logs, sets, seconds):
    written = [names for each in sets if (names := REQUEST.findall(each["text"]))]
    rounds = sum(len(log["messages"]) for log in logs)
    sales = [len(names) for names in written if names[0] in SALES and len(set(names)) == 1]
    say(f"  {len(logs)} sessions, {rounds} rounds, {seconds:.0f} s")
    say(f"  {sum(sales)} orders, invoices and payments in {len(sales)} message sets")
    say(f"  the slowest reply of Odoo took {max(log['slowest'] for log in logs):.1f} s")


def _compare(odoo, connection, books) -> bool:
    problems = odoo.search_read(
        "connex.mirror",
        [("connection_id", "=", connection), ("state", "!=", "synced")],
        ["display_name", "state", "problem_message"],
        limit=5,
    )
    for problem in problems:
        say(f"  {problem}")
    orders = odoo.call("sale.order", "search_count", [("state", "=", "sale")])
    paid = sum(not invoice.open for invoice in books.invoices())
    closed = sum(order.complete for order in books.sales_orders())
    say(f"  {orders} orders in Odoo; in QuickBooks {closed} closed orders, {paid} paid invoices")
    return not problems and orders == paid == closed


if __name__ == "__main__":
    sys.exit(main())
