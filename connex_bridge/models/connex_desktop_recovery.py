"""When QuickBooks Desktop does not answer a message set, or nobody can make anything of its answer: nothing
is done twice, and no message keeps the others from going out.

What writes is repeated word for word a few times. Then QuickBooks is asked what became of it: an answer that
it has stored counts; what it never carried out is taken apart; and where it cannot tell, each document is
looked for. What only reads is asked anew: each document or list alone, until the one to blame is known. What
sessions break off at is left to a later time once it is known, or no session would get beyond it.
"""

from odoo import api, fields, models

from ..bridge.desktop import hresults, qbxml, statuses
from ..bridge.fault import Fault
from ..bridge.problem import Problem
from .connex_sender import REPEATS

#: Codes of faults that are no status of QuickBooks: its answer cannot be read, or not be stored here.
UNREADABLE, OWN_ERROR = "unreadable", "own_error"
#: No answer has come.
NO_ANSWER = Fault("")
#: The problem of a session whose answers cannot be read.
UNREADABLE_ANSWER = "desktop_answer_unreadable"
#: So many messages that read may fail one after the other: then the session ends, and says why.
MOST_FAILURES = 5
#: Who asks a question, by the path of its exchange. Each has `settle(exchange, outcomes)`,
#: `not_carried_out(exchange, fault)`, and `is_alone(exchange)`: whether it is about one document or list that
#: has been singled out. Other questions are asked for the time that they take only.
READERS = {
    "lookup": "connex.desktop.matcher",
    "reread": "connex.desktop.verifier",
    "profile": "connex.desktop.lists",
    "adoption": "connex.adoption",
}


class ConnexExchange(models.Model):
    _inherit = "connex.exchange"

    status_asked = fields.Boolean(
        "Asked What Became of It",
        help="QuickBooks Desktop was sent it often enough, and is asked what became of it.",
    )
    hresult = fields.Char(
        "HRESULT", help="Why QuickBooks Desktop did not carry it out, when it last said so."
    )
    hresult_message = fields.Char(help="The same in QuickBooks' words.")

    def _asked_about(self):
        """The documents that a question is about."""
        ids = {mirror for mirrors in (self.asked or {}).values() for mirror in mirrors}
        return self.env["connex.mirror"].browse(ids).exists()

    def _reader(self):
        """Who asked this question: a model of `READERS`, or None."""
        name = READERS.get(self.path)
        return self.env[name] if name else None


class ConnexConnection(models.Model):
    _inherit = "connex.connection"

    broken_off = fields.Json(
        readonly=True,
        copy=False,
        help="What the last sessions with QuickBooks Desktop broke off at: how many in a row, by the path "
        "of the question and the document or list that it was about.",
    )

    @api.private
    def _note_broken_off(self, exchange):
        """A session broke off at this question. Returns how many did in a row, at something in it."""
        self.ensure_one()
        about = exchange._asked_about().ids or exchange.asked
        before = self.broken_off or {}
        names = [f"{exchange.path} {each}" for each in about]
        self.broken_off = {name: before.get(name, 0) + 1 for name in names}
        return max(self.broken_off.values(), default=0)


