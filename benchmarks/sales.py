"""Finished sales, made through Odoo's ORM in bulk: ordered, delivered, invoiced, paid.

The shop has few customers and products, and sales of one to five taxed lines. What is made depends on
nothing but the number: two databases with the same number hold the same sales.
"""

import time
from collections import Counter
from contextlib import contextmanager
from datetime import timedelta
from random import Random

from odoo import fields

CUSTOMERS = 40
PRODUCTS = 60
PER_BATCH = 100
#: Days before today on which batches of sales took place; the first sales (see `FIRST`) are of today.
DAYS = range(10, 70)
#: Sales that make customers and products known in QuickBooks; they are not counted.
FIRST = CUSTOMERS
QUIET = {"tracking_disable": True, "mail_create_nolog": True, "mail_create_nosubscribe": True}


class Shop:
    """A shop in one Odoo database; `cpu` holds the CPU seconds that each step has taken so far."""

    def __init__(self, env):
        self.env = env(context=dict(env.context, **QUIET))
        self.today = fields.Datetime.now()
        self.cpu = Counter()

    @contextmanager
    def _step(self, name):
        started = time.process_time()
        yield
        self.env.flush_all()
        self.cpu[name] += time.process_time() - started

    def open(self):
        """Create the tax, the customers and the products."""
        tax = self.env["account.tax"].create(
            {"name": "Sales tax 6 %", "amount": 6, "amount_type": "percent", "type_tax_use": "sale"}
        )
        self.env["res.partner"].create(
            [
                {
                    "name": f"Benchmark Customer {number:03d}",
                    "is_company": True,
                    "email": f"customer{number:03d}@example.com",
                    "street": f"{number + 1} Market Street",
                    "city": "San Francisco",
                    "zip": "94105",
                    "country_id": self.env.ref("base.us").id,
                    "state_id": self.env.ref("base.state_us_5").id,
                    "ref": "benchmark",
                }
                for number in range(CUSTOMERS)
            ]
        )
        self.env["product.product"].create(
            [
                {
                    "name": f"Benchmark Product {number:03d}",
                    "default_code": f"BENCHMARK-{number:03d}",
                    "list_price": 3 + number * 1.37,
                    "type": "consu",
                    "invoice_policy": "delivery" if number % 2 else "order",
                    "taxes_id": [(6, 0, tax.ids)],
                }
                for number in range(PRODUCTS)
            ]
        )

    def sell_everything_once(self):
        """The first sales: every customer and every product is in one of them."""
        lines = [[n % PRODUCTS, (n + CUSTOMERS) % PRODUCTS] for n in range(FIRST)]
        self._sell([(n, [(product, 1) for product in lines[n]]) for n in range(FIRST)], 0)

    def sell(self, first: int, last: int, progress):
        """Make the counted sales from number `first` to `last` - 1; call `progress(done)` in between."""
        while first < last:
            batch = first // PER_BATCH
            end = min((batch + 1) * PER_BATCH, last)
            sales = [self._invent(number) for number in range(first, end)]
            self._sell(sales, DAYS[batch % len(DAYS)])
            progress(end)
            first = end

    def _invent(self, number):
        chance = Random(number)
        lines = [
            (chance.randrange(PRODUCTS), chance.randrange(1, 8))
            for _ in range(chance.randint(1, 5))
        ]
        return chance.randrange(CUSTOMERS), lines

    def _sell(self, sales, days_ago):
        day = self.today - timedelta(days=days_ago)
        with self._step("create"):
            orders = self._orders(sales)
        with self._step("confirm"):
            orders.action_confirm()
            orders.date_order = day
        with self._step("deliver"):
            self._deliver(orders)
        with self._step("invoice"):
            dated = orders.with_context(default_invoice_date=day.date())
            invoices = dated._create_invoices(grouped=True).with_context(orders.env.context)
        with self._step("post"):
            invoices.action_post()
        with self._step("pay"):
            self._pay(invoices, day.date())
        self.env.cr.commit()
        self.env.invalidate_all()

    def _orders(self, sales):
        customers = self.env["res.partner"].search([("ref", "=", "benchmark")], order="id")
        products = self.env["product.product"].search(
            [("default_code", "like", "BENCHMARK-")], order="id"
        )
        return self.env["sale.order"].create(
            [
                {
                    "partner_id": customers[customer].id,
                    "order_line": [
                        (0, 0, {"product_id": products[product].id, "product_uom_qty": quantity})
                        for product, quantity in lines
                    ],
                }
                for customer, lines in sales
            ]
        )

    def _deliver(self, orders):
        for move in orders.picking_ids.move_ids:
            move.quantity = move.product_uom_qty
            move.picked = True
        orders.picking_ids._action_done()

    def _pay(self, invoices, day):
        """What the payment wizard does, for many invoices at once: a payment each, then applied."""
        journal = self.env["account.journal"].search(
            [("type", "=", "bank"), ("company_id", "=", self.env.company.id)], limit=1
        )
        payments = self.env["account.payment"].create(
            [
                {
                    "date": day,
                    "amount": invoice.amount_total,
                    "payment_type": "inbound",
                    "partner_type": "customer",
                    "memo": invoice.payment_reference,
                    "journal_id": journal.id,
                    "currency_id": invoice.currency_id.id,
                    "partner_id": invoice.partner_id.id,
                    "invoice_ids": [(6, 0, invoice.ids)],
                }
                for invoice in invoices
            ]
        )
        payments.action_post()
        receivable = (payments.move_id | invoices).line_ids.filtered(
            lambda line: line.account_id.account_type == "asset_receivable"
        )
        owners = receivable.grouped("move_id")
        self.env["account.move.line"]._reconcile_plan(
            [
                owners[invoice] | owners[payment.move_id]
                for invoice, payment in zip(invoices, payments, strict=True)
            ]
        )
