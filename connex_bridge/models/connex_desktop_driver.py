"""What the Web Connector is given to do for a connection, one message set after the other, and what becomes
of the answers.

In a session, in this order: a message set whose answer was lost, word for word; QuickBooks' settings and
lists, once a day; adopted documents and what somebody asked for by the button; a search for what is there
already; look-ups for what is to be sent; the documents, wave by wave; what is to be read again. The next
message is written down (and committed) while the answer to the one before is taken, so that the Web
Connector is told truly whether there is more.
"""

import logging
import time

import psycopg2

from odoo import api, fields, models

from ..bridge.desktop import answer, hresults, profile, qbxml
from ..bridge.desktop.safe_xml import Unreadable
from ..bridge.desktop.soap import FINISHED, STOPPED
from ..bridge.fault import Fault
from .connex_desktop_recovery import OWN_ERROR, UNREADABLE, UNREADABLE_ANSWER
from .connex_engine import DEADLINE

_logger = logging.getLogger(__name__)

#: So many seconds are planned at a time where nobody says when an answer is awaited.
PLANNING_SECONDS = 2.5
#: The highest percentage while something is left to do.
ALMOST = FINISHED - 1


class ConnexDesktopDriver(models.AbstractModel):
    _name = "connex.desktop.driver"
    _description = "Drive QuickBooks Desktop"

    # === CALLED BY THE WEB CONNECTOR'S SERVICE === #

    @api.private
    def _has_work(self, connection):
        """Whether a session would have anything to do."""
        if self._open_exchange(connection) or connection._profile_is_due():
            return True
        if self.env["connex.desktop.verifier"].has_any(connection):
            return True
        if self.env["connex.adoption"].is_to_read(connection):
            return True
        sender = self.env["connex.desktop.sender"]
        if sender.has_claimable(connection):
            return True
        planned_all = self._plan(connection)
        self._commit()
        return sender.has_claimable(connection) or not planned_all

    @api.private
    def _begin(self, session, host_answer):
        """Take note of the host, the company and its preferences. Returns why the session must end, empty
        where it can go on."""
        connection = session.connection_id
        try:
            facts = profile.company_facts(host_answer)
        except Unreadable as failure:
            return connection._refuse(UNREADABLE_ANSWER, reason=str(failure))
        connection._note_desktop_company(facts)
        session.planned_count = self._remaining(connection)
        return ""

    @api.private
    def _next_message(self, session):
        """The text of the next message set, empty when nothing is left. Committed before it is returned."""
        exchange = self._to_hand_out(session)
        message = exchange.request_body or ""
        if exchange and exchange.sent_at:
            message = self.env["connex.desktop.recovery"].hand_out_again(exchange)
        elif exchange:
            exchange.sent_at = fields.Datetime.now()
        self._commit()
        return message

    @api.private
    def _take_answer(self, session, response, hresult, message):
        """Store QuickBooks' answer; returns the percentage that is done, 100 when nothing is left, negative
        to stop (the reason is in `session.last_error`)."""
        exchange = self._open_exchange(session.connection_id)
        if not exchange:
            return self._progress(session)
        seconds = (
            (fields.Datetime.now() - exchange.sent_at).total_seconds() if exchange.sent_at else 0
        )
        exchange.write(
            {
                "response_body": response,
                # What was said before is why what became of it is asked.
                "detail": f"{hresult} {message}".strip() or exchange.detail,
                "duration_ms": int(seconds * 1000),
            }
        )
        if hresults.is_error(hresult):
            exchange.write({"hresult": hresults.written(hresult), "hresult_message": message})
        self._commit()
        refusal = self._refusal(session, exchange, hresult, message)
        if refusal:
            self._commit()
            session.last_error = refusal
            return STOPPED
        return self._progress(session)

    @api.private
    def _lost(self, session):
        """The session ended although an answer was awaited."""
        exchange = self._open_exchange(session.connection_id)
        recovery = self.env["connex.desktop.recovery"]
        if exchange.kind == "read":
            recovery.read_lost(exchange)
        elif exchange and not exchange.response_body:
            recovery.unanswered(exchange)

    # === MESSAGES === #

    def _commit(self):
        self.env["connex.engine"].commit()

    def _open_exchange(self, connection):
        """The message set that was written down and whose answer is not stored yet; there is one at most."""
        return self.env["connex.exchange"].search(
            [("connection_id", "=", connection.id), ("state", "in", ("in_flight", "unknown"))],
            order="id",
            limit=1,
        )

    def _to_hand_out(self, session):
        """The exchange that comes next: the open one, or a new one."""
        exchange = self._open_exchange(session.connection_id)
        if exchange.response_body:  # stored, but its meaning was not: something broke in between
            self._settle(session, exchange)
            exchange = self._open_exchange(session.connection_id)
        if exchange.kind == "read" and (
            exchange.sent_at or exchange.create_date < session.started_at
        ):
            exchange.state = "failed"  # a question is simply asked again
            exchange = exchange.browse()
        return exchange or self._write_down_next(session)

    def _write_down_next(self, session):
        """The exchange with the next message set, none when nothing is left to do."""
        connection, since = session.connection_id, session.started_at
        verifier = self.env["connex.desktop.verifier"]
        exchange = (
            connection._ask_profile(session)
            or verifier.ask(connection, "adopted", "button")
            or self.env["connex.adoption"].ask(session)
        )
        if exchange:
            return exchange
        planned_all = self._plan(connection)
        return (
            self.env["connex.desktop.matcher"].ask(connection, since)
            or self.env["connex.desktop.sender"].write_next(connection, since)
            or verifier.ask(connection, "button", "status", "compare")
            or (self.env["connex.exchange"] if planned_all else self._ask_for_time(connection))
        )

    def _plan(self, connection):
        """Plan what has changed in Odoo, as long as there is time; returns whether all of it is planned."""
        now = time.monotonic()
        end = self.env.context.get(DEADLINE) or now + PLANNING_SECONDS
        lasted = 0
        # The next step is expected to take as long as the last one.
        while now + lasted < end:
            if not self.env["connex.engine"]._plan(connection):
                return True
            self._commit()
            lasted, now = time.monotonic() - now, time.monotonic()
        return False

    def _ask_for_time(self, connection):
        """A question whose answer is of no interest: there is more to plan than fits into one call."""
        return self._ask(connection, "wait", [("host", [], profile.facts_queries()[0])])

    @api.private
    def _ask(self, connection, path, queries):
        """Write down a message set that only reads: (request id, ids of mirrors, request) each. Returns its
        exchange, none without queries."""
        if not queries:
            return self.env["connex.exchange"]
        for each, _mirrors, request in queries:
            request.set("requestID", each)
        return self.env["connex.exchange"].create(
            {
                "connection_id": connection.id,
                "company_id": connection.company_id.id,
                "kind": "read",
                "method": "qbXML",
                "path": path,
                "request_body": qbxml.message_set(request for _id, _mirrors, request in queries),
                "asked": {each: mirrors for each, mirrors, _request in queries},
            }
        )

    # === ANSWERS === #

    def _refusal(self, session, exchange, hresult, message):
        """Store what an answer means; returns why the session must end, or nothing."""
        if not hresults.is_error(hresult):
            return self._settle(session, exchange)
        hresult = hresults.written(hresult)
        reaction, recovery = hresults.reaction(hresult), self.env["connex.desktop.recovery"]
        if exchange.kind == "read":
            if reaction.kind in ("refused", "few"):
                return recovery.read_failed(session, exchange, Fault(hresult, message))
            exchange.state = "failed"
        elif reaction.kind == "refused":
            if exchange.status_asked:
                recovery.look_again(exchange)
            else:
                self.env["connex.desktop.sender"].not_carried_out(exchange, hresult, message)
            return ""
        elif not recovery.unanswered(exchange):
            return ""
        connection, reason = session.connection_id, f"{message} {hresult}".strip()
        return connection._refuse(reaction.problem_code, document=connection.name, reason=reason)

    def _settle(self, session, exchange):
        """As `_refusal`, for an answer that came."""
        try:
            with self.env.cr.savepoint():
                self._settle_answer(session, exchange)
        except psycopg2.OperationalError:  # the transaction is done again, or the database is gone
            raise
        except Unreadable as failure:
            _logger.warning("%s: %s", session.connection_id.name, failure)
            fault = Fault(UNREADABLE, str(failure))
        except Exception as failure:
            _logger.exception("%s: an answer cannot be stored", session.connection_id.name)
            fault = Fault(OWN_ERROR, str(failure) or type(failure).__name__)
        else:
            session.failures = 0
            self._commit()
            return ""
        refusal = self.env["connex.desktop.recovery"].not_settled(session, exchange, fault)
        self._commit()
        return refusal

    def _settle_answer(self, session, exchange):
        if exchange.kind == "write":
            session.done_count += self.env["connex.desktop.sender"].settle(exchange)
            return
        outcomes = answer.read_answer(exchange.response_body, exchange.asked)
        exchange.state = "answered"
        reader = exchange._reader()
        if reader is not None:
            reader.settle(exchange, outcomes)

    # === PROGRESS === #

    def _remaining(self, connection):
        """About how many documents are still to be sent."""
        waiting = self.env["connex.mirror"].search_count(
            self.env["connex.desktop.sender"]._claimable(connection)
        )
        return waiting + self.env["connex.source"]._count_pending(connection)

    def _undone(self, session):
        """How many documents went out in this session, and did not get into QuickBooks."""
        return self.env["connex.mirror"].search_count(
            [
                ("connection_id", "=", session.connection_id.id),
                ("exchange_id.sent_at", ">=", session.started_at),
                ("state", "in", ("waiting", "problem")),
                ("problem_code", "!=", "total_differs"),
            ]
        )

    def _progress(self, session):
        """Write down what comes next, and say how much is done."""
        exchange = self._open_exchange(session.connection_id) or self._write_down_next(session)
        if not exchange:
            session.planned_count = session.done_count + self._undone(session)
            session.connection_id._note_desktop_success()
            if session.connection_id.broken_off:
                session.connection_id.broken_off = False
            self._commit()
            return FINISHED
        done, remaining = session.done_count, self._remaining(session.connection_id)
        on_its_way = exchange.document_count if exchange.kind == "write" else 0
        session.planned_count = done + remaining + on_its_way
        self._commit()
        percentage = done * 100 // session.planned_count if session.planned_count else ALMOST
        return max(min(percentage, ALMOST), session.progress, 0)
