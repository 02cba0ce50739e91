"""A company's QuickBooks connection, for the settings page."""

from odoo import api, fields, models


class ResCompany(models.Model):
    _inherit = "res.company"

    connex_connection_ids = fields.One2many(
        "connex.connection", "company_id", "QuickBooks Connections"
    )
    connex_connection_id = fields.Many2one(
        "connex.connection", "QuickBooks Connection", compute="_compute_connex_connection_id"
    )

    @api.depends("connex_connection_ids")
    def _compute_connex_connection_id(self):
        """The settings page shows one connection: the first. Others have their own form."""
        for company in self:
            company.connex_connection_id = company.connex_connection_ids.sorted("id")[:1]
