"""Taxes of vendors are mapped to tax codes by the codes' rates on purchases."""

from odoo import api, models


class ConnexTaxMapping(models.Model):
    _inherit = "connex.tax.mapping"

    @api.depends("connection_id.reference_ids.purchase_tax_rates")
    def _compute_candidate_ids(self):
        return super()._compute_candidate_ids()

    def _percents(self, codes):
        if "purchase" not in self.sudo().tax_ids.mapped("type_tax_use"):
            return super()._percents(codes)
        return {code: code._purchase_tax_percent() for code in codes if code.on_purchases}
