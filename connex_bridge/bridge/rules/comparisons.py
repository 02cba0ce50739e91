"""How a rule compares: the comparisons, and what a map-from has to be for each kind of field.

Text comparison ignores case and surrounding space; numbers, dates and yes/no compare as what they are. A new
comparison gets its row in `COMPARISONS`, its test in `predicate` and, if it can be looked up by value, its
place in index.py.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal, InvalidOperation

from .rule import RuleError

TEXT, NUMBER, DATE, BOOLEAN = "text", "number", "date", "boolean"
KINDS = (TEXT, NUMBER, DATE, BOOLEAN)
ANY_KIND = frozenset(KINDS)
ORDERED = frozenset({NUMBER, DATE})
ONLY_TEXT = frozenset({TEXT})

YES = frozenset({"true", "yes", "y", "1", "x"})
NO = frozenset({"false", "no", "n", "0"})


@dataclass(frozen=True, slots=True)
class Comparison:
    """`kinds` are the kinds of field it makes sense for; `from_needed`: it compares with the map-from."""

    key: str
    label: str
    kinds: frozenset[str] = ANY_KIND
    from_needed: bool = True


COMPARISONS = {
    each.key: each
    for each in (
        Comparison("equals", "equals"),
        Comparison("is_not", "is not"),
        Comparison("contains", "contains", ONLY_TEXT),
        Comparison("matches", "matches (* stands for anything)", ONLY_TEXT),
        Comparison("starts_with", "starts with", ONLY_TEXT),
        Comparison("ends_with", "ends with", ONLY_TEXT),
        Comparison("more_than", "more than", ORDERED),
        Comparison("less_than", "less than", ORDERED),
        Comparison("is_set", "is set", from_needed=False),
        Comparison("map_all", "map all (copy the field)", from_needed=False),
    )
}


def normal(value: object) -> str:
    """A text as it is compared: without surrounding space, upper and lower case the same."""
    return str(value).strip().casefold()


def parse_number(text: str) -> Decimal:
    """A number as people type it: `1,234.50`, ` 12 `. Raises ValueError for anything else."""
    try:
        number = Decimal(text.strip().replace(",", ""))
    except InvalidOperation:
        raise ValueError(text) from None
    if not number.is_finite():
        raise ValueError(text)
    return number


def parse_boolean(text: str) -> bool:
    """`true`, `yes`, `1` … or `false`, `no`, `0` … Raises ValueError for anything else."""
    word = normal(text)
    if word in YES:
        return True
    if word in NO:
        return False
    raise ValueError(text)


def parse_date(text: str) -> date:
    """A date like 2026-11-23. Raises ValueError for anything else."""
    return date.fromisoformat(text.strip())


PARSERS = {NUMBER: parse_number, DATE: parse_date, BOOLEAN: parse_boolean, TEXT: normal}


def wanted_value(comparison: str, kind: str, map_from: str, row: int = 0):
    """The map-from as the value it stands for.

    Raises RuleError for an empty one, one of the wrong kind, or a wildcard that fits everything.
    """
    text = map_from.strip()
    if not text:
        raise RuleError("empty_from", row)
    if comparison == "matches" and not text.strip("*"):
        raise RuleError("wildcard_of_everything", row, value=text)
    try:
        return PARSERS[kind](text)
    except ValueError:
        raise RuleError(f"from_not_a_{kind}", row, value=text) from None


def convert(value: object, kind: str):
    """A fact as a value of that kind to compare with; None for what is not set."""
    if value is None or value == "":
        return None
    if kind == TEXT:
        return normal(value) or None
    if kind == DATE and isinstance(value, datetime):
        return value.date()
    return value


def wildcard(pattern: str) -> re.Pattern:
    """A pattern in which `*` stands for any characters, as a compiled expression for normal text."""
    parts = (re.escape(part) for part in normal(pattern).split("*"))
    return re.compile(".*".join(parts), re.DOTALL)


def predicate(comparison: str, wanted: object) -> Callable[[object], bool]:
    """The test of one map-from on a converted value that is set. `wanted` is from `wanted_value`."""
    if comparison == "equals":
        return lambda value: value == wanted
    if comparison == "contains":
        return lambda value: wanted in value
    if comparison == "starts_with":
        return lambda value: value.startswith(wanted)
    if comparison == "ends_with":
        return lambda value: value.endswith(wanted)
    if comparison == "matches":
        fits = wildcard(wanted).fullmatch
        return lambda value: fits(value) is not None
    if comparison == "more_than":
        return lambda value: value > wanted
    if comparison == "less_than":
        return lambda value: value < wanted
    raise KeyError(comparison)
