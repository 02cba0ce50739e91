"""What reading documents back from QuickBooks means for their mirrors, whichever backend has read them.

A document is noted as it is there; put right, when somebody wants Odoo's version back; or compared, when
a difference is to become a problem that a person decides about.
"""

import json
from decimal import Decimal

from odoo import models
from odoo.tools import float_compare

from ..bridge import documents as docs
from ..bridge.problem import Problem
from .connex_planner import LISTS, NO_PROBLEM, RESTING, anew

#: Problems that end when QuickBooks has again what it should have.
DIFFERENT = (
    "changed_in_quickbooks",
    "deleted_in_quickbooks",
    "total_differs",
    "open_balance_differs",
)


class ConnexVerifier(models.AbstractModel):
    _name = "connex.verifier"
    _description = "Read Back from QuickBooks"

    def _outcome(self, mirror, row):
        """What QuickBooks has of a document, with an outcome's attributes (see bridge/online/batch.py)."""
        raise NotImplementedError

    def _to_put_right(self, mirrors):
        """Those of the mirrors whose documents can be put right in QuickBooks."""
        return mirrors.filtered(
            lambda m: (
                m.qb_id and m.document not in LISTS and m.state in RESTING and m.action == "save"
            )
        )

    def _note(self, mirror, row):
        """Show what QuickBooks has: total and balance as they are, not as we expect them."""
        outcome = self._outcome(mirror, row)
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
        """Whether QuickBooks still has what it confirmed: the total, and what a payment is applied to. What
        somebody has applied there by hand is right as well, if it leaves as much open as in Odoo."""
        said = json.loads(mirror.acknowledged) if mirror.acknowledged else {}
        total = Decimal(said.get("total", said.get("amount", "0")))
        outcome = self._outcome(mirror, row)
        if outcome.total is not None and outcome.total != total:
            return False
        if mirror.document != "payment":
            return True
        applied = docs.used(mirror.acknowledged_applications())
        still_open = outcome.balance or 0
        return not total or still_open == total - applied or mirror._is_open_as_wanted(still_open)

    def _put_right(self, mirror, row):
        """Have it sent again if it was deleted (`row` None) or changed in QuickBooks by hand."""
        if row is None:
            mirror.write(anew(mirror))
            return
        self._note(mirror, row)
        if not self._says(mirror, row):
            mirror.write(
                {
                    "state": "waiting",
                    "acknowledged_fingerprint": False,
                    "sequence": mirror.turn(),
                }
            )

    def _compare(self, mirror, row):
        """Hold it back if it has gone, no longer has its total or, a payment, is applied to something
        else. What was held back for that and is right again goes on."""
        if row is None:
            mirror._set_problem(Problem("deleted_in_quickbooks", {"document": mirror.name or ""}))
            return
        self._note(mirror, row)
        total_differs = float_compare(
            mirror.qb_total, mirror.wanted_total, precision_digits=mirror._digits()
        )
        if total_differs or (mirror.document == "payment" and not self._says(mirror, row)):
            values = mirror._both_amounts(mirror.wanted_total, mirror.qb_total)
            mirror._set_problem(Problem("changed_in_quickbooks", values))
        elif mirror.state == "problem" and mirror.problem_code in DIFFERENT:
            current = mirror.wanted_fingerprint == mirror.acknowledged_fingerprint
            mirror.write({"state": "synced" if current else "waiting"} | NO_PROBLEM)
