"""Order lines: every change makes the order be looked at again."""

from odoo import models


class SaleOrderLine(models.Model):
    _name = "sale.order.line"
    _inherit = ["sale.order.line", "connex.capture"]

    _connex_relations = frozenset({"tax_ids", "invoice_lines"})

    def _connex_note_unlink(self):
        self.env["connex.change"]._note("sale.order", self.order_id.ids)

    def _connex_is_tracked(self):
        """Whether the delivery of this line tells how far its order is: goods, and services whose
        delivery somebody records. Fees, shipping and down payments are never "delivered"."""
        if self.display_type or self.is_downpayment or self.product_uom_qty <= 0:
            return False
        if self._connex_is_shipping():
            return False
        return (
            self.qty_delivered_method != "manual"
            or self.product_id.invoice_policy == "delivery"
            or self.qty_delivered > 0
        )

    def _connex_is_shipping(self):
        # The field comes with the app for delivery methods, which need not be installed.
        return "is_delivery" in self._fields and self.is_delivery
