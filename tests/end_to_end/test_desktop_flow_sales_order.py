"""A sale in QuickBooks Desktop: a closed sales order, an invoice with nothing open, and its payment.

The Web Connector drives the whole way; the books are read by a program that is not ours.
"""

from decimal import Decimal

import pytest

BEFORE = {"kind": "disconnect_after", "at": "sendRequestXML"}
AFTER = {"kind": "disconnect_before", "at": "receiveResponseXML"}
#: A session has no more messages than this for one sale.
MESSAGES = 9


@pytest.fixture
def rope(shop):
    """A stocked product, invoiced as delivered."""
    return shop.product("Mooring Rope", 12.5, stock=100, invoice_policy="delivery")


@pytest.fixture
def paid_sale(shop, customer, rope):
    """4 ropes and a lantern ordered, delivered, invoiced and paid: (order, invoice, payment)."""
    lantern = shop.product("Storm Lantern", 9.99, stock=100)
    order = shop.order(customer, [(rope, 4), (lantern, 3)])
    shop.deliver(order)
    invoice = shop.invoice(order)
    return order, invoice, shop.pay(invoice)


def _assert_complete(desktop, order, invoice, payment):
    total = desktop.amount(order)
    (sales_order,) = desktop.books.sales_orders()
    assert sales_order.number == desktop.number(order)
    assert sales_order.complete and not sales_order.closed
    assert sales_order.total == total == Decimal("79.97")
    assert [line.done for line in sales_order.lines] == [4, 3]
    (booked,) = desktop.books.invoices()
    assert (booked.total, booked.open, booked.paid) == (total, 0, True)
    assert sales_order.id in [link.id for link in booked.linked]
    (received,) = desktop.books.payments()
    assert (received.total, received.open) == (total, 0)
    assert [(link.id, link.amount) for link in received.applied] == [(booked.id, total)]
    assert desktop.problems() == {}
    assert desktop.state(order) == desktop.state(invoice, "account.move") == "synced"
    assert desktop.mirror("invoice", invoice)["qb_balance"] == 0
    assert desktop.mirror("payment", payment)["qb_id"] == received.id


def test_paid_sale_is_a_closed_order_an_invoice_with_nothing_open_and_an_applied_payment(
    desktop, paid_sale
):
    log = desktop.connector.run()
    assert log["status"] == "done", log
    _assert_complete(desktop, *paid_sale)
    assert len(desktop.books.customers()) == 1
    assert desktop.is_quiet()


def test_sale_that_grows_step_by_step_ends_the_same(desktop, shop, customer, rope):
    lantern = shop.product("Storm Lantern", 9.99, stock=100)
    order = shop.order(customer, [(rope, 4), (lantern, 3)])
    assert desktop.run() == "done"
    (sales_order,) = desktop.books.sales_orders()
    assert not (sales_order.complete or sales_order.closed)
    assert desktop.books.invoices() == []
    shop.deliver(order)
    invoice = shop.invoice(order)
    assert desktop.run() == "done"
    (booked,) = desktop.books.invoices()
    assert booked.open == booked.total == Decimal("79.97")
    payment = shop.pay(invoice)
    assert desktop.run() == "done"
    _assert_complete(desktop, order, invoice, payment)
    assert desktop.is_quiet()


def test_order_billed_to_another_company_is_closed_and_its_invoice_paid(
    desktop, shop, customer, rope
):
    agency = shop.customer("Gull Leasing")
    order = shop.order(customer, [(rope, 4)], partner_invoice_id=agency)
    assert desktop.run() == "done"
    shop.deliver(order)
    shop.pay(shop.invoice(order))
    desktop.sync()
    assert desktop.problems() == {}
    (sales_order,), (booked,) = desktop.books.sales_orders(), desktop.books.invoices()
    assert sales_order.closed
    assert sales_order.text("CustomerRef/FullName") == "Blue Harbor Supplies"
    assert booked.text("CustomerRef/FullName") == "Gull Leasing"
    assert (booked.total, booked.open) == (desktop.amount(order), 0)
    assert desktop.state(order) == "synced"
    desktop.sync()
    assert desktop.is_quiet()


