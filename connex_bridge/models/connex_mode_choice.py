"""What a manual sync with a transaction mode of its own has prepared stays as it is until it is sent."""

from dataclasses import replace

from odoo import api, fields, models

from ..bridge.rules.modes import creates


class ConnexMirror(models.Model):
    _inherit = "connex.mirror"

    mode_chosen = fields.Boolean(
        "Mode Chosen",
        help="Prepared by a manual sync with a transaction mode of its own. The connection's mode does not "
        "put another form of the sale in its place.",
    )

    def _remembered(self):
        said = super()._remembered()
        return replace(said, chosen=said.prepared and self.mode_chosen)


class ConnexPlanner(models.AbstractModel):
    _inherit = "connex.planner"

    @api.private
    def plan_sources(self, connection, sources, mode=None):
        mirrors = super().plan_sources(connection, sources, mode)
        if mode:
            unsent = mirrors.filtered(
                lambda m: m.state in ("waiting", "problem") and not m.qb_id and m.action == "save"
            )
            unsent.filtered(lambda m: creates(mode, m.document)).mode_chosen = True
        return mirrors

    def _remembered(self, mirrors, mode):
        """Of two manual syncs with modes of their own, the last one decides."""
        remembered = super()._remembered(mirrors, mode)
        if not mode:
            return remembered
        return {key: replace(said, chosen=False) for key, said in remembered.items()}
