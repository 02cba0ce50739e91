"""Product templates hold the names of their variants, which are what is mirrored."""

from odoo import models


class ProductTemplate(models.Model):
    _name = "product.template"
    _inherit = ["product.template", "connex.capture"]

    _connex_columns = frozenset({"name", "type"})

    def _connex_note_created(self):
        """A new product is noticed with its first sale."""

    def _connex_note_unlink(self):
        """A product that was sold cannot be deleted."""

    def action_connex_choose(self):
        """Choose the item that the template's only variant is in QuickBooks."""
        return self.product_variant_id.action_connex_choose()

    def action_connex_match(self):
        """Look for the variants of these products in QuickBooks now."""
        return self.product_variant_ids.action_connex_match()
