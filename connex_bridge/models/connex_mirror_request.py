"""How the requests for a document are told apart, and how it is found again: the same in every attempt."""

from odoo import models

from ..bridge.online import batch


class ConnexMirror(models.Model):
    _inherit = "connex.mirror"

    def _identity(self):
        """What this document is, whatever it says: the same in every attempt to create it."""
        self.ensure_one()
        database = self.env["ir.config_parameter"].sudo().get_param("database.uuid")
        parts = (database, self.connection_id.id, self.company_id.id, *self.key(), self.generation)
        return tuple(map(str, parts))

    def _marker(self):
        """The text in QuickBooks by which this document is found again."""
        return f"[connex {batch.request_id(self._identity())[:16]}]"

    def _request_parts(self, operation):
        """What makes the id of a request. A create's never depends on its content: an edit after a lost
        answer would make a second document. Refusals count, because a refused request is over; they are
        never counted anew, because QuickBooks remembers the ids of requests."""
        parts = (*self._identity(), operation, str(self.refusals))
        if operation == "create":
            return parts
        return (*parts, self.qb_revision or "", self.wanted_fingerprint or "")

    def _once_more(self):
        """What to write on a document whose request is over without having been carried out. If it waits,
        the request was a question, and what was sent before that is as uncertain as it was."""
        self.ensure_one()
        sent = self.state == "waiting" and self.sent
        return {"sent": sent, "attempts": self.attempts + 1, "refusals": self.refusals + 1}
