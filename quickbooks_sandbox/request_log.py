"""What was asked of the sandbox: a log of API requests, and counters over it."""

from collections import Counter

COUNTERS = ("requests", "reads", "writes", "batches", "core", "coreplus", "throttled")


class RequestLog:
    """Entries are dictionaries, numbered from one; clearing keeps the numbering."""

    def __init__(self):
        self.entries = []
        self.number = 0
        self.counters = Counter()

    def add(self, entry):
        """Number an entry and keep it."""
        self.number += 1
        self.entries.append({"number": self.number, **entry})
        counters = self.counters
        counters["requests"] += 1
        if entry["status"] in (429,):
            counters["throttled"] += 1
        counters["writes" if entry["write"] else "reads"] += 1
        counters["core" if entry["write"] else "coreplus"] += 1
        if entry["entity"] == "batch":
            counters["batches"] += 1

    def since(self, number):
        """The entries after a number."""
        return [entry for entry in self.entries if entry["number"] > number]

    def clear(self):
        """Forget entries and counters."""
        self.entries = []
        self.counters.clear()

    def totals(self):
        """The counters, zeros included."""
        return {name: self.counters[name] for name in COUNTERS}
