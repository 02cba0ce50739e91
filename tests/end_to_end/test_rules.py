"""Rules on real sales: what QuickBooks has of them, and what happens when it has not what a rule names."""

from decimal import Decimal

import pytest
from ledger import product_lines
from quickbooks.objects.account import Account
from quickbooks.objects.customer import Customer
from quickbooks.objects.department import Department
from quickbooks.objects.paymentmethod import PaymentMethod
from quickbooks.objects.term import Term
from quickbooks.objects.trackingclass import Class


@pytest.fixture
def add_rule(bookkeeper):
    """A function that enters a rule; each map is (from, to)."""
    return bookkeeper.add_rule


@pytest.fixture
def tracking(company, odoo, connection):
    """A company that keeps classes and locations; Odoo has read that."""
    company.preferences(
        ClassTrackingPerTxn=True, ClassTrackingPerTxnLine=True, TrackDepartments=True
    )
    odoo.call("connex.connection", "action_test_connection", [connection])


def _enter(ledger, kind, **values):
    entry = kind()
    for name, value in values.items():
        setattr(entry, name, value)
    return entry.save(qb=ledger.client).Id


def test_a_sale_is_booked_as_its_rules_say(
    add_rule, tracking, bookkeeper, ledger, company, paid_sale
):
    order, invoice = paid_sale
    ids = {
        "class": _enter(ledger, Class, Name="Web"),
        "line_class": _enter(ledger, Class, Name="Lighting"),
        "location": _enter(ledger, Department, Name="Harbor Street"),
        "term": _enter(ledger, Term, Name="Net 45", DueDays=45),
        "method": _enter(ledger, PaymentMethod, Name="E-Wallet"),
        "customer": _enter(ledger, Customer, DisplayName="All Web Customers"),
        "item": ledger.enter_item("Lamps"),
        "account": _enter(ledger, Account, Name="Wallet Clearing", AccountType="Bank"),
    }
    always = ("order_number", "is_set")
    add_rule("map_customer", *always, ("", "All Web Customers"))
    add_rule("map_class", *always, ("", "Web"))
    add_rule("map_line_class", "line_sku", "starts_with", ("storm", "Lighting"))
    add_rule("map_item", "line_sku", "equals", ("STORM-LANTERN", "Lamps"))
    add_rule("multiply_quantity", "line_product", "contains", ("lantern", "2"))
    add_rule("map_location", "shipping_city", "equals", ("San Francisco", "Harbor Street"))
    add_rule("map_terms", *always, ("", "Net 45"))
    add_rule("map_customer_message", *always, ("", "Thank you for your order."))
    add_rule("map_memo", "order_number", "map_all")
    add_rule("map_custom_field", *always, ("", "Crew # = North"))
    add_rule("add_order_prefix", *always, ("", "WEB-"))
    add_rule("map_payment_method", "payment_amount", "more_than", ("1", "E-Wallet"))
    add_rule("map_deposit_account", "payment_amount", "more_than", ("1", "Wallet Clearing"))
    bookkeeper.sync()

    assert bookkeeper.problems() == {}
    number = bookkeeper.number(order)
    sales_order = ledger.sales_order(f"WEB-{number}")
    billed = ledger.invoice(f"WEB-{bookkeeper.number(invoice, 'account.move')}")
    for document in (sales_order, billed):
        assert document.CustomerRef.value == ids["customer"]
        assert document.ClassRef.value == ids["class"]
        assert document.DepartmentRef.value == ids["location"]
        assert document.SalesTermRef.value == ids["term"]
        assert document.CustomerMemo.value == "Thank you for your order."
        assert [field.StringValue for field in document.CustomField] == ["North"]
        assert document.PrivateNote.startswith(number)
        detail = product_lines(document)[0].SalesItemLineDetail
        assert (detail.ItemRef.value, detail.ClassRef.value) == (ids["item"], ids["line_class"])
        assert detail.Qty == 6
    assert billed.TotalAmt == bookkeeper.amount(invoice, "amount_total", "account.move")
    assert billed.Balance == 0
    payment = ledger.payment()
    assert payment.CustomerRef.value == ids["customer"]
    assert payment.PaymentMethodRef.value == ids["method"]
    assert payment.DepositToAccountRef.value == ids["account"]
    assert sales_order.TxnStatus == "Closed"
    explanation = bookkeeper.odoo.search_read(
        "connex.mirror",
        [("document", "=", "invoice"), ("res_id", "=", invoice)],
        ["rule_explanation"],
    )[0]["rule_explanation"]
    assert "All Web Customers" in explanation


