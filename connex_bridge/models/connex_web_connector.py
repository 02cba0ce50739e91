"""What each call of the QuickBooks Web Connector does, and what it is answered.

Every call runs under the engine's lock in a transaction of its own: Odoo repeats a request that met a
serialization failure, and what QuickBooks was told cannot be taken back. No call ends in an exception: the
Web Connector gives up on any HTTP error, while an error value lets it ask why and show the answer.

What is sent and what answers mean is the driver's (`connex.desktop.driver`); the state of a session is in
connex_web_connector_session.py.
"""

import hashlib
import logging
import time
import uuid

import psycopg2.errors

from odoo import api, fields, models, release

from ..bridge.desktop import company_file, hresults
from ..bridge.desktop.soap import FINISHED, STOPPED
from ..bridge.problem import Problem
from .connex_engine import DEADLINE, Busy
from .connex_problem_text import problem_text

_logger = logging.getLogger(__name__)

#: The Web Connector must not wait longer than five seconds for an answer: so long it waits for another run to
#: let go of the connection, and so long, from the beginning of its call, may be planned.
WAIT_SECONDS, BUDGET_SECONDS = 2, 3
ATTEMPTS = 3
OLDEST_CONNECTOR = (2, 0)
NOTHING_TO_DO, NOT_VALID, LATER = "none", "nvu", "busy"
#: "Ask me again in five seconds."
NO_OPERATION = "NoOp"
GIVE_UP = "done"


