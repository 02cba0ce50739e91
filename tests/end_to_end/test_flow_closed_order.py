"""Flow 2: the order is delivered, invoiced and paid: sales order closed, invoice linked, balance 0.

To the cent, also with several taxes, broken quantities, discounts and partial deliveries.
"""

from decimal import Decimal

import pytest
from bookkeeper import cents
from ledger import applications, line_sum, linked, tax


@pytest.fixture
def run(request, bookkeeper):
    """Sync a sale by the scheduled action or by the order's button, as the test is parametrized."""

    def by_button(order):
        assert bookkeeper.press_sync(order)["outcome"] == "done"

    return by_button if request.param == "button" else lambda order: bookkeeper.sync()


def assert_finished(bookkeeper, ledger, order, invoice):
    """The mission: order closed, invoice linked to it and paid, the same totals on both sides."""
    number = bookkeeper.number(invoice, "account.move")
    sales_order, mirrored = ledger.sales_order(bookkeeper.number(order)), ledger.invoice(number)
    assert linked(mirrored, "Estimate") == [sales_order.Id]
    assert sales_order.TxnStatus == "Closed"
    assert mirrored.Balance == 0
    assert mirrored.TotalAmt == bookkeeper.amount(invoice, model="account.move")
    assert sales_order.TotalAmt == bookkeeper.amount(order)
    for document, record, model in (
        (sales_order, order, "sale.order"),
        (mirrored, invoice, "account.move"),
    ):
        assert line_sum(document) == bookkeeper.amount(record, "amount_untaxed", model)
        assert tax(document) == bookkeeper.amount(record, "amount_tax", model)
    assert bookkeeper.state(order) == bookkeeper.state(invoice, "account.move") == "synced"
    assert bookkeeper.problems() == {}
    mirror = bookkeeper.mirror("invoice", invoice)
    assert cents(mirror["qb_balance"]) == 0
    return mirrored


@pytest.mark.parametrize("run", ["scheduled action", "button"], indirect=True)
def test_order_that_was_open_ends_closed_with_a_paid_invoice(
    bookkeeper, ledger, shop, customer, lantern, chart, run
):
    bookkeeper.choose("orders_invoices_payments", ["pending", "fulfilled"])
    order = shop.order(customer, [(lantern, 3), (chart, 2)])
    run(order)
    opened = ledger.sales_order(bookkeeper.number(order))
    assert (ledger.count(), opened.TxnStatus) == ({"Estimate": 1}, "Accepted")

    shop.deliver(order)
    invoice = shop.invoice(order)
    shop.pay(invoice)
    assert bookkeeper.status(order) == "fulfilled"
    run(order)

    assert ledger.count() == {"Estimate": 1, "Invoice": 1, "Payment": 1}
    mirrored = assert_finished(bookkeeper, ledger, order, invoice)
    assert ledger.sales_order(bookkeeper.number(order)).Id == opened.Id
    payment = ledger.payment()
    assert applications(payment) == {mirrored.Id: mirrored.TotalAmt}
    assert payment.UnappliedAmt == 0
    assert ledger.customer("Blue Harbor Supplies").Balance == 0


@pytest.mark.parametrize("run", ["scheduled action", "button"], indirect=True)
def test_finished_sale_arrives_complete_in_one_run(
    bookkeeper, ledger, shop, customer, lantern, run
):
    order = shop.order(customer, [(lantern, 1)])
    shop.deliver(order)
    invoice = shop.invoice(order)
    shop.pay(invoice)
    run(order)
    assert ledger.count() == {"Estimate": 1, "Invoice": 1, "Payment": 1}
    assert_finished(bookkeeper, ledger, order, invoice)


def test_button_on_the_invoice_brings_its_whole_sale(bookkeeper, ledger, shop, customer, lantern):
    order = shop.order(customer, [(lantern, 2)])
    shop.deliver(order)
    invoice = shop.invoice(order)
    shop.pay(invoice)
    shown = bookkeeper.press_sync(invoice, "account.move")
    assert shown["outcome"] == "done", shown
    assert {each["document"] for each in shown["documents"]} >= {"invoice", "payment"}
    assert_finished(bookkeeper, ledger, order, invoice)


def test_invoice_without_an_order_is_an_invoice_with_its_payment(
    bookkeeper, ledger, shop, customer, lantern
):
    invoice = shop.standalone_invoice(customer, [(lantern, 7, 9.99)])
    shop.pay(invoice)
    bookkeeper.sync()
    assert ledger.count() == {"Invoice": 1, "Payment": 1}
    mirrored = ledger.invoice(bookkeeper.number(invoice, "account.move"))
    assert (mirrored.TotalAmt, mirrored.Balance) == (Decimal("75.70"), 0)
    assert bookkeeper.state(invoice, "account.move") == "synced"


def test_paid_service_order_is_closed_in_quickbooks(bookkeeper, ledger, shop, customer):
    consulting = shop.product("Consulting", 80.00, type="service")
    bookkeeper.choose("orders_invoices_payments", ["fulfilled"])
    order = shop.order(customer, [(consulting, 10)])
    invoice = shop.invoice(order)
    bookkeeper.sync()
    assert ledger.count() == {}
    shop.pay(invoice)
    bookkeeper.sync()
    assert ledger.count() == {"Estimate": 1, "Invoice": 1, "Payment": 1}
    assert_finished(bookkeeper, ledger, order, invoice)


