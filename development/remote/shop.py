"""A shop's everyday work in Odoo, one verb per method, done over RPC as a user would do it.

For tests and the demo. Ids go in and out; amounts are floats because that is what RPC carries.
"""

from .odoo import Odoo


class Shop:
    """The shop of one company in one Odoo database."""

    def __init__(self, odoo: Odoo):
        self.odoo = odoo

    # === MASTER DATA === #

    def customer(self, name: str, **values) -> int:
        """Create a customer, by default a company in California with an e-mail address."""
        defaults = {
            "name": name,
            "is_company": True,
            "email": f"{name.lower().replace(' ', '.')}@example.com",
            "street": "1 Market Street",
            "city": "San Francisco",
            "zip": "94105",
            "country_id": self.odoo.ref("base.us"),
            "state_id": self.odoo.ref("base.state_us_5"),
        }
        return self.odoo.create("res.partner", **{**defaults, **values})

    def product(self, name: str, price: float, *, stock: float | None = None, **values) -> int:
        """Create a product without tax; with `stock` it is stocked, and that many are on hand."""
        defaults = {
            "name": name,
            "list_price": price,
            "default_code": name.upper().replace(" ", "-"),
            "type": "consu",
            "is_storable": stock is not None,
            "invoice_policy": "order",
            "taxes_id": [(5, 0, 0)],
        }
        product = self.odoo.create("product.product", **{**defaults, **values})
        if stock:
            self._put_on_hand(product, stock)
        return product

    def tax(self, name: str, percent: float) -> int:
        """Create a sales tax that is added to the price, in a group of its own name in the totals."""
        values = {"amount_type": "percent", "type_tax_use": "sale"}
        group = self.odoo.create("account.tax.group", name=name)
        return self.odoo.create(
            "account.tax", name=name, amount=percent, tax_group_id=group, **values
        )

    def _put_on_hand(self, product: int, quantity: float) -> None:
        warehouse = self.odoo.search_read("stock.warehouse", [], ["lot_stock_id"], limit=1)[0]
        quant = self.odoo.call(
            "stock.quant",
            "create",
            {
                "product_id": product,
                "location_id": warehouse["lot_stock_id"][0],
                "inventory_quantity": quantity,
            },
            context={"inventory_mode": True},
        )
        self.odoo.call("stock.quant", "action_apply_inventory", [quant])

    # === ORDERS AND DELIVERIES === #

    def quotation(self, customer: int, lines: list[tuple], **values) -> int:
        """Create a quotation; each line is (product, quantity) or (product, quantity, price)."""
        commands = []
        for product, quantity, *price in lines:
            line = {"product_id": product, "product_uom_qty": quantity}
            if price:
                line["price_unit"] = price[0]
            commands.append((0, 0, line))
        return self.odoo.create("sale.order", partner_id=customer, order_line=commands, **values)

    def order(self, customer: int, lines: list[tuple], **values) -> int:
        """Create and confirm an order; lines as for `quotation`."""
        order = self.quotation(customer, lines, **values)
        self.odoo.call("sale.order", "action_confirm", [order])
        return order

    def cancel(self, order: int) -> None:
        """Cancel an order, its open deliveries and its draft invoices."""
        self.odoo.call(
            "sale.order", "action_cancel", [order], context={"disable_cancel_warning": True}
        )

    def deliver(self, order: int, quantity: float | None = None) -> None:
        """Deliver everything that is open, or `quantity` of each line and the rest later."""
        open_pickings = self.odoo.search(
            "stock.picking",
            [("sale_id", "=", order), ("state", "not in", ("done", "cancel"))],
        )
        for picking in open_pickings:
            moves = self.odoo.search_read(
                "stock.move", [("picking_id", "=", picking)], ["product_uom_qty"]
            )
            for move in moves:
                done = move["product_uom_qty"] if quantity is None else quantity
                self.odoo.write("stock.move", move["id"], quantity=done, picked=True)
            self.odoo.call(
                "stock.picking", "button_validate", [picking], context={"skip_backorder": True}
            )

    # === INVOICES AND PAYMENTS === #

    def invoice(self, orders: int | list[int], post: bool = True) -> int:
        """Invoice what can be invoiced of one order, or of several on one invoice."""
        orders = [orders] if isinstance(orders, int) else orders
        before = set(self.invoices(orders))
        context = {"active_model": "sale.order", "active_ids": orders, "active_id": orders[0]}
        wizard = self.odoo.call(
            "sale.advance.payment.inv",
            "create",
            {"advance_payment_method": "delivered", "sale_order_ids": [(6, 0, orders)]},
            context=context,
        )
        self.odoo.call("sale.advance.payment.inv", "create_invoices", [wizard], context=context)
        (invoice,) = set(self.invoices(orders)) - before
        if post:
            self.post(invoice)
        return invoice

    def invoices(self, orders: int | list[int]) -> list[int]:
        """Return the invoices of orders, also drafts and cancelled ones."""
        orders = [orders] if isinstance(orders, int) else orders
        return sorted(
            {
                invoice
                for row in self.odoo.read("sale.order", orders, ["invoice_ids"])
                for invoice in row["invoice_ids"]
            }
        )

    def standalone_invoice(self, customer: int, lines: list[tuple], **values) -> int:
        """Create and post an invoice without an order; lines are (product, quantity, price)."""
        commands = [
            (0, 0, {"product_id": product, "quantity": quantity, "price_unit": price})
            for product, quantity, price in lines
        ]
        invoice = self.odoo.create(
            "account.move",
            move_type="out_invoice",
            partner_id=customer,
            invoice_line_ids=commands,
            **values,
        )
        self.post(invoice)
        return invoice

    def post(self, move: int) -> None:
        """Confirm a draft invoice or credit note."""
        self.odoo.call("account.move", "action_post", [move])

    def pay(
        self, invoices: int | list[int], amount: float | None = None, journal: int | None = None
    ) -> int:
        """Register a payment on invoices, of `amount` or of all that is open; return the payment."""
        values = {"amount": amount, "journal_id": journal}
        given = {name: value for name, value in values.items() if value is not None}
        return self.settle(invoices, **given)

    def settle(self, invoices: int | list[int], **values) -> int:
        """Register a payment with any field of Odoo's wizard; return the payment."""
        invoices = [invoices] if isinstance(invoices, int) else invoices
        context = {"active_model": "account.move", "active_ids": invoices}
        values = {"group_payment": len(invoices) > 1, **values}
        wizard = self.odoo.call("account.payment.register", "create", values, context=context)
        last = max(self.odoo.search("account.payment", []), default=0)
        self.odoo.call(
            "account.payment.register", "action_create_payments", [wizard], context=context
        )
        (payment,) = self.odoo.search("account.payment", [("id", ">", last)])
        return payment

    def receive_payment(self, customer: int, amount: float, memo: str = "") -> int:
        """Book a customer's payment that is not applied to any invoice yet."""
        journal = self.odoo.search("account.journal", [("type", "=", "bank")], limit=1)[0]
        payment = self.odoo.create(
            "account.payment",
            payment_type="inbound",
            partner_type="customer",
            partner_id=customer,
            amount=amount,
            journal_id=journal,
            memo=memo,
        )
        self.odoo.call("account.payment", "action_post", [payment])
        return payment

    def pay_back(self, customer: int, amount: float, received: int | None = None) -> int:
        """Pay money back to a customer; set it off against the payment that it was received by."""
        journal = self.odoo.search("account.journal", [("type", "=", "bank")], limit=1)[0]
        payment = self.odoo.create(
            "account.payment",
            payment_type="outbound",
            partner_type="customer",
            partner_id=customer,
            amount=amount,
            journal_id=journal,
        )
        self.odoo.call("account.payment", "action_post", [payment])
        if received:
            items = [self._receivable(each) for each in (payment, received)]
            self.odoo.call("account.move.line", "reconcile", items)
        return payment

    def pay_online(self, order: int, amount: float | None = None) -> int:
        """Let the customer pay an order in the web shop, before any invoice; return the payment.

        A quotation that is paid in full confirms itself.
        """
        row = self.odoo.read(
            "sale.order", order, ["name", "amount_total", "partner_id", "currency_id"]
        )
        transaction = self.odoo.create(
            "payment.transaction",
            provider_id=self._online_provider(),
            payment_method_id=self.odoo.ref("payment_demo.payment_method_demo"),
            reference=f"{row['name']}-{self.odoo.call('payment.transaction', 'search_count', [])}",
            amount=row["amount_total"] if amount is None else amount,
            currency_id=row["currency_id"][0],
            partner_id=row["partner_id"][0],
            sale_order_ids=[(6, 0, [order])],
        )
        self.odoo.call("payment.transaction", "action_demo_set_done", [transaction])
        self.odoo.call("payment.transaction", "action_post_process", [transaction])
        return self.odoo.read("payment.transaction", transaction, "payment_id")[0]

    def refund_online(self, payment: int, amount: float | None = None) -> int:
        """Pay an online payment back the way it came, in full or in part; return the outgoing payment."""
        context = {"active_model": "account.payment", "active_id": payment}
        values = {} if amount is None else {"amount_to_refund": amount}
        wizard = self.odoo.call("payment.refund.wizard", "create", values, context=context)
        self.odoo.call("payment.refund.wizard", "action_refund", [wizard], context=context)
        source = self.odoo.read("account.payment", payment, "payment_transaction_id")[0]
        refunds = [("source_transaction_id", "=", source), ("is_post_processed", "=", False)]
        (refund,) = self.odoo.search("payment.transaction", refunds)
        self.odoo.call("payment.transaction", "action_post_process", [refund])
        return self.odoo.read("payment.transaction", refund, "payment_id")[0]

    def set_off(self, payment: int, other: int) -> None:
        """Set a payment and the money that was paid back of it off against each other."""
        moves = self.odoo.read("account.payment", [payment, other], ["move_id"])
        items = self.odoo.search(
            "account.move.line",
            [
                ("move_id", "in", [row["move_id"][0] for row in moves]),
                ("account_id.account_type", "=", "asset_receivable"),
            ],
        )
        self.odoo.call("account.move.line", "reconcile", items)

    def _online_provider(self) -> int:
        provider = self.odoo.ref("payment.payment_provider_demo")
        if self.odoo.read("payment.provider", provider, "state") == "disabled":
            self.odoo.write("payment.provider", provider, state="test")
        return provider

    def reconcile(self, payment: int, invoice: int) -> None:
        """Apply a payment that is there already to an invoice."""
        line = self._receivable(payment)
        self.odoo.call("account.move", "js_assign_outstanding_line", [invoice], line)

    def _receivable(self, payment):
        """The item of a payment on the customer's account."""
        move = self.odoo.read("account.payment", payment, "move_id")[0]
        domain = [("move_id", "=", move), ("account_id.account_type", "=", "asset_receivable")]
        return self.odoo.search("account.move.line", domain)[0]

    def unreconcile(self, payment: int, invoice: int) -> None:
        """Take a payment off an invoice again, as the payment's pop-over on the invoice does."""
        move = self.odoo.read("account.payment", payment, "move_id")[0]
        (partial,) = self.odoo.search(
            "account.partial.reconcile",
            [("credit_move_id.move_id", "=", move), ("debit_move_id.move_id", "=", invoice)],
        )
        self.odoo.call("account.move", "js_remove_outstanding_partial", [invoice], partial)
