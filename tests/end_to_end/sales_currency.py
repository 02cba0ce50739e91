"""Named sales: other currencies. One euro is 1.25 dollars on the day of the sale."""

from sales_case import SalesTable

sale = SalesTable("currencies")


@sale("invoice 106.00 tax 6.00 open 106.00")
def invoice_in_euros(desk, customer):
    rows = desk.lines((100, 1, [desk.tax_of(6, "State tax")]))
    return desk.bill(customer, rows, currency_id=desk.euro)


@sale("invoice 106.00 tax 6.00 open 0.00")
def invoice_in_euros_paid_in_euros(desk, customer):
    rows = desk.lines((100, 1, [desk.tax_of(6, "State tax")]))
    invoice = desk.bill(customer, rows, currency_id=desk.euro)
    desk.pay(invoice)
    return invoice


@sale("invoice 89.91 tax 6.85 open 49.91")
def prices_in_euros_that_include_their_tax(desk, customer):
    rows = desk.lines(*[(9.99, 3, [desk.included_tax_of(8.25)])] * 3)
    invoice = desk.bill(customer, rows, currency_id=desk.euro)
    desk.pay(invoice, 40)
    return invoice


@sale("invoice 106.00 tax 6.00 open 106.00")
def invoice_in_euros_at_a_rate_of_its_own(desk, customer):
    rows = desk.lines((100, 1, [desk.tax_of(6, "State tax")]))
    return desk.bill(customer, rows, currency_id=desk.euro, invoice_currency_rate=0.5)


@sale("invoice 100.00 tax 0.00 open 0.00")
def invoice_in_euros_paid_at_another_rate(desk, customer):
    invoice = desk.bill(
        customer, desk.lines((100,)), currency_id=desk.euro, invoice_currency_rate=0.5
    )
    desk.pay(invoice)
    return invoice


@sale("invoice 100.00 tax 0.00 open 0.00", "credit 100.00 tax 0.00 open 0.00")
def invoice_in_euros_credited(desk, customer):
    invoice = desk.bill(customer, desk.lines((100,)), currency_id=desk.euro)
    yield
    return invoice, desk.credit(invoice)
