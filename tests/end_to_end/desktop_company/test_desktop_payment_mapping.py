"""Where money goes in QuickBooks Desktop: account and payment method by Odoo's journal and payment method,
chosen on the connection's screen.

Accounts in several currencies: test_desktop_currencies.py.
"""

from decimal import Decimal

import pytest


@pytest.fixture
def till(odoo):
    """A cash journal."""
    found = odoo.search("account.journal", [("code", "=", "TILL")], limit=1)
    return (
        found[0] if found else odoo.create("account.journal", name="Till", type="cash", code="TILL")
    )


@pytest.fixture
def bank_method(odoo, bank):
    """The bank journal's first payment method."""
    lines = [("journal_id", "=", bank), ("payment_type", "=", "inbound")]
    return odoo.search("account.payment.method.line", lines, limit=1)[0]


@pytest.fixture
def invoice(shop, customer, lamp):
    """A function that posts an invoice of some lamps without an order."""
    return lambda quantity=1: shop.standalone_invoice(customer, [(lamp, quantity, 10.00)])


def booked(desktop, payment):
    """(account, payment method) of a payment in QuickBooks."""
    form = desktop.quickbooks_document("ReceivePayment", "payment", payment)
    return form.text("DepositToAccountRef/FullName"), form.text("PaymentMethodRef/FullName")


def test_payments_go_to_the_account_of_their_journal(desktop, shop, invoice, mapped, bank, till):
    mapped(bank, "Savings")
    mapped(till, "Undeposited Funds", "Cash")
    in_bank, in_till = shop.pay(invoice(1)), shop.pay(invoice(2), journal=till)
    desktop.sync()
    assert desktop.problems() == {}
    assert booked(desktop, in_bank)[0] == "Savings"
    assert booked(desktop, in_till) == ("Undeposited Funds", "Cash")
    assert desktop.is_quiet()


def test_a_payment_method_goes_before_its_journal(
    desktop, shop, invoice, mapped, bank, bank_method
):
    mapped(bank, "Undeposited Funds")
    mapped(bank, "Checking", "Check", bank_method)
    payment = shop.pay(invoice())
    desktop.sync()
    assert booked(desktop, payment) == ("Checking", "Check")


def test_a_method_of_the_same_name_needs_no_row(desktop, odoo, shop, invoice, bank_method):
    before = odoo.read("account.payment.method.line", bank_method, "name")
    odoo.write("account.payment.method.line", bank_method, name="VISA")
    payment = shop.pay(invoice())
    desktop.sync()
    odoo.write("account.payment.method.line", bank_method, name=before)
    assert booked(desktop, payment)[1] == "Visa"


def test_changed_mapping_is_for_new_payments_until_somebody_asks(
    desktop, odoo, shop, invoice, mapped, bank
):
    row = mapped(bank, "Undeposited Funds")
    first, second = invoice(1), invoice(2)
    payment = shop.pay([first, second])
    desktop.sync()
    odoo.write("connex.payment.mapping", row, account_id=desktop.reference("account", "Savings"))
    assert desktop.is_quiet()
    shop.unreconcile(payment, second)
    desktop.sync()
    assert booked(desktop, payment)[0] == "Undeposited Funds"

    odoo.call("connex.connection", "action_send_payments_again", [desktop.connection])
    desktop.sync()
    form = desktop.quickbooks_document("ReceivePayment", "payment", payment)
    assert booked(desktop, payment)[0] == "Savings"
    assert (form.total, form.open) == (Decimal(30), Decimal(20))
    assert desktop.problems() == {}
    assert desktop.is_quiet()


def test_money_in_a_bank_deposit_stays_where_it_is_and_says_so(
    desktop, odoo, shop, invoice, mapped, bank
):
    row = mapped(bank, "Undeposited Funds")
    payment = shop.pay(invoice())
    desktop.sync()
    txn = desktop.mirror("payment", payment)["qb_id"]
    checking = desktop.books.element("Account", "Checking").id
    desktop.books.enter(
        "Deposit",
        f"<DepositToAccountRef><ListID>{checking}</ListID></DepositToAccountRef>"
        f"<DepositLineAdd><PaymentTxnID>{txn}</PaymentTxnID></DepositLineAdd>",
    )
    odoo.write("connex.payment.mapping", row, account_id=desktop.reference("account", "Savings"))
    odoo.call("connex.connection", "action_send_payments_again", [desktop.connection])
    desktop.sync()
    mirror = desktop.mirror("payment", payment)
    assert mirror["state"] == "problem"
    assert "deposit" in mirror["problem_message"].lower()
    assert mirror["next_step"]
    odoo.write(
        "connex.payment.mapping", row, account_id=desktop.reference("account", "Undeposited Funds")
    )
    desktop.sync()
    assert desktop.problems() == {}


def test_receipt_goes_to_the_account_of_its_journal(desktop, shop, customer, invoice, mapped, bank):
    mapped(bank, "Savings", "Check")
    desktop.choose("receipts")
    shop.pay(invoice())
    desktop.sync()
    desktop.choose("orders_invoices_payments")
    (receipt,) = desktop.forms(customer)["SalesReceipt"]
    assert receipt.text("DepositToAccountRef/FullName") == "Savings"
    assert receipt.text("PaymentMethodRef/FullName") == "Check"


@pytest.mark.browser
def test_a_bookkeeper_has_rows_proposed_and_chooses_an_account_on_the_screen(
    browser, desktop, odoo, shop, invoice, mapped, till
):
    browser.goto(f"/odoo/quickbooks-connections/{desktop.connection}")
    browser.get_by_role("tab", name="Payments").click()
    browser.get_by_role("button", name="Propose Rows").click()
    rows = browser.locator("[name=payment_mapping_ids] tr.o_data_row")
    row = rows.filter(has_text="Till").first
    row.get_by_text("Undeposited Funds").wait_for()
    row.get_by_text("Cash", exact=True).first.wait_for()
    row.locator("td[name=account_id]").click()
    field = browser.locator("td[name=account_id] input")
    field.fill("Sav")
    browser.locator(".o-autocomplete--dropdown-item", has_text="Savings").click()
    browser.locator(".o_form_button_save").click()
    browser.locator(".o_form_button_save").wait_for(state="hidden")
    payment = shop.pay(invoice(), journal=till)
    desktop.sync()
    assert booked(desktop, payment) == ("Savings", "Cash")
