"""Named sales of a Canadian company: GST, PST, HST and QST, and how they round.

QuickBooks computes each rate on the sum of its lines; where Odoo's tax is another by cents, it is corrected.
"""

import canada
from sales_case import SalesTable
from sales_desk import line, order_line

sale = SalesTable("Canadian taxes")


@sale("invoice 105.00 tax 5.00 open 105.00")
def gst_alone(desk, customer):
    return desk.bill(customer, desk.lines((100, 1, [canada.gst(desk)])))


@sale("invoice 33.57 tax 3.60 open 33.57")
def gst_and_pst_on_one_line(desk, customer):
    return desk.bill(customer, desk.lines((9.99, 3, [canada.gst(desk), canada.pst(desk)])))


@sale("invoice 22.59 tax 2.60 open 22.59")
def hst_of_ontario(desk, customer):
    return desk.bill(customer, desk.lines((19.99, 1, [canada.hst(desk)])))


@sale("invoice 52.37 tax 6.82 open 52.37")
def gst_and_qst_with_a_code_made_for_it(desk, customer):
    return desk.bill(customer, desk.lines((45.55, 1, [canada.gst(desk), canada.qst(desk)])))


@sale("invoice 53.50 tax 3.50 open 53.50")
def pst_alone(desk, customer):
    return desk.bill(customer, desk.lines((50, 1, [canada.pst(desk)])))


@sale("invoice 112.00 tax 12.00 open 112.00")
def gst_and_pst_as_a_tax_group(desk, customer):
    parts = [
        desk.tax_of(rate, f"{name} in a group", type_tax_use="none")
        for rate, name in ((5, "GST"), (7, "PST"))
    ]
    group = desk.odoo.create(
        "account.tax",
        name="GST + PST",
        amount_type="group",
        type_tax_use="sale",
        children_tax_ids=[(6, 0, parts)],
    )
    return desk.bill(customer, desk.lines((100, 1, [group])))


@sale("invoice 330.00 tax 30.00 open 330.00")
def three_provinces_on_one_invoice(desk, customer):
    gst, pst, hst = canada.gst(desk), canada.pst(desk), canada.hst(desk)
    return desk.bill(customer, desk.lines((100, 1, [hst]), (100, 1, [gst, pst]), (100, 1, [gst])))


@sale("invoice 204.49 tax 21.49 open 204.49")
def order_of_three_provinces(desk, customer):
    gst, pst, hst = canada.gst(desk), canada.pst(desk), canada.hst(desk)
    rows = (66.66, 1, [hst]), (99.99, 1, [gst, pst]), (16.35, 1, [gst])
    return desk.invoice(desk.order_of(customer, *rows))


@sale("invoice 125.00 tax 5.00 open 125.00")
def exempt_line_beside_a_taxed_one(desk, customer):
    return desk.bill(customer, desk.lines((100, 1, [canada.gst(desk)]), (20, 1)))


@sale("invoice 161.30 tax 1.30 open 161.30")
def zero_rated_exempt_and_taxed_lines(desk, customer):
    rows = (40, 1, [canada.zero_rated(desk)]), (110, 1), (10, 1, [canada.hst(desk)])
    return desk.bill(customer, desk.lines(*rows))


@sale("invoice 80.00 tax 0.00 open 80.00")
def nothing_but_zero_rated(desk, customer):
    return desk.bill(customer, desk.lines((40, 2, [canada.zero_rated(desk)])))


def _of_the_fiscal_position(desk, customer, name, after):
    before = canada.hst(desk)
    position = desk.odoo.create("account.fiscal.position", name=name)
    desk.odoo.write(
        "account.tax",
        after,
        fiscal_position_ids=[(4, position)],
        original_tax_ids=[(6, 0, [before])],
    )
    desk.odoo.write("res.partner", customer, property_account_position_id=position)
    product = desk.product(f"{name} Lantern", 100, taxes_id=[(6, 0, [before])])
    return desk.invoice(desk.order(customer, [(product, 1)]))


@sale("invoice 100.00 tax 0.00 open 100.00")
def customer_with_a_status_card(desk, customer):
    exempt = canada.first_nations(desk)
    return _of_the_fiscal_position(desk, customer, "Status card", exempt)


