"""Already in QuickBooks: what a person has typed there is found, shown, and not created a second time."""

from datetime import timedelta
from functools import partial

import pytest
from entered import search_lines, start_search
from ledger import applications
from quickbooks.objects.creditmemo import CreditMemo
from quickbooks.objects.estimate import Estimate
from quickbooks.objects.invoice import Invoice

NAME = "Blue Harbor Supplies"


@pytest.fixture
def old_invoice(shop, customer, chart, month_ago):
    """A function that posts an invoice of so many charts (24.50 each), a month ago."""
    return lambda quantity=2, day=month_ago: shop.standalone_invoice(
        customer, [(chart, quantity, 24.50)], invoice_date=str(day)
    )


@pytest.fixture
def search(odoo, bookkeeper):
    """A function that searches from two months ago on; returns the run's id."""

    def run():
        found = start_search(bookkeeper)
        bookkeeper.sync()
        assert odoo.read("connex.adoption", found, "state") == "found"
        return found

    return run


@pytest.fixture
def lines(bookkeeper):
    """A function that returns the lines of a search by kind of document and the record's id."""
    return partial(search_lines, bookkeeper)


def test_certain_invoice_is_adopted_and_only_its_payment_is_created(
    bookkeeper, ledger, odoo, shop, old_invoice, search, lines, sync_is_quiet, month_ago
):
    invoice, other = old_invoice(2), old_invoice(3)
    number = bookkeeper.number(invoice, "account.move")
    typed = ledger.enter(Invoice, NAME, number, 49, str(month_ago))
    shop.pay(invoice)
    run = search()
    found = lines(run)
    assert found["invoice", invoice]["match"] == "certain"
    assert found["invoice", other]["match"] == "none"
    assert ledger.count() == {"Invoice": 1}
    assert bookkeeper.mirrors() == []

    odoo.call("connex.adoption", "action_adopt_certain", [run])
    odoo.call("connex.adoption", "action_sync_from_here", [run])
    bookkeeper.sync()
    assert bookkeeper.problems() == {}
    assert ledger.count() == {"Invoice": 2, "Payment": 1}
    adopted = ledger.invoice(number)
    assert (adopted.Id, adopted.Balance) == (typed.Id, 0)
    assert adopted.SyncToken >= typed.SyncToken
    assert "connex" not in (adopted.PrivateNote or "")
    assert applications(ledger.payment()) == {typed.Id: 49}
    assert bookkeeper.state(invoice, "account.move") == "synced"
    sync_is_quiet()
    assert not [each for each in lines(search()).values() if each["match"] != "none"]


def test_whole_sale_typed_by_hand_is_adopted_and_none_of_it_is_written(
    bookkeeper, ledger, odoo, shop, customer, chart, search, lines, sync_is_quiet, today
):
    order = shop.order(customer, [(chart, 2)])
    shop.deliver(order)
    invoice = shop.invoice(order)
    shop.pay(invoice)
    bookkeeper.choose(sync_from_date=str(today + timedelta(days=1)))
    estimate = ledger.enter(Estimate, NAME, bookkeeper.number(order), 49, str(today))
    estimate.TxnStatus = "Closed"
    estimate.save(qb=ledger.client)
    number = bookkeeper.number(invoice, "account.move")
    typed = ledger.enter(Invoice, NAME, number, 49, str(today))
    ledger.enter_payment(typed, 49)

    run = search()
    found = {document: row["match"] for (document, _id), row in lines(run).items()}
    assert found["sales_order"] == found["invoice"] == "certain"
    assert found["payment"] == "proposed"  # nobody has typed in its number
    for row in lines(run).values():
        odoo.call("connex.adoption.line", "action_adopt", [row["id"]])
    odoo.call("connex.adoption", "action_sync_from_here", [run])
    before = [each.SyncToken for each in (*ledger.sales_orders, *ledger.invoices, *ledger.payments)]
    bookkeeper.sync()
    assert ledger.count() == {"Estimate": 1, "Invoice": 1, "Payment": 1}
    after = [each.SyncToken for each in (*ledger.sales_orders, *ledger.invoices, *ledger.payments)]
    assert after == before
    assert bookkeeper.problems() == {}
    assert bookkeeper.state(order) == "synced"
    sync_is_quiet()


