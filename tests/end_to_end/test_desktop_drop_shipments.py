"""Drop shipments in QuickBooks Desktop: purchase orders that ship to the customer, and vendor bills."""

from decimal import Decimal

import pytest
from desktop import DesktopBookkeeper

from development.remote.buyer import Buyer


@pytest.fixture
def buyer(shop):
    """Whoever buys from vendors in Odoo."""
    return Buyer(shop)


@pytest.fixture
def dropshipping(desktop):
    """The mode with purchase orders, for drop-shipped lines."""
    desktop.choose("orders_invoices_purchases")
    return desktop


@pytest.fixture
def several(odoo, sandbox):
    """That mode, with a company file that keeps several currencies."""
    bookkeeper = DesktopBookkeeper(odoo, sandbox, multicurrency=True, exchange_rates={"EUR": "2"})
    bookkeeper.choose("orders_invoices_purchases")
    return bookkeeper


@pytest.fixture
def sale(shop, buyer, customer):
    """(sales order, purchase order): three anchors, ordered from the vendor."""
    anchor = buyer.dropshipped("Iron Anchor", 120.00, buyer.vendor("Foundry & Sons"), 72.50)
    order = shop.order(customer, [(anchor, 3)])
    (purchase,) = buyer.purchases(order)
    buyer.confirm(purchase)
    return order, purchase


def test_purchase_order_goes_to_the_vendor_and_ships_to_the_customer(dropshipping, sale):
    order, purchase = sale
    dropshipping.sync()
    assert dropshipping.problems() == {}
    (mirrored,) = dropshipping.books.purchase_orders()
    assert mirrored.number == dropshipping.number(purchase, "purchase.order")
    assert mirrored.name == "Foundry & Sons"
    assert mirrored.text("ShipToEntityRef/FullName") == "Blue Harbor Supplies"
    assert dropshipping.number(order) in mirrored.memo
    assert mirrored.total == Decimal("217.50")
    assert not (mirrored.complete or mirrored.closed)
    assert dropshipping.is_quiet()


def test_bill_closes_its_purchase_order_and_the_sale_ends_as_any_other(
    dropshipping, shop, buyer, sale
):
    order, purchase = sale
    dropshipping.sync()
    buyer.ship(purchase)
    buyer.bill(purchase, "F-1002")
    shop.pay(shop.invoice(order))
    dropshipping.sync()
    assert dropshipping.problems() == {}
    (bill,) = dropshipping.books.bills()
    assert (bill.number, bill.total) == ("F-1002", Decimal("217.50"))
    (mirrored,) = dropshipping.books.purchase_orders()
    assert mirrored.complete and not mirrored.closed
    assert dropshipping.books.sales_orders()[0].complete
    assert [invoice.open for invoice in dropshipping.books.invoices()] == [0]
    assert dropshipping.is_quiet()


def test_whole_sale_at_once_ends_with_everything_closed(dropshipping, shop, buyer, sale):
    order, purchase = sale
    buyer.ship(purchase)
    buyer.bill(purchase, "F-1003")
    shop.pay(shop.invoice(order))
    dropshipping.sync()
    assert dropshipping.problems() == {}
    assert dropshipping.books.purchase_orders()[0].complete
    assert dropshipping.books.sales_orders()[0].complete
    assert dropshipping.is_quiet()


def test_product_that_was_only_sold_so_far_is_not_booked_as_a_cost_on_its_sales(
    desktop, shop, buyer, customer
):
    anchor = buyer.dropshipped("Iron Anchor", 120.00, buyer.vendor("Foundry & Sons"), 72.50)
    order = shop.order(customer, [(anchor, 3)])
    desktop.sync()
    assert desktop.problems() == {}
    desktop.choose("orders_invoices_purchases")
    (purchase,) = buyer.purchases(order)
    buyer.confirm(purchase)
    buyer.ship(purchase)
    buyer.bill(purchase, "F-1004")
    desktop.sync()
    number = desktop.number(purchase, "purchase.order")
    assert desktop.problems() == {f"purchase_order {number}": "item_not_bought"}
    assert desktop.books.purchase_orders() == desktop.books.bills() == []


