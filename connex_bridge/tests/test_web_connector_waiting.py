"""Nobody waits at the Web Connector's address for long: not who calls without a ticket or with wrong
passwords, and not the Web Connector itself.
"""

import time
from datetime import timedelta
from unittest.mock import patch

from freezegun import freeze_time

from odoo import fields, http
from odoo.tests import tagged

from ..models.connex_engine import DEADLINE, Busy, ConnexEngine
from ..models.connex_web_connector import BUDGET_SECONDS
from .desktop_common import DesktopSaleCase
from .web_connector_common import MESSAGE, ScriptedDriver, WebConnectorCase


class WatchingDriver(ScriptedDriver):
    """Remembers how much time it was given."""

    def __init__(self):
        super().__init__([MESSAGE, MESSAGE])
        self.seconds = []

    def _watch(self, records):
        self.seconds.append(records.env.context[DEADLINE] - time.monotonic())

    def _has_work(self, connection):
        self._watch(connection)
        return super()._has_work(connection)

    def _next_message(self, session):
        self._watch(session)
        return super()._next_message(session)

    def _take_answer(self, session, *told):
        self._watch(session)
        return super()._take_answer(session, *told)


@tagged("post_install", "-at_install")
class TestWebConnectorWaiting(WebConnectorCase):
    def test_who_calls_without_a_ticket_does_not_wait_for_a_run_of_the_connection(self):
        self.begin()
        with patch.object(ConnexEngine, "_exclusive", side_effect=Busy) as lock:
            self.assertEqual(self.send("unknown"), "")
            self.assertEqual(self.receive("unknown"), -1)
            self.assertIn("has ended", self.last_error("unknown"))
            self.assertEqual(self.close("unknown"), "OK")
        lock.assert_not_called()

    def test_every_call_says_until_when_the_web_connector_waits(self):
        self.connection.state = "connected"
        self.driver = WatchingDriver()
        ticket = self.begin()
        self.send(ticket, host=self.host_answer())
        self.receive(ticket)
        self.assertEqual(len(self.driver.seconds), 3)
        self.assertLessEqual(max(self.driver.seconds), BUDGET_SECONDS)

    def test_after_some_wrong_passwords_the_next_one_has_to_wait(self):
        self.env["ir.config_parameter"].set_param("base.login_cooldown_after", "5")
        for _attempt in range(5):
            self.assertEqual(self.log_in(password="wrong"), ["", "nvu"])
        self.assertEqual(self.log_in(), ["", "busy"])
        self.assertIn("Too many wrong passwords", self.close(""))
        self.assertIn("Too many wrong passwords", self.last_error(""))
        with freeze_time(fields.Datetime.now() + timedelta(seconds=70)):
            self.begin()

    def test_a_right_password_lets_earlier_ones_be_forgotten(self):
        self.env["ir.config_parameter"].set_param("base.login_cooldown_after", "5")
        for _attempt in range(4):
            self.log_in(password="wrong")
        self.close(self.begin())
        self.assertEqual(self.log_in(password="wrong"), ["", "nvu"])
        self.assertEqual(self.log_in()[1], "")

    def test_wrong_passwords_of_the_web_connector_lock_nobody_out_of_odoo(self):
        self.env["ir.config_parameter"].set_param("base.login_cooldown_after", "5")
        getattr(self.env.registry, "_login_failures", {}).clear()
        for _attempt in range(6):
            self.log_in(password="wrong")
        self.authenticate(None, None)
        form = {
            "login": "admin",
            "password": "admin",
            "csrf_token": http.Request.csrf_token(self),
        }
        answer = self.url_open("/web/login", data=form, allow_redirects=False)
        self.assertEqual(answer.status_code, 303, "the form is shown again")


@tagged("post_install", "-at_install")
class TestDesktopPlanningTime(DesktopSaleCase):
    def timed(self, seconds):
        """The session, whose current call has so many seconds left."""
        return self.session.with_context(**{DEADLINE: time.monotonic() + seconds})

    def test_what_is_left_to_plan_when_time_is_up_is_planned_in_the_next_call(self):
        self.take(self.driver._next_message(self.session))
        sources = self.env(su=True)["connex.source"].search(
            [("connection_id", "=", self.desktop.id)]
        )
        sources.pending = True
        late = self.timed(-1)
        message = late.env["connex.desktop.driver"]._write_down_next(late).request_body
        self.assertTrue(any(sources.mapped("pending")))
        self.assertTrue(message)
        self.run_session()
        self.assertFalse(any(sources.mapped("pending")))
        self.assertEqual(self.mirror("sales_order").state, "synced")

    def test_all_records_are_looked_through_by_the_scheduled_action_only(self):
        self.desktop.reconciled_at = False
        session = self.timed(60)
        driver = session.env["connex.desktop.driver"]
        while message := driver._next_message(session):
            if driver._take_answer(session, self.quickbooks.answer(message), "", "") == 100:
                break
        self.assertEqual(self.mirror("sales_order").state, "synced")
        self.assertFalse(self.desktop.reconciled_at)
        session.ended_at = fields.Datetime.now()
        self.env(su=True)["connex.engine"]._step(self.desktop)
        self.assertTrue(self.desktop.reconciled_at)
