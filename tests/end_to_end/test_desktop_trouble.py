"""When something goes wrong on the way to QuickBooks Desktop: nothing twice, nothing lost, and it is told."""

from decimal import Decimal

import pytest
from desktop import DesktopBookkeeper

EXECUTED_UNSEEN = {"kind": "hresult", "hresult": "0x80040402", "executed": True}
#: The messages of a first session: profile, look-ups, then what writes: customer and item, order, invoice,
#: payment.
FIRST_WRITE, ORDER_MESSAGE, INVOICE_MESSAGE = 3, 4, 5


@pytest.fixture
def lamp(shop):
    """A product that is invoiced as ordered, without tax."""
    return shop.product("Cabin Lamp", 29.97)


@pytest.fixture
def paid_sale(shop, customer, lamp):
    """(order, invoice, payment) of one lamp."""
    order = shop.order(customer, [(lamp, 1)])
    invoice = shop.invoice(order)
    return order, invoice, shop.pay(invoice)


def _assert_all_there(desktop, sales=1):
    assert desktop.problems() == {}
    assert len(desktop.books.sales_orders()) == len(desktop.books.invoices()) == sales
    assert all(order.complete for order in desktop.books.sales_orders())
    assert {invoice.open for invoice in desktop.books.invoices()} == {0}
    assert {payment.open for payment in desktop.books.payments()} == {0}
    assert desktop.is_quiet()


def _retry(desktop, state="waiting"):
    waiting = desktop.mirrors([("state", "=", state)])
    desktop.odoo.call("connex.mirror", "action_retry", [mirror["id"] for mirror in waiting])
    desktop.sync()


@pytest.mark.parametrize(
    ("request_name", "status"),
    [("InvoiceAddRq", 3175), ("SalesOrderAddRq", 3176), ("ReceivePaymentAddRq", 3180)],
)
def test_what_somebody_has_open_goes_with_a_later_run(desktop, paid_sale, request_name, status):
    fault = {"message": "QuickBooks error message: failed to acquire the lock"}
    desktop.books.add_fault(request=request_name, status=status, **fault)
    desktop.run()
    assert desktop.problems() == {}
    assert "waiting" in set().union(*desktop.states().values())
    _retry(desktop)
    _assert_all_there(desktop)


def test_a_set_that_quickbooks_cannot_read_is_sent_document_by_document(
    desktop, shop, customer, lamp
):
    for _sale in range(3):
        shop.pay(shop.invoice(shop.order(customer, [(lamp, 1)])))
    desktop.books.add_fault(hresult="0x80040400", request="InvoiceAddRq")
    desktop.sync()
    _assert_all_there(desktop, sales=3)


@pytest.mark.parametrize("number", range(1, FIRST_WRITE))
def test_an_error_while_something_is_looked_for_ends_no_session(desktop, paid_sale, number):
    assert desktop.run(EXECUTED_UNSEEN | {"number": number}) == "done"
    _assert_all_there(desktop)


@pytest.mark.parametrize("number", range(FIRST_WRITE, INVOICE_MESSAGE + 2))
def test_an_error_after_quickbooks_has_done_it_makes_nothing_twice(desktop, paid_sale, number):
    assert desktop.run(EXECUTED_UNSEEN | {"number": number}) != "done"
    assert desktop.setting("problem_message")
    desktop.sync()
    _assert_all_there(desktop)
    assert desktop.written()["InvoiceAddRq"] == 1
    assert not desktop.setting("problem_message")


def test_half_an_answer_is_asked_for_again(desktop, paid_sale, expected_warnings):
    expected_warnings.append("not well-formed")
    for number in range(1, INVOICE_MESSAGE + 2):
        desktop.run({"kind": "cut", "number": number})
    desktop.sync()
    _assert_all_there(desktop)
    assert desktop.written()["InvoiceAddRq"] == 1


def test_an_answer_that_arrives_twice_counts_once(desktop, paid_sale):
    faults = [
        {"kind": "repeat", "at": "receiveResponseXML", "number": number} for number in range(1, 8)
    ]
    assert desktop.run(*faults) == "done"
    _assert_all_there(desktop)


