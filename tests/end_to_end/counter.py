"""What a cashier does with Odoo's point of sale: opens a session, sells, closes it. Over RPC, as a user."""


class Counter:
    """One point of sale; ways to pay are `Card`, `Cash`, and `Known`: a card of a customer that is named."""

    def __init__(self, odoo):
        self.odoo = odoo
        (app,) = odoo.search("ir.module.module", [("name", "=", "point_of_sale")])
        odoo.call("ir.module.module", "button_immediate_install", [app])
        self.methods = {
            name: self._method(name, kind, split)
            for name, kind, split in (
                ("Card", "bank", False),
                ("Cash", "cash", False),
                ("Known", "bank", True),
            )
        }
        methods = [(6, 0, list(self.methods.values()))]
        self.config = odoo.create("pos.config", name="Counter", payment_method_ids=methods)
        self.session = None

    def _method(self, name, kind, split):
        journal = self.odoo.create("account.journal", name=name, code=name[:4], type=kind)
        return self.odoo.create(
            "pos.payment.method", name=name, journal_id=journal, split_transactions=split
        )

    def open(self) -> None:
        """Open a session."""
        self.odoo.call("pos.config", "open_ui", [self.config])
        self.session = self.odoo.read("pos.config", self.config, "current_session_id")[0]
        self.odoo.call("pos.session", "set_opening_control", [self.session], 0, "")

    def sell(
        self, product: int, price: float, method: str, customer: int = 0, to_invoice: bool = False
    ) -> int:
        """Sell one of a product without tax, paid at once; return the order."""
        row = {
            "name": "Sold",
            "product_id": product,
            "price_unit": price,
            "qty": 1,
            "tax_ids": [(6, 0, [])],
            "price_subtotal": price,
            "price_subtotal_incl": price,
        }
        order = self.odoo.create(
            "pos.order",
            session_id=self.session,
            partner_id=customer or False,
            lines=[(0, 0, row)],
            amount_tax=0,
            amount_total=price,
            amount_paid=0,
            amount_return=0,
            to_invoice=to_invoice,
        )
        context = {"active_ids": [order], "active_id": order, "generate_pdf": False}
        values = {"payment_method_id": self.methods[method], "amount": price}
        payment = self.odoo.call("pos.make.payment", "create", values, context=context)
        self.odoo.call("pos.make.payment", "check", [payment], context=context)
        return order

    def close(self) -> None:
        """Close the session: Odoo books what was sold and paid."""
        self.odoo.call("pos.session", "action_pos_session_closing_control", [self.session])
        assert self.odoo.read("pos.session", self.session, "state") == "closed"
