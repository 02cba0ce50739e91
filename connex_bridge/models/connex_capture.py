"""Noting changes of the records that sales are made of. See connex_change.py for what happens to the notes.

`_write_multi` is watched, besides `create` and `unlink`, because payment state, residual and delivered
quantities are computed and never pass through `write`. What is noted is a hint, not the truth: the plan
looks at the record's state. Nothing may fail and nothing may be decided here: a user's work depends on it.
"""

from odoo import api, models


class ConnexCapture(models.AbstractModel):
    _name = "connex.capture"
    _description = "Note Changes for QuickBooks"

    #: Stored fields whose change is of interest; None stands for all of them.
    _connex_columns = None
    #: Relations without a column of their own, which only `write` sees.
    _connex_relations = frozenset()

    @api.model_create_multi
    def create(self, vals_list):
        records = super().create(vals_list)
        records._connex_note_created()
        return records

    def write(self, vals):
        result = super().write(vals)
        if not self._connex_relations.isdisjoint(vals):
            self._connex_note()
        return result

    def _write_multi(self, vals_list):
        result = super()._write_multi(vals_list)
        columns = self._connex_columns
        if columns is None:
            self._connex_note()
        else:
            changed = zip(self._ids, vals_list, strict=True)
            ids = [record for record, vals in changed if not columns.isdisjoint(vals)]
            self.env["connex.change"]._note(self._name, ids)
        return result

    def unlink(self):
        self._connex_note_unlink()
        return super().unlink()

    def _connex_note(self):
        self.env["connex.change"]._note(self._name, self.ids)

    def _connex_note_created(self):
        self._connex_note()

    def _connex_note_unlink(self):
        """A record that a mirror stands for is looked at once more; a part makes its whole look."""
        self.env["connex.change"]._note_gone(self._name, self)
