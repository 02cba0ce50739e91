"""Customers: a new name or address goes to QuickBooks with a sale of theirs."""

from odoo import models


class ResPartner(models.Model):
    _name = "res.partner"
    _inherit = ["res.partner", "connex.capture"]

    _connex_columns = frozenset(
        {"name", "email", "phone", "is_company", "street", "street2", "city", "zip", "state_id"}
    )

    def _connex_note_created(self):
        """A new customer is noticed with its first sale."""

    def _connex_note_unlink(self):
        """A customer with sales cannot be deleted."""