def test_another_company_file_gets_nothing(desktop, sandbox, paid_sale):
    desktop.sync()
    other = type(desktop.books).new(sandbox, name="Other Books")
    desktop.connector.open(other.id)
    paid = desktop.odoo.read("account.move", paid_sale[1], "partner_id")[0]
    desktop.odoo.write("res.partner", paid, phone="+1 555 0100")
    assert desktop.run() != "done"
    assert "belongs to the company file" in desktop.setting("problem_message")
    assert other.customers() == []
    desktop.connector.open(desktop.books.id)
    desktop.sync()
    assert not desktop.setting("problem_message")
    assert desktop.books.customers()[0].text("Phone") == "+1 555 0100"


def test_quickbooks_that_is_closed_is_told_and_waited_for(desktop, paid_sale):
    desktop.run()
    customer = desktop.odoo.read("sale.order", paid_sale[0], "partner_id")[0]
    desktop.odoo.write("res.partner", customer, phone="+1 555 0100")
    opening = {"kind": "opening", "hresult": "0x80040414", "message": "A modal dialog", "times": 9}
    assert desktop.run(opening) != "done"
    assert "window is open" in desktop.setting("problem_message")
    desktop.sync()
    assert not desktop.setting("problem_message")


def test_what_a_bookkeeper_changed_is_changed_back_without_a_conflict(
    desktop, shop, odoo, customer, lamp
):
    order = shop.order(customer, [(lamp, 2)])
    desktop.sync()
    (sales_order,) = desktop.books.sales_orders()
    desktop.books.edit(sales_order, "<Memo>looked at</Memo>")
    (line,) = odoo.search("sale.order.line", [("order_id", "=", order)])
    odoo.write("sale.order.line", line, product_uom_qty=3)
    desktop.sync()
    (sales_order,) = desktop.books.sales_orders()
    assert (sales_order.total, desktop.problems()) == (Decimal("89.91"), {})
    assert desktop.is_quiet()


def test_document_deleted_in_quickbooks_is_noticed_and_made_again_on_request(
    desktop, shop, customer, lamp
):
    invoice = shop.invoice(shop.order(customer, [(lamp, 1)]))
    desktop.sync()
    desktop.books.delete(desktop.books.invoices()[0])
    desktop.odoo.run_cron("connex_bridge.cron_tie_out")
    desktop.sync()
    name = desktop.number(invoice, "account.move")
    assert desktop.problems() == {f"invoice {name}": "deleted_in_quickbooks"}
    shown = desktop.press_sync(invoice, "account.move")
    assert shown["outcome"] == "waiting"
    assert "next run of the Web Connector" in shown["note"]
    desktop.sync()
    (booked,) = desktop.books.invoices()
    assert booked.total == Decimal("29.97")
    assert desktop.problems() == {}
    assert desktop.is_quiet()


def test_edition_without_sales_orders_gets_the_rest_and_says_so_once(
    odoo, sandbox, shop, customer, lamp
):
    pro = DesktopBookkeeper(odoo, sandbox, edition="pro")
    order = shop.order(customer, [(lamp, 1)])
    shop.pay(shop.invoice(order))
    pro.sync()
    assert pro.problems() == {}
    assert "no sales orders" in pro.setting("problem_message")
    (invoice,) = pro.books.invoices()
    assert invoice.open == 0
    assert pro.state(order) == "synced"
    assert pro.is_quiet()


def test_sale_in_a_closed_period_waits_until_the_books_are_open(desktop, shop, customer, lamp):
    desktop.books.preferences(closing_date="2999-12-31")
    order = shop.order(customer, [(lamp, 1)])
    invoice = shop.invoice(order)
    desktop.sync()
    name = desktop.number(invoice, "account.move")
    assert desktop.problems() == {f"invoice {name}": "books_closed"}
    assert len(desktop.books.sales_orders()) == 1
    desktop.books.preferences(closing_date=None)
    desktop.odoo.call("connex.connection", "action_refresh_lists", [desktop.connection])
    desktop.sync()
    assert desktop.problems() == {}
    assert len(desktop.books.invoices()) == 1


