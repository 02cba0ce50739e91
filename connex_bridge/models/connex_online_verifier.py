"""Reading documents back from QuickBooks Online, many in one request, and putting right what differs.

Reads are metered by Intuit, so nothing here runs for ordinary syncing: the button, "delete and resync", a
stale revision and the daily comparison read; everything else trusts the answers to its own writes.
"""

from odoo import api, models

from ..bridge.online import batch, lookup
from ..bridge.online.translate import entity_of
from .connex_planner import LISTS


class ConnexOnlineVerifier(models.AbstractModel):
    _name = "connex.online.verifier"
    _description = "Read Back from QuickBooks Online"
    _inherit = "connex.verifier"

    @api.private
    def rows(self, mirrors):
        """What QuickBooks has for each mirror with an id: its object, or None if there is none."""
        found = {}
        for connection, own in mirrors.filtered("qb_id").grouped("connection_id").items():
            queries = [
                (entity, statement)
                for entity, same in own.grouped(lambda m: entity_of(m.key())).items()
                for statement in lookup.by_ids(entity, same.mapped("qb_id"))
            ]
            answers = self.query(connection, [statement for _entity, statement in queries])
            rows = {
                (entity, row["Id"]): row
                for (entity, _statement), answer in zip(queries, answers, strict=True)
                for row in answer
            }
            for mirror in own:
                found[mirror] = rows.get((entity_of(mirror.key()), mirror.qb_id))
        return found

    @api.private
    def query(self, connection, statements):
        """The rows of each statement, in their order. Raises the session's errors."""
        return connection._session().query_many(statements)

    def _outcome(self, mirror, row):
        return batch.Outcome("done", entity_of(mirror.key()), row)

    # For the button

    @api.private
    def put_right(self, mirrors):
        """Have documents that were deleted or changed in QuickBooks by hand sent again."""
        for mirror, row in self.rows(self._to_put_right(mirrors)).items():
            self._put_right(mirror, row)

    @api.private
    def read_back(self, mirrors):
        """Show what QuickBooks has now: totals and balances as they are, not as we expect them."""
        live = mirrors.filtered(
            lambda m: m.qb_id and m.document not in LISTS and m.state in ("synced", "problem")
        )
        for mirror, row in self.rows(live).items():
            if row is not None:
                self._note(mirror, row)

    # For the daily comparison, and for what a webhook reported

    @api.private
    def tie_out(self, mirrors):
        """Hold back and name every document whose counterpart differs, see `_compare`."""
        found = self.rows(mirrors)
        for mirror, row in found.items():
            self._compare(mirror, row)
        self._compare_balances(mirrors.browse().union(*found))
