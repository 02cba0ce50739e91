"""Nothing new reaches QuickBooks before a manager has approved it."""

import pytest
from checks import assert_complete_once


@pytest.fixture
def to_approve(odoo):
    """A function that lists what waits for approval, as the menu does."""

    def found():
        domain = [("state", "=", "waiting"), ("approved", "=", False)]
        domain += [("document", "not in", ["customer", "item", "term"])]
        return odoo.search("connex.mirror", domain, order="id")

    return found


def test_a_sale_waits_for_approval_and_then_goes_out_complete(
    odoo, bookkeeper, ledger, paid_sale, to_approve
):
    order, _invoice = paid_sale
    bookkeeper.choose(hold_new_documents=True)
    customers = len(ledger.customers)
    assert bookkeeper.writes(bookkeeper.sync) == 0
    assert ledger.count() == {}
    assert len(ledger.customers) == customers
    assert bookkeeper.state(order) == "waiting"
    shown = bookkeeper.press_sync(order)
    assert shown["outcome"] == "approval"
    assert {document["state"] for document in shown["documents"]} == {"waiting"}
    assert {"Waiting for a manager's approval."} == {
        document["problem_message"] for document in shown["documents"]
    }
    assert ledger.count() == {}
    assert len(to_approve()) == 3
    odoo.call("connex.mirror", "action_approve", to_approve())
    bookkeeper.sync()
    assert to_approve() == []
    assert_complete_once(bookkeeper, ledger, order)


def test_some_are_approved_and_changes_go_out_without(
    odoo, bookkeeper, ledger, shop, customer, lantern, to_approve
):
    bookkeeper.choose(hold_new_documents=True)
    first, second = (shop.order(customer, [(lantern, quantity)]) for quantity in (1, 2))
    bookkeeper.sync()
    odoo.call("connex.mirror", "action_approve", to_approve()[:1])
    bookkeeper.sync()
    assert [each.DocNumber for each in ledger.sales_orders] == [bookkeeper.number(first)]
    assert bookkeeper.state(second) == "waiting"
    (line,) = odoo.read("sale.order", first, "order_line")
    odoo.write("sale.order.line", line, product_uom_qty=3)
    bookkeeper.sync()
    assert ledger.sales_order(bookkeeper.number(first)).TotalAmt == bookkeeper.amount(first)
    assert len(ledger.sales_orders) == 1
