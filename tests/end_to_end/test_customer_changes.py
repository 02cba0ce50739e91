"""Customers that are renamed, merged or made inactive: their documents stay one each, on one account."""

import pytest
from quickbooks.objects.customer import Customer
from quickbooks.objects.item import Item


@pytest.fixture
def merge(odoo):
    """A function that merges customers as Odoo's wizard does; the last one survives."""

    def run(*partners):
        wizard = odoo.create(
            "base.partner.merge.automatic.wizard",
            partner_ids=[(6, 0, list(partners))],
            dst_partner_id=partners[-1],
        )
        odoo.call("base.partner.merge.automatic.wizard", "action_merge", [wizard])

    return run


def make_inactive(ledger, kind, qb_id):
    entry = kind.get(qb_id, qb=ledger.client)
    entry.Active = False
    entry.save(qb=ledger.client)


def names(ledger, bookkeeper, orders):
    return [ledger.sales_order(bookkeeper.number(order)).CustomerRef.name for order in orders]


def test_customer_that_was_found_is_never_renamed(
    bookkeeper, ledger, odoo, shop, chart, enter_customer, sync_is_quiet
):
    enter_customer("Anna Jones")
    partner = shop.customer("Anna Jones")
    order = shop.order(partner, [(chart, 1)])
    bookkeeper.sync()
    odoo.write("res.partner", partner, name="Anna Smith")
    bookkeeper.sync()
    assert names(ledger, bookkeeper, [order]) == ["Anna Jones"]
    assert [each.DisplayName for each in ledger.customers] == ["Anna Jones"]
    # The address on the order is Odoo's.
    assert ledger.sales_order(bookkeeper.number(order)).BillAddr.Line1 == "Anna Smith"
    sync_is_quiet()


def test_archived_customer_keeps_the_account(bookkeeper, ledger, odoo, shop, customer, chart):
    order = shop.order(customer, [(chart, 1)])
    bookkeeper.sync()
    odoo.write("res.partner", customer, active=False)
    invoice = shop.invoice(order)
    bookkeeper.sync()
    assert bookkeeper.problems() == {}
    mirrored = ledger.invoice(bookkeeper.number(invoice, "account.move"))
    assert mirrored.CustomerRef.name == "Blue Harbor Supplies"


def test_merged_into_a_new_customer_the_account_goes_along(
    bookkeeper, ledger, shop, chart, merge, sync_is_quiet
):
    old = shop.customer("Anna Jones")
    order = shop.order(old, [(chart, 1)])
    bookkeeper.sync()
    new = shop.customer("Anna Jones Ltd")
    merge(old, new)
    later = shop.order(new, [(chart, 2)])
    bookkeeper.sync()
    assert bookkeeper.problems() == {}
    first, second = names(ledger, bookkeeper, [order, later])
    assert first == second == "Anna Jones Ltd"
    assert ledger.count() == {"Estimate": 2}
    sync_is_quiet()


def test_merged_customers_share_one_account_and_paid_documents_stay(
    bookkeeper, ledger, shop, chart, merge, sync_is_quiet
):
    one, other = shop.customer("Anna Jones"), shop.customer("A. Jones")
    paid = shop.standalone_invoice(one, [(chart, 2, 24.50)])
    shop.pay(paid, 10.00)
    open_order = shop.order(one, [(chart, 1)])
    other_order = shop.order(other, [(chart, 3)])
    bookkeeper.sync()
    before = ledger.count()
    merge(one, other)
    bookkeeper.sync()
    assert bookkeeper.problems() == {}
    assert ledger.count() == before
    assert len(set(names(ledger, bookkeeper, [open_order, other_order]))) == 1
    mirrored = ledger.invoice(bookkeeper.number(paid, "account.move"))
    assert mirrored.CustomerRef.name == "Anna Jones"

    shop.pay(paid)
    bookkeeper.sync()
    assert bookkeeper.problems() == {}
    assert ledger.invoice(mirrored.DocNumber).Balance == 0
    sync_is_quiet()


def test_payment_of_an_older_invoice_goes_where_the_invoice_is(
    bookkeeper, ledger, shop, customer, chart, chooser, enter_customer
):
    invoice = shop.standalone_invoice(customer, [(chart, 2, 24.50)])
    bookkeeper.sync()
    enter_customer("Harbor Group")
    chooser.choose("res.partner", customer, "Harbor Group", "group")
    shop.pay(invoice)
    bookkeeper.sync()
    assert bookkeeper.problems() == {}
    assert ledger.payment().CustomerRef.name == "Blue Harbor Supplies"
    assert ledger.invoice(bookkeeper.number(invoice, "account.move")).Balance == 0


def test_what_we_created_is_made_active_again_when_it_is_needed(
    bookkeeper, ledger, shop, customer, chart, sync_is_quiet
):
    shop.order(customer, [(chart, 1)])
    bookkeeper.sync()
    make_inactive(ledger, Customer, bookkeeper.mirror("customer", customer)["qb_id"])
    make_inactive(ledger, Item, bookkeeper.mirror("item", chart)["qb_id"])
    order = shop.order(customer, [(chart, 2)])
    bookkeeper.sync()
    bookkeeper.sync()
    assert bookkeeper.problems() == {}
    assert names(ledger, bookkeeper, [order]) == ["Blue Harbor Supplies"]
    sync_is_quiet()


def test_inactive_customer_of_somebody_else_waits_for_a_person(
    bookkeeper, ledger, odoo, shop, chart, enter_customer
):
    known = enter_customer("Anna Jones")
    partner = shop.customer("Anna Jones")
    shop.order(partner, [(chart, 1)])
    bookkeeper.sync()
    make_inactive(ledger, Customer, known)
    orders = [shop.order(partner, [(chart, number)]) for number in (2, 3)]
    bookkeeper.sync()
    assert bookkeeper.problems() == {"customer Anna Jones": "made_inactive"}
    # An edit in Odoo says nothing about QuickBooks: the orders must not wait without a reason.
    odoo.write("res.partner", partner, street="2 Pier Road")
    bookkeeper.sync()
    assert bookkeeper.problems() == {"customer Anna Jones": "made_inactive"}
    assert {bookkeeper.state(order) for order in orders} == {"problem"}

    entry = Customer.get(known, qb=ledger.client)
    entry.Active, entry.DisplayName = True, "Anna Jones"
    entry.save(qb=ledger.client)
    bookkeeper.sync_now()
    bookkeeper.sync()
    assert bookkeeper.problems() == {}
    assert names(ledger, bookkeeper, orders) == ["Anna Jones"] * 2
