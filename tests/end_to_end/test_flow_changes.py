"""Flow 7: nothing changed sends nothing; a change updates the same documents; cancelling removes them."""

from decimal import Decimal

import pytest
from ledger import linked, product_lines


@pytest.fixture
def order(shop, customer, lantern, chart):
    """3 lanterns and a chart, confirmed and not paid."""
    return shop.order(customer, [(lantern, 3), (chart, 1)])


@pytest.fixture
def paid_sale(shop, order):
    """(order, invoice, payment): delivered, invoiced and paid in Odoo."""
    shop.deliver(order)
    invoice = shop.invoice(order)
    return order, invoice, shop.pay(invoice)


def reopen(odoo, invoice):
    odoo.call("account.move", "button_draft", [invoice])


def test_second_run_with_nothing_changed_sends_no_write(
    bookkeeper, ledger, shop, paid_sale, customer, chart
):
    shop.order(customer, [(chart, 4)])
    shop.standalone_invoice(customer, [(chart, 2, 24.50)])
    shop.receive_payment(customer, 12.34)
    assert bookkeeper.writes(bookkeeper.sync) > 0
    assert bookkeeper.writes(bookkeeper.sync) == 0
    assert bookkeeper.writes(bookkeeper.press_sync, paid_sale[0]) == 0
    assert bookkeeper.writes(bookkeeper.sync_now) == 0
    bookkeeper.choose("orders_payments")
    assert bookkeeper.writes(bookkeeper.sync) == 0
    bookkeeper.choose("orders_invoices_payments")
    assert bookkeeper.writes(bookkeeper.sync) == 0


def test_changed_order_updates_the_same_sales_order(
    bookkeeper, ledger, odoo, order, chart, sync_is_quiet
):
    bookkeeper.sync()
    before = ledger.sales_order(bookkeeper.number(order))
    lines = odoo.read("sale.order", order, "order_line")
    odoo.write("sale.order.line", lines[0], product_uom_qty=7, price_unit=8.88)
    odoo.create("sale.order.line", order_id=order, product_id=chart, product_uom_qty=2)
    bookkeeper.sync()
    assert ledger.count() == {"Estimate": 1}
    after = ledger.sales_order(bookkeeper.number(order))
    assert after.Id == before.Id
    assert after.TotalAmt == bookkeeper.amount(order) == Decimal("140.79")
    assert [line.Amount for line in product_lines(after)] == [
        Decimal("62.16"),
        Decimal("24.50"),
        Decimal("49.00"),
    ]
    sync_is_quiet()


def test_changed_reference_of_an_order_costs_one_write_at_most(bookkeeper, odoo, order):
    bookkeeper.sync()
    odoo.write("sale.order", order, client_order_ref="PO 4711")
    assert bookkeeper.writes(bookkeeper.sync) <= 1
    odoo.write("sale.order", order, note="Handle with care.")
    assert bookkeeper.writes(bookkeeper.sync) == 0


def test_changed_customer_is_renamed_and_not_created_again(
    bookkeeper, ledger, odoo, order, customer
):
    bookkeeper.sync()
    before = ledger.customer("Blue Harbor Supplies")
    odoo.write("res.partner", customer, name="Blue Harbor Outfitters", email="new@example.com")
    odoo.write("sale.order", order, client_order_ref="renamed")
    bookkeeper.sync()
    after = ledger.customer("Blue Harbor Outfitters")
    assert after.Id == before.Id
    assert after.PrimaryEmailAddr.Address == "new@example.com"


def test_edited_invoice_updates_the_same_invoice(bookkeeper, ledger, odoo, shop, paid_sale):
    order, invoice, payment = paid_sale
    bookkeeper.sync()
    before = ledger.invoices[0]
    shop.unreconcile(payment, invoice)
    reopen(odoo, invoice)
    line = odoo.search(
        "account.move.line", [("move_id", "=", invoice), ("display_type", "=", "product")], limit=1
    )
    odoo.write("account.move.line", line, quantity=5)
    bookkeeper.sync()
    assert ledger.invoices[0].TotalAmt == before.TotalAmt  # being edited: the posted version stays

    shop.post(invoice)
    shop.reconcile(payment, invoice)
    bookkeeper.sync()
    after = ledger.invoices[0]
    assert ledger.count() == {"Estimate": 1, "Invoice": 1, "Payment": 1}
    assert after.Id == before.Id
    assert after.TotalAmt == bookkeeper.amount(invoice, model="account.move") != before.TotalAmt
    assert after.Balance == bookkeeper.amount(invoice, "amount_residual", "account.move") > 0
    assert linked(after, "Estimate") == [ledger.sales_order(bookkeeper.number(order)).Id]
    assert bookkeeper.problems() == {}


