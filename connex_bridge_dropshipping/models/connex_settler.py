"""What QuickBooks' answers to purchases mean: numbers of lines, and purchase orders closed by bills.

QuickBooks Online closes an order when a bill covers every line, whatever the quantities, and does not say so;
QuickBooks Desktop when linked lines bill all of it, and is asked.
"""

import json
from decimal import Decimal

from odoo import api, models

from odoo.addons.connex_bridge.bridge.online.translate_purchases import ORDER_STATUS

#: The next plan then counts as a change: what was said before the bill has been undone by it.
SAY_AGAIN = {"wanted_fingerprint": False, "acknowledged_fingerprint": False}


class ConnexSettler(models.AbstractModel):
    _inherit = "connex.settler"

    @api.private
    def done(self, answered):
        bills = self.env["connex.mirror"].union(*(m for m in answered if m.document == "bill"))
        on_desktop = bills.filtered(lambda mirror: mirror._is_on_desktop())
        before = {mirror: self._billed_orders(mirror.acknowledged) for mirror in bills - on_desktop}
        result = super().done(answered)
        self._reread_purchase_orders(on_desktop)
        touched = {
            order
            for mirror, orders in before.items()
            for order in orders | self._billed_orders(mirror.acknowledged)
        }
        if touched:
            self._look_at_orders(self.env["connex.mirror"].union(*answered).connection_id, touched)
        return result

    def _saved_values(self, mirror, outcome, said, now):
        values = super()._saved_values(mirror, outcome, said, now)
        if mirror.document == "purchase_order":
            lines = json.loads(said).get("lines", ())
            answered = outcome.data.get("Line", ())
            values["qb_line_ids"] = {
                str(line["source"]): answer["Id"]
                for line, answer in zip(lines, answered, strict=False)
            }
        return values

    def _reread_purchase_orders(self, bills):
        """In QuickBooks Desktop a bill changes the purchase orders that it is linked to, and may have closed
        them; a bill without a link may be the last one, after which the order is closed by saying so."""
        if not bills:
            return
        orders = self._in_quickbooks("purchase_order", bills)
        orders.write({"revision_stale": True})
        orders.filtered(lambda order: not order.reread).reread = "status"

    def _in_quickbooks(self, document, mirrors):
        """What QuickBooks has of this kind for the sales of these documents."""
        return self.env["connex.mirror"].search(
            [
                ("connection_id", "in", mirrors.connection_id.ids),
                ("document", "=", document),
                ("order_ids", "in", mirrors.order_ids.ids),
                ("qb_id", "!=", False),
                ("state", "!=", "voided"),
            ]
        )

    @staticmethod
    def _billed_orders(said):
        lines = json.loads(said).get("lines", ()) if said else ()
        return {line["order"][2] for line in lines if line.get("order")}

    def _billed_lines(self, orders):
        """The lines of these purchase orders that are on a bill in QuickBooks."""
        bills = self._in_quickbooks("bill", orders)
        contents = [json.loads(bill.acknowledged) for bill in bills if bill.acknowledged]
        return {line.get("order_line") for content in contents for line in content["lines"]}

    def _look_at_orders(self, connection, orders):
        """A bill changes its purchase orders' revision in QuickBooks and may close them too early."""
        mirrors = self.env["connex.mirror"].search(
            [
                ("connection_id", "=", connection.id),
                ("document", "=", "purchase_order"),
                ("res_id", "in", list(orders)),
                ("qb_id", "!=", False),
            ]
        )
        mirrors.revision_stale = True
        billed = self._billed_lines(mirrors)
        for mirror in mirrors:
            said = json.loads(mirror.acknowledged)
            lines = {line["source"] for line in said["lines"]}
            # No bill's line covers the line that is the tax, where tax is a line.
            tax_line = connection.qb_sales_tax != "global" and Decimal(said.get("tax", "0"))
            mirror.qb_status = "Closed" if lines <= billed and not tax_line else "Open"
            wanted = ORDER_STATUS.get(said.get("status"))
            if mirror.state == "synced" and wanted not in (None, mirror.qb_status):
                mirror.write(SAY_AGAIN)
        self.env["connex.source"]._mark(connection, "purchase.order", mirrors.mapped("res_id"))
