"""Products: a new name or SKU goes to QuickBooks with a sale of theirs."""

from odoo import models

from ..bridge import documents as docs


class ProductProduct(models.Model):
    _name = "product.product"
    _inherit = ["product.product", "connex.capture", "connex.chosen"]
    _connex_document = "item"

    _connex_columns = frozenset({"default_code"})

    def _connex_note_created(self):
        """A new product is noticed with its first sale."""

    def _connex_note_unlink(self):
        """A product that was sold cannot be deleted."""

    def _connex_as_document(self):
        name = self.with_context(display_default_code=False).display_name
        return docs.Item(docs.Key("item", self._name, self.id), name, self.default_code or "")
