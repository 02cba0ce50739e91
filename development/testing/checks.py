"""The checks that are not tests: ruff, pylint-odoo, XML style, and the log of the installation."""

import re
import subprocess

from .. import databases, odoo_process, paths, translations
from ..progress import SetupError, fail, say
from . import summary

PYTHON_PATHS = (
    "connex_bridge",
    "connex_bridge_dropshipping",
    "development",
    "quickbooks_sandbox",
    "tests",
    "benchmarks",
    "conftest.py",
)
XML_FOLDERS = ("connex_bridge", "connex_bridge_dropshipping", "development/addons")


def run_all() -> list[summary.Result]:
    """Run the static checks; return one result for each."""
    python, xml = _files()
    program = paths.PYTHON.parent
    return [
        _check("ruff", [program / "ruff", "check", "--no-cache", *python]),
        _check("ruff format", [program / "ruff", "format", "--no-cache", "--check", "-q", *python]),
        _check(
            "pylint-odoo",
            [program / "pylint", "--rcfile=.pylintrc", *(addon.name for addon in paths.ADDONS)],
        ),
        _check("XML style", [*_xml_style(), "--check", *xml]),
    ]


def format_all() -> int:
    """Let the formatters rewrite what they can; return 0 if nothing is left to complain about."""
    python, xml = _files()
    program = paths.PYTHON.parent
    commands = (
        [program / "ruff", "check", "--no-cache", "--fix", *python],
        [program / "ruff", "format", "--no-cache", *python],
        [*_xml_style(), *xml],
    )
    return max(_run(command) for command in commands)


def installation_log() -> summary.Result:
    """Return failed if the addon's installation logged a warning that concerns the addon."""
    say("\n━━ installation log ━━")
    try:
        log = databases.install_log(databases.ensure_addon())
    except SetupError as error:
        fail(error)
        return summary.Result("installation log", failed=True, checks_only=True)
    bad = []
    for line in log.read_text(errors="replace").splitlines() if log.exists() else []:
        found = re.search(r" (WARNING|ERROR|CRITICAL) \S+ (.*)", line)
        # Each line names the database, and that contains the addon's name.
        if found and re.search(r"connex(?!_addon_)", found.group(2)):
            bad.append(line)
            say(line)
    if not bad:
        say("  nothing to complain about")
    return summary.Result("installation log", failed=bool(bad), checks_only=True)


def translation_template() -> summary.Result:
    """Return failed if a committed translation template is not that of its addon on disk."""
    say("\n━━ translation template ━━")
    try:
        current = {translations.template(each): translations.export(each) for each in paths.ADDONS}
    except SetupError as error:
        fail(error)
        return summary.Result("translation template", failed=True, checks_only=True)
    stale = any(
        not file.exists() or file.read_text(encoding="utf-8") != text
        for file, text in current.items()
    )
    say("  is not up to date: run `make pot`" if stale else "  is up to date")
    return summary.Result("translation template", failed=stale, checks_only=True)


def _files() -> tuple[list[str], list[str]]:
    python = [path for path in PYTHON_PATHS if (paths.ROOT / path).exists()]
    xml = [
        str(file.relative_to(paths.ROOT))
        for folder in XML_FOLDERS
        for file in sorted((paths.ROOT / folder).rglob("*.xml"))
    ]
    return python, xml


def _xml_style() -> list:
    return [paths.PYTHON, "-m", "development.testing.xml_style"]


def _check(name: str, command: list) -> summary.Result:
    say(f"\n━━ {name} ━━")
    status = _run(command)
    if not status:
        say("  nothing to complain about")
    return summary.Result(name, failed=bool(status), checks_only=True)


def _run(command: list) -> int:
    command = [str(part) for part in command]
    return subprocess.run(
        command, cwd=paths.ROOT, env=odoo_process.environment(), check=False
    ).returncode
