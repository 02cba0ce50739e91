"""What goes wrong by chance on the way between Odoo and QuickBooks Desktop: in the company file, which
refuses requests and message sets, and in the sessions of the Web Connector, which are interrupted.
"""

from collections import Counter
from random import Random

#: Of writing requests, of message sets (and which part of those is carried out all the same), of sessions.
RATES = {"rate": 0.02, "set_rate": 0.05, "after_rate": 0.5, "session_rate": 0.7}
STATUSES = (3170, 3175, 3176, 3180, 3200, 3231)
#: Most often what may happen at any time, once in a while that a set cannot be understood.
HRESULTS = ("0x80040402", "0x80040408", "0x8004040D", "0x80040414", "0x80040424")
CALLS = ("authenticate", "sendRequestXML", "receiveResponseXML", "closeConnection")
FIRST_CALLS = 8


class Disturbance:
    """The trouble of one seed, for the application of that name. `interruptions()` are those of the next
    session."""

    def __init__(self, books, application: str, seed: str, **rates):
        self.books = books
        self.chance = Random(f"{seed} sessions")
        self.hits = Counter()
        rates = {**RATES, **rates}
        self._session_rate = rates.pop("session_rate")
        kinds = {"statuses": STATUSES, "hresults": HRESULTS}
        books.add_fault(random={"application": application, "seed": seed, **rates, **kinds})

    def interruptions(self) -> list[dict]:
        """Return what is to go wrong in the next session."""
        if self.chance.random() >= self._session_rate:
            return []
        number = self.chance.randint(1, FIRST_CALLS)
        kind = self.chance.choice(
            ("disconnect_before", "disconnect_after", "repeat", "hresult", "cut", "opening")
        )
        order = {"kind": kind, "number": number}
        if kind in ("disconnect_before", "disconnect_after", "repeat"):
            order["at"] = self.chance.choice(CALLS[1:3] if kind == "repeat" else CALLS)
        elif kind == "hresult":
            order |= {"hresult": "0x80040400"}
        elif kind == "opening":
            order |= {"hresult": self.chance.choice(HRESULTS), "times": 9}
        return [order]

    def note(self, log: dict) -> None:
        """Count what went wrong in a session, by its log."""
        self.hits.update(log["interruptions"])

    def end(self) -> Counter:
        """End it; return how often what went wrong."""
        faults = self.books.faults()
        self.books.clear_faults()
        return self.hits + Counter(faults["hits"])
