"""Tax codes of QuickBooks have rates of their own on purchases, which may differ from those on sales."""

from odoo import api, fields, models

from odoo.addons.connex_bridge.bridge.online.tax_rates import PURCHASES
from odoo.addons.connex_bridge.bridge.plain import normal
from odoo.addons.connex_bridge.models.connex_connection_tax import together


class ConnexReference(models.Model):
    _inherit = "connex.reference"

    on_purchases = fields.Boolean("Tax Code for Purchases", readonly=True)
    purchase_tax_rates = fields.Json(
        "Purchase Rates",
        readonly=True,
        help="Of a tax code: its rates on purchases, (id, percentage).",
    )

    @api.depends("purchase_tax_rates", "on_purchases")
    @api.depends_context("connex_show_rate")
    def _compute_display_name(self):
        result = super()._compute_display_name()
        if self.env.context.get("connex_show_rate"):
            for code in self.filtered(lambda entry: entry.on_purchases):
                percent = code._purchase_tax_percent()
                if not code.on_sales or percent != code._tax_percent():
                    code.display_name = self.env._(
                        "%(code)s, on purchases %(percent)s %%",
                        code=code.display_name,
                        percent=normal(percent),
                    )
        return result

    def _purchase_tax_percent(self):
        """The percentage of all purchase rates of a tax code together."""
        self.ensure_one()
        return together(self.purchase_tax_rates)

    def _values_of_rates(self, rates):
        return super()._values_of_rates(rates) | {
            "on_purchases": self.qb_id in rates[PURCHASES],
            "purchase_tax_rates": self._kept(rates[PURCHASES]),
        }
