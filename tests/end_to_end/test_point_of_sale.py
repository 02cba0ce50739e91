"""A point of sale beside the mirrored sales: the real app, its sessions and its invoiced orders."""

from decimal import Decimal

import pytest
from counter import Counter


@pytest.fixture
def counter(odoo):
    """A point of sale with an open session, in this Odoo."""
    return Counter(odoo)


def test_session_is_left_alone_and_its_invoiced_order_is_paid(
    bookkeeper, ledger, odoo, shop, counter, customer, lantern, sync_is_quiet
):
    bookkeeper.choose(standalone_payments=True)
    counter.open()
    counter.sell(lantern, 25, "Card")
    counter.sell(lantern, 15, "Cash")
    counter.sell(lantern, 35, "Known", customer)
    counter.sell(lantern, 70, "Card", customer, to_invoice=True)
    counter.sell(lantern, 90, "Known", customer, to_invoice=True)
    counter.close()
    bookkeeper.sync()
    assert bookkeeper.problems() == {}
    invoices = sorted((Decimal(each.TotalAmt), Decimal(each.Balance)) for each in ledger.invoices)
    assert invoices == [(70, 0), (90, 0)]
    assert sorted(Decimal(each.TotalAmt) for each in ledger.payments) == [70, 90]
    assert [Decimal(each.UnappliedAmt) for each in ledger.payments] == [0, 0]
    sync_is_quiet()
