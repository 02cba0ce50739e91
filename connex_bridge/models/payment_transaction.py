"""Online payments: money of an order before Odoo has booked a payment for it."""

from odoo import models


class PaymentTransaction(models.Model):
    _name = "payment.transaction"
    _inherit = ["payment.transaction", "connex.capture"]

    _connex_columns = frozenset({"state", "amount", "payment_id"})
    _connex_relations = frozenset({"sale_order_ids"})

    def _connex_note_unlink(self):
        self.env["connex.change"]._note("sale.order", self.sale_order_ids.ids)

    def _connex_unused(self, order):
        """The amount (Decimal, in the order's currency) that no payment or document stands for yet."""
        amount = self.currency_id._convert(
            self.amount,
            order.currency_id,
            order.company_id,
            self.last_state_change or self.create_date,
        )
        return order._connex_decimal(amount)
