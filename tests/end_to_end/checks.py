"""What several tests check in the same way."""

COMPLETE = {"Estimate": 1, "Invoice": 1, "Payment": 1}


def assert_complete_once(bookkeeper, ledger, order):
    """Every document exactly once, finished, and Odoo knows it."""
    assert ledger.count() == COMPLETE
    customers = [each.DisplayName for each in ledger.customers]
    assert customers.count("Blue Harbor Supplies") == 1
    assert [item.Sku for item in ledger.items].count("STORM-LANTERN") == 1
    assert [invoice.Balance for invoice in ledger.invoices] == [0]
    assert [each.TxnStatus for each in ledger.sales_orders] == ["Closed"]
    assert bookkeeper.state(order) == "synced"
    assert bookkeeper.problems() == {}
    assert bookkeeper.writes(bookkeeper.sync) == 0
