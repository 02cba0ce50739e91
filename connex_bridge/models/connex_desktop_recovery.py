"""When QuickBooks Desktop does not answer a message set, or nobody can make anything of its answer: nothing
is done twice, and no message keeps the others from going out.

What writes is repeated word for word a few times. Then QuickBooks is asked what became of it: an answer that
it has stored counts; what it never carried out is taken apart; and where it cannot tell, each document is
looked for. What only reads is asked anew: each document or list alone, until the one to blame is known.
"""

from odoo import api, fields, models

from ..bridge.desktop import hresults, qbxml, statuses
from ..bridge.desktop.answer import Outcome
from ..bridge.fault import Fault
from ..bridge.problem import Problem
from .connex_problem_text import problem_text
from .connex_sender import REPEATS

#: The code of a fault that is no status of QuickBooks: its answer cannot be read.
UNREADABLE = "unreadable"
#: So many messages that read may fail one after the other: then the session ends, and says why.
MOST_FAILURES = 5
#: Whose answers are about documents or lists, by the path of their exchanges.
LOOKUP, REREAD, PROFILE, ADOPTION = "lookup", "reread", "profile", "adoption"


class ConnexExchange(models.Model):
    _inherit = "connex.exchange"

    status_asked = fields.Boolean(
        "Asked What Became of It",
        help="QuickBooks Desktop was sent it often enough, and is asked what became of it.",
    )


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
    def unreadable(self, session, exchange, reason):
        """Something has come that is no answer, or cannot be stored. Returns why the session must end, or
        nothing."""
        if exchange.kind == "read":
            return self.read_failed(session, exchange, Fault(UNREADABLE, reason))
        exchange.detail = reason
        if exchange.status_asked:  # it would be the same for ever
            self.look_again(exchange)
            return ""
        self.unanswered(exchange)
        return self._stopped(session, "desktop_answer_unreadable", reason)

    @api.private
    def never_carried_out(self, exchange):
        """QuickBooks knows nothing of the message set: whatever it failed on, nothing was done."""
        hresult, _space, message = (exchange.detail or "").partition(" ")
        if not hresults.number(hresult):
            hresult, message = "", ""  # nothing came, or no answer
        exchange.state = "failed"
        mirrors = self.env["connex.desktop.sender"]._take_back(exchange)
        if not hresult or hresults.reaction(hresult).kind == "few":
            self.take_apart(mirrors, Fault(hresult, message))

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
        if len(mirrors) > 1:
            mirrors.alone = True
            return
        for mirror in mirrors:
            resolution = self.env["connex.desktop.sender"]._resolution(fault)
            values = {"document": mirror.name or "", "reason": fault.message}
            first = resolution.action == statuses.RETRY and not mirror.attempts
            self.env["connex.settler"].refused(
                mirror,
                "repeat" if first else resolution.action,
                Problem(resolution.problem_code, values, str(fault)),
            )

    # What reads

    @api.private
    def read_lost(self, session, exchange):
        """The session broke off while an answer was awaited: a question is simply asked again, unless it
        is what makes sessions break off."""
        exchange.state = "failed"
        last = self.env["connex.exchange"].search(
            [("connection_id", "=", exchange.connection_id.id), ("kind", "=", "read")],
            limit=REPEATS + 1,
        )
        same = last.filtered(lambda each: each.state == "failed" and each.path == exchange.path)
        if len(same) > REPEATS:
            self.read_failed(session, exchange, Fault("", ""))

    @api.private
    def read_failed(self, session, exchange, fault):
        """A message that reads came to nothing. Returns why the session must end, or nothing."""
        exchange.write({"state": "failed", "response_body": False, "detail": str(fault)})
        if exchange.path == LOOKUP:
            self.env["connex.desktop.matcher"].not_carried_out(exchange, fault)
        elif exchange.path == REREAD:
            self.env["connex.desktop.verifier"].not_carried_out(exchange, fault)
        elif exchange.path == PROFILE:
            exchange.connection_id._lists_failed(exchange.asked, fault)
        elif exchange.path == ADOPTION:
            refused = Outcome("fault", (), fault)
            self.env["connex.adoption"].settle(dict.fromkeys(exchange.asked, refused))
        session.failures += 1
        if session.failures < MOST_FAILURES:
            return ""
        if fault.code == UNREADABLE:
            return self._stopped(session, "desktop_answer_unreadable", fault.message)
        code = hresults.reaction(fault.code).problem_code
        return self._stopped(session, code, f"{fault.message} {fault.code}".strip())

    def _stopped(self, session, code, reason):
        values = {"document": session.connection_id.name, "reason": reason}
        session.connection_id._set_problem(code, **values)
        return " ".join(problem_text(self.env, Problem(code, values)))
