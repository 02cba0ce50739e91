"""The types of qbXML values: which text is valid, and the status that QuickBooks gives to another one."""

import datetime
import re

_NUMBER = re.compile(r"[+-]?\d{1,10}(\.\d{1,5})?")
_PATTERNS = {
    "id": (re.compile(r".{0,36}"), 3000),
    "guid": (re.compile(r"0|\{[0-9A-Fa-f]{8}(-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}\}"), 3000),
    "boolean": (re.compile(r"true|false|1|0|"), 3010),
    "date": (re.compile(r"\d{4}-\d\d-\d\d"), 3020),
    "datetime": (
        re.compile(r"\d{4}-\d\d-\d\d(T\d\d:\d\d(:\d\d([+-]\d\d:\d\d)?)?)?"),
        3020,
    ),
    "integer": (re.compile(r"[+-]?\d{1,10}"), 3035),
    "float": (re.compile(r"[+-]?\d+(\.\d+)?"), 3035),
    "amount": (re.compile(r"[+-]?\d{1,13}(\.\d\d)?"), 3040),
    "price": (_NUMBER, 3045),
    "percent": (_NUMBER, 3050),
    "quantity": (_NUMBER, 3060),
}


def fault(field, text):
    """The ``(status code, message)`` for a value that its field does not take, or ``None``."""
    if field.length and len(text) > field.length:
        return 3070, f'The string "{text}" in the field "{field.name}" is too long.'
    if field.kind == "one" and text not in field.values:
        return 3110, f'The enumerated value "{text}" in the field "{field.name}" is unknown.'
    pattern, code = _PATTERNS.get(field.kind, (None, 0))
    if pattern is None or (pattern.fullmatch(text) and _exists(field.kind, text)):
        return None
    if code == 3000:
        return code, f'The given object ID "{text}" in the field "{field.name}" is invalid.'
    message = (
        f'There was an error when converting the {field.kind} "{text}" in the field "{field.name}"'
    )
    return code, message


def _exists(kind, text):
    if kind not in ("date", "datetime"):
        return True
    try:
        datetime.datetime.fromisoformat(text)
    except ValueError:
        return False
    return True
