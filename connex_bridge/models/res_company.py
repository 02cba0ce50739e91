"""A company's QuickBooks connection, for the settings page."""

from odoo import fields, models


class ResCompany(models.Model):
    _inherit = "res.company"

    connex_connection_ids = fields.One2many(
        "connex.connection", "company_id", "QuickBooks Connections"
    )
    connex_connection_id = fields.Many2one(
        "connex.connection", "QuickBooks Connection", compute="_compute_connex_connection_id"
    )

    def _compute_connex_connection_id(self):
        """The settings page shows one connection: the first. Others have their own form."""
        first = {}
        for connection in self.env["connex.connection"].search(
            [("company_id", "in", self.ids)], order="id desc"
        ):
            first[connection.company_id.id] = connection
        for company in self:
            company.connex_connection_id = first.get(company.id, False)
