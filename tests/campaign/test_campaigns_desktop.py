"""The campaigns with QuickBooks Desktop, small: what `make campaign BACKEND=desktop` does at full length."""

from . import crash, fault
from .small import SEED, finish


def test_odoo_killed_while_the_web_connector_calls_leaves_nothing_twice_and_nothing_missing(
    new_desktop_stage,
):
    situations = ["edited and cancelled", "invoices lost"]
    with new_desktop_stage("crash") as stage:
        report = crash.campaign(stage, 8, SEED, print, situations)
        finish(stage, report, crash=report)
        assert report.kills >= 8


def test_bad_sessions_end_with_equal_books_and_every_problem_named(new_desktop_stage):
    with new_desktop_stage("fault") as stage:
        report = fault.campaign(stage, 60, SEED, print, runs=10, rate=0.05)
        finish(stage, report, fault=report)
        assert report.difference.documents >= 60
        assert report.injected.total() > 10
        assert "no reason shown" not in report.left
