"""Whose account a sale is booked on: found in the way the connection chooses, never guessed.

Choosing by hand is test_choose_in_quickbooks.py's; currencies are test_customer_currencies.py's.
"""

from quickbooks.objects.vendor import Vendor


def names_on_orders(ledger, bookkeeper, orders):
    return [ledger.sales_order(bookkeeper.number(order)).CustomerRef.name for order in orders]


def test_customers_of_the_same_name_have_accounts_of_their_own(
    bookkeeper, ledger, shop, chart, sync_is_quiet
):
    first = shop.customer("John Smith", email="john@north.example", city="Leeds")
    second = shop.customer("JOHN SMITH", email="john@south.example")
    third = shop.customer("John Smith", email="", city="York")
    fourth = shop.customer("John Smith", email="", city=False)
    partners = [first, second, third, fourth]
    orders = [shop.order(partner, [(chart, 1)]) for partner in partners]
    bookkeeper.sync()
    assert bookkeeper.problems() == {}
    assert names_on_orders(ledger, bookkeeper, orders) == [
        "John Smith",
        "JOHN SMITH (john@south.example)",
        "John Smith (York)",
        f"John Smith (Odoo {fourth})",
    ]
    sync_is_quiet()


def test_customer_entered_twice_in_odoo_with_the_same_mail_is_one_in_quickbooks(
    bookkeeper, ledger, shop, chart
):
    twins = [shop.customer("Web Guest", email="guest@example.com") for _each in range(2)]
    orders = [shop.order(partner, [(chart, 1)]) for partner in twins]
    bookkeeper.sync()
    assert bookkeeper.problems() == {}
    assert names_on_orders(ledger, bookkeeper, orders) == ["Web Guest", "Web Guest"]
    later = shop.order(shop.customer("Web Guest", email="Guest@Example.com"), [(chart, 2)])
    bookkeeper.sync()
    assert names_on_orders(ledger, bookkeeper, [later]) == ["Web Guest"]
    assert [each.DisplayName for each in ledger.customers].count("Web Guest") == 1


def test_placeholder_mail_that_customers_share_makes_nobody_the_same(
    bookkeeper, ledger, shop, chart, enter_customer, sync_is_quiet
):
    enter_customer("Walk-in", "none@none.com")
    names = ("Anna Jones", "Boris Kent", "Anna Jones")
    partners = [shop.customer(name, email="none@none.com", city="York") for name in names]
    orders = [shop.order(partner, [(chart, 1)]) for partner in partners]
    bookkeeper.sync()
    assert bookkeeper.problems() == {}
    found = names_on_orders(ledger, bookkeeper, orders)
    assert found == ["Anna Jones", "Boris Kent", "Anna Jones (York)"]
    later = shop.order(shop.customer("Carla Lind", email="None@None.com"), [(chart, 2)])
    bookkeeper.sync()
    assert names_on_orders(ledger, bookkeeper, [later]) == ["Carla Lind"]
    sync_is_quiet()


def test_several_customers_with_the_mail_are_not_guessed_from(
    bookkeeper, ledger, shop, chart, enter_customer
):
    enter_customer("North Branch", "office@group.example")
    enter_customer("South Branch", "office@group.example")
    group = shop.customer("The Group", email="office@group.example")
    orders = [shop.order(group, [(chart, number)]) for number in (1, 2)]
    bookkeeper.sync()
    assert ledger.count() == {}
    assert bookkeeper.problems() == {"customer The Group": "customer_ambiguous"}
    message = bookkeeper.mirror("customer", group)["problem_message"]
    assert "North Branch (office@group.example)" in message
    assert "South Branch (office@group.example)" in message
    for order in orders:
        mirror = bookkeeper.mirror("sales_order", order)
        assert "The Group" in mirror["problem_message"]
        assert "Choose in QuickBooks" in mirror["next_step"]


def test_by_mail_finds_whoever_is_called_something_else(
    bookkeeper, ledger, shop, chart, enter_customer
):
    bookkeeper.choose(customer_match="email")
    known = enter_customer("Robert Miller", "bob@example.com")
    enter_customer("Bob Miller", "another.bob@example.com")
    order = shop.order(shop.customer("Bob Miller", email="bob@example.com"), [(chart, 1)])
    stranger = shop.order(shop.customer("Bob Miller", email="third@example.com"), [(chart, 1)])
    bookkeeper.sync()
    assert bookkeeper.problems() == {}
    assert ledger.sales_order(bookkeeper.number(order)).CustomerRef.value == known
    assert names_on_orders(ledger, bookkeeper, [stranger]) == ["Bob Miller (third@example.com)"]


def test_one_customer_takes_all_sales_and_the_buyer_is_named_on_each(
    bookkeeper, ledger, shop, lantern, enter_customer, chooser, sync_is_quiet
):
    web = enter_customer("Web Sales")
    chooser.default_customer("Web Sales")
    bookkeeper.choose(customer_match="one")
    buyers = [shop.customer(name) for name in ("Anna Jones", "Ben Okoro")]
    invoices = []
    for buyer in buyers:
        order = shop.order(buyer, [(lantern, 1)])
        shop.deliver(order)
        invoices.append(shop.invoice(order))
        shop.pay(invoices[-1])
    bookkeeper.sync()
    assert bookkeeper.problems() == {}
    assert [each.DisplayName for each in ledger.customers] == ["Web Sales"]
    for invoice, name in zip(invoices, ("Anna Jones", "Ben Okoro"), strict=True):
        mirrored = ledger.invoice(bookkeeper.number(invoice, "account.move"))
        assert (mirrored.CustomerRef.value, mirrored.Balance) == (web, 0)
        assert mirrored.BillAddr.Line1 == name
        assert name in mirrored.PrivateNote
    assert {payment.CustomerRef.value for payment in ledger.payments} == {web}
    sync_is_quiet()


