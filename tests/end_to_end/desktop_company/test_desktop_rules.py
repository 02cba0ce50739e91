"""Rules on real sales in QuickBooks Desktop: what its books have of them, and what it cannot have.

One company file and one database for all of them: each test has rules for its own customer, and looks at that
customer's documents.
"""

from decimal import Decimal
from functools import partial

import pytest

from development.remote.shop import Shop


@pytest.fixture(scope="module")
def lamp(desktop):
    """A product that is invoiced as ordered, without tax."""
    return Shop(desktop.odoo).product("Storm Lantern", 29.97)


@pytest.fixture
def add_rule(desktop, customer):
    """A function that enters a rule for this test's customer; each map is (from, to)."""
    return partial(desktop.add_rule, domain=f"[('partner_id', '=', {customer})]")


ALWAYS = ("order_number", "is_set")


def _books(desktop):
    """The lists' entries that the rules name, entered by hand; their ids."""
    lamps = desktop.books.enter_item("Lamps")
    entered = desktop.enter_named(
        Class="<Name>Web</Name>",
        StandardTerms="<Name>Net 45</Name><StdDueDays>45</StdDueDays>",
        PaymentMethod="<Name>E-Wallet</Name>",
        Customer="<Name>All Web Customers</Name>",
        Account="<Name>Wallet Clearing</Name><AccountType>Bank</AccountType>",
        CustomerMsg="<Name>Thank you for your order.</Name>",
    )
    return entered | {"ItemService": lamps}


def test_a_sale_is_booked_as_its_rules_say(desktop, add_rule, shop, customer, lamp):
    ids = _books(desktop)
    lighting = desktop.books.enter("Class", "<Name>Lighting</Name>")
    add_rule("map_customer", *ALWAYS, ("", "All Web Customers"))
    add_rule("map_class", *ALWAYS, ("", "Web"))
    add_rule("map_line_class", "line_sku", "starts_with", ("storm", "Lighting"))
    add_rule("map_item", "line_sku", "equals", ("STORM-LANTERN", "Lamps"))
    add_rule("multiply_quantity", "line_product", "contains", ("lantern", "2"))
    add_rule("map_terms", *ALWAYS, ("", "Net 45"))
    add_rule("map_customer_message", *ALWAYS, ("", "Thank you for your order."))
    add_rule("map_memo", "order_number", "map_all")
    add_rule("map_custom_field", *ALWAYS, ("", "P.O. Number = PO 4711"))
    add_rule("map_custom_field", *ALWAYS, ("", "Other = North"))
    add_rule("map_custom_field", *ALWAYS, ("", "FOB = Oakland"))
    add_rule("add_order_prefix", *ALWAYS, ("", "W-"))
    add_rule("map_payment_method", "payment_amount", "more_than", ("1", "E-Wallet"))
    add_rule("map_deposit_account", "payment_amount", "more_than", ("1", "Wallet Clearing"))
    order = shop.order(customer, [(lamp, 3)])
    shop.deliver(order)
    invoice = shop.invoice(order)
    shop.pay(invoice)
    desktop.sync()

    assert desktop.mirrors([("problem_code", "!=", False)]) == []
    forms = desktop.forms(ids["Customer"])
    (sales_order,), (billed,), (payment,) = (
        forms[kind] for kind in ("SalesOrder", "Invoice", "ReceivePayment")
    )
    number = desktop.number(order)
    assert sales_order.number == f"W-{number}"
    for document in (sales_order, billed):
        assert document.text("ClassRef/ListID") == ids["Class"]
        assert document.text("TermsRef/ListID") == ids["StandardTerms"]
        assert document.text("CustomerMsgRef/FullName") == "Thank you for your order."
        assert document.text("PONumber") == "PO 4711"
        assert (document.text("Other"), document.text("FOB")) == ("North", "Oakland")
        assert number in document.memo
        (line,) = document.lines
        assert (line.item, line.quantity) == ("Lamps", 6)
        assert line.fields.findtext("ClassRef/ListID") == lighting
        assert document.total == desktop.amount(order)
    assert len(billed.number) <= 11
    assert (billed.open, sales_order.complete) == (0, True)
    assert payment.text("PaymentMethodRef/ListID") == ids["PaymentMethod"]
    assert payment.text("DepositToAccountRef/ListID") == ids["Account"]
    assert desktop.is_quiet()


def test_no_invoice_before_shipping(desktop, add_rule, shop, customer, lamp):
    add_rule("stop_invoice", "order_status", "is_not", ("fulfilled", "true"))
    order = shop.order(customer, [(lamp, 2)])
    shop.pay(shop.invoice(order))
    desktop.sync()
    assert desktop.status(order) == "paid"
    assert desktop.count(customer) == {"SalesOrder": 1, "ReceivePayment": 1}
    (payment,) = desktop.forms(customer)["ReceivePayment"]
    assert payment.open == payment.total == Decimal("59.94")
    shop.deliver(order)
    desktop.sync()
    forms = desktop.forms(customer)
    assert (forms["Invoice"][0].open, forms["ReceivePayment"][0].open) == (0, 0)
    assert forms["SalesOrder"][0].complete
    assert desktop.problems() == {}


