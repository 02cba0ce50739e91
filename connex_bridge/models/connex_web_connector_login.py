"""How the Web Connector comes in: user name and password, and whether a session begins.

Wrong passwords are slowed down as Odoo does it for its users: after some of them from one computer the next
ones from there are not looked at for a while (the system parameters `base.login_cooldown_after` and
`base.login_cooldown_duration`). They are counted apart: a Web Connector with an old password must not lock
the people of its office out of Odoo.
"""

import logging
import uuid
from datetime import datetime

from odoo import fields, models
from odoo.http import request

from .connex_web_connector import LATER, NOT_VALID, NOTHING_TO_DO, WAIT_SECONDS

_logger = logging.getLogger(__name__)


class ConnexWebConnector(models.AbstractModel):
    _inherit = "connex.web.connector"

    def _authenticate(self, number, call):
        """A ticket, and what to do: nothing, wait, or open the company file."""
        if self._is_slowed_down(number):
            return ["", LATER]
        connection = self.env["connex.connection"]._of_web_connector(
            number, call["strUserName"], call["strPassword"]
        )
        self._note_login(number, bool(connection))
        if not connection:
            return ["", NOT_VALID]
        with self.env["connex.engine"]._exclusive(connection, wait=WAIT_SECONDS) as own:
            return self._timed(own).env["connex.web.connector"]._begin_session(self._timed(own))

    def _begin_session(self, connection):
        sessions = self.env["connex.web.connector.session"]
        if connection._is_in_session():
            return [str(uuid.uuid4()), LATER]
        sessions._unended(connection)._end()
        ticket = str(uuid.uuid4())
        runs = connection._may_run_session()
        begins = runs and (connection._is_to_try() or self._driver()._has_work(connection))
        connection._note_call(in_order=runs and not begins)
        if not begins:
            return [ticket, NOTHING_TO_DO]
        now = fields.Datetime.now()
        sessions.create(
            {
                "connection_id": connection.id,
                "ticket": ticket,
                "expected": "request",
                "started_at": now,
                "last_call_at": now,
            }
        )
        return [ticket, connection.company_file or ""]

    # === WRONG PASSWORDS === #

    def _failed_logins(self):
        """{(connection, computer): (how often since the last success, when last)}, of this Odoo process."""
        registry = self.env.registry
        if not hasattr(registry, "_connex_failed_logins"):
            registry._connex_failed_logins = {}
        return registry._connex_failed_logins

    def _caller(self, number):
        known = self.env["connex.connection"]._of_number(number)  # others are not worth remembering
        return known.id, request.httprequest.remote_addr if request else ""

    def _is_slowed_down(self, number):
        """Whether the last passwords from this computer were wrong, so that the next has to wait."""
        failures = self._failed_logins().get(self._caller(number))
        return bool(failures) and self.env["res.users"]._on_login_cooldown(*failures)

    def _note_login(self, number, succeeded):
        failed, caller = self._failed_logins(), self._caller(number)
        if succeeded:
            failed.pop(caller, None)
            return
        count = failed.get(caller, (0, None))[0] + 1
        # Odoo decides by the computer's own clock.
        failed[caller] = (count, datetime.now())
        _logger.info("Wrong user name or password for connection %s from %s", *caller)

    def _why_unknown(self, number, otherwise):
        """What is told to whoever has no ticket."""
        if not self._is_slowed_down(number):
            return otherwise
        return self.env._(
            "Too many wrong passwords came from this computer. Make a new password on the connection in "
            "Odoo, enter it in the Web Connector, and run it again in a minute."
        )
