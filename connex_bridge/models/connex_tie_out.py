"""The daily comparison: what was synced lately, and whatever is still open, is read from QuickBooks again.

It goes on in steps of one request, each committed with the place that it has come to: however many documents
there are, and whatever interrupts it, it gets to the end. Between two steps others get their turn.
"""

from datetime import timedelta

from odoo import api, fields, models
from odoo.fields import Domain

from .connex_planner import LISTS

MIRRORS_PER_COMPARISON = 900
#: A comparison that is over is begun again only when all others are over too, or after this time.
JUST_NOW = timedelta(hours=1)
GO_ON_AFTER = timedelta(minutes=5)


class ConnexConnection(models.Model):
    _inherit = "connex.connection"

    tied_out_at = fields.Datetime(
        "Last Comparison",
        readonly=True,
        copy=False,
        help="When Odoo's documents were last compared with those in QuickBooks.",
    )
    tie_out_began_at = fields.Datetime(
        readonly=True, copy=False, help="When the comparison that is not over yet was begun."
    )
    tie_out_reached = fields.Integer(
        readonly=True, copy=False, help="The last document that it has compared, by its id."
    )

    @api.model
    def _cron_tie_out(self):
        """Compare documents with QuickBooks; those that differ become problems."""
        cron, engine = self.env["ir.cron"], self.env["connex.engine"]
        begun = busy = self.search([("state", "=", "connected")])._at_home()._to_tie_out()
        cron._commit_progress(remaining=len(busy))
        while busy:
            for connection in busy:
                done = engine.tie_out(connection)
                if not done:
                    busy -= connection
                if not cron._commit_progress(done, remaining=len(busy)):
                    begun._go_on_later()
                    return
        begun._go_on_later()

    def _to_tie_out(self):
        """Those whose comparison is to begin or to go on now."""
        recently = fields.Datetime.now() - JUST_NOW
        due = self.filtered(
            lambda each: each.tie_out_began_at or not (each.tied_out_at or recently) > recently
        )
        return due or self

    def _go_on_later(self):
        """Have those that were stopped (by another run, by our own limit) compared further after a while.
        Where QuickBooks itself takes no more, that waits for tomorrow: when the reads of a month are used
        up, asking again would only hold up what is to be sent."""
        self.invalidate_recordset(["tie_out_began_at", "resting_until", "throttled_until"])
        now = fields.Datetime.now()
        for stopped in self.filtered("tie_out_began_at"):
            if not stopped.throttled_until or stopped.throttled_until < now:
                at = max(stopped.resting_until or now, now + GO_ON_AFTER)
                self.env.ref("connex_bridge.cron_tie_out")._trigger(at=at)


class ConnexEngine(models.AbstractModel):
    _inherit = "connex.engine"

    @api.private
    def tie_out(self, connection):
        """Compare the next documents with what QuickBooks has now; returns how many, 0 when nothing is left
        to compare now."""
        return self._in_turn(connection, "_tie_out")

    def _tie_out(self, connection):
        if connection.state != "connected" or connection._is_resting():
            return 0
        if not connection.tie_out_began_at:
            connection.write({"tie_out_began_at": fields.Datetime.now(), "tie_out_reached": 0})
        mirrors = self.env["connex.mirror"].search(
            self.comparable(connection) & Domain("id", ">", connection.tie_out_reached),
            order="id",
            limit=MIRRORS_PER_COMPARISON,
        )
        with self._told(connection):
            self.env[f"connex.{connection.backend}.verifier"].tie_out(mirrors)
            connection.tie_out_reached = mirrors[-1:].id
            if len(mirrors) < MIRRORS_PER_COMPARISON:
                connection.write({"tied_out_at": connection.tie_out_began_at})
                connection.write({"tie_out_began_at": False, "tie_out_reached": 0})
                return 0
            return len(mirrors)
        return 0

    @api.private
    def comparable(self, connection):
        """The documents to compare, as a domain: those synced since the last comparison."""
        found = Domain(
            [
                ("connection_id", "=", connection.id),
                ("state", "=", "synced"),
                ("document", "not in", LISTS),
            ]
        )
        if connection.tied_out_at:
            found &= Domain("synced_at", ">=", connection.tied_out_at)
        return found
