"""What settles an invoice without being money: discounts, write-offs, bad debts. The cash stays exact."""

from decimal import Decimal

import pytest


@pytest.fixture
def invoice(shop, customer, lantern):
    """An invoice of 32.44 (29.97 and 2.47 tax) without an order."""
    return shop.standalone_invoice(customer, [(lantern, 3, 9.99)])


def test_write_off_with_a_payment_is_a_credit_memo_beside_the_exact_cash(
    bookkeeper, ledger, accountant, invoice, books_agree
):
    payment = accountant.pay_and_write_off(invoice, 30.00)
    bookkeeper.sync()
    books_agree()
    (memo,) = ledger.credit_memos
    assert (memo.TotalAmt, memo.RemainingCredit) == (Decimal("2.44"), 0)
    received = ledger.payment()
    assert (received.TotalAmt, received.UnappliedAmt) == (30, 0)
    assert ledger.invoices[0].Balance == 0

    bookkeeper.odoo.call("account.payment", "action_draft", [payment])
    bookkeeper.odoo.call("account.payment", "action_cancel", [payment])
    bookkeeper.sync()
    books_agree()
    assert ledger.credit_memos == []
    assert ledger.invoices[0].Balance == Decimal("32.44")


def test_more_received_than_owed_and_kept_is_an_invoice_of_its_own(
    bookkeeper, ledger, accountant, invoice, books_agree
):
    accountant.pay_and_write_off(invoice, 33.00)
    bookkeeper.sync()
    assert bookkeeper.problems() == {}
    received = ledger.payment()
    assert (received.TotalAmt, received.UnappliedAmt) == (33, 0)
    assert sorted(each.TotalAmt for each in ledger.invoices) == [Decimal("0.56"), Decimal("32.44")]
    books_agree()


def test_early_payment_discount_leaves_nothing_open_and_gives_its_tax_back(
    bookkeeper, ledger, odoo, shop, accountant, customer, lantern, books_agree
):
    term = odoo.create(
        "account.payment.term",
        name="2% in 7 days",
        early_discount=True,
        discount_percentage=2,
        discount_days=7,
        early_pay_discount_computation="included",
        line_ids=[(0, 0, {"value": "percent", "value_amount": 100, "nb_days": 30})],
    )
    invoice = shop.standalone_invoice(
        customer, [(lantern, 100, 9.99)], invoice_payment_term_id=term
    )
    accountant.pay(invoice)
    bookkeeper.sync()
    books_agree()
    total = bookkeeper.amount(invoice, model="account.move")
    cash, (memo,) = ledger.payment().TotalAmt, ledger.credit_memos
    assert cash < total and cash + memo.TotalAmt == total
    assert memo.TxnTaxDetail.TotalTax == Decimal("1.65")
    assert ledger.invoices[0].Balance == 0


def test_bad_debt_written_off_by_an_entry_is_a_credit_memo_and_goes_with_it(
    bookkeeper, ledger, odoo, accountant, invoice, books_agree
):
    bookkeeper.sync()
    entry = accountant.write_off(invoice, 12.44)
    bookkeeper.sync()
    books_agree()
    (memo,) = ledger.credit_memos
    assert memo.TotalAmt == Decimal("12.44")
    assert ledger.invoices[0].Balance == 20

    odoo.call("account.move", "button_draft", [entry])
    odoo.call("account.move", "button_cancel", [entry])
    bookkeeper.sync()
    books_agree()
    assert ledger.credit_memos == []


def test_entry_that_is_no_write_off_is_held_back_by_name(
    bookkeeper, ledger, odoo, accountant, invoice
):
    entry = accountant.write_off(invoice, 12.44, accountant.account("asset_current"))
    bookkeeper.sync()
    number = bookkeeper.number(entry, "account.move")
    assert bookkeeper.problems() == {f"payment {number}": "paid_by_entry"}
    assert ledger.count() == {"Invoice": 1}


def test_rejected_payment_stays_as_the_books_have_it_until_it_is_cancelled(
    bookkeeper, ledger, odoo, shop, invoice, books_agree
):
    payment = shop.pay(invoice)
    bookkeeper.sync()
    odoo.call("account.payment", "action_reject", [payment])
    bookkeeper.sync()
    books_agree()
    odoo.call("account.payment", "action_draft", [payment])
    odoo.write("account.payment", payment, amount=20.00)
    odoo.call("account.payment", "action_post", [payment])
    bookkeeper.sync()
    books_agree()
    odoo.call("account.payment", "action_draft", [payment])
    odoo.call("account.payment", "action_cancel", [payment])
    bookkeeper.sync()
    books_agree()
    assert ledger.invoices[0].Balance == Decimal("32.44")
