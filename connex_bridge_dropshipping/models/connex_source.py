"""Which purchase orders and bills a connection may have to mirror; see the base app's connex_scope.py."""

from odoo import api, models

#: Those made for a sale; whether the user wants them is decided by the plan.
PURCHASE_ORDERS = """
    record.state = 'purchase' AND record.date_order >= %(start)s
    AND (
        EXISTS (
            SELECT FROM purchase_order_line line
             WHERE line.order_id = record.id AND line.sale_line_id IS NOT NULL
        )
        OR EXISTS (
            SELECT FROM purchase_order_line line
              JOIN stock_move_created_purchase_line_rel link ON link.created_purchase_line_id = line.id
              JOIN stock_move move ON move.id = link.move_id
             WHERE line.order_id = record.id AND move.sale_line_id IS NOT NULL
        )
    )
"""
BILLS = """
    record.move_type IN ('in_invoice', 'in_refund')
    AND (record.state = 'posted' OR record.posted_before)
    AND COALESCE(record.invoice_date, record.date) >= %(start)s
    AND EXISTS (
        SELECT FROM account_move_line item
         WHERE item.move_id = record.id AND item.purchase_line_id IS NOT NULL
    )
"""


class ConnexSource(models.Model):
    _inherit = "connex.source"

    @api.model
    def _scope(self):
        scope = super()._scope()
        moves = f"(({scope['account.move']}) OR ({BILLS}))"
        return scope | {"account.move": moves, "purchase.order": PURCHASE_ORDERS}

    def _flush_scope(self):
        result = super()._flush_scope()
        for model in ("purchase.order.line", "stock.move"):
            self.env[model].flush_model()
        return result
