"""Several currencies in the Desktop company file: customers, accounts and rates that fit, and what is
refused.
"""

from decimal import Decimal

import pytest
from desktop_company import Company, add, change, pay, sale

EURO = "<CurrencyRef><FullName>Euro</FullName></CurrencyRef>"


@pytest.fixture
def worldwide():
    """A company with several currencies."""
    return Company(sales_tax=False, multicurrency=True, exchange_rates={"EUR": "1.10"})


def test_a_foreign_customer_has_amounts_in_both_currencies():
    company = Company(sales_tax=False, multicurrency=True, exchange_rates={"EUR": "1.10"})
    euro = company.customer("Hans", "<CurrencyRef><FullName>Euro</FullName></CurrencyRef>")
    invoice = company.invoice("W*1", customer=euro)
    assert invoice.findtext("CurrencyRef/FullName") == "Euro"
    assert invoice.findtext("BalanceRemainingInHomeCurrency") == "11.00"
    assert invoice.findtext("ARAccountRef/FullName") == "Accounts Receivable - EUR"
    mixed = pay("10.00", (invoice.findtext("TxnID"), "10.00"), customer=company.jane)
    assert company.status(mixed) == 3120


def test_a_home_customer_has_no_exchange_rate(worldwide):
    rate = "<ExchangeRate>1.25</ExchangeRate>"
    invoice = worldwide.invoice("W*1")
    for request in (
        add("Invoice", sale("Invoice", "W*1", customer=worldwide.jane, header=rate)),
        add("SalesOrder", sale("SalesOrder", "W*1", customer=worldwide.jane, header=rate)),
        pay("10.00", f"{rate}<IsAutoApply>false</IsAutoApply>", customer=worldwide.jane),
        change(invoice, rate),
    ):
        assert worldwide.status(request) == 3180
    worldwide.file.change({"rate_in_home_currency": True})
    worldwide.done(change(invoice, rate))


def test_accounts_are_in_the_home_currency_or_the_customers(worldwide):
    euro = worldwide.customer("Hans", EURO)
    worldwide.invoice("W*1", customer=euro)  # makes the receivable account
    account = f"<Name>Euro Bank</Name><AccountType>Bank</AccountType>{EURO}"
    worldwide.done(add("Account", account))
    receivable = "<ARAccountRef><FullName>Accounts Receivable - EUR</FullName></ARAccountRef>"
    bank = "<DepositToAccountRef><FullName>Euro Bank</FullName></DepositToAccountRef>"
    request = add("Invoice", sale("Invoice", "W*1", customer=worldwide.jane, header=receivable))
    (reply,) = worldwide.replies(request)
    assert reply.get("statusCode") == "3140"
    assert reply.get("statusMessage") == (
        'There is an invalid reference to QuickBooks AR Account "Accounts Receivable - EUR" in the Invoice.'
        "  QuickBooks error message: The currency of the account must be either in home currency or the "
        "transaction currency."
    )
    assert worldwide.status(_paid_into(worldwide.jane, bank)) == 3140
    worldwide.done(_paid_into(euro, bank))
    home = "<DepositToAccountRef><FullName>Checking</FullName></DepositToAccountRef>"
    worldwide.done(_paid_into(euro, home))
    worldwide.file.change({"account_in_third_currency": True})
    worldwide.done(_paid_into(worldwide.jane, bank))


def test_what_is_owed_in_euros_is_booked_on_the_account_for_euros(worldwide):
    euro = worldwide.customer("Hans", EURO)
    worldwide.invoice("W*1", customer=euro)
    dollars = "<ARAccountRef><FullName>Accounts Receivable</FullName></ARAccountRef>"
    requests = [
        add("Invoice", sale("Invoice", "W*1", customer=euro, header=dollars)),
        pay("5.00", customer=euro, header=dollars),
        _bill_in_euros(worldwide),
    ]
    for request in requests:
        assert worldwide.status(request) == 3140
    worldwide.file.change({"receivable_in_home_currency": True})
    for request in requests:
        worldwide.done(request)


def _bill_in_euros(company):
    vendor = company.value("ListID", add("Vendor", f"<Name>Greta</Name>{EURO}"))
    line = "<AccountRef><FullName>Purchases</FullName></AccountRef><Amount>5.00</Amount>"
    return add(
        "Bill",
        f"<VendorRef><ListID>{vendor}</ListID></VendorRef><APAccountRef><FullName>Accounts Payable"
        f"</FullName></APAccountRef><ExpenseLineAdd>{line}</ExpenseLineAdd>",
    )


@pytest.mark.parametrize("given", [True, False])
def test_an_order_that_goes_to_a_customer_in_euros_has_the_rate_that_was_given_or_the_days(
    worldwide, given
):
    euro = worldwide.customer("Hans", EURO)
    reference = f"<CustomerRef><ListID>{euro}</ListID></CustomerRef>"
    rate = "<ExchangeRate>1.25</ExchangeRate>" if given else ""
    after = worldwide.done(change(worldwide.order("W*1"), reference + rate))[0]
    assert after.findtext("CurrencyRef/FullName") == "Euro"
    assert Decimal(after.findtext("ExchangeRate")) == Decimal("1.25" if given else "1.10")


@pytest.mark.parametrize("given", [True, False])
def test_a_purchase_order_that_goes_to_a_vendor_in_euros_has_the_rate_that_was_given_or_the_days(
    worldwide, given
):
    euro = worldwide.value("ListID", add("Vendor", f"<Name>Greta</Name>{EURO}"))
    reference = "<VendorRef><ListID>{}</ListID></VendorRef>"
    line = "<ItemRef><FullName>W</FullName></ItemRef><Quantity>1</Quantity><Rate>5.00</Rate>"
    lines = f"<PurchaseOrderLineAdd>{line}</PurchaseOrderLineAdd>"
    order = worldwide.done(add("PurchaseOrder", reference.format(worldwide.vera) + lines))[0]
    rate = "<ExchangeRate>1.25</ExchangeRate>" if given else ""
    after = worldwide.done(change(order, reference.format(euro) + rate))[0]
    assert Decimal(after.findtext("ExchangeRate")) == Decimal("1.25" if given else "1.10")


def _paid_into(customer, account):
    reference = f"<CustomerRef><ListID>{customer}</ListID></CustomerRef>"
    rest = f"<TotalAmount>5.00</TotalAmount>{account}<IsAutoApply>false</IsAutoApply>"
    return add("ReceivePayment", reference + rest)


def test_a_customers_currency_is_fixed_by_the_first_transaction(worldwide):
    hans = worldwide.customer("Hans")
    worldwide.done(change(worldwide.read("Customer", hans), EURO))
    order = worldwide.order("W*1", customer=hans)
    assert order.findtext("CurrencyRef/FullName") == "Euro"
    dollar = "<CurrencyRef><FullName>US Dollar</FullName></CurrencyRef>"
    assert worldwide.status(change(worldwide.read("Customer", hans), dollar)) == 3170
    worldwide.file.change({"currency_of_used_name": True})
    worldwide.done(change(worldwide.read("Customer", hans), dollar))


def test_without_multicurrency_no_currency_is_taken():
    company = Company()
    euro = "<Name>Hans</Name><CurrencyRef><FullName>Euro</FullName></CurrencyRef>"
    assert company.status(add("Customer", euro)) == 3250
