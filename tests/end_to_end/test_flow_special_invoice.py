"""Down payments and credit notes: invoices that are not simply the order's lines.

Every invoice of Odoo is one invoice in QuickBooks, so that revenue is there once.
"""

import pytest
from ledger import linked


@pytest.fixture
def default_item(bookkeeper, ledger):
    """Down payment lines have no product: they use the connection's default item."""
    ledger.enter_item("Other charges")
    bookkeeper.odoo.call("connex.connection", "action_refresh_lists", [bookkeeper.connection])
    bookkeeper.choose(default_item_id=bookkeeper.reference("item", "Other charges"))


@pytest.fixture
def down_payment(odoo, shop):
    """A function that invoices a percentage of an order in advance."""

    def invoice(order, percent):
        context = {"active_model": "sale.order", "active_ids": [order], "active_id": order}
        values = {"advance_payment_method": "percentage", "amount": percent}
        values["sale_order_ids"] = [(6, 0, [order])]
        before = set(shop.invoices(order))
        wizard = odoo.call("sale.advance.payment.inv", "create", values, context=context)
        odoo.call("sale.advance.payment.inv", "create_invoices", [wizard], context=context)
        (made,) = set(shop.invoices(order)) - before
        shop.post(made)
        return made

    return invoice


def test_down_payment_and_final_invoice_add_up_to_the_order(
    bookkeeper, ledger, shop, customer, lantern, chart, default_item, down_payment
):
    order = shop.order(customer, [(lantern, 3), (chart, 2)])
    first = down_payment(order, 30)
    shop.pay(first)
    bookkeeper.sync()
    assert ledger.count() == {"Estimate": 1, "Invoice": 1, "Payment": 1}
    assert ledger.invoices[0].Balance == 0
    assert ledger.sales_order(bookkeeper.number(order)).TxnStatus == "Accepted"

    shop.deliver(order)
    final = shop.invoice(order)
    shop.pay(final)
    bookkeeper.sync()
    assert bookkeeper.problems() == {}
    assert ledger.count() == {"Estimate": 1, "Invoice": 2, "Payment": 2}
    assert sum(each.TotalAmt for each in ledger.invoices) == bookkeeper.amount(order)
    for invoice in (first, final):
        mirrored = ledger.invoice(bookkeeper.number(invoice, "account.move"))
        assert mirrored.TotalAmt == bookkeeper.amount(invoice, model="account.move")
        assert mirrored.Balance == 0
    sales_order = ledger.sales_order(bookkeeper.number(order))
    assert sales_order.TxnStatus == "Closed"
    assert linked(mirrored, "Estimate") == [sales_order.Id]


def reverse(odoo, invoice) -> int:
    """Credit an invoice in full with Odoo's wizard; return the posted credit note."""
    context = {"active_model": "account.move", "active_ids": [invoice]}
    journal = odoo.read("account.move", invoice, "journal_id")[0]
    values = {"reason": "Returned", "journal_id": journal}
    wizard = odoo.call("account.move.reversal", "create", values, context=context)
    action = odoo.call("account.move.reversal", "refund_moves", [wizard], context=context)
    odoo.call("account.move", "action_post", [action["res_id"]])
    return action["res_id"]


def test_credit_note_of_an_unpaid_invoice_takes_its_balance_away(
    bookkeeper, ledger, shop, customer, lantern, odoo, sync_is_quiet
):
    order = shop.order(customer, [(lantern, 3)])
    shop.deliver(order)
    invoice = shop.invoice(order)
    bookkeeper.sync()
    credit = reverse(odoo, invoice)
    bookkeeper.sync()
    assert bookkeeper.problems() == {}
    count = ledger.count()
    assert (count["Invoice"], count["CreditMemo"]) == (1, 1)
    residual = bookkeeper.amount(invoice, "amount_residual", "account.move")
    assert ledger.invoices[0].Balance == residual == 0
    (memo,) = ledger.credit_memos
    assert memo.TotalAmt == bookkeeper.amount(credit, model="account.move")
    assert memo.RemainingCredit == 0
    assert ledger.customer("Blue Harbor Supplies").Balance == 0
    sync_is_quiet()


def test_credit_note_of_a_paid_invoice_is_the_customers_credit(bookkeeper, ledger, paid_sale, odoo):
    _order, invoice = paid_sale
    bookkeeper.sync()
    credit = reverse(odoo, invoice)
    bookkeeper.sync()
    assert bookkeeper.problems() == {}
    (memo,) = ledger.credit_memos
    open_in_odoo = bookkeeper.amount(credit, "amount_residual", "account.move")
    assert memo.RemainingCredit == open_in_odoo > 0
    assert ledger.invoices[0].Balance == 0
    assert ledger.customer("Blue Harbor Supplies").Balance == -open_in_odoo
