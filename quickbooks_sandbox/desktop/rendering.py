"""Writes objects as elements of an answer in the order of the tables; empty fields are left out."""

import re
from decimal import Decimal
from xml.sax.saxutils import escape, quoteattr

from .content import is_reference
from .tables import ANSWERS, Choice

_TWO = Decimal("0.01")
_FORBIDDEN = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def rendered(name, values, name_of, only=()):
    """The element ``name`` (for example ``InvoiceRet``) with ``values``.

    ``name_of`` gives the full name for a ListID. ``only`` limits the elements of the first level
    (``IncludeRetElement``).
    """
    if only:
        values = {key: value for key, value in values.items() if key in only}
    return _holder(name, ANSWERS[name].elements, values, name_of)


def element(name, attributes, inside=""):
    """An element with attributes; attributes that are ``None`` are left out."""
    parts = [
        f" {key}={quoteattr(str(each))}" for key, each in attributes.items() if each is not None
    ]
    head = f"<{name}{''.join(parts)}"
    return f"{head}>{inside}</{name}>" if inside else f"{head} />"


def simple(name, text):
    """An element with text. What XML cannot have, because somebody has pasted it, is written by its number
    all the same: readers fail on it."""
    written = _FORBIDDEN.sub(lambda found: f"&#x{ord(found[0]):X};", escape(str(text)))
    return f"<{name}>{written}</{name}>"


def _holder(name, models, values, name_of):
    inside = "".join(_elements(models, values, name_of))
    return f"<{name}>{inside}</{name}>" if inside else ""


def _elements(models, values, name_of):
    for model in models:
        if isinstance(model, Choice):
            for alternative in model.alternatives:
                yield from _elements(alternative, values, name_of)
            continue
        value = values.get(model.name)
        if value is None or value == "" or value == []:
            continue
        for each in value if isinstance(value, (list, tuple)) else (value,):
            yield _element(model, each, name_of)


def _element(model, value, name_of):
    if is_reference(model):
        return f"<{model.name}>{simple('ListID', value)}{simple('FullName', name_of(value))}</{model.name}>"
    if model.children:
        return _holder(model.name, model.children, value, name_of)
    return simple(model.name, written(model.kind, value))


def written(kind, value):
    """A value as the type's text."""
    if kind == "boolean":
        return "true" if value else "false"
    if kind == "amount":
        return f"{value:.2f}"
    if kind in ("price", "percent"):
        return _with_cents(value)
    if kind in ("quantity", "float"):
        return plain(value)
    return str(value)


def plain(value):
    """A number without a tail of zeros."""
    value = Decimal(value).normalize()
    return f"{value:f}"


def _with_cents(value):
    short = plain(value)
    return f"{value:.2f}" if len(short.partition(".")[2]) < 2 else short
