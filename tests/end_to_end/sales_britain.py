"""Named sales of a British company: VAT, mostly in the price.

Odoo keeps the price that the customer was told and takes the VAT out of it; QuickBooks gets net amounts and
the VAT of each rate, corrected by a cent where its own computation is another.
"""

from sales_case import SalesTable
from sales_desk import line, order_line

sale = SalesTable("British sales")


def vat(desk, percent: float = 20):
    """VAT that the price includes."""
    name = f"VAT {percent:g}% included"
    return desk.tax_of(percent, name, price_include_override="tax_included")


def added_vat(desk, percent: float = 20):
    """VAT on top of the price."""
    return desk.tax_of(percent, f"VAT {percent:g}%")


@sale("invoice 120.00 tax 20.00 open 120.00")
def price_that_includes_vat(desk, customer):
    return desk.bill(customer, desk.lines((120, 1, [vat(desk)])))


@sale("invoice 9.99 tax 1.67 open 9.99")
def price_whose_vat_does_not_come_out_even(desk, customer):
    return desk.bill(customer, desk.lines((9.99, 1, [vat(desk)])))


@sale("invoice 89.91 tax 14.99 open 89.91")
def three_prices_whose_net_amounts_do_not_add_up(desk, customer):
    return desk.bill(customer, desk.lines(*[(9.99, 3, [vat(desk)])] * 3))


@sale("invoice 89.91 tax 15.00 open 89.91")
def three_prices_rounded_one_by_one(desk, customer):
    with desk.rounding("round_per_line"):
        return desk.bill(customer, desk.lines(*[(9.99, 3, [vat(desk)])] * 3))


@sale("invoice 89.91 tax 14.99 open 0.00")
def order_of_prices_that_include_vat(desk, customer):
    rows = [order_line(desk.lantern, 9.99, 3, [vat(desk)]) for _row in range(3)]
    invoice = desk.invoice(desk.sell(customer, rows))
    yield
    desk.pay(invoice)
    return invoice


@sale("invoice 119.88 tax 19.98 open 119.88")
def vat_on_top_of_the_price(desk, customer):
    return desk.bill(customer, desk.lines((9.99, 10, [added_vat(desk)])))


@sale("invoice 30.48 tax 3.83 open 30.48")
def two_rates_on_one_invoice(desk, customer):
    return desk.bill(customer, desk.lines((19.99, 1, [vat(desk)]), (10.49, 1, [vat(desk, 5)])))


@sale("invoice 45.00 tax 5.00 open 45.00")
def children_s_clothes_and_postage(desk, customer):
    rows = (15, 1, [desk.tax_of(0, "VAT 0%")]), (30, 1, [vat(desk)])
    return desk.bill(customer, desk.lines(*rows))


@sale("invoice 19.98 tax 3.33 open 19.98")
def a_third_off_the_price(desk, customer):
    rows = [line(desk.lantern, 9.99, 3, [vat(desk)], discount=33.33)]
    return desk.bill(customer, rows)


@sale("invoice 35.96 tax 6.00 open 0.00", "invoice 53.95 tax 8.99 open 53.95")
def down_payment_and_final_invoice(desk, customer):
    rows = [order_line(desk.lantern, 9.99, 3, [vat(desk)]) for _row in range(3)]
    order = desk.sell(customer, rows)
    first = desk.down_payment(order, percent=40)
    desk.pay(first)
    yield
    return first, desk.invoice(order)


@sale("invoice 29.97 tax 5.00 open 0.00", "credit 29.97 tax 5.00 open 0.00")
def credited_in_full(desk, customer):
    invoice = desk.bill(customer, desk.lines((9.99, 3, [vat(desk)])))
    yield
    return invoice, desk.credit(invoice)


@sale("invoice 29.97 tax 5.00 open 0.00", "credit 9.99 tax 1.67 open 9.99")
def one_of_three_credited_after_payment(desk, customer):
    invoice = desk.bill(customer, desk.lines((9.99, 3, [vat(desk)])))
    desk.pay(invoice)
    yield
    return invoice, desk.credit(invoice, 3.33)


@sale("invoice 89.91 tax 14.99 open 49.91")
def prices_in_euros_that_include_vat(desk, customer):
    rows = desk.lines(*[(9.99, 3, [vat(desk)])] * 3)
    invoice = desk.bill(customer, rows, currency_id=desk.euro)
    desk.pay(invoice, 40)
    return invoice


@sale("invoice 117.60 tax 17.60 open 117.60 held tax_not_mapped")
def rate_that_quickbooks_does_not_have(desk, customer):
    return desk.bill(customer, desk.lines((100, 1, [added_vat(desk, 17.6)])))


@sale("invoice 119.60 tax 19.60 open 119.60")
def vat_lowered_for_an_early_payment(desk, customer):
    term = desk.early_payment_term("mixed")
    rows = desk.lines((100, 1, [added_vat(desk)]))
    return desk.bill(customer, rows, invoice_payment_term_id=term)


@sale("invoice 99.90 tax 16.65 open 99.90")
def ten_prices_that_include_vat(desk, customer):
    return desk.bill(customer, desk.lines(*[(9.99, 1, [vat(desk)])] * 10))
