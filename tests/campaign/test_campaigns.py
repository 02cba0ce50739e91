"""The campaigns, small: what `make campaign` does at full length, with a few of everything."""

from . import concurrency, crash, fault
from .small import SEED, finish


def test_odoo_killed_anywhere_leaves_nothing_twice_and_nothing_missing(new_stage):
    situations = ["first sync", "edited and cancelled", "bills lost hours ago"]
    with new_stage("crash") as stage:
        report = crash.campaign(stage, 20, SEED, print, situations)
        finish(stage, report, crash=report)
        assert report.kills >= 20


def test_bad_days_end_with_equal_books_and_every_problem_named(new_stage):
    with new_stage("fault") as stage:
        report = fault.campaign(stage, 100, SEED, print, runs=12, rate=0.5, item_rate=0.05)
        finish(stage, report, fault=report)
        assert report.difference.documents >= 100
        assert report.injected.total() > 10
        assert "no reason shown" not in report.left


def test_workers_buttons_and_users_at_once_send_everything_once(new_stage):
    with new_stage("at_once") as stage:
        report = concurrency.campaign(stage, 2, SEED)
        finish(stage, report, concurrency=report)
        assert report.refreshes == report.rounds
        assert report.deadlocks == 0
