"""Times as Intuit writes them: offsets with or without a colon, up to nine decimals of a second."""

import re
from datetime import datetime, timezone

_FRACTION = re.compile(r"\.\d+")
_PLAIN_OFFSET = re.compile(r"[+-]\d{4}$")


def moment(text) -> datetime | None:
    """A time as Intuit writes it in UTC, without a zone and to the second; None if it is none."""
    written = _FRACTION.sub("", str(text or "")).replace("Z", "+00:00")
    if _PLAIN_OFFSET.search(written):
        written = f"{written[:-2]}:{written[-2:]}"
    try:
        when = datetime.fromisoformat(written)
        if when.tzinfo is not None:
            when = when.astimezone(timezone.utc)
    except (ValueError, OverflowError):
        return None
    return when.replace(tzinfo=None)
