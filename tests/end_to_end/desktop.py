"""A bookkeeper with QuickBooks Desktop: the connection in Odoo, the Web Connector beside the company file,
and the books as another program reads them.
"""

from bookkeeper import Bookkeeper

from development.remote import web_connector
from development.remote.desktop_books import DesktopBooks

#: What a customer can have in the books.
FORMS = ("SalesOrder", "Invoice", "ReceivePayment", "SalesReceipt", "CreditMemo")
ALL_STATUSES = ["pending", "paid", "partially_fulfilled", "fulfilled", "cancelled"]
#: What changes the books, by the ending of a request's name.
WRITES = ("AddRq", "ModRq", "DelRq", "VoidRq")


class DesktopBookkeeper(Bookkeeper):
    """The user of one Desktop connection. `books` is the company file, `connector` the Web Connector."""

    def __init__(self, odoo, sandbox, **settings):
        self.books = DesktopBooks.new(sandbox, **settings)
        connection = web_connector.new_connection(odoo, sync_from_date="2020-01-01")
        self.connector = web_connector.add(odoo, connection, sandbox, self.books.id)
        super().__init__(odoo, connection, self.connector.run_until_done, sandbox)
        web_connector.be_impatient(odoo)
        self.choose("orders_invoices_payments", ALL_STATUSES)

    def written(self) -> dict[str, int]:
        """Return how many requests that change the books QuickBooks has carried out, by kind; the mark
        that the Web Connector itself puts into the company file left out."""
        counts = self.books.log()["requests"]
        return {
            name: count
            for name, count in counts.items()
            if name.endswith(WRITES) and not name.startswith("DataExt")
        }

    def writes(self, action, *arguments) -> int:
        """Return how many such requests were carried out while `action(*arguments)` ran."""
        before = sum(self.written().values())
        action(*arguments)
        return sum(self.written().values()) - before

    def run(self, *faults) -> str:
        """Have the Web Connector run one session; return how it ended."""
        return self.connector.run(*faults)["status"]

    def is_quiet(self) -> bool:
        """Return whether the next session has nothing to do, and does nothing."""
        before = self.written()
        return self.run() == "nothing to do" and self.written() == before

    def quickbooks_document(self, kind: str, document: str, record: int):
        """Return QuickBooks' document of a record, by the id that Odoo knows."""
        qb_id = self.mirror(document, record)["qb_id"]
        (found,) = [each for each in self.books.documents(kind) if each.id == qb_id]
        return found

    def customer_of(self, order: int) -> str:
        """Return the name of QuickBooks' customer that an order is booked on."""
        return self.quickbooks_document("SalesOrder", "sales_order", order).name

    def forms(self, customer: str | int) -> dict[str, list]:
        """Return the transactions of a customer by kind, of those kinds that there are any of. A customer
        of Odoo by id, one of QuickBooks by its ListID."""
        if isinstance(customer, int):
            mirrors = self.mirrors([("document", "=", "customer"), ("res_id", "=", customer)])
            customer = mirrors[0]["qb_id"] if mirrors else ""
        found = {}
        for kind in FORMS:
            own = [
                each
                for each in self.books.documents(kind)
                if each.text("CustomerRef/ListID") == customer
            ]
            if own:
                found[kind] = own
        return found

    def count(self, customer: str | int) -> dict[str, int]:
        """Return how many transactions of each kind a customer has, of those that there are any of."""
        return {kind: len(forms) for kind, forms in self.forms(customer).items()}

    def enter_named(self, **entries: str) -> dict[str, str]:
        """Enter elements of lists by hand, `Class="<Name>Web</Name>"`; return their ids by kind. Odoo reads
        its copies of the lists again with the next run."""
        ids = {kind: self.books.enter(kind, content) for kind, content in entries.items()}
        self.refresh_lists()
        return ids

    def enter_item(self, name: str, kind: str = "ItemService") -> str:
        """Enter an item by hand, as `enter_named`; return its id."""
        item = self.books.enter_item(name, kind)
        self.refresh_lists()
        return item

    def refresh_lists(self) -> None:
        """Press the button that has Odoo read its copies of QuickBooks' lists again."""
        self.odoo.call("connex.connection", "action_refresh_lists", [self.connection])
