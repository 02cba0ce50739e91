"""Named sales: what is given back."""

from sales_case import SalesTable

sale = SalesTable("credit notes")


@sale("invoice 106.00 tax 6.00 open 0.00", "credit 106.00 tax 6.00 open 0.00")
def credited_in_full_before_it_was_paid(desk, customer):
    invoice = desk.bill(customer, desk.lines((100, 1, [desk.tax_of(6, "State tax")])))
    yield
    return invoice, desk.credit(invoice)


@sale("invoice 106.00 tax 6.00 open 0.00", "credit 106.00 tax 6.00 open 0.00")
def credited_in_full_before_the_first_sync(desk, customer):
    invoice = desk.bill(customer, desk.lines((100, 1, [desk.tax_of(6, "State tax")])))
    return invoice, desk.credit(invoice)


@sale("invoice 159.00 tax 9.00 open 106.00", "credit 53.00 tax 3.00 open 0.00")
def credited_in_part_before_it_was_paid(desk, customer):
    invoice = desk.bill(customer, desk.lines((150, 1, [desk.tax_of(6, "State tax")])))
    return invoice, desk.credit(invoice, 50)


@sale("invoice 159.00 tax 9.00 open 0.00", "credit 53.00 tax 3.00 open 0.00")
def credited_in_part_and_the_rest_paid(desk, customer):
    invoice = desk.bill(customer, desk.lines((150, 1, [desk.tax_of(6, "State tax")])))
    yield
    credit = desk.credit(invoice, 50)
    desk.pay(invoice)
    return invoice, credit


@sale("invoice 106.00 tax 6.00 open 0.00", "credit 106.00 tax 6.00 open 106.00")
def credited_in_full_after_it_was_paid(desk, customer):
    invoice = desk.bill(customer, desk.lines((100, 1, [desk.tax_of(6, "State tax")])))
    desk.pay(invoice)
    yield
    return invoice, desk.credit(invoice)


@sale("invoice 106.00 tax 6.00 open 0.00", "credit 53.00 tax 3.00 open 53.00")
def credited_in_part_after_it_was_paid(desk, customer):
    invoice = desk.bill(customer, desk.lines((100, 1, [desk.tax_of(6, "State tax")])))
    desk.pay(invoice)
    return invoice, desk.credit(invoice, 50)


@sale("credit 21.20 tax 1.20 open 21.20")
def credit_note_for_no_invoice(desk, customer):
    rows = desk.lines((20, 1, [desk.tax_of(6, "State tax")]))
    return desk.bill(customer, rows, move_type="out_refund")


@sale("invoice 100.00 tax 0.00 open 60.00", "credit 40.00 tax 0.00 open 0.00")
def credit_note_assigned_by_hand(desk, customer):
    invoice = desk.bill(customer, desk.lines((100,)))
    credit = desk.bill(customer, desk.lines((40,)), move_type="out_refund")
    yield
    desk.assign(credit, invoice)
    return invoice, credit


@sale(
    "invoice 30.00 tax 0.00 open 0.00",
    "invoice 50.00 tax 0.00 open 40.00",
    "credit 40.00 tax 0.00 open 0.00",
)
def credit_note_over_two_invoices(desk, customer):
    invoices = [desk.bill(customer, desk.lines((price,))) for price in (30, 50)]
    credit = desk.bill(customer, desk.lines((40,)), move_type="out_refund")
    for invoice in invoices:
        desk.assign(credit, invoice)
    return *invoices, credit


@sale(
    "invoice 100.00 tax 0.00 open 0.00",
    "credit 100.00 tax 0.00 open 0.00",
    "invoice 90.00 tax 0.00 open 90.00",
)
def invoice_that_was_replaced_by_a_corrected_one(desk, customer):
    invoice = desk.bill(customer, desk.lines((100,)))
    yield
    credit = desk.credit(invoice)
    return invoice, credit, desk.bill(customer, desk.lines((90,)))


def invoice_and_credit(desk, customer):
    """An invoice of 120 and a credit note of 20 that has nothing to do with it yet."""
    invoice = desk.bill(customer, desk.lines((120,)))
    return invoice, desk.bill(customer, desk.lines((20,)), move_type="out_refund")


@sale("invoice 120.00 tax 0.00 open 0.00", "credit 20.00 tax 0.00 open 0.00")
def invoice_net_of_a_credit_note_on_one_bank_line(desk, customer):
    invoice, credit = invoice_and_credit(desk, customer)
    yield
    line = desk.bank_line(customer, 100, "INV less credit")
    desk.match_bank_line_with_each(line, {invoice: 120, credit: -20})
    return invoice, credit


@sale("invoice 120.00 tax 0.00 open 0.00", "credit 20.00 tax 0.00 open 0.00")
def invoice_net_of_a_credit_note_and_too_much_on_one_bank_line(desk, customer):
    invoice, credit = invoice_and_credit(desk, customer)
    line = desk.bank_line(customer, 130, "INV less credit, 30 in advance")
    desk.match_bank_line_with_each(line, {invoice: 120, credit: -20})
    return invoice, credit


@sale("credit 50.00 tax 0.00 open 0.00", "invoice 20.00 tax 0.00 open 0.00")
def credit_note_paid_back_less_an_invoice_on_one_bank_line(desk, customer):
    credit = desk.bill(customer, desk.lines((50,)), move_type="out_refund")
    invoice = desk.bill(customer, desk.lines((20,)))
    yield
    line = desk.bank_line(customer, -30, "Credit less invoice")
    desk.match_bank_line_with_each(line, {credit: -50, invoice: 20})
    return credit, invoice
