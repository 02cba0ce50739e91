"""Mirrors of purchase orders remember QuickBooks' numbers of their lines: bills link to those. In a sale's
chain, each document says with whom it is."""

from odoo import api, fields, models

from .connex_sender import ORDERS_OFF


class ConnexMirror(models.Model):
    _inherit = "connex.mirror"

    qb_line_ids = fields.Json(
        "QuickBooks Order Lines", help="QuickBooks' number of each line, by the id of Odoo's line."
    )
    chain_partner_id = fields.Many2one(
        "res.partner", "Customer or Vendor", compute="_compute_chain_partner_id", compute_sudo=True
    )

    @api.depends("res_model", "res_id")
    def _compute_chain_partner_id(self):
        self.chain_partner_id = False
        for model, mirrors in self.grouped("res_model").items():
            if "partner_id" not in self.env[model]._fields:
                continue
            records = self.env[model].browse(mirrors.mapped("res_id")).exists()
            partners = {record.id: record.partner_id for record in records}
            for mirror in mirrors:
                mirror.chain_partner_id = partners.get(mirror.res_id, False)

    def _release(self):
        # Whoever tries a refused purchase order again has upgraded QuickBooks, or switched them on.
        refused = self.filtered(lambda mirror: mirror.problem_code in ORDERS_OFF.values())
        refused.connection_id.qb_purchase_orders = True
        return super()._release()
