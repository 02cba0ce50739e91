"""Sales orders: where the sale stands in a web shop's words (`connex_order_status`).

The decision itself is bridge/status.py's; here its facts are gathered. Money is taken from posted documents
and their residuals, and from payments and online transactions that no document has absorbed yet, never
from the order's own payment fields, which know online payments only.
"""

from collections import defaultdict

from odoo import api, fields, models

from ..bridge.money import to_decimal
from ..bridge.status import ZERO, OrderFacts, order_status, share_out

QUANTITY_DIGITS = 6


class SaleOrder(models.Model):
    _name = "sale.order"
    _inherit = ["sale.order", "connex.capture", "connex.mirrored"]

    connex_mirror_ids = fields.Many2many(
        "connex.mirror",
        "connex_mirror_sale_order_rel",
        "sale_order_id",
        "connex_mirror_id",
        string="QuickBooks Documents",
        copy=False,
    )

    connex_order_status = fields.Selection(
        [
            ("pending", "Pending"),
            ("paid", "Paid"),
            ("partially_fulfilled", "Partially Fulfilled"),
            ("fulfilled", "Fulfilled"),
            ("cancelled", "Cancelled"),
        ],
        "Order Status",
        compute="_compute_connex_order_status",
        store=True,
        copy=False,
        index=True,
        help="Where the sale stands: fulfilled when everything is delivered (or, without deliveries, when "
        "it is paid), paid when payments cover it before that, otherwise pending.",
    )
    connex_payment_ids = fields.Many2many(
        "account.payment",
        "connex_payment_sale_order_rel",
        "order_id",
        "payment_id",
        string="Payments for This Order",
        copy=False,
        groups="account.group_account_invoice",
    )

    @api.depends(
        "state",
        "amount_total",
        "order_line.product_uom_qty",
        "order_line.qty_delivered",
        "order_line.invoice_lines.move_id.state",
        "order_line.invoice_lines.move_id.amount_residual",
        "order_line.invoice_lines.move_id.payment_state",
        "transaction_ids.state",
        "transaction_ids.payment_id",
        "connex_payment_ids.state",
        "connex_payment_ids.move_id.line_ids.amount_residual",
    )
    def _compute_connex_order_status(self):
        confirmed = self.filtered(lambda order: order.state == "sale")
        money = confirmed._connex_money()
        for order in self - confirmed:
            order.connex_order_status = "cancelled" if order.state == "cancel" else False
        for order in confirmed:
            billed, settled, prepaid = money[order]
            order.connex_order_status = order_status(
                OrderFacts(
                    total=order._connex_decimal(order.amount_total),
                    billed=billed,
                    settled=settled,
                    prepaid=prepaid,
                    deliveries=order._connex_deliveries(),
                )
            )

    def _connex_decimal(self, amount):
        return to_decimal(amount, self.currency_id.decimal_places)

    def _connex_deliveries(self):
        """(ordered, delivered) of the lines whose delivery says how far the order is."""
        return tuple(
            (
                to_decimal(line.product_uom_qty, QUANTITY_DIGITS),
                to_decimal(line.qty_delivered, QUANTITY_DIGITS),
            )
            for line in self.order_line
            if line._connex_is_tracked()
        )

    # Money of orders: {order: (billed, settled, prepaid)}

    def _connex_money(self):
        sharing = (
            self | self.connex_payment_ids.connex_order_ids | self.transaction_ids.sale_order_ids
        )
        documents = {order: order._connex_documents() for order in sharing}
        prepaid = sharing._connex_prepaid(documents)
        return {order: (*documents[order], prepaid[order]) for order in self}

    def _connex_documents(self):
        """What invoices less credit notes bill of this order, and how much of that is settled."""
        billed = settled = ZERO
        for move in self.order_line.invoice_lines.move_id:
            if move.state == "posted" and move.is_sale_document(include_receipts=True):
                sign = -1 if move.move_type == "out_refund" else 1
                total = self._connex_share(move)
                billed += sign * total
                settled += sign * (total - self._connex_residual(move, total))
        return billed, settled

    def _connex_share(self, move):
        """The part of a document's total that is this order's: all of it, unless others are on it too."""
        if not move.invoice_line_ids.sale_line_ids.order_id - self:
            return self._connex_decimal(move.amount_total)
        own = move.invoice_line_ids.filtered(lambda line: line.sale_line_ids.order_id == self)
        share = self._connex_decimal(sum(own.mapped("price_total")))
        # Tax rounded on the whole document differs by cents from the sum of the lines' taxes.
        total = self._connex_decimal(self.amount_total)
        cents = self._connex_decimal(self.currency_id.rounding * (len(own) + 1))
        return total if abs(share - total) <= cents else share

    def _connex_residual(self, move, share):
        """What is still to be paid of a document's share; payments without a journal entry count as paid,
        as Odoo's own "in payment" says, but only up to their amount."""
        residual, total = move.amount_residual, move.amount_total
        if move.payment_state == "in_payment" and not move.currency_id.is_zero(residual):
            without_entry = move.matched_payment_ids.filtered(
                lambda payment: not payment.move_id and payment.state in ("in_process", "paid")
            )
            residual = max(residual - sum(without_entry.mapped("amount")), 0)
        if move.currency_id.is_zero(residual) or move.currency_id.is_zero(total):
            return ZERO
        return self._connex_decimal(float(share) * residual / total)

    def _connex_prepaid(self, documents):
        """Money meant for these orders that no document has absorbed: payments, then transactions that are
        done but not yet booked. What several orders share goes to the first ones first."""
        needs = {order: self._connex_need(order, documents[order]) for order in self}
        prepaid = defaultdict(lambda: ZERO)
        for source, orders in self._connex_sources_of_money():
            claims = [(order, needs[order] - prepaid[order]) for order in orders.sorted("id")]
            amount = source._connex_unused(orders[:1])
            for order, part in share_out(abs(amount), claims).items():
                prepaid[order] += part if amount > 0 else -part
        return prepaid

    @staticmethod
    def _connex_need(order, documents):
        billed, settled = documents
        return max(order._connex_decimal(order.amount_total), billed) - settled

    def _connex_sources_of_money(self):
        for payment in self.connex_payment_ids.sorted(lambda payment: (payment.date, payment.id)):
            if payment.state in ("in_process", "paid"):
                yield payment, payment.connex_order_ids & self
        for transaction in self.transaction_ids.sorted("id"):
            if transaction.state == "done" and not transaction.payment_id:
                yield transaction, transaction.sale_order_ids & self
