"""Named sales: orders, and how their invoices come about."""

from sales_case import SalesTable
from sales_desk import order_line

sale = SalesTable("orders and their invoices")


@sale("invoice 216.50 tax 16.50 open 216.50")
def order_invoiced_at_once(desk, customer):
    return desk.invoice(desk.order_of(customer, (100, 2, [desk.tax_of(8.25)])))


@sale("invoice 45.20 tax 1.20 open 0.00", "invoice 105.46 tax 2.80 open 105.46")
def down_payment_in_percent_and_final_invoice(desk, customer):
    order = desk.order_of(customer, (66.66, 1, [desk.tax_of(6, "State tax")]), (80, 1))
    first = desk.down_payment(order, percent=30)
    desk.pay(first)
    yield
    return first, desk.invoice(order)


@sale("invoice 50.00 tax 1.33 open 0.00", "invoice 100.66 tax 2.67 open 0.00")
def down_payment_of_an_amount_and_final_invoice(desk, customer):
    order = desk.order_of(customer, (66.66, 1, [desk.tax_of(6, "State tax")]), (80, 1))
    first = desk.down_payment(order, fixed=50)
    desk.pay(first)
    final = desk.invoice(order)
    desk.pay(final)
    return first, final


@sale("invoice 45.20 tax 1.20 open 45.20", "invoice 50.00 tax 1.33 open 50.00")
def two_down_payments(desk, customer):
    order = desk.order_of(customer, (66.66, 1, [desk.tax_of(6, "State tax")]), (80, 1))
    return desk.down_payment(order, percent=30), desk.down_payment(order, fixed=50)


@sale("invoice 150.66 tax 4.00 open 0.00", "invoice 0.00 tax 0.00 open 0.00")
def down_payment_of_everything(desk, customer):
    order = desk.order_of(customer, (66.66, 1, [desk.tax_of(6, "State tax")]), (80, 1))
    first = desk.down_payment(order, percent=100)
    desk.pay(first)
    yield
    return first, desk.invoice(order)


@sale("invoice 108.25 tax 8.25 open 0.00", "invoice 324.75 tax 24.75 open 324.75")
def delivered_and_invoiced_in_two_parts(desk, customer):
    taxes = [desk.tax_of(8.25)]
    order = desk.sell(customer, [order_line(desk.delivered_lantern, 100, 4, taxes)])
    desk.deliver(order, 1)
    first = desk.invoice(order)
    desk.pay(first)
    yield
    desk.deliver(order)
    return first, desk.invoice(order)


@sale(
    "invoice 108.25 tax 8.25 open 108.25",
    "invoice 216.50 tax 16.50 open 0.00",
    "invoice 108.25 tax 8.25 open 0.00",
)
def delivered_and_invoiced_in_three_parts(desk, customer):
    taxes = [desk.tax_of(8.25)]
    order = desk.sell(customer, [order_line(desk.delivered_lantern, 100, 4, taxes)])
    invoices = []
    for quantity in (1, 2, 1):
        desk.deliver(order, quantity)
        invoices.append(desk.invoice(order))
    desk.pay(invoices[1:])
    return invoices


@sale("invoice 75.00 tax 0.00 open 75.00")
def one_invoice_for_two_orders(desk, customer):
    orders = [desk.order_of(customer, (price, 1)) for price in (25, 50)]
    return desk.invoice(orders)


@sale("invoice 300.00 tax 0.00 open 300.00", "credit 100.00 tax 0.00 open 100.00")
def order_cut_after_it_was_invoiced(desk, customer):
    order = desk.order_of(customer, (100, 3))
    first = desk.invoice(order)
    yield
    (row,) = desk.odoo.read("sale.order", order, "order_line")
    desk.odoo.write("sale.order.line", row, product_uom_qty=2, price_unit=100)
    return first, desk.invoice(order)


@sale("invoice 200.00 tax 0.00 open 200.00", "invoice 100.00 tax 0.00 open 100.00")
def order_that_grew_after_it_was_invoiced(desk, customer):
    order = desk.order_of(customer, (100, 2))
    first = desk.invoice(order)
    yield
    (row,) = desk.odoo.read("sale.order", order, "order_line")
    desk.odoo.write("sale.order.line", row, product_uom_qty=3, price_unit=100)
    return first, desk.invoice(order)


@sale("invoice 100.00 tax 0.00 open 100.00")
def order_whose_invoice_is_due_in_instalments(desk, customer):
    term = desk.instalments()
    return desk.invoice(desk.order_of(customer, (100, 1), payment_term_id=term))
