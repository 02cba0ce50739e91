"""Named sales: paid in the web shop, and paid back there.

Odoo books the money paid back without applying it to anything: the customer owes it until a credit note says
why they need not.
"""

from sales_case import SalesTable

sale = SalesTable("online refunds")


def _ordered_online(desk, customer):
    """(order, payment): a lantern of 100 with 8.25 % tax, paid before there is an invoice."""
    order = desk.quotation(customer, [(desk.lantern, 1)])
    (row,) = desk.odoo.read("sale.order", order, "order_line")
    desk.odoo.write("sale.order.line", row, tax_ids=[(6, 0, [desk.tax_of(8.25)])])
    return order, desk.pay_online(order)


@sale("invoice 108.25 tax 8.25 open 0.00")
def part_of_an_online_payment_paid_back(desk, customer):
    order, payment = _ordered_online(desk, customer)
    invoice = desk.invoice(order)
    yield
    desk.refund_online(payment, 30)
    return invoice


@sale("invoice 108.25 tax 8.25 open 0.00", "credit 108.25 tax 8.25 open 0.00")
def online_payment_paid_back_for_a_credit_note(desk, customer):
    order, payment = _ordered_online(desk, customer)
    invoice = desk.invoice(order)
    yield
    credit = desk.credit(invoice)
    yield
    refund = desk.refund_online(payment)
    yield
    desk.reconcile(refund, credit)
    return invoice, credit


@sale("invoice 108.25 tax 8.25 open 0.00", "credit 54.13 tax 4.13 open 24.13")
def online_payment_paid_back_in_two_parts_of_which_one_is_credited(desk, customer):
    order, payment = _ordered_online(desk, customer)
    invoice = desk.invoice(order)
    refund = desk.refund_online(payment, 30)
    yield
    desk.refund_online(payment, 20)
    credit = desk.credit(invoice, 50)
    desk.reconcile(refund, credit)
    return invoice, credit


@sale()
def online_payment_paid_back_before_the_invoice(desk, customer):
    order, payment = _ordered_online(desk, customer)
    yield
    refund = desk.refund_online(payment)
    desk.set_off(refund, payment)
    yield
    desk.cancel(order)


@sale("invoice 108.25 tax 8.25 open 30.00")
def part_of_an_online_payment_paid_back_before_the_invoice(desk, customer):
    order, payment = _ordered_online(desk, customer)
    yield
    refund = desk.refund_online(payment, 30)
    desk.set_off(refund, payment)
    yield
    return desk.invoice(order)
