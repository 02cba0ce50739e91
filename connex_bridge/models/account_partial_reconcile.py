"""Reconciliations: made or undone, they change what is paid without a write on invoice or payment."""

from odoo import models


class AccountPartialReconcile(models.Model):
    _name = "account.partial.reconcile"
    _inherit = ["account.partial.reconcile", "connex.capture"]

    _connex_columns = frozenset()

    def _connex_note(self):
        lines = self.debit_move_id | self.credit_move_id
        self.env["connex.change"]._note("account.move.line", lines.ids)

    def _connex_note_unlink(self):
        self._connex_note()
