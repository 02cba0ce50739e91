"""What it costs to sync a backlog of N finished sales to QuickBooks Desktop: `python3 -m benchmarks.desktop`.

A database with N sales (made once, then cloned) is drained by the stand-in's Web Connector over HTTP. Ends
with status 1 if the books differ at the end or a limit below is missed.
"""

import argparse
import os
import sys

from development import databases, environment, odoo_process
from development.progress import SetupError, fail, say

from .backlog import in_the_virtual_environment, is_equal, say_whether_equal

#: The Web Connector shows a hanging program after that; and what a backlog should at least use of a round.
MOST_SECONDS, LEAST_DOCUMENTS = 5, 20
#: As benchmarks/sales.py charges it: QuickBooks Desktop computes sales tax by itself.
SALES_TAX_RATE = "6"


def main() -> int:
    """Measure, print the figures, return the exit status."""
    parser = argparse.ArgumentParser(prog="python3 -m benchmarks.desktop", description=__doc__)
    parser.add_argument("--orders", type=int, default=1000, metavar="N")
    parser.add_argument("--profile", action="store_true", help="print where the CPU time goes")
    parser.add_argument("--queries", action="store_true", help="print the most frequent statements")
    options = parser.parse_args()
    try:
        environment.ensure_tools()
        in_the_virtual_environment("benchmarks.desktop")
        return _run(options)
    except SetupError as error:
        return fail(error)


def _run(options):
    from development.remote.server import SandboxServer

    from . import odoo_task, seeds

    seed = seeds.ensure(options.orders)
    database = f"bench_desktop_{os.getpid()}"
    server = SandboxServer(f"bench-sandbox-{os.getpid()}").start()
    try:
        databases.clone(seed, database)
        seeds.install_addon(database)
        arguments = {"sandbox_url": server.url, "port": odoo_process.free_port()}
        wishes = {"profile": options.profile, "queries": options.queries}
        figures = odoo_task.run("desktop_mirror:run", database, **arguments, **wishes)
    finally:
        server.stop()
        databases.drop(database)
    return _report(figures)


def _report(figures):
    orders, rounds, sets = figures["orders"], figures["rounds"], figures["documents"]
    documents = sum(sets)
    say_whether_equal(figures["books"])
    # What is left at the end of a wave fills no message set.
    rows = {
        "orders": orders,
        "documents": documents,
        "sessions": figures["sessions"],
        "rounds (send and receive)": rounds,
        "documents per round": f"{documents / rounds:.1f}",
        "documents per round that writes": f"{documents / len(sets):.1f}",
        "slowest reply, s": f"{figures['slowest']:.2f}",
        "slowest reply, s of CPU": f"{figures['slowest_cpu']:.2f}",
        "SQL statements per order": f"{figures['queries'] / orders:.2f}",
        "Odoo CPU, ms per order": f"{1000 * figures['cpu'] / orders:.2f}",
        "wall time, ms per order": f"{1000 * figures['wall'] / orders:.1f}",
        "peak memory, MiB": f"{figures['memory']:.0f}",
    }
    for name, value in rows.items():
        say(f"{name:34}{value:>10}")
    good = figures["slowest"] < MOST_SECONDS and documents / rounds >= LEAST_DOCUMENTS
    return 0 if good and is_equal(figures["books"]) else 1


if __name__ == "__main__":
    sys.exit(main())
