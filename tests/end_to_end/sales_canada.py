"""Named sales of a Canadian company: orders, discounts, credit notes, money and changes.

The same as in the United States with codes on every line; here are those where the tax could go wrong.
"""

import canada
from sales_case import SalesTable
from sales_desk import line, order_line

sale = SalesTable("Canadian sales")


def _taxes(desk):
    """What is charged in British Columbia."""
    return [canada.gst(desk), canada.pst(desk)]


# === ORDERS AND LINES === #


@sale("invoice 47.60 tax 3.60 open 0.00", "invoice 111.06 tax 8.40 open 111.06")
def down_payment_in_percent_and_final_invoice(desk, customer):
    order = desk.order_of(customer, (66.66, 1, _taxes(desk)), (80, 1, [canada.gst(desk)]))
    first = desk.down_payment(order, percent=30)
    desk.pay(first)
    yield
    return first, desk.invoice(order)


@sale("invoice 112.00 tax 12.00 open 0.00", "invoice 336.00 tax 36.00 open 336.00")
def delivered_and_invoiced_in_two_parts(desk, customer):
    order = desk.sell(customer, [order_line(desk.delivered_lantern, 100, 4, _taxes(desk))])
    desk.deliver(order, 1)
    first = desk.invoice(order)
    desk.pay(first)
    yield
    desk.deliver(order)
    return first, desk.invoice(order)


@sale("invoice 148.44 tax 16.44 open 148.44")
def discount_of_ten_percent_on_the_whole_order(desk, customer):
    rows = order_line(desk.lantern, 66.66, 1, [canada.hst(desk)])
    rows = [rows, order_line(desk.lantern, 80, 1, _taxes(desk))]
    order = desk.odoo.create("sale.order", partner_id=customer, order_line=rows)
    desk.discount(order, discount_type="so_discount", discount_percentage=0.1)
    desk.odoo.call("sale.order", "action_confirm", [order])
    return desk.invoice(order)


@sale("invoice 63.50 tax 7.31 open 63.50")
def discount_of_a_third_on_a_line(desk, customer):
    rows = [line(desk.lantern, 28.10, 3, [canada.hst(desk)], discount=33.34)]
    return desk.bill(customer, rows)


@sale("invoice 0.00 tax 0.00 open 0.00")
def discount_of_a_hundred_percent(desk, customer):
    return desk.bill(customer, [line(desk.lantern, 50, 2, _taxes(desk), discount=100)])


@sale("invoice 119.81 tax 13.31 open 119.81")
def shipping_with_another_tax_than_the_goods(desk, customer):
    shipping = desk.product("Parcel Service", 6.75, type="service")
    rows = [order_line(desk.lantern, 99.75, 1, [canada.hst(desk)])]
    rows += [order_line(shipping, 6.75, 1, [canada.gst(desk)])]
    return desk.invoice(desk.sell(customer, rows))


@sale("invoice 67.80 tax 7.80 open 67.80")
def something_taken_back_on_the_same_invoice(desk, customer):
    hst = [canada.hst(desk)]
    return desk.bill(customer, desk.lines((20, 5, hst), (20, -2, hst)))


@sale("invoice 5656.00 tax 606.00 open 5656.00")
def a_hundred_lines(desk, customer):
    rows = [(number, 1, _taxes(desk)) for number in range(1, 101)]
    return desk.bill(customer, desk.lines(*rows))


@sale("invoice 13.59 tax 1.46 open 13.59")
def price_and_quantity_with_six_decimals(desk, customer):
    return desk.bill(customer, desk.lines((3.141593, 3.861234, _taxes(desk))))


# === CREDIT NOTES AND MONEY === #


@sale("invoice 112.00 tax 12.00 open 0.00", "credit 112.00 tax 12.00 open 0.00")
def credited_in_full_before_it_was_paid(desk, customer):
    invoice = desk.bill(customer, desk.lines((100, 1, _taxes(desk))))
    yield
    return invoice, desk.credit(invoice)


