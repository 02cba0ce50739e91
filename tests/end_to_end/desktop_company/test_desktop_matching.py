"""Whose account and which item a sale is booked on in QuickBooks Desktop: found in the way the connection
chooses, never guessed.

One company file and one database for all of them: each test has customers and products of its own.
"""

import pytest
from chooser import Chooser


@pytest.fixture
def known(desktop):
    """A function that enters a customer by hand, before Odoo reads the lists; returns its id."""

    def enter(name, email=""):
        content = f"<Email>{email}</Email>" if email else ""
        return desktop.enter_named(Customer=f"<Name>{name}</Name>{content}")["Customer"]

    return enter


def items_on(desktop, order):
    lines = desktop.quickbooks_document("SalesOrder", "sales_order", order).lines
    return [line.item for line in lines]


def test_customers_of_the_same_name_have_accounts_of_their_own(desktop, shop, lamp):
    partners = [
        shop.customer("John Smith", email="john@north.example", city="Leeds"),
        shop.customer("JOHN SMITH", email="john@south.example", city="Bath"),
        shop.customer("John Smith", email="", city="York"),
        shop.customer("John Smith", email="", city=False),
    ]
    orders = [shop.order(partner, [(lamp, 1)]) for partner in partners]
    desktop.sync()
    assert desktop.problems() == {}
    assert [desktop.customer_of(order) for order in orders] == [
        "John Smith",
        "JOHN SMITH (Bath)",
        "John Smith (York)",
        f"John Smith (Odoo {partners[3]})",
    ]
    assert desktop.is_quiet()


def test_entered_twice_in_odoo_with_the_same_mail_is_one_in_quickbooks(desktop, shop, lamp):
    twins = [shop.customer("Web Guest", email="guest@example.com") for _each in range(2)]
    orders = [shop.order(partner, [(lamp, 1)]) for partner in twins]
    desktop.sync()
    assert desktop.problems() == {}
    assert [desktop.customer_of(order) for order in orders] == ["Web Guest"] * 2
    later = shop.order(shop.customer("Web Guest", email="Guest@Example.com"), [(lamp, 2)])
    desktop.sync()
    assert desktop.customer_of(later) == "Web Guest"


def test_placeholder_mail_that_customers_share_makes_nobody_the_same(desktop, shop, lamp, known):
    known("Walk-in", "none@none.com")
    names = ("Anna Jones", "Boris Kent", "Anna Jones")
    partners = [shop.customer(name, email="none@none.com", city="York") for name in names]
    orders = [shop.order(partner, [(lamp, 1)]) for partner in partners]
    desktop.sync()
    assert desktop.problems() == {}
    found = [desktop.customer_of(order) for order in orders]
    assert found == ["Anna Jones", "Boris Kent", "Anna Jones (York)"]
    assert desktop.is_quiet()


def test_several_customers_with_the_mail_are_not_guessed_from(desktop, odoo, shop, lamp, known):
    known("North Branch", "office@group.example")
    south = known("South Branch", "office@group.example")
    group = shop.customer("The Group", email="office@group.example")
    order = shop.order(group, [(lamp, 1)])
    desktop.sync()
    mirror = desktop.mirror("customer", group)
    assert mirror["problem_code"] == "customer_ambiguous"
    assert "North Branch (office@group.example)" in mirror["problem_message"]
    assert "South Branch (office@group.example)" in mirror["problem_message"]
    chooser = Chooser(odoo, desktop.connection)
    chooser.choose("res.partner", group, "South Branch", "branch")
    desktop.sync()
    assert desktop.problems() == {}
    assert [each.number for each in desktop.forms(south)["SalesOrder"]] == [desktop.number(order)]


def test_by_name_leaves_the_mail_alone(desktop, shop, lamp, known):
    desktop.choose(customer_match="name")
    known("Another Name", "jo@example.com")
    order = shop.order(shop.customer("Jo Park", email="jo@example.com"), [(lamp, 1)])
    desktop.sync()
    assert desktop.customer_of(order) == "Jo Park"


