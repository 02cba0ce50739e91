"""The Web Connector's calls: a session from beginning to end, and every way in which one is refused."""

from datetime import timedelta
from unittest.mock import patch

from freezegun import freeze_time

from odoo import fields
from odoo.tests import tagged
from odoo.tools import mute_logger

from ..models.connex_engine import Busy, ConnexEngine
from .web_connector_common import COMPANY_FILE, MESSAGE, WebConnectorCase

SERVICE_LOGGER = "odoo.addons.connex_bridge.models.connex_web_connector"


@tagged("post_install", "-at_install")
class TestWebConnector(WebConnectorCase):
    def test_a_session_sends_takes_answers_and_ends_with_a_hundred_percent(self):
        self.driver.messages = [MESSAGE, MESSAGE.replace("Company", "Host")]
        self.assertIn("Connex Bridge", self.call("serverVersion"))
        self.assertEqual(self.call("clientVersion", strVersion="2.3.0.215"), "")
        ticket, what = self.log_in()
        self.assertTrue(ticket)
        self.assertEqual(what, "")
        host = self.host_answer()
        self.assertEqual(self.send(ticket, host=host), MESSAGE)
        self.assertEqual(self.driver.begun, [host])
        self.assertEqual(self.receive(ticket, "<QBXML>one</QBXML>"), 50)
        self.assertIn("HostQuery", self.send(ticket))
        self.assertEqual(self.receive(ticket, "<QBXML>two</QBXML>"), 100)
        self.assertEqual(self.close(ticket), "OK: 2 of 2 documents")
        self.assertEqual(
            [answer for answer, _h, _m in self.driver.answers][0], "<QBXML>one</QBXML>"
        )
        session = self.last_session()
        self.assertTrue(session.ended_at)
        self.assertFalse(self.driver.lost)
        self.assertEqual(
            (session.company_file, session.country, session.qbxml_version),
            (COMPANY_FILE, "US", "13.0"),
        )

    def test_quickbooks_without_a_company_file_is_not_written_to(self):
        ticket = self.begin()
        self.assertEqual(self.send(ticket, "", self.host_answer()), "")
        self.assertIn("no company file is open", self.last_error(ticket))
        self.assertFalse(self.driver.begun)

    def test_the_first_session_connects_the_connection_to_its_company_file(self):
        self.run_session(file_id="{AAAA}")
        self.assertEqual(self.connection.state, "connected")
        self.assertEqual(self.connection.company_file, COMPANY_FILE)
        self.assertEqual(self.connection.company_file_guid, "{AAAA}")
        self.assertEqual(self.connection.qb_company_name, "Ada's Shop")
        self.assertTrue(self.connection.last_success_at)
        # From now on QuickBooks may be closed: the Web Connector opens this file.
        self.driver.messages = [MESSAGE]
        self.assertEqual(self.log_in()[1], COMPANY_FILE)

    def test_with_nothing_to_do_quickbooks_is_not_even_opened(self):
        self.connection.state = "connected"
        self.driver.messages = []
        ticket, what = self.log_in()
        self.assertEqual(what, "none")
        self.assertEqual(self.close(ticket), "OK")
        self.assertFalse(self.last_session())
        self.assertTrue(self.connection.web_connector_called_at)

    def test_a_paused_connection_does_nothing(self):
        self.connection.state = "paused"
        self.assertEqual(self.log_in()[1], "none")

    def test_a_message_that_is_not_needed_after_all_ends_the_session_in_words(self):
        self.driver.messages = []
        ticket = self.begin()
        self.assertEqual(self.send(ticket, host=self.host_answer()), "")
        self.assertEqual(self.last_error(ticket), "Nothing to send.")
        self.close(ticket)
        self.assertFalse(self.driver.lost)

    # Who may come in

    def test_a_wrong_password_user_name_or_address_is_not_valid(self):
        online = self.env["connex.connection"].create({"name": "Online"})
        self.env["ir.config_parameter"].set_param("base.login_cooldown_after", "0")
        for values in (
            {"password": "wrong"},
            {"password": ""},
            {"user_name": "admin"},
            {"user_name": ""},
            {"user_name": "Jürgen"},
            {"password": "é" * 10_000},
            {"number": online.id},
            {"number": online.id + 1000},
            {"number": 2**40},
        ):
            with self.subTest(values):
                self.assertEqual(self.log_in(**values), ["", "nvu"])
        self.assertFalse(self.last_session())

    def test_a_connection_without_a_password_lets_nobody_in(self):
        other = self.env["connex.connection"].create({"name": "New", "backend": "desktop"})
        answer = self.log_in(other.web_connector_user, "", number=other.id)
        self.assertEqual(answer, ["", "nvu"])

    def test_a_new_password_ends_the_former_one_and_the_sessions_begun_with_it(self):
        ticket = self.begin()
        with freeze_time(fields.Datetime.now() + timedelta(seconds=5)):
            former, self.password = self.password, self.new_password()
            self.assertEqual(self.send(ticket), "")
            self.assertEqual(self.log_in(password=former), ["", "nvu"])
            self.assertEqual(self.log_in()[1], "")
        self.assertFalse(self.driver.begun)

    def test_an_unknown_ticket_executes_nothing(self):
        self.begin()
        for ticket in ("", "unknown", "' OR 1=1 --"):
            with self.subTest(ticket):
                self.assertEqual(self.send(ticket), "")
                self.assertEqual(self.receive(ticket), -1)
                self.assertIn("has ended", self.last_error(ticket))
                self.assertEqual(self.call("connectionError", ticket=ticket), "done")
                self.assertEqual(self.close(ticket), "OK")
        self.assertFalse(self.driver.begun or self.driver.answers)

    def test_a_ticket_of_another_connection_executes_nothing(self):
        other = self.env["connex.connection"].create({"name": "Other", "backend": "desktop"})
        ticket = self.begin()
        values = {"ticket": ticket, "strCompanyFileName": COMPANY_FILE}
        self.assertEqual(self.call("sendRequestXML", other.id, **values), "")
        self.assertFalse(self.driver.begun)

    def test_a_ticket_expires_after_an_hour_without_a_call(self):
        ticket = self.begin()
        self.send(ticket, host=self.host_answer())
        with freeze_time(fields.Datetime.now() + timedelta(minutes=61)):
            self.assertEqual(self.receive(ticket), -1)
            self.assertIn("has ended", self.last_error(ticket))
            self.assertFalse(self.driver.answers)
            self.driver.messages = [MESSAGE]
            self.begin()
        self.assertEqual(len(self.driver.lost), 1)

    # Order of calls

    def test_a_second_connector_is_told_to_come_back_while_the_first_one_works(self):
        ticket = self.begin()
        self.assertEqual(self.log_in()[1], "busy")
        self.send(ticket, host=self.host_answer())
        with freeze_time(fields.Datetime.now() + timedelta(minutes=5)):
            self.assertEqual(self.log_in()[1], "busy")
        self.assertEqual(self.receive(ticket), 100)
        self.assertFalse(self.driver.lost)

    def test_a_session_that_broke_off_is_replaced_and_its_answer_known_to_be_lost(self):
        ticket = self.begin()
        self.send(ticket, host=self.host_answer())
        broken = self.last_session()
        self.driver.messages = [MESSAGE]
        with freeze_time(fields.Datetime.now() + timedelta(minutes=11)):
            other = self.begin()
            self.assertEqual(self.driver.lost, [broken.id])
            self.assertEqual(self.send(ticket), "")
            self.assertEqual(self.send(other), MESSAGE)

    def test_a_session_that_only_forgot_to_close_is_replaced_at_once(self):
        ticket = self.begin()
        self.send(ticket, host=self.host_answer())
        self.assertEqual(self.receive(ticket), 100)
        self.driver.messages = [MESSAGE]
        self.assertNotEqual(self.begin(), ticket)
        self.assertFalse(self.driver.lost)

    def test_the_patience_with_a_silent_session_can_be_shortened(self):
        parameters = self.env["ir.config_parameter"]
        parameters.set_param("connex_bridge.web_connector_patience", "0")
        self.begin()
        self.begin()

    def test_an_answer_that_was_not_asked_for_is_not_taken(self):
        ticket = self.begin()
        self.assertEqual(self.receive(ticket), -1)
        self.assertIn("order", self.last_error(ticket))
        self.assertFalse(self.driver.answers)

    def test_asking_for_a_message_while_an_answer_is_awaited_ends_the_session(self):
        self.driver.messages = [MESSAGE, MESSAGE]
        ticket = self.begin()
        self.send(ticket, host=self.host_answer())
        self.assertEqual(self.send(ticket), "")
        self.assertEqual(len(self.driver.lost), 1)
        self.assertIn("order", self.last_error(ticket))
        self.assertEqual(len(self.driver.messages), 1)

    def test_an_answer_that_is_delivered_twice_is_taken_once(self):
        self.driver.messages = [MESSAGE, MESSAGE]
        ticket = self.begin()
        self.send(ticket, host=self.host_answer())
        self.assertEqual(self.receive(ticket, "<QBXML>a</QBXML>"), 50)
        self.assertEqual(self.receive(ticket, "<QBXML>a</QBXML>"), 50)
        self.assertEqual(len(self.driver.answers), 1)
        self.assertEqual(self.receive(ticket, "<QBXML>b</QBXML>"), -1)
        self.assertEqual(len(self.driver.answers), 1)

    def test_closing_while_an_answer_is_awaited_leaves_it_to_be_recovered(self):
        ticket = self.begin()
        self.send(ticket, host=self.host_answer())
        self.close(ticket)
        self.assertEqual(self.driver.lost, [self.last_session().id])

    def test_scheduled_planning_leaves_the_lock_to_a_session(self):
        self.connection.state = "connected"
        self.assertFalse(self.connection._is_in_session())
        ticket = self.begin()
        self.assertTrue(self.connection._is_in_session())
        self.send(ticket, host=self.host_answer())
        self.receive(ticket)
        self.close(ticket)
        self.connection.invalidate_recordset()
        self.assertFalse(self.connection._is_in_session())

    # Another run of the connection holds the lock

    def busy(self):
        """A context in which the engine's lock is somebody else's."""

        return patch.object(ConnexEngine, "_exclusive", side_effect=Busy)

    def test_while_odoo_is_at_work_a_session_does_not_begin(self):
        with self.busy():
            self.assertEqual(self.log_in()[1], "busy")

    def test_while_odoo_is_at_work_the_next_message_is_asked_for_a_little_later(self):
        self.driver.messages = [MESSAGE, MESSAGE]
        ticket = self.begin()
        self.send(ticket, host=self.host_answer())
        self.receive(ticket)
        with self.busy():
            self.assertEqual(self.send(ticket), "NoOp")
        self.assertEqual(self.last_error(ticket), "NoOp")
        self.assertEqual(self.send(ticket), MESSAGE)

    def test_while_odoo_is_at_work_what_quickbooks_says_of_itself_is_not_missed(self):
        ticket = self.begin()
        with self.busy():
            self.assertEqual(self.send(ticket, host=self.host_answer()), "")
        self.assertIn("at work", self.last_error(ticket))
        self.assertIn("OK", self.close(ticket))
        self.assertFalse(self.driver.lost)

    def test_an_answer_that_comes_while_odoo_is_at_work_is_recovered_later(self):
        ticket = self.begin()
        self.send(ticket, host=self.host_answer())
        with self.busy():
            self.assertEqual(self.receive(ticket), -1)
        self.assertIn("at work", self.last_error(ticket))
        self.close(ticket)
        self.assertEqual(self.driver.lost, [self.last_session().id])

    # Errors

    def test_a_refused_message_set_reaches_the_driver_as_it_came(self):
        ticket = self.begin()
        self.send(ticket, host=self.host_answer())
        self.driver.progress = 40
        self.assertEqual(self.receive(ticket, "", "0x80040400", "QuickBooks found an error"), 40)
        self.assertEqual(self.driver.answers, [("", "0x80040400", "QuickBooks found an error")])

    def test_a_driver_that_stops_says_why(self):
        ticket = self.begin()
        self.send(ticket, host=self.host_answer())
        self.driver.progress = -1
        self.assertEqual(self.receive(ticket, "", "0x80040401", "No access"), -1)
        self.assertIn("No access 0x80040401", self.last_error(ticket))
        self.assertIn("No access", self.close(ticket))

    def test_an_error_of_odoo_is_an_error_value_and_never_a_http_error(self):
        self.driver.failure = ZeroDivisionError("secret detail")
        ticket = self.begin()
        with self.assertLogs(SERVICE_LOGGER, "ERROR"):
            self.assertEqual(self.send(ticket, host=self.host_answer()), "")
        said = self.last_error(ticket)
        self.assertIn("error of its own", said)
        self.assertNotIn("secret detail", said)

    def test_an_error_at_authenticate_asks_to_come_back(self):
        self.connection.state = "connected"
        self.driver._has_work = None
        with self.assertLogs(SERVICE_LOGGER, "ERROR"):
            self.assertEqual(self.log_in()[1], "busy")

    @mute_logger(SERVICE_LOGGER)
    def test_an_old_connector_is_refused_and_a_strange_version_is_not(self):
        self.assertTrue(self.call("clientVersion", strVersion="1.5.0.9").startswith("E:"))
        for version in ("2.0.0.107", "2.1.0.30", "", "two"):
            with self.subTest(version):
                self.assertEqual(self.call("clientVersion", strVersion=version), "")
