"""Approving a connection in the browser: what connects, and every way in which it must not."""

from urllib.parse import parse_qs, urlsplit

from freezegun import freeze_time

from odoo.tests import HttpCase, new_test_user, tagged
from odoo.tools import hash_sign

from ..models.connex_connection_oauth import STATE_SCOPE
from .connection_common import AnsweredByQuickBooks
from .quickbooks_answers import REALM

PASSWORD = "a long password"


@tagged("post_install", "-at_install")
class TestApproval(AnsweredByQuickBooks, HttpCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        group = "connex_bridge.group_manager"
        cls.manager = new_test_user(cls.env, "approving", group, password=PASSWORD)
        cls.colleague = new_test_user(cls.env, "colleague", group, password=PASSWORD)
        cls.bookkeeper = new_test_user(
            cls.env, "reading", "connex_bridge.group_user", password=PASSWORD
        )

    def setUp(self):
        super().setUp()
        self.authenticate("approving", PASSWORD)

    def state(self, user=None):
        """The state in the address that the Connect button opens."""
        action = self.connection.with_user(user or self.manager).action_connect()
        self.env.flush_all()
        query = parse_qs(urlsplit(action["url"]).query)
        self.assertEqual(query["client_id"], ["the-client"])
        self.assertEqual(query["redirect_uri"], [self.connection.redirect_uri])
        self.assertEqual(query["scope"], ["com.intuit.quickbooks.accounting"])
        return query["state"][0]

    def come_back(self, state, code="the-code", realm=REALM, **other):
        parameters = {"state": state, "code": code, "realmId": realm} | other
        response = self.url_open(
            "/connex/oauth/callback", params=parameters, allow_redirects=False, timeout=60
        )
        self.env.invalidate_all()
        return response

    def assert_refused(self, response, words):
        self.assertEqual(response.status_code, 200)
        self.assertIn("Nothing was connected", response.text)
        self.assertIn(words, response.text)
        self.assertIn("Back to Odoo", response.text)

    def assert_nothing_connected(self):
        self.assertEqual(self.connection.state, "draft")
        self.assertFalse(self.token().access_token)

    def test_an_approval_connects_reads_the_company_and_proposes_accounts(self):
        response = self.come_back(self.state())
        self.assertEqual(response.status_code, 303)
        self.assertTrue(
            response.headers["Location"].endswith(f"/quickbooks-connections/{self.connection.id}")
        )
        self.assertEqual(self.connection.state, "connected")
        self.assertEqual(self.connection.realm_id, REALM)
        self.assertEqual(self.connection.qb_company_name, "Sturdy Stools Inc.")
        self.assertEqual(self.connection.income_account_id.name, "Sales of Product Income")
        self.assertEqual(self.token().access_token, "access-1")

    def test_a_forged_state_connects_nothing(self):
        genuine = self.state()
        for state in ("", "x", genuine[:-4] + "AAAA", "é" * 10, "A" * 5000):
            with self.subTest(state[:10]):
                self.assert_refused(self.come_back(state), "not valid, or older")
        self.assert_nothing_connected()
        self.assertFalse(self.quickbooks.requests)

    def test_a_state_signed_for_another_purpose_connects_nothing(self):
        self.state()
        nonce = self.token().approval_nonce
        values = [self.manager.id, self.connection.id, nonce]
        state = hash_sign(self.env(su=True), "another", values, expiration_hours=1)
        self.assert_refused(self.come_back(state), "not valid, or older")
        self.assert_nothing_connected()

    def test_an_approval_older_than_half_an_hour_connects_nothing(self):
        with freeze_time("2020-01-01"):
            state = self.state()
        self.assert_refused(self.come_back(state), "not valid, or older")
        self.assert_nothing_connected()

    def test_an_approval_works_once(self):
        state = self.state()
        self.come_back(state)
        self.quickbooks.codes.add("the-code")
        self.assert_refused(self.come_back(state), "was used before")
        self.assertEqual(self.quickbooks.issued, 1)

    def test_the_latest_approval_counts(self):
        old, new = self.state(), self.state()
        self.assert_refused(self.come_back(old), "was used before")
        self.assertEqual(self.come_back(new).status_code, 303)

    def test_an_approval_of_another_user_connects_nothing(self):
        self.assert_refused(self.come_back(self.state(self.colleague)), "Another user")
        self.assert_nothing_connected()

    def test_an_approval_for_another_connection_does_not_connect_this_one(self):
        other = self.connection.copy({"name": "Other", "client_secret": "the-secret"})
        self.state()
        nonce = self.token().approval_nonce
        values = [self.manager.id, other.id, nonce]
        state = hash_sign(self.env(su=True), STATE_SCOPE, values, expiration_hours=1)
        self.assert_refused(self.come_back(state), "was used before")
        self.assertEqual(other.state, "draft")
        self.assert_nothing_connected()

    def test_who_lost_the_right_to_connect_meanwhile_connects_nothing(self):
        state = self.state()
        self.manager.group_ids = self.bookkeeper.group_ids
        self.env.flush_all()
        self.assert_refused(self.come_back(state), "Ask a Connex Bridge manager")
        self.assert_nothing_connected()

    def test_nobody_comes_back_without_being_logged_in(self):
        state = self.state()
        self.authenticate(None, None)
        response = self.come_back(state)
        self.assertIn("/web/login", response.headers["Location"])
        self.assert_nothing_connected()

    def test_cancelling_in_quickbooks_changes_nothing(self):
        response = self.come_back(self.state(), code="", error="access_denied")
        self.assert_refused(response, "cancelled in QuickBooks")
        self.assert_nothing_connected()

    def test_a_wrong_client_secret_is_named(self):
        self.token().client_secret = "wrong"
        self.assert_refused(self.come_back(self.state()), "client ID and client secret")
        self.assert_nothing_connected()

    def test_a_code_that_quickbooks_refuses_connects_nothing(self):
        self.assert_refused(self.come_back(self.state(), code="another"), "Press Connect again")
        self.assert_nothing_connected()

    def test_an_unreachable_quickbooks_connects_nothing(self):
        state = self.state()
        self.quickbooks.reachable = False
        self.assert_refused(self.come_back(state), "Press Connect again")
        self.assert_nothing_connected()

    def test_another_company_cannot_take_over_what_was_synced(self):
        self.come_back(self.state())
        self.env["connex.mirror"].create(
            {
                "connection_id": self.connection.id,
                "document": "customer",
                "res_model": "res.partner",
                "res_id": 1,
                "qb_id": "1",
            }
        )
        self.env.flush_all()
        self.quickbooks.codes.add("the-code")
        self.assert_refused(self.come_back(self.state(), realm="777"), "Sturdy Stools Inc.")
        self.assertEqual(self.connection.realm_id, REALM)
        self.assertIn("refresh-2", str(self.quickbooks.revoked))

    def test_reconnecting_ends_the_problem_and_its_activity(self):
        self.come_back(self.state())
        self.connection._set_problem("reconnect", company="QuickBooks")
        self.env.flush_all()
        self.quickbooks.codes.add("the-code")
        self.come_back(self.state())
        self.assertEqual(self.connection.state, "connected")
        self.assertFalse(self.connection.activity_ids)
        self.assertFalse(self.connection.problem_code)

    def test_no_secret_reaches_the_log(self):
        with self.assertLogs("odoo.addons.connex_bridge", "DEBUG") as logs:
            self.come_back(self.state())
        messages = "\n".join(logs.output)
        for secret in ("the-secret", "the-code", "access-1", "refresh-1"):
            self.assertNotIn(secret, messages)
