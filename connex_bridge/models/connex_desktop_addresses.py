"""The addresses of an invoice that bills a sales order: QuickBooks Desktop takes the order's when it is
entered, so that others are said once more when it is there.
"""

from odoo import models

from ..bridge.desktop.translate_sales import has_other_addresses


class ConnexSettler(models.AbstractModel):
    _inherit = "connex.settler"

    def done(self, answered):
        result = super().done(answered)
        taken = self.env["connex.mirror"].union(
            *(
                mirror
                for mirror, outcome in answered.items()
                if mirror.document == "invoice"
                and mirror.connection_id.backend == "desktop"
                and (mirror.sent_action, mirror.state) == ("create", "synced")
                and self._has_other_addresses(mirror, outcome.row)
            )
        )
        self._say_addresses_again(taken)
        return result

    def _has_other_addresses(self, mirror, row):
        return row.is_object and has_other_addresses(row, mirror._acknowledged_document())

    def _say_addresses_again(self, invoices):
        """Change those whose sales orders have other addresses in Odoo, too: a difference of QuickBooks' own
        spelling would come back for ever."""
        for invoice, orders in invoices._billed_orders().items():
            own = _addresses(invoice._acknowledged_document())
            said = orders.filtered("acknowledged")
            if any(_addresses(order._acknowledged_document()) != own for order in said):
                invoice.write({"state": "waiting", "acknowledged_fingerprint": False})


def _addresses(document):
    return document.billing, document.shipping
