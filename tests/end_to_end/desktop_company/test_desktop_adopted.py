"""Adopted in QuickBooks Desktop: what becomes of documents that a person has typed in, and of what follows.

One company file and one database for all of them, as in test_desktop_adoption.py.
"""

from decimal import Decimal

import pytest

pytestmark = pytest.mark.usefixtures("nothing_old_is_synced")


@pytest.mark.parametrize("alike", [True, False], ids=["line by line", "otherwise"])
def test_invoice_of_an_adopted_order_bills_it_and_closes_it(
    desktop, shop, buyer, chart, typed, search, lines, adopt, sync_old, alike, today
):
    customer, there = buyer
    order = shop.order(customer, [(chart, 2)])
    quantities = (2,) if alike else (1, 1)
    ordered = typed.order(there, desktop.number(order), quantities, today)
    adopt(lines(search())["sales_order", order])
    desktop.sync()
    assert not typed.read(ordered).complete
    shop.deliver(order)
    shop.invoice(order)
    sync_old()
    assert desktop.problems() == {}
    assert desktop.count(customer) == {"SalesOrder": 1, "Invoice": 1}
    after = typed.read(ordered)
    assert (after.complete, after.closed) == (alike, not alike)
    assert len(after.lines) == len(quantities)
    (billed,) = desktop.forms(customer)["Invoice"]
    assert billed.total == 49
    assert [each.id for each in billed.linked] == ([ordered.id] if alike else [])
    assert desktop.is_quiet()


def test_order_that_is_partly_invoiced_by_hand_is_closed_with_the_rest(
    desktop, odoo, shop, buyer, chart, typed, search, lines, adopt, sync_old, today
):
    customer, there = buyer
    order = shop.order(customer, [(chart, 2)])
    ordered = typed.order(there, desktop.number(order), 2, today)
    typed.bill(ordered, 1, "BY-HAND-1")
    adopt(lines(search())["sales_order", order])
    shop.deliver(order)
    shop.invoice(order)
    sync_old()
    assert desktop.problems() == {}
    assert desktop.count(customer) == {"SalesOrder": 1, "Invoice": 2}
    assert typed.read(ordered).closed
    assert desktop.is_quiet()


def test_document_on_a_job_is_its_customers_and_stays_on_the_job(
    desktop, odoo, shop, buyer, chart, typed, search, lines, adopt, sync_old, today
):
    customer, there = buyer
    order = shop.order(customer, [(chart, 2)])
    job = typed.customer("Refit", parent=there)
    ordered = typed.order(job, desktop.number(order), 2, today)
    found = lines(search())["sales_order", order]
    assert found["match"] == "certain"
    adopt(found)
    shop.deliver(order)
    invoice = shop.invoice(order)
    shop.pay(invoice)
    sync_old()
    assert desktop.problems() == {}
    assert desktop.count(job) == {"SalesOrder": 1, "Invoice": 1, "ReceivePayment": 1}
    assert desktop.count(there) == {}
    assert typed.read(ordered).complete
    billed = desktop.quickbooks_document("Invoice", "invoice", invoice)
    assert billed.open == 0
    shop.standalone_invoice(customer, [(chart, 1, 24.50)])
    sync_old()
    assert desktop.count(there) == {"Invoice": 1}


def test_adopted_invoice_is_rewritten_only_when_a_manager_says_so_and_stays_one_document(
    desktop, odoo, buyer, typed, old_invoice, search, lines, adopt, month_ago
):
    customer, there = buyer
    invoice = old_invoice(2)
    by_hand = typed.invoice(there, "1010", 49, month_ago)
    adopt(lines(search())["invoice", invoice])
    assert desktop.writes(desktop.sync) == 0
    odoo.write("account.move", invoice, ref="PO 4711")
    assert desktop.writes(desktop.sync) == 0

    change_quantity(odoo, invoice, 3)
    desktop.sync()
    mirror = desktop.mirror("invoice", invoice)
    assert mirror["problem_code"] == "adopted_differs"
    assert "73.50" in mirror["problem_message"]
    assert "49.00" in mirror["problem_message"]

    odoo.call("connex.mirror", "action_take_over", [mirror["id"]])
    desktop.sync()
    assert desktop.problems() == {}
    assert desktop.count(customer) == {"Invoice": 1}
    after = typed.read(by_hand)
    number = typed.short(desktop.number(invoice, "account.move"))
    assert (after.total, after.number) == (Decimal("73.50"), number)
    assert [line.quantity for line in after.lines] == [3]

    change_quantity(odoo, invoice, 4)
    desktop.sync()
    assert typed.read(by_hand).total == 98
    assert desktop.count(customer) == {"Invoice": 1}
    assert desktop.is_quiet()


