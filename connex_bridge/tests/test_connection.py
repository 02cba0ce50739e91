"""A connection as its owner sees it: settings that are refused, the test button, lists, problems."""

from psycopg2 import IntegrityError

from odoo.exceptions import UserError, ValidationError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .connection_common import ConnectionCase
from .quickbooks_answers import account


@tagged("post_install", "-at_install")
class TestAddresses(ConnectionCase):
    def test_production_and_sandbox_have_fixed_addresses(self):
        connection = self.env["connex.connection"].create({"name": "Real books"})
        self.assertEqual(connection.api_base_url, "https://quickbooks.api.intuit.com")
        connection.environment = "sandbox"
        self.assertEqual(connection.api_base_url, "https://sandbox-quickbooks.api.intuit.com")

    def test_production_addresses_cannot_be_changed(self):
        connection = self.env["connex.connection"].create({"name": "Real books"})
        for field in ("api_base_url", "oauth_token_url", "oauth_authorize_url"):
            with self.subTest(field), self.assertRaises(ValidationError):
                connection[field] = "https://somewhere.example"

    def test_an_address_that_can_be_read_on_the_way_is_refused(self):
        for address in (
            "http://quickbooks.example",
            "ftp://quickbooks.example",
            "quickbooks.example",
        ):
            with self.subTest(address), self.assertRaises(ValidationError):
                self.connection.api_base_url = address

    def test_this_machine_may_be_reached_without_encryption(self):
        self.connection.api_base_url = "http://127.0.0.1:9100"
        self.connection.oauth_token_url = "http://localhost:9100/token"
        self.assertEqual(self.connection.api_base_url, "http://127.0.0.1:9100")

    def test_a_loopback_name_inside_another_host_is_refused(self):
        with self.assertRaises(ValidationError):
            self.connection.api_base_url = "http://localhost.attacker.example"
        with self.assertRaises(ValidationError):
            self.connection.api_base_url = "http://127.0.0.1@attacker.example"


@tagged("post_install", "-at_install")
class TestConnection(ConnectionCase):
    def test_one_connection_for_a_quickbooks_company(self):
        self.connect()
        with self.assertRaises(IntegrityError), mute_logger("odoo.sql_db"):
            self.connection.copy({"realm_id": self.connection.realm_id})

    def test_accounts_of_another_quickbooks_company_are_refused(self):
        other = self.connection.copy()
        entry = self.env["connex.reference"].create(
            {
                "connection_id": other.id,
                "kind": "account",
                "qb_id": "1",
                "name": "Sales",
                "full_name": "Sales",
            }
        )
        with self.assertRaises(ValidationError):
            self.connection.income_account_id = entry

    def test_connecting_without_credentials_says_where_they_are_found(self):
        bare = self.env["connex.connection"].create({"name": "Bare"})
        with self.assertRaisesRegex(UserError, "Bare has no client ID .* developer.intuit.com"):
            bare.action_connect()

    def test_test_connection_names_the_company_that_answered(self):
        self.connect()
        action = self.connection.action_test_connection()
        self.assertEqual(action["params"]["type"], "success")
        self.assertIn("Sturdy Stools Inc.", action["params"]["message"])
        self.assertEqual(self.connection.qb_home_currency, "USD")
        self.assertEqual(self.connection.qb_sales_tax, "automated")
        self.assertTrue(self.connection.qb_custom_numbers)
        self.assertEqual(str(self.connection.qb_book_close_date), "2020-12-31")

    def test_test_connection_says_what_to_do_when_nobody_answers(self):
        self.connect()
        self.quickbooks.reachable = False
        action = self.connection.action_test_connection()
        self.assertEqual(action["params"]["type"], "danger")
        self.assertIn("quickbooks.example", action["params"]["message"])

    def test_test_connection_of_the_wrong_company_is_a_problem(self):
        self.connect()
        self.connection.realm_id = "777"
        action = self.connection.action_test_connection()
        self.assertEqual(action["params"]["type"], "danger")

    def test_a_working_test_ends_the_need_to_reconnect(self):
        self.connect()
        self.connection._set_problem("reconnect", company="QuickBooks")
        self.assertEqual(self.connection.state, "reconnect")
        self.connection.action_test_connection()
        self.assertEqual(self.connection.state, "connected")
        self.assertFalse(self.connection.problem_message)

    def test_pausing_and_resuming(self):
        self.connect()
        self.connection.action_pause()
        self.assertEqual(self.connection.state, "paused")
        self.connection.action_resume()
        self.assertEqual(self.connection.state, "connected")

    def test_resuming_without_tokens_asks_to_reconnect(self):
        self.connect()
        self.connection.action_pause()
        self.token()._forget()
        self.connection.action_resume()
        self.assertEqual(self.connection.state, "reconnect")

    def test_a_dead_connection_makes_one_activity_until_it_works_again(self):
        self.connect()
        self.connection._set_problem("reconnect", company="QuickBooks")
        self.connection._set_problem("reconnect", company="QuickBooks")
        self.assertEqual(len(self.connection.activity_ids), 1)
        self.assertIn("Reconnect QuickBooks", self.connection.activity_ids.summary)
        self.assertTrue(self.connection.problem_next_step)
        self.connection._clear_problem()
        self.assertFalse(self.connection.activity_ids)

    def test_the_activity_goes_to_somebody_who_may_reconnect(self):
        self.connect()
        self.connection.user_id = self.env["res.users"].create(
            {"name": "Left the team", "login": "left", "group_ids": [], "active": False}
        )
        self.connection._set_problem("reconnect", company="QuickBooks")
        person = self.connection.activity_ids.user_id
        self.assertTrue(person.has_group("connex_bridge.group_manager"))

    def test_a_passing_problem_leaves_the_connection_running(self):
        self.connect()
        self.connection._set_problem("unreachable", host="quickbooks.example")
        self.assertEqual(self.connection.state, "connected")
        self.assertFalse(self.connection.activity_ids)


