"""A shop's purchases in Odoo over RPC: vendors, drop-shipped products, purchase orders and bills.

For tests and the demo, beside shop.py and in its manner: ids in and out, one verb per method.
"""

from datetime import date

from .shop import Shop

DROPSHIP = "stock_dropshipping.route_drop_shipping"


class Buyer:
    """Whoever buys for the shop."""

    def __init__(self, shop: Shop):
        self.shop = shop
        self.odoo = shop.odoo

    def vendor(self, name: str, **values) -> int:
        """Create a vendor in Oregon."""
        defaults = {
            "street": "7 Foundry Road",
            "city": "Portland",
            "zip": "97201",
            "state_id": self.odoo.ref("base.state_us_37"),
        }
        return self.shop.customer(name, **{**defaults, **values})

    def dropshipped(self, name: str, price: float, vendor: int, cost: float, **values) -> int:
        """Create a product that the vendor ships to the customer, at a cost of its own."""
        seller = {"partner_id": vendor, "price": cost, "min_qty": 0}
        defaults = {
            "route_ids": [(6, 0, [self.odoo.ref(DROPSHIP)])],
            "seller_ids": [(0, 0, seller)],
            "purchase_method": "purchase",
            "supplier_taxes_id": [(5, 0, 0)],
        }
        return self.shop.product(name, price, **{**defaults, **values})

    def tax(self, name: str, percent: float, account: int | None = None) -> int:
        """Create a tax on purchases; booked on `account`, else as cost where the goods are."""
        tax = self.odoo.create(
            "account.tax", name=name, amount=percent, amount_type="percent", type_tax_use="purchase"
        )
        if account:
            parts = self.odoo.search(
                "account.tax.repartition.line",
                [("tax_id", "=", tax), ("repartition_type", "=", "tax")],
            )
            self.odoo.write("account.tax.repartition.line", parts, account_id=account)
        return tax

    def made_to_order(self, name: str, price: float, vendor: int, cost: float) -> int:
        """Create a product that is bought when it is sold, and passes through the warehouse."""
        order_route = self.odoo.search(
            "stock.route",
            [("rule_ids.procure_method", "=", "make_to_order"), ("active", "in", [True, False])],
        )
        self.odoo.write("stock.route", order_route, active=True)
        buy = self.odoo.ref("purchase_stock.route_warehouse0_buy")
        routes = [(6, 0, [*order_route, buy])]
        return self.dropshipped(name, price, vendor, cost, route_ids=routes, is_storable=True)

    def purchases_through_stock(self, order: int) -> list[int]:
        """Return the purchase orders for what passes through the warehouse on its way to a sale."""
        number = self.odoo.read("sale.order", order, "name")
        return self.odoo.search("purchase.order", [("origin", "ilike", number)])

    def purchases(self, order: int) -> list[int]:
        """Return the purchase orders that were made for a sales order, oldest first."""
        lines = self.odoo.search_read(
            "purchase.order.line", [("sale_line_id.order_id", "=", order)], ["order_id"]
        )
        return sorted({line["order_id"][0] for line in lines})

    def confirm(self, purchase: int) -> None:
        """Confirm a request for quotation."""
        self.odoo.call("purchase.order", "button_confirm", [purchase])

    def cancel(self, purchase: int) -> None:
        """Cancel a purchase order."""
        self.odoo.call("purchase.order", "button_cancel", [purchase])

    def change_lines(self, purchase: int, **values) -> None:
        """Change the price, the quantity or something else on all lines of a purchase order."""
        lines = self.odoo.read("purchase.order", purchase, "order_line")
        self.odoo.write("purchase.order.line", lines, **values)

    def ship(self, purchase: int, quantity: float | None = None) -> None:
        """Let the vendor ship everything, or `quantity` of each line and the rest later."""
        pickings = self.odoo.search(
            "stock.picking",
            [
                ("move_ids.purchase_line_id.order_id", "=", purchase),
                ("state", "not in", ("done", "cancel")),
            ],
        )
        for picking in pickings:
            moves = self.odoo.search_read(
                "stock.move", [("picking_id", "=", picking)], ["product_uom_qty"]
            )
            for move in moves:
                done = move["product_uom_qty"] if quantity is None else quantity
                self.odoo.write("stock.move", move["id"], quantity=done, picked=True)
            self.odoo.call(
                "stock.picking", "button_validate", [picking], context={"skip_backorder": True}
            )

    def bill(self, purchase: int, reference: str, post: bool = True, **line_values) -> int:
        """Enter the vendor's bill for what can be billed; `line_values` change its lines first."""
        before = set(self.bills(purchase))
        self.odoo.call("purchase.order", "action_create_invoice", [purchase])
        (bill,) = set(self.bills(purchase)) - before
        self.odoo.write("account.move", bill, ref=reference, invoice_date=date.today().isoformat())
        if line_values:
            lines = self.odoo.search(
                "account.move.line", [("move_id", "=", bill), ("display_type", "=", "product")]
            )
            commands = [(1, line, line_values) for line in lines]
            self.odoo.write("account.move", bill, invoice_line_ids=commands)
        if post:
            self.shop.post(bill)
        return bill

    def bills(self, purchase: int) -> list[int]:
        """Return the bills and credit notes of a purchase order."""
        return self.odoo.read("purchase.order", purchase, "invoice_ids")

    def credit(self, bill: int) -> int:
        """Enter the vendor's credit note for a whole bill; return it, posted."""
        context = {"active_model": "account.move", "active_ids": [bill]}
        journal = self.odoo.read("account.move", bill, "journal_id")[0]
        values = {"reason": "Returned", "journal_id": journal}
        wizard = self.odoo.call("account.move.reversal", "create", values, context=context)
        action = self.odoo.call("account.move.reversal", "refund_moves", [wizard], context=context)
        self.shop.post(action["res_id"])
        return action["res_id"]
