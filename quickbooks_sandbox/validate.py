"""Checks the form of what a client sends, before any meaning: known properties, kinds, lengths.

``clean`` returns a new object with exact decimals and without empty values. Order of the checks:
unknown property (2010), then the kind of each value (2030, 2060, 2080, 2170, 2240), length (2050).
"""

import re
from datetime import date
from decimal import Decimal, InvalidOperation

from .faults import QuickBooksFault
from .lengths import MAXIMUM_LENGTHS
from .schema import ENUMERATIONS, is_type, properties

#: Stands for "sent, but empty" at the top level: a sparse update clears the property.
EMPTY = object()

_ID = re.compile(r"-?\d+\Z")
_NO_LENGTHS = {}


def clean(entity, body):
    """The entity as sent, checked. Properties sent empty are ``EMPTY``, those sent null are absent.

    Raises ``QuickBooksFault`` when the form is wrong.
    """
    if not isinstance(body, dict):
        raise _unreadable(entity, "the request body")
    known = properties(entity)
    limits = MAXIMUM_LENGTHS.get(entity, _NO_LENGTHS)
    for name in body:
        if name not in known:
            raise unknown_property(name, entity)
    cleaned = {}
    for name, value in body.items():
        if value is None:
            continue
        result = _value(known[name], value, name, limits.get(name))
        cleaned[name] = EMPTY if result is None else result
    return cleaned


def unknown_property(name, type_name):
    """2010 with Jackson's text."""
    known = properties(type_name)
    listed = ", ".join(f'"{each}"' for each in known)[:1000]
    detail = (
        f'Property Name:Unrecognized field "{name}" (class com.intuit.schema.finance.v3.'
        f"{type_name}), not marked as ignorable ({len(known)} known properties: {listed} "
        "[truncated]])\n specified is unsupported or invalid"
    )
    return QuickBooksFault("2010", detail, None)


def _unreadable(kind, name):
    detail = (
        f"Property Name:Can not deserialize value of type {kind} from {name} specified is "
        "unsupported or invalid"
    )
    return QuickBooksFault("2010", detail, None)


def _object(type_name, value, path):
    if not isinstance(value, dict):
        raise _unreadable(type_name, path)
    known = properties(type_name)
    limits = MAXIMUM_LENGTHS.get(type_name, _NO_LENGTHS)
    cleaned = {}
    for name, inner in value.items():
        kind = known.get(name)
        if kind is None:
            raise unknown_property(name, type_name)
        if inner is None:
            continue
        result = _value(kind, inner, f"{path}.{name}", limits.get(name))
        if result is not None:
            cleaned[name] = result
    return cleaned


def _reference(value, path):
    if not isinstance(value, dict):
        raise _unreadable("ReferenceType", path)
    for name in value:
        if name not in ("value", "name", "type"):
            raise unknown_property(name, "ReferenceType")
    identifier = value.get("value")
    if identifier is None or identifier == "":
        return None
    if isinstance(identifier, (dict, list, bool)):
        raise _unreadable("ReferenceType", path)
    reference = {"value": str(identifier)}
    if value.get("type"):
        reference["type"] = str(value["type"])
    return reference


def _value(kind, value, path, limit):
    """The cleaned value, or ``None`` when it is empty."""
    if kind == "ReferenceType":
        return _reference(value, path)
    checker = _CHECKERS.get(kind)
    if checker is not None:
        if value == "":
            return None
        return checker(value, path, limit)
    if kind.endswith("[]"):
        if not isinstance(value, list):
            raise _unreadable("ArrayList", path)
        return [_item(kind[:-2], item, path) for item in value] or None
    if kind in ENUMERATIONS:
        return _enumerated(kind, value, path)
    if is_type(kind):
        if value == "":
            return None
        if kind == "EmailAddress":
            return _email(value, path)
        return _object(kind, value, path) or None
    raise _unreadable(kind, path)


def _item(kind, value, path):
    if kind == "ReferenceType":
        return _reference(value, path) or {}
    if kind in _CHECKERS:
        return _CHECKERS[kind](value, path, None)
    return _object(kind, value, path)


def _enumerated(kind, value, path):
    if value == "":
        return None
    if value not in ENUMERATIONS[kind]:
        raise QuickBooksFault("2170", f"Invalid Enumeration : {value}", path.split(".")[-1])
    return value


def _email(value, path):
    cleaned = _object("EmailAddress", value, path)
    address = cleaned.get("Address")
    if not address:
        return None
    for single in address.split(","):
        name, at, host = single.strip().rpartition("@")
        if not (at and name and "." in host and " " not in single.strip()):
            detail = f"Email Address does not conform to RFC 822 standard. Supplied value:{single}"
            raise QuickBooksFault("2210", detail, path)
    return cleaned


def _text(value, path, limit):
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, (dict, list)):
        raise _unreadable("java.lang.String", path)
    text = value if isinstance(value, str) else str(value)
    if limit is not None and len(text) > limit:
        detail = (
            "String length specified does not match the supported length. "
            f"Min:0 Max:{limit:,} supported. Supplied length:{len(text):,}"
        )
        raise QuickBooksFault("2050", detail, path)
    return text


def _identifier(value, path, _limit):
    text = str(value)
    if not _ID.match(text):
        name = path.split(".")[-1]
        raise QuickBooksFault(
            "2030", f"{name} should be a valid number. Supplied value:{text}", name
        )
    return text


def _decimal(value, path, _limit):
    if isinstance(value, Decimal):
        return value
    if isinstance(value, int) and not isinstance(value, bool):
        return Decimal(value)
    try:
        number = Decimal(value.strip()) if isinstance(value, str) else None
    except InvalidOperation:
        number = None
    if number is None or not number.is_finite():
        raise QuickBooksFault("2080", f"{path} should be a number. Supplied value:{value}", path)
    return number


def _integer(value, path, limit):
    number = _decimal(value, path, limit)
    if number != number.to_integral_value():
        raise QuickBooksFault("2080", f"{path} should be a number. Supplied value:{value}", path)
    return int(number)


def _boolean(value, path, _limit):
    if isinstance(value, bool):
        return value
    if isinstance(value, str) and value.lower() in ("true", "false"):
        return value.lower() == "true"
    raise QuickBooksFault("2240", f"{path} should be true or false. Supplied value:{value}", path)


def _date(value, path, _limit):
    try:
        return date.fromisoformat(str(value)[:10]).isoformat()
    except ValueError:
        detail = f"{path} should be a date (YYYY-MM-DD). Supplied value:{value}"
        raise QuickBooksFault("2060", detail, path) from None


def _moment(value, path, limit):
    if str(value)[4:5] != "-":
        raise QuickBooksFault("2060", f"{path} should be a date. Supplied value:{value}", path)
    return _text(value, path, limit)


def _anything(value, _path, _limit):
    return value or None


_CHECKERS = {
    "string": _text,
    "id": _identifier,
    "decimal": _decimal,
    "integer": _integer,
    "boolean": _boolean,
    "date": _date,
    "dateTime": _moment,
    "any": _anything,
}