@sale("invoice 105.00 tax 5.00 open 105.00")
def customer_of_alberta(desk, customer):
    return _of_the_fiscal_position(desk, customer, "Alberta", canada.gst(desk))


@sale("invoice 115.00 tax 15.00 open 115.00 held tax_not_mapped")
def province_whose_tax_nobody_has_mapped(desk, customer):
    return desk.bill(customer, desk.lines((100, 1, [desk.tax_of(15, "HST NS 15%")])))


@sale("invoice 107.00 tax 7.00 open 107.00 held tax_not_mapped")
def fee_of_a_fixed_amount_as_a_tax(desk, customer):
    fee = desk.tax_of(3.5, "Recycling fee", amount_type="fixed")
    return desk.bill(customer, desk.lines((50, 2, [fee])))


@sale("invoice 89.91 tax 10.34 open 89.91")
def prices_that_include_hst(desk, customer):
    return desk.bill(customer, desk.lines(*[(9.99, 3, [canada.hst_included(desk)])] * 3))


@sale("invoice 89.91 tax 10.34 open 89.91")
def order_of_prices_that_include_hst(desk, customer):
    rows = [order_line(desk.lantern, 9.99, 3, [canada.hst_included(desk)]) for _row in range(3)]
    return desk.invoice(desk.sell(customer, rows))


@sale("invoice 89.91 tax 10.35 open 89.91")
def prices_that_include_hst_rounded_one_by_one(desk, customer):
    with desk.rounding("round_per_line"):
        return desk.bill(customer, desk.lines(*[(9.99, 3, [canada.hst_included(desk)])] * 3))


@sale("invoice 1.11 tax 0.12 open 1.11")
def small_lines_rounded_one_by_one(desk, customer):
    with desk.rounding("round_per_line"):
        return desk.bill(customer, desk.lines(*[(0.33, 1, [canada.hst(desk)])] * 3))


@sale("invoice 7.40 tax 0.80 open 7.40")
def many_small_lines_with_two_taxes_rounded_one_by_one(desk, customer):
    rows = [(0.33, 1, [canada.gst(desk), canada.pst(desk)])] * 20
    with desk.rounding("round_per_line"):
        return desk.bill(customer, desk.lines(*rows))


@sale("invoice 7.00 tax 0.40 open 7.00 held total_differs")
def more_cents_than_quickbooks_lets_anybody_correct(desk, customer):
    with desk.rounding("round_per_line"):
        return desk.bill(customer, desk.lines(*[(0.33, 1, [canada.gst(desk)])] * 20))


@sale("invoice 6.93 tax 0.33 open 6.93")
def many_small_lines_rounded_together(desk, customer):
    return desk.bill(customer, desk.lines(*[(0.33, 1, [canada.gst(desk)])] * 20))


@sale("invoice 112.95 tax 12.98 open 112.95")
def cash_rounding_in_the_biggest_tax(desk, customer):
    rounding = desk.cash_rounding("biggest_tax")
    rows = desk.lines((99.97, 1, [canada.hst(desk)]))
    return desk.bill(customer, rows, invoice_cash_rounding_id=rounding)


@sale("invoice 104.95 tax 5.00 open 104.95")
def cash_rounding_in_a_line(desk, customer):
    rounding = desk.cash_rounding("add_invoice_line")
    rows = desk.lines((99.97, 1, [canada.gst(desk)]))
    return desk.bill(customer, rows, invoice_cash_rounding_id=rounding)


@sale("invoice 112.74 tax 12.74 open 112.74")
def tax_lowered_for_an_early_payment(desk, customer):
    term = desk.early_payment_term("mixed")
    rows = [line(desk.lantern, 100, 1, [canada.hst(desk)])]
    return desk.bill(customer, rows, invoice_payment_term_id=term)


@sale("invoice 302.58 tax 20.58 open 302.58")
def order_with_tax_lowered_for_an_early_payment(desk, customer):
    gst, pst = canada.gst(desk), canada.pst(desk)
    rows = (66.66, 2, [gst, pst]), (99.98, 1, [gst]), (48.70, 1)
    term = desk.early_payment_term("mixed")
    return desk.invoice(desk.order_of(customer, *rows, payment_term_id=term))
