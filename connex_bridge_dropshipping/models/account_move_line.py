"""Lines of vendor bills: which purchase they bill may change without the bill being touched; their cost."""

from odoo import models


class AccountMoveLine(models.Model):
    _inherit = "account.move.line"

    _connex_columns = frozenset(
        {"name", "product_id", "account_id", "quantity", "price_unit", "purchase_line_id"}
    )

    def _connex_cost(self, with_tax):
        """What these bill lines cost in Odoo's books, in the company's currency: with `with_tax`, also the
        tax on them that is booked as cost because it cannot be reclaimed."""
        cost = sum(self.mapped("balance"))
        if not with_tax:
            return cost
        for tax_line in self.move_id.line_ids:
            if tax_line.display_type == "tax" and tax_line.account_id.internal_group == "expense":
                taxed = tax_line.move_id.invoice_line_ids.filtered(
                    lambda line, tax=tax_line.tax_line_id: (
                        tax in line.tax_ids.flatten_taxes_hierarchy()
                    )
                )
                whole = sum(taxed.mapped("balance"))
                own = sum((taxed & self).mapped("balance"))
                cost += tax_line.balance * own / whole if whole else 0.0
        return cost
