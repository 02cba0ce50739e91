"""Flow 4: the transaction mode decides what is created; switching it later brings what was left out."""

import pytest
from ledger import applications, linked

ESTIMATE, INVOICE, PAYMENT, RECEIPT = (
    {"Estimate": 1},
    {"Invoice": 1},
    {"Payment": 1},
    {"SalesReceipt": 1},
)


def test_orders_without_invoices_then_the_mode_is_switched_back(
    bookkeeper, ledger, paid_sale, sync_is_quiet
):
    order, invoice = paid_sale
    bookkeeper.choose("orders_payments")
    bookkeeper.sync()
    assert ledger.count() == ESTIMATE | PAYMENT
    total = bookkeeper.amount(order)
    payment = ledger.payment()
    assert (payment.TotalAmt, payment.UnappliedAmt) == (total, total)
    sales_order = ledger.sales_order(bookkeeper.number(order))
    assert (sales_order.TotalAmt, sales_order.TxnStatus) == (total, "Accepted")
    sync_is_quiet()

    bookkeeper.choose("orders_invoices_payments")
    bookkeeper.sync()
    assert ledger.count() == ESTIMATE | INVOICE | PAYMENT
    mirrored = ledger.invoice(bookkeeper.number(invoice, "account.move"))
    assert linked(mirrored, "Estimate") == [sales_order.Id]
    assert ledger.sales_order(bookkeeper.number(order)).TxnStatus == "Closed"
    assert ledger.payment().Id == payment.Id
    assert applications(ledger.payment()) == {mirrored.Id: total}
    assert mirrored.Balance == 0
    assert bookkeeper.problems() == {}


@pytest.mark.parametrize(
    ("mode", "expected"),
    [
        ("orders_invoices_payments", ESTIMATE | INVOICE | PAYMENT),
        ("orders_payments", ESTIMATE | PAYMENT),
        ("orders_only", ESTIMATE),
        ("invoices_payments", INVOICE | PAYMENT),
        ("invoices_only", INVOICE),
        ("receipts", RECEIPT),
    ],
)
def test_each_mode_creates_its_documents_and_no_others(
    bookkeeper, ledger, paid_sale, mode, expected, sync_is_quiet
):
    order, _invoice = paid_sale
    bookkeeper.choose(mode)
    bookkeeper.sync()
    assert ledger.count() == expected
    total = bookkeeper.amount(order)
    for kind in (ledger.sales_orders, ledger.invoices, ledger.payments):
        assert [document.TotalAmt for document in kind] in ([], [total])
    assert bookkeeper.problems() == {}
    sync_is_quiet()


def test_unpaid_sale_gives_no_sales_receipt_until_it_is_paid(
    bookkeeper, ledger, shop, customer, lantern
):
    bookkeeper.choose("receipts")
    order = shop.order(customer, [(lantern, 3)])
    shop.deliver(order)
    invoice = shop.invoice(order)
    bookkeeper.sync()
    assert ledger.count() == {}
    shop.pay(invoice)
    bookkeeper.sync()
    assert ledger.count() == RECEIPT


def test_switching_to_a_smaller_mode_takes_nothing_away(bookkeeper, ledger, paid_sale):
    bookkeeper.sync()
    complete = ledger.count()
    assert complete == ESTIMATE | INVOICE | PAYMENT
    bookkeeper.choose("orders_only")
    assert bookkeeper.writes(bookkeeper.sync) == 0
    assert ledger.count() == complete
    assert [invoice.Balance for invoice in ledger.invoices] == [0]
