"""Purchases that do not go to QuickBooks, or wait: why, and what has them go."""

from decimal import Decimal


def test_without_the_option_no_purchase_is_created(bookkeeper, purchases, buyer, sale):
    _order, purchase = sale
    buyer.bill(purchase, "F-1007")
    bookkeeper.sync()
    assert (purchases.orders, purchases.bills) == ([], [])


def test_a_plan_without_purchase_orders_is_one_problem_and_bills_still_go(
    dropshipping, purchases, ledger, buyer, shop, sale, company, customer, anchor, sync_is_quiet
):
    company.preferences(PurchaseOrders=False)
    order, purchase = sale
    other = shop.order(customer, [(anchor, 1)])
    (second,) = buyer.purchases(other)
    buyer.confirm(second)
    buyer.bill(purchase, "F-1008")
    shop.pay(shop.invoice(order))
    dropshipping.sync()
    dropshipping.sync()
    assert list(dropshipping.problems().values()) == ["purchase_orders_off"]
    assert purchases.orders == []
    assert [each.DocNumber for each in purchases.bills] == ["F-1008"]
    assert [invoice.Balance for invoice in ledger.invoices] == [0]
    sync_is_quiet()

    company.preferences(PurchaseOrders=True)
    (refused,) = dropshipping.mirrors([("problem_code", "=", "purchase_orders_off")])
    dropshipping.odoo.call("connex.mirror", "action_retry", [refused["id"]])
    dropshipping.sync()
    dropshipping.sync()
    assert dropshipping.problems() == {}
    assert len(purchases.orders) == 2


def test_an_inventory_item_is_held_back_unless_inventory_books_the_cost(
    dropshipping, purchases, buyer, sale, ledger
):
    purchases.enter_inventory_item("Iron Anchor", "IRON-ANCHOR")
    dropshipping.odoo.call("connex.connection", "action_refresh_lists", [dropshipping.connection])
    dropshipping.sync()
    assert "inventory_item_bought" in dropshipping.problems().values()
    dropshipping.choose(cost_policy="inventory")
    dropshipping.sync()
    assert dropshipping.problems() == {}
    assert len(purchases.orders) == 1


def test_a_bill_with_other_purchases_is_held_back(dropshipping, purchases, buyer, sale, shop):
    _order, purchase = sale
    bill = buyer.bill(purchase, "F-1009", post=False)
    stapler = shop.product("Stapler", 9.00)
    line = (0, 0, {"product_id": stapler, "quantity": 1, "price_unit": 9.0, "tax_ids": [(5, 0, 0)]})
    dropshipping.odoo.write("account.move", bill, invoice_line_ids=[line])
    shop.post(bill)
    dropshipping.sync()
    assert purchases.bills == []
    (problem,) = [each for each in dropshipping.mirrors() if each["problem_code"]]
    assert problem["problem_code"] == "bill_partly_for_sales"
    assert "F-1009" in problem["problem_message"] and "Stapler" in problem["problem_message"]


def test_goods_bought_for_a_sale_through_the_warehouse_go_where_everything_is_mirrored(
    dropshipping, purchases, buyer, shop, customer, vendor, sync_is_quiet
):
    crane = buyer.made_to_order("Deck Crane", 900.00, vendor, 610.00)
    order = shop.order(customer, [(crane, 1)])
    (purchase,) = buyer.purchases_through_stock(order)
    buyer.confirm(purchase)
    dropshipping.sync()
    assert purchases.orders == []
    dropshipping.choose(purchases="sale")
    buyer.bill(purchase, "F-1010")
    dropshipping.sync()
    assert dropshipping.problems() == {}
    assert [Decimal(each.TotalAmt) for each in purchases.orders] == [Decimal("610.00")]
    assert [each.DocNumber for each in purchases.bills] == ["F-1010"]
    sync_is_quiet()
