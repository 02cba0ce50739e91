"""Before transactions go to QuickBooks Desktop: what has their numbers there already.

One that carries our marker was made by us, although the answer never arrived. One that a person may have
entered is proposed, and nothing is sent until somebody has decided (connex_adoption_line.py). Of anything
else that has the number we take a variant of it.
"""

from dataclasses import dataclass

from odoo import fields, models
from odoo.fields import Domain

from ..bridge import documents as docs
from ..bridge.adoption import Candidate
from ..bridge.desktop import adoption, answer, lookup
from ..bridge.problem import Problem


@dataclass(frozen=True)
class Numbered:
    """A document that is looked for by its number, and the rows in QuickBooks that have it."""

    document: object
    number: str
    rows: list[answer.Row]

    def is_taken(self):
        """Whether something else has the number, of which there may be only one."""
        return bool(self.rows) and isinstance(self.document, docs.SalesForm)


class ConnexDesktopMatcher(models.AbstractModel):
    _inherit = "connex.desktop.matcher"

    def _settle_numbered(self, connection, found, codes):
        """Of transactions: what was made by us is ours, what a person may have entered waits, and where
        somebody else has the number another one is taken. `found` are the rows of each mirror's query."""
        company = connection._quickbooks_company()
        new = {}
        for mirror, rows in found.items():
            document = mirror.restored()
            number = self._number(document, company)
            same = [row for row in rows if row.number == number]
            if own := lookup.marked(rows, mirror._marker()):
                self._take_over(mirror, own)
            elif mirror.action != "save":
                self._note_removed(mirror)
            else:
                new[mirror] = Numbered(document, number, same)
        typed_in = self._typed_in(connection, new, codes)
        for mirror, numbered in new.items():
            if mirror in typed_in:
                mirror._set_problem(Problem("typed_in_quickbooks", {"document": mirror.name or ""}))
            elif numbered.is_taken() and mirror.number_taken != numbered.document.number:
                # Looked for once more, under its variant.
                mirror.number_taken = numbered.document.number
            else:
                mirror.looked_up_at = fields.Datetime.now()

    def _take_over(self, mirror, row):
        """It was made by us. What it says may be older than what is wanted, or be unknown, as after Odoo was
        restored from a backup: then it is changed."""
        known = bool(mirror.sent)
        mirror.sent_action = "create"
        self.env["connex.settler"].done({mirror: answer.Outcome("done", (row,))})
        unknown = not known and mirror.state == "synced"
        if unknown or mirror.problem_code == "total_differs":
            mirror.write(
                {
                    "state": "waiting",
                    "problem_code": False,
                    "problem_values": False,
                    "acknowledged": False,
                    "acknowledged_fingerprint": False,
                }
            )

    def _typed_in(self, connection, new, codes):
        """Those of the new documents (`Numbered`, by mirror) that a person may have entered: they are
        proposed, and must not be booked a second time until somebody has decided."""
        rows = {
            mirror: [adoption.facts(row, codes) for row in lookup.typed_in(numbered.rows)]
            for mirror, numbered in new.items()
            if isinstance(numbered.document, docs.SalesForm | docs.Payment)
        }
        rows = {mirror: own for mirror, own in rows.items() if own}
        if not rows:
            return self.env["connex.mirror"]
        candidates = self._candidates(connection, {mirror: new[mirror] for mirror in rows})
        return self.env["connex.adoption.line"]._propose(connection, candidates, rows)

    def _candidates(self, connection, new):
        documents = [numbered.document for numbered in new.values()]
        known = self.env["connex.desktop.sender"]._known(connection, documents)
        ids = {
            document.customer: known[document.customer].qb_id
            for document in documents
            if document.customer in known
        }
        listed = self.env["connex.reference"].search_fetch(
            Domain("connection_id", "=", connection.id)
            & Domain("kind", "=", "customer")
            & Domain("qb_id", "in", [qb_id for qb_id in ids.values() if qb_id]),
            ["qb_id", "full_name"],
        )
        names = {entry.qb_id: entry.full_name for entry in listed}
        return {
            mirror: _candidate(
                mirror.key(), numbered, ids.get(numbered.document.customer) or "", names
            )
            for mirror, numbered in new.items()
        }


def _candidate(key, numbered, customer, names):
    document = numbered.document
    return Candidate(
        key=key,
        numbers=(document.number, numbered.number),
        customer=names.get(customer, ""),
        day=document.date,
        total=document.amount if isinstance(document, docs.Payment) else document.total,
        currency=document.currency,
        customer_id=customer,
    )
