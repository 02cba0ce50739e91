"""The limits of the real service, measured on the sandbox's clock.

Per company 500 requests a minute; per company and application 10 a second and 40 batches a minute.
"""

from collections import deque

from .faults import GatewayFault

DEFAULTS = {"enabled": True, "per_minute": 500, "per_second": 10, "batches_per_minute": 40}
DETAIL = "The request limit was reached.  Try again later"


def too_many(retry_after=None):
    """The answer of the gateway to a request over the limit (429)."""
    headers = [("Retry-After", str(retry_after))] if retry_after else []
    return GatewayFault(429, "3001", DETAIL, "SERVICE", headers)


class Throttle:
    """Counts requests in sliding windows and refuses what is over a limit."""

    def __init__(self, clock):
        self._clock = clock
        self.limits = dict(DEFAULTS)
        self.refused = 0
        self._windows = {}

    def configure(self, changes):
        """Change limits. Raises ``ValueError`` for a name that is not one."""
        for name in changes:
            if name not in self.limits:
                raise ValueError(f"unknown limit {name!r}; known: {', '.join(self.limits)}")
        self.limits.update(changes)

    def reset(self):
        """Forget what was counted."""
        self._windows.clear()
        self.refused = 0

    def check(self, realm, application, is_batch):
        """Count a request, or refuse it with ``GatewayFault`` 429."""
        if not self.limits["enabled"]:
            return
        now = self._clock.now()
        windows = [
            ((realm, "minute"), 60, self.limits["per_minute"]),
            ((realm, application, "second"), 1, self.limits["per_second"]),
        ]
        if is_batch:
            key = (realm, application, "batches")
            windows.append((key, 60, self.limits["batches_per_minute"]))
        for key, length, limit in windows:
            times = self._windows.setdefault(key, deque())
            while times and (times[0] <= now - length or times[0] > now):
                times.popleft()
            if len(times) >= limit:
                self.refused += 1
                raise too_many()
        for key, _length, _limit in windows:
            self._windows[key].append(now)
