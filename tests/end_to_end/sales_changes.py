"""Named sales: what changes after QuickBooks has it. The same document says the new thing."""

from sales_case import SalesTable

sale = SalesTable("changes")


@sale("invoice 216.50 tax 16.50 open 216.50")
def order_edited_before_it_was_invoiced(desk, customer):
    order = desk.order_of(customer, (100, 1, [desk.tax_of(8.25)]))
    yield
    (row,) = desk.odoo.read("sale.order", order, "order_line")
    desk.odoo.write("sale.order.line", row, product_uom_qty=2, price_unit=100)
    yield
    return desk.invoice(order)


@sale("invoice 127.20 tax 7.20 open 127.20")
def invoice_reset_to_draft_and_posted_with_another_price(desk, customer):
    invoice = desk.bill(customer, desk.lines((100, 1, [desk.tax_of(6, "State tax")])))
    yield
    desk.reset_to_draft(invoice)
    yield
    changed = [(1, desk.first_line(invoice), {"price_unit": 120})]
    desk.odoo.write("account.move", invoice, invoice_line_ids=changed)
    desk.post(invoice)
    return invoice


@sale("invoice 106.00 tax 6.00 open 0.00")
def paid_invoice_reset_to_draft_and_posted_unchanged(desk, customer):
    invoice = desk.bill(customer, desk.lines((100, 1, [desk.tax_of(6, "State tax")])))
    desk.pay(invoice)
    yield
    desk.reset_to_draft(invoice)
    desk.odoo.write("account.move", invoice, ref="Second thoughts")
    desk.post(invoice)
    return invoice


@sale("invoice 127.20 tax 7.20 open 127.20")
def paid_invoice_reset_to_draft_and_posted_with_another_price(desk, customer):
    invoice = desk.bill(customer, desk.lines((100, 1, [desk.tax_of(6, "State tax")])))
    desk.pay(invoice)
    yield
    desk.reset_to_draft(invoice)
    changed = [(1, desk.first_line(invoice), {"price_unit": 120})]
    desk.odoo.write("account.move", invoice, invoice_line_ids=changed)
    desk.post(invoice)
    return invoice


@sale("invoice 106.00 tax 6.00 open 106.00 cancelled")
def invoice_cancelled(desk, customer):
    invoice = desk.bill(customer, desk.lines((100, 1, [desk.tax_of(6, "State tax")])))
    yield
    desk.reset_to_draft(invoice)
    desk.cancel_invoice(invoice)
    return invoice


@sale("invoice 106.00 tax 6.00 open 106.00 cancelled")
def paid_invoice_cancelled(desk, customer):
    invoice = desk.bill(customer, desk.lines((100, 1, [desk.tax_of(6, "State tax")])))
    desk.pay(invoice)
    yield
    desk.reset_to_draft(invoice)
    desk.cancel_invoice(invoice)
    return invoice


@sale()
def draft_deleted_before_it_was_posted(desk, customer):
    invoice = desk.draft(customer, desk.lines((100,)))
    yield
    desk.odoo.call("account.move", "unlink", [invoice])


@sale("invoice 50.00 tax 0.00 open 50.00")
def customer_renamed(desk, customer):
    invoice = desk.bill(customer, desk.lines((50,)))
    yield
    desk.odoo.write("res.partner", customer, name="Customer with a new name")
    return invoice


@sale("invoice 50.00 tax 0.00 open 50.00")
def line_described_anew_after_posting(desk, customer):
    invoice = desk.bill(customer, desk.lines((50,)))
    yield
    desk.odoo.write("account.move.line", desk.first_line(invoice), name="With new glass")
    return invoice


@sale("invoice 50.00 tax 0.00 open 50.00")
def product_renamed(desk, customer):
    product = desk.product("Pennant", 50)
    first = desk.order(customer, [(product, 1)])
    yield
    desk.odoo.write("product.product", product, name="Signal Flag")
    return desk.invoice(first)


@sale("invoice 100.00 tax 0.00 open 0.00", "invoice 60.00 tax 0.00 open 60.00")
def payment_moved_to_another_invoice(desk, customer):
    first = desk.bill(customer, desk.lines((100,)))
    second = desk.bill(customer, desk.lines((60,)))
    payment = desk.pay(second, 60)
    yield
    desk.unreconcile(payment, second)
    desk.reconcile(payment, first)
    yield
    desk.pay(first, 40)
    return first, second