@sale("invoice 169.50 tax 19.50 open 0.00", "credit 56.50 tax 6.50 open 56.50")
def credited_in_part_after_it_was_paid(desk, customer):
    invoice = desk.bill(customer, desk.lines((150, 1, [canada.hst(desk)])))
    desk.pay(invoice)
    yield
    return invoice, desk.credit(invoice, 50)


@sale("invoice 1.11 tax 0.12 open 0.00", "credit 1.11 tax 0.12 open 0.00")
def credit_note_with_corrected_cents(desk, customer):
    with desk.rounding("round_per_line"):
        invoice = desk.bill(customer, desk.lines(*[(0.33, 1, [canada.hst(desk)])] * 3))
        return invoice, desk.credit(invoice)


@sale("invoice 112.00 tax 12.00 open 72.00")
def paid_in_part(desk, customer):
    invoice = desk.bill(customer, desk.lines((100, 1, _taxes(desk))))
    desk.pay(invoice, 40)
    return invoice


@sale("invoice 112.00 tax 12.00 open 0.00", "invoice 22.60 tax 2.60 open 0.00")
def one_payment_for_two_invoices(desk, customer):
    rows = (100, _taxes(desk)), (20, [canada.hst(desk)])
    invoices = [desk.bill(customer, desk.lines((price, 1, taxes))) for price, taxes in rows]
    desk.pay(invoices)
    return invoices


@sale("invoice 112.95 tax 12.98 open 0.00")
def paid_in_cash_without_the_penny(desk, customer):
    rows = desk.lines((99.97, 1, [canada.hst(desk)]))
    rounding = desk.cash_rounding("biggest_tax")
    invoice = desk.bill(customer, rows, invoice_cash_rounding_id=rounding)
    yield
    desk.pay(invoice)
    return invoice


@sale("invoice 113.00 tax 13.00 open 0.00")
def paid_online_before_the_invoice(desk, customer):
    order = desk.quotation(customer, [(desk.lantern, 1)])
    (row,) = desk.odoo.read("sale.order", order, "order_line")
    desk.odoo.write("sale.order.line", row, tax_ids=[(6, 0, [canada.hst(desk)])])
    desk.pay_online(order)
    yield
    return desk.invoice(order)


@sale("invoice 112.00 tax 12.00 open 0.00")
def invoice_in_euros_paid_in_euros(desk, customer):
    rows = desk.lines((100, 1, _taxes(desk)))
    invoice = desk.bill(customer, rows, currency_id=desk.euro)
    desk.pay(invoice)
    return invoice


# === CHANGES === #


@sale("invoice 135.60 tax 15.60 open 135.60")
def posted_again_with_another_price_and_tax(desk, customer):
    invoice = desk.bill(customer, desk.lines((100, 1, _taxes(desk))))
    yield
    desk.reset_to_draft(invoice)
    changed = {"price_unit": 120, "tax_ids": [(6, 0, [canada.hst(desk)])]}
    lines = [(1, desk.first_line(invoice), changed)]
    desk.odoo.write("account.move", invoice, invoice_line_ids=lines)
    desk.post(invoice)
    return invoice


@sale("invoice 112.00 tax 12.00 open 112.00 cancelled")
def paid_invoice_cancelled(desk, customer):
    invoice = desk.bill(customer, desk.lines((100, 1, _taxes(desk))))
    desk.pay(invoice)
    yield
    desk.reset_to_draft(invoice)
    desk.cancel_invoice(invoice)
    return invoice


@sale("invoice 226.00 tax 26.00 open 226.00")
def order_edited_before_it_was_invoiced(desk, customer):
    order = desk.order_of(customer, (100, 1, [canada.hst(desk)]))
    yield
    (row,) = desk.odoo.read("sale.order", order, "order_line")
    desk.odoo.write("sale.order.line", row, product_uom_qty=2, price_unit=100)
    yield
    return desk.invoice(order)
