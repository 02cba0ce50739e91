"""What people do in QuickBooks while Odoo syncs: a bookkeeper with another program, and with own ideas.

Everything goes through QuickBooks' API by plain HTTP. `mend` undoes what keeps Odoo's documents out.
"""

from collections import Counter
from contextlib import suppress
from datetime import date, timedelta
from random import Random

from .quickbooks import RefusedByQuickBooks


class Bookkeeper:
    """The bookkeeper of a stage's company. `done` counts what was done."""

    def __init__(self, stage, seed: str):
        self.stage = stage
        self.chance = Random(f"{seed} bookkeeper")
        self.done = Counter()
        self._inactive = []

    def before(self) -> None:
        """Before anything is synced: enter a vendor who has the name of a customer."""
        name = self.stage.count("SELECT name FROM res_partner WHERE ref = 'campaign' LIMIT 1")
        self.stage.reader.call("POST", "vendor", {"DisplayName": name})
        self.done["name used by a vendor"] += 1

    def between(self) -> None:
        """Between two runs: edit documents, end customers, close the books for a while."""
        for _number in range(5):
            self._edit()
        if self.chance.random() < 0.5:
            self._end_a_customer()
        if self.chance.random() < 0.4:
            self.stage.company.preferences(BookCloseDate=str(date.today() - timedelta(days=40)))
            self.done["books closed"] += 1
        elif self.chance.random() < 0.5:
            self.stage.company.preferences(BookCloseDate=None)

    def mend(self) -> None:
        """Open the books, bring the customers back."""
        self.stage.company.preferences(BookCloseDate=None)
        for identifier in self._inactive:
            row = self.stage.reader.call("GET", f"customer/{identifier}")["Customer"]
            self._save("customer", row, Active=True, DisplayName=row["DisplayName"])
        self._inactive = []

    def _edit(self):
        """Something that Odoo does not care for: the revision moves on all the same."""
        row = self.stage.reader.some("Invoice", self.chance)
        # What is in a closed period, or of a customer who is gone, cannot be edited by hand either.
        with suppress(RefusedByQuickBooks):
            if row:
                self._save("invoice", row, CustomerMemo={"value": "Thank you!"})
                self.done["edited by hand"] += 1

    def _end_a_customer(self):
        row = self.stage.reader.some("Customer", self.chance)
        if row and not row.get("Balance") and row["Id"] not in self._inactive:
            self._save("customer", row, Active=False)
            self._inactive.append(row["Id"])
            self.done["customer made inactive"] += 1

    def _save(self, path, row, **values):
        key = {"Id": row["Id"], "SyncToken": row["SyncToken"], "sparse": True}
        self.stage.reader.call("POST", path, {**key, **values})
