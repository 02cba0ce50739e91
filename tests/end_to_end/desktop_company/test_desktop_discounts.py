"""Discounts in QuickBooks Desktop: lines whose item is a discount there have no quantity, and an order with
such lines is invoiced and closes as any other.
"""

from decimal import Decimal

import pytest


@pytest.fixture(scope="module")
def discount_item(desktop):
    """A discount item called `Discount`, as most company files have one; Odoo's product of that name is
    matched with it."""
    sales = desktop.books.element("Account", "Sales").id
    return desktop.enter_named(
        ItemDiscount=f"<Name>Discount</Name><AccountRef><ListID>{sales}</ListID></AccountRef>"
    )["ItemDiscount"]


@pytest.fixture
def discounted(odoo, shop, customer):
    """A function: an order of these lines with Odoo's discount of ten percent on the whole order."""

    def ordered(*lines):
        order = shop.quotation(customer, list(lines))
        wizard = odoo.create(
            "sale.order.discount",
            sale_order_id=order,
            discount_type="so_discount",
            discount_percentage=0.1,
        )
        odoo.call("sale.order.discount", "action_apply_discount", [wizard])
        odoo.call("sale.order", "action_confirm", [order])
        return order

    return ordered


def assert_billed(desktop, customer, order, *invoices, by_links=True):
    """The order is invoiced, and closed by the invoices' links to it or by saying so."""
    assert desktop.problems() == {}
    forms = desktop.forms(customer)
    (sales_order,) = forms["SalesOrder"]
    assert sales_order.total == desktop.amount(order)
    assert (sales_order.complete, sales_order.closed) == (by_links, not by_links)
    totals = {each.id: each.total for each in forms["Invoice"]}
    for invoice in invoices:
        qb_id = desktop.mirror("invoice", invoice)["qb_id"]
        assert totals.pop(qb_id) == desktop.amount(invoice, model="account.move")
    assert not totals
    assert desktop.is_quiet()


def test_order_with_odoos_global_discount_is_invoiced_and_closes(
    desktop, discount_item, discounted, shop, customer, lamp
):
    order = discounted((lamp, 3))
    desktop.sync()
    (sales_order,) = desktop.forms(customer)["SalesOrder"]
    assert [line.item for line in sales_order.lines] == ["Cabin Lamp", "Discount"]
    invoice = shop.invoice(order)
    shop.pay(invoice)
    desktop.sync()
    assert_billed(desktop, customer, order, invoice)
    (billed,) = desktop.forms(customer)["Invoice"]
    assert (billed.total, billed.open) == (Decimal("80.92"), 0)


def test_order_with_a_discount_is_invoiced_in_two_deliveries(
    desktop, discount_item, discounted, shop, customer
):
    rope = shop.product("Tow Rope", 12.5, stock=100, invoice_policy="delivery")
    order = discounted((rope, 4))
    shop.deliver(order, 1)
    first = shop.invoice(order)
    desktop.sync()
    assert not desktop.forms(customer)["SalesOrder"][0].complete
    shop.deliver(order)
    second = shop.invoice(order)
    desktop.sync()
    assert_billed(desktop, customer, order, first, second)


def test_discount_of_several_is_invoiced_in_parts(desktop, discount_item, shop, customer):
    rope = shop.product("Tow Rope", 12.5, stock=100, invoice_policy="delivery")
    rebate = shop.product("Discount", 0, invoice_policy="delivery", default_code=False)
    order = shop.order(customer, [(rope, 2), (rebate, 2, -5)])
    invoices = []
    for _delivery in range(2):
        shop.deliver(order, 1)
        invoices.append(shop.invoice(order))
        desktop.sync()
    # A link would take both of the discounts.
    assert_billed(desktop, customer, order, *invoices, by_links=False)


def test_discount_that_a_rule_maps_to_a_discount_item_is_invoiced_and_closes(
    desktop, discounted, shop, customer, lamp
):
    sales = desktop.books.element("Account", "Sales").id
    desktop.enter_named(
        ItemDiscount=f"<Name>Web Discount</Name><AccountRef><ListID>{sales}</ListID></AccountRef>"
    )
    desktop.add_rule(
        "map_discount_item",
        "order_number",
        "is_set",
        ("", "Web Discount"),
        domain=f"[('partner_id', '=', {customer})]",
    )
    order = discounted((lamp, 2))
    desktop.sync()
    invoice = shop.invoice(order)
    desktop.sync()
    assert_billed(desktop, customer, order, invoice)
    (sales_order,) = desktop.forms(customer)["SalesOrder"]
    assert [line.item for line in sales_order.lines] == ["Cabin Lamp", "Web Discount"]


def test_discount_item_that_was_entered_after_the_lists_were_read_is_known_as_one(
    desktop, shop, customer, lamp
):
    desktop.run()
    sales = desktop.books.element("Account", "Sales").id
    content = f"<Name>Late Rebate</Name><AccountRef><ListID>{sales}</ListID></AccountRef>"
    desktop.books.enter("ItemDiscount", content)
    rebate = shop.product("Late Rebate", 0, default_code=False)
    order = shop.order(customer, [(lamp, 1), (rebate, 1, -5)])
    invoice = shop.invoice(order)
    desktop.sync()
    assert_billed(desktop, customer, order, invoice)
