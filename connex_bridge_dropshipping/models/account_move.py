"""Vendor bills that are deleted: what mirrors them is removed. Other changes: connex_change.py."""

from odoo import models


class AccountMove(models.Model):
    _inherit = "account.move"

    def _connex_note_unlink(self):
        result = super()._connex_note_unlink()
        bills = self.filtered(lambda move: move.is_purchase_document())
        self.env["connex.change"]._note_gone(self._name, bills)
        return result