def test_unknown_customers_use_the_default_and_known_ones_their_own(
    bookkeeper, ledger, shop, chart, enter_customer, chooser
):
    web, known = enter_customer("Web Sales"), enter_customer("Anna Jones")
    chooser.default_customer("Web Sales")
    bookkeeper.choose(customer_policy="default")
    orders = [shop.order(shop.customer(name), [(chart, 1)]) for name in ("Anna Jones", "Ben Okoro")]
    bookkeeper.sync()
    booked = [ledger.sales_order(bookkeeper.number(order)).CustomerRef.value for order in orders]
    assert booked == [known, web]


def test_held_customer_goes_on_once_somebody_enters_it_in_quickbooks(
    bookkeeper, ledger, shop, chart, enter_customer
):
    bookkeeper.choose(customer_policy="hold")
    order = shop.order(shop.customer("Anna Jones"), [(chart, 1)])
    bookkeeper.sync()
    assert ledger.count() == {}
    assert bookkeeper.problems() == {"customer Anna Jones": "customer_not_found"}
    known = enter_customer("anna jones")
    bookkeeper.sync_now()
    assert bookkeeper.problems() == {}
    assert ledger.sales_order(bookkeeper.number(order)).CustomerRef.value == known


def test_held_customer_goes_on_once_the_connection_may_create_it(bookkeeper, ledger, shop, chart):
    bookkeeper.choose(customer_policy="hold")
    order = shop.order(shop.customer("Anna Jones"), [(chart, 1)])
    bookkeeper.sync()
    assert ledger.count() == {}
    bookkeeper.choose(customer_policy="create")
    bookkeeper.sync()
    assert names_on_orders(ledger, bookkeeper, [order]) == ["Anna Jones"]


def test_name_of_a_vendor_gets_a_variant_that_follows_when_the_customer_is_renamed(
    bookkeeper, ledger, shop, odoo, chart, sync_is_quiet
):
    vendor = Vendor()
    vendor.DisplayName = "Harbor Paper"
    vendor.save(qb=ledger.client)
    partner = shop.customer("Harbor Paper")
    order = shop.order(partner, [(chart, 1)])
    bookkeeper.sync()
    assert names_on_orders(ledger, bookkeeper, [order]) == ["Harbor Paper (Customer)"]
    sync_is_quiet()

    odoo.write("res.partner", partner, name="Harbor Paper and Ink")
    bookkeeper.sync()
    assert names_on_orders(ledger, bookkeeper, [order]) == ["Harbor Paper and Ink"]
    odoo.write("res.partner", partner, name="HARBOR PAPER")
    bookkeeper.sync()
    assert names_on_orders(ledger, bookkeeper, [order]) == ["HARBOR PAPER (Customer)"]
    assert bookkeeper.problems() == {}
    sync_is_quiet()


def test_contact_buys_for_the_company_and_the_addresses_are_those_of_the_document(
    bookkeeper, ledger, shop, odoo, chart
):
    company = shop.customer("Blue Harbor", street="1 Head Office", city="San Francisco")
    contact = {"is_company": False, "parent_id": company, "email": "", "country_id": False}
    billing = shop.customer("Accounts Payable", type="invoice", street="2 Billing Road", **contact)
    delivery = shop.customer("Dock 7", type="delivery", street="3 Dock Street", **contact)
    buyer = shop.customer("Sam Buyer", type="contact", **contact)
    order = shop.order(
        buyer, [(chart, 1)], partner_invoice_id=billing, partner_shipping_id=delivery
    )
    bookkeeper.sync()
    mirrored = ledger.sales_order(bookkeeper.number(order))
    assert mirrored.CustomerRef.name == "Blue Harbor"
    assert (mirrored.BillAddr.Line1, mirrored.BillAddr.Line2) == (
        "Accounts Payable",
        "2 Billing Road",
    )
    assert (mirrored.ShipAddr.Line1, mirrored.ShipAddr.Line2) == ("Dock 7", "3 Dock Street")
    assert ledger.customer("Blue Harbor").BillAddr.Line1 == "1 Head Office"


def test_names_that_differ_only_in_what_quickbooks_drops_stay_two_customers(
    bookkeeper, ledger, shop, chart, sync_is_quiet
):
    long_name = "B" * 600
    names = ["Party 🎉 Supplies", "Party Supplies", " Party  Supplies ", long_name, "A:B\tC\nD"]
    orders = []
    for number, name in enumerate(names):
        partner = shop.customer(name, email=f"p{number}@example.com")
        orders.append(shop.order(partner, [(chart, 1)]))
    bookkeeper.sync()
    assert bookkeeper.problems() == {}
    booked = names_on_orders(ledger, bookkeeper, orders)
    assert len({name.casefold() for name in booked}) == len(names)
    assert booked[:3] == [
        "Party Supplies",
        "Party Supplies (p1@example.com)",
        "Party Supplies (p2@example.com)",
    ]
    assert booked[4] == "A-B C D"
    sync_is_quiet()
