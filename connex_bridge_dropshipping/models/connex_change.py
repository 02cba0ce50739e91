"""Changes of purchases lead to the purchase order or bill; see the base app's connex_change.py."""

from odoo import api, models

PURCHASES = {
    "purchase.order": """
        SELECT 'purchase.order', id, company_id FROM purchase_order WHERE id = ANY(%s)
    """,
    "purchase.order.line": """
        SELECT 'purchase.order', order_id, company_id FROM purchase_order_line WHERE id = ANY(%s)
    """,
}
#: Added to the base app's lookups of the same tables.
BILLS = {
    "account.move": """
        SELECT 'account.move', bill.id, bill.company_id FROM account_move bill
         WHERE bill.move_type IN ('in_invoice', 'in_refund') AND bill.id = ANY(%s)
           AND EXISTS (
               SELECT FROM account_move_line item
                WHERE item.move_id = bill.id AND item.purchase_line_id IS NOT NULL
           )
    """,
    "account.move.line": """
        SELECT 'account.move', move.id, move.company_id
          FROM account_move_line line JOIN account_move move ON move.id = line.move_id
         WHERE move.move_type IN ('in_invoice', 'in_refund') AND line.id = ANY(%s)
    """,
}


class ConnexChange(models.Model):
    _inherit = "connex.change"

    @api.model
    def _lookups(self):
        return super()._lookups() | PURCHASES

    @api.model
    def _further_lookups(self, model):
        further = super()._further_lookups(model)
        return [*further, BILLS[model]] if model in BILLS else further
