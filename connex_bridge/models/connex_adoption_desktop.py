"""Already in QuickBooks Desktop: reading it in the sessions of the Web Connector, page by page.

The pages of one kind of document belong to one session: when it is lost, that kind is read again from its
beginning. A kind that QuickBooks does not hand out holds up nothing: the others are read, it is tried again
in the next sessions, and in the end it is passed over. What was read is compared by the scheduled action
(connex_adoption.py).
"""

from odoo import api, fields, models

from ..bridge.adoption import NEAR
from ..bridge.desktop import adoption, statuses
from ..bridge.desktop.answer import Outcome
from .connex_adoption import SEARCHED
from .connex_desktop_recovery import NO_ANSWER
from .connex_sender import REPEATS

PATH = "adoption"
#: In one session a kind of document is begun so many times at most; then the next session tries again.
MOST_BEGINNINGS = 2
NO_KIND = {"kind": "", "iterator": "", "begun": 0, "asked": False}


class ConnexAdoption(models.Model):
    _inherit = "connex.adoption"

    reading = fields.Json(
        readonly=True,
        copy=False,
        help="How far QuickBooks Desktop was read: the kinds of documents that are read, and of the session "
        "the kind that it is reading and those that it could not read.",
    )
    unread = fields.Json(
        readonly=True,
        copy=False,
        help="By kind of document that could not be read: in how many sessions, and why.",
    )
    trouble = fields.Char(
        "Not Read", compute="_compute_trouble", help="What QuickBooks did not hand out, and why."
    )

    # === COMPUTE METHODS === #

    @api.depends("unread")
    def _compute_trouble(self):
        labels = dict(
            self.env["connex.adoption.line"].fields_get(["document"])["document"]["selection"]
        )
        for run in self:
            told = [f"{labels[kind]}: {why}" for kind, (_times, why) in (run.unread or {}).items()]
            run.trouble = "; ".join(told)

    # === BUSINESS METHODS === #

    @api.private
    def is_to_read(self, connection):
        """Whether a session has something to read for a search."""
        return bool(self._to_read(connection))

    def _to_read(self, connection):
        return self.search(
            [
                ("connection_id", "=", connection.id),
                ("state", "=", "searching"),
                ("kind_position", "<", len(SEARCHED)),
            ],
            order="id",
            limit=1,
        )

    @api.private
    def ask(self, session):
        """Write down the query for the next page; returns its exchange, none when there is nothing to read
        (any more) in this session."""
        run = self._to_read(session.connection_id)
        if not run:
            return self.env["connex.exchange"]
        run._resume(session)
        if not run._find_next():
            run._note_end()
            return self.env["connex.exchange"]
        reading = run.reading
        query = adoption.query(reading["kind"], run.date_from - NEAR, reading["iterator"])
        return self.env["connex.desktop.driver"]._ask(
            run.connection_id, PATH, [(str(run.id), [], query)]
        )

    def _resume(self, session):
        """Go on in this session, where it has been lost from the beginning of the kind."""
        reading = self.reading or {}
        if reading.get("session") != session.id:
            own = {"session": session.id, "read": reading.get("read", []), "left_out": []}
            self.reading = own | NO_KIND
        elif reading["asked"]:
            self._begin_again(self.env["connex.desktop.recovery"].said(NO_ANSWER))

    def _find_next(self):
        """Note what is asked for next; returns whether there is anything in this session."""
        reading = self.reading
        if not reading["iterator"]:
            left = [kind for kind in self._kinds_left() if kind not in reading["left_out"]]
            if not left:
                return False
            if left[0] != reading["kind"]:
                reading = reading | NO_KIND
            reading = reading | {"kind": left[0], "begun": reading["begun"] + 1}
            self.found_ids.filtered(lambda each: each.document == left[0]).unlink()
        self.reading = reading | {"asked": True}
        return True

    def _kinds_left(self):
        """The kinds that are still to be read, of those that this connection creates."""
        done = {kind for kind, (times, _why) in (self.unread or {}).items() if times >= REPEATS}
        done.update(self.reading["read"])
        created = self.env["connex.adoption.candidates"].kinds(self.connection_id)
        return [kind for kind in created if kind not in done]

    def _note_end(self):
        """Have the scheduled action compare what was read, once that is all."""
        if not self._kinds_left():
            self.kind_position = len(SEARCHED)

    @api.private
    def not_carried_out(self, exchange, fault):
        """A page could not be read."""
        self.settle(exchange, dict.fromkeys(exchange.asked, Outcome("fault", (), fault)))

    @api.private
    def is_alone(self, exchange):
        """A page is always asked for alone."""
        return True

    @api.private
    def settle(self, exchange, outcomes):
        """Store what was read."""
        for identifier, outcome in outcomes.items():
            run = self.browse(int(identifier)).exists()
            if run.state != "searching" or not run.reading["asked"]:
                continue
            if outcome.kind == "done":
                run._store_page(outcome)
            else:
                run._not_read(outcome.fault)
            run._note_end()

    def _store_page(self, outcome):
        kind = self.reading["kind"]
        codes = self.connection_id._currency_codes()
        rows = [adoption.facts(row, codes) for row in outcome.rows]
        self.env["connex.adoption.found"]._remember(self, kind, rows)
        if outcome.remaining and outcome.iterator:
            self.reading = self.reading | {"asked": False, "iterator": outcome.iterator}
        else:
            self._is_read(kind)

    def _is_read(self, kind):
        self.reading = self.reading | NO_KIND | {"read": [*self.reading["read"], kind]}
        self.unread = {each: why for each, why in (self.unread or {}).items() if each != kind}

    def _not_read(self, fault):
        """A kind that QuickBooks does not have is done with. Pages that it has forgotten are asked for again
        from the beginning; what still cannot be read is left to the next session."""
        fault = fault or NO_ANSWER
        why = self.env["connex.desktop.recovery"].said(fault)
        if statuses.is_feature_missing(fault):
            self._is_read(self.reading["kind"])
        elif self.reading["iterator"] and fault != NO_ANSWER:
            self._begin_again(why)
        else:
            self._leave_out(why)

    def _begin_again(self, why):
        if self.reading["begun"] < MOST_BEGINNINGS:
            self.reading = self.reading | {"asked": False, "iterator": ""}
        else:
            self._leave_out(why)

    def _leave_out(self, why):
        """This session goes on with the other kinds."""
        kind, unread = self.reading["kind"], self.unread or {}
        self.unread = unread | {kind: [unread.get(kind, [0])[0] + 1, why]}
        left_out = [*self.reading["left_out"], kind]
        self.reading = self.reading | NO_KIND | {"left_out": left_out}

    def _read_next(self):
        if self.backend == "desktop":  # a session does
            return 0
        return super()._read_next()

    def _searched(self):
        return [kind for kind in super()._searched() if kind not in (self.unread or {})]
