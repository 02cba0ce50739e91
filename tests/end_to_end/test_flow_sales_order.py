"""Flow 1: a confirmed, unpaid order is a sales order in QuickBooks (an accepted estimate), nothing else.

Also what QuickBooks already has of it: customers, items and terms are found before they are created.
"""

from decimal import Decimal

import pytest
from ledger import line_sum, product_lines, tax
from quickbooks.objects.account import Account
from quickbooks.objects.base import EmailAddress, Ref
from quickbooks.objects.customer import Customer
from quickbooks.objects.item import Item
from quickbooks.objects.term import Term

ORDERS_FIRST = {"mode": "orders_invoices_payments", "statuses": ["pending", "fulfilled"]}


@pytest.fixture
def order(shop, customer, lantern, chart):
    """3 lanterns and a chart: 29.97 + 24.50 + 2.47 tax = 56.94, confirmed and not paid."""
    return shop.order(customer, [(lantern, 3), (chart, 1)])


def _assert_only_a_sales_order(bookkeeper, ledger, order):
    number = bookkeeper.number(order)
    assert ledger.count() == {"Estimate": 1}
    sales_order = ledger.sales_order(number)
    assert sales_order.TxnStatus == "Accepted"
    assert sales_order.TotalAmt == bookkeeper.amount(order) == Decimal("56.94")
    assert tax(sales_order) == Decimal("2.47")
    assert line_sum(sales_order) == Decimal("54.47")
    mirror = bookkeeper.mirror("sales_order", order)
    assert (mirror["state"], mirror["qb_id"]) == ("synced", sales_order.Id)
    assert bookkeeper.state(order) == "synced"
    assert bookkeeper.status(order) == "pending"
    assert bookkeeper.problems() == {}


def test_unpaid_order_is_an_accepted_sales_order_and_nothing_else(bookkeeper, ledger, order):
    bookkeeper.choose(**ORDERS_FIRST)
    bookkeeper.sync()
    _assert_only_a_sales_order(bookkeeper, ledger, order)


def test_button_on_the_order_answers_with_the_sales_order_and_its_number(bookkeeper, ledger, order):
    bookkeeper.choose(**ORDERS_FIRST)
    shown = bookkeeper.press_sync(order)
    assert shown["outcome"] == "done", shown
    (document,) = shown["documents"]
    assert document["document"] == "sales_order"
    assert document["state"] == "synced"
    assert document["qb_number"] == bookkeeper.number(order)
    assert document["qb_total"] == 56.94
    _assert_only_a_sales_order(bookkeeper, ledger, order)


def test_salesperson_may_press_the_button(bookkeeper, ledger, order, odoo):
    group = odoo.ref("sales_team.group_sale_salesman_all_leads")
    user = {"name": "Sally Sales", "login": "sally", "password": "sally-sells-shells"}
    odoo.create("res.users", **user, group_ids=[(4, group)])
    sally = odoo.as_user("sally", "sally-sells-shells")
    bookkeeper.choose(**ORDERS_FIRST)
    shown = bookkeeper.press_sync(order, odoo=sally)
    assert shown["outcome"] == "done", shown
    _assert_only_a_sales_order(bookkeeper, ledger, order)


def test_quotation_and_order_of_a_status_not_chosen_stay_out_of_quickbooks(
    bookkeeper, ledger, shop, customer, chart
):
    quotation = shop.quotation(customer, [(chart, 1)])
    pending = shop.order(customer, [(chart, 2)])
    bookkeeper.choose("orders_invoices_payments", ["paid", "fulfilled"])
    assert bookkeeper.writes(bookkeeper.sync) == 0
    assert ledger.count() == {}
    assert bookkeeper.state(quotation) == bookkeeper.state(pending) == "none"
    shown = bookkeeper.press_sync(pending)
    assert (shown["outcome"], shown["documents"]) == ("nothing", [])


def test_order_before_the_start_date_stays_out_of_quickbooks(
    bookkeeper, ledger, shop, customer, chart
):
    shop.order(customer, [(chart, 2)])
    bookkeeper.choose(sync_from_date="2099-01-01")
    bookkeeper.sync()
    assert ledger.count() == {}


