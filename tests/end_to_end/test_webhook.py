"""Changes made by hand in QuickBooks, reported by its webhook: seen within minutes, not the next day."""

import pytest

VERIFIER = "e2e-verifier-token"


@pytest.fixture
def webhook(bookkeeper, sandbox):
    """Turns the webhook on in both systems; returns what QuickBooks' side says when it delivers."""
    address = bookkeeper.setting("webhook_url")
    bookkeeper.choose(webhook_verifier=VERIFIER)
    sandbox.control("POST", "webhooks", url=address, verifier=VERIFIER, automatic=False)

    def deliver(**settings):
        if settings:
            sandbox.control("POST", "webhooks", **settings)
        answer = sandbox.control("POST", "deliver")
        assert all(set(each["statuses"]) == {200} for each in answer["delivered"])
        assert answer["waiting"] == []
        sandbox.advance_clock(6)  # nobody changes a document as soon as this after us
        return answer

    yield deliver
    sandbox.control("POST", "webhooks", url="")


def reads(sandbox, action):
    before = sandbox.counters()["reads"]
    action()
    return sandbox.counters()["reads"] - before


def test_our_own_writes_come_back_and_cost_no_read(
    bookkeeper, ledger, paid_sale, webhook, sandbox, sync_is_quiet
):
    bookkeeper.sync()
    assert webhook()["heard"]
    # The payment has changed the invoice, which no answer said: that is read, once.
    assert reads(sandbox, bookkeeper.sync) <= 1
    assert reads(sandbox, bookkeeper.sync) == 0
    assert bookkeeper.problems() == {}
    sync_is_quiet()


@pytest.mark.parametrize("format_", ["notifications", "cloudevents"])
def test_an_invoice_deleted_in_quickbooks_is_a_problem_at_the_next_run(
    bookkeeper, ledger, shop, customer, lantern, webhook, format_
):
    order = shop.order(customer, [(lantern, 3)])
    invoice = shop.invoice(order)
    bookkeeper.sync()
    webhook(format=format_)
    bookkeeper.sync()
    assert bookkeeper.problems() == {}

    ledger.invoices[0].delete(qb=ledger.client)
    webhook()
    bookkeeper.sync()
    mirror = bookkeeper.mirror("invoice", invoice)
    assert mirror["problem_code"] == "deleted_in_quickbooks"
    assert bookkeeper.press_sync(order)["outcome"] == "done"
    assert bookkeeper.problems() == {}
    assert ledger.count() == {"Estimate": 1, "Invoice": 1}


def test_an_amount_changed_in_quickbooks_is_seen_and_its_correction_too(
    bookkeeper, ledger, shop, customer, chart, webhook
):
    order = shop.order(customer, [(chart, 2)])
    bookkeeper.sync()
    webhook()
    estimate = ledger.sales_orders[0]
    estimate.Line[0].Amount = 1
    estimate.Line[0].SalesItemLineDetail.UnitPrice = 1
    estimate.Line[0].SalesItemLineDetail.Qty = 1
    estimate.save(qb=ledger.client)
    webhook(duplicates=2, shuffle=3)
    bookkeeper.sync()
    assert bookkeeper.mirror("sales_order", order)["problem_code"] == "changed_in_quickbooks"

    estimate = ledger.sales_orders[0]
    estimate.Line[0].Amount = 49
    estimate.Line[0].SalesItemLineDetail.UnitPrice = 24.5
    estimate.Line[0].SalesItemLineDetail.Qty = 2
    estimate.save(qb=ledger.client)
    webhook(duplicates=0, shuffle=None)
    bookkeeper.sync()
    assert bookkeeper.mirror("sales_order", order)["state"] == "synced"


def test_books_reopened_in_quickbooks_release_what_they_held(
    bookkeeper, company, shop, customer, chart, webhook, odoo
):
    company.preferences(BookCloseDate="2099-12-31")
    odoo.write("connex.connection", bookkeeper.connection, qb_book_close_date="2099-12-31")
    invoice = shop.standalone_invoice(customer, [(chart, 2, 24.50)])
    bookkeeper.sync()
    assert bookkeeper.state(invoice, "account.move") == "problem"

    company.preferences(BookCloseDate=None)
    webhook()
    # Its settings were read when it was connected, a moment ago.
    odoo.write("connex.connection", bookkeeper.connection, profile_read_at="2020-01-01 00:00:00")
    bookkeeper.sync()
    assert bookkeeper.state(invoice, "account.move") == "synced"
