"""The order statuses that a connection can be told to sync: five fixed records, see data/."""

from odoo import fields, models


class ConnexOrderStatus(models.Model):
    _name = "connex.order.status"
    _description = "Order Status to Sync"
    _order = "sequence, id"

    name = fields.Char(required=True, translate=True)
    code = fields.Char(required=True)
    sequence = fields.Integer(default=10)

    _code_unique = models.Constraint("UNIQUE(code)", "Each order status exists once.")