def test_two_deliveries_and_two_invoices_close_the_order_with_the_second(
    bookkeeper, ledger, shop, customer, odoo, tax
):
    rope = shop.product(
        "Rope", 33.33, stock=50, invoice_policy="delivery", taxes_id=[(6, 0, [tax])]
    )
    order = shop.order(customer, [(rope, 3)])
    shop.deliver(order, 1)
    first = shop.invoice(order)
    shop.pay(first)
    bookkeeper.sync()
    assert bookkeeper.status(order) == "partially_fulfilled"
    assert ledger.count() == {"Estimate": 1, "Invoice": 1, "Payment": 1}
    assert ledger.sales_order(bookkeeper.number(order)).TxnStatus == "Accepted"
    assert ledger.invoice(bookkeeper.number(first, "account.move")).Balance == 0

    shop.deliver(order)
    second = shop.invoice(order)
    shop.pay(second)
    bookkeeper.sync()
    assert ledger.count() == {"Estimate": 1, "Invoice": 2, "Payment": 2}
    assert ledger.sales_order(bookkeeper.number(order)).TxnStatus == "Closed"
    assert [each.Balance for each in ledger.invoices] == [0, 0]
    billed = sum(each.TotalAmt for each in ledger.invoices)
    assert billed == bookkeeper.amount(first, model="account.move") + bookkeeper.amount(
        second, model="account.move"
    )
    assert bookkeeper.problems() == {}


@pytest.mark.parametrize("run", ["scheduled action", "button"], indirect=True)
@pytest.mark.parametrize("opened", [False, True], ids=["in one run", "step by step"])
def test_order_billed_to_another_company_is_closed_and_its_invoice_paid(
    bookkeeper, ledger, shop, customer, lantern, run, opened, sync_is_quiet
):
    """QuickBooks links no two customers: it is said that the order is closed."""
    agency = shop.customer("Gull Leasing")
    order = shop.order(customer, [(lantern, 3)], partner_invoice_id=agency)
    if opened:
        run(order)
        assert ledger.sales_order(bookkeeper.number(order)).TxnStatus == "Accepted"
    shop.deliver(order)
    invoice = shop.invoice(order)
    shop.pay(invoice)
    run(order)

    assert bookkeeper.problems() == {}
    assert ledger.count() == {"Estimate": 1, "Invoice": 1, "Payment": 1}
    sales_order = ledger.sales_order(bookkeeper.number(order))
    mirrored = ledger.invoice(bookkeeper.number(invoice, "account.move"))
    assert sales_order.CustomerRef.value == ledger.customer("Blue Harbor Supplies").Id
    assert mirrored.CustomerRef.value == ledger.customer("Gull Leasing").Id
    assert sales_order.TxnStatus == "Closed"
    assert linked(mirrored, "Estimate") == []
    assert (mirrored.TotalAmt, mirrored.Balance) == (bookkeeper.amount(order), 0)
    assert bookkeeper.state(order) == bookkeeper.state(invoice, "account.move") == "synced"
    bookkeeper.sync()
    sync_is_quiet()


@pytest.mark.parametrize("rounding", ["round_per_line", "round_globally"])
def test_totals_equal_to_the_cent_with_taxes_discounts_and_broken_quantities(
    bookkeeper, ledger, shop, odoo, customer, rounding
):
    odoo.write(
        "res.company", odoo.ref("base.main_company"), tax_calculation_rounding_method=rounding
    )
    order = odoo.create("sale.order", partner_id=customer, order_line=_awkward_lines(shop))
    odoo.call("sale.order", "action_confirm", [order])
    shop.deliver(order)
    invoice = shop.invoice(order)
    shop.pay(invoice)
    bookkeeper.sync()
    mirrored = assert_finished(bookkeeper, ledger, order, invoice)
    assert ledger.payment().TotalAmt == mirrored.TotalAmt
    assert [line.Amount for line in mirrored.Line if line.DetailType == "SalesItemLineDetail"] == [
        cents(row["price_subtotal"])
        for row in odoo.search_read(
            "account.move.line",
            [("move_id", "=", invoice), ("display_type", "=", "product")],
            ["price_subtotal"],
        )
    ]


def _awkward_lines(shop) -> list[tuple]:
    """Lines that tempt to round at the wrong place: (price, quantity, discount, tax rates)."""
    rates = {rate: shop.tax(f"Tax {rate}%", rate) for rate in (8.25, 7.125, 1.01)}
    lines = []
    for number, (price, quantity, discount, percents) in enumerate(
        [
            (9.99, 3, 0, [8.25]),
            (0.07, 13, 0, [7.125]),
            (33.33, 7, 33.33, [8.25, 1.01]),
            (19.95, 0.33, 0, [8.25]),
            (1.15, 1, 12.5, [7.125, 1.01]),
            (0.01, 1000, 0, []),
            (1234.57, 11, 7.77, [8.25]),
        ]
    ):
        taxes = [(6, 0, [rates[percent] for percent in percents])]
        product = shop.product(f"Awkward {number}", price, taxes_id=taxes)
        line = {"product_id": product, "product_uom_qty": quantity, "price_unit": price}
        lines.append((0, 0, line | {"discount": discount, "tax_ids": taxes}))
    return lines
