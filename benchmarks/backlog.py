"""How much it costs to sync a backlog of N finished sales: `python3 -m benchmarks.backlog --orders 300 1000`.

For each N: a database with N sales (made once, then cloned) is synced by the addon's engine against
QuickBooks' stand-in in a fresh process; the same sales are sent by a plain client for comparison; both
books are compared at the end, and a difference ends the run with status 1.
"""

import argparse
import os
import sys
from concurrent.futures import ThreadPoolExecutor

from development import databases, environment, odoo_process, paths
from development.progress import SetupError, fail, say

RESULTS = paths.LOCAL / "benchmark.json"
#: Batches of sales made with and without the addon, to see what noticing changes costs.
NOTICED = 4


def main() -> int:
    """Measure, print the table, return the exit status."""
    parser = argparse.ArgumentParser(prog="python3 -m benchmarks.backlog", description=__doc__)
    parser.add_argument("--orders", type=int, nargs="+", default=[300, 1000, 3000], metavar="N")
    parser.add_argument("--port", type=int, help="of QuickBooks' stand-in (default: any free one)")
    parser.add_argument("--profile", action="store_true", help="print where the CPU time goes")
    parser.add_argument("--queries", action="store_true", help="print the most frequent statements")
    parser.add_argument("--addon-only", action="store_true", help="measure nothing to compare with")
    options = parser.parse_args()
    try:
        environment.ensure_tools()
        in_the_virtual_environment("benchmarks.backlog")
        return _run(options)
    except SetupError as error:
        return fail(error)


def in_the_virtual_environment(module: str):
    """Start this module again with the environment's Python, which has the packages that are needed."""
    if os.path.realpath(sys.prefix) != os.path.realpath(paths.VIRTUAL_ENVIRONMENT):
        command = [str(paths.PYTHON), "-m", module, *sys.argv[1:]]
        os.execve(command[0], command, odoo_process.environment())


def _run(options):
    from development.remote.sandbox import Sandbox
    from development.remote.server import SandboxServer

    from . import report

    numbers = sorted(set(options.orders))
    seeds = [_seed(number) for number in numbers]
    server = SandboxServer(f"bench-sandbox-{os.getpid()}", options.port).start()
    try:
        sandbox = Sandbox(server.url)
        # QuickBooks' limits decide how long a large backlog takes; here it is about everything else.
        sandbox.control("POST", "throttle", enabled=False)
        results = [
            _measure(number, seed, sandbox, options)
            for number, seed in zip(numbers, seeds, strict=True)
        ]
    finally:
        server.stop()
    say("\n" + report.table(results) + "\n")
    for line in report.growth(results):
        say(line)
    report.save(results, RESULTS)
    say(f"\nAll figures: {RESULTS}")
    return 0 if all(is_equal(result["addon"]["books"]) for result in results) else 1


def is_equal(books: dict) -> bool:
    """Return whether `books.compare` found no difference."""
    return all(odoo == quickbooks for odoo, quickbooks in books.values())


def say_whether_equal(books: dict) -> None:
    """Say whether the run did what it was to do, all of it, by what `books.compare` found."""
    for name, (odoo, quickbooks) in books.items():
        if odoo != quickbooks:
            say(f"  the books differ, {name}: {odoo} in Odoo, {quickbooks} in QuickBooks")
    if is_equal(books):
        paid, total = books["invoices with balance 0"][0], books["invoices' total"][0]
        say(f"  the books are equal: {paid} invoices with balance 0, {total} in total")


def _seed(number):
    from . import seeds

    return seeds.ensure(number)


def _measure(number, seed, sandbox, options):
    from . import odoo_task, seeds

    say(f"· {number} orders …")
    result = {"orders": number, "made": seeds.made(seed)["cpu"]}
    database = f"bench_run_{os.getpid()}"
    try:
        databases.clone(seed, database)
        if not options.addon_only:
            arguments = {"sandbox_url": sandbox.url, "realm": sandbox.new_company().realm}
            result["plain"] = odoo_task.run("plain_client:run", database, **arguments)
        seeds.install_addon(database)
        arguments = {"sandbox_url": sandbox.url, "realm": sandbox.new_company().realm}
        wishes = {"profile": options.profile, "queries": options.queries}
        result["addon"] = odoo_task.run("mirror:run", database, **arguments, **wishes)
        say_whether_equal(result["addon"]["books"])
        if number == min(options.orders) and not options.addon_only:
            result["noticing"] = _noticing(seed, number, database)
    finally:
        databases.drop(database)
    return result


def _noticing(seed, number, database):
    """CPU seconds per order of making orders with and without the addon, both at the same time so that
    whatever else the machine does slows both."""
    from . import odoo_task

    bare = f"{database}_bare"
    try:
        databases.clone(seed, bare)
        with ThreadPoolExecutor() as pool:
            making = [
                pool.submit(odoo_task.run, "seeds:sell_more", name, first=number, batches=NOTICED)
                for name in (database, bare)
            ]
        return dict(zip(("with", "without"), (each.result() for each in making), strict=True))
    finally:
        databases.drop(bare)


if __name__ == "__main__":
    sys.exit(main())
