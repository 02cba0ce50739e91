"""A first run over sales that QuickBooks has already: it needs few requests, however many it refuses."""

import pytest
from ledger import enter_invoice

INVOICES = 12


@pytest.fixture
def invoices(shop, customer, chart):
    """Posted invoices of one chart each."""
    return [shop.standalone_invoice(customer, [(chart, 1, 24.50)]) for _number in range(INVOICES)]


def reads(sandbox, action):
    """How many requests that only read QuickBooks got meanwhile."""
    before = sandbox.counters()["reads"]
    action()
    return sandbox.counters()["reads"] - before


def test_invoices_whose_numbers_are_somebody_elses_are_looked_up_together(
    bookkeeper, ledger, sandbox, invoices
):
    for number in bookkeeper.odoo.read("account.move", invoices, "name"):
        enter_invoice(ledger, "Somebody Else", number, 10)
    # One look for customer and item, one for all numbers that are taken.
    assert reads(sandbox, bookkeeper.sync) <= 3
    assert bookkeeper.problems() == {}
    ours = [each for each in ledger.invoices if each.TotalAmt == 24.5]
    assert len({each.DocNumber for each in ours}) == INVOICES


def test_invoices_that_somebody_has_entered_are_looked_up_together(
    bookkeeper, ledger, sandbox, invoices
):
    for number in bookkeeper.odoo.read("account.move", invoices, "name"):
        enter_invoice(ledger, "Blue Harbor Supplies", number, 24.50)
    assert reads(sandbox, bookkeeper.sync) <= 3
    assert set(bookkeeper.problems().values()) == {"already_in_quickbooks"}
    assert len(ledger.invoices) == INVOICES


def test_names_that_are_vendors_are_looked_up_together(bookkeeper, ledger, sandbox, shop, chart):
    names = [f"Harbor Office {number}" for number in range(INVOICES)]
    for name in names:
        ledger.client.create_object("Vendor", f'{{"DisplayName": "{name}"}}')
        shop.order(shop.customer(name), [(chart, 1)])
    assert reads(sandbox, bookkeeper.sync) <= 4
    assert bookkeeper.problems() == {}
    assert len(ledger.sales_orders) == INVOICES
