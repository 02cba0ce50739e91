"""The result of the sync button where documents wait for a manager's approval (connex_approval.py)."""

from odoo import api, fields, models


class ConnexSyncResult(models.TransientModel):
    _inherit = "connex.sync.result"

    outcome = fields.Selection(selection_add=[("approval", "Waits for approval")])

    @api.depends("mirror_ids.approved")
    def _compute_outcome(self):
        result = super()._compute_outcome()
        for each in self.filtered(lambda shown: shown.outcome == "waiting"):
            waiting = each.mirror_ids.filtered(lambda mirror: mirror.state == "waiting")
            if waiting and all(mirror._is_held_for_approval() for mirror in waiting):
                each.outcome = "approval"
        return result
