"""Named sales: quantities, prices, units, discounts, and lines that are not simply goods."""

from sales_case import SalesTable
from sales_desk import line, order_line, section

sale = SalesTable("lines and discounts")


@sale("invoice 41.15 tax 0.00 open 41.15")
def quantity_with_six_decimals(desk, customer):
    return desk.bill(customer, desk.lines((12.5, 3.292181)))


@sale("invoice 12.35 tax 0.00 open 12.35")
def price_with_six_decimals(desk, customer):
    return desk.bill(customer, desk.lines((0.001235, 10000)))


@sale("invoice 13.13 tax 1.00 open 13.13")
def price_and_quantity_with_six_decimals_and_tax(desk, customer):
    return desk.bill(customer, desk.lines((3.141593, 3.861234, [desk.tax_of(8.25)])))


@sale("invoice 240.00 tax 0.00 open 240.00")
def two_dozen(desk, customer):
    dozen = desk.odoo.ref("uom.product_uom_dozen")
    rows = [order_line(desk.lantern, 120, 2, product_uom_id=dozen)]
    return desk.invoice(desk.sell(customer, rows))


@sale("invoice 52.47 tax 0.00 open 52.47")
def discount_in_percent(desk, customer):
    return desk.bill(customer, [line(desk.lantern, 19.99, 3, discount=12.5)])


@sale("invoice 60.83 tax 4.64 open 60.83")
def discount_of_a_third_with_tax(desk, customer):
    rows = [line(desk.lantern, 28.10, 3, [desk.tax_of(8.25)], discount=33.34)]
    return desk.bill(customer, rows)


@sale("invoice 97.43 tax 7.43 open 97.43")
def discount_as_a_line(desk, customer):
    taxes = [desk.tax_of(8.25)]
    return desk.bill(customer, desk.lines((100, 1, taxes), (-10, 1, taxes)))


def _discounted(desk, customer, **discount):
    rows = (order_line(desk.lantern, 66.66, 1, [desk.tax_of(6, "State tax")]),)
    rows += (order_line(desk.lantern, 80, 1),)
    order = desk.odoo.create("sale.order", partner_id=customer, order_line=list(rows))
    desk.discount(order, **discount)
    desk.odoo.call("sale.order", "action_confirm", [order])
    return desk.invoice(order)


@sale("invoice 135.59 tax 3.60 open 135.59")
def discount_of_ten_percent_on_the_whole_order(desk, customer):
    return _discounted(desk, customer, discount_type="so_discount", discount_percentage=0.1)


@sale("invoice 142.88 tax 3.79 open 142.88")
def discount_of_an_amount_on_the_whole_order(desk, customer):
    return _discounted(desk, customer, discount_type="amount", discount_amount=7.77)


@sale("invoice 135.59 tax 3.60 open 135.59")
def discount_of_ten_percent_on_every_line(desk, customer):
    return _discounted(desk, customer, discount_type="sol_discount", discount_percentage=0.1)


@sale("invoice 0.00 tax 0.00 open 0.00")
def discount_of_a_hundred_percent(desk, customer):
    return desk.bill(customer, [line(desk.lantern, 50, 2, [desk.tax_of(8.25)], discount=100)])


@sale("invoice 100.00 tax 0.00 open 100.00")
def free_line_beside_a_paid_one(desk, customer):
    return desk.bill(customer, desk.lines((100,), (0, 3)))


@sale("invoice 0.00 tax 0.00 open 0.00")
def invoice_of_nothing(desk, customer):
    return desk.bill(customer, desk.lines((0,)))


@sale("invoice 60.00 tax 0.00 open 60.00")
def negative_quantity(desk, customer):
    return desk.bill(customer, desk.lines((20, 5), (20, -2)))


@sale("invoice 114.73 tax 8.23 open 114.73")
def shipping_as_a_line(desk, customer):
    shipping = desk.product("Parcel Service", 6.75, type="service")
    taxes = [desk.tax_of(8.25)]
    rows = [order_line(desk.lantern, 99.75, 1, taxes), order_line(shipping, 6.75)]
    return desk.invoice(desk.sell(customer, rows))


@sale("invoice 250.00 tax 0.00 open 250.00")
def sections_subsections_and_notes(desk, customer):
    rows = [
        section("On board"),
        line(desk.lantern, 100),
        section("Below deck", "line_subsection"),
        line(desk.lantern, 150),
        section("Handle with care", "line_note"),
    ]
    return desk.bill(customer, rows)


@sale("invoice 130.00 tax 0.00 open 130.00")
def order_of_a_combo(desk, customer):
    parts = [desk.product(name, 40) for name in ("Compass", "Sextant")]
    items = [(0, 0, {"product_id": parts[0]}), (0, 0, {"product_id": parts[1], "extra_price": 5})]
    choice = desk.odoo.create("product.combo", name="Instrument", combo_item_ids=items)
    extra = desk.odoo.read("product.combo", choice, "combo_item_ids")[1]
    values = {"type": "combo", "combo_ids": [(6, 0, [choice])]}
    combo = desk.product("Navigator's Set", 60, **values)
    order = desk.odoo.create(
        "sale.order",
        partner_id=customer,
        order_line=[(0, 0, {"product_id": combo, "product_uom_qty": 2})],
    )
    head = desk.odoo.read("sale.order", order, "order_line")[0]
    chosen = {"combo_item_id": extra, "linked_line_id": head, "product_id": parts[1]}
    chosen |= {"product_uom_qty": 2, "order_id": order}
    desk.odoo.create("sale.order.line", **chosen)
    desk.odoo.call("sale.order", "action_confirm", [order])
    return desk.invoice(order)


@sale("invoice 100.00 tax 0.00 open 100.00")
def description_of_five_thousand_characters(desk, customer):
    text = "Seaworthy. " * 455
    return desk.bill(customer, [line(desk.lantern, 100, name=text)])


@sale("invoice 100.00 tax 0.00 open 100.00")
def description_with_quotes_and_emoji(desk, customer):
    text = "O'Brien's \"Läntern\" <b>& Söhne</b> 5\u2033 灯 🏮\tred\\blue\nsecond line"
    return desk.bill(customer, [line(desk.lantern, 100, name=text)])


@sale("invoice 100.00 tax 0.00 open 100.00")
def line_without_a_description(desk, customer):
    return desk.bill(customer, [line(desk.lantern, 100, name="")])


@sale("invoice 42.00 tax 0.00 open 42.00")
def line_without_a_product(desk, customer):
    return desk.bill(customer, [(0, 0, {"name": "Odd job", "price_unit": 42, "tax_ids": []})])


@sale("invoice 5466.63 tax 416.63 open 5466.63")
def a_hundred_lines(desk, customer):
    taxes = [desk.tax_of(8.25)]
    return desk.bill(customer, desk.lines(*[(number, 1, taxes) for number in range(1, 101)]))


@sale("invoice 9999999.99 tax 0.00 open 9999999.99")
def very_large_amount(desk, customer):
    return desk.bill(customer, desk.lines((9999999.99,)))


@sale("invoice 0.01 tax 0.00 open 0.01")
def one_cent(desk, customer):
    return desk.bill(customer, desk.lines((0.01,)))
