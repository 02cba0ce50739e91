"""What the sync button answers: the documents concerned, with their numbers, balances and problems."""

from odoo import api, fields, models
from odoo.fields import Command


class ConnexSyncResult(models.TransientModel):
    _name = "connex.sync.result"
    _description = "Result of a Sync with QuickBooks"

    mirror_ids = fields.Many2many("connex.mirror", string="Documents", readonly=True)
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

    @api.depends("mirror_ids.state", "note")
    def _compute_outcome(self):
        for result in self:
            states = set(result.mirror_ids.mapped("state"))
            if "problem" in states or result.note:
                result.outcome = "problem"
            elif states & {"waiting", "in_flight", "unknown"}:
                result.outcome = "waiting"
            else:
                result.outcome = "done" if states else "nothing"

    @api.model
    def _open(self, mirror_ids, notes):
        """The dialog that shows these mirrors and notes.

        By ids, and without an access check: the mirrors were written in another transaction, which this
        one cannot read yet. Whoever opens the dialog sees only what they may read.
        """
        result = self.sudo().create(
            {"mirror_ids": [Command.set(mirror_ids)], "note": " ".join(notes) or False}
        )
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Sync to QuickBooks"),
            "res_model": self._name,
            "res_id": result.id,
            "view_mode": "form",
            "target": "new",
        }