@tagged("post_install", "-at_install")
class TestLists(ConnectionCase):
    def references(self, kind):
        return self.connection.reference_ids.filtered(lambda entry: entry.kind == kind)

    def test_lists_can_be_chosen_from_after_refreshing(self):
        self.connect()
        self.connection.action_refresh_lists()
        self.assertEqual(len(self.references("account")), 4)
        self.assertEqual(self.references("term").name, "Net 30")
        self.assertEqual(self.references("payment_method").name, "Cash")

    def test_an_item_category_is_not_offered(self):
        self.connect()
        self.connection.action_refresh_lists()
        self.assertEqual(self.references("item").mapped("name"), ["Services"])

    def test_refreshing_twice_changes_nothing(self):
        self.connect()
        self.connection.action_refresh_lists()
        before = self.connection.reference_ids
        self.connection.action_refresh_lists()
        self.assertEqual(self.connection.reference_ids, before)

    def test_an_account_renamed_in_quickbooks_keeps_its_choice(self):
        self.connect()
        self.connection.action_refresh_lists()
        chosen = self.references("account").filtered(lambda entry: entry.qb_id == "2")
        self.connection.income_account_id = chosen
        self.quickbooks.lists["Account"][1] = account("2", "Revenue", "Income")
        self.connection.action_refresh_lists()
        self.assertEqual(self.connection.income_account_id.name, "Revenue")

    def test_an_account_gone_from_quickbooks_is_archived(self):
        self.connect()
        self.connection.action_refresh_lists()
        checking = self.references("account").filtered(lambda entry: entry.qb_id == "4")
        self.quickbooks.lists["Account"].pop()
        self.connection.action_refresh_lists()
        self.assertFalse(checking.active)

    def test_the_scheduled_action_brings_settings_and_lists_up_to_date(self):
        self.connect()
        self.env.ref("connex_bridge.cron_read_companies").method_direct_trigger()
        self.assertEqual(self.connection.qb_company_name, "Sturdy Stools Inc.")
        self.assertEqual(len(self.references("account")), 4)

    def test_the_scheduled_action_tells_when_nobody_answers(self):
        self.connect()
        self.quickbooks.reachable = False
        self.env.ref("connex_bridge.cron_read_companies").method_direct_trigger()
        self.assertIn("quickbooks.example", self.connection.problem_message)

    def test_accounts_are_proposed_once_and_never_replaced(self):
        self.connect()
        self.connection._read_company()
        self.assertEqual(self.connection.income_account_id.name, "Sales of Product Income")
        self.assertEqual(self.connection.deposit_account_id.name, "Undeposited Funds")
        other = self.references("account").filtered(lambda entry: entry.qb_id == "1")
        self.connection.income_account_id = other
        self.connection._read_company()
        self.assertEqual(self.connection.income_account_id, other)
