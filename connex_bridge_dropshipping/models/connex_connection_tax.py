"""What a connection needs of QuickBooks' tax lists for purchases, outside the United States.

The mapping of taxes to codes is the base app's (connex_tax_mapping.py); how tax is written:
bridge/online/translate_purchase_tax.py.
"""

from dataclasses import replace

from odoo import fields, models

from odoo.addons.connex_bridge.bridge.purchase_documents import Purchase
from odoo.addons.connex_bridge.models.connex_connection_tax import as_code_rates


class ConnexConnection(models.Model):
    _inherit = "connex.connection"

    purchase_exempt_code_id = fields.Many2one(
        "connex.reference",
        "Code of Untaxed Purchases",
        domain="[('connection_id', '=', id), ('kind', '=', 'tax_code'), ('on_purchases', '=', True)]",
        ondelete="restrict",
        copy=False,
        help="The tax code of purchase lines without tax. Leave it empty to use the code of sales lines "
        "without tax.",
    )

    def _tax_uses(self):
        uses = super()._tax_uses()
        return [*uses, "purchase"] if self.purchases != "none" else uses

    def _tax_combinations(self, documents):
        combinations = super()._tax_combinations(documents)
        if self.qb_sales_tax != "global":
            return combinations
        return combinations | {
            line.taxes
            for document in documents
            if isinstance(document, Purchase)
            for line in document.lines
            if line.taxes
        }

    def _with_tax_codes(self, company, documents):
        company = super()._with_tax_codes(company, documents)
        codes = self.env["connex.reference"].search(
            [
                ("connection_id", "=", self.id),
                ("kind", "=", "tax_code"),
                ("on_purchases", "=", True),
            ]
        )
        rates = {code.qb_id: as_code_rates(code.purchase_tax_rates) for code in codes}
        exempt = company.exempt_tax_code if company.exempt_tax_code in rates else ""
        return replace(
            company,
            purchase_tax_rates=rates,
            purchase_exempt_code=self.purchase_exempt_code_id.qb_id or exempt,
        )
