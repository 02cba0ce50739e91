"""Reads pytest's reports, judges skips, and prints the closing summary."""

import dataclasses
import time
from pathlib import Path
from xml.etree import ElementTree

from .. import paths
from ..progress import say
from . import browser

ALLOWED_SKIPS = paths.DEVELOPMENT / "allowed_skips.txt"


@dataclasses.dataclass
class Result:
    """What one suite or check came to; counts are of tests, `seconds` is wall-clock time."""

    name: str
    failed: bool
    tests_passed: int = 0
    tests_failed: int = 0
    skipped: list[tuple[str, str]] = dataclasses.field(default_factory=list)
    seconds: float = 0.0
    checks_only: bool = False


def read(name: str, report: Path, status: int, seconds: float) -> Result:
    """Return a suite's result from pytest's exit status and junit report."""
    result = Result(name, failed=bool(status), seconds=seconds)
    if not report.exists():
        result.failed = True
        say(f"  {name}: pytest ended with status {status} before it wrote a report")
        return result
    for case in ElementTree.parse(report).iter("testcase"):
        test = f"{case.get('classname')}.{case.get('name')}"
        if case.find("failure") is not None or case.find("error") is not None:
            result.tests_failed += 1
        elif case.find("skipped") is not None:
            result.skipped.append((test, case.find("skipped").get("message") or ""))
        else:
            result.tests_passed += 1
    return result


def allowed_skips() -> dict[str, str]:
    """Return {part of a test's name: reason} from allowed_skips.txt."""
    allowed = {}
    for line in ALLOWED_SKIPS.read_text().splitlines():
        if line.strip() and not line.startswith("#"):
            test, _, reason = line.partition(" ")
            allowed[test] = reason.strip()
    return allowed


def close(results: list[Result], started: float, found_browser: str | None) -> int:
    """Print the summary; return 0 only if everything ran and passed."""
    allowed = allowed_skips()
    say("\n━━ summary ━━")
    unexpected = []
    for result in results:
        unexpected += _print_result(result, allowed)
    failed = [result.name for result in results if result.failed]
    if unexpected:
        say("\nSkipped without being listed in development/allowed_skips.txt (counts as failed):")
        for test, reason in unexpected:
            say(f"  {test}: {reason}")
    if not found_browser:
        say(
            "\nBrowser tests were NOT RUN: there is no Chromium on this machine. To run them:\n"
            f"  {browser.MISSING}"
        )
    say(f"\n{_verdict(failed, unexpected, found_browser)} ({time.monotonic() - started:.0f} s)")
    passed = sum(result.tests_passed for result in results)
    broken = sum(result.tests_failed for result in results) + len(unexpected)
    skips = sum(len(result.skipped) for result in results) - len(unexpected)
    say(f"{passed} passed, {broken} failed, {skips} skipped")
    return 1 if failed or unexpected or not found_browser else 0


def _print_result(result: Result, allowed: dict[str, str]) -> list[tuple[str, str]]:
    """Print one line for the suite and its allowed skips; return the skips that are not allowed."""
    word = "FAILED" if result.failed else "ok"
    counts = (
        ""
        if result.checks_only
        else (
            f"{result.tests_passed} passed, {result.tests_failed} failed, "
            f"{len(result.skipped)} skipped in {result.seconds:.0f} s"
        )
    )
    say(f"  {word:7} {result.name:22} {counts}")
    unexpected = []
    for test, message in result.skipped:
        reason = next((why for part, why in allowed.items() if part in test), None)
        if reason is None:
            unexpected.append((test, message))
        else:
            say(f"            left out: {test} ({reason})")
    return unexpected


def _verdict(failed: list[str], unexpected: list, found_browser: str | None) -> str:
    if failed:
        return "FAILED: " + ", ".join(failed)
    if unexpected:
        return "FAILED: tests were skipped"
    if not found_browser:
        return "INCOMPLETE: all that ran passed, but the browser tests did not run"
    return "PASSED"
