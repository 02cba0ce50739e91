"""The dialog that shows a new password of the Web Connector, once. Nothing of it is ever stored."""

from odoo import fields, models


class ConnexWebConnectorPassword(models.TransientModel):
    _name = "connex.web.connector.password"
    _description = "New Password of the Web Connector"

    user_name = fields.Char(store=False, readonly=True)
    password = fields.Char(store=False, readonly=True)