def change_quantity(odoo, invoice, quantity):
    odoo.call("account.move", "button_draft", [invoice])
    (line,) = odoo.search(
        "account.move.line", [("move_id", "=", invoice), ("display_type", "=", "product")]
    )
    values = [(1, line, {"quantity": quantity})]
    odoo.write("account.move", invoice, invoice_line_ids=values)
    odoo.call("account.move", "action_post", [invoice])


def test_difference_that_is_put_right_in_quickbooks_is_over_after_trying_again(
    desktop, odoo, buyer, typed, old_invoice, search, lines, adopt, month_ago
):
    _customer, there = buyer
    invoice = old_invoice(2, name="INV/2026/00120")
    by_hand = typed.invoice(there, "INV26-00120", 50, month_ago)
    adopt(lines(search())["invoice", invoice])
    desktop.sync()
    mirror = desktop.mirror("invoice", invoice)
    assert mirror["problem_code"] == "adopted_differs"
    typed.change_amount(by_hand, 49)
    odoo.call("connex.mirror", "action_retry", [mirror["id"]])
    assert desktop.writes(desktop.sync) == 0
    assert desktop.mirror("invoice", invoice)["state"] == "synced"
    assert desktop.problems() == {}


@pytest.mark.parametrize("deleted", [False, True], ids=["voided", "deleted"])
def test_adopted_invoice_that_is_cancelled_is_left_alone_until_a_person_removes_it(
    desktop, odoo, buyer, typed, old_invoice, search, lines, adopt, deleted, month_ago
):
    _customer, there = buyer
    invoice = old_invoice(2)
    by_hand = typed.invoice(there, "1011", 49, month_ago)
    adopt(lines(search())["invoice", invoice])
    odoo.call("account.move", "button_draft", [invoice])
    odoo.call("account.move", "button_cancel", [invoice])
    desktop.sync()
    mirror = desktop.mirror("invoice", invoice)
    assert mirror["problem_code"] == "adopted_not_removed"
    assert typed.read(by_hand).total == 49
    (desktop.books.delete if deleted else desktop.books.void)(by_hand)
    odoo.call("connex.mirror", "action_retry", [mirror["id"]])
    assert desktop.writes(desktop.sync) == 0
    assert desktop.mirror("invoice", invoice)["state"] == "voided"
    assert desktop.problems() == {}
    assert desktop.is_quiet()


def test_adopted_invoice_that_somebody_deletes_is_created_when_a_person_says_so(
    desktop, odoo, buyer, typed, old_invoice, search, lines, adopt, month_ago
):
    customer, there = buyer
    invoice = old_invoice(2)
    by_hand = typed.invoice(there, "1012", 49, month_ago)
    run = search()
    desktop.books.delete(typed.read(by_hand))
    adopt(lines(run)["invoice", invoice])
    desktop.sync()
    mirror = desktop.mirror("invoice", invoice)
    assert mirror["problem_code"] == "deleted_in_quickbooks"
    odoo.call("connex.mirror", "action_retry", [mirror["id"]])
    desktop.sync()
    assert desktop.problems() == {}
    assert desktop.count(customer) == {"Invoice": 1}
    assert desktop.is_quiet()


def test_payment_of_an_invoice_that_was_adopted_goes_to_it(
    desktop, shop, buyer, typed, old_invoice, search, lines, adopt, sync_old, month_ago
):
    customer, there = buyer
    invoice = old_invoice(2)
    by_hand = typed.invoice(there, "1013", 49, month_ago)
    adopt(lines(search())["invoice", invoice])
    desktop.sync()
    shop.pay(invoice)
    sync_old()
    assert typed.read(by_hand).open == 0
    assert desktop.count(customer) == {"Invoice": 1, "ReceivePayment": 1}
    assert desktop.problems() == {}
    assert desktop.is_quiet()
