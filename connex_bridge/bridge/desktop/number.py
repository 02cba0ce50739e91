"""The RefNumber that a document gets in QuickBooks Desktop: eleven characters, for some documents twenty.

Odoo's numbers are longer. A short form is always the same for the same number, and two long numbers that
differ get two short forms (where somebody else has the same, the driver adds a variant); the whole number
is in the memo. QuickBooks Desktop does not number what another
program enters: a document without a number would stay without one.
"""

import hashlib
import re

from .. import documents as docs
from . import text
from .company import Company

#: A longer prefix would leave no room to tell numbers apart, and is shortened together with the number.
LONGEST_PREFIX = 3
_HASHED = 5
#: How Odoo numbers by default. Only this one form, so that two numbers never become one.
_OF_A_YEAR = re.compile(r"([A-Za-z]+)/20(\d\d)/(\d{5})")
_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"


def document_number(document: docs.SalesForm, company: Company) -> str:
    """The RefNumber of a sales form, by the connection's policy: Odoo's number, with a prefix or without.

    The variant, by which a number that somebody else has used becomes another, comes before shortening, so
    that it survives it.
    """
    number = document.number
    if document.number_variant:
        number = f"{number}-{document.number_variant}"
    return form_number(number, company)


def form_number(number: str, company: Company) -> str:
    """The RefNumber of a sales form with this number in Odoo, by the connection's policy."""
    prefix = company.number_prefix if company.number_policy == "prefix" else ""
    if len(prefix) > LONGEST_PREFIX:
        return short(prefix + number)
    return prefix + short(number, text.REF_NUMBER - len(prefix))


def short(number: str | None, length: int = text.REF_NUMBER) -> str:
    """A number in at most `length` characters (eight or more): itself where it fits, INV/2026/00077 as
    INV26-00077, another by its end and a hash of the whole, as one that lost letters which QuickBooks
    cannot store."""
    whole, lost = text.stored(number)
    if lost:
        return f"{whole[_HASHED + 1 - length :].strip()}-{_hash(text.normal(number))}".lstrip("-")
    if len(whole) <= length and whole.isprintable():
        return whole
    if match := _OF_A_YEAR.fullmatch(whole):
        begin, year, count = match.groups()
        for form in _without_zeros(f"{begin}{year}-", count):
            if len(form) <= length:
                return form
    return f"{whole[_HASHED + 1 - length :].strip()}-{_hash(whole)}"


def _without_zeros(begin, count):
    """RINV/2026/00005 becomes RINV26-0005: zeros give way, digits that count never do."""
    for zeros in range(len(count) - len(count.lstrip("0")) + 1):
        yield begin + count[zeros:]


def _hash(number: str) -> str:
    encoded = number.encode("utf-8", "surrogatepass")
    value = int.from_bytes(hashlib.blake2b(encoded, digest_size=8).digest(), "big")
    digits = []
    for _position in range(_HASHED):
        value, digit = divmod(value, len(_ALPHABET))
        digits.append(_ALPHABET[digit])
    return "".join(digits)
