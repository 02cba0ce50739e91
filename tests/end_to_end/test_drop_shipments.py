"""Drop shipments: the vendor's purchase order and bill arrive in QuickBooks with the sale.

The real purchase order to the real vendor at the real price, shipped to the customer; read back by
python-quickbooks.
"""

from decimal import Decimal

import pytest
from purchases import BOOKED_IN_QUICKBOOKS

from development import postgres


def test_the_purchase_order_goes_to_the_vendor_at_the_agreed_price_and_ships_to_the_customer(
    dropshipping, purchases, buyer, shop, customer, anchor, sync_is_quiet
):
    order = shop.order(customer, [(anchor, 3)])
    (purchase,) = buyer.purchases(order)
    dropshipping.sync()
    assert purchases.orders == [], "a request for quotation is no order yet"
    buyer.change_lines(purchase, price_unit=71.25)
    buyer.confirm(purchase)
    dropshipping.sync()
    assert dropshipping.problems() == {}
    (mirrored,) = purchases.orders
    assert mirrored.DocNumber == dropshipping.number(purchase, "purchase.order")
    assert mirrored.VendorRef.name == "Foundry & Sons"
    assert mirrored.ShipAddr.Line1 == "Blue Harbor Supplies"
    assert mirrored.ShipAddr.City == "San Francisco"
    assert dropshipping.number(order) in mirrored.PrivateNote
    assert Decimal(mirrored.TotalAmt) == Decimal("213.75")
    assert mirrored.POStatus == "Open"
    (line,) = mirrored.Line
    detail = line.ItemBasedExpenseLineDetail
    assert (detail.Qty, Decimal(str(detail.UnitPrice))) == (3, Decimal("71.25"))
    assert detail.CustomerRef.name == "Blue Harbor Supplies"
    item = purchases.item(detail.ItemRef.value)
    assert item.Type == "NonInventory"
    assert item.IncomeAccountRef.value and item.ExpenseAccountRef.value
    sync_is_quiet()


def test_the_bill_closes_its_purchase_order(dropshipping, purchases, buyer, sale, sync_is_quiet):
    _order, purchase = sale
    dropshipping.sync()
    bill = buyer.bill(purchase, "F-1001")
    dropshipping.sync()
    assert dropshipping.problems() == {}
    (mirrored,) = purchases.bills
    assert mirrored.DocNumber == "F-1001"
    assert Decimal(mirrored.TotalAmt) == dropshipping.amount(bill, model="account.move")
    assert [each.POStatus for each in purchases.orders] == ["Closed"]
    assert purchases.linked_orders(mirrored) == [purchases.orders[0].Id]
    sync_is_quiet()


@pytest.mark.parametrize("entity", ["PurchaseOrder", "Bill", "VendorCredit"])
def test_a_purchase_whose_answer_was_lost_hours_ago_is_found_again(
    dropshipping, purchases, buyer, sandbox, odoo_database, sale, entity
):
    _order, purchase = sale
    buyer.credit(buyer.bill(purchase, "F-1001"))
    lost = {"path": "batch", "entity": entity, "operation": "create"}
    sandbox.add_fault(kind="reset_after", times=1, match=lost)
    dropshipping.sync()
    postgres.query("UPDATE connex_exchange SET sent_at = sent_at - interval '5h'", odoo_database)
    dropshipping.sync_now()
    dropshipping.sync_now()
    assert (len(purchases.orders), len(purchases.bills), len(purchases.credits)) == (1, 1, 1)
    assert dropshipping.problems() == {}


def test_the_whole_sale_at_once_ends_with_everything_closed(
    dropshipping, purchases, ledger, buyer, shop, sale, sync_is_quiet
):
    order, purchase = sale
    buyer.ship(purchase)
    buyer.bill(purchase, "F-1002")
    shop.pay(shop.invoice(order))
    dropshipping.sync()
    assert dropshipping.problems() == {}
    assert ledger.count() == {"Estimate": 1, "Invoice": 1, "Payment": 1}
    assert [invoice.Balance for invoice in ledger.invoices] == [0]
    assert [each.POStatus for each in purchases.orders] == ["Closed"]
    assert len(purchases.bills) == 1
    sync_is_quiet()
    chain = dropshipping.odoo.read("sale.order", order, BOOKED_IN_QUICKBOOKS)
    assert chain["connex_revenue"] == chain["connex_qb_revenue"] == 360.00
    assert chain["connex_cost"] == chain["connex_qb_cost"] == 217.50
    assert chain["connex_margin"] == chain["connex_qb_margin"] == 142.50


