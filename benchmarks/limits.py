"""How fast a backlog goes with QuickBooks' limits on, and how often we read: `python3 -m benchmarks.limits`.

The stand-in refuses what is over the limits, as QuickBooks does, on its own clock. Nothing is left out or
made faster: the run takes a few minutes of real time. A request that is refused for being too many, or
less than 95 % of what the limit on batches allows, ends the run with status 1.
"""

import argparse
import os
import sys

from development import databases, environment
from development.progress import SetupError, fail, say

from .backlog import in_the_virtual_environment

BATCHES_PER_MINUTE = 40


def main() -> int:
    """Measure, print the figures, return the exit status."""
    parser = argparse.ArgumentParser(prog="python3 -m benchmarks.limits", description=__doc__)
    parser.add_argument("--orders", type=int, default=1500, metavar="N")
    options = parser.parse_args()
    try:
        environment.ensure_tools()
        in_the_virtual_environment("benchmarks.limits")
        return _run(options.orders)
    except SetupError as error:
        return fail(error)


def _run(orders):
    from development.remote.sandbox import Sandbox
    from development.remote.server import SandboxServer

    from . import odoo_task, seeds

    seed, database = seeds.ensure(orders), f"bench_limits_{os.getpid()}"
    server = SandboxServer(f"bench-sandbox-{os.getpid()}").start()
    try:
        sandbox = Sandbox(server.url)
        databases.clone(seed, database)
        seeds.install_addon(database)
        say(f"· {orders} orders, with QuickBooks' limits …")
        figures = odoo_task.run(
            "paced:run", database, sandbox_url=server.url, realm=sandbox.new_company().realm
        )
    finally:
        server.stop()
        databases.drop(database)
    return _report(figures)


def _report(figures):
    per_minute = figures["batches_per_minute"]
    share = per_minute / BATCHES_PER_MINUTE
    say(f"batches per minute          {per_minute:.1f} ({share:.1%} of the limit)")
    say(f"refused as too many (429)   {figures['refused']}")
    say(f"longest wait for a turn     {figures['longest_wait']:.1f} s")
    say(f"writes per order            {figures['writes'] / figures['orders']:.3f} requests")
    say(f"reads per order             {figures['reads'] / figures['orders']:.3f} requests")
    say(f"  of the daily comparison   {figures['compared'] / figures['orders']:.3f} requests")
    say(f"requests per idle day       {figures['idle']} (all of them reads)")
    return 0 if share >= 0.95 and not figures["refused"] else 1


if __name__ == "__main__":
    sys.exit(main())
