"""The two recipes of the rules, followed click by click: no invoice before shipping; marked as unpaid.

The settings and the rules are made in the browser, as a bookkeeper makes them; what comes of them is read in
QuickBooks.
"""

from decimal import Decimal

import pytest
from ledger import linked

pytestmark = pytest.mark.browser


class RulePages:
    """The connection's and the rules' pages in the browser."""

    def __init__(self, page, connection: int):
        self.page = page
        self.connection = connection

    def choose_statuses(self, mode: str, statuses: list[str]) -> None:
        """On the connection: the transaction mode, and just these order statuses."""
        page = self.page
        page.goto(f"/odoo/action-connex_bridge.connex_connection_action/{self.connection}")
        page.locator(".o_field_widget[name=transaction_mode] label", has_text=mode).click()
        boxes = page.locator(".o_field_widget[name=order_status_ids] .form-check")
        boxes.first.wait_for()
        for box in boxes.all():
            box.locator("input").set_checked(box.inner_text().strip() in statuses)
        page.locator(".o_form_button_save").click()
        page.locator(".o_form_saved, .o_form_view:not(.o_form_dirty)").first.wait_for()
        page.locator(".o_form_status_indicator_buttons.invisible").wait_for(state="attached")

    def add_rule(self, title, action, field, comparison, map_from, map_to) -> None:
        """Rules → Add → Start from scratch, fill in, save."""
        page = self.page
        page.goto("/odoo/quickbooks-rules")
        page.get_by_role("button", name="Add", exact=True).click()
        page.get_by_label("Start from scratch").check()
        page.get_by_role("button", name="Continue").click()
        page.locator(".o_field_widget[name=name] input, .o_field_widget[name=name] textarea").fill(
            title
        )
        choices = {"action": action, "field_choice": field, "comparison": comparison}
        for choice, option in choices.items():
            self._choose(choice, option)
        page.get_by_role("button", name="Add a line").click()
        row = page.locator(".o_selected_row")
        row.locator("[name=map_from] input").fill(map_from)
        row.locator("[name=map_to] input").fill(map_to)
        for choice, option in choices.items():
            # The form is drawn anew when the server answers, and a choice made just then is lost.
            if self._shown(choice) != option:
                self._choose(choice, option)
        page.locator(".o_form_button_save").click()
        page.locator(".o_form_status_indicator_buttons.invisible").wait_for(state="attached")

    def test_on(self, order: str) -> str:
        """On the rule's page: test it on an order and return what is shown."""
        page = self.page
        page.get_by_role("tab", name="Test").click()
        page.locator(".o_field_widget[name=test_order_id] input").fill(order)
        page.locator(".o-autocomplete--dropdown-item", has_text=order).first.click()
        result = page.locator(".o_field_widget[name=test_result]")
        result.wait_for()
        return result.inner_text()

    def _choose(self, field, option):
        widget = self.page.locator(f".o_field_widget[name={field}]")
        if widget.locator("select").count():
            widget.locator("select").select_option(label=option)
            return
        self._box(field).click()
        self.page.get_by_role("menuitem", name=option, exact=True).click()

    def _shown(self, field):
        widget = self.page.locator(f".o_field_widget[name={field}]")
        if widget.locator("select").count():
            return widget.locator("select option:checked").inner_text()
        return self._box(field).input_value()

    def _box(self, field):
        return self.page.locator(f".o_field_widget[name={field}] input")


@pytest.fixture
def pages(browser, connection):
    return RulePages(browser, connection)


@pytest.fixture
def paypal_and_cash(shop, odoo):
    """Two ways to pay in Odoo: the ids of their journals."""
    journals = {}
    for name in ("PayPal", "Cash"):
        journal = odoo.create("account.journal", name=name, type="bank", code=name[:5].upper())
        (line,) = odoo.search(
            "account.payment.method.line",
            [("journal_id", "=", journal), ("payment_type", "=", "inbound")],
        )
        odoo.write("account.payment.method.line", line, name=name)
        journals[name] = journal
    return journals