class ConnexWebConnector(models.AbstractModel):
    _name = "connex.web.connector"
    _description = "Web Connector Service"

    @api.model
    def _answer(self, number, call):
        """The result of a `bridge.desktop.soap.Call` at the address of connection `number`: a text, a
        number or a list of texts, as the method has it. Never raises."""
        deadline = time.monotonic() + BUDGET_SECONDS
        own = self.with_context(**{DEADLINE: deadline})
        for attempt in range(1, ATTEMPTS + 1):
            try:
                return getattr(own, f"_{_HANDLERS[call.method]}")(number, call)
            except Busy:
                return self._when_busy(call)
            except psycopg2.errors.SerializationFailure:
                if attempt == ATTEMPTS or time.monotonic() > deadline:
                    _logger.info("%s: other transactions were faster, the call fails", number)
                    break
            except Exception:
                _logger.exception("%s of connection %s failed", call.method, number)
                self._note_failure(number, call)
                break
        return self._when_failed(call.method)

    def _when_busy(self, call):
        """What a call is answered while something else of the connection runs."""
        return {
            "authenticate": [str(uuid.uuid4()), LATER],
            # What QuickBooks says of itself comes with the first request only, and must not be missed.
            "sendRequestXML": "" if call["strHCPResponse"] else NO_OPERATION,
            "receiveResponseXML": STOPPED,
            "connectionError": GIVE_UP,
            "getLastError": NO_OPERATION,
        }.get(call.method, "OK")

    def _when_failed(self, method):
        return {
            "authenticate": [str(uuid.uuid4()), LATER],
            "receiveResponseXML": STOPPED,
            "sendRequestXML": "",
            "connectionError": GIVE_UP,
            "getLastError": self._own_error(),
        }.get(method, "OK")

    def _own_error(self):
        return self.env._(
            "Odoo had an error of its own. Whoever looks after Odoo finds the reason in its log."
        )

    def _note_failure(self, number, call):
        """Have the session say that it failed, if that much still works."""
        try:
            self._with_session(
                number, call, lambda own, session: own._stop(session, own._own_error()), None
            )
        except Exception:
            _logger.exception("%s: the failure cannot be noted on its session", number)

    def _timed(self, own):
        """The connection, with the time until which whatever takes long must have ended."""
        return own.with_context(**{DEADLINE: self.env.context.get(DEADLINE)})

    def _driver(self):
        """Who knows what is sent, and what answers mean."""
        return self.env["connex.desktop.driver"]

    # === CALLS WITHOUT A TICKET (authenticate: connex_web_connector_login.py) === #

    def _tell_version(self, _number, _call):
        module = self.env["ir.module.module"].sudo()
        return f"Connex Bridge {module._get('connex_bridge').installed_version}, Odoo {release.version}"

    def _judge_connector(self, _number, call):
        """An empty text lets the Web Connector go on; an old one, before it knew this call, is refused."""
        parts = call["strVersion"].strip().split(".")
        if not all(part.isdecimal() for part in parts):
            return ""
        if tuple(map(int, parts[:2])) >= OLDEST_CONNECTOR:
            return ""
        return "E:" + self.env._(
            "This Web Connector is too old. Install the current QuickBooks Web Connector."
        )

    # === CALLS OF A SESSION === #

    def _with_session(self, number, call, work, unknown):
        """Call `work(session)` in a transaction of its own, under the connection's lock; `unknown` when
        the ticket is not, or no longer, worth anything."""
        connection = self.env["connex.connection"]._of_number(number)
        sessions = self.env["connex.web.connector.session"].sudo()
        # Looked at before anything is waited for: anybody can call without a ticket.
        if not connection or not sessions._of_ticket(connection, call["ticket"]):
            return unknown
        with self.env["connex.engine"]._exclusive(connection, wait=WAIT_SECONDS) as own:
            own = self._timed(own)
            session = own.env["connex.web.connector.session"]._of_ticket(own, call["ticket"])
            if not session:
                return unknown
            session.last_call_at = fields.Datetime.now()
            # Whoever looks after the connection reads what the Web Connector shows.
            session = session.with_context(lang=own.user_id.lang or self.env.lang)
            return work(session.env["connex.web.connector"], session)

    def _send(self, number, call):
        return self._with_session(number, call, lambda own, session: own._next(session, call), "")

    def _next(self, session, call):
        """The next message, or an empty text and the reason for it."""
        if session.expected != "request":
            return self._stop(session, self._text("desktop_call_order"))
        if not session.connection_id._may_run_session():
            return self._stop(session, self.env._("The connection was paused or ended in Odoo."))
        if not session.qbxml_version:
            refusal = self._open(session, call)
            if refusal:
                return self._stop(session, refusal)
        # Before the driver commits: an answer is awaited from then on, whatever happens to this process.
        session.expected = "answer"
        message = self._driver()._next_message(session)
        if not message:
            session.expected = "close"
            return self._stop(session, session.last_error or self.env._("Nothing to send."))
        return message

    def _open(self, session, call):
        """Look at the company file of a session that begins: empty, or why it is not the right one."""
        version = f"{call.number('qbXMLMajorVers')}.{call.number('qbXMLMinorVers')}"
        answer = call["strHCPResponse"]
        opened = company_file.read(call["strCompanyFileName"], answer)
        session.write(
            {
                "company_file": opened.path,
                "country": call["qbXMLCountry"],
                "qbxml_version": version,
            }
        )
        connection, driver = session.connection_id, self._driver()
        refusal = (
            connection._refuse_company_file(opened)
            or driver._refuse_version(session)
            or driver._refuse_country(session)
            or driver._begin(session, answer)
        )
        if not refusal:
            connection._take_over(opened)
        return refusal

    def _stop(self, session, reason):
        """Have the Web Connector ask why, and end. What it is told is kept."""
        awaited = session.expected == "answer"
        session.write({"expected": "error", "last_error": reason})
        if awaited:
            self._driver()._lost(session)
        return ""

    def _receive(self, number, call):
        return self._with_session(
            number, call, lambda own, session: own._take(session, call), STOPPED
        )

    def _take(self, session, call):
        """Take QuickBooks' answer: a percentage, 100 at the end, negative to stop."""
        told = [call[name] for name in ("response", "hresult", "message")]
        digest = hashlib.sha256("\0".join(told).encode("utf-8", "replace")).hexdigest()
        if session.expected != "answer":
            if digest == session.answer_digest:
                return session.progress
            self._stop(session, self._text("desktop_call_order"))
            return STOPPED
        session.write({"expected": "request", "answer_digest": digest})
        progress = self._driver()._take_answer(session, *told)
        session.progress = max(min(progress, FINISHED), STOPPED)
        if progress < 0:
            self._stop(session, session.last_error or self._text("desktop_refused", **_named(call)))
        elif progress >= FINISHED:
            session.expected = "close"
        return session.progress

    def _fail_to_open(self, number, call):
        return self._with_session(
            number, call, lambda own, session: own._try_another_file(session, call), GIVE_UP
        )

    def _try_another_file(self, session, call):
        """QuickBooks or its company file could not be opened: which file to try, or `done`."""
        connection = session.connection_id
        known = connection.company_file or ""
        session.failed_openings += 1
        reaction = hresults.reaction(call["hresult"])
        if session.failed_openings == 1:
            # What is open instead is refused by name if it is another company's.
            if reaction.kind == "open" and known:
                return ""
            if reaction.kind == "path" and known:
                return known
        # In a first session nobody knows its name yet.
        file = known or self.env._("of %(connection)s", connection=connection.name)
        self._stop(session, connection._refuse(reaction.problem_code, file=file, **_named(call)))
        return GIVE_UP

    def _explain(self, number, call):
        unknown = self.env._("This session has ended. The next run starts a new one.")
        unknown = self._why_unknown(number, unknown)
        return self._with_session(number, call, lambda own, session: own._why(session), unknown)

    def _why(self, session):
        """Why nothing was sent or taken. Without a reason in the session it was another run's turn."""
        if session.expected == "request":
            return NO_OPERATION if session.qbxml_version else self._text("desktop_busy")
        return session.last_error or self._text("desktop_busy")

    def _close(self, number, call):
        unknown = self._why_unknown(number, "OK")
        return self._with_session(number, call, lambda own, session: own._finish(session), unknown)

    def _finish(self, session):
        in_order = session.expected == "close"
        session._end()
        session.connection_id._note_session(in_order)
        if not in_order:
            return session.last_error or "OK"
        return self.env._(
            "OK: %(done)s of %(planned)s documents",
            done=session.done_count,
            planned=max(session.planned_count, session.done_count),
        )

    def _text(self, code, **values):
        """A problem in one text, as the Web Connector shows it."""
        return " ".join(problem_text(self.env, Problem(code, values)))


def _named(call):
    reason = " ".join(filter(None, (call["message"].strip(), call["hresult"].strip())))
    return {"reason": reason[:500]}


_HANDLERS = {
    "serverVersion": "tell_version",
    "clientVersion": "judge_connector",
    "authenticate": "authenticate",
    "sendRequestXML": "send",
    "receiveResponseXML": "receive",
    "connectionError": "fail_to_open",
    "getLastError": "explain",
    "closeConnection": "close",
}
