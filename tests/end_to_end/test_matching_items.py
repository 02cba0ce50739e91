"""Which item of QuickBooks a product is sold under: found by SKU or name, or created where it belongs."""

import pytest
from ledger import product_lines
from quickbooks.objects.account import Account
from quickbooks.objects.base import Ref
from quickbooks.objects.item import Item


@pytest.fixture
def enter_item(ledger):
    """A function that enters an item in QuickBooks by hand and returns its id."""

    def enter(name, sku="", kind="NonInventory", parent=""):
        item = Item()
        item.Name, item.Type, item.Sku = name, kind, sku
        if kind != "Category":
            item.IncomeAccountRef = Ref()
            item.IncomeAccountRef.value = Account.filter(AccountType="Income", qb=ledger.client)[
                0
            ].Id
        if parent:
            item.SubItem, item.ParentRef = True, Ref()
            item.ParentRef.value = parent
        return item.save(qb=ledger.client).Id

    return enter


def items_on(ledger, bookkeeper, order):
    lines = product_lines(ledger.sales_order(bookkeeper.number(order)))
    return [line.SalesItemLineDetail.ItemRef.value for line in lines]


@pytest.mark.parametrize(("way", "expected"), [("sku_name", 0), ("sku", 0), ("name", 1)])
def test_the_way_decides_between_sku_and_name(
    bookkeeper, ledger, shop, customer, enter_item, way, expected
):
    bookkeeper.choose(item_match=way)
    known = [enter_item("Ash Chair", "CHAIR-1"), enter_item("Chair", "OTHER")]
    product = shop.product("Chair", 20.00, default_code="CHAIR-1")
    order = shop.order(customer, [(product, 1)])
    bookkeeper.sync()
    assert bookkeeper.problems() == {}
    assert items_on(ledger, bookkeeper, order) == [known[expected]]


def test_sku_that_two_items_have_holds_the_product_until_one_has_it(
    bookkeeper, ledger, shop, customer, enter_item
):
    enter_item("Ash Chair", "CHAIR-1")
    second = enter_item("Oak Chair", "CHAIR-1")
    order = shop.order(customer, [(shop.product("Chair", 20.00, default_code="CHAIR-1"), 1)])
    bookkeeper.sync()
    assert ledger.count() == {}
    assert bookkeeper.problems() == {"item Chair": "item_ambiguous"}
    (held,) = bookkeeper.mirrors([("document", "=", "item")])
    assert "Ash Chair (CHAIR-1), Oak Chair (CHAIR-1)" in held["problem_message"]

    item = Item.get(second, qb=ledger.client)
    item.Sku = "CHAIR-2"
    item.save(qb=ledger.client)
    bookkeeper.sync_now()
    assert bookkeeper.problems() == {}
    assert items_on(ledger, bookkeeper, order) != [second]


def test_new_items_go_under_the_chosen_category_with_the_chosen_type(
    bookkeeper, ledger, odoo, shop, customer, enter_item, sync_is_quiet
):
    category = enter_item("Web Shop", kind="Category")
    enter_item("Chair", kind="Category")
    odoo.call("connex.connection", "action_refresh_lists", [bookkeeper.connection])
    bookkeeper.choose(
        item_parent_id=bookkeeper.reference("category", "Web Shop"), item_type="service"
    )
    product = shop.product("Lamp", 20.00, default_code="LAMP")
    order = shop.order(customer, [(product, 1)])
    bookkeeper.sync()
    assert bookkeeper.problems() == {}
    lamp = ledger.item("LAMP")
    assert (lamp.FullyQualifiedName, lamp.Type) == ("Web Shop:Lamp", "Service")
    assert lamp.ParentRef.value == category
    assert items_on(ledger, bookkeeper, order) == [lamp.Id]

    odoo.write("product.product", product, name="Desk Lamp")
    bookkeeper.sync()
    assert ledger.item("LAMP").FullyQualifiedName == "Web Shop:Desk Lamp"
    sync_is_quiet()


def test_held_product_goes_on_once_somebody_enters_it_in_quickbooks(
    bookkeeper, ledger, shop, customer, enter_item
):
    bookkeeper.choose(item_policy="hold")
    order = shop.order(customer, [(shop.product("Chair", 20.00, default_code="CHAIR-1"), 1)])
    bookkeeper.sync()
    assert bookkeeper.problems() == {"item Chair": "item_missing"}
    known = enter_item("Something else", "chair-1")
    bookkeeper.sync_now()
    assert bookkeeper.problems() == {}
    assert items_on(ledger, bookkeeper, order) == [known]
