"""Sales by the thousand, made through Odoo's ORM: tasks of the fault campaign.

What is made and edited depends on nothing but the seed and the number of the lot.
"""

from datetime import timedelta
from random import Random

from odoo import fields

from .bulk_purchases import Purchases

QUIET = {"tracking_disable": True, "mail_create_nolog": True, "mail_create_nosubscribe": True}
CUSTOMERS = 12
PRODUCTS = 6
#: The one among the products that a vendor ships.
DROP_SHIPPED = 2
#: What becomes of a sale, and how often.
FATES = {"ordered": 15, "invoiced": 15, "paid": 45, "partly": 10, "returned": 10, "advance": 5}
#: Sales took place on one of so many days.
DAYS = 60


class Lot:
    """Some sales that are made together, with customers and products of their own and older ones."""

    def __init__(self, env, seed: int | str, number: int):
        self.env = env(context=dict(env.context, **QUIET))
        self.number = number
        self.chance = Random(f"{seed} {number}")
        self.today = fields.Date.today()
        self.purchases = Purchases(self)

    def make(self, count: int) -> None:
        """Make `count` sales."""
        customers, products = self._customers(), self._products()
        fates = self.chance.choices([*FATES], FATES.values(), k=count)
        orders = self._orders(customers, products, count)
        orders.action_confirm()
        self.purchases.make(orders)
        invoices = {}
        for order, fate in zip(orders, fates, strict=True):
            if fate not in ("ordered", "advance"):
                invoices.setdefault(fate, []).append(order.id)
        for fate, ids in invoices.items():
            moves = orders.browse(ids)._create_invoices(grouped=True)
            for move in moves:
                move.invoice_date = self._day()
            moves.action_post()
            if fate in ("paid", "partly"):
                self._pay(moves, 1 if fate == "paid" else 0.4)
            elif fate == "returned":
                moves._reverse_moves(
                    [{"date": m.invoice_date, "invoice_date": m.invoice_date} for m in moves],
                    cancel=True,
                )
        advance = orders.browse(
            [order.id for order, fate in zip(orders, fates, strict=True) if fate == "advance"]
        )
        self._receive([(order.partner_id, order.amount_total, order.name) for order in advance])

    def edit(self, count: int) -> None:
        """Change and cancel `count` of the documents that are there."""
        for _number in range(count):
            self.chance.choice(
                [self._edit_order, self._cancel_order, self._cancel_invoice, self._edit_invoice]
                + [self._unapply, self._rename, self._cancel_payment, *self.purchases.edits()]
            )()

    def _customers(self):
        partners = self.env["res.partner"]
        partners.create(
            [
                {
                    "name": f"Customer {self.number:02d}-{number:02d}",
                    "is_company": True,
                    "email": f"customer{self.number}.{number}@example.com",
                    "street": f"{number} Market Street",
                    "ref": "campaign",
                }
                for number in range(CUSTOMERS)
            ]
        )
        return partners.search([("ref", "=", "campaign")], order="id desc", limit=4 * CUSTOMERS)

    def _products(self):
        products = self.env["product.product"]
        tax = self.env["account.tax"].search([("name", "=", "Sales tax 6 %")], limit=1)
        tax = tax or tax.create(
            {"name": "Sales tax 6 %", "amount": 6, "amount_type": "percent", "type_tax_use": "sale"}
        )
        products.create(
            [
                {
                    "name": f"Product {self.number:02d}-{number:02d}",
                    "default_code": f"CAMPAIGN-{self.number:02d}-{number:02d}",
                    "list_price": self.chance.randrange(100, 20000) / 100,
                    "type": self.chance.choice(["consu", "service"]),
                    "invoice_policy": "order",
                    "taxes_id": [(6, 0, tax.ids if number % 2 else [])],
                    **(self.purchases.drop_shipped() if number == DROP_SHIPPED else {}),
                }
                for number in range(PRODUCTS)
            ]
        )
        return products.search(
            [("default_code", "like", "CAMPAIGN-")], order="id desc", limit=4 * PRODUCTS
        )

    def _orders(self, customers, products, count):
        return self.env["sale.order"].create(
            [
                {
                    "partner_id": self.chance.choice(customers).id,
                    "order_line": [
                        (
                            0,
                            0,
                            {
                                "product_id": product.id,
                                "product_uom_qty": self.chance.randrange(1, 9),
                            },
                        )
                        for product in self.chance.sample(products, self.chance.randint(1, 3))
                    ],
                }
                for _number in range(count)
            ]
        )

    def _day(self):
        return self.today - timedelta(days=self.chance.randrange(DAYS))

    def _pay(self, invoices, share):
        payments = self._receive(
            [
                (invoice.partner_id, round(invoice.amount_total * share, 2), invoice.name)
                for invoice in invoices
            ]
        )
        for invoice, payment in zip(invoices, payments, strict=True):
            lines = (invoice | payment.move_id).line_ids
            lines.filtered(
                lambda line: line.account_id.account_type == "asset_receivable"
            ).reconcile()

    def _receive(self, wanted):
        journal = self.env["account.journal"].search([("type", "=", "bank")], limit=1)
        payments = self.env["account.payment"].create(
            [
                {
                    "date": self._day(),
                    "amount": amount,
                    "payment_type": "inbound",
                    "partner_type": "customer",
                    "memo": memo,
                    "journal_id": journal.id,
                    "partner_id": customer.id,
                }
                for customer, amount, memo in wanted
            ]
        )
        payments.action_post()
        return payments

    # Edits

    def _one(self, model, *domain):
        records = self.env[model].search(list(domain), order="id desc", limit=400)
        return self.chance.choice(records) if records else records

    def _edit_order(self):
        order = self._one(
            "sale.order", ("state", "=", "sale"), ("invoice_status", "=", "to invoice")
        )
        if order and not order.invoice_ids:
            order.order_line[0].product_uom_qty += 1

    def _cancel_order(self):
        order = self._one(
            "sale.order", ("state", "=", "sale"), ("invoice_status", "=", "to invoice")
        )
        if order and not order.invoice_ids and not self.purchases.is_billed_for(order):
            self.purchases.cancel_for(order)
            order.with_context(disable_cancel_warning=True).action_cancel()

    def _open_invoice(self):
        return self._one(
            "account.move",
            ("move_type", "=", "out_invoice"),
            ("state", "=", "posted"),
            ("payment_state", "=", "not_paid"),
        )

    def _cancel_invoice(self):
        invoice = self._open_invoice()
        invoice.button_draft()
        invoice.button_cancel()

    def _edit_invoice(self):
        invoice = self._open_invoice()
        invoice.button_draft()
        if invoice:
            invoice.invoice_line_ids[0].price_unit += 1
        invoice.action_post()

    def _unapply(self):
        payment = self._one("account.payment", ("state", "in", ("in_process", "paid")))
        payment.move_id.line_ids.remove_move_reconcile()

    def _cancel_payment(self):
        payment = self._one("account.payment", ("state", "in", ("in_process", "paid")))
        payment.action_draft()
        payment.action_cancel()

    def _rename(self):
        self._one(
            "res.partner", ("ref", "=", "campaign")
        ).street = f"{self.chance.randrange(100)} Pier Road"


def make(env, seed: int | str, number: int, count: int) -> None:
    """Task: make a lot of sales."""
    Lot(env, seed, number).make(count)


def edit(env, seed: str, count: int) -> None:
    """Task: change and cancel some of what is there."""
    Lot(env, seed, 0).edit(count)
