"""Where money goes: account and payment method by Odoo's journal and payment method, chosen on a screen."""

from functools import partial

import pytest
from entered import payment_mapping
from quickbooks.objects.account import Account
from quickbooks.objects.paymentmethod import PaymentMethod


@pytest.fixture
def invoice(shop, customer, chart):
    """A function that posts an invoice of some charts without an order."""
    return lambda quantity=1: shop.standalone_invoice(customer, [(chart, quantity, 24.50)])


@pytest.fixture
def cash_journal(odoo):
    return odoo.create("account.journal", name="Till", type="cash", code="TILL")


@pytest.fixture
def bank_journal(odoo):
    return odoo.search("account.journal", [("type", "=", "bank")], limit=1)[0]


@pytest.fixture
def mapped(bookkeeper):
    """A function that adds a row: journal, then names of QuickBooks' account and payment method."""
    return partial(payment_mapping, bookkeeper)


def account_of(ledger, payment):
    return Account.get(payment.DepositToAccountRef.value, qb=ledger.client).Name


def method_of(ledger, payment):
    return PaymentMethod.get(payment.PaymentMethodRef.value, qb=ledger.client).Name


def test_payments_go_to_the_account_of_their_journal(
    bookkeeper, ledger, shop, invoice, mapped, bank_journal, cash_journal, sync_is_quiet
):
    mapped(bank_journal, "Checking")
    mapped(cash_journal, "Undeposited Funds", "Cash")
    shop.pay(invoice(1))
    shop.pay(invoice(2), journal=cash_journal)
    bookkeeper.sync()
    by_amount = {payment.TotalAmt: payment for payment in ledger.payments}
    assert {amount: account_of(ledger, each) for amount, each in by_amount.items()} == {
        24.50: "Checking",
        49: "Undeposited Funds",
    }
    assert method_of(ledger, by_amount[49]) == "Cash"
    sync_is_quiet()


def test_a_payment_method_goes_before_its_journal(
    bookkeeper, ledger, shop, odoo, invoice, mapped, bank_journal
):
    lines = [("journal_id", "=", bank_journal), ("payment_type", "=", "inbound")]
    line = odoo.search("account.payment.method.line", lines, limit=1)[0]
    mapped(bank_journal, "Undeposited Funds")
    mapped(bank_journal, "Checking", "Check", line)
    shop.pay(invoice())
    bookkeeper.sync()
    payment = ledger.payment()
    assert account_of(ledger, payment) == "Checking"
    assert method_of(ledger, payment) == "Check"


def test_changed_mapping_is_for_new_payments_until_somebody_asks(
    bookkeeper, ledger, shop, odoo, invoice, mapped, bank_journal, sync_is_quiet
):
    row = mapped(bank_journal, "Undeposited Funds")
    first, second = invoice(), invoice(2)
    payment = shop.pay([first, second])
    bookkeeper.sync()
    checking = bookkeeper.reference("account", "Checking")
    odoo.write("connex.payment.mapping", row, account_id=checking)
    sync_is_quiet()
    shop.unreconcile(payment, second)
    bookkeeper.sync()
    assert ledger.payment().UnappliedAmt == 49
    assert account_of(ledger, ledger.payment()) == "Undeposited Funds"

    odoo.call("connex.connection", "action_send_payments_again", [bookkeeper.connection])
    bookkeeper.sync()
    assert account_of(ledger, ledger.payment()) == "Checking"
    assert ledger.payment().UnappliedAmt == 49
    assert bookkeeper.problems() == {}
    sync_is_quiet()


def test_proposal_finds_accounts_and_methods_of_like_name(
    bookkeeper, odoo, bank_journal, cash_journal
):
    odoo.write("account.journal", bank_journal, name="Checking")
    lines = [("journal_id", "=", bank_journal), ("payment_type", "=", "inbound")]
    line = odoo.search("account.payment.method.line", lines, limit=1)[0]
    odoo.write("account.payment.method.line", line, name="Checks")
    for _press in range(2):
        propose = "action_propose_payment_mapping"
        odoo.call("connex.connection", propose, [bookkeeper.connection])
    fields = ["journal_id", "payment_method_line_id", "account_id", "method_id"]
    rows = odoo.search_read("connex.payment.mapping", [], fields)
    found = {
        (
            row["journal_id"][0],
            row["payment_method_line_id"] and row["payment_method_line_id"][0],
        ): (
            row["account_id"][1],
            row["method_id"] and row["method_id"][1],
        )
        for row in rows
    }
    assert found[bank_journal, False] == ("Checking", False)
    assert found[bank_journal, line] == ("Checking", "Check")
    assert found[cash_journal, False] == ("Undeposited Funds", "Cash")
    assert len(found) == len(rows)


def test_receipt_goes_to_the_account_of_its_journal(
    bookkeeper, ledger, shop, invoice, mapped, bank_journal
):
    bookkeeper.choose("receipts")
    mapped(bank_journal, "Checking")
    shop.pay(invoice())
    bookkeeper.sync()
    (receipt,) = ledger.receipts
    assert account_of(ledger, receipt) == "Checking"