def _paid_by(shop, odoo, customer, product, journal):
    order = shop.order(customer, [(product, 1)])
    shop.deliver(order)
    invoice = shop.invoice(order)
    context = {"active_model": "account.move", "active_ids": [invoice]}
    wizard = odoo.call(
        "account.payment.register", "create", {"journal_id": journal}, context=context
    )
    odoo.call("account.payment.register", "action_create_payments", [wizard], context=context)
    return invoice


def test_sales_order_before_shipping_and_invoice_after(
    pages, bookkeeper, ledger, shop, customer, chart
):
    pages.choose_statuses("Sales orders, invoices, and payments if paid", ["Pending", "Fulfilled"])
    pages.add_rule(
        "Invoice after shipping",
        "Stop creating the invoice",
        "Order status",
        "is not",
        "fulfilled",
        "true",
    )
    order = shop.order(customer, [(chart, 2)])
    invoice = shop.invoice(order)
    bookkeeper.sync()
    number = bookkeeper.number(order)
    assert bookkeeper.status(order) == "pending"
    assert ledger.count() == {"Estimate": 1}
    assert ledger.sales_order(number).TxnStatus == "Accepted"
    assert "Stop creating the invoice" in pages.test_on(number)

    shop.deliver(order)
    shop.pay(invoice)
    bookkeeper.sync()
    assert bookkeeper.status(order) == "fulfilled"
    assert ledger.count() == {"Estimate": 1, "Invoice": 1, "Payment": 1}
    (billed,) = ledger.invoices
    assert billed.TotalAmt == Decimal("49.00")
    assert billed.Balance == 0
    assert linked(billed, "Estimate") == [ledger.sales_order(number).Id]
    assert ledger.sales_order(number).TxnStatus == "Closed"
    assert bookkeeper.problems() == {}


def test_the_same_with_paid_orders_the_payment_waits_for_its_invoice(
    pages, bookkeeper, ledger, shop, customer, chart
):
    pages.choose_statuses("Sales orders, invoices, and payments if paid", ["Paid", "Fulfilled"])
    pages.add_rule(
        "Invoice after shipping",
        "Stop creating the invoice",
        "Order status",
        "is not",
        "fulfilled",
        "true",
    )
    order = shop.order(customer, [(chart, 2)])
    shop.pay(shop.invoice(order))
    bookkeeper.sync()
    assert bookkeeper.status(order) == "paid"
    assert ledger.count() == {"Estimate": 1, "Payment": 1}
    assert ledger.payment().UnappliedAmt == Decimal("49.00")

    shop.deliver(order)
    bookkeeper.sync()
    assert ledger.count() == {"Estimate": 1, "Invoice": 1, "Payment": 1}
    (billed,) = ledger.invoices
    assert billed.Balance == 0
    assert ledger.payment().UnappliedAmt == 0
    assert ledger.sales_order(bookkeeper.number(order)).TxnStatus == "Closed"


def test_marked_as_unpaid_by_payment_method(
    pages, bookkeeper, ledger, shop, odoo, customer, chart, paypal_and_cash
):
    pages.add_rule(
        "Mark as unpaid", "Mark invoice as unpaid", "Payment method", "equals", "PayPal", "true"
    )
    by_paypal = _paid_by(shop, odoo, customer, chart, paypal_and_cash["PayPal"])
    in_cash = _paid_by(shop, odoo, customer, chart, paypal_and_cash["Cash"])
    bookkeeper.sync()
    assert bookkeeper.problems() == {}
    assert ledger.count() == {"Estimate": 2, "Invoice": 2, "Payment": 1}
    open_invoice = ledger.invoice(odoo.read("account.move", by_paypal, "name"))
    paid_invoice = ledger.invoice(odoo.read("account.move", in_cash, "name"))
    assert (open_invoice.Balance, open_invoice.TotalAmt) == (Decimal("24.50"), Decimal("24.50"))
    assert paid_invoice.Balance == 0
