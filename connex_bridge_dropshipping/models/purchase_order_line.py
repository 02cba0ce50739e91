"""Purchase order lines: every change makes the order be looked at again."""

from odoo import models


class PurchaseOrderLine(models.Model):
    _name = "purchase.order.line"
    _inherit = ["purchase.order.line", "connex.capture"]

    _connex_relations = frozenset({"tax_ids"})

    def _connex_note_unlink(self):
        self.env["connex.change"]._note("purchase.order", self.order_id.ids)

    def _connex_cost(self):
        """What this purchase costs, in the company's currency: as billed, else as ordered."""
        self.ensure_one()
        billed = self.invoice_lines.filtered(lambda line: line.parent_state == "posted")
        if billed:
            return sum(billed.mapped("balance"))
        order = self.order_id
        return order.currency_id._convert(
            self.price_subtotal, order.company_id.currency_id, order.company_id, order.date_order
        )
