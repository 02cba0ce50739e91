"""What becomes the invoice in QuickBooks: Odoo's posted invoice, or the order itself.

How the second works is bridge/order_invoice.py's business; here it is chosen.
"""

from dataclasses import replace

from odoo import api, fields, models
from odoo.exceptions import ValidationError


class ConnexConnection(models.Model):
    _inherit = "connex.connection"

    invoice_source = fields.Selection(
        [
            ("invoice", "The invoice posted in Odoo"),
            ("order", "The order itself, for companies that do not invoice in Odoo"),
        ],
        "Invoice Source",
        required=True,
        default="invoice",
        tracking=True,
        help="With the order itself, the invoice in QuickBooks is a copy of the sales order: it closes it "
        "and takes the payments made for it. An Odoo invoice of such an order is the same sale and is "
        "not posted a second time.",
    )
    invoice_status_ids = fields.Many2many(
        "connex.order.status",
        "connex_connection_invoice_status_rel",
        string="Invoice Orders That Are",
        default=lambda self: self.env["connex.order.status"].search([("code", "=", "fulfilled")]),
        help="An order gets its invoice in QuickBooks as soon as it has one of these statuses.",
    )

    @api.constrains("invoice_source", "invoice_status_ids", "order_status_ids")
    def _check_invoice_statuses(self):
        for connection in self.filtered(lambda each: each.invoice_source == "order"):
            if not connection.invoice_status_ids:
                raise ValidationError(
                    self.env._(
                        "%(name)s: choose at which order status the invoice is created in QuickBooks.",
                        name=connection.name,
                    )
                )
            left_out = connection.invoice_status_ids - connection.order_status_ids
            if left_out:
                raise ValidationError(
                    self.env._(
                        "%(name)s: orders that are %(statuses)s are not synced, so they cannot get an "
                        "invoice. Add the status to those to sync, or take it out here.",
                        name=connection.name,
                        statuses=", ".join(left_out.mapped("name")),
                    )
                )

    def _settings(self, mode=None):
        return replace(
            super()._settings(mode),
            invoice_source=self.invoice_source,
            invoice_statuses=frozenset(self.invoice_status_ids.mapped("code")),
        )
