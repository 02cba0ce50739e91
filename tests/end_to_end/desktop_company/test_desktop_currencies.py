"""A customer of QuickBooks Desktop has one currency for ever: sales in another one are on an account of their
own, whoever entered the first, and money goes to accounts in the right currency.

One company file and one database for all of them: each test has customers of its own.
"""

from decimal import Decimal

import pytest
from chooser import Chooser
from desktop import DesktopBookkeeper

from development.remote.odoo import Odoo, OdooError

EURO = "<CurrencyRef><FullName>Euro</FullName></CurrencyRef>"


@pytest.fixture(scope="module")
def desktop(sandbox, odoo_server, fresh_database):
    """A bookkeeper whose company file keeps several currencies; a euro is two dollars."""
    odoo = Odoo(odoo_server.url, fresh_database())
    bookkeeper = DesktopBookkeeper(odoo, sandbox, multicurrency=True, exchange_rates={"EUR": "2"})
    bookkeeper.books.enter(
        "Account", f"<Name>Euro Bank</Name><AccountType>Bank</AccountType>{EURO}"
    )
    return bookkeeper


@pytest.fixture(scope="module")
def euro(desktop):
    """The euro, switched on in Odoo at two dollars."""
    currency = desktop.odoo.ref("base.EUR")
    desktop.odoo.write("res.currency", currency, active=True)
    desktop.odoo.create("res.currency.rate", currency_id=currency, name="2020-01-01", rate=0.5)
    return currency


@pytest.fixture
def sell(shop, lamp):
    """A function that posts an invoice over lamps in a currency and returns it."""

    def sold(customer, quantity, currency=None):
        values = {"currency_id": currency} if currency else {}
        return shop.standalone_invoice(customer, [(lamp, quantity, 10.00)], **values)

    return sold


@pytest.fixture
def name(desktop, customer):
    return desktop.odoo.read("res.partner", customer, "name")


@pytest.fixture
def enter(desktop, name, customer):
    """A function that enters the customer by hand in QuickBooks, in dollars unless told otherwise."""

    def entered(content="", called=None):
        return desktop.enter_named(Customer=f"<Name>{called or name}</Name>{content}")["Customer"]

    return entered


def booked_on(desktop, invoice):
    """(customer, currency, what is open) of an invoice in QuickBooks."""
    form = desktop.quickbooks_document("Invoice", "invoice", invoice)
    return form.name, form.text("CurrencyRef/FullName"), form.open


def test_customer_in_two_currencies_has_an_account_in_each(
    desktop, shop, customer, name, euro, sell
):
    in_euro, in_dollars = sell(customer, 2, euro), sell(customer, 1)
    desktop.sync()
    assert desktop.problems() == {}
    assert booked_on(desktop, in_dollars) == (name, "US Dollar", Decimal(10))
    assert booked_on(desktop, in_euro) == (f"{name} (EUR)", "Euro", Decimal(20))
    later = sell(customer, 4, euro)
    desktop.sync()
    assert booked_on(desktop, later)[0] == f"{name} (EUR)"
    assert len([each for each in desktop.books.customers() if name in each.name]) == 2
    assert desktop.is_quiet()


def test_customer_that_quickbooks_keeps_in_dollars_gets_another_account_for_euros(
    desktop, customer, name, euro, sell, enter
):
    known = enter()
    in_euro = sell(customer, 2, euro)
    desktop.sync()
    assert desktop.problems() == {}
    assert booked_on(desktop, in_euro) == (f"{name} (EUR)", "Euro", Decimal(20))
    assert desktop.count(known) == {}
    in_dollars = sell(customer, 1)
    desktop.sync()
    assert desktop.problems() == {}
    assert booked_on(desktop, in_dollars)[:2] == (name, "US Dollar")
    assert desktop.is_quiet()


def test_customer_that_quickbooks_keeps_in_euros_takes_the_euros_only(
    desktop, customer, name, euro, sell, enter
):
    known = enter(EURO)
    in_euro = sell(customer, 2, euro)
    desktop.sync()
    in_dollars = sell(customer, 1)
    desktop.sync()
    assert desktop.problems() == {}
    assert desktop.count(known) == {"Invoice": 1}
    assert booked_on(desktop, in_euro)[:2] == (name, "Euro")
    assert booked_on(desktop, in_dollars)[:2] == (f"{name} (USD)", "US Dollar")


def test_account_that_a_bookkeeper_has_named_for_the_currency_is_used(
    desktop, customer, name, euro, sell, enter
):
    enter()
    euros = enter(EURO, f"{name} (eur)")
    sell(customer, 2, euro)
    desktop.sync()
    assert desktop.problems() == {}
    assert desktop.count(euros) == {"Invoice": 1}


def test_same_mail_in_two_currencies_is_no_question(desktop, shop, euro, sell, enter):
    mail = "<Email>office@two.example</Email>"
    dollars = enter(mail, "Two Branches Inc.")
    euros = enter(mail + EURO, "Two Branches GmbH")
    group = shop.customer("Two Branches", email="office@two.example")
    sell(group, 2, euro)
    sell(group, 1)
    desktop.sync()
    assert desktop.problems() == {}
    assert desktop.count(euros) == desktop.count(dollars) == {"Invoice": 1}


