"""Purchase orders: their changes are noted."""

from odoo import models


class PurchaseOrder(models.Model):
    _name = "purchase.order"
    _inherit = ["purchase.order", "connex.capture"]
