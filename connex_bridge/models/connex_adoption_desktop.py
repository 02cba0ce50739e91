"""Already in QuickBooks Desktop: reading it in the sessions of the Web Connector, page by page, and what is
met there when a document is about to be sent.

The pages of one kind of document belong to one session: when it is lost, that kind is read again from its
beginning. What was read is compared kind by kind while something is planned anyway (`advance`).
"""

from odoo import api, fields, models
from odoo.fields import Domain

from ..bridge import documents as docs
from ..bridge.adoption import NEAR, Candidate
from ..bridge.desktop import adoption, lookup
from ..bridge.desktop.answer import Outcome
from .connex_adoption import SEARCHED
from .connex_desktop_recovery import NO_ANSWER
from .connex_sender import REPEATS

PATH = "adoption"
#: In one session a kind of document is begun so many times at most; then the next session goes on.
MOST_BEGINNINGS = 2
#: The Web Connector waits while lines are made.
LINES_AT_ONCE = 300


class ConnexAdoption(models.Model):
    _inherit = "connex.adoption"

    reading = fields.Json(
        readonly=True,
        copy=False,
        help="How far QuickBooks Desktop's documents of one kind were read, and in which session.",
    )
    trouble = fields.Char(
        readonly=True, copy=False, help="Why the last session could not go on reading."
    )

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
        if not run or not run._skip_others():
            return self.env["connex.exchange"]
        reading = run.reading or {}
        if reading.get("session") != session.id:
            reading = {"session": session.id, "begun": 0, "lost": reading.get("lost", 0)}
        lost = reading.get("asked")  # what was asked for was never answered
        if reading.get("stopped") or (lost and reading["begun"] >= MOST_BEGINNINGS):
            return self.env["connex.exchange"]
        if lost or not reading.get("iterator"):
            reading = run._begin_kind(reading)
        run.reading = reading | {"asked": True}
        kind = SEARCHED[run.kind_position]
        query = adoption.query(kind, run.date_from - NEAR, reading["iterator"])
        return self.env["connex.desktop.driver"]._ask(
            run.connection_id, PATH, [(str(run.id), [], query)]
        )

    def _skip_others(self):
        """Pass over what this connection never creates; returns whether there is something left to read."""
        kinds = self.env["connex.adoption.candidates"].kinds(self.connection_id)
        left = [kind for kind in SEARCHED[self.kind_position :] if kind in kinds]
        self.kind_position = SEARCHED.index(left[0]) if left else len(SEARCHED)
        return bool(left)

    def _begin_kind(self, reading):
        kind = SEARCHED[self.kind_position]
        self.found_ids.filtered(lambda each: each.document == kind).unlink()
        self.page = 0
        return reading | {"iterator": "", "begun": reading["begun"] + 1}

    @api.private
    def not_carried_out(self, exchange, fault):
        """A page could not be read. At a kind of document that sessions break off at, all would: in the end
        it is passed over."""
        self.settle(exchange, dict.fromkeys(exchange.asked, Outcome("fault", (), fault)))
        if fault == NO_ANSWER:
            self.browse(map(int, exchange.asked)).exists()._note_lost()

    def _note_lost(self):
        for run in self.filtered(lambda each: each.state == "searching" and each.reading):
            lost = run.reading.get("lost", 0) + 1
            run.reading = run.reading | {"lost": lost}
            if lost >= REPEATS:
                run._next_kind()

    @api.private
    def is_alone(self, exchange):
        """A page is always asked for alone."""
        return True

    @api.private
    def settle(self, exchange, outcomes):
        """Store what was read."""
        for identifier, outcome in outcomes.items():
            run = self.browse(int(identifier)).exists()
            if not run.reading or run.state != "searching":
                continue
            if outcome.kind == "done":
                run._store_page(outcome)
            else:
                run._not_read(outcome.fault)

    def _store_page(self, outcome):
        kind = SEARCHED[self.kind_position]
        codes = {}
        rows = []
        for row in outcome.rows:
            name = row.text("CurrencyRef/FullName")
            if name not in codes:
                codes[name] = (name and self.connection_id._currency_code(name)) or ""
            rows.append(adoption.facts(row, codes[name]))
        self.env["connex.adoption.found"]._remember(self, kind, rows)
        self.trouble = False
        if outcome.remaining and outcome.iterator:
            self.page += 1
            self.reading = self.reading | {"asked": False, "iterator": outcome.iterator}
        else:
            self._next_kind()

    def _next_kind(self):
        self.write(
            {
                "page": 0,
                "kind_position": self.kind_position + 1,
                "reading": {"session": self.reading["session"], "begun": 0},
            }
        )

    def _not_read(self, fault):
        """A kind that QuickBooks does not have is passed over. Pages that it has forgotten are asked for
        again from the beginning; what still cannot be read waits for the next session."""
        if fault and fault.code in adoption.NONE_THERE:
            self._next_kind()
        elif self.reading.get("iterator") and self.reading["begun"] < MOST_BEGINNINGS:
            self.reading = self.reading | {"asked": False, "iterator": ""}
        else:
            self.reading = self.reading | {"stopped": True}
            self.trouble = self.env["connex.desktop.recovery"].said(fault or NO_ANSWER)

    @api.private
    def advance(self, connection):
        """On QuickBooks Desktop: compare some documents of one kind, once all of them are read."""
        if connection.backend != "desktop":
            return super().advance(connection)
        run = self.search(
            [("connection_id", "=", connection.id), ("state", "=", "searching")],
            order="id",
            limit=1,
        )
        position = run.kind_position - len(SEARCHED)
        if not run or position < 0:
            return 0
        run = run.with_context(lang=run.create_uid.lang)
        if run._compare(SEARCHED[position : position + 1], LINES_AT_ONCE):
            run.kind_position += 1
        if run.kind_position == 2 * len(SEARCHED):
            run.write({"state": "found", "reading": False})
        return 1


class ConnexDesktopMatcher(models.AbstractModel):
    _inherit = "connex.desktop.matcher"

    def _is_typed_in(self, mirror, document, rows):
        """Whether a person has entered the same sale or payment, and has not said that it is another one:
        it is proposed, and must not be booked a second time until somebody has decided."""
        rows = lookup.typed_in(rows)
        if not rows or not isinstance(document, docs.SalesForm | docs.Payment):
            return False
        candidate = self._candidate(mirror, document)
        found = [self._facts(mirror.connection_id, row) for row in rows]
        return self.env["connex.adoption.line"]._propose(mirror, candidate, found)

    def _facts(self, connection, row):
        name = row.text("CurrencyRef/FullName")
        return adoption.facts(row, (name and connection._currency_code(name)) or "")

    def _candidate(self, mirror, document):
        connection = mirror.connection_id
        known = self.env["connex.desktop.sender"]._known(connection, [document])
        customer = known.get(document.customer, mirror.browse()).qb_id or ""
        listed = self.env["connex.reference"].search(
            Domain("connection_id", "=", connection.id)
            & Domain("kind", "=", "customer")
            & Domain("qb_id", "=", customer),
            limit=1,
        )
        number = self._number(document, connection._quickbooks_company())
        return Candidate(
            key=mirror.key(),
            numbers=(document.number, number),
            customer=listed.full_name or "",
            day=document.date,
            total=document.amount if isinstance(document, docs.Payment) else document.total,
            currency=document.currency,
            customer_id=customer,
        )
