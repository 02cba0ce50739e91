"""A table of sales synced to QuickBooks Desktop: one company file, read by a program that is not ours."""

from collections import defaultdict
from decimal import Decimal

from desktop import DesktopBookkeeper
from sales_reading import Form, SalesReader

#: What the item is called whose lines carry the tax where the connection has it as a line.
TAX_ITEM = "Sales tax charged"
#: What the bookkeeper maps by hand: by rate it is 8.249999997 %.
MAPPED = {"Base tax + Tax on tax": "Tax of 8.25 percent"}
#: Sales tax items that the bookkeeper has beside those of a new company file: what Odoo charges here.
RATES = ("8.25", "6", "2.25", "3.87", "8", "5")
FORMS = {"invoice": "Invoice", "credit_memo": "CreditMemo"}


class DesktopSalesBooks(SalesReader):
    """The books of one company file and of the connection to it, with taxes handled in one way."""

    def __init__(self, odoo, sandbox, tax_handling: str):
        bookkeeper = DesktopBookkeeper(odoo, sandbox, multicurrency=True)
        super().__init__(odoo, bookkeeper)
        self.books = bookkeeper.books
        enter_tax_items(self.books)
        bookkeeper.run()
        bookkeeper.choose(tax_handling=tax_handling)
        self._choose_tax_account()

    def _choose_tax_account(self) -> None:
        """Say where the tax is booked that is a line."""
        domain = [("connection_id", "=", self.bookkeeper.connection), ("role", "=", "tax")]
        (item,) = self.odoo.search("connex.connection.item", domain)
        account = self.bookkeeper.reference("account", "Sales Tax Payable")
        self.odoo.write("connex.connection.item", item, account_id=account)

    def sync(self) -> None:
        """Let the Web Connector run until Odoo has nothing to do, also for what was held for a mapping."""
        self.bookkeeper.sync()
        if self._map_taxes():
            self.bookkeeper.sync()

    def _map_taxes(self) -> bool:
        """Choose the sales tax items that were not proposed; return whether there were any."""
        domain = [("connection_id", "=", self.bookkeeper.connection), ("code_id", "=", False)]
        rows = self.odoo.search_read("connex.tax.mapping", domain, ["name"])
        mapped = {row["id"]: MAPPED[row["name"]] for row in rows if row["name"] in MAPPED}
        for row, name in mapped.items():
            code = self.bookkeeper.reference("tax_code", name)
            self.odoo.write("connex.tax.mapping", row, code_id=code)
        return bool(mapped)

    def forms(self):
        return {
            kind: {each.id: (_number(each), _form(each)) for each in self.books.documents(name)}
            for kind, name in FORMS.items()
        }

    def orders(self):
        return {
            each.number: (each.total, _tax(each), each.complete or each.closed)
            for each in self.books.sales_orders()
        }

    def read_money(self, outcomes, names):
        owners = {customer: outcomes[name] for customer, name in self._customers(names).items()}
        for customer in self.books.customers():
            owners[customer.id].quickbooks_balance += customer.amount("Balance")
        counted = defaultdict(int)
        for name in FORMS.values():
            for form in self.books.documents(name):
                counted[form.text("CustomerRef/ListID")] += 1
        for customer, outcome in owners.items():
            outcome.documents_in_quickbooks += counted[customer]
        for payment in self.books.payments():
            owners[payment.text("CustomerRef/ListID")].quickbooks_received += payment.total

    def _customers(self, names) -> dict[str, str]:
        """{customer in QuickBooks: sale}; a second currency has an account of its own."""
        mirrors = self.bookkeeper.mirrors([("document", "=", "customer"), ("qb_id", "!=", False)])
        accounts = {
            row["id"]: row["partner_id"][0]
            for row in self.odoo.search_read("connex.customer.currency", [], ["partner_id"])
        }
        return {
            mirror["qb_id"]: names[
                mirror["res_id"]
                if mirror["res_model"] == "res.partner"
                else accounts[mirror["res_id"]]
            ]
            for mirror in mirrors
        }


def enter_tax_items(books) -> None:
    """Enter a sales tax item for each rate that Odoo charges, by hand."""
    agency = books.element("Vendor", "State Board of Equalization").id
    for rate in RATES:
        books.enter(
            "ItemSalesTax",
            f"<Name>Tax of {rate} percent</Name><TaxRate>{rate}</TaxRate>"
            f"<TaxVendorRef><ListID>{agency}</ListID></TaxVendorRef>",
        )


def _number(form) -> str:
    """Odoo's number, which is in the memo where QuickBooks has no room for it."""
    assert 0 < len(form.number) <= 11
    return form.memo.partition("Odoo · ")[2].split(" ")[0]


def _tax(form) -> Decimal:
    return form.tax + sum((line.amount for line in form.lines if line.item == TAX_ITEM), Decimal(0))


def _form(form) -> Form:
    return Form(
        kind="credit" if form.kind == "CreditMemo" else "invoice",
        total=form.total,
        tax=_tax(form),
        open=form.open,
        cancelled=form.voided,
    )
