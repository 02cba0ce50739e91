"""What people do in QuickBooks Desktop while Odoo syncs: they edit documents, keep them open, close the
books, end customers. `mend` undoes what keeps Odoo's documents out.
"""

from collections import Counter
from contextlib import suppress
from datetime import date, timedelta
from random import Random

from development.remote.desktop_books import Refused

INACTIVE = "<IsActive>false</IsActive>"
ACTIVE = "<IsActive>true</IsActive>"


class DesktopBookkeeper:
    """The bookkeeper of a stage's company file. `done` counts what was done."""

    def __init__(self, stage, seed: str):
        self.stage = stage
        self.books = stage.books
        self.chance = Random(f"{seed} bookkeeper")
        self.done = Counter()
        self._inactive = []
        self._open = []

    def before(self) -> None:
        """Before anything is synced: enter a vendor who has the name of a customer."""
        name = self.stage.count("SELECT name FROM res_partner WHERE ref = 'campaign' LIMIT 1")
        self.books.enter("Vendor", f"<Name>{name}</Name>")
        self.done["name used by a vendor"] += 1

    def between(self) -> None:
        """Between two sessions: edit documents, keep some open, end customers, close the books."""
        invoices = self.books.invoices()
        self._close_forms()
        for invoice in self._some(invoices, 5):
            # Something that Odoo does not care for: the revision moves on all the same.
            with suppress(Refused):
                self.books.edit(invoice, "<FOB>by hand</FOB>")
                self.done["edited by hand"] += 1
        for invoice in self._some(invoices, 3):
            self.books.lock(invoice.id)
            self._open.append(invoice.id)
            self.done["kept open"] += 1
        if self.chance.random() < 0.3:
            self._end_a_customer()
        if self.chance.random() < 0.3:
            self.books.preferences(closing_date=str(date.today() - timedelta(days=40)))
            self.done["books closed"] += 1
        elif self.chance.random() < 0.5:
            self.books.preferences(closing_date="")

    def mend(self) -> None:
        """Open the books, close the forms, bring the customers back."""
        self.books.preferences(closing_date="")
        self._close_forms()
        for customer in self.books.customers():
            if customer.id in self._inactive:
                self.books.edit(customer, ACTIVE)
        self._inactive = []

    def _some(self, rows, most):
        return self.chance.sample(rows, min(most, len(rows)))

    def _close_forms(self):
        self.books.unlock(*self._open)
        self._open = []

    def _end_a_customer(self):
        without_balance = [
            each
            for each in self.books.customers()
            if each.active and not each.amount("TotalBalance")
        ]
        for customer in self._some(without_balance, 1):
            with suppress(Refused):
                self.books.edit(customer, INACTIVE)
                self._inactive.append(customer.id)
                self.done["customer made inactive"] += 1
