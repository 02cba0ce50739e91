"""Sending purchases: the numbers of purchase order lines, and QuickBooks without purchase orders."""

from odoo import models

from odoo.addons.connex_bridge.bridge.online.translate_purchases import order_line_key
from odoo.addons.connex_bridge.bridge.problem import Problem

#: Online's and Desktop's codes for a feature that this QuickBooks does not have.
FEATURE_MISSING = ("5030", "3250")
#: A plan of Online that has no purchase orders, a preference of Desktop.
ORDERS_OFF = {"online": "purchase_orders_off", "desktop": "purchase_orders_switched_off"}


class ConnexSender(models.AbstractModel):
    _inherit = "connex.sender"

    def _known_ids(self, mirrors, known):
        ids = super()._known_ids(mirrors, known)
        orders = mirrors.union(*known.values()).filtered(
            lambda mirror: mirror.document == "purchase_order" and mirror.qb_id
        )
        for order in orders:
            for line, number in (order.qb_line_ids or {}).items():
                ids[order_line_key(int(line))] = number
        return ids

    def _refused(self, mirror, fault):
        if mirror.document != "purchase_order" or fault.code not in FEATURE_MISSING:
            return super()._refused(mirror, fault)
        connection = mirror.connection_id
        values = {
            "company": connection.qb_company_name or "QuickBooks",
            "reason": fault.detail or fault.message,
        }
        problem = Problem(ORDERS_OFF[connection.backend], values, str(fault))
        self.env["connex.settler"].refused(mirror, "hold", problem)
        connection._without_purchase_orders(mirror)
        return None
