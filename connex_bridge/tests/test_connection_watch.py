"""A manager is told when nothing has been synced for long, and before the access ends."""

from datetime import timedelta

from odoo import fields
from odoo.tests import tagged

from .connection_common import ConnectionCase

NOW = fields.Datetime.now


@tagged("post_install", "-at_install")
class TestConnectionWatch(ConnectionCase):
    def setUp(self):
        super().setUp()
        self.connect()
        self.connection.last_success_at = NOW()
        self.cron = self.env.ref("connex_bridge.cron_sync")

    def watch(self):
        self.scheduled("_cron_watch")

    def told(self, kind="stopped"):
        kind = self.env.ref(f"connex_bridge.mail_activity_{kind}")
        return self.connection.activity_ids.filtered(lambda each: each.activity_type_id == kind)

    def mirror(self, hours, **values):
        mirror = self.env["connex.mirror"].create(
            {
                "connection_id": self.connection.id,
                "document": "invoice",
                "res_model": "account.move",
                "res_id": 1,
                "name": "INV/1",
                "state": "waiting",
            }
            | values
        )
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE connex_mirror SET write_date = %s WHERE id = %s",
            [NOW() - timedelta(hours=hours), mirror.id],
        )
        return mirror

    def test_a_connection_that_syncs_is_left_in_peace(self):
        self.watch()
        self.assertFalse(self.connection.activity_ids or self.connection.stall_message)

    def test_nothing_synced_for_hours_is_told_once_and_ends_by_itself(self):
        self.connection.last_success_at = NOW() - timedelta(hours=7)
        self.watch()
        self.watch()
        self.assertEqual(len(self.told()), 1)
        self.assertIn("Nothing has been synced since", self.connection.stall_message)
        self.assertEqual(self.told().user_id, self.connection._responsible_manager())
        self.connection.last_success_at = NOW()
        self.watch()
        self.assertFalse(self.told() or self.connection.stalled_since)

    def test_a_manager_who_has_marked_it_as_done_is_not_told_again(self):
        self.connection.last_success_at = NOW() - timedelta(hours=7)
        self.watch()
        self.told().action_done()
        self.watch()
        self.assertFalse(self.told())

    def test_the_reason_is_told_with_it(self):
        self.connection.last_success_at = NOW() - timedelta(hours=7)
        self.connection._set_problem("unreachable", host="quickbooks.example", reason="x")
        self.watch()
        self.assertIn("cannot be reached", self.told().note)

    def test_the_hours_are_a_setting(self):
        self.connection.write(
            {"last_success_at": NOW() - timedelta(hours=7), "stale_after_hours": 24}
        )
        self.watch()
        self.assertFalse(self.told())

    def test_a_document_that_waits_for_hours_without_a_reason_is_told(self):
        self.mirror(hours=7)
        self.watch()
        self.assertEqual(len(self.told()), 1)

    def test_a_document_that_waits_for_its_approval_or_its_time_is_not_told(self):
        self.mirror(hours=7, approved=False)
        self.mirror(hours=7, res_id=2, next_try=NOW() + timedelta(hours=3))
        self.mirror(hours=1, res_id=3)
        self.watch()
        self.assertFalse(self.told())

    def test_a_scheduled_action_that_is_switched_off_is_told(self):
        self.cron.active = False
        self.watch()
        self.assertIn("switched off", self.told().note)

    def test_a_scheduled_action_that_fails_is_told(self):
        self.cron.write({"failure_count": 3, "first_failure_date": NOW() - timedelta(hours=8)})
        self.watch()
        self.assertIn("fails", self.told().note)

    def test_scheduled_actions_that_do_not_run_show_on_the_form(self):
        long_ago = NOW() - timedelta(days=2)
        self.cron.write({"nextcall": long_ago, "lastcall": long_ago})
        self.assertIn("do not run", self.connection.stall_message)

    def test_a_forgotten_pause_is_told(self):
        self.connection.write({"state": "paused", "last_success_at": NOW() - timedelta(days=9)})
        self.mirror(hours=24 * 8)
        self.watch()
        self.assertIn("paused", self.told().note)

    def test_a_pause_is_told_when_something_changes_in_it_and_not_before(self):
        self.connection.write({"state": "paused", "last_success_at": NOW() - timedelta(days=9)})
        self.watch()
        self.assertFalse(self.told())
        self.env["connex.source"].create(
            {"connection_id": self.connection.id, "res_model": "sale.order", "res_id": 1}
        )
        self.watch()
        self.assertIn("paused", self.told().note)

    def test_the_end_of_the_access_is_announced_once_with_its_date(self):
        ends = NOW() + timedelta(days=10)
        self.token().refresh_ends_at = ends
        self.watch()
        self.watch()
        self.assertEqual(self.connection.access_ends_at, ends)
        self.assertEqual(self.told("expiry").date_deadline, ends.date())
        self.token().refresh_ends_at = NOW() + timedelta(days=1800)
        self.watch()
        self.assertFalse(self.told("expiry"))

    def test_the_access_of_a_paused_connection_is_kept_alive(self):
        self.connection.state = "paused"
        self.token().access_expires_at = "2020-01-01 00:00:00"
        self.scheduled("_cron_read_companies")
        self.assertEqual([path for _method, path in self.quickbooks.requests], ["/token"])
        self.token().invalidate_recordset()
        self.assertGreater(self.token().refresh_expires_at, NOW() + timedelta(days=90))
