"""A copied or restored database sends nothing until a manager has said what it is."""

from unittest.mock import patch

from odoo import fields
from odoo.exceptions import UserError
from odoo.tests import tagged

from ..models.connex_database import ConnexDatabase
from .connection_common import ConnectionCase


@tagged("post_install", "-at_install")
class TestConnectionHome(ConnectionCase):
    def setUp(self):
        super().setUp()
        self.connect()

    def copy_database(self):
        """From now on this is another database than the one in which the connection was approved."""
        self.startPatcher(patch.object(ConnexDatabase, "_identity", lambda self: "another"))
        self.connection.invalidate_recordset(["is_copied"])

    def told(self):
        return self.connection.activity_ids.filtered(
            lambda each: (
                each.activity_type_id == self.env.ref("connex_bridge.mail_activity_stopped")
            )
        )

    def test_the_original_is_no_copy(self):
        self.assertFalse(self.connection.is_copied)
        self.assertEqual(self.connection._at_home(), self.connection)

    def test_a_database_is_told_from_its_copy_without_asking_who_connects(self):
        uuid, server, number = self.env["connex.database"]._identity().split("/")
        self.assertEqual(uuid, self.env["ir.config_parameter"].sudo().get_param("database.uuid"))
        self.assertTrue(server.isdigit() and number.isdigit())

    def test_no_scheduled_action_of_a_copy_asks_quickbooks(self):
        self.copy_database()
        for method in ("_cron_sync", "_cron_tie_out", "_cron_read_companies"):
            self.scheduled(method)
        self.assertFalse(self.quickbooks.requests)
        self.assertEqual(self.connection.state, "paused")
        self.assertEqual(self.connection.problem_code, "copied_database")
        self.assertEqual(len(self.told()), 1)

    def test_no_button_of_a_copy_asks_quickbooks(self):
        self.copy_database()
        self.connection.action_test_connection()
        self.connection.action_refresh_lists()
        with self.assertRaises(UserError):
            self.connection.action_resume()
        with self.assertRaises(UserError):
            self.connection.action_sync_now()
        self.assertFalse(self.quickbooks.requests)
        self.assertEqual(len(self.told()), 1)

    def test_the_real_database_goes_on_when_a_manager_says_so(self):
        self.connection.tied_out_at = fields.Datetime.now()
        self.copy_database()
        self.scheduled("_cron_sync")
        self.connection.action_continue_here()
        self.assertEqual(
            (self.connection.state, self.connection.problem_code), ("connected", False)
        )
        self.assertFalse(self.connection.is_copied or self.connection.tied_out_at or self.told())
        self.assertEqual(self.connection._access_token(), "access-1")

    def test_a_copy_is_disconnected_without_ending_the_access_of_the_original(self):
        self.copy_database()
        self.scheduled("_cron_sync")
        self.connection.action_disconnect_copy()
        self.assertEqual((self.connection.state, self.connection.problem_code), ("draft", False))
        self.assertFalse(self.token().refresh_token or self.told())
        self.assertFalse(self.quickbooks.requests)

    def test_disconnecting_in_a_copy_does_not_revoke_the_originals_access(self):
        self.copy_database()
        self.connection.action_disconnect()
        self.assertFalse(self.quickbooks.requests)
        self.assertFalse(self.token().refresh_token)
