"""QuickBooks' limits on the number of requests: when may the next one go?

Intuit allows one app 500 requests a minute, 10 a second and 40 batches a minute to one company (its
limits page). Pure arithmetic on moments in seconds; who keeps them is the caller's business.
Requests go in the order in which they asked: a moment may be booked ahead, and nobody is let in before it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timezone
from email.utils import parsedate_to_datetime
from typing import Protocol

#: Seconds that a request may wait for its turn; beyond that the caller has to come back later.
PATIENCE = 5.0
#: A request leaves when it is due and arrives a little later: a minute that begins with a late one is
#: shorter for QuickBooks than for us. Costs 2.4 % of what the limit allows.
LATE_BY = 1.5
#: What QuickBooks asks for after a 429 that does not say how long.
MINUTE = 60.0
LONGEST_PAUSE = 3600.0


@dataclass(frozen=True, slots=True)
class Window:
    """At most `count` requests within any `seconds`.

    The first `burst` of them may follow one another at once: a button need not wait. What comes after
    is spread evenly over the rest of the window, so that a backlog never has to stop for most of a minute.
    """

    count: int
    seconds: float
    burst: int

    def earliest(self, moments: Sequence[float], now: float) -> float:
        """When the next request may go, not before `now`. `moments`, ascending, are those that have gone
        or are booked."""
        due = max(now, moments[-1]) if moments else now
        if len(moments) >= self.count:
            due = max(due, moments[-self.count] + self.seconds)
        within = [moment for moment in moments if moment + self.seconds > due]
        if len(within) < self.burst or not within:
            return due
        last, room = within[-1], self.count - len(within)
        # A little sooner than evenly: what is never asked for again would be lost.
        return max(due, last + (within[0] + self.seconds - last) / (room + 2))


def windows(
    requests_per_minute: int = 500, requests_per_second: int = 10, batches_per_minute: int = 40
) -> tuple[tuple[Window, ...], tuple[Window, ...]]:
    """The windows for all requests, and those for batches besides. One request in a second and a few in
    a minute are left to others: the limits hold for the whole company, whoever asks."""
    each_second = max(1, requests_per_second - 1)
    each_minute = max(1, requests_per_minute - requests_per_minute // 50)
    all_requests = (
        Window(each_second, 1 + LATE_BY / 6, each_second),
        Window(each_minute, MINUTE + LATE_BY, each_minute),
    )
    batches = Window(batches_per_minute, MINUTE + LATE_BY, batches_per_minute * 3 // 10)
    return all_requests, (batches,)


@dataclass(frozen=True, slots=True)
class Sent:
    """What is known about the last minute of one company: ascending moments of all requests, those of
    the batches among them, and until when QuickBooks takes none at all (it answered 429)."""

    requests: tuple[float, ...] = ()
    batches: tuple[float, ...] = ()
    closed_until: float = 0.0

    def book(self, now: float, is_batch: bool, limits=None) -> tuple[float, "Sent"]:
        """Seconds until the next request may go, and what is known afterwards.

        It is booked only if it need not wait for more than PATIENCE; otherwise ask again then.
        """
        of_all, of_batches = limits or windows()
        known = self._since(now)
        due = max([now, known.closed_until, *(w.earliest(known.requests, now) for w in of_all)])
        if is_batch:
            due = max([due, *(window.earliest(known.batches, now) for window in of_batches)])
        if due - now > PATIENCE:
            return due - now, known
        batches = (*known.batches, due) if is_batch else known.batches
        return due - now, Sent((*known.requests, due), batches, known.closed_until)

    def close(self, now: float, seconds: float) -> "Sent":
        """QuickBooks refused a request for being too many: nobody asks again before `seconds` are over."""
        return Sent(self.requests, self.batches, max(self.closed_until, now + seconds))

    def _since(self, now):
        """Without what is too old to matter, and without moments that a clock set back has left behind."""

        def last_minute(moments):
            return tuple(m for m in moments if now - MINUTE - 2 * LATE_BY < m <= now + 2 * PATIENCE)

        return Sent(last_minute(self.requests), last_minute(self.batches), self.closed_until)


class Limiter(Protocol):
    """Shared by everybody who sends requests to one company."""

    def book(self, is_batch: bool) -> float:
        """Seconds until this request may go. Booked if that is PATIENCE at most; else ask again then."""

    def refused(self, seconds: float) -> None:
        """QuickBooks answered 429: nobody may ask for so long."""


def retry_after(value: str) -> float:
    """Seconds to wait after too many requests, by the Retry-After header: a number, or a date."""
    value = value.strip()
    if value.isdigit():
        return min(float(value), LONGEST_PAUSE)
    try:
        moment = parsedate_to_datetime(value)
    except ValueError:
        return MINUTE
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=timezone.utc)
    seconds = (moment - datetime.now(timezone.utc)).total_seconds()
    return min(max(0.0, seconds), LONGEST_PAUSE)
