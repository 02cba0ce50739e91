"""Differences that only QuickBooks' answer shows: mended by one update with a rounding line, where the
connection says so.

Once per content of a document, so that it cannot go on for ever: an update that does not mend it is a
problem for a person.
"""

from decimal import Decimal

from odoo import api, fields, models

from ..bridge.money import ZERO, to_decimal
from ..bridge.online.rounding_line import is_within_limit
from .connex_planner import sending_order

SALES_FORMS = ("sales_order", "invoice", "sales_receipt", "credit_memo", "refund")


class ConnexMirror(models.Model):
    _inherit = "connex.mirror"

    difference = fields.Char(
        "Rounding Line", readonly=True, help="What QuickBooks' own total was short of Odoo's."
    )
    difference_fingerprint = fields.Char(
        readonly=True, help="The content for which the difference was found."
    )

    def _known_difference(self):
        """The difference that QuickBooks has shown for what is wanted now."""
        self.ensure_one()
        found = self.difference and self.difference_fingerprint == self.wanted_fingerprint
        return Decimal(self.difference) if found else ZERO


class ConnexConnection(models.Model):
    _inherit = "connex.connection"

    def _leaves_tax_to_quickbooks(self):
        """Whether QuickBooks computes the tax in its own way, so that its answer tells the total."""
        self.ensure_one()
        handling = self._effective_tax_handling()
        return handling == "quickbooks" or (self.backend == "desktop" and handling == "codes")


class ConnexSettler(models.AbstractModel):
    _inherit = "connex.settler"

    @api.private
    def _check_total(self, mirror, outcome):
        return None if self._mend(mirror, outcome) else super()._check_total(mirror, outcome)

    def _mend(self, mirror, outcome):
        """Have a rounding line added, if only QuickBooks could know the total and the connection allows
        it. Returns whether."""
        connection = mirror.connection_id
        if (
            mirror.document not in SALES_FORMS
            or mirror.state != "synced"
            or outcome.total is None
            or not connection._leaves_tax_to_quickbooks()
            or mirror.difference_fingerprint == mirror.wanted_fingerprint
        ):
            return False
        missing = to_decimal(mirror.wanted_total, mirror._digits()) - outcome.total
        if not missing or not is_within_limit(missing, connection._quickbooks_company()):
            return False
        mirror.write(
            {
                "difference": str(missing),
                "difference_fingerprint": mirror.wanted_fingerprint,
                "acknowledged_fingerprint": False,
                "state": "waiting",
                "sequence": sending_order(mirror.document, "save"),
            }
        )
        return True
