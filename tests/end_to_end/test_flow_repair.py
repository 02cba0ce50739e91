"""Flow 6: the books were changed by hand in QuickBooks. Two ways to put them right from Odoo."""

from ledger import applications, linked
from quickbooks.objects.customer import Customer


def assert_complete(bookkeeper, ledger, order, invoice):
    assert ledger.count() == {"Estimate": 1, "Invoice": 1, "Payment": 1}
    mirrored = ledger.invoice(bookkeeper.number(invoice, "account.move"))
    sales_order = ledger.sales_order(bookkeeper.number(order))
    assert linked(mirrored, "Estimate") == [sales_order.Id]
    assert sales_order.TxnStatus == "Closed"
    assert applications(ledger.payment()) == {mirrored.Id: mirrored.TotalAmt}
    assert mirrored.Balance == 0
    assert ledger.customer("Blue Harbor Supplies").Balance == 0
    assert bookkeeper.problems() == {}
    assert bookkeeper.state(order) == "synced"


def test_delete_and_resync_brings_a_missing_payment_back(
    bookkeeper, ledger, paid_sale, sync_is_quiet
):
    order, invoice = paid_sale
    bookkeeper.sync()
    old = ledger.sales_order(bookkeeper.number(order)).Id
    ledger.payment().delete(qb=ledger.client)
    assert ledger.count() == {"Estimate": 1, "Invoice": 1}

    shown = bookkeeper.press_resync(order)
    assert shown["outcome"] == "done", shown
    assert_complete(bookkeeper, ledger, order, invoice)
    assert ledger.sales_order(bookkeeper.number(order)).Id != old
    sync_is_quiet()


def test_the_sync_button_alone_brings_a_missing_payment_back(
    bookkeeper, ledger, paid_sale, sync_is_quiet
):
    order, invoice = paid_sale
    bookkeeper.sync()
    old = ledger.sales_order(bookkeeper.number(order)).Id
    ledger.payment().delete(qb=ledger.client)

    shown = bookkeeper.press_sync(order)
    assert shown["outcome"] == "done", shown
    assert_complete(bookkeeper, ledger, order, invoice)
    assert ledger.sales_order(bookkeeper.number(order)).Id == old
    sync_is_quiet()


def test_delete_and_resync_makes_everything_anew_once(bookkeeper, ledger, paid_sale):
    order, invoice = paid_sale
    bookkeeper.sync()
    before = {
        document.Id for document in (*ledger.sales_orders, *ledger.invoices, *ledger.payments)
    }
    bookkeeper.press_resync(order)
    bookkeeper.press_resync(order)
    after = {document.Id for document in (*ledger.sales_orders, *ledger.invoices, *ledger.payments)}
    assert not before & after
    assert_complete(bookkeeper, ledger, order, invoice)


def test_delete_and_resync_repairs_an_order_that_was_deleted_in_quickbooks(
    bookkeeper, ledger, paid_sale
):
    order, invoice = paid_sale
    bookkeeper.sync()
    ledger.payment().delete(qb=ledger.client)
    ledger.invoices[0].delete(qb=ledger.client)
    ledger.sales_orders[0].delete(qb=ledger.client)
    assert ledger.count() == {}
    bookkeeper.press_resync(order)
    assert_complete(bookkeeper, ledger, order, invoice)


def test_switching_the_mode_and_resyncing_brings_a_missing_payment_back(
    bookkeeper, ledger, shop, customer, lantern
):
    order = shop.order(customer, [(lantern, 3)])
    total = bookkeeper.amount(order)
    shop.receive_payment(customer, float(total), bookkeeper.number(order))
    bookkeeper.sync()
    ledger.payment().delete(qb=ledger.client)
    assert ledger.count() == {"Estimate": 1}

    bookkeeper.choose("orders_payments")
    shown = bookkeeper.press_sync(order)
    assert shown["outcome"] == "done", shown
    assert ledger.count() == {"Estimate": 1, "Payment": 1}
    assert ledger.payment().UnappliedAmt == total
    assert bookkeeper.problems() == {}


def test_payment_left_out_by_the_mode_comes_when_the_mode_is_switched(
    bookkeeper, ledger, shop, customer, lantern
):
    bookkeeper.choose("orders_only")
    order = shop.order(customer, [(lantern, 3)])
    shop.receive_payment(customer, float(bookkeeper.amount(order)), bookkeeper.number(order))
    bookkeeper.sync()
    assert ledger.count() == {"Estimate": 1}
    bookkeeper.choose("orders_payments")
    bookkeeper.sync()
    assert ledger.count() == {"Estimate": 1, "Payment": 1}


def test_button_applies_a_payment_again_that_was_unapplied_in_quickbooks(
    bookkeeper, ledger, paid_sale
):
    order, invoice = paid_sale
    bookkeeper.sync()
    payment = ledger.payment()
    payment.Line = []
    payment.save(qb=ledger.client)
    assert ledger.invoices[0].Balance == bookkeeper.amount(order)
    shown = bookkeeper.press_sync(order)
    assert shown["outcome"] == "done", shown
    assert ledger.payment().Id == payment.Id
    assert_complete(bookkeeper, ledger, order, invoice)


def test_order_edited_by_hand_in_quickbooks_is_still_updated_from_odoo(
    bookkeeper, ledger, odoo, shop, customer, chart
):
    order = shop.order(customer, [(chart, 1)])
    bookkeeper.sync()
    edited = ledger.sales_order(bookkeeper.number(order))
    edited.CustomerMemo = None
    edited.PrintStatus = "NeedToPrint"
    edited.save(qb=ledger.client)

    (line,) = odoo.read("sale.order", order, "order_line")
    odoo.write("sale.order.line", line, product_uom_qty=5)
    bookkeeper.sync()
    after = ledger.sales_order(bookkeeper.number(order))
    assert (after.Id, after.TotalAmt) == (edited.Id, bookkeeper.amount(order))
    assert after.PrintStatus == "NeedToPrint"  # what Odoo does not say is left alone
    assert bookkeeper.problems() == {}


def test_customer_of_ours_made_inactive_in_quickbooks_is_made_active_again(
    bookkeeper, ledger, shop, customer, chart
):
    bookkeeper.press_sync(shop.order(customer, [(chart, 1)]))
    known = ledger.customer("Blue Harbor Supplies")
    known.Active = False
    known.save(qb=ledger.client)
    waiting = shop.order(customer, [(chart, 2)])
    other = shop.order(shop.customer("Red Barn Goods"), [(chart, 3)])
    bookkeeper.sync()
    assert (bookkeeper.state(waiting), bookkeeper.state(other)) == ("synced", "synced")
    assert Customer.get(known.Id, qb=ledger.client).Active
    assert ledger.count() == {"Estimate": 3}
    assert bookkeeper.problems() == {}