def test_marked_as_unpaid(desktop, add_rule, shop, customer, lamp):
    add_rule("mark_unpaid", *ALWAYS, ("", "true"))
    order = shop.order(customer, [(lamp, 2)])
    shop.pay(shop.invoice(order))
    desktop.sync()
    assert desktop.count(customer) == {"SalesOrder": 1, "Invoice": 1}
    assert desktop.forms(customer)["Invoice"][0].open == Decimal("59.94")
    assert desktop.problems() == {}


def test_name_that_quickbooks_does_not_have_holds_back_until_it_is_there(
    desktop, add_rule, odoo, shop, customer, lamp
):
    add_rule("map_class", *ALWAYS, ("", "Trade Fair"))
    order = shop.order(customer, [(lamp, 1)])
    desktop.sync()
    mirror = desktop.mirror("sales_order", order)
    assert (mirror["state"], mirror["problem_code"]) == ("problem", "list_entry_missing")
    assert "Trade Fair" in mirror["problem_message"]
    fair = desktop.books.enter("Class", "<Name>Trade Fair</Name>")
    odoo.call("connex.mirror", "action_retry", [mirror["id"]])
    desktop.sync()
    (sales_order,) = desktop.forms(customer)["SalesOrder"]
    assert sales_order.text("ClassRef/ListID") == fair
    assert desktop.problems() == {}


def test_corrected_rule_lets_held_documents_go(desktop, add_rule, odoo, shop, customer, lamp):
    desktop.enter_named(Class="<Name>Fair</Name>")
    rule = add_rule("map_class", *ALWAYS, ("", "Fairr"))
    order = shop.order(customer, [(lamp, 1)])
    desktop.sync()
    assert desktop.state(order) == "problem"
    (line,) = odoo.read("connex.rule", rule, "line_ids")
    odoo.write("connex.rule.line", line, map_to="Fair")
    desktop.sync()
    assert desktop.state(order) == "synced"
    assert desktop.problems() == {}


def test_archived_rule_is_undone(desktop, add_rule, odoo, shop, customer, lamp):
    desktop.enter_named(Class="<Name>Season</Name>")
    rule = add_rule("map_class", *ALWAYS, ("", "Season"))
    shop.order(customer, [(lamp, 1)])
    desktop.sync()
    assert desktop.forms(customer)["SalesOrder"][0].text("ClassRef/FullName") == "Season"
    odoo.write("connex.rule", rule, active=False)
    desktop.sync()
    assert desktop.forms(customer)["SalesOrder"][0].text("ClassRef/FullName") == ""
    assert desktop.problems() == {}
    assert desktop.is_quiet()


def test_surcharge_is_billed_and_an_excluded_line_is_not(
    desktop, add_rule, odoo, shop, customer, lamp
):
    chart = shop.product("Harbor Chart", 24.5)
    desktop.enter_item("Handling", "ItemOtherCharge")
    desktop.run()
    desktop.choose(default_item_id=desktop.reference("item", "Handling"))
    add_rule("add_surcharge", *ALWAYS, ("", "5"))
    add_rule("exclude_line", "line_sku", "equals", ("harbor-chart", "true"))
    order = shop.order(customer, [(lamp, 1), (chart, 2)])
    desktop.sync()
    assert desktop.problems() == {}
    (sales_order,) = desktop.forms(customer)["SalesOrder"]
    assert sales_order.total == Decimal("34.97")
    assert desktop.number(order) == sales_order.number


def test_location_and_unknown_custom_field_say_that_desktop_has_none(
    desktop, add_rule, odoo, shop, customer, lamp
):
    rule = add_rule("map_location", *ALWAYS, ("", "Pier 4"))
    order = shop.order(customer, [(lamp, 1)])
    desktop.sync()
    assert desktop.mirror("sales_order", order)["problem_code"] == "no_locations"
    odoo.write("connex.rule", rule, active=False)
    rule = add_rule("map_custom_field", *ALWAYS, ("", "Crew = North"))
    desktop.sync()
    mirror = desktop.mirror("sales_order", order)
    assert mirror["problem_code"] == "list_entry_missing"
    assert "Crew" in mirror["problem_message"]
    odoo.write("connex.rule", rule, active=False)
    desktop.sync()
    assert desktop.state(order) == "synced"


def test_tax_code_of_a_line_is_the_one_that_a_rule_names(
    desktop, add_rule, odoo, shop, customer, lamp
):
    add_rule("map_line_tax_code", "line_sku", "equals", ("STORM-LANTERN", "Non"))
    shop.order(customer, [(lamp, 1)])
    desktop.sync()
    assert desktop.problems() == {}
    (sales_order,) = desktop.forms(customer)["SalesOrder"]
    assert [line.tax_code for line in sales_order.lines] == ["Non"]


def test_paid_sale_that_a_rule_moves_to_another_customer_says_what_quickbooks_refuses(
    desktop, add_rule, odoo, shop, customer, lamp
):
    desktop.books.enter_customer("Walk-in Customers")
    odoo.call("connex.connection", "action_refresh_lists", [desktop.connection])
    rule = add_rule("map_customer", *ALWAYS, ("", "Walk-in Customers"))
    order = shop.order(customer, [(lamp, 1)])
    shop.pay(shop.invoice(order))
    desktop.sync()
    assert desktop.problems() == {}
    odoo.write("connex.rule", rule, active=False)
    desktop.sync()
    held = desktop.problems()
    assert held
    assert "internal_error" not in held.values()
    odoo.write("connex.rule", rule, active=True)
    desktop.sync()
    assert desktop.problems() == {}
