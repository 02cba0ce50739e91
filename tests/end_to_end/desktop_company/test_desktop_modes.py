"""What a connection to QuickBooks Desktop creates: transaction modes, order statuses, and by hand.

One company file and one database for all of them: each test looks at the documents of its own customer.
"""

from decimal import Decimal

import pytest

ORDER, INVOICE, PAYMENT, RECEIPT = (
    {"SalesOrder": 1},
    {"Invoice": 1},
    {"ReceivePayment": 1},
    {"SalesReceipt": 1},
)
TOTAL = Decimal("89.91")


@pytest.fixture
def sold(shop, customer, lamp):
    """(order, invoice): three lamps, delivered, invoiced and paid."""
    order = shop.order(customer, [(lamp, 3)])
    shop.deliver(order)
    invoice = shop.invoice(order)
    shop.pay(invoice)
    return order, invoice


@pytest.fixture
def everything(desktop):
    """The connection creates everything, in all statuses, when the test begins and when it has ended."""
    desktop.choose(
        "orders_invoices_payments", ["pending", "paid", "partially_fulfilled", "fulfilled"]
    )
    yield
    desktop.choose(
        "orders_invoices_payments", ["pending", "paid", "partially_fulfilled", "fulfilled"]
    )


@pytest.mark.parametrize(
    ("mode", "expected"),
    [
        ("receipts", RECEIPT),
        ("orders_only", ORDER),
        ("orders_payments", ORDER | PAYMENT),
        ("invoices_only", INVOICE),
        ("invoices_payments", INVOICE | PAYMENT),
        ("orders_invoices_payments", ORDER | INVOICE | PAYMENT),
    ],
)
def test_each_mode_creates_its_documents_and_no_others(
    desktop, everything, customer, sold, mode, expected
):
    desktop.choose(mode)
    desktop.sync()
    assert desktop.problems() == {}
    assert desktop.count(customer) == expected
    assert {form.total for forms in desktop.forms(customer).values() for form in forms} == {TOTAL}
    assert desktop.is_quiet()


def test_orders_without_invoices_then_the_mode_is_switched_back(
    desktop, everything, customer, sold
):
    desktop.choose("orders_payments")
    desktop.sync()
    (payment,) = desktop.forms(customer)["ReceivePayment"]
    (order,) = desktop.forms(customer)["SalesOrder"]
    assert (payment.open, order.complete, order.closed) == (TOTAL, False, False)
    desktop.choose("orders_invoices_payments")
    desktop.sync()
    forms = desktop.forms(customer)
    assert desktop.count(customer) == ORDER | INVOICE | PAYMENT
    assert (forms["Invoice"][0].open, forms["ReceivePayment"][0].open) == (0, 0)
    assert forms["ReceivePayment"][0].id == payment.id
    assert forms["SalesOrder"][0].complete
    assert desktop.problems() == {}


def test_switching_to_a_smaller_mode_takes_nothing_away(desktop, everything, customer, sold):
    desktop.sync()
    complete = desktop.count(customer)
    assert complete == ORDER | INVOICE | PAYMENT
    desktop.choose("orders_only")
    assert desktop.writes(desktop.sync) == 0
    assert desktop.count(customer) == complete


def test_order_statuses_decide_when_a_sale_goes(desktop, everything, shop, customer, lamp):
    desktop.choose(statuses=["paid", "fulfilled"])
    order = shop.order(customer, [(lamp, 3)])
    desktop.sync()
    assert desktop.count(customer) == {}
    assert desktop.state(order) == "none"
    invoice = shop.invoice(order)
    shop.pay(invoice)
    assert desktop.status(order) == "paid"
    desktop.sync()
    assert desktop.count(customer) == ORDER | INVOICE | PAYMENT
    desktop.choose(statuses=["cancelled"])
    assert desktop.writes(desktop.sync) == 0


def test_cancelled_sale_is_taken_back_whatever_statuses_are_chosen(
    desktop, everything, shop, customer, lamp
):
    desktop.choose(statuses=["pending"])
    order = shop.order(customer, [(lamp, 3)])
    desktop.sync()
    shop.cancel(order)
    desktop.sync()
    (sales_order,) = desktop.forms(customer)["SalesOrder"]
    assert sales_order.closed
    assert desktop.problems() == {}


