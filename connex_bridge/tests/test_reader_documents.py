"""Orders and invoices as they are read: the same numbers as in Odoo's books, to the cent."""

from decimal import Decimal

from odoo import fields
from odoo.fields import Command
from odoo.tests import tagged

from .common import SaleCase


@tagged("post_install", "-at_install")
class TestOrdersAndInvoices(SaleCase):
    def test_an_order_is_read_with_its_customer_products_and_terms(self):
        term = self.env["account.payment.term"].create(
            {"name": "Net 30", "line_ids": [Command.create({"value_amount": 100, "nb_days": 30})]}
        )
        order = self.order((self.goods, 3, 9.99), payment_term_id=term.id, client_order_ref="PO 77")
        snapshot = self.snapshot(order)
        found = snapshot.orders[order.id]
        self.assertEqual((found.state, found.status), ("confirmed", "pending"))
        self.assertEqual((found.number, found.customer_reference), (order.name, "PO 77"))
        self.assertEqual(snapshot.partners[found.customer].name, "Ada's Shop")
        self.assertEqual(snapshot.terms[found.term].due_days, 30)
        [line] = found.lines
        product = snapshot.products[line.product]
        self.assertEqual((product.name, product.sku, product.kind), ("Widget", "W-1", "goods"))
        self.assertEqual((line.quantity, line.unit_price), (Decimal(3), Decimal("9.99")))
        self.assertEqual(snapshot.taxes[line.taxes[0]].rate, Decimal(6))
        self.assertEqual(
            (found.untaxed, found.tax, found.total), _decimals("29.97", "1.80", "31.77")
        )
        self.assertEqual(snapshot.home_currency, self.company.currency_id.name)

    def test_a_contact_buys_on_the_account_of_its_company(self):
        contact = self.env["res.partner"].create({"name": "Bob", "parent_id": self.customer.id})
        order = self.order((self.goods, 1, 10), partner_id=contact.id)
        snapshot = self.snapshot(order)
        self.assertEqual(list(snapshot.partners), [self.customer.id])

    def test_totals_tie_whichever_way_tax_is_rounded_and_included(self):
        included = self.new_tax(8.25, price_include_override="tax_included", name="Included")
        excluded = self.new_tax(8.25, name="Excluded")
        for method in ("round_globally", "round_per_line"):
            self.company.tax_calculation_rounding_method = method
            for tax in (included, excluded):
                for lines in ([(3, 9.99)] * 3, [(1, 0.33)] * 10, [(7, 1.07), (3, 33.333)]):
                    with self.subTest(method=method, tax=tax.name, lines=lines):
                        self._check_totals(tax, lines)

    def _check_totals(self, tax, lines):
        order = self.order(
            *(
                self._line((self.goods, *line)) | {"tax_ids": [Command.set(tax.ids)]}
                for line in lines
            )
        )
        invoice = self.bill(order)
        snapshot = self.snapshot(order)
        for found, record in (
            (snapshot.orders[order.id], order),
            (snapshot.invoices[invoice.id], invoice),
        ):
            self.assertTies(found)
            self.assertEqual(float(found.total), record.amount_total)
            self.assertEqual(float(found.tax), record.amount_tax)
            self.assertFalse([line for line in found.lines if line.role == "rounding"])

    def test_a_discount_is_in_the_amount_and_the_typed_price_is_kept(self):
        order = self.order(self._line((self.goods, 3, 19.99)) | {"discount": 12.5})
        invoice = self.bill(order)
        for document in self._documents(order, invoice):
            [line] = document.lines
            self.assertEqual(line.amount, Decimal("52.47"))
            self.assertEqual((line.unit_price, line.discount), (Decimal("19.99"), Decimal("12.5")))

    def _documents(self, order, invoice):
        snapshot = self.snapshot(order)
        return snapshot.orders[order.id], snapshot.invoices[invoice.id]

    def test_sections_and_notes_are_text(self):
        order = self.order(
            {"display_type": "line_section", "name": "Spring"},
            (self.goods, 1, 10),
            {"display_type": "line_note", "name": "Thank you"},
        )
        invoice = self.bill(order)
        for document in self._documents(order, invoice):
            kinds = [
                (line.kind, line.description) for line in document.lines if line.kind == "text"
            ]
            self.assertEqual(kinds, [("text", "Spring"), ("text", "Thank you")])
            self.assertTies(document)

    def test_a_global_discount_is_a_discount_line(self):
        order = self.order((self.goods, 1, 100), confirm=False)
        self.env["sale.order.discount"].create(
            {"sale_order_id": order.id, "discount_type": "so_discount", "discount_percentage": 0.1}
        ).action_apply_discount()
        order.action_confirm()
        for document in self._documents(order, self.bill(order)):
            self.assertEqual([line.role for line in document.lines], ["", "discount"])
            self.assertEqual(document.lines[1].amount, Decimal(-10))
            self.assertTies(document)

    def test_down_payments_tie_and_the_final_invoice_takes_them_off(self):
        order = self.order((self.service, 2, 33.33))
        down = self._down_payment(order, 30)
        final = self.bill(order)
        snapshot = self.snapshot(order)
        first, last = snapshot.invoices[down.id], snapshot.invoices[final.id]
        self.assertEqual(
            snapshot.orders[order.id].total, first.total + last.total, "the order is billed once"
        )
        self.assertIn("down_payment", [line.role for line in last.lines])
        for document in (first, last, snapshot.orders[order.id]):
            self.assertTies(document)
        self.assertTrue(snapshot.orders[order.id].fully_invoiced)

    def _down_payment(self, order, percentage):
        wizard = self.env["sale.advance.payment.inv"].create(
            {
                "advance_payment_method": "percentage",
                "amount": percentage,
                "sale_order_ids": [Command.set(order.ids)],
            }
        )
        wizard.create_invoices()
        down = order.invoice_ids
        down.invoice_date = "2025-02-01"
        down.action_post()
        return down

    def test_an_order_is_fully_invoiced_only_when_posted_invoices_bill_it_all(self):
        order = self.order((self.service, 2, 50))
        self.assertFalse(self.snapshot(order).orders[order.id].fully_invoiced)
        draft = self.bill(order, post=False)
        self.assertFalse(self.snapshot(order).orders[order.id].fully_invoiced)
        draft.action_post()
        self.assertTrue(self.snapshot(order).orders[order.id].fully_invoiced)
        draft.button_draft()
        self.assertTrue(
            self.snapshot(order).orders[order.id].fully_invoiced, "being edited, not undone"
        )
        draft.button_cancel()
        self.assertFalse(self.snapshot(order).orders[order.id].fully_invoiced)

    def test_an_order_says_which_invoices_bill_it(self):
        order = self.order((self.service, 4, 10))
        first = self._partial_invoice(order, 1)
        second = self.bill(order)
        found = self.snapshot(second)
        self.assertEqual(found.orders[order.id].invoices, (first.id, second.id))
        self.assertEqual(found.invoices[first.id].orders, (order.id,))

    def _partial_invoice(self, order, quantity):
        invoice = self.bill(order, post=False)
        invoice.invoice_line_ids.quantity = quantity
        invoice.action_post()
        return invoice

    def test_an_invoice_goes_from_draft_to_posted_reopened_and_cancelled(self):
        invoice = self.new_invoice((self.goods, 1, 100), post=False)
        states = [self._state(invoice)]
        for step in ("action_post", "button_draft", "button_cancel"):
            getattr(invoice, step)()
            states.append(self._state(invoice))
        self.assertEqual(states, ["draft", "posted", "reopened", "cancelled"])
        cancelled = self.snapshot(invoice).invoices[invoice.id]
        self.assertEqual(cancelled.residual, cancelled.total)

    def _state(self, invoice):
        return self.snapshot(invoice).invoices[invoice.id].state

    def test_a_draft_without_a_number_has_an_empty_one(self):
        invoice = self.new_invoice((self.goods, 1, 100), post=False)
        self.assertEqual(self.snapshot(invoice).invoices[invoice.id].number, "")

    def test_a_cancelled_order_keeps_its_posted_invoice(self):
        order = self.order((self.service, 1, 50))
        invoice = self.bill(order)
        order._action_cancel()
        snapshot = self.snapshot(order)
        self.assertEqual(snapshot.orders[order.id].state, "cancelled")
        self.assertEqual(snapshot.orders[order.id].status, "cancelled")
        self.assertEqual(snapshot.invoices[invoice.id].state, "posted")

    def test_a_foreign_invoice_has_the_home_rate(self):
        currency = self.env.ref("base.EUR")
        currency.active = True
        self.env["res.currency.rate"].create(
            {
                "currency_id": currency.id,
                "company_id": self.company.id,
                "name": "2025-01-01",
                "rate": 0.8,
            }
        )
        invoice = self.new_invoice((self.goods, 1, 100), currency_id=currency.id)
        found = self.snapshot(invoice).invoices[invoice.id]
        self.assertEqual((found.currency, found.exchange_rate), ("EUR", Decimal("1.25")))
        self.assertEqual(found.total, Decimal("106.00"))

    def test_cash_rounding_is_a_line_of_its_own(self):
        rounding = self.env["account.cash.rounding"].create(
            {
                "name": "Five cents",
                "rounding": 0.05,
                "strategy": "add_invoice_line",
                "profit_account_id": self.company_data["default_account_revenue"].id,
                "loss_account_id": self.company_data["default_account_expense"].id,
            }
        )
        invoice = self.new_invoice((self.goods, 1, 9.97), invoice_cash_rounding_id=rounding.id)
        found = self.snapshot(invoice).invoices[invoice.id]
        self.assertEqual(found.total, Decimal("10.55"))
        self.assertEqual([line.role for line in found.lines], ["", "rounding"])
        self.assertTies(found)

    def test_a_credit_note_has_positive_amounts_and_names_its_invoice(self):
        invoice = self.new_invoice((self.goods, 2, 50))
        note = self.credit(invoice)
        snapshot = self.snapshot(invoice)
        found = snapshot.invoices[note.id]
        self.assertEqual((found.kind, found.total), ("credit_note", Decimal("106.00")))
        self.assertEqual(found.reverses, invoice.id)
        self.assertTies(found)

    def test_one_invoice_for_two_orders_brings_both(self):
        orders = self.order((self.service, 1, 10)) | self.order((self.service, 1, 20))
        invoice = orders._create_invoices(grouped=False)
        invoice.invoice_date = "2025-03-01"
        invoice.action_post()
        snapshot = self.snapshot(orders[0])
        self.assertEqual(snapshot.invoices[invoice.id].orders, tuple(sorted(orders.ids)))
        self.assertEqual(set(snapshot.orders), set(orders.ids))

    def test_what_was_deleted_is_reported_as_gone(self):
        order = self.order((self.goods, 1, 10), confirm=False)
        kept = self.order((self.goods, 1, 10))
        gone = order.browse(order.id)
        order.unlink()
        snapshot, stamps = self._read(gone, kept)
        self.assertEqual({source.id for source in snapshot.gone}, {gone.id})
        self.assertEqual({source.id for source in snapshot.changed}, {kept.id})
        self.assertEqual(sorted(stamp is None for stamp in stamps.values()), [False, True])

    def test_an_evening_order_belongs_to_the_companys_day(self):
        self.company.partner_id.tz = "America/Los_Angeles"
        order = self.order((self.goods, 1, 10))
        order.date_order = "2025-06-02 05:00:00"
        self.assertEqual(
            self.snapshot(order).orders[order.id].date, fields.Date.to_date("2025-06-01")
        )

    def test_a_line_without_product_and_a_customer_without_name_are_read(self):
        nameless = self.env["res.partner"].create(
            {"type": "invoice", "parent_id": False, "email": "someone@example.com", "name": "x"}
        )
        self.env.cr.execute("UPDATE res_partner SET name = NULL WHERE id = %s", [nameless.id])
        nameless.invalidate_recordset()
        invoice = self.new_invoice((self.env["product.product"], 1, 5), partner_id=nameless.id)
        snapshot = self.snapshot(invoice)
        self.assertEqual(snapshot.partners[nameless.id].name, "")
        self.assertIsNone(snapshot.invoices[invoice.id].lines[0].product)


def _decimals(*amounts):
    return tuple(Decimal(amount) for amount in amounts)
