"""A whole table of sales, made and synced at once to QuickBooks Online, read by python-quickbooks."""

from collections import defaultdict
from decimal import Decimal
from functools import partial

from bookkeeper import Bookkeeper
from ledger import Ledger
from ledger import tax as tax_in_quickbooks
from sales_case import NamedSale
from sales_desk import SalesDesk
from sales_home import OAKLAND, Home
from sales_reading import Form, Outcome, SalesReader
from sales_telling import tell

from development.remote import approval
from development.remote.odoo import Odoo

SYNC = "connex_bridge.cron_sync"


class SalesBooks(SalesReader):
    """Makes the sales of a table in one Odoo company with one QuickBooks company, and reads both books."""

    def __init__(self, odoo: Odoo, company, sandbox, home: Home = OAKLAND):
        self.sandbox = sandbox
        self.home = home
        home.move_in(odoo)
        self.ledger = Ledger(company)
        self.desk = SalesDesk(odoo)
        self.desk.allow_six_decimals()
        self.connection = approval.new_connection(odoo, company)
        approval.approve(odoo, self.connection, company)
        assert odoo.read("connex.connection", self.connection, "state") == "connected"
        super().__init__(
            odoo, Bookkeeper(odoo, self.connection, partial(odoo.run_cron, SYNC), sandbox)
        )

    def map_tax(self, tax: int | None, code: str) -> None:
        """Choose QuickBooks' code where several have the rate, `None` for lines without tax; the others are
        proposed."""
        self.odoo.call("connex.connection", "action_propose_tax_codes", [self.connection])
        rows = [("connection_id", "=", self.connection), ("tax_key", "=", str(tax or "none"))]
        (row,) = self.odoo.search("connex.tax.mapping", rows)
        assert not self.odoo.read("connex.tax.mapping", row, "code_id"), "it was no choice"
        chosen = self.bookkeeper.reference("tax_code", code)
        self.odoo.write("connex.tax.mapping", row, code_id=chosen)

    def make(self, sales: list[NamedSale]) -> dict[str, Outcome]:
        """Make all sales, syncing in between where they ask for it; return what became of each."""
        return self.read(tell(sales, self.desk, self.home, self.sync))

    def sync(self) -> None:
        """Run the scheduled action until it has nothing left to do; limits are not what is tested."""
        self.sandbox.control("POST", "throttle", enabled=False)
        try:
            self.bookkeeper.sync_now()
            self.bookkeeper.sync()
        finally:
            self.sandbox.control("POST", "throttle", enabled=True)

    def forms(self):
        kinds = {"invoice": self.ledger.invoices, "credit_memo": self.ledger.credit_memos}
        return {
            kind: {each.Id: (each.DocNumber, _form_in_quickbooks(each)) for each in found}
            for kind, found in kinds.items()
        }

    def orders(self):
        return {
            each.DocNumber: (
                Decimal(each.TotalAmt),
                tax_in_quickbooks(each),
                each.TxnStatus == "Closed",
            )
            for each in self.ledger.sales_orders
        }

    def read_money(self, outcomes, names) -> None:
        partners = self.odoo.read("res.partner", list(names), ["name"])
        current = {row["name"]: row["id"] for row in partners}
        owners = {}
        for customer in self.ledger.customers:
            # A second currency has an account of its own, named after the first.
            name = customer.DisplayName.rpartition(" (")[0] or customer.DisplayName
            if name in current:
                owners[customer.Id] = outcomes[names[current[name]]]
                owners[customer.Id].quickbooks_balance += Decimal(customer.Balance)
        counted = defaultdict(int)
        for form in (*self.ledger.invoices, *self.ledger.credit_memos):
            counted[form.CustomerRef.value] += 1
        for customer, outcome in owners.items():
            outcome.documents_in_quickbooks += counted[customer]
        for payment in self.ledger.payments:
            owners[payment.CustomerRef.value].quickbooks_received += Decimal(payment.TotalAmt)


def _form_in_quickbooks(form) -> Form:
    is_credit = form.qbo_object_name == "CreditMemo"
    return Form(
        kind="credit" if is_credit else "invoice",
        total=Decimal(form.TotalAmt),
        tax=tax_in_quickbooks(form),
        open=Decimal(form.RemainingCredit if is_credit else form.Balance),
        cancelled=(form.PrivateNote or "").startswith("Voided"),
    )
