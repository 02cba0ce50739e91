"""Named sales: how they are paid."""

from sales_case import SalesTable

sale = SalesTable("money")


@sale("invoice 106.00 tax 6.00 open 0.00")
def paid_in_full(desk, customer):
    invoice = desk.bill(customer, desk.lines((100, 1, [desk.tax_of(6, "State tax")])))
    desk.pay(invoice)
    return invoice


@sale("invoice 106.00 tax 6.00 open 0.00")
def receipt_of_a_sale_over_the_counter(desk, customer):
    rows = desk.lines((100, 1, [desk.tax_of(6, "State tax")]))
    receipt = desk.bill(customer, rows, move_type="out_receipt")
    desk.pay(receipt)
    return receipt


@sale("invoice 106.00 tax 6.00 open 66.00")
def paid_in_part(desk, customer):
    invoice = desk.bill(customer, desk.lines((100, 1, [desk.tax_of(6, "State tax")])))
    desk.pay(invoice, 40)
    return invoice


@sale("invoice 106.00 tax 6.00 open 0.00")
def paid_in_three_parts(desk, customer):
    invoice = desk.bill(customer, desk.lines((100, 1, [desk.tax_of(6, "State tax")])))
    desk.pay(invoice, 40)
    yield
    desk.pay(invoice, 33.33)
    desk.pay(invoice, 32.67)
    return invoice


@sale(
    "invoice 106.00 tax 6.00 open 0.00",
    "invoice 10.60 tax 0.60 open 0.00",
    "invoice 21.20 tax 1.20 open 0.00",
)
def one_payment_for_three_invoices(desk, customer):
    taxes = [desk.tax_of(6, "State tax")]
    invoices = [desk.bill(customer, desk.lines((price, 1, taxes))) for price in (100, 10, 20)]
    desk.pay(invoices)
    return invoices


@sale("invoice 66.00 tax 0.00 open 0.00")
def paid_too_much(desk, customer):
    invoice = desk.bill(customer, desk.lines((66,)))
    desk.pay(invoice, 80)
    return invoice


@sale("invoice 66.00 tax 0.00 open 0.00", "invoice 20.00 tax 0.00 open 6.00")
def paid_too_much_and_used_for_the_next_invoice(desk, customer):
    first = desk.bill(customer, desk.lines((66,)))
    payment = desk.pay(first, 80)
    yield
    second = desk.bill(customer, desk.lines((20,)))
    desk.reconcile(payment, second)
    return first, second


@sale("invoice 106.00 tax 6.00 open 0.00")
def paid_before_the_invoice(desk, customer):
    payment = desk.receive_payment(customer, 150)
    yield
    invoice = desk.bill(customer, desk.lines((100, 1, [desk.tax_of(6, "State tax")])))
    desk.reconcile(payment, invoice)
    return invoice


@sale()
def paid_for_nothing_yet(desk, customer):
    desk.receive_payment(customer, 150)


@sale("invoice 108.25 tax 8.25 open 0.00")
def paid_online_before_the_invoice(desk, customer):
    product = desk.lantern
    order = desk.quotation(customer, [(product, 1)])
    (row,) = desk.odoo.read("sale.order", order, "order_line")
    desk.odoo.write("sale.order.line", row, tax_ids=[(6, 0, [desk.tax_of(8.25)])])
    desk.pay_online(order)
    yield
    return desk.invoice(order)


@sale("invoice 100.00 tax 0.00 open 0.00")
def paid_by_a_line_of_the_bank_statement(desk, customer):
    invoice = desk.bill(customer, desk.lines((100,)))
    yield
    desk.match_bank_line(desk.bank_line(customer, 100, "INV 1"), [invoice])
    return invoice


@sale("invoice 100.00 tax 0.00 open 20.00", "invoice 50.00 tax 0.00 open 0.00")
def two_invoices_paid_by_a_line_of_the_bank_statement(desk, customer):
    invoices = [desk.bill(customer, desk.lines((price,))) for price in (100, 50)]
    desk.match_bank_line(desk.bank_line(customer, 130, "INV 1 and 2"), invoices)
    return invoices


@sale("invoice 100.00 tax 0.00 open 70.00")
def first_instalment_paid(desk, customer):
    term = desk.instalments()
    invoice = desk.bill(customer, desk.lines((100,)), invoice_payment_term_id=term)
    yield
    desk.pay(invoice)
    return invoice


@sale("invoice 100.00 tax 0.00 open 0.00")
def both_instalments_paid(desk, customer):
    term = desk.instalments()
    invoice = desk.bill(customer, desk.lines((100,)), invoice_payment_term_id=term)
    desk.pay(invoice)
    desk.pay(invoice)
    return invoice


@sale("invoice 106.00 tax 6.00 open 106.00")
def payment_taken_off_again(desk, customer):
    invoice = desk.bill(customer, desk.lines((100, 1, [desk.tax_of(6, "State tax")])))
    payment = desk.pay(invoice)
    yield
    desk.unreconcile(payment, invoice)
    return invoice


@sale("invoice 106.00 tax 6.00 open 106.00")
def payment_cancelled(desk, customer):
    invoice = desk.bill(customer, desk.lines((100, 1, [desk.tax_of(6, "State tax")])))
    payment = desk.pay(invoice)
    yield
    desk.odoo.call("account.payment", "action_draft", [payment])
    desk.odoo.call("account.payment", "action_cancel", [payment])
    return invoice
