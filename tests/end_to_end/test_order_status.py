"""Where a sale stands, from the confirmed order to the last payment, for every kind of sale.

pending, paid, partially_fulfilled, fulfilled or cancelled, as a web shop says it. These walks are done in
Odoo alone, one after the other in one database.
"""

import pytest


@pytest.fixture(scope="module")
def odoo_database(fresh_database):
    """One database for all walks: each looks at its own order only."""
    return fresh_database()


@pytest.fixture
def status(odoo):
    """A function that returns an order's status."""
    return lambda order: odoo.read("sale.order", order, "connex_order_status")


@pytest.fixture
def total(odoo):
    """A function that returns an order's total, as a float."""
    return lambda order: odoo.read("sale.order", order, "amount_total")


@pytest.fixture
def number(odoo):
    """A function that returns an order's number."""
    return lambda order: odoo.read("sale.order", order, "name")


@pytest.fixture
def consulting(shop):
    """A service of 80 an hour that nobody delivers."""
    return shop.product("Consulting", 80.00, type="service")


def test_goods_paid_before_shipping_go_from_pending_over_paid_to_fulfilled(
    shop, customer, lantern, status, total, number
):
    order = shop.quotation(customer, [(lantern, 4)])
    assert status(order) is False
    shop.odoo.call("sale.order", "action_confirm", [order])
    assert status(order) == "pending"
    shop.receive_payment(customer, total(order), number(order))
    assert status(order) == "paid"
    shop.deliver(order, 1)
    assert status(order) == "partially_fulfilled"
    shop.deliver(order)
    assert status(order) == "fulfilled"


def test_goods_shipped_on_account_are_fulfilled_before_they_are_paid(
    shop, customer, lantern, chart, status
):
    order = shop.order(customer, [(lantern, 4), (chart, 2)])
    shop.deliver(order, 1)
    assert status(order) == "partially_fulfilled"
    shop.deliver(order)
    assert status(order) == "fulfilled"
    shop.pay(shop.invoice(order))
    assert status(order) == "fulfilled"


def test_partial_payments_leave_an_order_pending_until_the_last_cent(
    shop, customer, lantern, status
):
    order = shop.order(customer, [(lantern, 3)])
    invoice = shop.invoice(order)
    assert status(order) == "pending"
    payment = shop.pay(invoice, 32.43)
    assert status(order) == "pending"
    shop.pay(invoice)
    assert status(order) == "paid"
    shop.unreconcile(payment, invoice)
    assert status(order) == "pending"


def test_prepayments_and_invoice_payments_count_together(
    shop, customer, chart, status, total, number
):
    order = shop.order(customer, [(chart, 4)])
    shop.receive_payment(customer, 48.00, number(order))
    assert status(order) == "pending"
    invoice = shop.invoice(order)
    shop.pay(invoice, total(order) - 48.00)
    assert status(order) == "paid"


def test_service_that_nobody_delivers_is_fulfilled_when_it_is_paid(
    shop, customer, consulting, status
):
    order = shop.order(customer, [(consulting, 10)])
    assert status(order) == "pending"
    invoice = shop.invoice(order)
    assert status(order) == "pending"
    shop.pay(invoice, 400)
    assert status(order) == "pending"
    shop.pay(invoice)
    assert status(order) == "fulfilled"


def test_service_billed_by_delivered_hours_follows_the_hours(shop, customer, status):
    hourly = shop.product("Diving", 120.00, type="service", invoice_policy="delivery")
    order = shop.order(customer, [(hourly, 8)])
    assert status(order) == "pending"
    (line,) = shop.odoo.read("sale.order", order, "order_line")
    shop.odoo.write("sale.order.line", line, qty_delivered=3)
    assert status(order) == "partially_fulfilled"
    shop.odoo.write("sale.order.line", line, qty_delivered=8)
    assert status(order) == "fulfilled"


def test_goods_that_are_not_stocked_are_delivered_all_the_same(shop, customer, status):
    plank = shop.product("Plank", 7.00)
    order = shop.order(customer, [(plank, 5)])
    assert status(order) == "pending"
    shop.deliver(order)
    assert status(order) == "fulfilled"


def test_service_beside_goods_does_not_hold_the_order_up(
    shop, customer, consulting, lantern, status
):
    order = shop.order(customer, [(lantern, 2), (consulting, 1)])
    assert status(order) == "pending"
    shop.deliver(order)
    assert status(order) == "fulfilled"


def test_online_payment_before_an_invoice_makes_the_order_paid(shop, customer, lantern, status):
    order = shop.quotation(customer, [(lantern, 4)])
    shop.pay_online(order)
    assert status(order) == "paid"
    invoice = shop.invoice(order)
    assert shop.odoo.read("account.move", invoice, "payment_state") == "paid"
    assert status(order) == "paid"
    shop.deliver(order)
    assert status(order) == "fulfilled"


def test_online_payment_of_a_part_leaves_the_order_pending(shop, customer, lantern, status):
    order = shop.order(customer, [(lantern, 4)])
    shop.pay_online(order, 10.00)
    assert status(order) == "pending"


def test_several_invoices_are_paid_when_the_last_one_is(shop, customer, status):
    hourly = shop.product("Welding", 100.00, type="service", invoice_policy="delivery")
    goods = shop.product("Beam", 50.00)
    order = shop.order(customer, [(hourly, 2), (goods, 2)])
    first = shop.invoice(order)
    shop.pay(first)
    assert status(order) == "pending"  # 100 of 300 are billed and paid
    service = shop.odoo.read("sale.order", order, "order_line")[0]
    shop.odoo.write("sale.order.line", service, qty_delivered=2)
    second = shop.invoice(order)
    assert status(order) == "partially_fulfilled"
    shop.pay(second)
    assert status(order) == "partially_fulfilled"
    shop.deliver(order)
    assert status(order) == "fulfilled"


def test_order_of_value_zero_counts_as_paid(shop, customer, status):
    sample = shop.product("Sample", 0.00)
    order = shop.order(customer, [(sample, 1)])
    assert status(order) == "paid"
    shop.deliver(order)
    assert status(order) == "fulfilled"


def test_cancelled_order_is_cancelled_whatever_was_paid(
    shop, customer, lantern, status, total, number
):
    order = shop.order(customer, [(lantern, 4)])
    shop.receive_payment(customer, total(order), number(order))
    shop.cancel(order)
    assert status(order) == "cancelled"