def test_default_customer_of_another_currency_holds_the_sale(
    desktop, odoo, shop, euro, sell, enter
):
    enter("", "All Dollar Sales")
    desktop.run()
    Chooser(odoo, desktop.connection).default_customer("All Dollar Sales")
    desktop.choose(customer_match="one")
    partner = shop.customer("Euro Buyer")
    invoice = sell(partner, 2, euro)
    desktop.sync()
    mirror = desktop.mirror("customer", partner)
    assert mirror["problem_code"] == "default_customer_currency"
    assert all(each in mirror["problem_message"] for each in ("EUR", "USD", "All Dollar Sales"))
    desktop.choose(customer_match="name_email")
    desktop.sync()
    assert desktop.problems() == {}
    assert booked_on(desktop, invoice)[:2] == ("Euro Buyer", "Euro")


def test_customer_of_another_currency_cannot_be_chosen_by_hand(
    desktop, odoo, customer, name, euro, sell, enter
):
    enter("", f"{name} in dollars")
    desktop.choose(customer_policy="hold")
    sell(customer, 2, euro)
    desktop.sync()
    assert desktop.mirror("customer", customer)["problem_code"] == "customer_not_found"
    chooser = Chooser(odoo, desktop.connection)
    with pytest.raises(OdooError, match="QuickBooks keeps .* in USD, but .* in EUR"):
        chooser.choose("res.partner", customer, f"{name} in dollars", name)
    euros = enter(EURO, f"{name} in euros")
    desktop.run()
    chooser.choose("res.partner", customer, f"{name} in euros", name)
    desktop.sync()
    assert desktop.problems() == {}
    assert desktop.count(euros) == {"Invoice": 1}


def test_chosen_before_the_first_sale_a_customer_keeps_its_currency(
    desktop, odoo, customer, name, euro, sell, enter
):
    euros = enter(EURO, f"Chosen {name}")
    desktop.run()
    Chooser(odoo, desktop.connection).choose("res.partner", customer, f"Chosen {name}", name)
    in_dollars, in_euro = sell(customer, 1), sell(customer, 2, euro)
    desktop.sync()
    assert desktop.problems() == {}
    assert desktop.count(euros) == {"Invoice": 1}
    assert booked_on(desktop, in_euro)[:2] == (f"Chosen {name}", "Euro")
    assert booked_on(desktop, in_dollars)[:2] == (f"{name} (USD)", "US Dollar")


def deposited_to(desktop, payment):
    form = desktop.quickbooks_document("ReceivePayment", "payment", payment)
    return form.text("DepositToAccountRef/FullName"), form.text("CurrencyRef/FullName"), form.open


@pytest.mark.parametrize("account", ["Euro Bank", "Checking"])
def test_payment_in_euros_goes_to_an_account_in_euros_or_in_the_home_currency(
    desktop, shop, customer, euro, sell, mapped, bank, account
):
    mapped(bank, account)
    invoice = sell(customer, 2, euro)
    payment = shop.pay(invoice)
    desktop.sync()
    assert desktop.problems() == {}
    assert deposited_to(desktop, payment) == (account, "Euro", Decimal(0))
    assert booked_on(desktop, invoice)[2] == 0
    assert desktop.is_quiet()


def test_each_currency_has_a_journal_and_an_account_of_its_own(
    desktop, odoo, shop, customer, euro, sell, mapped, bank
):
    euros = odoo.create(
        "account.journal", name="Euro account", type="bank", code="BEUR", currency_id=euro
    )
    mapped(bank, "Checking")
    mapped(euros, "Euro Bank")
    paid_in_dollars = shop.pay(sell(customer, 1))
    paid_in_euros = shop.pay(sell(customer, 2, euro), journal=euros)
    desktop.sync()
    assert desktop.problems() == {}
    assert deposited_to(desktop, paid_in_dollars)[:2] == ("Checking", "US Dollar")
    assert deposited_to(desktop, paid_in_euros)[:2] == ("Euro Bank", "Euro")


def test_dollars_for_an_account_in_euros_are_held_until_the_account_is_changed(
    desktop, odoo, shop, customer, sell, mapped, bank
):
    mapped(bank, "Euro Bank")
    payment = shop.pay(sell(customer, 1))
    desktop.sync()
    mirror = desktop.mirror("payment", payment)
    assert mirror["problem_code"] == "deposit_account_currency"
    assert "Euro Bank" in mirror["problem_message"]
    (row,) = odoo.search("connex.payment.mapping", [])
    odoo.write("connex.payment.mapping", row, account_id=desktop.reference("account", "Checking"))
    desktop.sync()
    assert desktop.problems() == {}
    assert deposited_to(desktop, payment)[:2] == ("Checking", "US Dollar")
