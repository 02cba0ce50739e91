"""Payments: which orders a payment was made for, when that is known before an invoice exists."""

import re

from odoo import api, fields, models

#: Anything in a memo that could be an order's number: "S00012", "SO/2026/7", "A-17.2".
WORD = re.compile(r"\w[\w/.\-#]*\w|\w")


class AccountPayment(models.Model):
    _name = "account.payment"
    _inherit = ["account.payment", "connex.capture"]

    _connex_relations = frozenset({"invoice_ids", "connex_order_ids"})

    connex_order_ids = fields.Many2many(
        "sale.order",
        "connex_payment_sale_order_rel",
        "payment_id",
        "order_id",
        string="Paid Orders",
        compute="_compute_connex_order_ids",
        store=True,
        readonly=False,
        copy=False,
        help="The sales orders this money is meant for. Found by the order numbers in the memo; correct "
        "it here when the customer wrote something else.",
    )

    @api.depends("payment_transaction_id", "memo", "partner_id", "partner_type")
    def _compute_connex_order_ids(self):
        numbered = self._connex_orders_in_memos()
        for payment in self:
            transaction = payment.payment_transaction_id
            paid = transaction.sale_order_ids or transaction.source_transaction_id.sale_order_ids
            payment.connex_order_ids = paid or numbered.get(payment, False)
        change = self.env["connex.change"]
        change._note("account.payment", self.ids)
        change._note("sale.order", self.connex_order_ids.ids)

    def _connex_orders_in_memos(self):
        """Orders whose number stands in the payment's memo, where the customer is the same."""
        words = {
            payment: {word for word in WORD.findall(payment.memo or "") if _may_be_number(word)}
            for payment in self
            if payment.partner_type == "customer" and payment.partner_id
        }
        names = set().union(*words.values())
        if not names:
            return {}
        orders = self.env["sale.order"].search_fetch(
            [("name", "in", list(names)), ("company_id", "in", self.company_id.ids)],
            ["name", "company_id", "partner_id"],
        )
        return {
            payment: orders.filtered(
                lambda order, payment=payment, found=found: (
                    order.name in found
                    and order.company_id == payment.company_id
                    and order.partner_id.commercial_partner_id
                    == payment.partner_id.commercial_partner_id
                )
            )
            for payment, found in words.items()
        }

    def _connex_unused(self, order):
        """The amount (Decimal, in the order's currency) not applied to any document; negative for money
        paid back. A payment without journal entry is used up once the bank has confirmed it."""
        if self.move_id:
            counterpart = self.move_id.line_ids.filtered(
                lambda line: (
                    line.account_id.account_type in ("asset_receivable", "liability_payable")
                )
            )
            unused = -sum(counterpart.mapped("amount_residual_currency"))
            currency = counterpart.currency_id[:1] or self.currency_id
        else:
            unused = 0 if self.invoice_ids else self.amount_signed
            currency = self.currency_id
        amount = currency._convert(unused, order.currency_id, order.company_id, self.date)
        return order._connex_decimal(amount)


def _may_be_number(word):
    return any(character.isdigit() for character in word)
