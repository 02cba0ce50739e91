"""Which two spellings of a name or a number are the same, whichever QuickBooks has them.

What each QuickBooks can store of a text, and at which length, is its own: online/text.py, desktop/text.py.
"""

import re
import unicodedata

BASIC_PLANE = 0xFFFF
#: Emoji are gone by then: these only chose how they looked.
VARIATION_SELECTORS = range(0xFE00, 0xFE10)
#: Most texts: nothing in them has to be looked at more closely.
_ORDINARY = re.compile(r"[\t\n\r -~]*")


def same(text: str | None) -> str:
    """What names are compared by: QuickBooks does not tell upper from lower case."""
    return plain(text).casefold()


def plain(text: str | None, lines: bool = False) -> str:
    """`text` with white space folded, and without control characters and characters outside Unicode's basic
    plane (emoji); letters in fancy type become the plain ones. Line ends stay only with `lines`."""
    told = text or ""
    if not _ORDINARY.fullmatch(told):
        told = "".join(map(_plain, unicodedata.normalize("NFC", told)))
    if lines:
        told = "\n".join(" ".join(line.split()) for line in told.splitlines())
    else:
        told = " ".join(told.split())
    return told.strip()


def _plain(character: str) -> str:
    if ord(character) > BASIC_PLANE:
        told = unicodedata.normalize("NFKC", character)
        return told if all(ord(each) <= BASIC_PLANE for each in told) else ""
    if character.isspace():
        return character
    useless = unicodedata.category(character).startswith("C")
    return "" if useless or ord(character) in VARIATION_SELECTORS else character
