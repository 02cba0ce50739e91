"""The demo's scenes: what people ask "and what if …" about, each played once and shown before and after.

They need the shop of sales.py and a first sync. Every scene ends with both books in agreement.
"""

from ..progress import say
from .table import Table, show


class Scenes:
    """Plays the scenes with one QuickBooks (online.py or desktop.py says what that can do)."""

    def __init__(self, day, odoo, connection: int, backend):
        self.day = day
        self.shop = day.shop
        self.odoo = odoo
        self.connection = connection
        self.backend = backend
        self.sync = backend.sync

    def play(self) -> None:
        """Play all of them."""
        self._nothing_changed()
        self._no_invoices_then_invoices()
        self._payment_deleted_by_hand()
        self._unreconciled()

    def _show(self, title: str, orders: dict[int, str]) -> None:
        stories = [{"model": "sale.order", "id": order, "story": orders[order]} for order in orders]
        say(f"\n{title}\n{show(Table(self.odoo, self.backend.read()).rows(stories))}\n")

    def _nothing_changed(self) -> None:
        say(f"\nWriting requests of a run with nothing changed: {self.sync()} of them.")

    def _paid_order(self, story: str) -> int:
        order = self.shop.order(self.day.marina, [(self.day.chair, 1)])
        self.shop.deliver(order)
        self.shop.pay(self.shop.invoice(order))
        self.day.stories["sale.order", order] = story
        return order

    def _mode(self, mode: str) -> None:
        self.odoo.write("connex.connection", self.connection, transaction_mode=mode)

    def _no_invoices_then_invoices(self) -> None:
        self._mode("orders_payments")
        order = self._paid_order("invoice came with a later mode")
        self.sync()
        self._show(
            "Mode “Sales orders, no invoices, payments if paid”:",
            {order: "shipped, invoiced, paid"},
        )
        self._mode("orders_invoices_payments")
        self.sync()
        self._show(
            "The mode switched back creates the invoice and applies the payment:",
            {order: "mode switched back"},
        )

    def _payment_deleted_by_hand(self) -> None:
        order = self._paid_order("payment deleted by hand, repaired")
        self.sync()
        paid = [("order_ids", "in", [order]), ("document", "=", "payment")]
        [mirror] = self.odoo.search_read("connex.mirror", paid, ["qb_id"])
        self.backend.delete_payment(mirror["qb_id"])
        self._show("Somebody deletes the payment in QuickBooks:", {order: "shipped and paid"})
        self.odoo.call("sale.order", "action_connex_delete_and_resync", [order])
        self.backend.after_button()
        self._show("“Delete in QuickBooks and resync” on the order:", {order: "repaired"})

    def _unreconciled(self) -> None:
        order = self.shop.order(self.day.marina, [(self.day.rope, 40)])
        self.shop.deliver(order)
        invoice = self.shop.invoice(order)
        payment = self.shop.pay(invoice)
        self.day.stories["sale.order", order] = "payment taken off the invoice"
        self.sync()
        self.shop.unreconcile(payment, invoice)
        self.sync()
        self._show("A payment taken off its invoice in Odoo:", {order: "un-reconciled"})
