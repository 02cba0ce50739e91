"""Moments in requests: a date alone means its beginning; without an offset it is the computer's own time."""

from ..clock import seconds_of


def moment_of(text):
    """Seconds since 1970."""
    return seconds_of(text)


def within(moment, first, last):
    """Whether a moment is in a period; either end may be open. A date as its end means the whole day."""
    if not first and not last:
        return True
    seconds = moment_of(moment)
    if first and seconds < moment_of(first):
        return False
    if not last:
        return True
    end = moment_of(last) + (86399 if len(last) == 10 else 0)
    return seconds <= end
