"""QuickBooks' receivables in a few lines: what tests of money send to instead of a server.

As strict as the real thing about money: nothing is applied beyond what is open, no total falls below what
is applied, a payment applies no more than it has.
"""

from decimal import Decimal

from connex_bridge.bridge import documents as docs
from connex_bridge.bridge.documents import WAVES
from connex_bridge.bridge.release import release

ZERO = Decimal(0)
MONEY = ("invoice", "credit_memo", "refund", "payment")


class Refusal(Exception):
    """QuickBooks does not take it."""


class Books:
    """Documents by key, as QuickBooks has them."""

    def __init__(self):
        self.documents = {}

    def applied(self, key, without=None):
        """What payments have applied to a document."""
        return sum(
            (
                each.amount
                for document in self.documents.values()
                if document.key.document == "payment" and document.key != without
                for each in document.applications
                if each.target == key
            ),
            ZERO,
        )

    def open(self, key):
        """What is still open of a document; of a payment, what is not applied."""
        document = self.documents[key]
        if key.document == "payment":
            return document.amount - docs.used(document.applications)
        return _total(document) - self.applied(key)

    def owed(self):
        """What the customer owes, over all documents."""
        signs = {"invoice": 1, "refund": 1, "credit_memo": -1, "payment": -1}
        return sum((signs[key.document] * self.open(key) for key in self.documents), ZERO)

    def save(self, document):
        """Create or change a document, or refuse."""
        if document.key.document == "payment":
            for each in document.applications:
                if each.target not in self.documents:
                    raise Refusal(f"{each.target} does not exist")
                target = self.documents[each.target]
                room = _total(target) - self.applied(each.target, without=document.key)
                if each.amount <= 0 or each.amount > room:
                    raise Refusal(f"{each.amount} applied to {each.target}, open are {room}")
            if docs.used(document.applications) > document.amount:
                raise Refusal(f"{document.key} applies more than it has")
        elif _total(document) < self.applied(document.key):
            raise Refusal(f"{document.key} falls below what is applied to it")
        self.documents[document.key] = document

    def remove(self, key):
        """Delete a document, or refuse while something is applied to it."""
        if key.document != "payment" and self.applied(key):
            raise Refusal(f"{key} has payments")
        del self.documents[key]

    def carry_out(self, wanted):
        """Do what a plan asks for, in the order in which the engine sends it."""
        wanted = [each for each in wanted if each.key.document in MONEY]
        for each in wanted:
            assert each.problem is None, each.problem
        live = self.documents
        for each in wanted:
            changed = each.action == "save" and each.key.document == "payment" and each.key in live
            if changed and (step := release(live[each.key], each.document)):
                self.save(step)
        removals = [each.key for each in wanted if each.action != "save" and each.key in live]
        for key in sorted(removals, key=lambda key: -WAVES[key.document]):
            self.remove(key)
        saves = [each.document for each in wanted if each.action == "save"]
        for document in sorted(saves, key=lambda document: WAVES[document.key.document]):
            if live.get(document.key) != document:
                self.save(document)


def _total(document):
    return document.amount if document.key.document == "refund" else document.total
