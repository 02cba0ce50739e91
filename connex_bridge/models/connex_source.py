"""The Odoo records that a connection watches, and which of them are to be looked at.

One row per connection and record: `pending` says that it is to be planned, `seen_write_date` which version
was planned last. The row goes when the record has gone and its documents have been dealt with. How rows
become pending: `_intake` (what users changed, connex_change.py) and connex_reconciler.py.
"""

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL

from ..bridge.sale import Source
from .connex_scope import CONDITIONS, records_in_scope

#: Second key is the company; keeps two runs from taking in the same notes.
INTAKE_LOCK = 0x434E49


class ConnexSource(models.Model):
    _name = "connex.source"
    _inherit = ["connex.reconciler"]
    _description = "Watched Record"
    _log_access = False

    connection_id = fields.Many2one("connex.connection", required=True, ondelete="cascade")
    res_model = fields.Char(required=True)
    res_id = fields.Integer(required=True)
    pending = fields.Boolean(required=True, default=True)
    seen_write_date = fields.Datetime(help="The version of the record that was planned last.")

    _one_per_record = models.Constraint(
        "UNIQUE (connection_id, res_model, res_id)",
        "A connection watches a record once.",
    )
    _pending = models.Index("(connection_id, res_model, id) WHERE pending")

    @api.model
    def _scope(self):
        """`connex_scope.CONDITIONS`, for an app that has more to mirror."""
        return CONDITIONS

    @api.model
    def _intake(self, connection=None):
        """Turn the notes of what users changed into pending rows, for every connection of the companies
        concerned (of `connection`'s company only, where given). Returns the number of notes taken in."""
        connections = connection or self.env["connex.connection"].sudo().search(Domain.TRUE)
        taken = 0
        for company, own in connections.grouped("company_id").items():
            if connection:
                own = own.search([("company_id", "=", company.id)])
            changed = self._take_notes(company)
            for each in own:
                for model, ids in changed.items():
                    self._mark(each, model, ids)
            taken += sum(map(len, changed.values()))
        return taken

    def _take_notes(self, company):
        """{model: ids} of the company's notes. They are deleted, and back if this transaction fails."""
        self.env["connex.change"].flush_model()
        [(locked,)] = self.env.execute_query(
            SQL("SELECT pg_try_advisory_xact_lock(%s, %s)", INTAKE_LOCK, company.id)
        )
        if not locked:
            return {}
        rows = self.env.execute_query(
            SQL(
                """WITH taken AS (
                        DELETE FROM connex_change WHERE company_id = %s RETURNING res_model, res_id)
                   SELECT DISTINCT res_model, res_id FROM taken""",
                company.id,
            )
        )
        changed = {}
        for model, record in rows:
            changed.setdefault(model, []).append(record)
        return {model: sorted(ids) for model, ids in changed.items()}

    def _mark(self, connection, model, ids):
        """Make these records pending: the watched ones, and those that have come into scope."""
        self._flush_scope()
        # Rows already pending are written too: a plan that has read the record before this change then
        # fails on its own write and is done again, instead of overwriting this mark.
        self._execute(
            SQL(
                """UPDATE connex_source SET pending = TRUE
                    WHERE connection_id = %s AND res_model = %s AND res_id = ANY(%s)""",
                connection.id,
                model,
                ids,
            )
        )
        self._watch(connection, model, SQL("scope.id = ANY(%s)", ids))

    def _watch(self, connection, model, condition):
        """Add pending rows for records in scope that meet the condition and have none. Returns how many."""
        return len(
            self.env.execute_query(
                SQL(
                    """INSERT INTO connex_source (connection_id, res_model, res_id, pending)
                       SELECT %s, %s, scope.id, TRUE FROM (%s) AS scope WHERE %s AND %s
                    ON CONFLICT DO NOTHING
                    RETURNING id""",
                    connection.id,
                    model,
                    records_in_scope(connection, model, self._scope()[model]),
                    condition,
                    self._unwatched(connection, model, SQL("scope.id")),
                )
            )
        )

    def _unwatched(self, connection, model, record):
        """The condition that a record has no row. Without it each complete check would draw a number of the
        sequence for every record that has one, and Odoo's ids end at two thousand million."""
        return SQL(
            """NOT EXISTS (SELECT FROM connex_source known WHERE known.connection_id = %s
                              AND known.res_model = %s AND known.res_id = %s)""",
            connection.id,
            model,
            record,
        )

    def _flush_scope(self):
        """What is compared in SQL must be in the database."""
        for model in (*self._scope(), "account.move.line", self._name):
            self.env[model].flush_model()

    @api.model
    def _next_pending(self, connection, limit):
        """Up to `limit` records (`bridge.sale.Source`) to plan next, oldest first, sales before the
        payments that are read with them."""
        self.flush_model()
        found = []
        for model in self._scope():
            if len(found) < limit:
                rows = self.env.execute_query(
                    SQL(
                        """SELECT res_id FROM connex_source
                            WHERE connection_id = %s AND res_model = %s AND pending
                            ORDER BY id LIMIT %s""",
                        connection.id,
                        model,
                        limit - len(found),
                    )
                )
                found += [Source(model, record) for (record,) in rows]
        return found

    @api.model
    def _count_pending(self, connection):
        """How many records wait to be planned."""
        self.flush_model()
        return self.search_count([("connection_id", "=", connection.id), ("pending", "=", True)])

    @api.model
    def _settle_pending(self, connection, stamps):
        """These records have been planned: `stamps` maps each `Source` to the version that was read, None
        for a record that no longer exists (its row goes)."""
        self.flush_model()
        gone = [source for source, stamp in stamps.items() if stamp is None]
        kept = [(source, stamp) for source, stamp in stamps.items() if stamp is not None]
        if gone:
            self._execute(
                SQL(
                    """DELETE FROM connex_source
                        USING unnest(%s::text[], %s::int[]) AS gone (model, id)
                        WHERE connection_id = %s AND res_model = gone.model AND res_id = gone.id""",
                    [source.model for source in gone],
                    [source.id for source in gone],
                    connection.id,
                )
            )
        if kept:
            self._execute(
                SQL(
                    """INSERT INTO connex_source
                              (connection_id, res_model, res_id, pending, seen_write_date)
                       SELECT %s, model, id, FALSE, stamp
                         FROM unnest(%s::text[], %s::int[], %s::timestamp[]) AS seen (model, id, stamp)
                    ON CONFLICT (connection_id, res_model, res_id)
                    DO UPDATE SET pending = FALSE, seen_write_date = EXCLUDED.seen_write_date""",
                    connection.id,
                    [source.model for source, _stamp in kept],
                    [source.id for source, _stamp in kept],
                    [stamp for _source, stamp in kept],
                )
            )
        self.invalidate_model()

    def _execute(self, query):
        # Meeting another transaction is no fault: the engine does the step again, nothing is to be logged.
        self.env.cr.execute(query, log_exceptions=False)