def test_cancelled_order_is_deleted_because_an_estimate_cannot_be_voided(
    bookkeeper, ledger, shop, order, sync_is_quiet
):
    bookkeeper.sync()
    shop.cancel(order)
    bookkeeper.sync()
    assert ledger.count() == {}
    assert bookkeeper.mirror("sales_order", order)["state"] == "voided"
    assert bookkeeper.status(order) == "cancelled"
    sync_is_quiet()


def test_cancelled_order_confirmed_again_is_a_sales_order_again(
    bookkeeper, ledger, shop, odoo, order
):
    bookkeeper.sync()
    shop.cancel(order)
    bookkeeper.sync()
    odoo.call("sale.order", "action_draft", [order])
    odoo.call("sale.order", "action_confirm", [order])
    bookkeeper.sync()
    assert ledger.count() == {"Estimate": 1}
    assert ledger.sales_order(bookkeeper.number(order)).TotalAmt == bookkeeper.amount(order)
    assert bookkeeper.state(order) == "synced"


def test_order_cancelled_before_it_was_ever_synced_leaves_no_trace(bookkeeper, ledger, shop, order):
    shop.cancel(order)
    assert bookkeeper.writes(bookkeeper.sync) == 0
    assert ledger.count() == {}


def test_cancelled_sale_voids_the_invoice_and_the_payment(
    bookkeeper, ledger, odoo, shop, paid_sale
):
    order, invoice, payment = paid_sale
    bookkeeper.sync()
    odoo.call("account.payment", "action_draft", [payment])
    odoo.call("account.payment", "action_cancel", [payment])
    reopen(odoo, invoice)
    odoo.call("account.move", "button_cancel", [invoice])
    shop.cancel(order)
    bookkeeper.sync()
    assert [each.TotalAmt for each in ledger.invoices] == [0]
    assert [each.TotalAmt for each in ledger.payments] == [0]
    assert ledger.sales_orders == []
    assert "Voided" in ledger.invoices[0].PrivateNote
    assert ledger.customer("Blue Harbor Supplies").Balance == 0
    assert bookkeeper.mirror("invoice", invoice)["state"] == "voided"
    assert bookkeeper.problems() == {}
    assert bookkeeper.writes(bookkeeper.sync) == 0


def test_cancelled_payment_gives_the_invoice_its_balance_back(bookkeeper, ledger, odoo, paid_sale):
    _order, invoice, payment = paid_sale
    bookkeeper.sync()
    odoo.call("account.payment", "action_draft", [payment])
    odoo.call("account.payment", "action_cancel", [payment])
    bookkeeper.sync()
    assert ledger.payment().TotalAmt == 0
    (mirrored,) = ledger.invoices
    assert mirrored.Balance == mirrored.TotalAmt == bookkeeper.amount(invoice, model="account.move")
    assert bookkeeper.mirror("payment", payment)["state"] == "voided"
    assert bookkeeper.problems() == {}


def test_deleted_invoice_is_voided_and_the_next_one_of_its_number_gets_a_variant(
    bookkeeper, ledger, odoo, shop, order
):
    shop.deliver(order)
    first = shop.invoice(order)
    number = bookkeeper.number(first, "account.move")
    bookkeeper.sync()
    reopen(odoo, first)
    odoo.call("account.move", "unlink", [first])
    bookkeeper.sync()
    (voided,) = ledger.invoices
    assert (voided.DocNumber, voided.TotalAmt) == (number, 0)

    second = shop.invoice(order)
    assert bookkeeper.number(second, "account.move") == number
    bookkeeper.sync()
    assert bookkeeper.problems() == {}
    (alive,) = [each for each in ledger.invoices if each.Id != voided.Id]
    assert alive.DocNumber.startswith(f"{number}-")
    assert alive.TotalAmt == alive.Balance == bookkeeper.amount(order)


def test_deleted_payment_gives_the_invoice_its_balance_back(bookkeeper, ledger, odoo, paid_sale):
    _order, invoice, payment = paid_sale
    bookkeeper.sync()
    odoo.call("account.payment", "action_draft", [payment])
    odoo.call("account.payment", "unlink", [payment])
    bookkeeper.sync()
    (mirrored,) = ledger.invoices
    assert mirrored.Balance == bookkeeper.amount(invoice, "amount_residual", "account.move") > 0
    assert [each.TotalAmt for each in ledger.payments] in ([], [0])
    assert bookkeeper.problems() == {}