def test_vendor_that_quickbooks_keeps_in_another_currency_is_somebody_else(several, shop, buyer):
    euro = "<CurrencyRef><FullName>Euro</FullName></CurrencyRef>"
    several.books.enter("Vendor", f"<Name>Werft Hamburg</Name>{euro}")
    anchor = buyer.dropshipped("Iron Anchor", 120.00, buyer.vendor("Werft Hamburg"), 72.50)
    order = shop.order(shop.customer("Blue Harbor Supplies"), [(anchor, 3)])
    (purchase,) = buyer.purchases(order)
    buyer.confirm(purchase)
    buyer.ship(purchase)
    buyer.bill(purchase, "F-1005")
    several.sync()
    assert several.problems() == {}
    (bill,) = several.books.bills()
    assert (bill.name, bill.total) == ("Werft Hamburg (USD)", Decimal("217.50"))
    assert bill.text("CurrencyRef/FullName") == "US Dollar"


def test_purchase_orders_arrive_once_they_are_switched_on_in_quickbooks(dropshipping, buyer, sale):
    dropshipping.books.preferences(purchase_orders=False)
    _order, purchase = sale
    buyer.ship(purchase)
    buyer.bill(purchase, "F-1006")
    dropshipping.sync()
    number = dropshipping.number(purchase, "purchase.order")
    assert dropshipping.problems() == {f"purchase_order {number}": "purchase_orders_switched_off"}
    assert [bill.number for bill in dropshipping.books.bills()] == ["F-1006"]
    dropshipping.books.preferences(purchase_orders=True)
    dropshipping.refresh_lists()
    dropshipping.sync()
    assert dropshipping.problems() == {}
    assert [order.number for order in dropshipping.books.purchase_orders()] == [number]


def _assert_billed_and_closed(dropshipping, *totals):
    assert dropshipping.problems() == {}
    assert sorted(bill.total for bill in dropshipping.books.bills()) == sorted(totals)
    (mirrored,) = dropshipping.books.purchase_orders()
    assert mirrored.complete or mirrored.closed
    assert dropshipping.is_quiet()


def test_corrected_bill_after_a_credit_note_is_booked_and_the_order_is_closed(
    dropshipping, buyer, sale
):
    _order, purchase = sale
    buyer.ship(purchase)
    first = buyer.bill(purchase, "F-1004")
    dropshipping.sync()
    buyer.credit(first)
    buyer.bill(purchase, "F-1004-2", price_unit=70)
    dropshipping.sync()
    _assert_billed_and_closed(dropshipping, Decimal("217.50"), Decimal(210))
    assert [credit.total for credit in dropshipping.books.vendor_credits()] == [Decimal("217.50")]


def test_vendor_who_bills_more_than_ordered_is_owed_all_of_it_and_the_order_is_closed(
    dropshipping, buyer, sale
):
    _order, purchase = sale
    dropshipping.sync()
    buyer.ship(purchase)
    buyer.bill(purchase, "F-1005", quantity=4)
    dropshipping.sync()
    _assert_billed_and_closed(dropshipping, Decimal(290))


def test_each_partial_bill_is_linked_and_the_last_one_closes_the_order(dropshipping, buyer, sale):
    _order, purchase = sale
    buyer.ship(purchase)
    buyer.bill(purchase, "F-1006", quantity=1)
    dropshipping.sync()
    (mirrored,) = dropshipping.books.purchase_orders()
    assert not (mirrored.complete or mirrored.closed)
    buyer.bill(purchase, "F-1007")
    dropshipping.sync()
    _assert_billed_and_closed(dropshipping, Decimal("72.50"), Decimal(145))
    assert dropshipping.books.purchase_orders()[0].complete
