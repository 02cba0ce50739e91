"""A sale's chain from order to payment, and what was earned on it, as Odoo and as QuickBooks have it."""

import json
from decimal import Decimal

from odoo import api, fields, models

CHAIN = ("sales_order", "purchase_order", "invoice", "sales_receipt", "credit_memo")
SIGNS = {"invoice": 1, "sales_receipt": 1, "credit_memo": -1}
COSTS = {"bill": 1, "vendor_credit": -1}


def _place(mirror):
    """Where a document stands in the chain: bills below the purchase order that they bill."""
    if mirror.document in COSTS:
        bill = mirror.env[mirror.res_model].browse(mirror.res_id).exists()
        orders = bill.invoice_line_ids.purchase_line_id.order_id
        return (CHAIN.index("purchase_order"), min(orders.ids, default=0), 1, mirror.id)
    known = mirror.document in CHAIN
    order = mirror.res_id if mirror.document == "purchase_order" else 0
    return (CHAIN.index(mirror.document) if known else len(CHAIN), order, 0, mirror.id)


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
        help="What vendors have billed for this sale. In the United States with the tax that is booked as "
        "cost, elsewhere without tax.",
    )
    connex_cost_to_bill = fields.Monetary(
        "Still to Be Billed",
        compute="_compute_connex_margin",
        compute_sudo=True,
        currency_field="connex_company_currency_id",
        help="What was ordered from vendors for this sale and not billed yet, without tax. It is no cost in "
        "the books before the bill arrives.",
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
        help="What the bills of this sale that QuickBooks has come to. In the United States with their tax, "
        "which is a cost there, elsewhere without tax.",
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
            order.connex_chain_ids = documents.sorted(_place)

    @api.depends(
        "connex_mirror_ids.acknowledged",
        "connex_mirror_ids.state",
        "order_line.invoice_lines.balance",
        "order_line.invoice_lines.parent_state",
        "order_line.purchase_line_ids.price_subtotal",
        "order_line.purchase_line_ids.invoice_lines.balance",
        "order_line.purchase_line_ids.invoice_lines.parent_state",
        "order_line.move_ids.created_purchase_line_ids.invoice_lines.parent_state",
    )
    def _compute_connex_margin(self):
        for order in self:
            posted = order.order_line.invoice_lines.filtered(
                lambda line: line.parent_state == "posted"
            )
            order.connex_revenue = -sum(posted.mapped("balance"))
            bought = order._connex_purchase_lines()
            billed = bought.invoice_lines.filtered(lambda line: line.parent_state == "posted")
            connections = order.connex_mirror_ids.connection_id
            with_tax = "global" not in connections.mapped("qb_sales_tax")
            order.connex_cost = billed._connex_cost(with_tax)
            order.connex_cost_to_bill = bought._connex_to_bill()
            order.connex_margin = order.connex_revenue - order.connex_cost
            revenue, cost = order._connex_quickbooks_sums()
            order.connex_qb_revenue, order.connex_qb_cost = float(revenue), float(cost)
            order.connex_qb_margin = float(revenue - cost)

    def _connex_purchase_lines(self):
        """The lines of purchase orders that were made for this sale."""
        self.ensure_one()
        lines = self.order_line
        return lines.purchase_line_ids | lines.move_ids.created_purchase_line_ids

    def _connex_quickbooks_sums(self):
        """(revenue, cost) that QuickBooks has confirmed for this sale, in its home currency."""
        revenue = cost = Decimal(0)
        for mirror in self.connex_mirror_ids:
            said = mirror.qb_id and mirror.state != "voided" and mirror.acknowledged
            if not said or mirror.document not in SIGNS | COSTS:
                continue
            content = json.loads(said)
            rate = Decimal(content.get("exchange_rate", "1"))
            if sign := COSTS.get(mirror.document):
                own = [line for line in content["lines"] if line.get("sale") == self.id]
                cost += sign * rate * _amount(own)
                if mirror.connection_id.qb_sales_tax != "global":
                    cost += sign * rate * _tax_on(own, content)
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


def _amount(lines):
    return sum((Decimal(line.get("amount", "0")) for line in lines), Decimal(0))


def _tax_on(own, content):
    """The part of a bill's tax that falls on some of its lines."""
    taxed = [line for line in content["lines"] if line.get("taxes")] or content["lines"]
    whole = _amount(taxed)
    part = _amount([line for line in own if line in taxed])
    return Decimal(content.get("tax", "0")) * part / whole if whole else Decimal(0)
