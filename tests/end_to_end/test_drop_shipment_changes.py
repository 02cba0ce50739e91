"""What happens to drop shipments on the way: vendors that are there, second thoughts, corrected bills.

All in one company, each with a sale of its own: made, synced, changed, synced, and read afterwards.
"""

from decimal import Decimal

import pytest
from entered import odoo_today
from purchases import BOOKED_IN_QUICKBOOKS
from quickbooks.objects.vendor import Vendor


@pytest.fixture(scope="module")
def books(open_purchases):
    """The sales before anything changes, synced."""

    def enter_vendor(purchases):
        purchases.enter_vendor("Old Harbor Works")

    books = open_purchases(prepare=enter_vendor, MultiCurrencyEnabled=True)
    buyer, odoo = books.buyer, books.odoo
    known = buyer.vendor("Old Harbor Works")
    books.known, (purchase,) = books.ordered(("Bell", 20.05, []), vendor=known)
    buyer.confirm(purchase)

    books.two, rows = _two_vendors(books)
    books.first, books.second = rows
    buyer.confirm(books.first)

    books.corrected = books.bought("C-1", ("Lamp", 30.0, []))
    books.cancelled = books.bought("C-2", ("Oar", 12.0, []))
    books.more = books.bought("C-3", ("Hook", 7.77, []), quantity=4)

    _order, (one,) = books.ordered(("Left Sail", 50.0, []))
    _order, (other,) = books.ordered(("Right Sail", 60.0, []))
    buyer.confirm(one)
    buyer.confirm(other)
    books.together = (one, other)
    books.joint = _bill_for_both(books, one, other, "C-4")

    euro = odoo.ref("base.EUR")
    odoo.write("res.currency", euro, active=True)
    odoo.create("res.currency.rate", currency_id=euro, name="2026-01-01", rate=0.8)
    abroad = buyer.vendor("Werft Hamburg")
    books.abroad, (foreign,) = books.ordered(("Winch", 99.95, []), vendor=abroad)
    odoo.write("purchase.order", foreign, currency_id=euro)
    buyer.confirm(foreign)
    books.foreign = (foreign, buyer.bill(foreign, "C-5"))
    books.settle()
    return books


def _two_vendors(books):
    """A sale of a rope and a float from different vendors."""
    products = [
        books.buyer.dropshipped(name, 40.0, books.buyer.vendor(vendor), cost)
        for name, vendor, cost in (("Rope", "Rope Works", 18.2), ("Float", "Float Works", 5.55))
    ]
    order = books.shop.order(books.customer, [(product, 2) for product in products])
    return order, books.buyer.purchases(order)


def _bill_for_both(books, one, other, reference):
    """One bill of the vendor for two purchase orders, as Odoo merges them."""
    before = set(books.odoo.search("account.move", [("move_type", "=", "in_invoice")]))
    books.odoo.call("purchase.order", "action_create_invoice", [one, other])
    after = set(books.odoo.search("account.move", [("move_type", "=", "in_invoice")]))
    (bill,) = after - before
    books.odoo.write("account.move", bill, ref=reference, invoice_date=str(odoo_today()))
    books.shop.post(bill)
    return bill


@pytest.fixture(scope="module")
def changed(books):
    """The same after second thoughts, synced."""
    assert books.bookkeeper.problems() == {}
    books.before = {
        "orders": [each.VendorRef.name for each in books.purchases.orders],
        "bills": {each.DocNumber: (each.Id, each.TotalAmt) for each in books.purchases.bills},
    }
    buyer, odoo = books.buyer, books.odoo
    buyer.confirm(books.second)
    _edit(books, books.corrected[2], 31.50)
    odoo.call("account.move", "button_draft", [books.cancelled[2]])
    odoo.call("account.move", "button_cancel", [books.cancelled[2]])
    books.settle()
    return books


def _edit(books, bill, price):
    books.odoo.call("account.move", "button_draft", [bill])
    lines = books.odoo.search(
        "account.move.line", [("move_id", "=", bill), ("display_type", "=", "product")]
    )
    commands = [(1, line, {"price_unit": price}) for line in lines]
    books.odoo.write("account.move", bill, invoice_line_ids=commands)
    books.shop.post(bill)


def test_a_vendor_that_quickbooks_has_is_used(books):
    names = [vendor.DisplayName for vendor in books.purchases.ledger.all(Vendor)]
    assert names.count("Old Harbor Works") == 1
    assert len([name for name in names if name.startswith("Old Harbor Works")]) == 1


def test_each_purchase_order_goes_when_it_is_confirmed(changed):
    assert "Rope Works" in changed.before["orders"]
    assert "Float Works" not in changed.before["orders"]
    for purchase in (changed.first, changed.second):
        found = changed.order_in_quickbooks(purchase)
        changed.check_same(purchase, "purchase.order", found)


def test_a_corrected_bill_is_corrected(changed):
    found = changed.bill_in_quickbooks("C-1")
    assert found.Id == changed.before["bills"]["C-1"][0]
    assert Decimal(found.TotalAmt) == Decimal("94.50")
    assert changed.order_in_quickbooks(changed.corrected[1]).POStatus == "Closed"


def test_a_cancelled_bill_opens_its_purchase_order_again(changed):
    assert "C-2" in changed.before["bills"]
    assert "C-2" not in [each.DocNumber for each in changed.purchases.bills]
    assert changed.order_in_quickbooks(changed.cancelled[1]).POStatus == "Open"


def test_a_bill_for_more_than_was_ordered_counts(books):
    _order, purchase, bill = books.more
    found = books.bill_in_quickbooks("C-3")
    books.check_same(bill, "account.move", found)
    assert Decimal(found.TotalAmt) == Decimal("31.08")
    assert books.order_in_quickbooks(purchase).POStatus == "Closed"


def test_one_bill_for_two_purchase_orders_closes_both(books):
    found = books.bill_in_quickbooks("C-4")
    books.check_same(books.joint, "account.move", found)
    orders = [books.order_in_quickbooks(each) for each in books.together]
    assert sorted(books.purchases.linked_orders(found)) == sorted(each.Id for each in orders)
    assert [each.POStatus for each in orders] == ["Closed", "Closed"]


def test_a_vendor_abroad_is_owed_the_same_in_their_currency(books):
    purchase, bill = books.foreign
    books.check_same(purchase, "purchase.order", books.order_in_quickbooks(purchase))
    found = books.bill_in_quickbooks("C-5")
    books.check_same(bill, "account.move", found)
    assert (found.CurrencyRef.value, Decimal(str(found.ExchangeRate))) == ("EUR", Decimal("1.25"))
    figures = books.odoo.read("sale.order", books.abroad, BOOKED_IN_QUICKBOOKS)
    assert figures["connex_cost"] == figures["connex_qb_cost"]


def test_the_sales_page_has_each_bill_below_its_purchase_order(changed):
    buyer = changed.buyer
    buyer.bill(changed.first, "C-6")
    changed.settle()
    chain = changed.odoo.read("sale.order", changed.two, "connex_chain_ids")
    rows = changed.odoo.read("connex.mirror", chain, ["document", "name", "chain_partner_id"])
    assert [(row["document"], row["chain_partner_id"][1]) for row in rows] == [
        ("sales_order", "Blue Harbor Supplies"),
        ("purchase_order", "Rope Works"),
        ("bill", "Rope Works"),
        ("purchase_order", "Float Works"),
    ]


def test_nothing_more_is_written(changed):
    changed.settle()
    changed.check_quiet()
    assert changed.bookkeeper.problems() == {}