def test_sales_orders_that_are_switched_on_in_quickbooks_arrive_after_the_lists_are_read(
    odoo, sandbox, shop, customer, lamp
):
    premier = DesktopBookkeeper(odoo, sandbox, edition="premier", sales_orders=False)
    order = shop.order(customer, [(lamp, 1)])
    premier.sync()
    assert premier.books.documents("Invoice") == []
    assert "no sales orders" in premier.setting("problem_message")
    premier.books.preferences(sales_orders=True)
    odoo.call("connex.connection", "action_refresh_lists", [premier.connection])
    premier.sync()
    assert [each.number for each in premier.books.sales_orders()] == [premier.number(order)]
    assert not premier.setting("problem_message")
    assert premier.problems() == {}


def test_a_sale_that_quickbooks_fails_on_is_held_and_the_others_get_there(
    desktop, shop, customer, lamp
):
    bad, *good = [shop.order(customer, [(lamp, 1)]) for _order in range(3)]
    names = [desktop.number(order) for order in (bad, *good)]
    desktop.books.add_fault(
        hresult="0x80040402", request="SalesOrderAddRq", containing=names[0], times=99
    )
    desktop.sync()
    assert desktop.problems() == {f"sales_order {names[0]}": "desktop_fails_on_document"}
    assert sorted(each.number for each in desktop.books.sales_orders()) == names[1:]
    desktop.books.clear_faults()
    _retry(desktop, state="problem")
    assert desktop.problems() == {}
    assert sorted(each.number for each in desktop.books.sales_orders()) == names


def test_what_somebody_pasted_in_quickbooks_keeps_nothing_back(desktop, shop, customer, lamp):
    pasted = desktop.books.enter_customer("Somebody Else")
    desktop.books.paste(pasted, "CompanyName", "Else\x1f & Sons")
    order = shop.order(customer, [(lamp, 1)])
    desktop.sync()
    assert desktop.problems() == {}
    assert desktop.state(order) == "synced"
    assert not desktop.setting("problem_message")


def test_a_list_that_quickbooks_does_not_hand_out_keeps_nothing_back_and_is_told(
    desktop, shop, customer, lamp
):
    desktop.books.add_fault(hresult="0x80040402", request="CustomerMsgQueryRq", times=9)
    order = shop.order(customer, [(lamp, 1)])
    assert desktop.run() == "done"
    assert desktop.state(order) == "synced"
    assert "Customer message" in desktop.setting("problem_message")
    desktop.books.clear_faults()
    assert desktop.run() == "done"
    assert not desktop.setting("problem_message")
    assert desktop.is_quiet()


def test_a_document_that_was_refused_and_mended_goes_under_an_id_of_its_own(
    desktop, shop, customer, lamp
):
    """The refusal is the last answer that QuickBooks has stored."""
    order = shop.order(customer, [(lamp, 1)])
    desktop.books.add_fault(request="SalesOrderAddRq", status=3140)
    desktop.sync()
    assert set(desktop.problems().values()) == {"reference_gone"}
    _retry(desktop, state="problem")
    assert desktop.problems() == {}
    assert [each.number for each in desktop.books.sales_orders()] == [desktop.number(order)]
    sets = [each for each in desktop.books.log()["message_sets"] if each.get("message_set")]
    assert not any("9001" in each["response"][:200] for each in sets)
    assert not any(each.get("reason") for each in desktop.books.log()["message_sets"])


def test_an_id_that_quickbooks_knows_from_another_set_makes_nothing_twice(desktop, odoo, paid_sale):
    """As after a backup of Odoo was restored (9001): it is looked for, and sent under another id."""
    desktop.run({"kind": "hresult", "hresult": "0x80040401", "number": ORDER_MESSAGE})
    (exchange,) = odoo.search("connex.exchange", [("state", "=", "unknown")])
    used = odoo.read("connex.exchange", exchange, "request_id")
    desktop.books.send(
        '<?xml version="1.0"?><?qbxml version="13.0"?><QBXML><QBXMLMsgsRq onError="stopOnError" '
        f'newMessageSetID="{used}"><HostQueryRq/></QBXMLMsgsRq></QBXML>'
    )
    desktop.sync()
    _assert_all_there(desktop)
    told = [each["response"] for each in desktop.books.log()["message_sets"]]
    assert sum('messageSetStatusCode="9001"' in each for each in told) == 1
