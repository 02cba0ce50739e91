"""Companies that do not invoice in Odoo: the order is the invoice, closed and paid in QuickBooks."""

from decimal import Decimal

from ledger import applications, linked


def _assert_paid_once(bookkeeper, ledger, order):
    number = bookkeeper.number(order)
    assert ledger.count() == {"Estimate": 1, "Invoice": 1, "Payment": 1}
    sales_order, invoice = ledger.sales_order(number), ledger.invoice(number)
    assert sales_order.TxnStatus == "Closed"
    assert linked(invoice, "Estimate") == [sales_order.Id]
    assert invoice.TotalAmt == bookkeeper.amount(order)
    assert invoice.Balance == 0
    assert applications(ledger.payment()) == {invoice.Id: invoice.TotalAmt}
    assert bookkeeper.mirror("invoice", order)["qb_balance"] == 0
    assert bookkeeper.state(order) == "synced"
    assert bookkeeper.problems() == {}


def test_order_paid_online_and_delivered_is_invoiced_closed_and_paid(
    bookkeeper, ledger, shop, customer, lantern
):
    bookkeeper.choose(invoice_source="order")
    order = shop.order(customer, [(lantern, 3)])
    shop.pay_online(order)
    bookkeeper.sync()
    assert ledger.count() == {"Estimate": 1, "Payment": 1}
    assert ledger.payment().UnappliedAmt == Decimal("32.44")
    shop.deliver(order)
    bookkeeper.sync()
    _assert_paid_once(bookkeeper, ledger, order)
    assert bookkeeper.writes(bookkeeper.sync) == 0


def test_odoo_invoice_that_appears_later_is_the_same_sale(
    bookkeeper, ledger, shop, customer, lantern
):
    bookkeeper.choose(invoice_source="order")
    order = shop.order(customer, [(lantern, 3)])
    shop.deliver(order)
    bookkeeper.sync()
    assert ledger.invoice(bookkeeper.number(order)).Balance == Decimal("32.44")
    invoice = shop.invoice(order)
    assert bookkeeper.writes(bookkeeper.sync) == 0
    shop.pay(invoice)
    bookkeeper.sync()
    _assert_paid_once(bookkeeper, ledger, order)
    assert bookkeeper.state(invoice, "account.move") == "synced"
    shown = bookkeeper.press_sync(invoice, "account.move")
    assert shown["outcome"] == "done", shown
    _assert_paid_once(bookkeeper, ledger, order)


def test_cancelled_order_is_voided_with_its_invoice(bookkeeper, ledger, shop, customer, chart):
    bookkeeper.choose(invoice_source="order", statuses=["pending", "paid", "fulfilled"])
    pending = bookkeeper.odoo.search("connex.order.status", [("code", "=", "pending")])
    bookkeeper.choose(invoice_status_ids=[(6, 0, pending)])
    order = shop.order(customer, [(chart, 2)])
    bookkeeper.sync()
    assert ledger.count() == {"Estimate": 1, "Invoice": 1}
    shop.cancel(order)
    bookkeeper.sync()
    assert bookkeeper.problems() == {}
    assert ledger.count() == {"Invoice": 1}
    assert [invoice.TotalAmt for invoice in ledger.invoices] == [0]
