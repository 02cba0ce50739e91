"""What people do by hand in QuickBooks Desktop, and what Odoo's next word makes of it."""

from decimal import Decimal

import pytest


@pytest.fixture
def products(shop):
    """Two products that are invoiced as ordered, without tax."""
    return [shop.product("Deck Chair", 50), shop.product("Cabin Lamp", 29.97)]


@pytest.fixture
def sale(shop, customer, products):
    """(order, invoice) of one chair and three lamps."""
    chair, lamp = products
    order = shop.order(customer, [(chair, 1), (lamp, 3)])
    return order, shop.invoice(order)


def lines_of(document):
    return [(line.item, line.quantity, line.amount) for line in document.lines]


def _kept(line):
    return f"<{line.kind}Mod><TxnLineID>{line.id}</TxnLineID></{line.kind}Mod>"


def test_invoice_whose_first_line_was_deleted_is_put_right_on_the_right_items(desktop, sale):
    order, invoice = sale
    desktop.sync()
    (booked,) = desktop.books.invoices()
    desktop.books.edit(booked, _kept(booked.lines[1]))
    desktop.press_sync(invoice, "account.move")
    desktop.sync()
    (mended,) = desktop.books.invoices()
    assert lines_of(mended) == lines_of(booked)
    assert mended.lines[1].id == booked.lines[1].id
    assert desktop.problems() == {}
    (sales_order,) = desktop.books.sales_orders()
    assert sales_order.closed or sales_order.complete
    assert desktop.is_quiet()


def test_invoice_that_got_another_line_first_says_what_odoo_says_after_an_edit(
    desktop, shop, odoo, sale
):
    _order, invoice = sale
    desktop.sync()
    (booked,) = desktop.books.invoices()
    other = desktop.books.enter_item("Goodwill")
    new = (
        f"<InvoiceLineMod><TxnLineID>-1</TxnLineID><ItemRef><ListID>{other}</ListID></ItemRef>"
        "<Amount>9.00</Amount></InvoiceLineMod>"
    )
    desktop.books.edit(booked, new + "".join(map(_kept, booked.lines)))
    desktop.run()
    odoo.call("account.move", "button_draft", [invoice])
    odoo.write("account.move", invoice, narration="Thank you")
    (line, *_others) = odoo.search(
        "account.move.line", [("move_id", "=", invoice), ("display_type", "=", "product")]
    )
    odoo.write("account.move", invoice, invoice_line_ids=[(1, line, {"price_unit": 45})])
    shop.post(invoice)
    desktop.sync()
    (mended,) = desktop.books.invoices()
    assert sorted(each[1:] for each in lines_of(mended)) == sorted(
        (each.quantity, Decimal(45) if each.quantity == 1 else each.amount) for each in booked.lines
    )
    assert [each.item for each in mended.lines] == [each.item for each in booked.lines]
    assert [each.id for each in mended.lines] == [each.id for each in booked.lines]
    assert desktop.books.sales_orders()[0].complete
    assert desktop.problems() == {}
    assert desktop.is_quiet()


def _assert_booked_whole(desktop, order):
    assert desktop.problems() == {}
    (booked,) = desktop.books.invoices()
    assert booked.total == desktop.amount(order)
    (sales_order,) = desktop.books.sales_orders()
    assert sales_order.closed or sales_order.complete
    assert desktop.is_quiet()


def test_order_closed_by_hand_is_invoiced_whole_and_once(desktop, shop, customer, products):
    order = shop.order(customer, [(product, 2) for product in products])
    desktop.sync()
    desktop.books.edit(desktop.books.sales_orders()[0], "<IsManuallyClosed>true</IsManuallyClosed>")
    shop.pay(shop.invoice(order))
    desktop.sync()
    _assert_booked_whole(desktop, order)
    assert desktop.books.invoices()[0].open == 0


def test_order_closed_by_hand_is_invoiced_whole_where_other_lines_are_on_the_invoice(
    desktop, shop, odoo, customer, products
):
    order = shop.order(customer, [(product, 2) for product in products])
    desktop.sync()
    desktop.books.edit(desktop.books.sales_orders()[0], "<IsManuallyClosed>true</IsManuallyClosed>")
    invoice = shop.invoice(order, post=False)
    freight = {"name": "Freight", "quantity": 1, "price_unit": 9, "tax_ids": [(5,)]}
    odoo.write("account.move", invoice, invoice_line_ids=[(0, 0, freight)])
    shop.post(invoice)
    desktop.sync()
    assert desktop.problems() == {}
    (booked,) = desktop.books.invoices()
    assert booked.total == desktop.amount(order) + 9
    assert [line.amount for line in booked.lines] == [Decimal(100), Decimal("59.94"), Decimal(9)]
    assert desktop.is_quiet()


def test_order_invoiced_in_part_by_hand_is_invoiced_whole_and_closed(
    desktop, shop, customer, products
):
    order = shop.order(customer, [(product, 2) for product in products])
    desktop.sync()
    (sales_order,) = desktop.books.sales_orders()
    line = sales_order.lines[0]
    link = f"<LinkToTxn><TxnID>{sales_order.id}</TxnID><TxnLineID>{line.id}</TxnLineID></LinkToTxn>"
    buyer = sales_order.text("CustomerRef/ListID")
    typed = desktop.books.enter(
        "Invoice",
        f"<CustomerRef><ListID>{buyer}</ListID></CustomerRef>"
        f"<InvoiceLineAdd><Quantity>1</Quantity>{link}</InvoiceLineAdd>",
    )
    shop.invoice(order)
    desktop.sync()
    assert desktop.problems() == {}
    (booked,) = [each for each in desktop.books.invoices() if each.id != typed]
    assert booked.total == desktop.amount(order)
    assert desktop.books.sales_orders()[0].closed
    assert desktop.is_quiet()
