"""Invoice lines: posted documents let label, product and account be changed without touching the move."""

from odoo import models


class AccountMoveLine(models.Model):
    _name = "account.move.line"
    _inherit = ["account.move.line", "connex.capture"]

    _connex_columns = frozenset({"name", "product_id", "account_id", "quantity", "price_unit"})
    _connex_relations = frozenset({"tax_ids", "sale_line_ids"})

    def _connex_note_created(self):
        # A new line comes with its move, which is noted itself.
        pass

    def _connex_note_unlink(self):
        self.env["connex.change"]._note("account.move", self.move_id.ids)