def test_adopted_payment_that_was_left_open_is_applied_and_its_order_closed(
    bookkeeper, ledger, odoo, shop, customer, chart, search, lines, sync_is_quiet, today
):
    order = shop.order(customer, [(chart, 2)])
    shop.deliver(order)
    invoice = shop.invoice(order)
    shop.pay(invoice)
    bookkeeper.choose(sync_from_date=str(today + timedelta(days=1)))
    ledger.enter(Estimate, NAME, bookkeeper.number(order), 49, str(today))
    number = bookkeeper.number(invoice, "account.move")
    typed = ledger.enter(Invoice, NAME, number, 49, str(today))
    before = ledger.enter_payment(typed, 49, applied=False)
    run = search()
    for row in lines(run).values():
        odoo.call("connex.adoption.line", "action_adopt", [row["id"]])
    bookkeeper.sync()
    assert bookkeeper.problems() == {}
    payment = ledger.payment()
    assert (payment.Id, payment.UnappliedAmt) == (before.Id, 0)
    assert payment.TxnDate == before.TxnDate
    assert ledger.invoice(number).Balance == 0
    assert [each.TxnStatus for each in ledger.sales_orders] == ["Closed"]
    sync_is_quiet()


def test_doubtful_ones_are_shown_with_what_differs_and_wait_for_a_person(
    bookkeeper, ledger, odoo, old_invoice, search, lines, month_ago
):
    near, twice = old_invoice(2), old_invoice(4)
    ledger.enter(Invoice, NAME, "1007", 49, str(month_ago + timedelta(days=2)))
    for number in ("1008", "1009"):
        ledger.enter(Invoice, NAME, number, 98, str(month_ago))
    run = search()
    found = lines(run)
    assert found["invoice", near]["match"] == "proposed"
    assert "number, date" in found["invoice", near]["note"]
    ambiguous = found["invoice", twice]
    assert (ambiguous["match"], ambiguous["found_id"]) == ("ambiguous", False)
    assert len(ambiguous["candidate_ids"]) == 2
    with pytest.raises(Exception, match="choose first"):
        odoo.call("connex.adoption.line", "action_adopt", [ambiguous["id"]])
    with pytest.raises(Exception, match="Decide about them first"):
        odoo.call("connex.adoption", "action_sync_from_here", [run])

    chosen = ambiguous["candidate_ids"][1]
    odoo.write("connex.adoption.line", ambiguous["id"], found_id=chosen)
    odoo.call("connex.adoption.line", "action_adopt", [ambiguous["id"]])
    odoo.call("connex.adoption.line", "action_reject", [found["invoice", near]["id"]])
    odoo.call("connex.adoption", "action_sync_from_here", [run])
    bookkeeper.sync()
    assert bookkeeper.problems() == {}
    assert bookkeeper.mirror("invoice", twice)["qb_number"] == "1009"
    assert ledger.count() == {"Invoice": 4}
    assert ledger.invoice(bookkeeper.number(near, "account.move")).TotalAmt == 49


def test_what_was_rejected_is_not_proposed_again(
    bookkeeper, ledger, odoo, old_invoice, search, lines, month_ago
):
    invoice = old_invoice(2)
    ledger.enter(Invoice, NAME, "1007", 49, str(month_ago))
    row = lines(search())["invoice", invoice]
    odoo.call("connex.adoption.line", "action_reject", [row["id"]])
    assert lines(search())["invoice", invoice]["match"] == "none"


def test_adopted_invoice_is_never_rewritten_unless_a_manager_says_so(
    bookkeeper, ledger, odoo, old_invoice, search, sync_is_quiet, month_ago
):
    invoice = old_invoice(2)
    number = bookkeeper.number(invoice, "account.move")
    typed = ledger.enter(Invoice, NAME, number, 49, str(month_ago))
    odoo.call("connex.adoption", "action_adopt_certain", [search()])
    bookkeeper.sync()
    odoo.write("account.move", invoice, ref="PO 4711")
    sync_is_quiet()
    assert bookkeeper.problems() == {}

    odoo.call("account.move", "button_draft", [invoice])
    odoo.call("account.move", "button_cancel", [invoice])
    bookkeeper.sync()
    mirror = bookkeeper.mirror("invoice", invoice)
    assert (mirror["state"], mirror["problem_code"]) == ("problem", "adopted_not_removed")
    assert ledger.invoice(number).TotalAmt == 49

    odoo.call("connex.mirror", "action_take_over", [mirror["id"]])
    bookkeeper.sync()
    assert [(each.Id, each.TotalAmt) for each in ledger.invoices] == [(typed.Id, 0)]
    assert bookkeeper.problems() == {}


