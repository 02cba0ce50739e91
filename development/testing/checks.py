"""The checks without tests: ruff, pylint-odoo, and the log of the addon's installation."""

import subprocess

from .. import databases, odoo_process, paths
from ..progress import say
from . import summary

RUFF_PATHS = (
    "connex_bridge",
    "development",
    "quickbooks_sandbox",
    "tests",
    "benchmarks",
    "conftest.py",
)


def run_all() -> list[summary.Result]:
    """Run the static checks; return one result for each."""
    present = [path for path in RUFF_PATHS if (paths.ROOT / path).exists()]
    program = paths.PYTHON.parent
    return [
        _check("ruff", [program / "ruff", "check", "--no-cache", *present]),
        _check("ruff format", [program / "ruff", "format", "--no-cache", "--check", *present]),
        _check("pylint-odoo", [program / "pylint", "--rcfile=.pylintrc", "connex_bridge"]),
    ]


def installation_log() -> summary.Result:
    """Return failed if the addon's installation logged a warning."""
    say("\n━━ installation log ━━")
    log = databases.install_log(databases.ensure_addon())
    lines = log.read_text(errors="replace").splitlines() if log.exists() else []
    bad = [
        line
        for line in lines
        if any(f" {level} " in line for level in ("WARNING", "ERROR", "CRITICAL"))
        and "connex" in line.split(" odoo.", 1)[-1].split(":", 1)[-1] + line.split(": ")[0]
    ]
    for line in bad:
        say(line)
    return summary.Result("installation log", failed=bool(bad), checks_only=True)


def _check(name: str, command: list) -> summary.Result:
    say(f"\n━━ {name} ━━")
    result = subprocess.run(
        [str(part) for part in command],
        cwd=paths.ROOT,
        env=odoo_process.environment(),
        check=False,
    )
    if not result.returncode:
        say("  nothing to complain about")
    return summary.Result(name, failed=bool(result.returncode), checks_only=True)
