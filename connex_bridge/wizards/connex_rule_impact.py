"""Which of the last synced sales would come out differently with a rule as it stands now."""

from odoo import api, fields, models
from odoo.fields import Command

from ..bridge.sale import Source

SALES_LIMIT = 200
SALES = ("sales_order", "invoice", "sales_receipt", "credit_memo")


class ConnexRuleImpact(models.TransientModel):
    _name = "connex.rule.impact"
    _description = "Impact of a QuickBooks Rule"

    rule_id = fields.Many2one("connex.rule", required=True, ondelete="cascade")
    sales_limit = fields.Integer("Sales Looked At")
    sales_count = fields.Integer("Sales That Differ", compute="_compute_sales_count")
    line_ids = fields.One2many("connex.rule.impact.line", "impact_id")

    # === COMPUTE METHODS === #

    @api.depends("line_ids")
    def _compute_sales_count(self):
        for impact in self:
            impact.sales_count = len({(line.res_model, line.res_id) for line in impact.line_ids})

    # === BUSINESS METHODS === #

    @api.model
    def _of(self, rule, limit=SALES_LIMIT):
        """The impact of a rule on the last synced sales of its connections."""
        looked_at, lines = 0, []
        for connection in rule._connections():
            sources = self._last_sales(connection, limit - looked_at)
            looked_at += len(sources)
            if sources:
                found, _wanted = rule.sudo()._compare(connection, sources)
                lines += self._lines(rule, found, set(sources))
        return self.create(
            {
                "rule_id": rule.id,
                "sales_limit": looked_at,
                "line_ids": [Command.create(values) for values in lines],
            }
        )

    def _last_sales(self, connection, limit):
        """The records of the sales that were synced last: an order stands for its invoices."""
        mirrors = (
            self.env["connex.mirror"]
            .sudo()
            .search(
                [
                    ("connection_id", "=", connection.id),
                    ("document", "in", SALES),
                    ("synced_at", "!=", False),
                ],
                order="synced_at desc, id desc",
                limit=3 * max(limit, 0) or 1,
            )
        )
        found = {}
        for mirror in mirrors:
            order = mirror.order_ids[:1]
            source = ("sale.order", order.id) if order else (mirror.res_model, mirror.res_id)
            found[Source(*source)] = True
        return list(found)[: max(limit, 0)]

    def _lines(self, rule, found, sources):
        for difference in found:
            order = next(iter(difference.orders), 0)
            move = next(iter(difference.moves), 0)
            sale = Source("sale.order", order) if order else Source("account.move", move)
            if sale in sources:
                yield {
                    "res_model": sale.model,
                    "res_id": sale.id,
                    "name": self.env[sale.model].sudo().browse(sale.id).display_name,
                    "change": rule._difference_text(difference),
                }


class ConnexRuleImpactLine(models.TransientModel):
    _name = "connex.rule.impact.line"
    _description = "Sale That a QuickBooks Rule Changes"

    impact_id = fields.Many2one("connex.rule.impact", required=True, ondelete="cascade")
    res_model = fields.Char()
    res_id = fields.Integer()
    name = fields.Char("Sale")
    change = fields.Char()

    # === ACTION METHODS === #

    def action_open(self):
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "res_model": self.res_model,
            "res_id": self.res_id,
            "view_mode": "form",
        }
