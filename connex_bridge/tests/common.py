"""A shop to test with: products, taxes, a customer, a connection, and a seller's everyday steps.

The steps are those of Odoo's own buttons. Works with and without the inventory app.
"""

from datetime import date
from decimal import Decimal

from odoo import fields
from odoo.fields import Command

from odoo.addons.account_payment.tests.common import AccountPaymentCommon

from ..bridge.sale import Source


class SaleCase(AccountPaymentCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env.user.group_ids |= cls.env.ref("sales_team.group_sale_manager")
        cls.company = cls.env.company
        cls.company.tax_calculation_rounding_method = "round_globally"
        cls.tax = cls.new_tax(6.0)
        cls.goods = cls.new_product("Widget", "W-1", type="consu", invoice_policy="order")
        cls.service = cls.new_product("Advice", "", type="service", invoice_policy="order")
        cls.customer = cls.env["res.partner"].create({"name": "Ada's Shop", "is_company": True})
        cls.bank = cls.company_data["default_journal_bank"]
        cls.connection = cls.new_connection()
        cls.env.cr.precommit.run()
        cls.env["connex.source"]._intake()

    @classmethod
    def new_connection(cls, **values):
        defaults = {"name": "Books", "company_id": cls.company.id, "sync_from_date": "2000-01-01"}
        return cls.env["connex.connection"].sudo().create(defaults | values)

    @classmethod
    def new_product(cls, name, code, **values):
        defaults = {"name": name, "default_code": code, "taxes_id": [Command.set(cls.tax.ids)]}
        return cls.env["product.product"].create(defaults | values)

    @classmethod
    def new_tax(cls, amount, **values):
        defaults = {"name": f"Tax {amount}", "amount": amount, "type_tax_use": "sale"}
        return cls.env["account.tax"].create(defaults | {"company_id": cls.company.id} | values)

    # A seller's steps

    def order(self, *lines, confirm=True, **values):
        """A sales order; each line is (product, quantity, unit price) or a dictionary of values."""
        order = self.env["sale.order"].create(
            {
                "partner_id": self.customer.id,
                "order_line": [Command.create(self._line(line)) for line in lines],
            }
            | values
        )
        if confirm:
            order.action_confirm()
        return order

    def _line(self, line):
        if isinstance(line, dict):
            return line
        product, quantity, price = line
        return {
            "product_id": product.id,
            "product_uom_qty": quantity,
            "price_unit": price,
            "tax_ids": [Command.set(self.tax.ids)],
        }

    def deliver(self, order, **quantities):
        """Deliver everything, or the given quantity of each line's product (by its internal reference)."""
        for line in order.order_line.filtered(lambda line: line.product_id.type == "consu"):
            done = quantities.get((line.product_id.default_code or "").replace("-", ""))
            done = line.product_uom_qty if done is None else done
            if line.qty_delivered_method == "manual":
                line.qty_delivered = done
                continue
            for move in line.move_ids.filtered(lambda move: move.state not in ("done", "cancel")):
                move.quantity = done
                move.picked = True
        if line := order.order_line.filtered(
            lambda line: line.qty_delivered_method == "stock_move"
        ):
            line.move_ids.filtered("picked")._action_done()
        self.env.flush_all()

    def bill(self, order, post=True, **values):
        invoice = order._create_invoices(final=True)
        invoice.write({"invoice_date": date(2025, 3, 1)} | values)
        if post:
            invoice.action_post()
        return invoice

    def new_invoice(self, *lines, post=True, move_type="out_invoice", **values):
        """An invoice without an order; each line is (product, quantity, unit price)."""
        invoice = self.env["account.move"].create(
            {
                "move_type": move_type,
                "partner_id": self.customer.id,
                "invoice_date": date(2025, 3, 1),
                "invoice_line_ids": [
                    Command.create(
                        {
                            "product_id": product.id,
                            "quantity": quantity,
                            "price_unit": price,
                            "tax_ids": [Command.set(self.tax.ids)],
                        }
                    )
                    for product, quantity, price in lines
                ],
            }
            | values
        )
        if post:
            invoice.action_post()
        return invoice

    def pay(self, invoices, amount=None, **values):
        """Register one payment for these invoices, as the button on an invoice does."""
        wizard = (
            self.env["account.payment.register"]
            .with_context(active_model="account.move", active_ids=invoices.ids)
            .create(
                {
                    "payment_date": date(2025, 3, 5),
                    "journal_id": self.bank.id,
                    "group_payment": True,
                }
            )
        )
        wizard.write(({"amount": amount} if amount else {}) | values)
        return wizard._create_payments()

    def prepay(self, amount, memo="", **values):
        """Money received before there is an invoice."""
        payment = self.env["account.payment"].create(
            {
                "partner_id": self.customer.id,
                "amount": amount,
                "memo": memo,
                "date": date(2025, 2, 1),
                "journal_id": self.bank.id,
            }
            | values
        )
        payment.action_post()
        return payment

    def credit(self, invoice, **values):
        """A posted credit note for the whole invoice, set off against it."""
        wizard = (
            self.env["account.move.reversal"]
            .with_context(active_model="account.move", active_ids=invoice.ids)
            .create({"journal_id": invoice.journal_id.id, "date": date(2025, 3, 10)} | values)
        )
        action = wizard.refund_moves()
        note = self.env["account.move"].browse(action["res_id"])
        note.action_post()
        return note

    def assign(self, invoice, payer):
        """Apply an outstanding payment or credit note to an invoice."""
        receivable = (
            payer.move_id if payer._name == "account.payment" else payer
        ).line_ids.filtered(lambda item: item.account_id.account_type == "asset_receivable")
        invoice.js_assign_outstanding_line(receivable.ids[0])

    def transaction(self, order, state="done"):
        """An online payment of a whole order, as the payment page makes it."""
        return self._create_transaction(
            flow="direct",
            reference=order.name,
            amount=order.amount_total,
            currency_id=order.currency_id.id,
            partner_id=order.partner_id.id,
            sale_order_ids=[Command.set(order.ids)],
            state=state,
        )

    # Looking at the result

    def snapshot(self, *records):
        """The snapshot around these records."""
        return self._read(*records)[0]

    def _read(self, *records):
        sources = [Source(record._name, each.id) for record in records for each in record]
        return self.env["connex.reader"].sudo()._read(self.connection, sources)

    def changes(self):
        """What has been noted since the last call, as a set of (model, id)."""
        self.env.cr.flush()
        change = self.env["connex.change"].sudo().search([])
        noted = {(each.res_model, each.res_id) for each in change}
        change.unlink()
        return noted

    def assertTies(self, document):
        """Lines and tax sum to the total, to the cent."""
        lines = sum((line.amount for line in document.lines), Decimal(0))
        self.assertEqual(lines, document.untaxed)
        self.assertEqual(lines + document.tax, document.total)

    def today(self):
        return fields.Date.context_today(self.company)
