"""A copy of the database, made with PostgreSQL's own means, writes to nobody's books by itself."""

import pytest
from bookkeeper import Bookkeeper
from checks import COMPLETE, assert_complete_once

from development import databases
from development.remote.odoo import Odoo, OdooError
from development.remote.server import OdooServer

ACTIONS = ("cron_sync", "cron_tie_out", "cron_read_companies", "cron_watch")


@pytest.fixture
def copy(odoo_server, bookkeeper, paid_sale, sandbox):
    """The bookkeeper of a plain copy (`createdb -T`) that was made while a sale was waiting."""
    name = f"{odoo_server.database}_copy"
    odoo_server.stop()
    databases.copy_as_it_is(odoo_server.database, name)
    odoo_server.start()
    server = OdooServer(name)
    try:
        odoo = Odoo(server.start().url, name)
        yield Bookkeeper(
            odoo, bookkeeper.connection, lambda: odoo.run_cron("connex_bridge.cron_sync"), sandbox
        )
    finally:
        server.stop()
        databases.drop(name)


def test_no_scheduled_action_and_no_button_of_a_copy_asks_quickbooks(
    copy, bookkeeper, ledger, sandbox, paid_sale
):
    order, _invoice = paid_sale
    before = sandbox.counters()
    for name in ACTIONS:
        copy.odoo.run_cron(f"connex_bridge.{name}")
    copy.odoo.call("connex.connection", "action_test_connection", [copy.connection])
    with pytest.raises(OdooError):
        copy.odoo.call("connex.connection", "action_resume", [copy.connection])
    with pytest.raises(OdooError):
        copy.press_sync(order)
    assert sandbox.counters()["requests"] == before["requests"]
    assert copy.setting("is_copied") is True
    assert copy.setting("state") == "paused"
    assert "another database" in copy.setting("problem_message")

    bookkeeper.sync()
    assert_complete_once(bookkeeper, ledger, order)


def test_a_copy_that_is_disconnected_leaves_the_original_connected(
    copy, bookkeeper, ledger, paid_sale
):
    copy.sync()
    copy.odoo.call("connex.connection", "action_disconnect_copy", [copy.connection])
    assert copy.setting("state") == "draft"
    bookkeeper.sync()
    assert bookkeeper.setting("state") == "connected"
    assert_complete_once(bookkeeper, ledger, paid_sale[0])


def test_a_restored_backup_goes_on_when_a_manager_says_so(copy, bookkeeper, ledger, paid_sale):
    """What was synced after the backup is found in QuickBooks and not made a second time."""
    order, _invoice = paid_sale
    bookkeeper.sync()
    copy.sync()
    copy.odoo.call("connex.connection", "action_continue_here", [copy.connection])
    copy.sync()
    assert copy.setting("state") == "connected"
    assert ledger.count() == COMPLETE
    assert copy.problems() == {}
    assert copy.state(order) == "synced"
