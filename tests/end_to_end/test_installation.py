"""The addon comes and goes cleanly: on a bare Odoo, upgraded, and uninstalled with the books intact."""

import pytest

from development import databases

COUNT_OWN_TABLES = "SELECT count(*) FROM pg_tables WHERE tablename LIKE 'connex%'"
STATE = "SELECT state FROM ir_module_module WHERE name = 'connex_bridge'"


@pytest.fixture
def database_name(odoo_server):
    """The name of a database that is gone after the test."""
    name = f"{odoo_server.database}_installation"
    yield name
    databases.drop(name)


def _complaints(log):
    """Warnings and errors in an installation's log that name the addon."""
    lines = databases.paths.LOGS.joinpath(f"{log}.log").read_text().splitlines()
    bad = [line for line in lines if " WARNING " in line or " ERROR " in line]
    return [line for line in bad if "connex_bridge" in line or "connex." in line]


def test_addon_installs_on_a_database_without_any_other_app(database_name):
    databases.install(database_name, ["connex_bridge"], log=f"bare-{database_name}")
    assert databases.postgres.query(STATE, database_name) == "installed"
    assert _complaints(f"bare-{database_name}") == []


def test_addon_upgrades_in_a_database_that_has_it(database_name):
    databases.fresh(database_name)
    databases.upgrade(database_name)
    assert databases.postgres.query(STATE, database_name) == "installed"
    assert _complaints(f"upgrade-{database_name}") == []


def test_uninstalling_leaves_the_sales_and_nothing_of_its_own(
    odoo, odoo_database, shop, connection, run_sync
):
    order = shop.order(shop.customer("Blue Harbor"), [(shop.product("Rope", 2.5), 4)])
    run_sync()
    module = odoo.search("ir.module.module", [("name", "=", "connex_bridge")])
    odoo.call("ir.module.module", "button_immediate_uninstall", module)
    assert databases.postgres.query(STATE, odoo_database) == "uninstalled"
    assert databases.postgres.query(COUNT_OWN_TABLES, odoo_database) == "0"
    leftovers = "SELECT model, name FROM ir_model_data WHERE module = 'connex_bridge'"
    assert databases.postgres.query(leftovers, odoo_database) == ""
    assert odoo.read("sale.order", order, "amount_total") == 10.0
