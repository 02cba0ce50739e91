"""Many sales at once: the selection in a list, and batches that keep the number of requests small."""

import pytest


@pytest.fixture
def many_orders(odoo, customer, lantern):
    """35 confirmed orders: more than QuickBooks takes in one batch."""
    lines = [(0, 0, {"product_id": lantern, "product_uom_qty": 1})]
    values = [{"partner_id": customer, "order_line": lines} for _number in range(35)]
    orders = odoo.call("sale.order", "create", values)
    odoo.call("sale.order", "action_confirm", orders)
    return orders


def assert_all_there(bookkeeper, ledger, orders):
    numbers = sorted(bookkeeper.odoo.read("sale.order", orders, "name"))
    assert sorted(each.DocNumber for each in ledger.sales_orders) == numbers
    assert [each.DisplayName for each in ledger.customers] == ["Blue Harbor Supplies"]
    states = bookkeeper.odoo.read("sale.order", orders, "connex_state")
    assert set(states) == {"synced"}


def test_many_orders_go_out_in_batches_of_thirty(bookkeeper, ledger, sandbox, many_orders):
    before = sandbox.counters()
    bookkeeper.sync()
    after = sandbox.counters()
    assert_all_there(bookkeeper, ledger, many_orders)
    # One look for customer and item, one batch to create them, two batches of orders.
    assert after["requests"] - before["requests"] <= 5
    assert after["writes"] - before["writes"] == 3


def test_large_selection_is_sent_in_the_background(bookkeeper, ledger, odoo, many_orders):
    action = odoo.call("sale.order", "action_connex_sync", many_orders)
    assert action["tag"] == "display_notification"
    bookkeeper.sync()
    assert_all_there(bookkeeper, ledger, many_orders)


def test_small_selection_answers_with_all_its_documents(bookkeeper, ledger, odoo, many_orders):
    chosen = many_orders[:3]
    action = odoo.call("sale.order", "action_connex_sync", chosen)
    shown = odoo.read(action["res_model"], action["res_id"], ["outcome", "mirror_ids"])
    assert shown["outcome"] == "done"
    assert len(shown["mirror_ids"]) == 3
    assert ledger.count() == {"Estimate": 3}
    bookkeeper.sync()
    assert_all_there(bookkeeper, ledger, many_orders)