def test_customer_and_items_carry_what_odoo_knows(bookkeeper, ledger, order):
    bookkeeper.choose(**ORDERS_FIRST)
    bookkeeper.sync()
    sales_order = ledger.sales_order(bookkeeper.number(order))
    customer = ledger.customer("Blue Harbor Supplies")
    assert sales_order.CustomerRef.value == customer.Id
    assert customer.PrimaryEmailAddr.Address == "blue.harbor.supplies@example.com"
    assert customer.BillAddr.City == "San Francisco"
    lantern = ledger.item("STORM-LANTERN")
    assert lantern.Name == "Storm Lantern"
    first = product_lines(sales_order)[0].SalesItemLineDetail
    assert first.ItemRef.value == lantern.Id
    assert first.Qty == 3
    assert Decimal(first.UnitPrice) == Decimal("9.99")


def test_person_who_orders_for_a_company_is_on_the_companys_account(
    bookkeeper, ledger, shop, odoo, customer, chart
):
    person = odoo.create("res.partner", name="Paula Porter", parent_id=customer)
    shop.order(person, [(chart, 1)])
    shop.order(customer, [(chart, 2)])
    bookkeeper.sync()
    assert {each.CustomerRef.name for each in ledger.sales_orders} == {"Blue Harbor Supplies"}
    assert [each.DisplayName for each in ledger.customers] == ["Blue Harbor Supplies"]


def test_sections_and_notes_are_text_between_the_lines(
    bookkeeper, ledger, odoo, order, sync_is_quiet
):
    for kind, text in (("line_section", "Lighting"), ("line_note", "Deliver before noon.")):
        values = {"order_id": order, "display_type": kind, "name": text}
        odoo.create("sale.order.line", **values)
    bookkeeper.sync()
    sales_order = ledger.sales_order(bookkeeper.number(order))
    texts = [line.Description for line in sales_order.Line if line.DetailType == "DescriptionOnly"]
    assert texts == ["Lighting", "Deliver before noon."]
    assert sales_order.TotalAmt == bookkeeper.amount(order)
    sync_is_quiet()


def test_what_quickbooks_already_has_is_used_and_not_created_again(
    bookkeeper, ledger, shop, odoo, chart, lantern
):
    known = _make_in_quickbooks(ledger)
    before = (len(ledger.customers), len(ledger.items), len(ledger.terms))
    by_name = shop.customer("blue harbor supplies", email="")
    by_mail = shop.customer("Old Mill Ltd", email="office@oldmill.example.com")
    days = [(0, 0, {"value": "percent", "value_amount": 100, "nb_days": 17})]
    term = odoo.create("account.payment.term", name="17 days", line_ids=days)
    first = shop.order(by_name, [(lantern, 1), (chart, 1)], payment_term_id=term)
    second = shop.order(by_mail, [(chart, 1)])
    bookkeeper.sync()
    assert bookkeeper.problems() == {}
    assert (len(ledger.customers), len(ledger.items), len(ledger.terms)) == before
    sales_order = ledger.sales_order(bookkeeper.number(first))
    assert sales_order.CustomerRef.value == known["by name"]
    assert sales_order.SalesTermRef.value == known["term"]
    items = [line.SalesItemLineDetail.ItemRef.value for line in product_lines(sales_order)]
    assert items == [known["by SKU"], known["item by name"]]
    assert ledger.sales_order(bookkeeper.number(second)).CustomerRef.value == known["by e-mail"]


def _make_in_quickbooks(ledger) -> dict[str, str]:
    """Enter two customers, two items and a term by hand; return their ids."""
    income = Account.filter(AccountType="Income", qb=ledger.client)[0]
    made = {
        "by name": Customer(),
        "by e-mail": Customer(),
        "by SKU": Item(),
        "item by name": Item(),
        "term": Term(),
    }
    made["by name"].DisplayName = "Blue Harbor Supplies"
    made["by e-mail"].DisplayName = "The Old Mill"
    made["by e-mail"].PrimaryEmailAddr = EmailAddress()
    made["by e-mail"].PrimaryEmailAddr.Address = "office@oldmill.example.com"
    made["by SKU"].Name, made["by SKU"].Sku = "Lantern, storm-proof", "STORM-LANTERN"
    made["item by name"].Name = "Harbor Chart"
    for name in ("by SKU", "item by name"):
        made[name].Type = "NonInventory"
        made[name].IncomeAccountRef = Ref()
        made[name].IncomeAccountRef.value = income.Id
    made["term"].Name, made["term"].DueDays = "17 days", 17
    return {name: entry.save(qb=ledger.client).Id for name, entry in made.items()}
