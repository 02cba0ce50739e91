"""“Choose in QuickBooks…”: what a person picks is used, and what waited for it goes on by itself."""

import pytest

from development.remote.odoo import OdooError


def test_ambiguous_customer_goes_on_by_itself_once_chosen(
    bookkeeper, ledger, shop, chart, chooser, enter_customer, sync_is_quiet
):
    enter_customer("North Branch", "office@group.example")
    south = enter_customer("South Branch", "office@group.example")
    partner = shop.customer("The Group", email="office@group.example")
    orders = [shop.order(partner, [(chart, number)]) for number in (1, 2)]
    bookkeeper.sync()
    assert ledger.count() == {}

    # From the order's own document, which waits for the customer.
    held = bookkeeper.mirror("sales_order", orders[0])["id"]
    assert chooser.found("connex.mirror", held) == []
    found = chooser.found("connex.mirror", held, "office@group.example")
    assert found == ["North Branch", "South Branch"]
    chooser.choose("connex.mirror", held, "South Branch", "south")
    bookkeeper.sync()
    assert bookkeeper.problems() == {}
    for order in orders:
        assert ledger.sales_order(bookkeeper.number(order)).CustomerRef.value == south
    assert bookkeeper.odoo.read("res.partner", partner, "connex_counterpart").startswith("South")
    sync_is_quiet()


def test_ambiguous_customer_that_is_none_of_them_is_created(
    bookkeeper, ledger, shop, chart, chooser, enter_customer
):
    enter_customer("North Branch", "office@group.example")
    enter_customer("South Branch", "office@group.example")
    partner = shop.customer("The Group", email="office@group.example")
    order = shop.order(partner, [(chart, 1)])
    bookkeeper.sync()
    chooser.create_new("res.partner", partner)
    bookkeeper.sync()
    assert bookkeeper.problems() == {}
    assert ledger.sales_order(bookkeeper.number(order)).CustomerRef.name == "The Group"


def test_product_that_is_held_goes_on_by_itself_once_chosen(
    bookkeeper, ledger, shop, customer, chooser
):
    bookkeeper.choose(item_policy="hold")
    product = shop.product("Chair", 20.00, default_code="CHAIR-1")
    order = shop.order(customer, [(product, 2)])
    bookkeeper.sync()
    assert ledger.count() == {}
    stool = ledger.enter_item("Wooden Stool")
    chooser.choose("product.product", product, "Wooden Stool", "stool")
    bookkeeper.sync()
    assert bookkeeper.problems() == {}
    mirrored = ledger.sales_order(bookkeeper.number(order))
    assert mirrored.Line[0].SalesItemLineDetail.ItemRef.value == stool
    assert [item.Name for item in ledger.items].count("Chair") == 0


def test_customer_and_product_are_chosen_before_their_first_sale(
    bookkeeper, ledger, odoo, shop, chooser, enter_customer, sync_is_quiet
):
    old_name = enter_customer("B. Harbor (old)")
    enter_customer("Blue Harbor")
    item = ledger.enter_item("Buoy, red")
    partner = shop.customer("Blue Harbor")
    product = shop.product("Red Buoy", 30.00)
    chooser.choose("res.partner", partner, "B. Harbor (old)", "harbor")
    template = odoo.read("product.product", product, "product_tmpl_id")[0]
    chooser.choose("product.template", template, "Buoy, red", "buoy")
    bookkeeper.sync()
    order = shop.order(partner, [(product, 1)])
    bookkeeper.sync()
    assert bookkeeper.problems() == {}
    mirrored = ledger.sales_order(bookkeeper.number(order))
    assert mirrored.CustomerRef.value == old_name
    assert mirrored.Line[0].SalesItemLineDetail.ItemRef.value == item
    # What was found is never changed.
    assert ledger.customer("B. Harbor (old)").PrimaryEmailAddr is None
    sync_is_quiet()


def test_choosing_another_one_counts_from_the_next_document_on(
    bookkeeper, ledger, shop, customer, chart, chooser, enter_customer, sync_is_quiet
):
    first = shop.order(customer, [(chart, 1)])
    bookkeeper.sync()
    other = enter_customer("Harbor Group")
    chooser.choose("res.partner", customer, "Harbor Group", "group")
    sync_is_quiet()
    second = shop.order(customer, [(chart, 2)])
    bookkeeper.sync()
    assert bookkeeper.problems() == {}
    names = [
        ledger.sales_order(bookkeeper.number(order)).CustomerRef.name for order in (first, second)
    ]
    assert names == ["Blue Harbor Supplies", "Harbor Group"]
    assert bookkeeper.mirror("customer", customer)["qb_id"] == other


def test_dialog_says_in_words_when_quickbooks_does_not_answer(shop, customer, chooser, sandbox):
    sandbox.add_fault(kind="http", status=503, times=20)
    with pytest.raises(OdooError, match="QuickBooks"):
        chooser.found("res.partner", customer)


def test_salesperson_may_not_choose(odoo, shop, customer, chooser):
    group = odoo.ref("sales_team.group_sale_salesman")
    odoo.create(
        "res.users",
        name="Sally",
        login="sally",
        password="sally-sally",
        group_ids=[(6, 0, [group])],
    )
    chooser.odoo = odoo.as_user("sally", "sally-sally")
    with pytest.raises(OdooError):
        chooser.found("res.partner", customer)


def test_many_are_found_at_once_before_their_first_sale(
    odoo, shop, bookkeeper, enter_customer, ledger
):
    enter_customer("Anna Jones")
    enter_customer("North", "office@group.example")
    enter_customer("South", "office@group.example")
    item = ledger.enter_item("Red Buoy")
    partners = [
        shop.customer("Anna Jones"),
        shop.customer("Group", email="office@group.example"),
        shop.customer("Nobody"),
    ]
    told = odoo.call("res.partner", "action_connex_match", partners)
    assert told["params"]["message"].startswith("1 of 3 ")
    (linked,) = bookkeeper.mirrors([("document", "=", "customer")])
    assert (linked["res_id"], linked["state"]) == (partners[0], "synced")
    product = shop.product("Red Buoy", 30.00)
    odoo.call("product.product", "action_connex_match", [product])
    assert bookkeeper.mirror("item", product)["qb_id"] == item


def test_the_list_shows_who_is_who_and_how_it_was_found(
    bookkeeper, odoo, shop, chart, enter_customer, chooser
):
    enter_customer("Anna Jones")
    enter_customer("Harbor Office", "ben@example.com")
    enter_customer("Carla")
    partners = [
        shop.customer("Anna Jones", email=""),
        shop.customer("Ben", email="ben@example.com"),
        shop.customer("Carlotta"),
        shop.customer("Dora"),
    ]
    chooser.choose("res.partner", partners[2], "Carla", "carla")
    for partner in partners:
        shop.order(partner, [(chart, 1)])
    bookkeeper.sync()
    action = odoo.call("connex.connection", "action_open_entries", [bookkeeper.connection])
    rows = odoo.search_read(
        "connex.mirror",
        [*action["domain"], ("document", "=", "customer")],
        ["name", "qb_name", "match_method"],
        order="id",
    )
    shown = {row["name"]: (row["qb_name"], row["match_method"]) for row in rows}
    assert shown == {
        "Carlotta": ("Carla", "chosen"),
        "Anna Jones": ("Anna Jones", "name"),
        "Ben": ("Harbor Office (ben@example.com)", "email"),
        "Dora": ("Dora (dora@example.com)", "created"),
    }
