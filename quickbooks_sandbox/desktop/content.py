"""Turns the checked elements of a request into plain values: text, numbers, yes or no, references, lists."""

from dataclasses import dataclass
from decimal import Decimal

from .statuses import missing
from .tables import Choice

#: required elements that clear something when they are empty
_MAY_BE_EMPTY = {"DataExtValue"}
_NUMBERS = {"amount", "price", "percent", "quantity", "float"}


@dataclass(frozen=True)
class Reference:
    """A reference as a request gives it; ``ListID`` counts before the name."""

    list_id: str = ""
    full_name: str = ""

    def __bool__(self):
        return bool(self.list_id or self.full_name)


def content_of(element, models, text_filter=str):
    """The values below an element as a dictionary by element name.

    An element that may stand several times gives a list. An empty element gives ``""`` (which clears a
    field). ``text_filter`` is applied to text that people read. Raises ``Fault`` 3150 for a required element
    that is empty.
    """
    fields = _fields(models)
    values = {}
    for child in element:
        field, repeated = fields[child.tag]
        value = _value(child, field, text_filter)
        if repeated:
            values.setdefault(child.tag, []).append(value)
        else:
            values[child.tag] = value
    return values


_known = {}


def _fields(models):
    if id(models) not in _known:
        fields = {}
        _collect(models, False, fields)
        _known[id(models)] = (fields, models)
    return _known[id(models)][0]


def _collect(models, repeated, fields):
    for model in models:
        often = repeated or model.repeated
        if isinstance(model, Choice):
            for each in model.alternatives:
                _collect(each, often, fields)
        else:
            fields[model.name] = (model, often)


def _value(element, field, text_filter):
    if is_reference(field):
        reference = Reference(element.findtext("ListID") or "", element.findtext("FullName") or "")
        return _given(field, reference)
    if field.children:
        return content_of(element, field.children, text_filter)
    text = element.text or ""
    if field.kind == "boolean":
        return text in ("true", "1") if text else ""
    if field.kind in _NUMBERS and text:
        return Decimal(text)
    if field.kind == "integer" and text:
        return int(text)
    return _given(field, text_filter(text) if field.kind == "string" else text)


def _given(field, value):
    if not value and field.required and field.name not in _MAY_BE_EMPTY:
        raise missing(field.name, "request")
    return value


def is_reference(field):
    """Whether an element holds just a ListID and a FullName."""
    names = [getattr(child, "name", "") for child in field.children]
    return names == ["ListID", "FullName"] and not any(child.repeated for child in field.children)
