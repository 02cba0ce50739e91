"""What sales orders and invoices have in common: the state of their QuickBooks documents, and the buttons.

Nothing is ever written on the order or invoice itself: its state is computed from its mirrors.
"""

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain

from ..bridge.sale import Source
from .connex_engine import Busy

#: So many records are synced while the user waits; more of them go out in the background.
AT_ONCE = 20

STATES = [
    ("none", "Not in QuickBooks"),
    ("waiting", "Waiting"),
    ("synced", "Synced"),
    ("problem", "Problem"),
]
#: Who may press the button, on what they may read.
SYNCING_GROUPS = (
    "connex_bridge.group_user",
    "sales_team.group_sale_salesman",
    "account.group_account_invoice",
)
OPEN_STATES = ("waiting", "in_flight", "unknown")


class ConnexMirrored(models.AbstractModel):
    _name = "connex.mirrored"
    _description = "Mirrored in QuickBooks"

    connex_state = fields.Selection(
        STATES,
        "QuickBooks",
        compute="_compute_connex_state",
        search="_search_connex_state",
        compute_sudo=True,
        groups="base.group_user",
    )
    connex_problem = fields.Char(
        "QuickBooks Problem",
        compute="_compute_connex_state",
        compute_sudo=True,
        groups="base.group_user",
    )
    connex_mirror_count = fields.Integer(
        "Number of QuickBooks Documents",
        compute="_compute_connex_state",
        compute_sudo=True,
        groups="base.group_user",
    )

    # === COMPUTE METHODS === #

    @api.depends("connex_mirror_ids.state", "connex_mirror_ids.blocked_by_id")
    def _compute_connex_state(self):
        for record in self:
            mirrors = record.connex_mirror_ids
            troubled = mirrors.filtered(lambda m: m.state == "problem" or m.blocked_by_id)
            if troubled:
                record.connex_state = "problem"
            elif any(mirror.state in OPEN_STATES for mirror in mirrors):
                record.connex_state = "waiting"
            else:
                kept = mirrors.filtered(lambda m: m.state != "voided")
                record.connex_state = "synced" if kept else "none"
            # What waits for the refused document says only that it waits.
            causes = troubled.filtered(lambda m: m.state == "problem") or troubled
            record.connex_problem = causes[:1].problem_message
            record.connex_mirror_count = len(mirrors)

    @api.model
    def _search_connex_state(self, operator, value):
        if operator != "in":
            return NotImplemented
        trouble = Domain("connex_mirror_ids.state", "=", "problem") | Domain(
            "connex_mirror_ids.blocked_by_id", "!=", False
        )
        waiting = Domain("connex_mirror_ids.state", "in", OPEN_STATES)
        existing = Domain("connex_mirror_ids", "any", [("state", "!=", "voided")])
        domains = {
            "none": ~existing,
            "problem": trouble,
            "waiting": waiting & ~trouble,
            "synced": existing & ~waiting & ~trouble,
        }
        return Domain.OR(domains[state] for state in value if state in domains)

    # === ACTION METHODS === #

    def action_connex_sync(self):
        """Sync these records now and show what happened; many of them go out in the background."""
        self._connex_check_syncable()
        if len(self) > AT_ONCE:
            return self._connex_sync_in_background()
        return self._connex_sync()

    def action_connex_delete_and_resync(self):
        """Delete the record's documents in QuickBooks and create them anew from Odoo."""
        self.ensure_one()
        self._connex_check_syncable()
        if not self.env.user.has_group("connex_bridge.group_user"):
            raise AccessError(
                self.env._(
                    "Only bookkeepers may delete documents in QuickBooks. Press Sync instead."
                )
            )
        return self._connex_sync(delete_first=True)

    def action_connex_open_mirrors(self):
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("QuickBooks Documents"),
            "res_model": "connex.mirror",
            "view_mode": "list,form",
            "domain": [("id", "in", self.connex_mirror_ids.ids)],
        }

    # === BUSINESS METHODS === #

    def _connex_check_syncable(self):
        self._connex_check_allowed()
        if not self._connex_connections():
            raise UserError(
                self.env._(
                    "No QuickBooks company is connected to %(company)s. Ask a manager to connect one "
                    "under Connex Bridge → Configuration → Connections.",
                    company=", ".join(self.company_id.mapped("name")),
                )
            )

    def _connex_check_allowed(self):
        """Whoever works with sales and may read a record of their company may have it synced; the engine
        does the rest. To be able to read it is not enough: customers read theirs in the portal."""
        self.check_access("read")
        if not any(self.env.user.has_group(group) for group in SYNCING_GROUPS):
            raise AccessError(
                self.env._("Only salespeople, invoicing and bookkeepers may sync to QuickBooks.")
            )

    def _connex_connections(self):
        return (
            self.env["connex.connection"]
            .sudo()
            .search([("company_id", "in", self.company_id.ids), ("state", "=", "connected")])
        )

    def _connex_sync(self, delete_first=False):
        mirror_ids, notes = [], []
        for connection in self._connex_connections():
            records = self.filtered(lambda record, c=connection: record.company_id == c.company_id)
            sources = [Source(record._name, record.id) for record in records]
            try:
                shown, note = self.env["connex.engine"].sync_now(connection, sources, delete_first)
            except Busy:
                return self._connex_sync_in_background()
            mirror_ids += shown
            notes += [note] if note else []
        return self.env["connex.sync.result"]._open(mirror_ids, notes)

    def _connex_sync_in_background(self):
        for connection in self._connex_connections():
            records = self.filtered(lambda record, c=connection: record.company_id == c.company_id)
            self.env["connex.source"].sudo()._mark(connection, self._name, records.ids)
        self.env.ref("connex_bridge.cron_sync").sudo()._trigger()
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "type": "info",
                "title": self.env._("Sync scheduled"),
                "message": self.env._(
                    "%(count)s documents go to QuickBooks in the background within a few minutes. "
                    "Their state shows in this list.",
                    count=len(self),
                ),
                "next": {"type": "ir.actions.act_window_close"},
            },
        }
