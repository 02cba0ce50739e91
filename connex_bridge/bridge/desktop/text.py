"""Names, numbers and texts as QuickBooks Desktop stores them: its characters, its lengths.

Every text that goes out passes through here: one character outside Windows-1252 becomes a question mark
or refuses the whole message, and one too many is refused as well (status 3070). Nothing here knows about
documents. Which plain letters stand for others: letters.py.
"""

import hashlib
import re
import unicodedata
from email.utils import getaddresses

from .letters import PLAIN

# QuickBooks Desktop's maximum lengths.
ENTITY_NAME = 41
COMPANY_NAME = 41
ITEM_NAME = 31
TERM_NAME = 31
PART_NUMBER = 31
REF_NUMBER = 11
#: Of received payments, bills and vendor credits.
LONG_REF_NUMBER = 20
CHECK_NUMBER = 25
DESCRIPTION = 4095
MEMO = 4095
PHONE = 21
EMAIL = 1023
ADDRESS_LINE = 41
CITY = 31
STATE = 21
POSTAL_CODE = 13
COUNTRY = 31

HASH_LENGTH = 6
_STORED = "cp1252"
#: Most texts: nothing in them has to be looked at more closely.
_ORDINARY = re.compile(r"[\t\n\r -~]*")


def clean(text: str | None, length: int, lines: bool = False) -> str:
    """`text` in the characters that QuickBooks has, white space folded, at most `length` characters.

    Letters that Windows-1252 lacks become their plain ones (Ł is L), where there are any; control
    characters and all else go. Line ends stay only with `lines`.
    """
    return _clean(text, lines)[0][:length].rstrip()


def stored(text: str | None) -> tuple[str, bool]:
    """(the whole text as QuickBooks can store it, whether letters or digits of it were lost)"""
    return _clean(text)


def normal(text: str | None) -> str:
    """The text as it is hashed: the same for two spellings of the same characters and white space."""
    return " ".join(unicodedata.normalize("NFC", text or "").split())


def _clean(text, lines=False):
    folded, lost = text or "", False
    if not _ORDINARY.fullmatch(folded):
        characters = unicodedata.normalize("NFC", folded)
        stored = [_storable(character) for character in characters]
        lost = any(
            not kept and unicodedata.category(character)[0] in "LN"
            for kept, character in zip(stored, characters, strict=True)
        )
        folded = "".join(stored)
    if lines:
        folded = "\n".join(" ".join(line.split()) for line in folded.splitlines())
    else:
        folded = " ".join(folded.split())
    return folded.strip(), lost


def _storable(character: str) -> str:
    if character.isspace():
        return character if character in "\n\r" else " "
    if unicodedata.category(character).startswith("C"):
        return ""
    if _is_stored(character):
        return character
    if character in PLAIN:
        return PLAIN[character]
    plain = [
        each for each in unicodedata.normalize("NFKD", character) if not unicodedata.combining(each)
    ]
    return "".join(
        PLAIN.get(each, each if _is_stored(each) and each.isprintable() else "") for each in plain
    )


def _is_stored(character: str) -> bool:
    try:
        character.encode(_STORED)
    except UnicodeEncodeError:
        return False
    return True


def description(text: str | None) -> str:
    """A line's description. One that is too long ends at a word, and shows that something is missing."""
    whole = _clean(text, lines=True)[0]
    if len(whole) <= DESCRIPTION:
        return whole
    kept = whole[: DESCRIPTION - 3]
    words = kept.rsplit(maxsplit=1)[0]
    return f"{(words if len(words) > DESCRIPTION // 2 else kept).rstrip()}..."


def name(text: str | None, length: int, variant: str = "") -> str:
    """A list entry's name. A colon would make QuickBooks read it as `parent:child` (status 3090), so it
    becomes a dash. One that is too long, or that lost letters that QuickBooks cannot store, ends in a hash
    of the whole, so that two of them stay two. `variant` is added in brackets, and is never cut."""
    whole, lost = _clean(text)
    whole = whole.replace(":", "-").strip()
    ending = f" ({variant})" if variant else ""
    room = length - len(ending)
    if whole != "" and not lost and len(whole) <= room:
        return whole + ending
    if not whole and not lost:
        return ""
    short = f"{whole[: room - HASH_LENGTH - 1].rstrip()}-{_hash(text or '')}"
    return short.lstrip("-") + ending


def note(memo: str, marker: str, number: str = "") -> str:
    """The memo of a transaction: the memo, cut where necessary, and at its end the marker, never cut.
    `number` is added where the memo does not have it: the whole number where RefNumber is too short."""
    whole = _clean(memo)[0]
    full = _clean(number)[0]
    if full and full not in whole:
        whole = f"{full} {whole}".strip()
    room = MEMO - len(marker) - 1
    return " ".join(part for part in (whole[:room].rstrip(), marker) if part)


def email(text: str | None) -> str:
    """The first address in `text`, or nothing: a missing address is better than a refused customer."""
    for _name, address in getaddresses([(text or "").replace(";", ",")]):
        local, _at, domain = address.partition("@")
        if local and "." in domain and len(address) <= EMAIL and address.isascii():
            return clean(address, EMAIL) if address.isprintable() and " " not in address else ""
    return ""


def same(text: str | None) -> str:
    """What names are compared by: QuickBooks does not tell upper from lower case."""
    return _clean(text)[0].casefold()


def _hash(text: str) -> str:
    encoded = normal(text).encode("utf-8", "surrogatepass")
    return hashlib.blake2b(encoded, digest_size=HASH_LENGTH // 2).hexdigest().upper()
