"""A sale's chain from order to payment, and what was earned on it, as Odoo and as QuickBooks have it."""

import json
from decimal import Decimal

from odoo import api, fields, models

CHAIN = ("sales_order", "purchase_order", "bill", "vendor_credit", "invoice", "sales_receipt")
SIGNS = {"invoice": 1, "sales_receipt": 1, "credit_memo": -1}
COSTS = {"bill": 1, "vendor_credit": -1}


class SaleOrder(models.Model):
    _inherit = "sale.order"

    connex_chain_ids = fields.Many2many(
        "connex.mirror",
        compute="_compute_connex_chain",
        string="QuickBooks Chain",
        compute_sudo=True,
    )
    connex_company_currency_id = fields.Many2one(
        related="company_id.currency_id", string="Books' Currency"
    )
    connex_revenue = fields.Monetary(
        "Revenue in Odoo",
        compute="_compute_connex_margin",
        compute_sudo=True,
        currency_field="connex_company_currency_id",
    )
    connex_cost = fields.Monetary(
        "Cost in Odoo",
        compute="_compute_connex_margin",
        compute_sudo=True,
        currency_field="connex_company_currency_id",
        help="What vendors have billed for this sale; where nothing is billed yet, what was ordered.",
    )
    connex_margin = fields.Monetary(
        "Margin in Odoo",
        compute="_compute_connex_margin",
        compute_sudo=True,
        currency_field="connex_company_currency_id",
    )
    connex_qb_revenue = fields.Monetary(
        "Revenue in QuickBooks",
        compute="_compute_connex_margin",
        compute_sudo=True,
        currency_field="connex_company_currency_id",
    )
    connex_qb_cost = fields.Monetary(
        "Cost in QuickBooks",
        compute="_compute_connex_margin",
        compute_sudo=True,
        currency_field="connex_company_currency_id",
        help="What the bills of this sale that QuickBooks has come to, without tax.",
    )
    connex_qb_margin = fields.Monetary(
        "Margin in QuickBooks",
        compute="_compute_connex_margin",
        compute_sudo=True,
        currency_field="connex_company_currency_id",
    )

    @api.depends("connex_mirror_ids.state")
    def _compute_connex_chain(self):
        for order in self:
            documents = order.connex_mirror_ids.filtered(lambda mirror: mirror.state != "voided")
            order.connex_chain_ids = documents.sorted(
                lambda mirror: (
                    CHAIN.index(mirror.document) if mirror.document in CHAIN else len(CHAIN),
                    mirror.id,
                )
            )

    @api.depends(
        "connex_mirror_ids.acknowledged",
        "connex_mirror_ids.state",
        "order_line.invoice_lines.balance",
        "order_line.invoice_lines.parent_state",
        "order_line.purchase_line_ids.price_subtotal",
        "order_line.purchase_line_ids.invoice_lines.balance",
        "order_line.purchase_line_ids.invoice_lines.parent_state",
    )
    def _compute_connex_margin(self):
        for order in self:
            posted = order.order_line.invoice_lines.filtered(
                lambda line: line.parent_state == "posted"
            )
            order.connex_revenue = -sum(posted.mapped("balance"))
            order.connex_cost = sum(
                line._connex_cost()
                for line in order.order_line.purchase_line_ids
                if line.state != "cancel"
            )
            order.connex_margin = order.connex_revenue - order.connex_cost
            revenue, cost = order._connex_quickbooks_sums()
            order.connex_qb_revenue, order.connex_qb_cost = float(revenue), float(cost)
            order.connex_qb_margin = float(revenue - cost)

    def _connex_quickbooks_sums(self):
        """(revenue, cost) without tax that QuickBooks has confirmed for this sale, in its home currency."""
        revenue = cost = Decimal(0)
        for mirror in self.connex_mirror_ids:
            said = mirror.qb_id and mirror.state != "voided" and mirror.acknowledged
            if not said or mirror.document not in SIGNS | COSTS:
                continue
            content = json.loads(said)
            rate = Decimal(content.get("exchange_rate", "1"))
            if sign := COSTS.get(mirror.document):
                own = (line for line in content["lines"] if line.get("sale") == self.id)
                cost += sign * rate * sum(Decimal(line.get("amount", "0")) for line in own)
            else:
                amount = Decimal(content.get("total", "0")) - Decimal(content.get("tax", "0"))
                share = self._connex_share_of(mirror)
                revenue += SIGNS[mirror.document] * rate * amount * share
        cents = Decimal("0.01")
        return revenue.quantize(cents), cost.quantize(cents)

    def _connex_share_of(self, mirror):
        """This order's part of an invoice that bills several."""
        if len(mirror.order_ids) == 1 or mirror.res_model != "account.move":
            return Decimal(1)
        lines = self.env["account.move"].browse(mirror.res_id).invoice_line_ids
        whole = sum(lines.mapped("balance"))
        own = sum(
            lines.filtered(lambda line: line.sale_line_ids.order_id == self).mapped("balance")
        )
        return Decimal(str(own)) / Decimal(str(whole)) if whole else Decimal(0)