def test_by_mail_finds_whoever_is_called_something_else(desktop, shop, lamp, known):
    desktop.choose(customer_match="email")
    robert = known("Robert Miller", "bob@example.com")
    known("Bob Miller", "another.bob@example.com")
    order = shop.order(shop.customer("Bob Miller", email="bob@example.com"), [(lamp, 1)])
    stranger = shop.order(
        shop.customer("Bob Miller", email="third@example.com", city="Reno"), [(lamp, 1)]
    )
    desktop.sync()
    assert desktop.problems() == {}
    assert [each.number for each in desktop.forms(robert)["SalesOrder"]] == [desktop.number(order)]
    assert desktop.customer_of(stranger) == "Bob Miller (Reno)"


def test_one_customer_takes_all_sales_and_the_buyer_is_named_on_each(
    desktop, odoo, shop, lamp, known
):
    web = known("Web Sales")
    desktop.run()
    Chooser(odoo, desktop.connection).default_customer("Web Sales")
    desktop.choose(customer_match="one")
    numbers = {}
    for name in ("Anna Jones", "Ben Okoro"):
        order = shop.order(shop.customer(name), [(lamp, 1)])
        invoice = shop.invoice(order)
        shop.pay(invoice)
        numbers[desktop.number(order)] = name
    desktop.sync()
    assert desktop.problems() == {}
    forms = desktop.forms(web)
    assert {each.number for each in forms["SalesOrder"]} == set(numbers)
    assert all(numbers[each.number] in each.memo for each in forms["SalesOrder"])
    assert [each.open for each in forms["Invoice"]] == [0, 0]
    assert len(forms["ReceivePayment"]) == 2
    assert desktop.is_quiet()


def test_unknown_customers_use_the_default_and_known_ones_their_own(
    desktop, odoo, shop, lamp, known
):
    counter, carla = known("Counter Sales"), known("Carla Ruiz")
    desktop.run()
    Chooser(odoo, desktop.connection).default_customer("Counter Sales")
    desktop.choose(customer_policy="default")
    for name in ("Carla Ruiz", "Dan Weber"):
        shop.order(shop.customer(name), [(lamp, 1)])
    desktop.sync()
    assert desktop.count(carla) == desktop.count(counter) == {"SalesOrder": 1}


def test_held_customer_goes_on_once_somebody_enters_it_in_quickbooks(desktop, odoo, shop, lamp):
    desktop.choose(customer_policy="hold")
    eva = shop.customer("Eva Lind")
    shop.order(eva, [(lamp, 1)])
    desktop.sync()
    assert desktop.problems() == {"customer Eva Lind": "customer_not_found"}
    there = desktop.books.enter_customer("eva lind")
    odoo.call("connex.connection", "action_sync_now", [desktop.connection])
    odoo.run_cron("connex_bridge.cron_sync")
    desktop.sync()
    assert desktop.problems() == {}
    assert desktop.count(there) == {"SalesOrder": 1}


def test_held_customer_goes_on_once_the_connection_may_create_it(desktop, shop, lamp):
    desktop.choose(customer_policy="hold")
    order = shop.order(shop.customer("Finn Berg"), [(lamp, 1)])
    desktop.sync()
    assert desktop.state(order) == "problem"
    desktop.choose(customer_policy="create")
    desktop.sync()
    assert desktop.customer_of(order) == "Finn Berg"


def test_contact_buys_for_the_company_and_the_addresses_are_those_of_the_document(
    desktop, shop, lamp
):
    company = shop.customer("Blue Harbor", street="1 Head Office")
    contact = {"is_company": False, "parent_id": company, "email": "", "country_id": False}
    billing = shop.customer("Accounts Payable", type="invoice", street="2 Billing Road", **contact)
    delivery = shop.customer("Dock 7", type="delivery", street="3 Dock Street", **contact)
    buyer = shop.customer("Sam Buyer", type="contact", **contact)
    order = shop.order(buyer, [(lamp, 1)], partner_invoice_id=billing, partner_shipping_id=delivery)
    desktop.sync()
    assert desktop.customer_of(order) == "Blue Harbor"
    form = desktop.quickbooks_document("SalesOrder", "sales_order", order)
    assert (form.text("BillAddress/Addr1"), form.text("BillAddress/Addr2")) == (
        "Accounts Payable",
        "2 Billing Road",
    )
    assert (form.text("ShipAddress/Addr1"), form.text("ShipAddress/Addr2")) == (
        "Dock 7",
        "3 Dock Street",
    )
    assert (
        desktop.books.element("Customer", "Blue Harbor").text("BillAddress/Addr2")
        == "1 Head Office"
    )