def test_delete_and_resync_leaves_what_a_person_has_typed(
    bookkeeper, ledger, odoo, shop, customer, chart, search, today
):
    order = shop.order(customer, [(chart, 2)])
    shop.deliver(order)
    invoice = shop.invoice(order)
    bookkeeper.choose(sync_from_date=str(today + timedelta(days=1)))
    number = bookkeeper.number(invoice, "account.move")
    typed = ledger.enter(Invoice, NAME, number, 49, str(today))
    run = search()
    odoo.call("connex.adoption", "action_adopt_certain", [run])
    odoo.call("connex.adoption", "action_sync_from_here", [run])
    bookkeeper.sync()

    shown = bookkeeper.press_resync(order)
    assert number in shown["note"]
    assert "by hand" in shown["note"]
    assert [each.Id for each in ledger.invoices] == [typed.Id]
    assert ledger.invoice(number).TotalAmt == 49


def test_changed_in_odoo_after_adoption_is_told_with_both_totals(
    bookkeeper, ledger, odoo, old_invoice, search, month_ago
):
    invoice = old_invoice(2)
    number = bookkeeper.number(invoice, "account.move")
    ledger.enter(Invoice, NAME, number, 49, str(month_ago))
    odoo.call("connex.adoption", "action_adopt_certain", [search()])
    bookkeeper.sync()
    odoo.call("account.move", "button_draft", [invoice])
    (line,) = odoo.search(
        "account.move.line", [("move_id", "=", invoice), ("display_type", "=", "product")]
    )
    odoo.write("account.move", invoice, invoice_line_ids=[(1, line, {"quantity": 3})])
    odoo.call("account.move", "action_post", [invoice])
    bookkeeper.sync()
    mirror = bookkeeper.mirror("invoice", invoice)
    assert mirror["problem_code"] == "adopted_differs"
    assert "73.50" in mirror["problem_message"]
    assert "49.00" in mirror["problem_message"]

    odoo.call("connex.mirror", "action_take_over", [mirror["id"]])
    bookkeeper.sync()
    assert [each.TotalAmt for each in ledger.invoices] == [73.50]
    assert bookkeeper.problems() == {}


def test_adopted_invoice_that_is_voided_by_hand_is_done_after_trying_again(
    bookkeeper, ledger, odoo, old_invoice, search, sync_is_quiet, month_ago
):
    invoice = old_invoice(2)
    ledger.enter(Invoice, NAME, bookkeeper.number(invoice, "account.move"), 49, str(month_ago))
    odoo.call("connex.adoption", "action_adopt_certain", [search()])
    odoo.call("account.move", "button_draft", [invoice])
    odoo.call("account.move", "button_cancel", [invoice])
    bookkeeper.sync()
    mirror = bookkeeper.mirror("invoice", invoice)
    assert mirror["problem_code"] == "adopted_not_removed"
    ledger.invoices[0].void(qb=ledger.client)
    odoo.call("connex.mirror", "action_retry", [mirror["id"]])
    assert bookkeeper.writes(bookkeeper.sync) == 0
    assert bookkeeper.mirror("invoice", invoice)["state"] == "voided"
    assert bookkeeper.problems() == {}
    sync_is_quiet()


def test_credit_memos_and_receipts_are_found_too(
    bookkeeper, ledger, odoo, customer, chart, search, lines, month_ago
):
    credit = odoo.create(
        "account.move",
        move_type="out_refund",
        partner_id=customer,
        invoice_date=str(month_ago),
        invoice_line_ids=[(0, 0, {"product_id": chart, "quantity": 1, "price_unit": 24.50})],
    )
    odoo.call("account.move", "action_post", [credit])
    ledger.enter(CreditMemo, NAME, bookkeeper.number(credit, "account.move"), 24.50, str(month_ago))
    assert lines(search())["credit_memo", credit]["match"] == "certain"
