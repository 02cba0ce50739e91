"""The Problems list: one line for each cause, the button that ends it, and everything goes on."""

import pytest

SHOWN = ["title", "documents", "document_count", "follower_count", "next_step", "fix"]


@pytest.fixture
def problems(odoo):
    """A function that returns the lines of the list."""
    return lambda: odoo.search_read("connex.problem", [], SHOWN)


def test_reopened_books_release_all_that_they_held_with_one_button(
    bookkeeper, company, odoo, shop, customer, chart, problems
):
    bookkeeper.choose("invoices_only")
    company.preferences(BookCloseDate="2099-12-31")
    odoo.call("connex.connection", "action_test_connection", [bookkeeper.connection])
    invoices = [
        shop.standalone_invoice(customer, [(chart, number, 24.50)]) for number in range(1, 5)
    ]
    bookkeeper.sync()
    (closed,) = problems()
    assert closed["title"] == "The books are closed until 2099-12-31"
    assert (closed["document_count"], closed["fix"]) == (4, "company")
    assert closed["documents"].endswith("and 1 more")
    assert bookkeeper.number(invoices[0], "account.move") in closed["documents"]

    company.preferences(BookCloseDate=None)
    odoo.call("connex.problem", "action_check_company", [closed["id"]])
    bookkeeper.sync()
    assert problems() == []
    assert {bookkeeper.state(each, "account.move") for each in invoices} == {"synced"}


def test_one_missing_item_is_one_line_with_the_orders_that_wait_for_it(
    bookkeeper, shop, customer, problems
):
    bookkeeper.choose(item_policy="hold")
    unknown = shop.product("Unknown Compass", 8.00)
    orders = [shop.order(customer, [(unknown, number)]) for number in (1, 2)]
    bookkeeper.sync()
    (missing,) = problems()
    assert "Unknown Compass" in missing["title"]
    assert (missing["document_count"], missing["follower_count"]) == (1, 2)
    assert missing["fix"] == "connection"

    bookkeeper.choose(item_policy="create")
    bookkeeper.sync()
    assert problems() == []
    assert {bookkeeper.state(order) for order in orders} == {"synced"}


def test_a_dead_connection_is_one_line_whatever_waits_for_it(
    bookkeeper, company, odoo, shop, customer, chart, sandbox, problems
):
    sandbox.control("POST", f"companies/{company.realm}/disconnect")
    for number in range(3):
        shop.order(customer, [(chart, number + 1)])
    bookkeeper.sync()
    (dead,) = problems()
    assert (dead["fix"], dead["document_count"]) == ("reconnect", 0)
    action = odoo.call("connex.problem", "action_reconnect", [dead["id"]])
    assert "/connect/oauth2" in action["url"]
