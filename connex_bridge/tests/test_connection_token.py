"""Tokens: refreshed before they end, never lost, never used by a copy of the database."""

from datetime import datetime

from freezegun import freeze_time

from odoo.modules.neutralize import get_neutralization_queries
from odoo.tests import tagged

from ..bridge.online.oauth import InvalidClient, InvalidGrant, Unreachable
from ..models.connex_token import CopiedDatabase
from .connection_common import ConnectionCase


@tagged("post_install", "-at_install")
class TestToken(ConnectionCase):
    def stored(self):
        token = self.token()
        token.invalidate_recordset()
        return token

    def is_dead(self):
        """Whether a person has to reconnect. (`assertRaises` would undo what was stored meanwhile.)"""
        try:
            self.connection._access_token()
        except InvalidGrant:
            return True
        return False

    def end_access_token(self):
        self.token().access_expires_at = datetime(2020, 1, 1)
        self.env.flush_all()

    def test_a_token_that_works_is_used_as_it_is(self):
        self.connect()
        self.assertEqual(self.connection._access_token(), "access-1")
        self.assertFalse(self.quickbooks.requests)

    def test_an_ended_token_is_replaced_and_the_new_refresh_token_kept(self):
        self.connect()
        self.end_access_token()
        self.assertEqual(self.connection._access_token(), "access-2")
        self.assertEqual(self.stored().refresh_token, "refresh-2")
        self.assertEqual(self.connection._access_token(), "access-2")
        self.assertEqual(self.quickbooks.issued, 2)

    def test_a_token_about_to_end_is_replaced_before_it_is_used(self):
        self.connect()
        self.token().access_expires_at = datetime(2030, 1, 1, 12, 4)
        self.env.flush_all()
        with freeze_time("2030-01-01 12:00:00"):
            self.assertEqual(self.connection._access_token(), "access-2")

    def test_a_token_refused_by_quickbooks_is_replaced(self):
        self.connect()
        self.assertEqual(self.connection._access_token(force=True, refused="access-1"), "access-2")

    def test_of_two_that_met_the_refused_token_only_one_fetches_a_new_one(self):
        self.connect()
        first = self.connection._access_token(force=True, refused="access-1")
        second = self.connection._access_token(force=True, refused="access-1")
        self.assertEqual(first, second)
        self.assertEqual(self.quickbooks.issued, 2)

    def test_a_request_with_an_ended_token_succeeds_after_one_refresh(self):
        self.connect()
        self.quickbooks.access_tokens = set()
        self.assertIn("CompanyInfo", self.connection._session().read("companyinfo/9130001"))
        self.assertEqual(self.quickbooks.issued, 2)

    def test_a_dead_refresh_token_is_forgotten_and_asked_with_only_once(self):
        self.connect()
        self.end_access_token()
        self.quickbooks.refresh_token = "another"
        self.assertTrue(self.is_dead())
        self.assertFalse(self.stored().refresh_token)
        self.assertTrue(self.is_dead())
        self.assertEqual(len(self.quickbooks.requests), 1)

    def test_a_wrong_client_secret_keeps_the_refresh_token(self):
        self.connect()
        self.end_access_token()
        self.quickbooks.client = ("the-client", "changed at Intuit")
        with self.assertRaises(InvalidClient):
            self.connection._access_token()
        self.assertEqual(self.stored().refresh_token, "refresh-1")

    def test_an_unreachable_intuit_keeps_the_refresh_token(self):
        self.connect()
        self.end_access_token()
        self.quickbooks.reachable = False
        with self.assertRaises(Unreachable):
            self.connection._access_token()
        self.assertEqual(self.stored().refresh_token, "refresh-1")

    def test_a_copy_of_the_database_does_not_use_the_original_tokens(self):
        self.connect()
        self.env["ir.config_parameter"].sudo().set_param("database.uuid", "a copy")
        self.env.flush_all()
        with self.assertRaises(CopiedDatabase):
            self.connection._access_token()
        self.assertFalse(self.quickbooks.requests)
        self.assertFalse(self.connection._has_tokens())

    def test_a_neutralized_database_is_paused_and_holds_no_secret(self):
        self.connect()
        for query in get_neutralization_queries(["connex_bridge"]):
            self.env.cr.execute(query)
        self.env.invalidate_all()
        self.assertEqual(self.connection.state, "paused")
        token = self.token()
        self.assertFalse(token.access_token or token.refresh_token or token.client_secret)
        self.connection.action_resume()
        self.assertEqual(self.connection.state, "reconnect")

    def test_disconnecting_hands_the_token_back_and_forgets_it(self):
        self.connect()
        self.connection.action_disconnect()
        self.assertEqual(self.connection.state, "draft")
        self.assertIn("refresh-1", str(self.quickbooks.revoked))
        self.assertFalse(self.stored().refresh_token)
        self.assertEqual(self.stored().client_secret, "the-secret")

    def test_disconnecting_works_while_intuit_cannot_be_reached(self):
        self.connect()
        self.quickbooks.reachable = False
        self.connection.action_disconnect()
        self.assertEqual(self.connection.state, "draft")
        self.assertFalse(self.stored().refresh_token)
