"""Finding what was not noted: raw SQL, an addon that was switched off, a restored backup, new settings.

Each watched record's version is compared with the one planned last. Never a global "changed since": a
transaction that started earlier and committed later would be lost.
"""

from odoo import api, models
from odoo.tools import SQL


class ConnexReconciler(models.AbstractModel):
    """Inherited by `connex.source`, whose methods it uses."""

    _name = "connex.reconciler"
    _description = "Find Changes That Were Not Noted"

    @api.model
    def _reconcile(self, connection):
        """Make pending what has changed, appeared or disappeared unnoticed. Returns how many records."""
        self._flush_scope()
        found = 0
        for model in self._scope():
            found += self._watch(connection, model, SQL("TRUE"))
            found += self._mark_mirrored(connection, model)
            found += self._mark_other_versions(connection, model)
        self.invalidate_model()
        return found

    @api.model
    def _rescan(self, connection):
        """Make everything pending: the settings decide differently now."""
        self._flush_scope()
        self.env.execute_query(
            SQL(
                """UPDATE connex_source SET pending = TRUE
                    WHERE connection_id = %s AND NOT pending RETURNING id""",
                connection.id,
            )
        )
        for model in self._scope():
            self._watch(connection, model, SQL("TRUE"))
            self._mark_mirrored(connection, model)
        self.invalidate_model()

    def _mark_mirrored(self, connection, model):
        """Watch records again that have a document but no row (an older version, a restored table)."""
        self.env["connex.mirror"].flush_model()
        return len(
            self.env.execute_query(
                SQL(
                    """INSERT INTO connex_source (connection_id, res_model, res_id, pending)
                       SELECT DISTINCT mirror.connection_id, mirror.res_model, mirror.res_id, TRUE
                         FROM connex_mirror mirror
                        WHERE mirror.connection_id = %s AND mirror.res_model = %s
                          AND mirror.qb_id IS NOT NULL AND mirror.state <> 'voided'
                          AND %s
                    ON CONFLICT DO NOTHING
                    RETURNING id""",
                    connection.id,
                    model,
                    self._unwatched(connection, model, SQL("mirror.res_id")),
                )
            )
        )

    def _mark_other_versions(self, connection, model):
        return len(
            self.env.execute_query(
                SQL(
                    """UPDATE connex_source SET pending = TRUE
                         FROM connex_source source
                         LEFT JOIN %s record ON record.id = source.res_id
                        WHERE connex_source.id = source.id
                          AND source.connection_id = %s AND source.res_model = %s
                          AND NOT source.pending
                          AND source.seen_write_date IS DISTINCT FROM record.write_date
                    RETURNING connex_source.id""",
                    SQL.identifier(self.env[model]._table),
                    connection.id,
                    model,
                )
            )
        )
