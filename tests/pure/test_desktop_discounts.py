"""Lines whose item is a discount in QuickBooks Desktop, as its stand-in carries our requests out: they have
no quantity, and what bills them closes the order all the same.
"""

from dataclasses import replace
from decimal import Decimal

from desktop_samples import Books, billing, form, line, order
from online_samples import ITEM, ORDER

from connex_bridge.bridge import documents as docs

INVOICE = form("invoice").key
DISCOUNT = docs.Key("item", "product.product", 77)


def closed(books):
    return books.told(ORDER)["IsFullyInvoiced"] == "true"


def rebate(amount="-10.00", quantity="1", **more):
    """A line whose item is a discount in QuickBooks."""
    price = str(Decimal(amount) / Decimal(quantity))
    return line(amount, quantity, price, item=DISCOUNT, description="Rebate", **more)


def test_an_order_with_a_discount_item_is_invoiced_and_closes():
    books = Books()
    books.enter_discount(DISCOUNT)
    books.save(order(line(), rebate()))
    books.save(form("invoice", billing(1), rebate(order=ORDER, order_line=2)))
    told = books.told(INVOICE)
    assert (told["Subtotal"], told["SalesTaxTotal"]) == ("90.00", "5.40")
    assert closed(books)
    books.save(form("invoice", billing(1), rebate("-12.00", order=ORDER, order_line=2)))
    assert books.told(INVOICE)["Subtotal"] == "88.00"
    assert closed(books)


def test_a_discount_that_is_invoiced_in_parts_comes_to_its_amount_on_each_invoice():
    books = Books()
    books.enter_discount(DISCOUNT)
    books.save(order(line(), rebate("-10.00", "2")))
    for record, half in enumerate(("-4.00", "-6.00"), start=11):
        part = rebate(half, order=ORDER, order_line=2)
        invoice = form("invoice", billing(1, amount="50.00", quantity="1"), part, record=record)
        books.save(invoice)
        assert Decimal(books.told(invoice.key)["Subtotal"]) == 50 + Decimal(half)


def test_an_order_with_a_discount_that_a_rule_names_is_invoiced_and_closes():
    books = Books()
    discount = books.enter_discount(DISCOUNT, "Web Discount")
    names = books.company.names | {("item", "web discount"): discount}
    books.company = replace(books.company, names=names)
    named = rebate(item_name="Web Discount")
    books.save(order(line(), replace(named, item=ITEM)))
    linked = replace(named, item=ITEM, order=ORDER, order_line=2)
    books.save(form("invoice", billing(1), linked))
    assert books.told(INVOICE)["Subtotal"] == "90.00"
    assert closed(books)
