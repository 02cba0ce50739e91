"""What is bought by the thousand, made through Odoo's ORM: drop shipments of the sales that bulk.py makes.

What is made and edited depends on nothing but the seed and the number of the lot.
"""

VENDORS = 3
#: What becomes of a purchase order, and how often.
FATES = {"asked": 10, "ordered": 20, "cancelled": 5, "billed": 55, "credited": 10}
BILLED = ("billed", "credited")


class Purchases:
    """What is bought for a lot of sales (bulk.Lot, whose random numbers are used)."""

    def __init__(self, lot):
        self.env = lot.env
        self.number = lot.number
        self.chance = lot.chance

    def drop_shipped(self) -> dict:
        """Return what makes a new product one that a vendor ships to the customer."""
        cost = self.chance.randrange(100, 9000) / 100
        seller = {"partner_id": self.chance.choice(self._vendors()).id, "price": cost}
        return {
            "type": "consu",
            "route_ids": [(6, 0, self.env.ref("stock_dropshipping.route_drop_shipping").ids)],
            "seller_ids": [(0, 0, seller)],
            "purchase_method": "purchase",
            "supplier_taxes_id": [(5, 0, 0)],
        }

    def _vendors(self):
        vendors = self.env["res.partner"]
        name = f"Vendor {self.number:02d}"
        return vendors.search([("name", "like", name)], order="id") or vendors.create(
            [
                {"name": f"{name}-{number:02d}", "is_company": True, "ref": "vendor"}
                for number in range(VENDORS)
            ]
        )

    def make(self, sales) -> None:
        """Order what these sales need, let the vendors bill it, give some of it back."""
        lines = self.env["purchase.order.line"].search([("sale_line_id.order_id", "in", sales.ids)])
        orders = lines.order_id.sorted("id")
        fates = self.chance.choices([*FATES], FATES.values(), k=len(orders))
        purchases = {
            fate: orders.browse(
                [order.id for order, each in zip(orders, fates, strict=True) if each == fate]
            )
            for fate in FATES
        }
        (orders - purchases["asked"]).button_confirm()
        purchases["cancelled"].button_cancel()
        for fate in filter(purchases.get, BILLED):
            bills = self._bill(purchases[fate])
            if fate == "credited":
                self._credit(bills)

    def _bill(self, orders):
        orders.action_create_invoice()
        for order in orders:
            # Vendors number their bills; nobody has the same number from the same vendor twice.
            order.invoice_ids.write({"ref": f"B-{order.name}", "invoice_date": order.date_order})
        bills = orders.invoice_ids
        bills.action_post()
        return bills

    def _credit(self, bills):
        reasons = [
            {"date": bill.date, "invoice_date": bill.invoice_date, "ref": f"C-{bill.ref}"}
            for bill in bills
        ]
        bills._reverse_moves(reasons, cancel=False).action_post()

    # Edits

    def edits(self) -> list:
        """Return the functions that each change or cancel one of the documents that are there."""
        return [self._edit_order, self._cancel_order, self._edit_bill, self._cancel_bill]

    def cancel_for(self, sale) -> None:
        """Cancel what was bought for a sale that is cancelled."""
        lines = self.env["purchase.order.line"].search([("sale_line_id.order_id", "=", sale.id)])
        lines.order_id.button_cancel()

    def is_billed_for(self, sale) -> bool:
        """Return whether a vendor has billed something that was bought for a sale."""
        lines = self.env["purchase.order.line"].search([("sale_line_id.order_id", "=", sale.id)])
        return bool(lines.order_id.invoice_ids)

    def _one(self, model, *domain):
        records = self.env[model].search(list(domain), order="id desc", limit=100)
        return self.chance.choice(records) if records else records

    def _unbilled_order(self):
        return self._one("purchase.order", ("state", "=", "purchase"), ("invoice_ids", "=", False))

    def _edit_order(self):
        self._unbilled_order().order_line[:1].price_unit += 1

    def _cancel_order(self):
        self._unbilled_order().button_cancel()

    def _open_bill(self):
        return self._one("account.move", ("move_type", "=", "in_invoice"), ("state", "=", "posted"))

    def _edit_bill(self):
        bill = self._open_bill()
        bill.button_draft()
        if bill:
            bill.invoice_line_ids[0].price_unit += 1
        bill.action_post()

    def _cancel_bill(self):
        bill = self._open_bill()
        bill.button_draft()
        bill.button_cancel()
