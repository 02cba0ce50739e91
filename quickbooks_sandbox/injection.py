"""Faults that a test orders: refusals, lost answers, broken connections, slow answers.

A fault is consumed by the next request (or batch item) that matches it, ``times`` times, in the
order in which the faults were added.
"""

import fnmatch
import itertools

from .faults import GatewayFault, QuickBooksFault, not_found
from .throttle import too_many

KINDS = (
    "http",  # answer with a status and a fault body, nothing done
    "http_after",  # do it, then answer with a status and a fault body
    "html",  # answer with a page that is not JSON
    "reset_before",  # drop the connection, nothing done
    "reset_after",  # do it, then drop the connection
    "timeout_before",  # keep silent, nothing done
    "timeout_after",  # do it, then keep silent
    "truncate",  # do it, send half of the answer
    "xml",  # do it, answer in XML although JSON was asked for
    "outage",  # drop the connection, nothing done, and refuse new ones for a while
    "slow",  # do it, answer late
    "item_fault",  # refuse one item of a batch, nothing done for it
    "item_fault_after",  # do one item of a batch, then answer as if it were refused
)
#: Those that hit one item of a batch and not a whole request.
ITEM_KINDS = ("item_fault", "item_fault_after")
_OPTIONS = {"kind", "realm", "status", "code", "message", "detail", "shape", "times", "seconds"}
_OPTIONS |= {"match", "retry_after", "body"}
_MATCHES = {"method", "path", "entity", "operation"}


class InjectedFault:
    """One fault that waits for its request."""

    _numbers = itertools.count(1)

    def __init__(self, order):
        unknown = set(order) - _OPTIONS
        if unknown:
            raise ValueError(f"unknown option {', '.join(sorted(unknown))}")
        if order.get("kind") not in KINDS:
            raise ValueError(f"unknown kind {order.get('kind')!r}; known: {', '.join(KINDS)}")
        self.match = order.get("match") or {}
        unknown = set(self.match) - _MATCHES
        if unknown:
            raise ValueError(f"unknown match {', '.join(sorted(unknown))}")
        self.number = next(self._numbers)
        self.order = dict(order)
        self.kind = order["kind"]
        self.left = int(order.get("times", 1))
        self.hits = 0

    def fits(self, realm, method, path, subjects):
        """Whether a request is the one this fault waits for.

        ``subjects`` are the (entity, operation) pairs that the request is about.
        """
        if self.left <= 0 or self.order.get("realm") not in (None, realm):
            return False
        if self.match.get("method", method).upper() != method.upper():
            return False
        pattern = self.match.get("path")
        if pattern and pattern not in path and not fnmatch.fnmatch(path, pattern):
            return False
        entity, operation = self.match.get("entity"), self.match.get("operation")
        if entity is None and operation is None:
            return True
        return any(
            (entity is None or entity.lower() == each.lower())
            and (operation is None or operation == what)
            for each, what in subjects
        )

    def path(self):
        """The path it waits for, empty for any."""
        return self.match.get("path", "")

    def use(self):
        """Count one hit."""
        self.left -= 1
        self.hits += 1

    def comes_after(self):
        """Whether the work is done before the refusal."""
        return self.kind.endswith("_after")

    def seconds(self, default):
        """How long to be silent or late, in real seconds."""
        return float(self.order.get("seconds", default))

    def refusal(self):
        """The exception that this fault answers with."""
        status = int(self.order.get("status", 500 if self.kind.startswith("http") else 400))
        code = str(self.order.get("code") or _default_code(status))
        detail = self.order.get("detail") or "Injected by a test."
        gateway = status in (401, 403, 429) and self.order.get("shape") != "upper"
        if gateway or self.order.get("shape") == "lower":
            if code == "3001" and "detail" not in self.order:
                fault = too_many(self.order.get("retry_after"))
                fault.status = status
                return fault
            kinds = {401: "AUTHENTICATION", 403: "AUTHORIZATION"}
            headers = []
            if self.order.get("retry_after"):
                headers.append(("Retry-After", str(self.order["retry_after"])))
            return GatewayFault(status, code, detail, kinds.get(status, "SERVICE"), headers)
        if code == "610" and "detail" not in self.order:
            return not_found()
        fault_type = "SystemFault" if code == "10000" or status >= 500 else "ValidationFault"
        return QuickBooksFault(
            code,
            detail,
            status=status,
            fault_type=fault_type,
            message=self.order.get("message"),
        )

    def as_dict(self):
        """For the list of faults."""
        return {**self.order, "id": self.number, "left": self.left, "hits": self.hits}


def _default_code(status):
    return {401: "3200", 403: "3100", 429: "3001"}.get(status, "10000" if status >= 500 else "6000")


class Injector:
    """The faults that wait, in order."""

    def __init__(self):
        self.faults = []

    def add(self, order):
        """Add one; raises ``ValueError`` when the order makes no sense."""
        fault = InjectedFault(order)
        self.faults.append(fault)
        return fault

    def clear(self):
        """Remove all."""
        self.faults = []

    def for_request(self, realm, method, path, subjects):
        """The fault for a whole request, consumed; ``None`` without one."""
        return self._take(lambda kind: kind not in ITEM_KINDS, realm, method, path, subjects)

    def for_token(self, method, path):
        """The fault for a call of the authorization server: only one that names such a path."""
        return self._take(
            lambda kind: kind not in ITEM_KINDS,
            None,
            method,
            path,
            [],
            lambda f: "token" in f.path(),
        )

    def for_item(self, realm, entity, operation):
        """The fault for one batch item, consumed; ``None`` without one."""
        subjects = [(entity, operation)]
        return self._take(lambda kind: kind in ITEM_KINDS, realm, "POST", "batch", subjects)

    def _take(self, wanted, realm, method, path, subjects, also=None):
        for fault in self.faults:
            if also is not None and not also(fault):
                continue
            if wanted(fault.kind) and fault.fits(realm, method, path, subjects):
                fault.use()
                return fault
        return None
