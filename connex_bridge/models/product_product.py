"""Products: a new name or SKU goes to QuickBooks with a sale of theirs."""

from odoo import models


class ProductProduct(models.Model):
    _name = "product.product"
    _inherit = ["product.product", "connex.capture"]

    _connex_columns = frozenset({"default_code"})

    def _connex_note_created(self):
        """A new product is noticed with its first sale."""

    def _connex_note_unlink(self):
        """A product that was sold cannot be deleted."""
