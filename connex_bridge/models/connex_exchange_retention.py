"""How long exchanges are kept: as many days as each connection says, and never shorter than they are open."""

from datetime import timedelta

from odoo import api, fields, models
from odoo.fields import Domain

DEFAULT_DAYS = 30
AT_ONCE = 1000


class ConnexConnection(models.Model):
    _inherit = "connex.connection"

    exchange_days = fields.Integer(
        "Keep Exchanges (Days)",
        default=DEFAULT_DAYS,
        required=True,
        help="So long requests and answers can be read under Exchanges. Whatever they say, they hold no "
        "secrets.",
    )

    _exchange_days_positive = models.Constraint(
        "CHECK (exchange_days >= 1)", "Keep exchanges for at least one day."
    )


class ConnexExchange(models.Model):
    _inherit = "connex.exchange"

    @api.autovacuum
    def _gc_old_exchanges(self):
        """Old exchanges go, except those whose outcome is still open."""
        gone, more = 0, False
        connections = self.env["connex.connection"].search(Domain.TRUE)
        for days, same in connections.grouped("exchange_days").items():
            before = fields.Datetime.now() - timedelta(days=days)
            # A question to QuickBooks Desktop may never have been handed out.
            unsent = Domain("sent_at", "=", False) & Domain("create_date", "<", before)
            domain = (unsent | Domain("sent_at", "<", before)) & Domain(
                [
                    ("connection_id", "in", same.ids),
                    ("state", "not in", ("in_flight", "unknown")),
                    ("mirror_ids", "not any", [("state", "in", ("in_flight", "unknown"))]),
                ]
            )
            old = self.search(domain, limit=AT_ONCE)
            gone, more = gone + len(old), more or len(old) == AT_ONCE
            old.unlink()
        return gone, more
