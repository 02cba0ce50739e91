"""What the sync button answers: the documents concerned, with their numbers, balances and problems."""

from odoo import api, fields, models


class ConnexSyncResult(models.TransientModel):
    _name = "connex.sync.result"
    _description = "Result of a Sync with QuickBooks"

    mirror_numbers = fields.Json(
        readonly=True,
        help="Ids, not a relation: the documents were written in another transaction, which the one "
        "that opens this dialog cannot refer to yet.",
    )
    mirror_ids = fields.Many2many(
        "connex.mirror", string="Documents", compute="_compute_mirror_ids"
    )
    note = fields.Char(readonly=True)
    outcome = fields.Selection(
        [
            ("done", "Done"),
            ("problem", "Problem"),
            ("waiting", "Waiting"),
            ("nothing", "Nothing to do"),
        ],
        compute="_compute_outcome",
    )

    @api.depends("mirror_numbers")
    def _compute_mirror_ids(self):
        for result in self:
            mirrors = self.env["connex.mirror"].browse(result.mirror_numbers or ()).exists()
            # A salesperson sees the order's documents, not the customer's and the products'.
            result.mirror_ids = mirrors._filtered_access("read")

    @api.depends("mirror_ids.state", "mirror_ids.reread", "note")
    def _compute_outcome(self):
        for result in self:
            states = set(result.mirror_ids.mapped("state"))
            # QuickBooks Desktop only takes documents when it calls: that is no problem.
            later = result.mirror_ids.sudo().filtered(
                lambda mirror: mirror.connection_id.backend == "desktop"
            )
            if "problem" in states or (result.note and not later):
                result.outcome = "problem"
            elif states & {"waiting", "in_flight", "unknown"} or any(later.mapped("reread")):
                result.outcome = "waiting"
            else:
                result.outcome = "done" if states else "nothing"

    @api.model
    def _open(self, mirror_ids, notes):
        """The dialog that shows these mirrors and notes."""
        result = self.create({"mirror_numbers": mirror_ids, "note": " ".join(notes) or False})
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Sync to QuickBooks"),
            "res_model": self._name,
            "res_id": result.id,
            "view_mode": "form",
            "target": "new",
            "context": {"dialog_size": "extra-large"},
        }
