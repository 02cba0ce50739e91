"""A new invoice that a person has typed into QuickBooks already is not booked a second time."""

import pytest
from quickbooks.objects.invoice import Invoice

NAME = "Blue Harbor Supplies"


@pytest.mark.parametrize("same", [True, False])
def test_new_invoice_that_somebody_has_typed_in_is_proposed_and_goes_on_by_itself(
    bookkeeper, ledger, odoo, shop, customer, chart, sync_is_quiet, same, today
):
    invoice = shop.standalone_invoice(customer, [(chart, 2, 24.50)])
    number = bookkeeper.number(invoice, "account.move")
    typed = ledger.enter(Invoice, NAME, number, 49, str(today))
    bookkeeper.sync()
    assert bookkeeper.mirror("invoice", invoice)["problem_code"] == "already_in_quickbooks"
    bookkeeper.press_sync(invoice, "account.move")
    (line,) = odoo.search(
        "connex.adoption.line", [("res_id", "=", invoice), ("state", "=", "open")]
    )
    odoo.call("connex.adoption.line", "action_adopt" if same else "action_reject", [line])
    bookkeeper.sync()
    assert bookkeeper.problems() == {}
    assert len(ledger.invoices) == (1 if same else 2)
    mirror = bookkeeper.mirror("invoice", invoice)
    assert (mirror["qb_id"] == typed.Id) is same
    sync_is_quiet()


def test_new_invoice_that_somebody_has_typed_in_twice_waits_until_one_is_chosen(
    bookkeeper, ledger, odoo, shop, customer, chart, sync_is_quiet, today
):
    invoice = shop.standalone_invoice(customer, [(chart, 2, 24.50)])
    number = bookkeeper.number(invoice, "account.move")
    ledger.enter(Invoice, NAME, number, 49, str(today))
    second = ledger.enter(Invoice, NAME, "AGAIN", 49, str(today))
    second.DocNumber = number
    second.save(qb=ledger.client, params={"include": "allowduplicatedocnum"})
    bookkeeper.sync()
    bookkeeper.press_sync(invoice, "account.move")
    assert bookkeeper.mirror("invoice", invoice)["problem_code"] == "already_in_quickbooks"
    assert len(ledger.invoices) == 2
    (line,) = odoo.search_read(
        "connex.adoption.line", [("res_id", "=", invoice)], ["match", "candidate_ids", "found_id"]
    )
    assert (line["match"], line["found_id"]) == ("ambiguous", False)
    (chosen,) = odoo.search(
        "connex.adoption.found",
        [("id", "in", line["candidate_ids"]), ("qb_id", "=", second.Id)],
    )
    odoo.write("connex.adoption.line", line["id"], found_id=chosen)
    odoo.call("connex.adoption.line", "action_adopt", [line["id"]])
    bookkeeper.sync()
    assert bookkeeper.problems() == {}
    assert len(ledger.invoices) == 2
    assert bookkeeper.mirror("invoice", invoice)["qb_id"] == second.Id
    sync_is_quiet()
