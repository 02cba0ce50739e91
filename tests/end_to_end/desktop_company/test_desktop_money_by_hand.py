"""What a bookkeeper has applied by hand in QuickBooks Desktop, to a document that Odoo does not know, stays
as it is when Odoo applies the same payment; where the money is not enough for both, somebody is asked.
"""

from decimal import Decimal

import pytest


@pytest.fixture
def opening_balance(desktop):
    """A function: an invoice of this amount that was entered in QuickBooks by hand; its id."""

    def enter(customer, amount):
        listed = desktop.mirror("customer", customer)["qb_id"]
        sold = desktop.books.element("Item", "Cabin Lamp").id
        return desktop.books.enter(
            "Invoice",
            f"<CustomerRef><ListID>{listed}</ListID></CustomerRef><InvoiceLineAdd><ItemRef><ListID>{sold}"
            f"</ListID></ItemRef><Amount>{amount}</Amount><SalesTaxCodeRef><FullName>Non</FullName>"
            "</SalesTaxCodeRef></InvoiceLineAdd>",
        )

    return enter


def apply_by_hand(desktop, customer, invoice, amount):
    (payment,) = desktop.forms(customer)["ReceivePayment"]
    applied = f"<TxnID>{invoice}</TxnID><PaymentAmount>{amount}</PaymentAmount>"
    desktop.books.edit(payment, f"<AppliedToTxnMod>{applied}</AppliedToTxnMod>")


def test_what_was_applied_by_hand_stays_when_odoo_applies_the_rest(
    desktop, shop, customer, lamp, opening_balance
):
    order = shop.order(customer, [(lamp, 1)])
    shop.pay_online(order, 29.97 + 20)
    desktop.sync()
    theirs = opening_balance(customer, "20.00")
    apply_by_hand(desktop, customer, theirs, "20.00")
    invoice = shop.invoice(order)
    desktop.sync()
    assert desktop.problems() == {}
    open_amounts = {each.id: each.open for each in desktop.forms(customer)["Invoice"]}
    assert open_amounts == {theirs: 0, desktop.mirror("invoice", invoice)["qb_id"]: 0}
    (payment,) = desktop.forms(customer)["ReceivePayment"]
    assert payment.open == 0
    assert desktop.is_quiet()


def test_money_that_is_not_enough_for_both_waits_until_odoos_version_is_wanted(
    desktop, shop, customer, lamp, opening_balance
):
    order = shop.order(customer, [(lamp, 1)])
    shop.pay_online(order)
    desktop.sync()
    theirs = opening_balance(customer, "20.00")
    apply_by_hand(desktop, customer, theirs, "20.00")
    invoice = shop.invoice(order)
    desktop.sync()
    assert set(desktop.problems().values()) == {"applied_in_quickbooks"}
    (held,) = desktop.mirrors([("problem_code", "=", "applied_in_quickbooks")])
    assert "20.00 of this payment" in held["problem_message"]
    open_amounts = {each.id: each.open for each in desktop.forms(customer)["Invoice"]}
    assert open_amounts[theirs] == 0
    desktop.press_sync(order)
    desktop.sync()
    assert desktop.problems() == {}
    open_amounts = {each.id: each.open for each in desktop.forms(customer)["Invoice"]}
    assert open_amounts[theirs] == Decimal("20.00")
    assert open_amounts[desktop.mirror("invoice", invoice)["qb_id"]] == 0
