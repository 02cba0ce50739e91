"""Reading documents back from QuickBooks Online, many in one request, and putting right what differs.

Reads are metered by Intuit, so nothing here runs for ordinary syncing: the button, "delete and resync", a
stale revision and the daily comparison read; everything else trusts the answers to its own writes.
"""

import json
from decimal import Decimal

from odoo import api, models
from odoo.tools import float_compare

from ..bridge import documents as docs
from ..bridge.online import batch, lookup
from ..bridge.online.translate import entity_of
from ..bridge.problem import Problem
from .connex_planner import LISTS, NO_PROBLEM, anew

RESTING = ("waiting", "synced", "problem")
#: Problems that end when QuickBooks has again what it should have.
DIFFERENT = ("changed_in_quickbooks", "deleted_in_quickbooks", "total_differs")


class ConnexOnlineVerifier(models.AbstractModel):
    _name = "connex.online.verifier"
    _description = "Read Back from QuickBooks Online"

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

    # For the button

    @api.private
    def put_right(self, mirrors):
        """Have documents that were deleted or changed in QuickBooks by hand sent again."""
        live = mirrors.filtered(
            lambda m: (
                m.qb_id and m.document not in LISTS and m.state in RESTING and m.action == "save"
            )
        )
        for mirror, row in self.rows(live).items():
            if row is None:
                mirror.write(anew(mirror))
                continue
            self._note(mirror, row)
            if not self._says(mirror, row):
                mirror.write(
                    {
                        "state": "waiting",
                        "acknowledged_fingerprint": False,
                        "sequence": mirror.turn(),
                    }
                )

    @api.private
    def read_back(self, mirrors):
        """Show what QuickBooks has now: totals and balances as they are, not as we expect them."""
        live = mirrors.filtered(
            lambda m: m.qb_id and m.document not in LISTS and m.state in ("synced", "problem")
        )
        for mirror, row in self.rows(live).items():
            if row is not None:
                self._note(mirror, row)

    def _note(self, mirror, row):
        outcome = batch.Outcome("done", entity_of(mirror.key()), row)
        mirror.write(
            {
                "qb_revision": outcome.revision,
                "qb_updated_at": outcome.updated_at,
                "revision_stale": False,
                "qb_number": outcome.number,
                "qb_total": float(outcome.total or 0),
                "qb_balance": float(outcome.balance or 0),
                "qb_status": outcome.status,
            }
        )

    def _says(self, mirror, row):
        """Whether QuickBooks still has what it confirmed: the total, and what a payment is applied to."""
        said = json.loads(mirror.acknowledged) if mirror.acknowledged else {}
        total = Decimal(said.get("total", said.get("amount", "0")))
        outcome = batch.Outcome("done", entity_of(mirror.key()), row)
        if outcome.total is not None and outcome.total != total:
            return False
        if mirror.document != "payment":
            return True
        applied = docs.used(mirror.acknowledged_applications())
        return not total or (outcome.balance or 0) == total - applied

    # For the daily comparison, and for what a webhook reported

    @api.private
    def tie_out(self, mirrors):
        """Hold back and name every document whose counterpart has gone, no longer has its total or, a
        payment, is applied to something else. What was held back for that and is right again goes on."""
        for mirror, row in self.rows(mirrors).items():
            if row is None:
                mirror._set_problem(
                    Problem("deleted_in_quickbooks", {"document": mirror.name or ""})
                )
                continue
            self._note(mirror, row)
            digits = mirror.currency_id.decimal_places if mirror.currency_id else 2
            total_differs = float_compare(
                mirror.qb_total, mirror.wanted_total, precision_digits=digits
            )
            if total_differs or (mirror.document == "payment" and not self._says(mirror, row)):
                values = {
                    "document": mirror.name or "",
                    "odoo": f"{mirror.wanted_total:.{digits}f}",
                    "quickbooks": f"{mirror.qb_total:.{digits}f}",
                }
                mirror._set_problem(Problem("changed_in_quickbooks", values))
            elif mirror.state == "problem" and mirror.problem_code in DIFFERENT:
                current = mirror.wanted_fingerprint == mirror.acknowledged_fingerprint
                mirror.write({"state": "synced" if current else "waiting"} | NO_PROBLEM)
