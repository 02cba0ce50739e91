"""A Desktop connection: its password, its file for the Web Connector, and its form."""

from datetime import timedelta

from freezegun import freeze_time
from lxml import etree

from odoo import fields
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import Form, new_test_user, tagged

from .web_connector_common import MESSAGE, WebConnectorCase


@tagged("post_install", "-at_install")
class TestPassword(WebConnectorCase):
    def token(self):
        return self.env["connex.token"]._of(self.connection)

    def test_only_a_hash_of_the_password_is_kept(self):
        self.assertRegex(self.password, r"^([a-km-z2-9]{5}-){4}[a-km-z2-9]{5}$")
        self.assertNotEqual(self.password, self.new_password())
        self.assertTrue(self.token().web_connector_password.startswith("$pbkdf2-sha512$"))
        self.assertTrue(self.connection.web_connector_password_set)
        self.env.cr.execute("SELECT row_to_json(t)::text FROM connex_token t")
        self.assertNotIn(self.password, str(self.env.cr.fetchall()))

    def test_the_dialog_that_shows_it_stores_nothing(self):
        action = self.connection.action_new_web_connector_password()
        dialog = Form(self.env[action["res_model"]].with_context(**action["context"]))
        self.assertEqual(dialog.password, action["context"]["default_password"])
        saved = self.env[action["res_model"]].with_context(**action["context"]).create({})
        self.env.flush_all()
        self.env.cr.execute("SELECT row_to_json(t)::text FROM connex_web_connector_password t")
        self.assertNotIn(action["context"]["default_password"], str(self.env.cr.fetchall()))
        self.env.invalidate_all()
        self.assertFalse(saved.with_env(self.env).password)

    def test_nobody_reads_hash_or_ticket(self):
        self.begin()
        admin = self.env.ref("base.user_admin")
        with self.assertRaises(AccessError):
            self.last_session().with_user(admin).read(["ticket"])
        with self.assertRaises(AccessError):
            self.env["connex.web.connector.session"].with_user(admin).search([("ticket", "!=", "")])
        with self.assertRaises(AccessError):
            self.token().with_user(admin).read(["web_connector_password"])

    def test_bookkeepers_see_sessions_and_make_no_password(self):
        bookkeeper = new_test_user(self.env, "bookkeeper", "connex_bridge.group_user")
        self.begin()
        connection = self.connection.with_user(bookkeeper)
        self.assertEqual(len(connection.web_connector_session_ids), 1)
        for press in (
            connection.action_new_web_connector_password,
            connection.action_download_qwc,
            connection.action_company_file_moved,
        ):
            with self.subTest(press.__name__), self.assertRaises(AccessError):
                press()

    def test_disconnecting_ends_the_password(self):
        self.connection.state = "connected"
        self.connection.action_disconnect()
        self.assertEqual(self.connection.state, "draft")
        self.assertEqual(self.log_in(), ["", "nvu"])

    def test_a_copied_connection_has_neither_password_nor_company_file(self):
        self.run_session()
        copy = self.connection.copy()
        self.assertFalse(copy.web_connector_password_set)
        self.assertFalse(copy.company_file)
        self.assertNotEqual(copy.web_connector_file_id, self.connection.web_connector_file_id)

    def test_a_copied_database_does_nothing_until_somebody_says_which_it_is(self):
        self.run_session()
        self.driver.messages = [MESSAGE]
        self.token().home = "another database"
        self.assertEqual(self.log_in()[1], "none")
        self.assertEqual(self.connection.state, "paused")
        self.assertEqual(self.connection.problem_code, "copied_database")
        self.connection.action_continue_here()
        self.assertNotIn(self.log_in()[1], ("none", "nvu"))

    def test_a_paused_connection_resumes(self):
        self.run_session()
        self.connection.action_pause()
        self.connection.action_resume()
        self.assertEqual(self.connection.state, "connected")


