"""Flow 3: the customer pays before shipping. The payment waits unapplied; the invoice gets it later."""

import pytest
from ledger import applications, linked


def assert_waiting(ledger, total):
    """The payment is in the books, unapplied, beside the open sales order."""
    assert ledger.count() == {"Estimate": 1, "Payment": 1}
    payment = ledger.payment()
    assert (payment.TotalAmt, payment.UnappliedAmt, applications(payment)) == (total, total, {})
    return payment


def assert_applied(bookkeeper, ledger, order, invoice, payment_id):
    """That same payment pays the invoice, the order is closed, nothing is open."""
    assert ledger.count() == {"Estimate": 1, "Invoice": 1, "Payment": 1}
    payment, (mirrored,) = ledger.payment(), ledger.invoices
    assert payment.Id == payment_id
    assert applications(payment) == {mirrored.Id: mirrored.TotalAmt}
    assert (mirrored.Balance, payment.UnappliedAmt) == (0, 0)
    assert mirrored.TotalAmt == bookkeeper.amount(invoice, model="account.move")
    sales_order = ledger.sales_order(bookkeeper.number(order))
    assert sales_order.TxnStatus == "Closed"
    assert linked(mirrored, "Estimate") == [sales_order.Id]
    assert ledger.customer("Blue Harbor Supplies").Balance == 0
    assert bookkeeper.problems() == {}


def test_payment_that_names_the_order_waits_and_is_applied_when_the_invoice_comes(
    bookkeeper, ledger, shop, customer, lantern, sync_is_quiet
):
    order = shop.order(customer, [(lantern, 3)])
    total = bookkeeper.amount(order)
    memo = f"Deposit for {bookkeeper.number(order)}, thank you"
    payment = shop.receive_payment(customer, float(total), memo)
    assert bookkeeper.status(order) == "paid"
    bookkeeper.sync()
    waiting = assert_waiting(ledger, total)
    assert ledger.sales_order(bookkeeper.number(order)).TxnStatus == "Accepted"
    sync_is_quiet()

    shop.deliver(order)
    bookkeeper.sync()
    assert assert_waiting(ledger, total).Id == waiting.Id

    invoice = shop.invoice(order)
    shop.reconcile(payment, invoice)
    bookkeeper.sync()
    assert_applied(bookkeeper, ledger, order, invoice, waiting.Id)


def test_invoice_synced_before_the_payment_is_applied_to_it_in_odoo(
    bookkeeper, ledger, shop, customer, lantern
):
    order = shop.order(customer, [(lantern, 2)])
    total = bookkeeper.amount(order)
    payment = shop.receive_payment(customer, float(total), bookkeeper.number(order))
    shop.deliver(order)
    invoice = shop.invoice(order)
    bookkeeper.sync()
    (opened,) = ledger.invoices
    waiting = ledger.payment()
    assert (opened.Balance, waiting.UnappliedAmt) == (total, total)

    shop.reconcile(payment, invoice)
    bookkeeper.sync()
    assert_applied(bookkeeper, ledger, order, invoice, waiting.Id)


def test_online_payment_before_the_invoice_is_applied_to_it_later(
    bookkeeper, ledger, shop, customer, lantern
):
    order = shop.quotation(customer, [(lantern, 4)])
    shop.pay_online(order)
    assert bookkeeper.status(order) == "paid"
    bookkeeper.sync()
    waiting = assert_waiting(ledger, bookkeeper.amount(order))

    shop.deliver(order)
    invoice = shop.invoice(order)
    bookkeeper.sync()
    assert_applied(bookkeeper, ledger, order, invoice, waiting.Id)


@pytest.mark.parametrize("button", [False, True], ids=["scheduled action", "button"])
def test_payment_of_a_status_not_chosen_comes_with_the_invoice(
    bookkeeper, ledger, shop, customer, lantern, button
):
    """Pending and fulfilled are chosen, paid is not: nothing new while the order is only paid."""
    bookkeeper.choose("orders_invoices_payments", ["pending", "fulfilled"])
    order = shop.order(customer, [(lantern, 3)])
    bookkeeper.sync()
    total = bookkeeper.amount(order)
    payment = shop.receive_payment(customer, float(total), bookkeeper.number(order))
    bookkeeper.sync()
    assert bookkeeper.status(order) == "paid"
    assert ledger.count() == {"Estimate": 1}

    shop.deliver(order)
    invoice = shop.invoice(order)
    shop.reconcile(payment, invoice)
    if button:
        assert bookkeeper.press_sync(order)["outcome"] == "done"
    else:
        bookkeeper.sync()
    assert_applied(bookkeeper, ledger, order, invoice, ledger.payment().Id)


def test_payment_without_order_number_stays_the_customers_credit_until_it_is_applied(
    bookkeeper, ledger, shop, customer, lantern
):
    payment = shop.receive_payment(customer, 50.00, "for whatever comes")
    bookkeeper.sync()
    assert ledger.count() == {"Payment": 1}
    assert ledger.payment().UnappliedAmt == 50
    assert ledger.customer("Blue Harbor Supplies").Balance == -50

    invoice = shop.standalone_invoice(customer, [(lantern, 10, 9.99)])
    shop.reconcile(payment, invoice)
    bookkeeper.sync()
    (mirrored,) = ledger.invoices
    assert applications(ledger.payment()) == {mirrored.Id: 50}
    assert mirrored.Balance == bookkeeper.amount(invoice, "amount_residual", "account.move")
