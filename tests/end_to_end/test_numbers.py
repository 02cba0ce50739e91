"""Numbers in QuickBooks: Odoo's, with a prefix, or QuickBooks' own; and numbers that are taken."""

import pytest
from ledger import enter_invoice
from quickbooks.objects.invoice import Invoice

from development import postgres


@pytest.fixture
def invoice(shop, customer, chart):
    """A posted invoice of two charts without an order."""
    return shop.standalone_invoice(customer, [(chart, 2, 24.50)])


def test_number_of_somebody_elses_document_gets_a_stable_variant(
    bookkeeper, ledger, odoo, invoice, sync_is_quiet
):
    number = bookkeeper.number(invoice, "account.move")
    enter_invoice(ledger, "Somebody Else", number, 10)
    bookkeeper.sync()
    assert bookkeeper.problems() == {}
    (ours,) = [each for each in ledger.invoices if each.TotalAmt == 49]
    assert ours.DocNumber.startswith(f"{number}-")
    assert number in ours.PrivateNote
    sync_is_quiet()

    odoo.write("account.move", invoice, ref="PO 4711")
    bookkeeper.sync()
    (after,) = [each for each in ledger.invoices if each.TotalAmt == 49]
    assert after.DocNumber == ours.DocNumber
    assert "PO 4711" in after.PrivateNote


def test_prefix_is_for_new_documents_and_the_others_keep_their_number(
    bookkeeper, ledger, odoo, shop, customer, chart, invoice
):
    bookkeeper.sync()
    old = bookkeeper.number(invoice, "account.move")
    bookkeeper.choose(number_policy="prefix", number_prefix="WEB-")
    second = shop.standalone_invoice(customer, [(chart, 1, 24.50)])
    odoo.write("account.move", invoice, ref="PO 4711")
    bookkeeper.sync()
    new = bookkeeper.number(second, "account.move")
    assert {each.DocNumber for each in ledger.invoices} == {old, f"WEB-{new}"}
    assert "PO 4711" in ledger.invoice(old).PrivateNote


@pytest.mark.parametrize("custom", [False, True])
def test_quickbooks_own_number_and_odoos_in_the_memo(
    bookkeeper, ledger, company, odoo, invoice, sync_is_quiet, custom
):
    company.preferences(CustomTxnNumbers=custom)
    odoo.call("connex.connection", "action_test_connection", [bookkeeper.connection])
    bookkeeper.choose(number_policy="quickbooks")
    bookkeeper.sync()
    (ours,) = ledger.invoices
    assert ours.DocNumber.isdigit()
    assert bookkeeper.number(invoice, "account.move") in ours.PrivateNote
    assert bookkeeper.mirror("invoice", invoice)["qb_number"] == ours.DocNumber
    odoo.write("account.move", invoice, ref="PO 4711")
    bookkeeper.sync()
    assert [each.DocNumber for each in ledger.invoices] == [ours.DocNumber]
    sync_is_quiet()


def test_lost_answer_of_a_document_with_quickbooks_own_number_is_found_by_its_marker(
    bookkeeper, ledger, sandbox, shop, customer, chart, invoice, odoo_database
):
    bookkeeper.choose(number_policy="quickbooks")
    twin = shop.standalone_invoice(customer, [(chart, 2, 24.50)])
    match = {"path": "batch", "entity": "Invoice", "operation": "create"}
    sandbox.add_fault(kind="reset_after", times=1, match=match)
    bookkeeper.sync()
    assert len(ledger.invoices) == 2
    postgres.query("UPDATE connex_exchange SET sent_at = sent_at - interval '5h'", odoo_database)
    bookkeeper.choose(number_policy="odoo")
    bookkeeper.sync_now()
    assert bookkeeper.problems() == {}
    for each in ledger.invoices:
        (mirror,) = [m for m in bookkeeper.mirrors() if m["qb_number"] == each.DocNumber]
        assert mirror["name"] in each.PrivateNote
    assert len(ledger.invoices) == 2
    assert bookkeeper.mirror("invoice", twin)["state"] == "synced"


def test_long_number_is_shortened_and_whole_in_the_memo(
    bookkeeper, ledger, odoo, shop, customer, chart
):
    invoice = shop.standalone_invoice(
        customer, [(chart, 1, 24.50)], name="BRANCH-7/EXPORT/2026/0000123"
    )
    bookkeeper.sync()
    number = bookkeeper.number(invoice, "account.move")
    (ours,) = ledger.invoices
    assert len(ours.DocNumber) <= 21
    assert ours.DocNumber != number
    assert number in ours.PrivateNote


def test_renamed_invoice_is_renamed_in_quickbooks(bookkeeper, ledger, odoo, invoice):
    bookkeeper.sync()
    (before,) = ledger.invoices
    odoo.write("account.move", invoice, name="INV/2026/77777")
    bookkeeper.sync()
    (after,) = Invoice.filter(DocNumber="INV/2026/77777", qb=ledger.client)
    assert after.Id == before.Id
    assert bookkeeper.problems() == {}
