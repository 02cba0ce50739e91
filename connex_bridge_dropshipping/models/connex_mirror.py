"""Mirrors of purchase orders remember QuickBooks' numbers of their lines: bills link to those."""

from odoo import fields, models


class ConnexMirror(models.Model):
    _inherit = "connex.mirror"

    qb_line_ids = fields.Json(
        "QuickBooks Lines", help="QuickBooks' number of each line, by the id of Odoo's line."
    )

    def _release(self):
        # Whoever tries a refused purchase order again has upgraded QuickBooks.
        refused = self.filtered(lambda mirror: mirror.problem_code == "purchase_orders_off")
        refused.connection_id.qb_purchase_orders = True
        return super()._release()
