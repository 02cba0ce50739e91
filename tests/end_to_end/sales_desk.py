"""What a shop can do with a sale in Odoo, in one verb each: the words in which the named sales are told.

For the tables of sales; demo and benchmarks may use it too. Ids go in and out. Invoices and credit notes
are posted unless a verb says otherwise.
"""

from contextlib import contextmanager
from functools import cache, cached_property

from money_desk import MoneyDesk

#: What is sold where it does not matter what is sold.
PRODUCT = "Storm Lantern"


def line(product: int, price: float, quantity: float = 1, taxes=(), **values) -> tuple:
    """Return the command for a line of an invoice; `taxes` are the only taxes on it."""
    line = {"product_id": product, "price_unit": price, "quantity": quantity}
    return (0, 0, {**line, "tax_ids": [(6, 0, list(taxes))], **values})


def order_line(product: int, price: float, quantity: float = 1, taxes=(), **values) -> tuple:
    """Return the command for a line of an order; `taxes` are the only taxes on it."""
    line = {"product_id": product, "price_unit": price, "product_uom_qty": quantity}
    return (0, 0, {**line, "tax_ids": [(6, 0, list(taxes))], **values})


def section(text: str, kind: str = "line_section") -> tuple:
    """Return the command for a section, subsection (`line_subsection`) or note (`line_note`)."""
    return (0, 0, {"display_type": kind, "name": text})


