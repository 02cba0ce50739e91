"""QuickBooks keeps a customer in one currency: who buys in two has two accounts there, and no more."""

from decimal import Decimal

import pytest


@pytest.fixture
def euro(odoo):
    """The euro, switched on in Odoo at two dollars."""
    currency = odoo.ref("base.EUR")
    odoo.write("res.currency", currency, active=True)
    odoo.create("res.currency.rate", currency_id=currency, name="2020-01-01", rate=0.5)
    return currency


@pytest.fixture
def company(company):
    """A QuickBooks company that keeps several currencies."""
    company.preferences(MultiCurrencyEnabled=True)
    return company


@pytest.fixture
def chart_sale(shop, chart):
    """A function that posts an invoice over charts in a currency and returns it."""

    def sell(customer, quantity, currency=None):
        values = {"currency_id": currency} if currency else {}
        return shop.standalone_invoice(customer, [(chart, quantity, 24.50)], **values)

    return sell


def booked_on(ledger, bookkeeper, invoice):
    mirrored = ledger.invoice(bookkeeper.number(invoice, "account.move"))
    return mirrored.CustomerRef.name, mirrored.CurrencyRef.value, Decimal(mirrored.Balance)


def test_customer_in_two_currencies_has_an_account_in_each(
    bookkeeper, ledger, shop, customer, euro, chart_sale, sync_is_quiet
):
    in_euro, in_dollars = chart_sale(customer, 2, euro), chart_sale(customer, 1)
    bookkeeper.sync()
    assert bookkeeper.problems() == {}
    name = "Blue Harbor Supplies"
    assert booked_on(ledger, bookkeeper, in_dollars) == (name, "USD", Decimal("24.5"))
    assert booked_on(ledger, bookkeeper, in_euro) == (f"{name} (EUR)", "EUR", Decimal("49"))

    later = chart_sale(customer, 4, euro)
    bookkeeper.sync()
    assert booked_on(ledger, bookkeeper, later)[0] == f"{name} (EUR)"
    assert len([each for each in ledger.customers if name in each.DisplayName]) == 2
    sync_is_quiet()


def test_who_only_buys_in_euro_keeps_the_plain_name_and_dollars_come_second(
    bookkeeper, ledger, shop, customer, euro, chart_sale
):
    in_euro = chart_sale(customer, 2, euro)
    bookkeeper.sync()
    in_dollars = chart_sale(customer, 1)
    bookkeeper.sync()
    assert bookkeeper.problems() == {}
    assert booked_on(ledger, bookkeeper, in_euro)[:2] == ("Blue Harbor Supplies", "EUR")
    assert booked_on(ledger, bookkeeper, in_dollars)[:2] == ("Blue Harbor Supplies (USD)", "USD")


def test_customer_that_quickbooks_keeps_in_another_currency_gets_a_second_account(
    bookkeeper, ledger, shop, customer, euro, chart_sale, enter_customer, sync_is_quiet
):
    enter_customer("Blue Harbor Supplies", "blue.harbor.supplies@example.com", currency="USD")
    in_euro = chart_sale(customer, 2, euro)
    bookkeeper.sync()
    assert bookkeeper.problems() == {}
    assert booked_on(ledger, bookkeeper, in_euro)[0] == "Blue Harbor Supplies (EUR)"
    sync_is_quiet()


def test_account_in_the_second_currency_that_a_bookkeeper_has_is_used(
    bookkeeper, ledger, customer, euro, chart_sale, enter_customer, sync_is_quiet
):
    enter_customer("Blue Harbor Supplies", "office@example.com", currency="USD")
    chart_sale(customer, 2, euro)
    bookkeeper.sync()
    in_dollars = chart_sale(customer, 1)
    bookkeeper.sync()
    assert bookkeeper.problems() == {}
    assert booked_on(ledger, bookkeeper, in_dollars)[:2] == ("Blue Harbor Supplies", "USD")
    assert len(ledger.customers) == 2
    sync_is_quiet()


def test_chosen_before_the_first_sale_a_customer_keeps_its_currency(
    bookkeeper, ledger, customer, euro, chart_sale, enter_customer, chooser
):
    bookkeeper.sync()
    enter_customer("Harbor in euros", "euros@example.com", currency="EUR")
    chooser.choose("res.partner", customer, "Harbor in euros", "harbor")
    in_dollars, in_euro = chart_sale(customer, 1), chart_sale(customer, 2, euro)
    bookkeeper.sync()
    assert bookkeeper.problems() == {}
    assert booked_on(ledger, bookkeeper, in_euro)[:2] == ("Harbor in euros", "EUR")
    assert booked_on(ledger, bookkeeper, in_dollars)[:2] == ("Blue Harbor Supplies (USD)", "USD")


def test_payments_are_booked_on_the_account_of_their_currency(
    bookkeeper, ledger, odoo, shop, customer, euro, chart_sale
):
    chart_sale(customer, 1)
    invoice = chart_sale(customer, 2, euro)
    shop.pay(invoice)
    bookkeeper.sync()
    assert bookkeeper.problems() == {}
    name = "Blue Harbor Supplies (EUR)"
    assert booked_on(ledger, bookkeeper, invoice) == (name, "EUR", Decimal(0))
    assert ledger.payment().CustomerRef.name == name


def test_new_name_reaches_both_accounts(bookkeeper, ledger, odoo, customer, euro, chart_sale):
    chart_sale(customer, 2, euro)
    chart_sale(customer, 1)
    bookkeeper.sync()
    odoo.write("res.partner", customer, name="Harbor Group")
    bookkeeper.sync()
    assert bookkeeper.problems() == {}
    assert {each.DisplayName for each in ledger.customers} == {"Harbor Group", "Harbor Group (EUR)"}
