"""The sandbox's clock: runs with the machine's, can be moved forward, set and frozen.

Everything that has a lifetime in the sandbox (tokens, throttles, time stamps, look-back of CDC)
asks this clock, so that a test can let a hundred days pass at once.
"""

import time
from datetime import datetime, timedelta, timezone
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

UTC = timezone.utc


def _pacific():
    try:
        return ZoneInfo("America/Los_Angeles")
    except ZoneInfoNotFoundError:
        return timezone(timedelta(hours=-8))


#: QuickBooks' servers write their time stamps in Pacific time.
SERVER_ZONE = _pacific()


class Clock:
    """Seconds since 1970 as the sandbox sees them."""

    def __init__(self):
        self._offset = 0.0
        self._frozen_at = None
        self._cached_second = None
        self._cached_text = ""

    def now(self):
        """Seconds since 1970, with fractions."""
        if self._frozen_at is not None:
            return self._frozen_at
        return time.time() + self._offset

    def advance(self, seconds):
        """Move forward (or back, with a negative number)."""
        if self._frozen_at is not None:
            self._frozen_at += seconds
        else:
            self._offset += seconds

    def set(self, moment):
        """Jump to an ISO 8601 moment; without an offset it is UTC."""
        when = datetime.fromisoformat(moment.replace("Z", "+00:00"))
        if when.tzinfo is None:
            when = when.replace(tzinfo=UTC)
        self.advance(when.timestamp() - self.now())

    def freeze(self, frozen):
        """Stop the clock where it is, or let it run on from there."""
        now = self.now()
        if frozen:
            self._frozen_at = now
        elif self._frozen_at is not None:
            self._frozen_at = None
            self._offset = now - time.time()

    def is_frozen(self):
        """Whether the clock stands still."""
        return self._frozen_at is not None

    def stamp(self):
        """Now, as ``MetaData`` writes it: whole seconds with the server's offset."""
        second = int(self.now())
        if second != self._cached_second:
            self._cached_text = stamp_of(second)
            self._cached_second = second
        return self._cached_text

    def stamp_with_milliseconds(self):
        """Now, as the ``time`` of an answer."""
        text = self.stamp()
        milliseconds = int(self.now() * 1000) % 1000
        return f"{text[:19]}.{milliseconds:03d}{text[19:]}"

    def today(self):
        """Today's date in the company's (here: the server's) zone, as ``YYYY-MM-DD``."""
        return self.stamp()[:10]


def stamp_of(seconds):
    """A moment as ``2026-01-31T10:20:30-08:00``."""
    return datetime.fromtimestamp(int(seconds), SERVER_ZONE).isoformat(timespec="seconds")


def seconds_of(text):
    """The moment that an ISO 8601 text means; without an offset it is the server's zone.

    Raises ``ValueError`` when the text is no moment.
    """
    text = text.strip().replace(" ", "+").replace("Z", "+00:00")
    if len(text) > 5 and text[-5] in "+-" and text[-4:].isdigit():
        text = f"{text[:-2]}:{text[-2:]}"
    when = datetime.fromisoformat(text)
    if when.tzinfo is None:
        when = when.replace(tzinfo=SERVER_ZONE)
    return when.timestamp()
