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
