"""Names, numbers and texts as QuickBooks Online stores them: allowed characters, lengths, e-mails.

Every text that goes out passes through here, because one character that QuickBooks refuses would keep
the whole document back. Nothing here knows about documents.
"""

import hashlib
import re
from email.utils import getaddresses

from ..spelling import plain
from ..spelling import same as same

# QuickBooks Online's maximum lengths.
DISPLAY_NAME = 500
COMPANY_NAME = 100
ITEM_NAME = 100
SKU = 100
DESCRIPTION = 4000
PRIVATE_NOTE = 4000
DOC_NUMBER = 21
PAYMENT_REFERENCE = 21
TERM_NAME = 31
PHONE = 30
EMAIL = 100
ADDRESS_LINE = 500
CITY = 255
POSTAL_CODE = 30

HASH_LENGTH = 6
_EMAIL = re.compile(r"[^\s@,;<>\"]+@[^\s@,;<>\"]+\.[^\s@,;<>\".]+")


def clean(text: str | None, length: int, lines: bool = False) -> str:
    """`text` without what QuickBooks cannot store, white space folded, at most `length` characters.

    Control characters and characters outside Unicode's basic plane (emoji) go; letters in fancy type
    become the plain ones. Line ends stay only with `lines`.
    """
    return plain(text, lines)[:length].rstrip()


def description(text: str | None) -> str:
    """A line's description. One that is too long ends at a word, and shows that something is missing."""
    whole = clean(text, len(text or ""), lines=True)
    if len(whole) <= DESCRIPTION:
        return whole
    kept = whole[: DESCRIPTION - 1]
    words = kept.rsplit(maxsplit=1)[0]
    return f"{(words if len(words) > DESCRIPTION // 2 else kept).rstrip()}…"


def name(text: str | None, length: int) -> str:
    """A list entry's name. A colon would make QuickBooks read it as `parent:child`, so it becomes a
    dash. A name that is too long ends in a hash of the whole, so that two of them stay two."""
    whole = clean(text, len(text or "")).replace(":", "-").strip()
    if len(whole) <= length:
        return whole
    return f"{whole[: length - HASH_LENGTH - 1].rstrip()}-{_hash(whole)}"


def number(text: str | None, length: int = DOC_NUMBER) -> str:
    """A document number. One that is too long keeps its end, which tells documents apart, and gets a
    hash of the whole: always the same for the same number, another for another."""
    whole = clean(text, len(text or ""))
    if len(whole) <= length:
        return whole
    return f"{whole[HASH_LENGTH + 1 - length :].strip()}-{_hash(whole)}"


def note(memo: str, marker: str) -> str:
    """The private note: the memo, cut where necessary, and on a line of its own the marker, never cut."""
    room = PRIVATE_NOTE - len(marker) - 1
    return "\n".join(part for part in (clean(memo, room, lines=True), marker) if part)


def email(text: str | None) -> str:
    """The first valid address in `text`, or nothing: a missing address is better than a refused
    document (QuickBooks answers 2210 to an address without `@` or `.`)."""
    for _name, address in getaddresses([(text or "").replace(";", ",")]):
        if len(address) <= EMAIL and address.isascii() and _EMAIL.fullmatch(address):
            return address
    return ""


def _hash(text: str) -> str:
    return hashlib.blake2b(text.encode(), digest_size=HASH_LENGTH // 2).hexdigest().upper()
