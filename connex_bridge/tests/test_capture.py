"""Changes are noted whichever way they come about, in the user's transaction, and vanish with it."""

from odoo.fields import Command
from odoo.tests import tagged

from .common import SaleCase


@tagged("post_install", "-at_install")
class TestCapture(SaleCase):
    def setUp(self):
        super().setUp()
        self.sale = self.order((self.service, 1, 100))
        self.posted = self.bill(self.sale)
        self.changes()

    def _key(self, record):
        return (record._name, record.id)

    def assertNoted(self, *records):
        noted = self.changes()
        for record in records:
            self.assertIn(self._key(record), noted)

    def test_creating_confirming_and_editing_an_order(self):
        order = self.order((self.goods, 1, 10), confirm=False)
        self.assertNoted(order)
        order.action_confirm()
        self.assertNoted(order)
        order.order_line.name = "Another description"
        self.assertNoted(order)
        order.order_line.tax_ids = [Command.clear()]
        self.assertNoted(order)

    def test_delivering(self):
        order = self.order((self.goods, 1, 10))
        self.changes()
        self.deliver(order)
        self.assertNoted(order)

    def test_posting_an_invoice(self):
        invoice = self.new_invoice((self.goods, 1, 10), post=False)
        self.changes()
        invoice.action_post()
        self.assertNoted(invoice)

    def test_paying_marks_invoice_payment_and_order(self):
        payment = self.pay(self.posted)
        self.assertNoted(self.posted, payment, self.sale)

    def test_undoing_a_reconciliation(self):
        payment = self.pay(self.posted)
        self.changes()
        self.posted.line_ids.remove_move_reconcile()
        self.assertNoted(self.posted, payment)

    def test_resetting_a_payment_to_draft(self):
        payment = self.pay(self.posted)
        self.changes()
        payment.action_draft()
        self.assertNoted(payment)

    def test_cancelling_a_payment(self):
        payment = self.pay(self.posted)
        self.changes()
        payment.action_cancel()
        self.assertNoted(payment, self.posted)

    def test_editing_the_label_of_a_posted_invoice(self):
        self.posted.invoice_line_ids.name = "Corrected"
        self.assertNoted(self.posted)

    def test_resetting_and_cancelling_an_invoice(self):
        self.posted.button_draft()
        self.assertNoted(self.posted)
        self.posted.button_cancel()
        self.assertNoted(self.posted)

    def test_crediting_marks_both_documents(self):
        note = self.credit(self.posted)
        self.assertNoted(self.posted, note)

    def test_naming_the_order_of_a_payment_marks_both(self):
        payment = self.prepay(106)
        self.changes()
        payment.connex_order_ids = self.sale
        self.assertNoted(payment, self.sale)

    def test_correcting_a_memo_marks_the_orders_it_named_and_names(self):
        other = self.order((self.goods, 1, 10))
        payment = self.prepay(106, memo=self.sale.name)
        self.changes()
        payment.memo = other.name
        self.assertNoted(payment, other, self.sale)

    def test_an_online_payment_marks_its_order(self):
        order = self.order((self.goods, 1, 100), confirm=False)
        self.changes()
        transaction = self.transaction(order, state="pending")
        self.assertNoted(order)
        transaction.state = "done"
        self.assertNoted(order)

    def test_renaming_a_product_marks_a_sale_of_it(self):
        self.env["connex.mirror"].sudo().create(
            {
                "connection_id": self.connection.id,
                "document": "item",
                "res_model": "product.product",
                "res_id": self.service.id,
                "qb_id": "17",
            }
        )
        self.service.name = "Renamed"
        self.assertNoted(self.sale, self.posted)
        self.service.product_tmpl_id.name = "Renamed again"
        self.assertNoted(self.sale, self.posted)
        self.service.default_code = "NEW-SKU"
        self.assertNoted(self.sale, self.posted)

    def test_changing_anything_that_documents_say_of_a_customer_marks_a_sale_of_theirs(self):
        self.env["connex.mirror"].sudo().create(
            {
                "connection_id": self.connection.id,
                "document": "customer",
                "res_model": "res.partner",
                "res_id": self.customer.id,
                "qb_id": "58",
            }
        )
        changes = {
            "name": "Ada & Sons",
            "email": "ada@example.com",
            "phone": "555 0100",
            "street": "1 Quay",
            "street2": "Back door",
            "city": "Astoria",
            "zip": "97103",
            "state_id": self.env.ref("base.state_us_37").id,
            "country_id": self.env.ref("base.ca").id,
            "is_company": False,
            "company_name": "Ada Trading",
        }
        self.changes()
        for name, value in changes.items():
            with self.subTest(name):
                self.customer[name] = value
                self.assertNoted(self.sale, self.posted)

    def test_notes_of_a_connection_that_does_not_run_do_not_pile_up_and_are_not_lost(self):
        connection = self.connection.sudo()
        own = [("res_id", "=", self.sale.id), ("res_model", "=", "sale.order")]
        source = self.env["connex.source"].sudo()
        for state in ("draft", "paused", "reconnect"):
            with self.subTest(state):
                connection.state = state
                source.search(own).pending = False
                self.env.flush_all()
                for number in range(3):
                    self.sale.note = f"Note {number}"
                    self.env.cr.flush()
                self.env["connex.change"]._gc_notes()
                self.assertEqual(self.changes(), set())
                source.invalidate_model()
                self.assertEqual(source.search(own).mapped("pending"), [True])

    def test_notes_that_a_connected_company_reads_itself_are_left_to_it(self):
        self.connection.sudo().state = "connected"
        self.sale.note = "Changed"
        self.env.cr.flush()
        self.env["connex.change"]._gc_notes()
        self.assertNoted(self.sale)

    def test_notes_without_any_connection_go(self):
        self.sale.note = "Changed"
        self.env.cr.flush()
        self.connection.sudo().unlink()
        self.env["connex.change"]._gc_notes()
        self.assertEqual(self.changes(), set())

    def test_renaming_a_product_that_was_never_sold(self):
        self.goods.name = "Renamed"
        self.assertEqual(self.changes(), set())

    def test_deleting(self):
        order = self.order((self.goods, 1, 10), confirm=False)
        invoice = self.new_invoice((self.goods, 1, 10), post=False)
        self.changes()
        gone = {self._key(order), self._key(invoice)}
        order.unlink()
        invoice.unlink()
        self.assertLessEqual(gone, self.changes())

    def test_a_statement_line_matched_with_an_invoice(self):
        line = self.env["account.bank.statement.line"].create(
            {"journal_id": self.bank.id, "date": "2025-03-06", "payment_ref": "x", "amount": 106}
        )
        self.assertNoted(line)

    def test_suppliers_are_nobodys_business(self):
        self.new_invoice((self.goods, 1, 10), move_type="in_invoice")
        self.assertFalse(self.changes())

    def test_a_rolled_back_change_leaves_no_note(self):
        with self.assertRaises(ZeroDivisionError), self.env.cr.savepoint():
            self.new_invoice((self.goods, 1, 10))
            raise ZeroDivisionError
        self.assertFalse(self.changes())

    def test_nothing_is_noted_for_a_company_without_a_connection(self):
        self.connection.unlink()
        self.order((self.goods, 1, 10))
        self.assertFalse(self.changes())

    def test_noting_takes_one_statement_whatever_was_changed(self):
        self.pay(self.posted)
        self.env.flush_all()
        with self.assertQueryCount(1, flush=False):
            self.env.cr.precommit.run()
