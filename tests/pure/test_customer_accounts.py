"""A customer has one QuickBooks account per currency; every document goes to the one of its currency."""

from small_sales import invoice, payment, settings, snapshot

from connex_bridge.bridge import documents as docs
from connex_bridge.bridge.plan import Mirrored, plan

DOLLARS = docs.Key("customer", "res.partner", 5)
EURO = docs.Key("customer", "connex.customer.currency", 70)
ACCOUNTS = {(5, "EUR"): 70}


def planned(taken, live=()):
    mirrored = {key: Mirrored(live=True) for key in live}
    return {each.key: each.document for each in plan(taken, settings(), mirrored)}


def in_euro():
    billed = invoice(12, currency="EUR")
    return [billed], [payment(22, applied=[(12, "106.00")], currency="EUR")]


def test_documents_go_to_the_account_of_their_currency():
    invoices, payments = in_euro()
    found = planned(snapshot([], [invoice(), *invoices], payments, accounts=ACCOUNTS))
    customers = {key.id: each.customer for key, each in found.items() if hasattr(each, "customer")}
    assert customers == {11: DOLLARS, 12: EURO, 22: EURO}
    assert (found[DOLLARS].name, found[DOLLARS].currency) == ("Ready Mat", "USD")
    assert (found[EURO].name, found[EURO].currency) == ("Ready Mat (EUR)", "EUR")


def test_an_account_that_quickbooks_has_is_kept_up_to_date_with_the_other():
    invoices, payments = in_euro()
    euro_only = snapshot([], invoices, payments, accounts=ACCOUNTS)
    assert DOLLARS not in planned(euro_only)
    assert planned(euro_only, live=[DOLLARS])[DOLLARS].name == "Ready Mat"
    dollars_only = snapshot([], [invoice()], accounts=ACCOUNTS)
    assert EURO not in planned(dollars_only)
    assert planned(dollars_only, live=[EURO])[EURO].name == "Ready Mat (EUR)"


def test_without_further_accounts_everything_is_booked_on_the_customer():
    invoices, payments = in_euro()
    found = planned(snapshot([], invoices, payments))
    assert found[docs.Key("payment", "account.payment", 22)].customer == DOLLARS