@pytest.mark.parametrize(
    ("way", "expected"), [("sku_name", "CHAIR-1"), ("sku", "CHAIR-1"), ("name", "Chair")]
)
def test_the_way_decides_between_sku_and_name(desktop, shop, way, expected):
    desktop.choose(item_match=way)
    desktop.enter_item(f"{way} CHAIR-1")
    desktop.enter_item(f"{way} Chair")
    product = shop.product(f"{way} Chair", 20.00, default_code=f"{way} CHAIR-1")
    order = shop.order(shop.customer(f"Buyer by {way}"), [(product, 1)])
    desktop.sync()
    assert desktop.problems() == {}
    assert items_on(desktop, order) == [f"{way} {expected}"]


def test_new_items_go_under_the_chosen_item_with_the_chosen_type(desktop, odoo, shop):
    desktop.enter_item("Web Shop")
    desktop.run()
    desktop.choose(item_parent_id=desktop.reference("item", "Web Shop"), item_type="service")
    product = shop.product("Deck Lamp", 20.00, default_code="DECK")
    order = shop.order(shop.customer("Buyer of a lamp"), [(product, 1)])
    desktop.sync()
    desktop.choose(item_parent_id=False)
    assert desktop.problems() == {}
    assert items_on(desktop, order) == ["Web Shop:Deck Lamp"]
    assert desktop.books.element("Item", "Web Shop:Deck Lamp").kind == "ItemService"
    odoo.write("product.product", product, name="Desk Lamp")
    desktop.sync()
    assert items_on(desktop, order) == ["Web Shop:Desk Lamp"]
    assert desktop.problems() == {}
    assert desktop.is_quiet()


def test_held_product_goes_on_once_somebody_enters_it_in_quickbooks(desktop, odoo, shop):
    desktop.choose(item_policy="hold")
    product = shop.product("Stool", 20.00, default_code="STOOL-1")
    order = shop.order(shop.customer("Buyer of a stool"), [(product, 1)])
    desktop.sync()
    assert desktop.problems() == {"item Stool": "item_missing"}
    desktop.enter_item("stool-1")
    odoo.call("connex.connection", "action_sync_now", [desktop.connection])
    odoo.run_cron("connex_bridge.cron_sync")
    desktop.sync()
    assert desktop.problems() == {}
    assert items_on(desktop, order) == ["stool-1"]


def test_held_product_goes_on_once_it_is_mapped_by_hand(desktop, odoo, shop):
    desktop.choose(item_policy="hold")
    desktop.enter_item("Garden Bench")
    product = shop.product("Bench", 20.00, default_code="BENCH-9")
    order = shop.order(shop.customer("Buyer of a bench"), [(product, 1)])
    desktop.sync()
    assert desktop.state(order) == "problem"
    Chooser(odoo, desktop.connection).choose("product.product", product, "Garden Bench", "garden")
    desktop.sync()
    assert desktop.problems() == {}
    assert items_on(desktop, order) == ["Garden Bench"]


def test_products_whose_names_are_long_or_strange_stay_two_items(desktop, shop):
    names = ["P" * 60, "P" * 61, "Läntern: big\t(new) 🏮", 'Nail 3" & more', "灯"]
    lines = [
        (shop.product(name, 5 + number, default_code=f"ODD-{number}"), 1)
        for number, name in enumerate(names)
    ]
    order = shop.order(shop.customer("Buyer of odd things"), lines)
    desktop.sync()
    assert desktop.problems() == {}
    found = items_on(desktop, order)
    assert len({name.casefold() for name in found}) == len(names)
    assert all(0 < len(name) <= 31 for name in found)
