"""Customer invoices and credit notes: their changes are noted, so are those of payments' entries."""

from odoo import fields, models


class AccountMove(models.Model):
    _name = "account.move"
    _inherit = ["account.move", "connex.capture", "connex.mirrored"]

    connex_mirror_ids = fields.Many2many(
        "connex.mirror",
        "connex_mirror_account_move_rel",
        "account_move_id",
        "connex_mirror_id",
        string="QuickBooks Documents",
        copy=False,
    )

    _connex_relations = frozenset({"matched_payment_ids"})

    def _connex_note_unlink(self):
        documents = self.filtered(lambda move: move.is_sale_document(include_receipts=True))
        self.env["connex.change"]._note_gone(self._name, documents)