def test_a_class_that_quickbooks_does_not_have_holds_back_until_it_is_there(
    add_rule, tracking, bookkeeper, ledger, shop, customer, chart, odoo
):
    add_rule("map_class", "order_number", "is_set", ("", "Web"))
    order = shop.order(customer, [(chart, 1)])
    bookkeeper.sync()
    mirror = bookkeeper.mirror("sales_order", order)
    assert (mirror["state"], mirror["problem_code"]) == ("problem", "list_entry_missing")
    assert "Web" in mirror["problem_message"]
    assert ledger.count() == {}

    web = _enter(ledger, Class, Name="Web")
    odoo.call("connex.mirror", "action_retry", [mirror["id"]])
    bookkeeper.sync()
    assert ledger.sales_order(bookkeeper.number(order)).ClassRef.value == web
    assert bookkeeper.problems() == {}


def test_a_corrected_rule_lets_held_documents_go_by_themselves(
    add_rule, tracking, bookkeeper, ledger, shop, customer, chart, odoo
):
    rule = add_rule("map_class", "order_number", "is_set", ("", "Webb"))
    order = shop.order(customer, [(chart, 1)])
    _enter(ledger, Class, Name="Web")
    bookkeeper.sync()
    assert bookkeeper.state(order) == "problem"
    (line,) = odoo.read("connex.rule", rule, "line_ids")
    odoo.write("connex.rule.line", line, map_to="Web")
    bookkeeper.sync()
    assert bookkeeper.state(order) == "synced"
    assert bookkeeper.problems() == {}


def test_an_archived_rule_is_undone_in_quickbooks(
    add_rule, tracking, bookkeeper, ledger, shop, customer, chart, odoo
):
    _enter(ledger, Class, Name="Web")
    rule = add_rule("map_class", "order_number", "is_set", ("", "Web"))
    order = shop.order(customer, [(chart, 1)])
    bookkeeper.sync()
    number = bookkeeper.number(order)
    assert ledger.sales_order(number).ClassRef
    odoo.write("connex.rule", rule, active=False)
    bookkeeper.sync()
    assert not (ledger.sales_order(number).ClassRef or None)
    assert bookkeeper.writes(bookkeeper.sync) == 0


def test_a_surcharge_is_billed_in_quickbooks_and_an_excluded_line_is_not(
    add_rule, bookkeeper, ledger, shop, customer, chart, lantern
):
    add_rule("add_surcharge", "order_number", "is_set", ("", "5"))
    add_rule("exclude_line", "line_sku", "equals", ("harbor-chart", "true"))
    order = shop.order(customer, [(chart, 2), (lantern, 1)])
    bookkeeper.sync()
    assert bookkeeper.problems() == {}
    document = ledger.sales_order(bookkeeper.number(order))
    without = bookkeeper.amount(order) - Decimal("49.00")
    assert document.TotalAmt == without + Decimal("5.00")


def test_rules_decide_by_the_order_in_odoo(
    add_rule, bookkeeper, ledger, shop, customer, chart, odoo
):
    add_rule(
        "do_not_sync",
        "order_number",
        "is_set",
        ("", "true"),
        domain="[('client_order_ref', 'ilike', 'test')]",
    )
    real = shop.order(customer, [(chart, 1)])
    shop.order(customer, [(chart, 1)], client_order_ref="Test order")
    bookkeeper.sync()
    assert [each.DocNumber for each in ledger.sales_orders] == [bookkeeper.number(real)]


def test_sales_orders_and_invoices_arrive_and_no_payments_as_the_guide_says(
    add_rule, bookkeeper, ledger, paid_sale, shop, customer, chart
):
    bookkeeper.choose("orders_invoices_payments", standalone_payments=False)
    add_rule("mark_unpaid", "document_number", "is_set", ("", "true"))
    prepaid = shop.order(customer, [(chart, 1)])
    shop.pay_online(prepaid)
    bookkeeper.sync()
    assert bookkeeper.problems() == {}
    assert ledger.count() == {"Estimate": 2, "Invoice": 1}
