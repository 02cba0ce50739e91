"""Named sales: what taxes and rounding do to a total.

The figures are Odoo's own rules worked out by hand: 8.25 % of 9.99 is 0.824175, and so on.
"""

from sales_case import SalesTable
from sales_desk import line, order_line

sale = SalesTable("taxes and rounding")


@sale("invoice 108.25 tax 8.25 open 108.25")
def one_tax(desk, customer):
    return desk.bill(customer, desk.lines((100, 1, [desk.tax_of(8.25)])))


@sale("invoice 108.25 tax 8.25 open 108.25")
def two_taxes_on_one_line(desk, customer):
    taxes = [desk.tax_of(6, "State tax"), desk.tax_of(2.25, "City tax")]
    return desk.bill(customer, desk.lines((100, 1, taxes)))


@sale("invoice 318.12 tax 18.12 open 318.12")
def lines_with_different_taxes(desk, customer):
    state, city = desk.tax_of(6, "State tax"), desk.tax_of(2.25, "City tax")
    rows = (100, 1, [state]), (100, 1, [state, city]), (100, 1, [desk.tax_of(3.87)])
    return desk.bill(customer, desk.lines(*rows))


@sale("invoice 108.00 tax 8.00 open 108.00")
def tax_group(desk, customer):
    parts = [desk.tax_of(rate, f"County part {rate}", type_tax_use="none") for rate in (5, 3)]
    group = desk.odoo.create(
        "account.tax",
        name="County tax",
        amount_type="group",
        type_tax_use="sale",
        children_tax_ids=[(6, 0, parts)],
    )
    return desk.bill(customer, desk.lines((100, 1, [group])))


@sale("invoice 9.99 tax 0.76 open 9.99")
def price_that_includes_its_tax(desk, customer):
    return desk.bill(customer, desk.lines((9.99, 1, [desk.included_tax_of(8.25)])))


@sale("invoice 89.91 tax 6.85 open 89.91")
def three_prices_with_tax_whose_subtotals_do_not_add_up(desk, customer):
    return desk.bill(customer, desk.lines(*[(9.99, 3, [desk.included_tax_of(8.25)])] * 3))


@sale("invoice 89.91 tax 6.85 open 89.91")
def order_of_three_prices_with_tax(desk, customer):
    rows = [order_line(desk.lantern, 9.99, 3, [desk.included_tax_of(8.25)]) for _row in range(3)]
    return desk.invoice(desk.sell(customer, rows))


@sale("invoice 32.44 tax 2.47 open 32.44")
def tax_rounded_on_the_whole_document(desk, customer):
    return desk.bill(customer, desk.lines(*[(9.99, 1, [desk.tax_of(8.25)])] * 3))


@sale("invoice 32.43 tax 2.46 open 32.43")
def tax_rounded_on_each_line(desk, customer):
    with desk.rounding("round_per_line"):
        return desk.bill(customer, desk.lines(*[(9.99, 1, [desk.tax_of(8.25)])] * 3))


@sale("invoice 3.57 tax 0.27 open 3.57")
def ten_small_lines_rounded_together(desk, customer):
    return desk.bill(customer, desk.lines(*[(0.33, 1, [desk.tax_of(8.25)])] * 10))


@sale("invoice 3.60 tax 0.30 open 3.60")
def ten_small_lines_rounded_one_by_one(desk, customer):
    with desk.rounding("round_per_line"):
        return desk.bill(customer, desk.lines(*[(0.33, 1, [desk.tax_of(8.25)])] * 10))


@sale("invoice 89.91 tax 6.84 open 89.91")
def three_prices_with_tax_rounded_one_by_one(desk, customer):
    with desk.rounding("round_per_line"):
        return desk.bill(customer, desk.lines(*[(9.99, 3, [desk.included_tax_of(8.25)])] * 3))


@sale("invoice 200.00 tax 0.00 open 200.00")
def no_tax_at_all(desk, customer):
    return desk.bill(customer, desk.lines((100, 2)))


@sale("invoice 208.25 tax 8.25 open 208.25")
def exempt_line_beside_a_taxed_one(desk, customer):
    return desk.bill(customer, desk.lines((100, 1, [desk.tax_of(8.25)]), (100, 1)))


@sale("invoice 100.00 tax 0.00 open 100.00")
def tax_of_zero_percent(desk, customer):
    return desk.bill(customer, desk.lines((100, 1, [desk.tax_of(0, "Zero")])))


@sale("invoice 100.00 tax 0.00 open 100.00")
def customer_who_is_exempt(desk, customer):
    tax = desk.tax_of(8.25)
    position = desk.odoo.create("account.fiscal.position", name="Exempt customers")
    exempt = desk.tax_of(0, "Exempt")
    desk.odoo.write(
        "account.tax",
        exempt,
        fiscal_position_ids=[(6, 0, [position])],
        original_tax_ids=[(6, 0, [tax])],
    )
    desk.odoo.write("res.partner", customer, property_account_position_id=position)
    product = desk.product("Taxed Lantern", 100, taxes_id=[(6, 0, [tax])])
    order = desk.order(customer, [(product, 1)])
    return desk.invoice(order)


@sale("invoice 105.00 tax 5.00 open 105.00")
def tax_mapped_by_the_fiscal_position(desk, customer):
    tax, other = desk.tax_of(8.25), desk.tax_of(5, "Other state")
    position = desk.odoo.create("account.fiscal.position", name="Customers of another state")
    desk.odoo.write(
        "account.tax",
        other,
        fiscal_position_ids=[(6, 0, [position])],
        original_tax_ids=[(6, 0, [tax])],
    )
    desk.odoo.write("res.partner", customer, property_account_position_id=position)
    product = desk.product("Mapped Lantern", 100, taxes_id=[(6, 0, [tax])])
    return desk.invoice(desk.order(customer, [(product, 1)]))


@sale("invoice 108.25 tax 8.25 open 108.25")
def tax_on_top_of_another(desk, customer):
    first = desk.tax_of(5, "Base tax", include_base_amount=True, sequence=1)
    second = desk.tax_of(3.0952380952, "Tax on tax", sequence=2)
    return desk.bill(customer, desk.lines((100, 1, [first, second])))


@sale("invoice 107.00 tax 7.00 open 107.00")
def tax_of_a_fixed_amount(desk, customer):
    fixed = desk.tax_of(3.5, "Bottle deposit", amount_type="fixed")
    return desk.bill(customer, desk.lines((50, 2, [fixed])))


@sale("invoice 105.95 tax 5.98 open 105.95")
def cash_rounding_in_the_biggest_tax(desk, customer):
    rounding = desk.cash_rounding("biggest_tax")
    rows = desk.lines((99.97, 1, [desk.tax_of(6, "State tax")]))
    return desk.bill(customer, rows, invoice_cash_rounding_id=rounding)


@sale("invoice 99.95 tax 0.00 open 99.95")
def cash_rounding_in_a_line(desk, customer):
    rounding = desk.cash_rounding("add_invoice_line")
    return desk.bill(customer, desk.lines((99.97, 1)), invoice_cash_rounding_id=rounding)


@sale("invoice 105.88 tax 5.88 open 105.88")
def tax_reduced_for_an_early_payment(desk, customer):
    term = desk.early_payment_term("mixed")
    rows = [line(desk.lantern, 100, 1, [desk.tax_of(6, "State tax")])]
    return desk.bill(customer, rows, invoice_payment_term_id=term)
