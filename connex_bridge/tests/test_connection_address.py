"""Secrets stay with the hosts that they were given for, whoever changes an address and however."""

from odoo.exceptions import AccessError, ValidationError
from odoo.tests import new_test_user, tagged

from .connection_common import ADDRESS, ConnectionCase

ELSEWHERE = "https://collector.example"


@tagged("post_install", "-at_install")
class TestAddress(ConnectionCase):
    def secrets(self):
        token = self.token()
        token.invalidate_recordset()
        return bool(token.access_token), bool(token.refresh_token), bool(token.client_secret)

    def test_tokens_do_not_follow_to_another_api_host(self):
        self.connect()
        self.connection.api_base_url = ELSEWHERE
        self.assertEqual(self.secrets(), (False, False, True))
        self.assertEqual(self.connection.state, "reconnect")
        self.assertEqual(self.connection.problem_code, "reconnect")

    def test_neither_tokens_nor_the_client_secret_follow_to_another_token_host(self):
        self.connect()
        self.connection.oauth_token_url = f"{ELSEWHERE}/token"
        self.assertEqual(self.secrets(), (False, False, False))

    def test_nor_with_another_environment(self):
        self.connect()
        self.connection.environment = "production"
        self.assertEqual(self.secrets(), (False, False, False))
        self.assertEqual(self.connection.state, "reconnect")

    def test_a_secret_that_is_entered_with_the_new_address_is_for_that_one(self):
        self.connect()
        self.connection.write(
            {"oauth_token_url": f"{ELSEWHERE}/token", "client_secret": "for the new one"}
        )
        self.assertEqual(self.secrets(), (False, False, True))
        self.assertEqual(self.token().client_secret, "for the new one")

    def test_another_path_on_the_same_host_changes_nothing(self):
        self.connect()
        self.connection.write(
            {"api_base_url": f"{ADDRESS}/quickbooks", "oauth_token_url": f"{ADDRESS}/tokens"}
        )
        self.assertEqual(self.secrets(), (True, True, True))
        self.assertEqual(self.connection.state, "connected")

    def test_addresses_whose_host_is_not_clear_are_refused(self):
        for address in (
            "https://quickbooks.example@collector.example",
            "https://user:password@quickbooks.example",
            "https://collector.example#quickbooks.example",
            "https://collector.example?quickbooks.example",
            "https://collector.example\\@quickbooks.example",
            "https://quickbooks.example /v3",
            "https://quickbooks.example\n",
            "http://quickbooks.example",
            "http://169.254.169.254",
            "http://localhost.collector.example",
            "file:///etc/passwd",
            "gopher://127.0.0.1",
            "https://",
        ):
            for name in ("api_base_url", "oauth_token_url", "oauth_authorize_url"):
                with (
                    self.subTest(address=address, name=name),
                    self.assertRaises(ValidationError),
                    self.env.cr.savepoint(),
                ):
                    self.connection[name] = address
                    self.env.flush_all()
        self.assertTrue(self.secrets()[2])

    def test_only_managers_enter_addresses(self):
        bookkeeper = new_test_user(self.env, "bookkeeper", "connex_bridge.group_user")
        with self.assertRaises(AccessError):
            self.connection.with_user(bookkeeper).api_base_url = ELSEWHERE
