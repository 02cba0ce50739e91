"""A pytest plugin for every suite: warnings that the addon logs fail the test in which they appear.

A test that expects one says so with assertLogs or Odoo's mute_logger: both keep it from reaching the
root logger, where this plugin listens. It also takes the browser tests out where there is no browser, and
lets a browser take its time to start.
"""

import logging
import signal
import sys

import pytest

WATCHED = ("odoo.addons.connex_bridge", "connex_bridge")
#: Odoo waits ten seconds for a browser and then skips the test. From a cold disk one starts more slowly.
BROWSER_SECONDS = 90


class _Collector(logging.Handler):
    def __init__(self):
        super().__init__(logging.WARNING)
        self.lines = []

    def emit(self, record):
        if record.name.startswith(WATCHED):
            self.lines.append(f"{record.levelname} {record.name}: {record.getMessage()}")

    def take(self):
        """Return the lines since the last call."""
        lines, self.lines = self.lines, []
        return lines


collector = _Collector()


def pytest_addoption(parser):
    """Add --without-browser."""
    parser.addoption(
        "--without-browser",
        action="store_true",
        help="leave out the tests that need Chromium, and count them as not run",
    )


def pytest_configure(config):
    """Listen to everything that is logged; when told to end, stop the servers on the way out."""
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    logging.getLogger().addHandler(collector)


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config, items):
    """Deselect browser tests where there is no browser; the summary says so."""
    if config.getoption("--without-browser"):
        out = [item for item in items if _needs_browser(item)]
        if out:
            config.hook.pytest_deselected(items=out)
            items[:] = [item for item in items if item not in out]


def pytest_runtest_setup(item):
    """Give Odoo's browser tests the time that a browser may take to start."""
    odoo_tests = sys.modules.get("odoo.tests.common")
    if odoo_tests is not None:
        odoo_tests.BROWSER_WAIT = BROWSER_SECONDS
        odoo_tests.CHECK_BROWSER_ITERATIONS = int(BROWSER_SECONDS / odoo_tests.CHECK_BROWSER_SLEEP)


def _needs_browser(item) -> bool:
    if item.get_closest_marker("browser") or "browser" in getattr(item, "fixturenames", ()):
        return True
    code = getattr(item.function, "__code__", None)
    return bool(code) and bool({"start_tour", "browser_js"} & set(code.co_names))


@pytest.hookimpl(hookwrapper=True)
def pytest_runtest_makereport(item, call):
    """Turn a passed phase into a failed one if the addon logged a warning in it."""
    outcome = yield
    report = outcome.get_result()
    lines = collector.take()
    if lines and report.passed:
        report.outcome = "failed"
        report.longrepr = (
            "The addon logged warnings that no assertLogs or mute_logger expected:\n"
            + "\n".join(lines)
        )
