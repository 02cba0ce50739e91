"""Loads the property tables beside this file: which properties an entity has and of which kind.

The tables are data (``*.txt``); this module only parses them. ``properties("Invoice")`` gives the
complete mapping of an entity, inherited properties included.
"""

from functools import cache, lru_cache
from pathlib import Path

_TABLES = ("entities.txt", "details.txt", "preferences.txt")


def _blocks(text):
    header, body = None, []
    for line in text.splitlines():
        if not line or line.startswith("#"):
            continue
        if line.startswith(" "):
            body.append(line.strip())
            continue
        if header:
            yield header, " ".join(body)
        header, body = line.rstrip(":"), []
    if header:
        yield header, " ".join(body)


def _read_types():
    types = {}
    for table in _TABLES:
        text = (Path(__file__).parent / table).read_text(encoding="utf-8")
        for header, body in _blocks(text):
            name, _, base = header.partition(" < ")
            own = {}
            for item in filter(None, (part.strip() for part in body.split(","))):
                property_name, _, kind = item.partition(" ")
                own[property_name] = kind.strip() or "string"
            types[name] = (base, own)
    return types


def _read_enumerations():
    text = (Path(__file__).parent / "enumerations.txt").read_text(encoding="utf-8")
    joined = []
    for line in text.splitlines():
        if line.startswith("#") or not line:
            continue
        if line.startswith(" "):
            joined[-1] += " " + line.strip()
        else:
            joined.append(line)
    result = {}
    for line in joined:
        name, _, values = line.partition(": ")
        result[name] = frozenset(value.strip() for value in values.split("|"))
    return result


_TYPES = _read_types()
ENUMERATIONS = _read_enumerations()


@cache
def properties(type_name):
    """All properties of a type, those of its bases first: ``{name: kind}``."""
    base, own = _TYPES[type_name]
    return {**(properties(base) if base else {}), **own}


def is_type(kind):
    """Whether a kind names a complex type of the tables."""
    return kind in _TYPES
