"""Whether a document is as open in QuickBooks as in Odoo: "Synced" must never hide a bill that is paid in one
of them only.

What should be open is planned (bridge/open_amounts.py) and kept on the mirror; it is compared whenever a
document is read back for comparison, and documents are compared for as long as anything of them is open.
"""

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import float_compare

from ..bridge.problem import Problem
from .connex_planner import NO_PROBLEM

KINDS = ("invoice", "credit_memo", "payment")
#: What changes an open balance, and has not got to QuickBooks yet.
ON_THE_WAY = ("payment", "credit_memo", "refund", "invoice")


class ConnexMirror(models.Model):
    _inherit = "connex.mirror"

    wanted_balance = fields.Monetary("Odoo Balance", currency_field="currency_id")
    balance_known = fields.Boolean(
        help="QuickBooks must have Odoo's open balance: no mode or rule makes it another one."
    )

    def _is_open_as_wanted(self, balance):
        """Whether this open amount of QuickBooks (a float or Decimal) is what must be open there, as far as
        that is known."""
        self.ensure_one()
        if not self.balance_known:
            return False
        open_now = float(balance)
        return not float_compare(open_now, self.wanted_balance, precision_digits=self._digits())

    def _release(self):
        """The document itself is right: it is not sent again, but compared again."""
        different = self.filtered(
            lambda m: m.state == "problem" and m.problem_code == "open_balance_differs"
        )
        current = different.filtered(
            lambda m: m.wanted_fingerprint and m.wanted_fingerprint == m.acknowledged_fingerprint
        )
        current.write({"state": "synced"} | NO_PROBLEM)
        return super(ConnexMirror, self - current)._release()


class ConnexPlanner(models.AbstractModel):
    _inherit = "connex.planner"

    def _new(self, connection, wanted, snapshot, currencies):
        values = super()._new(connection, wanted, snapshot, currencies)
        return values | self._open_values(wanted)

    def _shown_values(self, mirror, wanted):
        return super()._shown_values(mirror, wanted) | self._open_values(wanted)

    def _open_values(self, wanted):
        if wanted.key.document not in KINDS or wanted.document is None:
            return {}
        return {
            "wanted_balance": float(wanted.open or 0),
            "balance_known": wanted.open is not None,
        }


class ConnexVerifier(models.AbstractModel):
    _inherit = "connex.verifier"

    def _compare_balances(self, mirrors):
        """Hold back those of these documents, just read, that are open in Odoo or QuickBooks only. While
        something that may settle them is still on its way, or held itself, there is nothing to tell."""
        different = mirrors.filtered(
            lambda m: (
                m.state == "synced" and m.balance_known and not m._is_open_as_wanted(m.qb_balance)
            )
        )
        for mirror in different - self._awaiting(different):
            values = mirror._both_amounts(mirror.wanted_balance, mirror.qb_balance)
            mirror._set_problem(Problem("open_balance_differs", values))

    def _awaiting(self, mirrors):
        """Those of the mirrors that share an invoice with a document that is not settled."""
        under_way = self.env["connex.mirror"].search(
            [
                ("connection_id", "in", mirrors.connection_id.ids),
                ("document", "in", ON_THE_WAY),
                ("state", "not in", ("synced", "voided")),
                ("problem_code", "!=", "open_balance_differs"),
                ("move_ids", "in", mirrors.move_ids.ids),
            ]
        )
        moves = under_way.move_ids
        return mirrors.filtered(lambda m: m.move_ids & moves)


class ConnexEngine(models.AbstractModel):
    _inherit = "connex.engine"

    @api.private
    def comparable(self, connection):
        """The documents to compare, as a domain: those synced since the last comparison, those of which
        anything is open, and those whose balance was another one the last time."""
        own = Domain("connection_id", "=", connection.id)
        still_open = Domain("balance_known", "=", True) & (
            Domain("qb_balance", "!=", 0) | Domain("wanted_balance", "!=", 0)
        )
        differed = Domain("state", "=", "problem") & Domain(
            "problem_code", "=", "open_balance_differs"
        )
        resting = Domain("state", "=", "synced") & still_open
        return super().comparable(connection) | (own & (resting | differed))
