"""How a run of the tests is judged: failures, skips, a missing browser, suites that break down."""

import time

import pytest

from development.testing import summary
from development.testing.summary import Result

REPORT = """<testsuites><testsuite>
<testcase classname="tests.pure.test_a" name="test_good"/>
<testcase classname="tests.pure.test_a" name="test_bad"><failure message="x"/></testcase>
<testcase classname="tests.pure.test_a" name="test_out"><skipped message="no reason"/></testcase>
</testsuite></testsuites>"""


@pytest.fixture
def allowed(tmp_path, monkeypatch):
    """A file of allowed skips, empty at first."""
    file = tmp_path / "allowed_skips.txt"
    file.write_text("# nothing yet\n")
    monkeypatch.setattr(summary, "ALLOWED_SKIPS", file)
    return file


def _close(*results, browser="/usr/bin/chromium"):
    return summary.close(list(results), time.monotonic(), browser)


def test_report_is_counted(tmp_path):
    report = tmp_path / "report.xml"
    report.write_text(REPORT)
    result = summary.read("pure", report, 1, 2.0)
    assert (result.tests_passed, result.tests_failed, result.failed) == (1, 1, True)
    assert result.skipped == [("tests.pure.test_a.test_out", "no reason")]


def test_suite_that_breaks_down_before_its_report_has_failed(tmp_path):
    assert summary.read("pure", tmp_path / "missing.xml", 0, 1.0).failed


def test_all_passed_is_success(allowed, capsys):
    assert _close(Result("a", failed=False, tests_passed=3)) == 0
    assert "3 passed, 0 failed, 0 skipped" in capsys.readouterr().out


def test_one_failed_suite_fails_the_run_and_is_named(allowed, capsys):
    good = Result("a", failed=False, tests_passed=3)
    bad = Result("b", failed=True, tests_failed=1)
    assert _close(good, bad) == 1
    assert "FAILED: b" in capsys.readouterr().out


def test_skip_that_is_not_listed_fails_the_run(allowed, capsys):
    result = Result("a", failed=False, tests_passed=3, skipped=[("tests.test_a.test_x", "why")])
    assert _close(result) == 1
    assert "tests.test_a.test_x: why" in capsys.readouterr().out


def test_skip_that_is_listed_is_shown_with_its_reason(allowed, capsys):
    allowed.write_text("test_a.test_x needs what only its owner has\n")
    result = Result("a", failed=False, tests_passed=3, skipped=[("tests.test_a.test_x", "why")])
    assert _close(result) == 0
    shown = capsys.readouterr().out
    assert "left out: tests.test_a.test_x (needs what only its owner has)" in shown
    assert "3 passed, 0 failed, 1 skipped" in shown


def test_without_a_browser_the_run_is_incomplete_and_names_the_command(allowed, capsys):
    assert _close(Result("a", failed=False, tests_passed=3), browser=None) == 1
    shown = capsys.readouterr().out
    assert "NOT RUN" in shown
    assert "apt-get install chromium" in shown
    assert "INCOMPLETE" in shown
