"""Customers and items that somebody has made inactive in QuickBooks, where no new document may use them.

What Connex Bridge created is made active again, because it is needed; what it only found is somebody
else's: the documents wait until a person decides.
"""

from odoo import api, models

from ..bridge.problem import Problem
from .connex_planner import LISTS, NO_PROBLEM, sending_order

#: What QuickBooks says of a document that uses something inactive.
GONE = ("inactive_or_deleted", "reference_gone")


class ConnexOnlineMatcher(models.AbstractModel):
    _inherit = "connex.online.matcher"

    @api.private
    def prepare(self, connection, mirrors):
        found = mirrors.filtered(
            lambda m: m.adopted and m.qb_id and m.document in LISTS and m.action == "save"
        )
        if found:
            self._look_whether_active(found)
        return super().prepare(connection, mirrors - found)

    def _look_whether_active(self, entries):
        """What was found in QuickBooks is never sent: it is only usable again, or not."""
        for mirror, row in self.env["connex.online.verifier"].rows(entries).items():
            if row and row.get("Active", True):
                mirror.write({"state": "synced"} | NO_PROBLEM)
            else:
                mirror._set_problem(Problem("made_inactive", {"document": mirror.name or ""}))
        self.env["connex.settler"].release_blocked(
            entries.filtered(lambda mirror: mirror.state == "synced")
        )

    @api.private
    def wake_references(self, mirror):
        """A document was refused because of something inactive: find which customer or item it is, and let
        the document wait for it."""
        known = self.env["connex.online.sender"]._known(mirror.connection_id, [mirror.restored()])
        entries = self.env["connex.mirror"].union(
            *(each for key, each in known.items() if key.document in LISTS)
        )
        for entry, row in self.env["connex.online.verifier"].rows(entries).items():
            if row and row.get("Active", True):
                continue
            if row and not entry.adopted:
                values = {"state": "waiting", "action": "save", "revision_stale": True}
                entry.write(values | {"sequence": sending_order(entry.document, "save")})
            else:
                entry._set_problem(Problem("made_inactive", {"document": entry.name or ""}))
            attempts = mirror.attempts
            mirror.write(NO_PROBLEM | {"state": "waiting", "blocked_by_id": entry.id})
            mirror.attempts = attempts
            return


class ConnexSettler(models.AbstractModel):
    _inherit = "connex.settler"

    @api.private
    def refused(self, mirror, resolution, problem):
        result = super().refused(mirror, resolution, problem)
        uses_gone = problem.code in GONE and mirror.document not in LISTS
        if uses_gone and mirror.action == "save" and mirror.connection_id.backend == "online":
            self.env["connex.online.matcher"].wake_references(mirror)
        return result