class ConnexDesktopRecovery(models.AbstractModel):
    _name = "connex.desktop.recovery"
    _description = "Recover from Missing Answers of QuickBooks Desktop"

    # What writes

    @api.private
    def hand_out_again(self, exchange):
        """The text for a message set whose answer did not arrive: itself, or the question about it."""
        exchange.write({"repeated": exchange.repeated + 1, "sent_at": fields.Datetime.now()})
        # One that was singled out has been repeated with the others.
        most = 1 if exchange.mirror_ids[:1].alone else REPEATS
        if exchange.repeated > most:
            exchange.status_asked = True
            return qbxml.status_check(exchange.request_id)
        return exchange.request_body

    @api.private
    def unanswered(self, exchange):
        """No answer that can be read has come to a message set that writes. Returns whether it will be sent
        or asked about once more."""
        exchange.response_body = False
        if exchange.repeated > 2 * REPEATS:  # not even what became of it can be learned
            self.look_again(exchange)
            return False
        exchange.state = "unknown"
        exchange.mirror_ids.filtered(lambda m: m.state == "in_flight").state = "unknown"
        return True

    @api.private
    def not_settled(self, session, exchange, fault):
        """Something has come that is no answer, or cannot be stored. Returns why the session must end, or
        nothing."""
        if exchange.kind == "read":
            return self.read_failed(session, exchange, fault)
        exchange.write({"detail": fault.message, "hresult": False, "hresult_message": False})
        if exchange.status_asked:  # it would be the same for ever
            self.look_again(exchange)
            return ""
        self.unanswered(exchange)
        return self._stopped(session, fault)

    @api.private
    def never_carried_out(self, exchange):
        """QuickBooks knows nothing of the message set: whatever it failed on, nothing was done."""
        fault = Fault(exchange.hresult or "", exchange.hresult_message or "")
        exchange.state = "failed"
        mirrors = self.env["connex.desktop.sender"]._take_back(exchange)
        if not fault.code or hresults.reaction(fault.code).kind == "few":
            self.take_apart(mirrors, fault)

    @api.private
    def look_again(self, exchange, mirrors=None):
        """Nobody can say what QuickBooks did with these documents of a message set (all that are open,
        where none are given): each is looked for alone, and sent once more under another id if it is not
        there, or not as it should be."""
        if mirrors is None:
            exchange.state = "failed"
            mirrors = exchange.mirror_ids.filtered(lambda m: m.state in ("in_flight", "unknown"))
        for mirror in mirrors:
            mirror.write(
                mirror._perhaps_done()
                | {
                    "state": "waiting",
                    "alone": True,
                    "revision_stale": bool(mirror.qb_id),
                    "sequence": mirror.turn(),
                }
            )

    @api.private
    def take_apart(self, mirrors, fault):
        """One of these documents of one message may be why it failed: each goes alone next time. One that
        was alone is held, or tried again: at once the first time, then later and later."""
        sender = self.env["connex.desktop.sender"]
        resolution = sender._resolution(fault)
        for mirror in sender._to_blame(mirrors):
            values = {"document": mirror.name or "", "reason": fault.message}
            first = resolution.action == statuses.RETRY and not mirror.attempts
            self.env["connex.settler"].refused(
                mirror,
                "repeat" if first else resolution.action,
                Problem(resolution.problem_code, values, str(fault)),
            )

    # What reads

    @api.private
    def read_lost(self, exchange):
        """The session broke off while an answer was awaited: a question is simply asked again, unless it
        is what makes sessions break off."""
        exchange.state = "failed"
        if not exchange.sent_at:
            return
        times = exchange.connection_id._note_broken_off(exchange)
        reader = exchange._reader()
        # What was singled out has broken sessions off with the others.
        if times > REPEATS or (reader is not None and reader.is_alone(exchange)):
            self._come_to_nothing(exchange, NO_ANSWER)

    @api.private
    def read_failed(self, session, exchange, fault):
        """A message that reads came to nothing. Returns why the session must end, or nothing."""
        self._come_to_nothing(exchange, fault)
        session.failures += 1
        if session.failures < MOST_FAILURES:
            return ""
        return self._stopped(session, fault)

    def _come_to_nothing(self, exchange, fault):
        detail = fault.code and str(fault)
        exchange.write({"state": "failed", "response_body": False, "detail": detail})
        reader = exchange._reader()
        if reader is not None:
            reader.not_carried_out(exchange, fault)

    def _stopped(self, session, fault):
        """Show on the connection why the session must end; returns it as a sentence."""
        connection, reason = session.connection_id, fault.message
        code = {UNREADABLE: UNREADABLE_ANSWER, OWN_ERROR: "internal_error"}.get(fault.code)
        if not code:
            code = hresults.reaction(fault.code).problem_code
            reason = f"{fault.message} {fault.code}".strip()
        return connection._refuse(code, document=connection.name, reason=reason)

    @api.private
    def said(self, fault):
        """Why something could not be read, for the middle of a sentence: in QuickBooks' words where these
        are QuickBooks'."""
        if not fault.code:
            return self.env._("it did not answer")
        if fault.code == UNREADABLE:
            return self.env._("its answer could not be read")
        if fault.code == OWN_ERROR:
            return self.env._("its answer could not be stored because of an error in Connex Bridge")
        return f"{fault.message} ({fault.code})"
