"""Faults by chance, from a seed: what the real service does on a bad day, all day.

Every request of a company may be hit, and every batch item; the same seed and the same requests give
the same faults. Ordered faults (``injection``) go first.
"""

import random
from collections import Counter

from .injection import InjectedFault

#: name → how often beside the others, and the fault
REQUESTS = {
    "connection refused": (4, {"kind": "outage", "seconds": 0.3}),
    "reset before": (8, {"kind": "reset_before"}),
    "reset after": (8, {"kind": "reset_after"}),
    "timeout before": (4, {"kind": "timeout_before"}),
    "timeout after": (4, {"kind": "timeout_after"}),
    "429": (6, {"kind": "http", "status": 429}),
    "429 with Retry-After": (6, {"kind": "http", "status": 429, "retry_after": 7}),
    "401": (6, {"kind": "http", "status": 401}),
    "403": (2, {"kind": "http", "status": 403}),
    "500": (6, {"kind": "http", "status": 500, "code": "10000"}),
    "500 after": (6, {"kind": "http_after", "status": 500, "code": "10000"}),
    "503": (6, {"kind": "http", "status": 503}),
    "HTML": (6, {"kind": "html", "status": 502}),
    "HTML with status 200": (4, {"kind": "html", "status": 200}),
    "XML": (6, {"kind": "xml"}),
    "truncated": (6, {"kind": "truncate"}),
    "slow": (6, {"kind": "slow", "seconds": 0.2}),
}
ITEMS = {
    "item: 10000": (6, {"code": "10000"}),
    "item: 10000 after": (6, {"kind": "item_fault_after", "code": "10000"}),
    "item: stale revision": (6, {"code": "5010"}),
    "item: inactive or deleted": (2, {"code": "610"}),
    "item: number taken": (2, {"code": "6140"}),
    "item: name taken": (2, {"code": "6240"}),
    "item: closed period": (2, {"code": "6210"}),
}
_OPTIONS = {"seed", "rate", "item_rate", "realm", "client_id", "silence", "names"}


class RandomFaults:
    """Draws faults. ``order``: ``seed``, ``rate`` (of requests hit, 0 to 1), ``item_rate`` (of batch items),
    ``realm`` and ``client_id`` (only theirs), ``silence`` (seconds of a time-out), ``names`` (only these).

    Raises ``ValueError`` when the order makes no sense.
    """

    def __init__(self, order):
        if unknown := set(order) - _OPTIONS:
            raise ValueError(f"unknown option {', '.join(sorted(unknown))}")
        names = order.get("names") or [*REQUESTS, *ITEMS]
        if unknown := set(names) - {*REQUESTS, *ITEMS}:
            raise ValueError(f"unknown fault {', '.join(sorted(unknown))}")
        self.order = dict(order)
        self.hits = Counter()
        self._random = random.Random(order.get("seed", 0))
        self._requests = {name: each for name, each in REQUESTS.items() if name in names}
        self._items = {name: each for name, each in ITEMS.items() if name in names}

    def for_request(self, realm, client_id):
        """The fault for a whole request, or ``None``."""
        if not self._concerns(realm, client_id):
            return None
        fault = self._draw(self._requests, float(self.order.get("rate", 0)))
        if fault and "timeout" in fault["kind"]:
            fault = {**fault, "seconds": self.order.get("silence", 2)}
        return InjectedFault(fault) if fault else None

    def for_item(self, realm, client_id, operation):
        """The fault for one batch item, or ``None``. What only reads is left alone."""
        if operation == "query" or not self._concerns(realm, client_id):
            return None
        fault = self._draw(self._items, float(self.order.get("item_rate", 0)))
        return InjectedFault({"kind": "item_fault"} | fault) if fault else None

    def _concerns(self, realm, client_id):
        wanted = self.order.get("realm"), self.order.get("client_id")
        return wanted[0] in (None, realm) and wanted[1] in (None, client_id)

    def _draw(self, faults, rate):
        if not faults or self._random.random() >= rate:
            return None
        weights = [weight for weight, _fault in faults.values()]
        (name,) = self._random.choices([*faults], weights)
        self.hits[name] += 1
        return faults[name][1]

    def as_dict(self):
        """The order, and how often each fault was drawn."""
        return {**self.order, "hits": dict(self.hits)}
