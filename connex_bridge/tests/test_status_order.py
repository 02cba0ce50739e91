"""The order status on real orders: deliveries, invoices and payments of every kind."""

from odoo.tests import tagged

from .common import SaleCase


@tagged("post_install", "-at_install")
class TestOrderStatus(SaleCase):
    def setUp(self):
        super().setUp()
        # Delivered quantities count where they are recorded: with the inventory app, or by this policy.
        self.goods.invoice_policy = "delivery"

    def assertStatus(self, order, status):
        self.assertEqual(order.connex_order_status, status)

    def test_a_quotation_has_no_status(self):
        self.assertStatus(self.order((self.goods, 1, 10), confirm=False), False)

    def test_goods_go_from_pending_over_partially_fulfilled_to_fulfilled(self):
        order = self.order((self.goods, 4, 10))
        self.assertStatus(order, "pending")
        self.deliver(order, W1=1)
        self.assertStatus(order, "partially_fulfilled")
        self.deliver(order, W1=4 if order.order_line.qty_delivered_method == "manual" else 3)
        self.assertStatus(order, "fulfilled")

    def test_a_cancelled_order_is_cancelled_whatever_was_paid(self):
        order = self.order((self.goods, 1, 100))
        self.prepay(106, memo=order.name)
        order._action_cancel()
        self.assertStatus(order, "cancelled")

    def test_services_are_fulfilled_once_paid(self):
        order = self.order((self.service, 1, 100))
        self.assertStatus(order, "pending")
        invoice = self.bill(order)
        self.assertStatus(order, "pending")
        payment = self.pay(invoice, 40)
        self.assertStatus(order, "pending")
        self.pay(invoice)
        self.assertStatus(order, "fulfilled")
        payment.action_cancel()
        self.assertStatus(order, "pending")

    def test_shipping_charges_do_not_wait_for_a_delivery(self):
        order = self.order((self.goods, 1, 100), (self.service, 1, 5))
        self.deliver(order)
        self.assertStatus(order, "fulfilled")

    def test_goods_paid_before_shipping_are_paid(self):
        order = self.order((self.goods, 1, 100))
        self.prepay(100, memo=order.name)
        self.assertStatus(order, "pending")
        self.prepay(6, memo=order.name)
        self.assertStatus(order, "paid")

    def test_invoice_and_prepayment_together_make_it_paid(self):
        order = self.order((self.service, 2, 50))
        first = self.bill(order, post=False)
        first.invoice_line_ids.quantity = 1
        first.action_post()
        self.pay(first)
        self.assertStatus(order, "pending")
        self.prepay(53, memo=order.name)
        self.assertStatus(order, "fulfilled")

    def test_a_prepayment_used_for_another_invoice_no_longer_counts(self):
        order = self.order((self.goods, 1, 100))
        payment = self.prepay(106, memo=order.name)
        self.assertStatus(order, "paid")
        other = self.new_invoice((self.goods, 1, 50))
        self.assign(other, payment)
        self.assertStatus(order, "pending")

    def test_a_prepayment_paid_back_no_longer_counts(self):
        order = self.order((self.goods, 1, 100))
        self.prepay(106, memo=order.name)
        self.prepay(106, memo=order.name, payment_type="outbound")
        self.assertStatus(order, "pending")

    def test_one_prepayment_for_two_orders_covers_the_first_one_first(self):
        orders = self.order((self.goods, 1, 100)) | self.order((self.goods, 1, 100))
        self.prepay(150, memo=f"{orders[0].name} + {orders[1].name}")
        self.assertEqual(orders.mapped("connex_order_status"), ["paid", "pending"])

    def test_an_online_payment_counts_once_it_is_done(self):
        order = self.order((self.goods, 1, 100), confirm=False)
        transaction = self.transaction(order, state="pending")
        order.action_confirm()
        self.assertStatus(order, "pending")
        transaction.state = "done"
        self.assertStatus(order, "paid")
        transaction._post_process()
        self.assertTrue(transaction.payment_id)
        self.assertStatus(order, "paid")

    def test_several_invoices_have_to_be_paid_all(self):
        order = self.order((self.service, 2, 50))
        first = self.bill(order, post=False)
        first.invoice_line_ids.quantity = 1
        first.action_post()
        second = self.bill(order)
        self.pay(first)
        self.assertStatus(order, "pending")
        self.pay(second)
        self.assertStatus(order, "fulfilled")

    def test_a_fully_credited_order_is_not_paid(self):
        order = self.order((self.goods, 1, 100))
        self.goods.invoice_policy = "order"
        invoice = self.bill(order)
        self.credit(invoice)
        self.assertStatus(order, "pending")

    def test_one_invoice_for_two_orders_pays_both(self):
        self.goods.invoice_policy = "order"
        orders = self.order((self.service, 3, 9.99)) | self.order((self.service, 1, 33.33))
        invoice = orders._create_invoices(grouped=False)
        self.assertEqual(len(invoice), 1)
        invoice.invoice_date = "2025-03-01"
        invoice.action_post()
        self.assertEqual(set(orders.mapped("connex_order_status")), {"pending"})
        self.pay(invoice)
        self.assertEqual(set(orders.mapped("connex_order_status")), {"fulfilled"})

    def test_a_free_order_of_services_is_fulfilled(self):
        self.assertStatus(self.order((self.service, 1, 0)), "fulfilled")

    def test_orders_can_be_filtered_and_grouped_by_status(self):
        order = self.order((self.goods, 1, 10))
        domain = [("id", "=", order.id), ("connex_order_status", "=", "pending")]
        groups = self.env["sale.order"]._read_group(domain, ["connex_order_status"], ["__count"])
        self.assertEqual(groups, [("pending", 1)])