def test_two_vendors_get_a_purchase_order_each(
    dropshipping, purchases, buyer, shop, customer, anchor
):
    other = buyer.vendor("Rope Works")
    rope = buyer.dropshipped("Mooring Rope", 40.00, other, 18.20)
    order = shop.order(customer, [(anchor, 1), (rope, 2)])
    for purchase in buyer.purchases(order):
        buyer.confirm(purchase)
    dropshipping.sync()
    assert dropshipping.problems() == {}
    totals = {each.VendorRef.name: Decimal(each.TotalAmt) for each in purchases.orders}
    assert totals == {"Foundry & Sons": Decimal("72.50"), "Rope Works": Decimal("36.40")}


def test_a_bill_for_a_part_leaves_the_purchase_order_open(
    dropshipping, purchases, buyer, sale, sync_is_quiet
):
    _order, purchase = sale
    first = buyer.bill(purchase, "F-1003", quantity=1)
    dropshipping.sync()
    dropshipping.sync()
    assert [each.POStatus for each in purchases.orders] == ["Open"]
    second = buyer.bill(purchase, "F-1004")
    dropshipping.sync()
    dropshipping.sync()
    assert dropshipping.problems() == {}
    assert [each.POStatus for each in purchases.orders] == ["Closed"]
    billed = sum(Decimal(each.TotalAmt) for each in purchases.bills)
    odoo = [dropshipping.amount(each, model="account.move") for each in (first, second)]
    assert billed == sum(odoo) == Decimal("217.50")
    sync_is_quiet()


def test_the_bill_books_its_own_price_and_not_the_orders(dropshipping, purchases, buyer, sale):
    _order, purchase = sale
    buyer.bill(purchase, "F-1005", price_unit=75.10)
    dropshipping.sync()
    assert dropshipping.problems() == {}
    assert Decimal(purchases.orders[0].TotalAmt) == Decimal("217.50")
    assert Decimal(purchases.bills[0].TotalAmt) == Decimal("225.30")


def test_changed_quantity_and_price_reach_the_purchase_order(
    dropshipping, purchases, buyer, sale, sync_is_quiet
):
    _order, purchase = sale
    dropshipping.sync()
    (before,) = purchases.orders
    buyer.change_lines(purchase, product_qty=5, price_unit=70.00)
    dropshipping.sync()
    (after,) = purchases.orders
    assert after.Id == before.Id
    assert Decimal(after.TotalAmt) == Decimal("350.00")
    assert [line.Id for line in after.Line] == [line.Id for line in before.Line]
    sync_is_quiet()


def test_a_cancelled_purchase_order_disappears(dropshipping, purchases, buyer, sale):
    _order, purchase = sale
    dropshipping.sync()
    buyer.cancel(purchase)
    dropshipping.sync()
    assert purchases.orders == []
    assert dropshipping.problems() == {}


def test_a_vendor_credit_note_arrives_as_vendor_credit(dropshipping, purchases, buyer, sale):
    _order, purchase = sale
    bill = buyer.bill(purchase, "F-1006")
    dropshipping.sync()
    credit = buyer.credit(bill)
    dropshipping.sync()
    assert dropshipping.problems() == {}
    (mirrored,) = purchases.credits
    assert Decimal(mirrored.TotalAmt) == dropshipping.amount(credit, model="account.move")


def test_a_vendor_with_a_customers_name_gets_a_name_of_its_own(
    dropshipping, purchases, ledger, buyer, shop
):
    both = shop.customer("Harbor Trading")
    product = buyer.dropshipped("Buoy", 55.00, both, 31.00)
    order = shop.order(both, [(product, 1)])
    (purchase,) = buyer.purchases(order)
    buyer.confirm(purchase)
    dropshipping.sync()
    assert dropshipping.problems() == {}
    assert ledger.customer("Harbor Trading")
    assert [each.VendorRef.name for each in purchases.orders] == ["Harbor Trading (Vendor)"]


def test_a_second_bill_closes_the_purchase_order_when_it_is_posted_and_not_before(
    dropshipping, purchases, buyer, shop, sale, sync_is_quiet
):
    _order, purchase = sale
    buyer.bill(purchase, "F-1", quantity=1)
    dropshipping.sync()
    dropshipping.sync()
    rest = buyer.bill(purchase, "F-2", post=False)
    dropshipping.sync()
    dropshipping.sync()
    assert [each.POStatus for each in purchases.orders] == ["Open"]
    shop.post(rest)
    dropshipping.sync()
    dropshipping.sync()
    assert dropshipping.problems() == {}
    assert [each.POStatus for each in purchases.orders] == ["Closed"]
    sync_is_quiet()