def test_receipt_waits_until_the_sale_is_paid(desktop, everything, shop, customer, lamp):
    desktop.choose("receipts")
    order = shop.order(customer, [(lamp, 3)])
    shop.deliver(order)
    invoice = shop.invoice(order)
    desktop.sync()
    assert desktop.count(customer) == {}
    shop.pay(invoice)
    desktop.sync()
    assert desktop.count(customer) == RECEIPT


def test_numbers_are_synced_by_hand_with_a_mode_of_their_own(
    desktop, everything, odoo, shop, customer, lamp
):
    desktop.choose("invoices_only")
    orders = [shop.order(customer, [(lamp, quantity)]) for quantity in (1, 2, 3)]
    desktop.sync()
    assert desktop.count(customer) == {}
    numbers = [desktop.number(order) for order in orders]
    run = odoo.create(
        "connex.manual.sync",
        connection_id=desktop.connection,
        choose_by="numbers",
        numbers=f"{numbers[0]}\nNOPE\n{numbers[2]}",
        mode="orders_only",
    )
    odoo.call("connex.manual.sync", "action_sync", [run])
    odoo.run_cron("connex_bridge.cron_sync")
    desktop.sync()
    odoo.run_cron("connex_bridge.cron_sync")
    shown = odoo.read("connex.manual.sync", run, ["state", "unknown_numbers", "done_count"])
    assert (shown["state"], shown["unknown_numbers"], shown["done_count"]) == ("done", "NOPE", 2)
    synced = {each.number for each in desktop.forms(customer)["SalesOrder"]}
    assert synced == {numbers[0], numbers[2]}
    assert desktop.is_quiet()


def _previewed(odoo, order):
    """{document: (action, request)} as the preview of an order shows them."""
    action = odoo.call("sale.order", "action_connex_preview", [order])
    ids = odoo.read(action["res_model"], action["res_id"], "document_ids")
    rows = odoo.read("connex.preview.document", ids, ["document", "action", "request"])
    return {row["document"]: (row["action"], row["request"]) for row in rows}


def test_preview_shows_what_would_be_sent_and_sends_nothing(
    desktop, everything, odoo, shop, customer, lamp, sold
):
    order, _invoice = sold
    shown = {}
    assert desktop.writes(lambda: shown.update(_previewed(odoo, order))) == 0
    assert {document: action for document, (action, _request) in shown.items()} == {
        "customer": "find",
        "item": shown["item"][0],
        "sales_order": "create",
        "invoice": "create",
        "payment": "create",
    }
    assert "<InvoiceAdd" in shown["invoice"][1]
    assert "<SalesOrderAdd" in shown["sales_order"][1]
    assert desktop.count(customer) == {}
    desktop.sync()
    sent = "".join(
        row["request_body"]
        for row in odoo.search_read("connex.exchange", [("kind", "=", "write")], ["request_body"])
    )
    number = desktop.number(order)
    assert f"<RefNumber>{number}</RefNumber>" in shown["sales_order"][1]
    assert f"<RefNumber>{number}</RefNumber>" in sent
    assert {action for action, _request in _previewed(odoo, order).values()} == {"keep"}


def test_delete_and_resync_replaces_the_documents(desktop, everything, odoo, customer, sold):
    order, _invoice = sold
    desktop.sync()
    before = {kind: forms[0].id for kind, forms in desktop.forms(customer).items()}
    shown = desktop.press_resync(order)
    assert "Web Connector" in shown["note"]
    desktop.sync()
    assert desktop.problems() == {}
    after = {kind: forms[0].id for kind, forms in desktop.forms(customer).items()}
    assert desktop.count(customer) == ORDER | INVOICE | PAYMENT
    assert not set(before.values()) & set(after.values())
    forms = desktop.forms(customer)
    assert (forms["Invoice"][0].open, forms["ReceivePayment"][0].open) == (0, 0)
    assert forms["SalesOrder"][0].complete
    assert desktop.state(order) == "synced"
    assert desktop.is_quiet()