class SalesDesk(MoneyDesk):
    """The shop, with what it has on its shelves made when it is first asked for."""

    def __init__(self, odoo):
        super().__init__(odoo)
        self.tax_of = cache(self._tax_of)
        self._become_accountant()

    def _become_accountant(self) -> None:
        """Bank statements are shown to users with accounting rights only."""
        group = self.odoo.ref("account.group_account_user")
        self.odoo.write("res.users", self.odoo.user_id, group_ids=[(4, group)])

    @cached_property
    def lantern(self) -> int:
        """A product without tax of its own, invoiced as ordered."""
        return self.product(PRODUCT, 100)

    @cached_property
    def delivered_lantern(self) -> int:
        """A product that is invoiced as delivered."""
        return self.product("Ship Lantern", 100, invoice_policy="delivery")

    def _tax_of(self, percent: float, name: str = "", **values) -> int:
        """A sales tax of that rate, the same one each time."""
        name = name or f"Sales tax {percent:g}%"
        values = {"amount_type": "percent", "type_tax_use": "sale", **dict(values)}
        return self.odoo.create("account.tax", name=name, amount=percent, **values)

    def included_tax_of(self, percent: float) -> int:
        """A sales tax that the price includes."""
        return self.tax_of(
            percent, f"Tax {percent:g}% included", price_include_override="tax_included"
        )

    # === COMPANY === #

    @contextmanager
    def rounding(self, method: str):
        """Let the company round taxes another way (`round_per_line`, `round_globally`) for a while."""
        company = self.odoo.ref("base.main_company")
        field = "tax_calculation_rounding_method"
        before = self.odoo.read("res.company", company, field)
        self.odoo.write("res.company", company, **{field: method})
        try:
            yield
        finally:
            self.odoo.write("res.company", company, **{field: before})

    def cash_rounding(self, strategy: str) -> int:
        """A rounding of the total to 0.05, in the `biggest_tax` or by `add_invoice_line`."""
        account = self.account("Rounding Differences", "income_other")
        return self.odoo.create(
            "account.cash.rounding",
            name=strategy,
            rounding=0.05,
            strategy=strategy,
            profit_account_id=account,
            loss_account_id=account,
            rounding_method="HALF-UP",
        )

    def early_payment_term(self, computation: str) -> int:
        """Payment in 30 days, with 2 % off in the first ten: `included`, `excluded` or `mixed`."""
        return self.odoo.create(
            "account.payment.term",
            name=f"2/10 net 30 {computation}",
            early_discount=True,
            discount_percentage=2,
            discount_days=10,
            early_pay_discount_computation=computation,
            line_ids=[(0, 0, {"value": "percent", "value_amount": 100, "nb_days": 30})],
        )

    def instalments(self) -> int:
        """Payment of 30 % now and the rest in 30 days."""
        parts = [(30, 0), (70, 30)]
        return self.odoo.create(
            "account.payment.term",
            name="30 % now, the rest in a month",
            line_ids=[
                (0, 0, {"value": "percent", "value_amount": share, "nb_days": days})
                for share, days in parts
            ],
        )

    @cached_property
    def euro(self) -> int:
        """The euro, at 1.25 dollars."""
        euro = self.odoo.ref("base.EUR")
        self.odoo.write("res.currency", euro, active=True)
        self.odoo.create("res.currency.rate", currency_id=euro, name="2026-01-01", rate=0.8)
        return euro

    def allow_six_decimals(self) -> None:
        """Let quantities and prices have six decimals, as some trades need."""
        precisions = [("name", "in", ["Product Price", "Product Unit"])]
        found = self.odoo.search("decimal.precision", precisions)
        assert len(found) == 2
        self.odoo.write("decimal.precision", found, digits=6)

    # === INVOICES === #

    def lines(self, *rows, **values) -> list[tuple]:
        """Return invoice lines of the lantern from (price, quantity, taxes …) tuples."""
        return [line(self.lantern, *row, **values) for row in rows]

    def draft(self, customer: int, lines: list[tuple], **values) -> int:
        """Create an invoice without an order, or with `move_type` a credit note; it stays a draft."""
        values = {"move_type": "out_invoice", "invoice_line_ids": lines, **values}
        return self.odoo.create("account.move", partner_id=customer, **values)

    def bill(self, customer: int, lines: list[tuple], **values) -> int:
        """Create and post an invoice without an order."""
        invoice = self.draft(customer, lines, **values)
        self.post(invoice)
        return invoice

    def sell(self, customer: int, lines: list[tuple], **values) -> int:
        """Create and confirm an order from `order_line` commands."""
        order = self.odoo.create("sale.order", partner_id=customer, order_line=lines, **values)
        self.odoo.call("sale.order", "action_confirm", [order])
        return order

    def order_of(self, customer: int, *rows, **values) -> int:
        """Confirm an order of lanterns from (price, quantity, taxes …) tuples."""
        return self.sell(customer, [order_line(self.lantern, *row) for row in rows], **values)

    def down_payment(self, order: int, **how) -> int:
        """Invoice a part in advance: `percent=30` or `fixed=50`."""
        if "percent" in how:
            values = {"advance_payment_method": "percentage", "amount": how["percent"]}
        else:
            values = {"advance_payment_method": "fixed", "fixed_amount": how["fixed"]}
        context = {"active_model": "sale.order", "active_ids": [order], "active_id": order}
        before = set(self.invoices(order))
        values["sale_order_ids"] = [(6, 0, [order])]
        wizard = self.odoo.call("sale.advance.payment.inv", "create", values, context=context)
        self.odoo.call("sale.advance.payment.inv", "create_invoices", [wizard], context=context)
        (invoice,) = set(self.invoices(order)) - before
        self.post(invoice)
        return invoice

    def discount(self, order: int, **values) -> None:
        """Give a discount on a quotation with Odoo's wizard, before it is confirmed."""
        wizard = self.odoo.create("sale.order.discount", sale_order_id=order, **values)
        self.odoo.call("sale.order.discount", "action_apply_discount", [wizard])

    def reset_to_draft(self, move: int) -> None:
        self.odoo.call("account.move", "button_draft", [move])

    def cancel_invoice(self, move: int) -> None:
        self.odoo.call("account.move", "button_cancel", [move])

    def first_line(self, invoice: int) -> int:
        """Return the first line that an invoice shows."""
        return self.odoo.search(
            "account.move.line",
            [("move_id", "=", invoice), ("display_type", "=", "product")],
            order="sequence, id",
            limit=1,
        )[0]

    # === CREDIT NOTES === #

    def credit(self, invoice: int, price: float | None = None) -> int:
        """Credit an invoice with Odoo's wizard, in full or with another price on its only line."""
        context = {"active_model": "account.move", "active_ids": [invoice]}
        journal = self.odoo.read("account.move", invoice, "journal_id")[0]
        values = {"reason": "Returned", "journal_id": journal}
        wizard = self.odoo.call("account.move.reversal", "create", values, context=context)
        action = self.odoo.call("account.move.reversal", "refund_moves", [wizard], context=context)
        credit = action["res_id"]
        if price is not None:
            changed = [(1, self.first_line(credit), {"price_unit": price})]
            self.odoo.write("account.move", credit, invoice_line_ids=changed)
        self.post(credit)
        return credit

    def assign(self, credit: int, invoice: int) -> None:
        """Set a credit note off against an invoice, as the link on the invoice does."""
        self.odoo.call(
            "account.move", "js_assign_outstanding_line", [invoice], self.receivable(credit)
        )
