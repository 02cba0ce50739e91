"""What a customer is called in QuickBooks Desktop: its names are unique over customers, vendors, employees
and other names, and have letters and lengths of their own.

One company file and one database for all of them: each test has customers of its own.
"""

import pytest


def test_name_of_a_vendor_gets_a_variant_that_follows_when_the_customer_is_renamed(
    desktop, odoo, shop, lamp
):
    desktop.books.enter("Vendor", "<Name>Harbor Paper</Name>")
    partner = shop.customer("Harbor Paper")
    order = shop.order(partner, [(lamp, 1)])
    desktop.sync()
    assert desktop.customer_of(order) == "Harbor Paper (Customer)"
    for name, expected in (
        ("Harbor Paper and Ink", "Harbor Paper and Ink"),
        ("HARBOR PAPER", "HARBOR PAPER (Customer)"),
    ):
        odoo.write("res.partner", partner, name=name)
        desktop.sync()
        assert desktop.customer_of(order) == expected
    assert desktop.problems() == {}
    assert desktop.is_quiet()


@pytest.mark.parametrize("of_list", ["Employee", "OtherName"])
def test_name_of_an_employee_or_other_name_gets_the_same_variant_every_time(
    desktop, odoo, shop, lamp, of_list
):
    name = f"Robin {of_list}"
    desktop.books.enter_name(of_list, name)
    partner = shop.customer(name)
    orders = [shop.order(partner, [(lamp, 1)]) for _each in range(2)]
    desktop.sync()
    assert desktop.problems() == {}
    assert [desktop.customer_of(order) for order in orders] == [f"{name} (Customer)"] * 2
    assert odoo.read("res.partner", partner, "connex_counterpart").startswith(f"{name} (Customer)")
    odoo.write("res.partner", partner, phone="+1 555 0100")
    desktop.sync()
    there = desktop.books.element("Customer", f"{name} (Customer)")
    assert there.text("Phone") == "+1 555 0100"
    assert desktop.is_quiet()


def test_new_name_that_an_employee_has_gets_a_variant(desktop, odoo, shop, lamp):
    partner = shop.customer("Kim Before")
    order = shop.order(partner, [(lamp, 1)])
    desktop.sync()
    desktop.books.enter_name("Employee", "Kim After")
    odoo.write("res.partner", partner, name="KIM AFTER")
    desktop.sync()
    assert desktop.problems() == {}
    assert desktop.customer_of(order) == "KIM AFTER (Customer)"


def test_two_customers_with_the_name_of_an_employee_stay_two(desktop, shop, lamp):
    desktop.books.enter_name("Employee", "Alex Twice")
    places = ("Leeds", "York")
    partners = [
        shop.customer("Alex Twice", email=f"{city}@x.example", city=city) for city in places
    ]
    orders = [shop.order(partner, [(lamp, 1)]) for partner in partners]
    desktop.sync()
    assert desktop.problems() == {}
    names = {desktop.customer_of(order) for order in orders}
    assert len(names) == 2
    assert "Alex Twice (Customer)" in names
    assert desktop.is_quiet()


def test_name_of_an_inactive_customer_gets_a_variant(desktop, shop, lamp):
    desktop.books.enter_customer("Petty Cash Box", "<IsActive>false</IsActive>")
    order = shop.order(shop.customer("Petty Cash Box"), [(lamp, 1)])
    desktop.sync()
    assert desktop.customer_of(order).startswith("Petty Cash Box (")
    assert desktop.problems() == {}


def test_names_that_differ_only_in_what_quickbooks_drops_stay_two_customers(desktop, shop, lamp):
    names = ["Party 🎉 Supplies", "Party Supplies", " Party  Supplies ", "B" * 200, "A:B\tC\nD"]
    names += ["B" * 199 + "C", 'O\'Brien "Sons" & <Co>', "灯台", "灯台商店"]
    orders = []
    for number, name in enumerate(names):
        partner = shop.customer(name, email=f"p{number}@example.com", city=f"Port {number}")
        orders.append(shop.order(partner, [(lamp, 1)]))
    desktop.sync()
    assert desktop.problems() == {}
    found = [desktop.customer_of(order) for order in orders]
    assert len({name.casefold() for name in found}) == len(names)
    assert all(0 < len(name) <= 41 for name in found)
    assert found[:3] == ["Party Supplies", "Party Supplies (Port 1)", "Party Supplies (Port 2)"]
    assert (found[4], found[6]) == ("A-B C D", 'O\'Brien "Sons" & <Co>')
    assert desktop.is_quiet()
