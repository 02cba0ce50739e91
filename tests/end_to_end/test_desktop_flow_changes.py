"""What happens to a sale after it has arrived in QuickBooks Desktop: partial deliveries, money that comes
first, edits, cancellation, credit notes and refunds.
"""

from decimal import Decimal

import pytest
from sales_desk import SalesDesk


@pytest.fixture
def rope(shop):
    """A stocked product, invoiced as delivered."""
    return shop.product("Mooring Rope", 10, stock=100, invoice_policy="delivery")


@pytest.fixture
def lamp(shop):
    """A product that is invoiced as ordered, without tax."""
    return shop.product("Cabin Lamp", 29.97)


@pytest.fixture
def desk(odoo):
    """Verbs for credit notes (sales_desk.py)."""
    return SalesDesk(odoo)


def test_each_partial_delivery_bills_its_part_and_the_last_one_closes_the_order(
    desktop, shop, customer, rope
):
    order = shop.order(customer, [(rope, 5)])
    desktop.sync()
    shop.deliver(order, 2)
    shop.pay(shop.invoice(order))
    desktop.sync()
    (sales_order,) = desktop.books.sales_orders()
    assert [line.done for line in sales_order.lines] == [2]
    assert not (sales_order.complete or sales_order.closed)
    shop.deliver(order)
    shop.pay(shop.invoice(order))
    desktop.sync()
    (sales_order,) = desktop.books.sales_orders()
    assert [line.done for line in sales_order.lines] == [5]
    assert sales_order.complete and not sales_order.closed
    assert sorted(each.total for each in desktop.books.invoices()) == [20, 30]
    assert [each.open for each in desktop.books.invoices()] == [0, 0]
    assert desktop.problems() == {}
    assert desktop.is_quiet()


def test_one_invoice_of_two_orders_closes_both(desktop, shop, customer, rope, lamp):
    orders = [shop.order(customer, [(rope, 2), (lamp, 1)]) for _order in range(2)]
    for order in orders:
        shop.deliver(order)
    desktop.sync()
    shop.invoice(orders)
    desktop.sync()
    assert [each.complete for each in desktop.books.sales_orders()] == [True, True]
    (invoice,) = desktop.books.invoices()
    assert invoice.total == Decimal("99.94")
    assert desktop.problems() == {}
    assert desktop.is_quiet()


def test_order_of_which_less_is_invoiced_is_closed_by_saying_so(
    desktop, shop, odoo, customer, rope
):
    order = shop.order(customer, [(rope, 5)])
    desktop.sync()
    shop.deliver(order, 3)
    line = odoo.search("sale.order.line", [("order_id", "=", order)])[0]
    shop.invoice(order)
    odoo.write("sale.order.line", line, product_uom_qty=3)
    desktop.sync()
    (sales_order,) = desktop.books.sales_orders()
    assert sales_order.complete or sales_order.closed
    assert desktop.problems() == {}
    assert desktop.is_quiet()


def test_money_paid_with_the_order_is_applied_to_its_invoice_later(desktop, shop, customer, lamp):
    order = shop.order(customer, [(lamp, 1)])
    shop.pay_online(order)
    desktop.sync()
    (payment,) = desktop.books.payments()
    assert (payment.total, payment.open, payment.applied) == (
        Decimal("29.97"),
        Decimal("29.97"),
        (),
    )
    shop.invoice(order)
    desktop.sync()
    (payment,) = desktop.books.payments()
    (invoice,) = desktop.books.invoices()
    assert payment.open == invoice.open == 0
    assert [link.id for link in payment.applied] == [invoice.id]
    assert desktop.books.sales_orders()[0].complete
    assert desktop.problems() == {}
    assert desktop.is_quiet()


def test_payment_taken_off_an_invoice_and_put_on_another_moves(desktop, shop, customer, lamp):
    first, second = (shop.standalone_invoice(customer, [(lamp, 1, 20)]) for _each in range(2))
    payment = shop.pay(first)
    desktop.sync()
    shop.unreconcile(payment, first)
    shop.reconcile(payment, second)
    desktop.sync()
    number = desktop.number(second, "account.move")
    (received,) = desktop.books.payments()
    (paid,) = [each for each in desktop.books.invoices() if each.paid]
    assert [link.id for link in received.applied] == [paid.id]
    assert number in paid.memo
    assert desktop.problems() == {}
    assert desktop.is_quiet()


def test_edited_invoice_says_what_odoo_says_and_stays_linked(desktop, shop, odoo, customer, lamp):
    order = shop.order(customer, [(lamp, 2)])
    invoice = shop.invoice(order)
    desktop.sync()
    (line,) = odoo.search(
        "account.move.line", [("move_id", "=", invoice), ("display_type", "=", "product")]
    )
    odoo.call("account.move", "button_draft", [invoice])
    odoo.write("account.move", invoice, invoice_line_ids=[(1, line, {"price_unit": 25})])
    shop.post(invoice)
    desktop.sync()
    (booked,) = desktop.books.invoices()
    assert (booked.total, booked.open) == (50, 50)
    assert len(booked.lines) == 1
    assert desktop.books.sales_orders()[0].complete
    assert desktop.problems() == {}
    assert desktop.is_quiet()


