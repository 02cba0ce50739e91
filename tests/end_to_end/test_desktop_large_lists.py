"""A company file with more items than are copied: taxes and discounts are known all the same, and nothing
that was known before is forgotten.
"""

from decimal import Decimal

import pytest

from development.remote import desktop_taxes

#: More than the 2,000 that are read.
ITEMS, AT_ONCE = 2100, 300


@pytest.fixture
def many_items(desktop):
    """A function that enters so many items by hand."""

    def enter():
        for begin in range(0, ITEMS, AT_ONCE):
            numbers = range(begin, begin + AT_ONCE)
            desktop.books.enter_items([f"Spare part {number:05}" for number in numbers])

    return enter


def test_taxed_sales_arrive_and_items_that_were_known_stay_known(
    desktop, odoo, shop, customer, many_items
):
    desktop.books.enter_item("Handling", "ItemOtherCharge")
    desktop.run()
    desktop.choose(default_item_id=desktop.reference("item", "Handling"))
    many_items()
    group = desktop_taxes.enter_group(desktop.books, "City and State", State="6.25", City="1.25")
    odoo.call("connex.connection", "action_refresh_lists", [desktop.connection])
    taxes = [shop.tax("State", 6.25), shop.tax("City", 1.25)]
    sticker = shop.product("Sticker", 0.4, taxes_id=[(6, 0, taxes)])
    order = shop.order(customer, [(sticker, 1)])
    invoice = shop.invoice(order)
    desktop.sync()
    assert desktop.problems() == {}
    booked = desktop.quickbooks_document("Invoice", "invoice", invoice)
    assert booked.text("ItemSalesTaxRef/ListID") == group
    assert booked.total == desktop.amount(order) == Decimal("0.44")
    assert desktop.reference("item", "Handling")
    assert desktop.reference("tax_code", "City and State")
    assert desktop.is_quiet()