@tagged("post_install", "-at_install")
class TestFile(WebConnectorCase):
    def values(self):
        root = etree.fromstring(self.connection._qwc())
        self.assertEqual(root.tag, "QBWCXML")
        return {element.tag: element.text or "" for element in root.iter() if not len(element)}

    def test_the_file_names_address_user_and_schedule_and_no_password(self):
        self.connection.web_connector_minutes = 20
        values = self.values()
        self.assertEqual(values["AppURL"], self.connection.web_connector_url)
        self.assertEqual(values["UserName"], self.user_name)
        self.assertEqual(values["RunEveryNMinutes"], "20")
        self.assertEqual(values["FileID"], self.connection.web_connector_file_id)
        self.assertNotIn(self.password, self.connection._qwc().decode())

    def test_the_file_stays_the_same_so_that_quickbooks_knows_the_connection_again(self):
        self.assertEqual(self.connection._qwc(), self.connection._qwc())

    def test_without_https_there_is_no_file_but_what_to_do(self):
        self.env["ir.config_parameter"].set_param("web.base.url", "http://shop.example.com")
        with self.assertRaisesRegex(UserError, "https"):
            self.connection.action_download_qwc()

    def test_a_manager_downloads_it_and_nobody_else(self):
        url = f"/connex/web_connector/{self.connection.id}/qwc"
        new_test_user(self.env, "manager", "connex_bridge.group_manager", password="manager-pw")
        new_test_user(self.env, "keeper", "connex_bridge.group_user", password="keeper-pw")
        self.authenticate("manager", "manager-pw")
        response = self.url_open(url)
        self.assertEqual(response.content, self.connection._qwc())
        self.assertIn(".qwc", response.headers["Content-Disposition"])
        self.authenticate("keeper", "keeper-pw")
        self.assertNotIn("QBWCXML", self.url_open(url).text)
        self.logout(keep_db=True)
        self.assertNotIn("QBWCXML", self.url_open(url).text)


@tagged("post_install", "-at_install")
class TestForm(WebConnectorCase):
    def test_a_new_desktop_connection_is_named_and_patient_like_one(self):
        form = Form(self.env["connex.connection"])
        self.assertEqual(form.name, "QuickBooks Online")
        form.backend = "desktop"
        connection = form.save()
        self.assertEqual(connection.name, "QuickBooks Desktop")
        self.assertEqual(connection.stale_after_hours, 72)

    def test_a_web_connector_that_does_not_call_any_more_is_told(self):
        self.run_session()
        self.connection.stale_after_hours = 72
        self.connection.invalidate_recordset()
        self.assertFalse(self.connection.stall_message)
        later = fields.Datetime.now() + timedelta(hours=73)
        cron = self.env.ref("connex_bridge.cron_sync")
        with freeze_time(later):
            cron.write({"nextcall": later, "lastcall": later, "failure_count": 0})
            self.connection.invalidate_recordset()
            self.assertIn("Web Connector has not called", self.connection.stall_message)

    def test_asking_for_the_lists_makes_work_for_the_next_run(self):
        self.connection.profile_read_at = fields.Datetime.now()
        self.assertFalse(self.connection._profile_is_due())
        answer = self.connection.action_refresh_lists()
        self.assertIn("next run", answer["params"]["message"])
        self.assertTrue(self.connection._profile_is_due())
        self.connection.profile_read_at = fields.Datetime.now()
        self.assertFalse(self.connection._profile_is_due())

    def test_trying_again_reads_the_lists_only_where_an_entry_was_missing(self):
        self.connection.profile_read_at = fields.Datetime.now()
        values = {"connection_id": self.connection.id, "document": "invoice", "state": "problem"}
        values |= {"res_model": "account.move", "company_id": self.env.company.id}
        for number, code, due in ((1, "total_differs", False), (2, "list_entry_missing", True)):
            values |= {"res_id": number, "problem_code": code}
            self.env["connex.mirror"].create(values).action_retry()
            self.assertEqual(self.connection._profile_is_due(), due)

    def test_numbers_that_quickbooks_would_not_give_cannot_be_chosen(self):
        with self.assertRaisesRegex(ValidationError, "no number of its own"):
            self.connection.number_policy = "quickbooks"

    def test_a_prefix_that_would_be_shortened_away_cannot_be_chosen(self):
        with self.assertRaisesRegex(ValidationError, "of 1 to 3 plain letters"):
            self.connection.write({"number_policy": "prefix", "number_prefix": "WEB-"})
        self.connection.write({"number_policy": "prefix", "number_prefix": "W-"})

    def test_old_sessions_are_forgotten(self):
        self.run_session()
        sessions = self.env["connex.web.connector.session"]
        sessions._gc_old_sessions()
        self.assertTrue(self.last_session())
        with freeze_time(fields.Datetime.now() + timedelta(days=31)):
            sessions._gc_old_sessions()
        self.assertFalse(self.last_session())
