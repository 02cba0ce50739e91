"""All campaigns at full length, with a summary table: `python3 -m tests.campaign`.

Ends with status 1 if anything was there twice, missing or off, or left without a reason.
"""

import argparse
import os
import random
import sys
import time

from development import environment, odoo_process, paths
from development.progress import SetupError, fail, say


def main() -> int:
    """Run the campaigns, print the table, return the exit status."""
    parser = argparse.ArgumentParser(prog="python3 -m tests.campaign", description=__doc__)
    parser.add_argument("--backend", choices=("online", "desktop"), default="online")
    parser.add_argument("--kills", type=int, default=500, help="of the crash campaign (500)")
    parser.add_argument("--documents", type=int, default=10_000, help="of the fault campaign")
    parser.add_argument("--rounds", type=int, default=40, help="of the concurrency campaign (40)")
    parser.add_argument("--seed", type=int, default=random.randrange(10**6), help="to repeat a run")
    parser.add_argument("--situations", nargs="+", help="only these of the crash campaign")
    parser.add_argument(
        "--minutes", type=float, default=1e6, help="end each campaign after so long"
    )
    options = parser.parse_args()
    try:
        environment.ensure_tools()
        if os.path.realpath(sys.prefix) != os.path.realpath(paths.VIRTUAL_ENVIRONMENT):
            command = [str(paths.PYTHON), "-m", "tests.campaign", *sys.argv[1:]]
            os.execve(command[0], command, odoo_process.environment())
        return _run(options)
    except SetupError as error:
        return fail(error)


def _run(options):
    from . import concurrency, crash, fault
    from .desktop import DesktopStage
    from .online import OnlineStage
    from .report import summary

    # Nothing happens at once with Desktop: the Web Connector makes one call after the other.
    new_stage, at_once = (
        (DesktopStage, 0) if options.backend == "desktop" else (OnlineStage, options.rounds)
    )
    say(f"seed {options.seed}")
    started, reports, complaints = time.monotonic(), {}, []
    for name, module, amount, extra in (
        ("crash", crash, options.kills, {"tell": say, "only": options.situations}),
        ("concurrency", concurrency, at_once, {}),
        ("fault", fault, options.documents, {"tell": say}),
    ):
        if not amount:
            continue
        say(f"\n━━ {name} campaign ━━")
        if name != "concurrency":
            extra = {**extra, "end": time.monotonic() + 60 * options.minutes}
        with new_stage(f"campaign_{os.getpid()}_{name}") as stage:
            report = reports[name] = module.campaign(stage, amount, options.seed, **extra)
            found = report.difference.complaints + stage.complaints()
        complaints += [f"{name}: {each}" for each in found]
    say("\n".join(summary(**reports)))
    for complaint in complaints[:100]:
        say(complaint)
    say(f"\n{'FAILED' if complaints else 'PASSED'} ({time.monotonic() - started:.0f} s)")
    return 1 if complaints else 0


if __name__ == "__main__":
    sys.exit(main())
