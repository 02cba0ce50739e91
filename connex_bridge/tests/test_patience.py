"""What does not get through is tried less and less often, and at once when a person says so."""

from datetime import timedelta
from unittest.mock import patch

from freezegun import freeze_time

from odoo import fields
from odoo.tests import tagged

from ..bridge.online.session import Throttled
from ..bridge.problem import Problem
from ..models.connex_engine import ConnexEngine
from .connection_common import ConnectionCase

START = "2026-11-02 08:00:00"


@tagged("post_install", "-at_install")
class TestPatience(ConnectionCase):
    def setUp(self):
        super().setUp()
        self.connect()
        self.startPatcher(patch.object(ConnexEngine, "commit"))
        self.engine = self.env["connex.engine"]

    # Too many requests

    def refused(self, **values):
        """QuickBooks takes no more requests: how many minutes the connection waits then."""
        with self.engine._told(self.connection):
            raise Throttled(**{"retry_after": 60, "refused": True} | values)
        return (self.connection.resting_until - fields.Datetime.now()).total_seconds() / 60

    def test_quickbooks_that_takes_no_requests_is_asked_less_and_less_often(self):
        pauses = []
        with freeze_time(START) as clock:
            for _time in range(8):
                pauses.append(self.refused())
                clock.move_to(self.connection.resting_until + timedelta(seconds=5))
                with self.engine._told(self.connection):
                    pass  # something that needs no request
        self.assertEqual(pauses, [1, 2, 4, 8, 16, 32, 60, 60])

    def test_after_an_hour_it_is_shown_and_goes_away_by_itself(self):
        with freeze_time(START) as clock:
            while fields.Datetime.now() < fields.Datetime.from_string(START) + timedelta(hours=1):
                self.refused()
                self.assertFalse(self.connection.problem_code)
                clock.move_to(self.connection.resting_until)
            self.refused()
            self.assertEqual(self.connection.problem_code, "throttled_for_long")
            self.assertTrue(self.connection.problem_next_step)
            clock.move_to(self.connection.resting_until)
            with self.engine._told(self.connection):
                pass
            self.assertFalse(self.connection.problem_code)

    def test_a_busy_minute_now_and_then_costs_a_minute_each(self):
        with freeze_time(START) as clock:
            for _time in range(3):
                self.assertEqual(self.refused(), 1)
                clock.tick(timedelta(minutes=15))

    def test_our_own_count_says_how_long_and_nothing_grows(self):
        with freeze_time(START):
            for _time in range(3):
                self.assertEqual(self.refused(retry_after=30, refused=False), 0.5)
        self.assertFalse(self.connection.throttled_times)

    # Customers and items that QuickBooks does not have

    def missing(self):
        return self.env["connex.mirror"].create(
            {
                "connection_id": self.connection.id,
                "document": "item",
                "res_model": "product.product",
                "res_id": 1,
                "name": "Compass",
                "state": "problem",
                "problem_code": "item_missing",
                "wanted": "{}",
                "wanted_fingerprint": "x",
            }
        )

    def looked_for(self, mirror):
        """Whether the hourly check looks for it; it is not there."""
        mirrors = self.env["connex.mirror"]
        found = mirrors._look_again(self.connection)
        self.assertEqual(mirror.state, "waiting" if found else "problem")
        mirror._set_problem(Problem("item_missing", {"document": "Compass"}))
        return bool(found)

    def test_what_quickbooks_does_not_have_is_looked_for_once_a_day_in_the_end(self):
        mirror, hours = self.missing(), []
        with freeze_time(START) as clock:
            for hour in range(24 * 5):
                if self.looked_for(mirror):
                    hours.append(hour)
                clock.tick(timedelta(hours=1))
        self.assertEqual(hours, [0, 1, 3, 7, 15, 31, 55, 79, 103])

    def test_a_person_has_it_looked_for_at_once(self):
        mirror = self.missing()
        with freeze_time(START):
            self.assertTrue(self.looked_for(mirror))
            self.assertFalse(self.looked_for(mirror))
            self.connection.action_sync_now()
            self.assertTrue(self.looked_for(mirror))
            mirror.action_retry()
            self.assertEqual((mirror.state, mirror.look_again_pause), ("waiting", 0))

    # The daily comparison

    def test_a_comparison_that_quickbooks_itself_stops_goes_on_tomorrow(self):
        cron = self.env.ref("connex_bridge.cron_tie_out")
        triggers = self.env["ir.cron.trigger"].sudo()
        with freeze_time(START):
            self.connection.tie_out_began_at = fields.Datetime.now()
            self.refused()
            self.connection._go_on_later()
            self.assertFalse(triggers.search([("cron_id", "=", cron.id)]))
            self.connection.throttled_until = False  # it was our own limit
            self.connection._go_on_later()
            self.assertTrue(triggers.search([("cron_id", "=", cron.id)]))

    def test_what_is_not_to_be_compared_costs_no_reads(self):
        mirror = self.env["connex.mirror"].create(
            {
                "connection_id": self.connection.id,
                "document": "invoice",
                "res_model": "account.move",
                "res_id": 1,
                "state": "synced",
                "qb_id": "1",
                "qb_balance": 49,
                "synced_at": "2026-11-01 08:00:00",
            }
        )
        self.connection.tied_out_at = START
        comparable = self.engine.comparable(self.connection)
        self.assertNotIn(mirror, mirror.search(comparable))
        mirror.balance_known = True
        self.assertIn(mirror, mirror.search(comparable))

    def test_a_comparison_that_is_stopped_goes_on_where_it_was(self):
        mirrors = self.env["connex.mirror"].create(
            [
                {
                    "connection_id": self.connection.id,
                    "document": "invoice",
                    "res_model": "account.move",
                    "res_id": number,
                    "state": "synced",
                    "qb_id": str(number),
                    "synced_at": "2026-11-01 08:00:00",
                }
                for number in range(1, 6)
            ]
        )
        compared = []

        def read(_verifier, some):
            if len(compared) == 1:
                compared.append([])
                raise Throttled(60)
            compared.append(some.ids)

        verifier = self.env["connex.online.verifier"]
        with (
            freeze_time(START) as clock,
            patch("odoo.addons.connex_bridge.models.connex_tie_out.MIRRORS_PER_COMPARISON", 2),
            patch.object(type(verifier), "tie_out", read),
        ):
            self.assertEqual(self.engine._tie_out(self.connection), 2)
            self.assertEqual(self.engine._tie_out(self.connection), 0)
            self.assertFalse(self.connection.tied_out_at)
            clock.tick(timedelta(minutes=5))
            self.assertEqual(self.engine._tie_out(self.connection), 2)
            self.assertEqual(self.engine._tie_out(self.connection), 0)
        ids = mirrors.ids
        self.assertEqual(compared, [ids[:2], [], ids[2:4], ids[4:]])
        self.assertEqual(self.connection.tied_out_at, fields.Datetime.from_string(START))
        self.assertFalse(self.connection.tie_out_began_at)
