"""Purchase order lines: every change makes the order be looked at again."""

from odoo import models


class PurchaseOrderLine(models.Model):
    _name = "purchase.order.line"
    _inherit = ["purchase.order.line", "connex.capture"]

    _connex_relations = frozenset({"tax_ids"})

    def _connex_note_unlink(self):
        self.env["connex.change"]._note("purchase.order", self.order_id.ids)

    def _connex_to_bill(self):
        """What vendors have still to bill of these lines, without tax, in the company's currency."""
        total = 0.0
        for line in self.filtered(lambda line: line.state == "purchase" and line.product_qty):
            order = line.order_id
            part = max(0.0, 1 - line.qty_invoiced / line.product_qty)
            total += order.currency_id._convert(
                line.price_subtotal * part,
                order.company_id.currency_id,
                order.company_id,
                order.date_order,
            )
        return total
