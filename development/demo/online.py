"""The demo with QuickBooks Online: connected by its approval page, read by python-quickbooks."""

import time
from decimal import Decimal

from quickbooks.objects.bill import Bill
from quickbooks.objects.estimate import Estimate
from quickbooks.objects.invoice import Invoice
from quickbooks.objects.payment import Payment
from quickbooks.objects.purchaseorder import PurchaseOrder

from ..progress import Step, say
from ..remote import approval
from ..remote.books import open_books
from ..remote.odoo import Odoo
from ..remote.sandbox import Company, Sandbox
from .books import Books, payment_line

CRON = "connex_bridge.cron_sync"


class OnlineBackend:
    """One company of QuickBooks Online's stand-in (`company` is its id), as the demo uses it."""

    name = "QuickBooks Online"
    books_page = "/_sandbox/companies"

    def __init__(self, odoo: Odoo, sandbox: Sandbox, company: str = ""):
        self.odoo = odoo
        self.sandbox = sandbox
        found = (
            Company(sandbox, company)
            if company
            else sandbox.new_company("us", name="Connex Trading Co.")
        )
        self.books = open_books(found)
        self._company = found
        self.company = found.realm

    @staticmethod
    def knows(sandbox: Sandbox, company: str) -> bool:
        """Whether the stand-in still has this company."""
        return company in sandbox.realms()

    def connect(self) -> int:
        """Connect Odoo to the company; return the connection's id."""
        connection = approval.new_connection(
            self.odoo, self._company, name=self.name, purchases="dropship"
        )
        approval.approve(self.odoo, connection, self._company)
        return connection

    def sync(self) -> int:
        """Run the scheduled action; return how many requests wrote something."""
        before = self.sandbox.counters()
        started = time.monotonic()
        with Step("Running the scheduled action"):
            self.odoo.run_cron(CRON)
        after = self.sandbox.counters()
        wrote = after["writes"] - before["writes"]
        say(
            f"  {after['requests'] - before['requests']} requests to QuickBooks, "
            f"{wrote} of them wrote something, {time.monotonic() - started:.1f} s"
        )
        return wrote

    def idle(self) -> None:
        """While the demo stays up: nothing, the scheduled action runs by itself."""

    def read(self) -> Books:
        """The books as they are now."""
        time.sleep(1)  # QuickBooks takes ten requests a second; this reader does not wait by itself
        orders, bills = self._all(PurchaseOrder), self._all(Bill)
        return Books(
            {row.Id: f"{row.DocNumber} {row.TxnStatus}" for row in self._all(Estimate)},
            {row.Id: (row.DocNumber, Decimal(str(row.Balance))) for row in self._all(Invoice)},
            {
                row.Id: payment_line(
                    Decimal(str(row.TotalAmt)), Decimal(str(row.UnappliedAmt or 0))
                )
                for row in self._all(Payment)
            },
            {row.Id: f"{row.DocNumber} {row.POStatus}" for row in orders},
            {row.Id: f"bill {Decimal(str(row.TotalAmt)):.2f}" for row in bills},
            {
                (document, row.Id): Decimal(str(row.TotalAmt))
                for document, rows in (("purchase_order", orders), ("bill", bills))
                for row in rows
            },
        )

    def after_button(self) -> None:
        """Nothing: pressing a button on an order syncs it at once."""

    def delete_payment(self, qb_id: str) -> None:
        """Delete a payment in QuickBooks, as a person does there."""
        Payment.get(int(qb_id), qb=self.books).delete(qb=self.books)

    def _all(self, kind):
        return kind.all(qb=self.books, max_results=1000)
