"""Dataclasses as plain data for JSON, and back. Knows types, not documents.

What equals its default is left out, so that a new field does not make old data another.
"""

from dataclasses import MISSING, fields, is_dataclass
from datetime import date
from decimal import Decimal
from typing import get_args, get_type_hints


def normal(number: Decimal) -> str:
    """1.50, 1.5 and 15E-1 are one amount and must have one fingerprint."""
    text = format(number, "f")
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return "0" if text in ("-0", "") else text


def encode(value: object) -> object:
    """A dataclass as JSON-ready data: amounts as strings, dates in ISO form, named tuples as lists,
    fields that have their default left out."""
    if isinstance(value, Decimal):
        return normal(value)
    if isinstance(value, date):
        return value.isoformat()
    if is_dataclass(value):
        return {
            name: encode(getattr(value, name))
            for name, default in _defaults(type(value))
            if default is MISSING or getattr(value, name) != default
        }
    if isinstance(value, tuple):
        return [encode(item) for item in value]
    return value


def decode(kind: object, data: object) -> object:
    """What `encode` was given, `kind` being its type. Raises KeyError for a field that the type has not."""
    if kind in (str, int, bool):
        return data
    if kind is Decimal:
        return Decimal(data)
    if kind is date:
        return date.fromisoformat(data)
    if isinstance(kind, type) and issubclass(kind, tuple):
        return kind(*data)
    if is_dataclass(kind):
        hints = _hints(kind)
        return kind(**{name: decode(hints[name], value) for name, value in data.items()})
    if data is None:
        return None
    arguments = get_args(kind)
    if Ellipsis in arguments:
        return tuple(decode(arguments[0], item) for item in data)
    return decode(next(option for option in arguments if option is not type(None)), data)


_DEFAULTS: dict = {}
_HINTS: dict = {}


def _defaults(kind):
    if kind not in _DEFAULTS:
        _DEFAULTS[kind] = tuple((item.name, item.default) for item in fields(kind))
    return _DEFAULTS[kind]


def _hints(kind):
    if kind not in _HINTS:
        _HINTS[kind] = get_type_hints(kind)
    return _HINTS[kind]