@pytest.mark.parametrize("lost", [BEFORE, AFTER], ids=["before", "after"])
def test_answers_lost_at_every_message_make_nothing_twice(desktop, paid_sale, lost):
    """`before`: QuickBooks never gets the message; `after`: it has carried it out."""
    for number in range(1, MESSAGES + 1):
        desktop.connector.run(lost | {"number": number})
        desktop.connector.run(lost | {"number": 1})
    desktop.sync()
    _assert_complete(desktop, *paid_sale)
    assert desktop.written() == {
        "CustomerAddRq": 1,
        "ItemNonInventoryAddRq": 2,
        "SalesOrderAddRq": 1,
        "InvoiceAddRq": 1,
        "ReceivePaymentAddRq": 1,
    }


def test_customer_and_items_carry_what_odoo_knows(desktop, paid_sale):
    desktop.sync()
    (customer,) = desktop.books.customers()
    assert customer.name == "Blue Harbor Supplies"
    assert customer.text("Email") == "blue.harbor.supplies@example.com"
    assert customer.text("BillAddress/City") == "San Francisco"
    rope = desktop.books.element("Item", "Mooring Rope")
    assert rope.kind == "ItemNonInventory"
    assert rope.text("ManufacturerPartNumber") == "MOORING-ROPE"


def test_what_quickbooks_already_has_is_used_and_not_created_again(desktop, shop, customer):
    by_name = desktop.books.enter_customer("blue harbor supplies")
    desktop.books.enter_item("Chart")
    chart = shop.product("Harbor Chart", 24.5, default_code="Chart")
    order = shop.order(customer, [(chart, 2)])
    desktop.sync()
    assert desktop.problems() == {}
    (sales_order,) = desktop.books.sales_orders()
    assert sales_order.text("CustomerRef/ListID") == by_name
    assert [line.item for line in sales_order.lines] == ["Chart"]
    assert desktop.written() == {"CustomerAddRq": 1, "ItemServiceAddRq": 1, "SalesOrderAddRq": 1}
    assert desktop.state(order) == "synced"


def test_customer_is_found_by_the_address_in_quickbooks_list(desktop, shop, rope):
    known = desktop.books.enter_customer(
        "The Old Mill", "<Email>office@oldmill.example.com</Email>"
    )
    mill = shop.customer("Old Mill Ltd", email="office@oldmill.example.com")
    shop.order(mill, [(rope, 1)])
    desktop.sync()
    (sales_order,) = desktop.books.sales_orders()
    assert sales_order.text("CustomerRef/ListID") == known


def test_name_of_a_vendor_is_not_taken(desktop, shop, customer, rope):
    desktop.books.enter("Vendor", "<Name>Blue Harbor Supplies</Name>")
    order = shop.order(customer, [(rope, 1)])
    desktop.sync()
    assert [each.name for each in desktop.books.customers()] == ["Blue Harbor Supplies (Customer)"]
    assert desktop.problems() == {}
    assert desktop.state(order) == "synced"


def test_terms_are_found_by_name_and_made_where_quickbooks_has_none(
    desktop, shop, odoo, customer, rope
):
    def term(name, days):
        line = (0, 0, {"value": "percent", "value_amount": 100, "nb_days": days})
        return odoo.create("account.payment.term", name=name, line_ids=[line])

    known, new = term("Net 30", 30), term("17 days", 17)
    orders = [shop.order(customer, [(rope, 1)], payment_term_id=each) for each in (known, new)]
    desktop.sync()
    assert desktop.problems() == {}
    terms = {each.number: each.text("TermsRef/FullName") for each in desktop.books.sales_orders()}
    assert terms == {desktop.number(orders[0]): "Net 30", desktop.number(orders[1]): "17 days"}
    assert desktop.written()["StandardTermsAddRq"] == 1
