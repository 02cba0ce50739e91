"""Lines of vendor bills: which purchase they bill may change without the bill being touched."""

from odoo import models


class AccountMoveLine(models.Model):
    _inherit = "account.move.line"

    _connex_columns = frozenset(
        {"name", "product_id", "account_id", "quantity", "price_unit", "purchase_line_id"}
    )