def test_edited_order_says_what_odoo_says(desktop, shop, odoo, customer, lamp, rope):
    order = shop.order(customer, [(lamp, 2)])
    desktop.sync()
    (line,) = odoo.search("sale.order.line", [("order_id", "=", order)])
    odoo.write("sale.order.line", line, product_uom_qty=3)
    odoo.create("sale.order.line", order_id=order, product_id=rope, product_uom_qty=1)
    desktop.sync()
    (sales_order,) = desktop.books.sales_orders()
    assert [line.quantity for line in sales_order.lines] == [3, 1]
    assert sales_order.total == desktop.amount(order)
    assert desktop.problems() == {}
    assert desktop.is_quiet()


def test_cancelled_order_is_closed(desktop, shop, customer, lamp):
    order = shop.order(customer, [(lamp, 1)])
    desktop.sync()
    shop.cancel(order)
    desktop.sync()
    (sales_order,) = desktop.books.sales_orders()
    assert sales_order.closed
    assert desktop.mirror("sales_order", order)["state"] == "voided"
    assert desktop.is_quiet()


def test_cancelled_invoice_is_voided(desktop, shop, desk, customer, lamp):
    invoice = shop.invoice(shop.order(customer, [(lamp, 1)]))
    desktop.sync()
    desk.reset_to_draft(invoice)
    desk.cancel_invoice(invoice)
    desktop.sync()
    (booked,) = desktop.books.invoices()
    assert booked.voided
    assert desktop.problems() == {}
    assert desktop.is_quiet()


def test_credit_note_and_its_refund(desktop, shop, desk, customer, lamp):
    invoice = shop.invoice(shop.order(customer, [(lamp, 1)]))
    shop.pay(invoice)
    desktop.sync()
    credit = desk.credit(invoice)
    desktop.sync()
    (memo,) = desktop.books.credit_memos()
    assert (memo.total, memo.open) == (Decimal("29.97"), Decimal("29.97"))
    shop.pay(credit)
    desktop.sync()
    (memo,) = desktop.books.credit_memos()
    (check,) = desktop.books.checks()
    assert (memo.open, check.total) == (0, Decimal("29.97"))
    assert desktop.problems() == {}
    assert desktop.is_quiet()


def test_credit_note_set_off_against_another_invoice(desktop, shop, desk, customer, lamp):
    first = shop.invoice(shop.order(customer, [(lamp, 1)]))
    shop.pay(first)
    second = shop.invoice(shop.order(customer, [(lamp, 2)]))
    credit = desk.credit(first)
    desk.assign(credit, second)
    desktop.sync()
    (memo,) = desktop.books.credit_memos()
    assert memo.open == 0
    assert sorted(each.open for each in desktop.books.invoices()) == [0, Decimal("29.97")]
    assert desktop.problems() == {}
    assert desktop.is_quiet()


def test_credit_note_that_is_cancelled_leaves_and_so_does_what_it_was_set_off_against(
    desktop, shop, desk, odoo, customer, lamp
):
    invoice = shop.invoice(shop.order(customer, [(lamp, 1)]))
    credit = desk.credit(invoice)  # Odoo sets it off against the invoice by itself
    desktop.sync()
    assert [each.open for each in desktop.books.invoices()] == [0]
    for button in ("button_draft", "button_cancel"):
        odoo.call("account.move", button, [credit])
    desktop.sync()
    assert all(memo.voided for memo in desktop.books.credit_memos())
    assert [each.open for each in desktop.books.invoices()] == [Decimal("29.97")]
    assert desktop.problems() == {}
    assert desktop.is_quiet()


def test_paid_invoice_is_a_sales_receipt_where_the_connection_says_so(
    desktop, shop, customer, lamp
):
    desktop.choose("receipts")
    invoice = shop.invoice(shop.order(customer, [(lamp, 2)]))
    desktop.sync()
    assert desktop.books.sales_receipts() == []
    shop.pay(invoice)
    desktop.sync()
    (receipt,) = desktop.books.sales_receipts()
    assert receipt.total == desktop.amount(invoice, model="account.move")
    assert (
        desktop.books.invoices() == desktop.books.payments() == desktop.books.sales_orders() == []
    )
    assert desktop.problems() == {}
    assert desktop.is_quiet()


def test_taxed_sale_has_the_sales_tax_item_with_its_rate(desktop, shop, customer):
    desktop.run()
    rates = {item.name: item.amount("TaxRate") for item in desktop.books.elements("ItemSalesTax")}
    name, rate = next((name, rate) for name, rate in rates.items() if rate)
    tax = shop.tax(f"Tax {rate}", float(rate))
    lamp = shop.product("Cabin Lamp", 29.97, taxes_id=[(6, 0, [tax])])
    order = shop.order(customer, [(lamp, 3)])
    shop.pay(shop.invoice(order))
    desktop.sync()
    assert desktop.problems() == {}
    (invoice,) = desktop.books.invoices()
    assert invoice.text("ItemSalesTaxRef/FullName") == name
    assert invoice.total == desktop.amount(order)
    assert invoice.tax > 0 and invoice.open == 0
    assert desktop.books.sales_orders()[0].complete
    assert desktop.is_quiet()
