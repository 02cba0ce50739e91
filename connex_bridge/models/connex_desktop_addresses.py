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
        document = mirror._acknowledged_document()
        billing = any(line.order for line in document.lines)
        return billing and row.is_object and has_other_addresses(row, document)

    def _say_addresses_again(self, invoices):
        """Change those whose sales orders have other addresses in Odoo, too: a difference of QuickBooks' own
        spelling would come back for ever."""
        bills = {
            mirror: {line.order for line in mirror._acknowledged_document().lines if line.order}
            for mirror in invoices
        }
        orders = self.env["connex.mirror"].search(
            [
                ("connection_id", "in", invoices.connection_id.ids),
                ("document", "=", "sales_order"),
                ("res_id", "in", [key.id for keys in bills.values() for key in keys]),
            ]
        )
        addresses = {
            (order.connection_id, order.key()): _addresses(order._acknowledged_document())
            for order in orders
            if order.acknowledged
        }
        for mirror, keys in bills.items():
            own = _addresses(mirror._acknowledged_document())
            if any(addresses.get((mirror.connection_id, key), own) != own for key in keys):
                mirror.write({"state": "waiting", "acknowledged_fingerprint": False})


def _addresses(document):
    return document.billing, document.shipping
