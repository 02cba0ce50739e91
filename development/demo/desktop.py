"""The demo with QuickBooks Desktop: its Web Connector beside a company file, read by another program in
qbXML.
"""

import time

from ..progress import Step, say
from ..remote import web_connector
from ..remote.desktop_books import DesktopBooks
from ..remote.desktop_documents import Document
from ..remote.odoo import Odoo
from ..remote.sandbox import Sandbox
from .books import Books, payment_line

#: What changes the books, by the ending of a request's name; the Web Connector's own mark is left out.
WRITES = ("AddRq", "ModRq", "DelRq", "VoidRq")
OWN_MARK = "DataExt"
SALES_TAX = (
    "<Name>State Sales Tax</Name><TaxRate>8.25</TaxRate>"
    "<TaxVendorRef><FullName>State Tax Office</FullName></TaxVendorRef>"
)
#: Seconds between two runs of the Web Connector while the demo stays up.
EVERY = 20


class DesktopBackend:
    """One company file of QuickBooks Desktop's stand-in (`company` is its id), as the demo uses it."""

    name = "QuickBooks Desktop"

    def __init__(self, odoo: Odoo, sandbox: Sandbox, company: str = ""):
        self.odoo = odoo
        self.sandbox = sandbox
        if company:
            self.books = DesktopBooks(sandbox, company)
        else:
            self.books = DesktopBooks.new(sandbox, name="Connex Trading Co.", edition="premier")
            # The bookkeeper has the shop's sales tax in QuickBooks, as every company that charges it.
            self.books.enter("Vendor", "<Name>State Tax Office</Name>")
            self.books.enter("ItemSalesTax", SALES_TAX)
        self.company = self.books.id
        self.books_page = f"/_sandbox/desktop/companies/{self.company}/books"
        self.connector = None
        self.last_run = 0.0

    @staticmethod
    def knows(sandbox: Sandbox, company: str) -> bool:
        """Whether the stand-in still has this company file."""
        found = sandbox.control("GET", "desktop/companies")["companies"]
        return company in [each["id"] for each in found]

    def connect(self) -> int:
        """Make the connection, and give its file and password to the Web Connector; return its id."""
        connection = web_connector.new_connection(self.odoo, name=self.name, purchases="dropship")
        web_connector.be_impatient(self.odoo)
        self._add_to_web_connector(connection)
        return connection

    def sync(self) -> int:
        """Run the Web Connector until Odoo has nothing to do; return how many requests wrote something."""
        if self.connector is None:  # the stand-in's Web Connector was started anew
            first = self.odoo.search(
                "connex.connection", [("backend", "=", "desktop")], order="id", limit=1
            )
            self._add_to_web_connector(first[0])
        before, started = self._counts(), time.monotonic()
        with Step("Running the Web Connector"):
            self.odoo.run_cron("connex_bridge.cron_sync")
            sessions = self.connector.run_until_done()
        after = self._counts()
        rounds = sum(len(session["percentages"]) for session in sessions)
        wrote = sum(after.values()) - sum(before.values())
        say(
            f"  {rounds} messages, {wrote} requests wrote something, {time.monotonic() - started:.1f} s"
        )
        self.last_run = time.monotonic()
        return wrote

    def idle(self) -> None:
        """While the demo stays up: the Web Connector runs by itself, as it does on a user's machine."""
        if time.monotonic() - self.last_run > EVERY:
            self.connector.run()
            self.last_run = time.monotonic()

    def read(self) -> Books:
        """The books as they are now."""
        orders, bills = self.books.purchase_orders(), self.books.bills()
        return Books(
            {each.id: f"{each.number} {_state(each)}" for each in self.books.sales_orders()},
            {each.id: (each.number, each.open) for each in self.books.invoices()},
            {each.id: payment_line(each.total, each.open) for each in self.books.payments()},
            {each.id: f"{each.number} {_state(each)}" for each in orders},
            {each.id: f"bill {each.total:.2f}" for each in bills},
            {
                (document, each.id): each.total
                for document, found in (("purchase_order", orders), ("bill", bills))
                for each in found
            },
        )

    def after_button(self) -> None:
        """A button plans; the documents go with the next run of the Web Connector."""
        self.sync()

    def delete_payment(self, qb_id: str) -> None:
        """Delete a payment in QuickBooks, as a person does there."""
        (payment,) = [each for each in self.books.payments() if each.id == qb_id]
        self.books.delete(payment)

    def _add_to_web_connector(self, connection: int) -> None:
        self.connector = web_connector.add(self.odoo, connection, self.sandbox, self.company)

    def _counts(self) -> dict[str, int]:
        return {
            name: count
            for name, count in self.books.log()["requests"].items()
            if name.endswith(WRITES) and not name.startswith(OWN_MARK)
        }


def _state(order: Document) -> str:
    return "Closed" if order.closed or order.complete else "Open"
