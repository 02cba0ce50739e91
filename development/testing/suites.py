"""`test`: runs every suite in order and closes with one honest summary.

With pytest arguments it runs only what they name: paths in the addon run inside Odoo on a fresh
database, all others in plain pytest.
"""

import os
import subprocess
import sys
import time
from pathlib import Path

from .. import databases, environment, odoo_process, paths
from ..progress import SetupError, fail, say
from . import browser, checks, summary

PLAIN_SUITES = {
    "pure Python": "tests/pure",
    "development tools": "tests/development",
    "sandbox": "tests/sandbox",
}
#: Suites with Odoo in processes of its own, each on fresh databases: they run side by side, a file at a time.
SERVED_SUITES = {"end to end": "tests/end_to_end", "small campaigns": "tests/campaign"}

MOST_PROCESSES = 4


def run(database: str | None, arguments: list[str]) -> int:
    """Run everything, or what `arguments` (pytest's) name; return the exit status."""
    environment.ensure()
    if arguments:
        return _run_some(database, arguments)
    return _run_all(database)


def _run_some(database: str | None, arguments: list[str]) -> int:
    paths_given = [Path(a.split("::")[0]) for a in arguments if Path(a.split("::")[0]).exists()]
    inside_odoo = not paths_given or any(
        addon in (path.resolve(), *path.resolve().parents)
        for path in paths_given
        for addon in paths.ADDONS
    )
    if not paths_given:
        arguments = [*map(str, paths.ADDONS), *arguments]
    if inside_odoo:
        return _run_in_odoo(database, arguments)
    return _pytest(arguments, environment=_environment())


def _run_all(database: str | None) -> int:
    started = time.monotonic()
    found_browser = browser.find()
    without = [] if found_browser else ["--without-browser"]
    results = checks.run_all()
    for name, folder in PLAIN_SUITES.items():
        if _has_tests(folder):
            results.append(_plain_suite(name, folder, without))
    results.append(
        _suite(
            "addon, inside Odoo",
            lambda report: _run_in_odoo(database, [*map(str, paths.ADDONS), *report, *without]),
        )
    )
    results += [checks.installation_log(), checks.translation_template()]
    for name, folder in SERVED_SUITES.items():
        if _has_tests(folder):
            results.append(_plain_suite(name, folder, [*without, *_side_by_side()]))
    return summary.close(results, started, found_browser)


def _side_by_side() -> list[str]:
    """A test waits for Odoo, which waits for PostgreSQL or QuickBooks: each processor has one at a time."""
    processes = min(os.cpu_count() or 1, MOST_PROCESSES)
    return ["-n", str(processes), "--dist", "loadfile"] if processes > 1 else []


def _plain_suite(name: str, folder: str, arguments: list[str]) -> summary.Result:
    return _suite(
        name,
        lambda report: _pytest([folder, *report, *arguments], environment=_environment()),
    )


def _suite(name: str, runner) -> summary.Result:
    say(f"\n━━ {name} ━━")
    report = paths.RUN / f"report-{os.getpid()}.xml"
    paths.RUN.mkdir(parents=True, exist_ok=True)
    report.unlink(missing_ok=True)
    started = time.monotonic()
    try:
        status = runner([f"--junitxml={report}", "-q"])
    except SetupError as error:
        # The other suites can still run; the summary names this one.
        status = fail(error)
    result = summary.read(name, report, status, time.monotonic() - started)
    report.unlink(missing_ok=True)
    return result


def _has_tests(folder: str) -> bool:
    return any((paths.ROOT / folder).rglob("test_*.py"))


def _environment() -> dict[str, str]:
    return odoo_process.environment()


def _run_in_odoo(database: str | None, arguments: list[str]) -> int:
    name = database or f"connex_test_{os.getpid()}"
    databases.fresh(name)
    configuration = odoo_process.configuration(name)
    try:
        return _pytest(
            [
                "-p",
                "pytest_odoo",
                f"--odoo-config={configuration}",
                f"--odoo-database={name}",
                "--odoo-http",
                "--odoo-log-level=warn",
                *arguments,
            ],
            environment=odoo_process.environment(),
        )
    finally:
        if not database:
            databases.drop(name)
            configuration.unlink(missing_ok=True)


def _pytest(arguments: list[str], environment: dict[str, str]) -> int:
    command = [paths.PYTHON, "-m", "pytest", "-p", "development.testing.plugin", *arguments]
    sys.stdout.flush()
    return subprocess.run(
        [str(part) for part in command], cwd=paths.ROOT, env=environment, check=False
    ).returncode
