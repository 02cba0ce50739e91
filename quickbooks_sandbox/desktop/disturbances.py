"""Ordered and random faults of a company file: statuses for single requests, HRESULTs for whole sets."""

import random
from dataclasses import dataclass

from .statuses import Fault, text_of

_OPTIONS = {"request", "status", "hresult", "message", "skip", "times", "after", "containing"}
_RANDOM_OPTIONS = {
    "application",
    "seed",
    "rate",
    "statuses",
    "set_rate",
    "hresults",
    "after_rate",
}
_BUSY = (3170, 3175, 3176, 3180)
_HRESULT_TEXTS = {
    "0x80040400": "QuickBooks found an error when parsing the provided XML text stream.",
    "0x80040401": "Could not access QuickBooks.",
    "0x80040402": "Unexpected error. Check the qbsdklog.txt file for possible additional information.",
    "0x80040408": "Could not start QuickBooks.",
    "0x8004040D": "The ticket parameter is invalid.",
    "0x80040414": "A modal dialog box is showing in the QuickBooks user interface.",
    "0x80040424": "QuickBooks did not finish its initialization. Please try again later.",
}


@dataclass
class Order:
    """One ordered fault. ``request`` is a name such as ``InvoiceAddRq``, or empty for any; ``containing`` a
    text that the whole set must have."""

    request: str = ""
    status: int = 0
    hresult: str = ""
    message: str = ""
    skip: int = 0
    times: int = 1
    after: bool = False
    containing: str = ""

    def due(self):
        """Whether it strikes now; counts."""
        if self.skip:
            self.skip -= 1
            return False
        self.times -= 1
        return self.times >= 0


class Disturbances:
    """The faults that wait for a company file."""

    def __init__(self):
        self.orders = []
        self.random = {}
        self.hits = {}
        self._dice = random.Random(0)

    def add(self, body):
        """Order a fault: ``request``, ``status`` or ``hresult``, ``message``, ``skip`` n first, ``times``;
        for an HRESULT ``containing`` a text, and ``after``: the set is executed all the same. Raises
        ``ValueError``."""
        if unknown := set(body) - _OPTIONS:
            raise ValueError(f"unknown option {', '.join(sorted(unknown))}")
        order = Order(**body)
        if bool(order.status) == bool(order.hresult):
            raise ValueError("either status or hresult is needed")
        if order.containing and not order.hresult:
            raise ValueError("containing goes with an hresult")
        self.orders.append(order)

    def roll(self, body):
        """Faults by chance: ``seed``; ``rate`` of writing requests with ``statuses``; ``set_rate`` of sets
        with ``hresults``, of which ``after_rate`` are executed all the same. With an ``application``, only
        what that one asks for. Raises ``ValueError``."""
        if unknown := set(body) - _RANDOM_OPTIONS:
            raise ValueError(f"unknown option {', '.join(sorted(unknown))}")
        self.random = dict(body)
        self.hits = {}
        self._dice = random.Random(body.get("seed", 0))

    def clear(self):
        """No more faults."""
        self.orders.clear()
        self.random = {}

    def for_set(self, names, text, application=""):
        """``(hresult, message, executed all the same)`` for a message set of these requests and this text,
        or ``None``."""
        for order in self.orders:
            meant = order.request in ("", *names) and order.containing in text
            if order.hresult and meant and order.due():
                return order.hresult, order.message or hresult_text(order.hresult), order.after
        if self._strikes("set_rate", application):
            hresult = self._dice.choice(self.random.get("hresults") or ["0x80040402"])
            after = self._dice.random() < float(self.random.get("after_rate", 0))
            self._count(hresult)
            return hresult, hresult_text(hresult), after
        return None

    def for_request(self, name, application=""):
        """Raise the fault of one request, if there is one. What only reads is spared by chance."""
        kind = name.removesuffix("Rq").removesuffix("Add").removesuffix("Mod")
        for order in self.orders:
            if order.status and order.request in ("", name) and order.due():
                raise Fault(order.status, order.message or text_of(order.status, kind))
        if name.endswith("QueryRq"):
            return
        if self._strikes("rate", application):
            status = self._dice.choice(self.random.get("statuses") or _BUSY)
            self._count(str(status))
            raise Fault(status, text_of(status, kind))

    def _strikes(self, rate, application):
        if self.random.get("application", application) != application:
            return False
        return self._dice.random() < float(self.random.get(rate, 0))

    def _count(self, name):
        self.hits[name] = self.hits.get(name, 0) + 1

    def as_dict(self):
        """What waits, and what chance has struck."""
        return {
            "faults": [vars(order) for order in self.orders if order.times > 0],
            "random": self.random,
            "hits": self.hits,
        }


def hresult_text(hresult):
    """The message that comes with an HRESULT."""
    return _HRESULT_TEXTS.get(hresult, "QuickBooks could not process the request.")
