"""The XML form of an answer, which is what a client gets that does not ask for JSON."""

from decimal import Decimal
from xml.sax.saxutils import escape, quoteattr

_NAMESPACE = "http://schema.intuit.com/finance/v3"
_ATTRIBUTES = ("domain", "sparse", "status", "startPosition", "maxResults", "totalCount", "bId")
_FAULT_ATTRIBUTES = ("type", "code", "element")


def to_xml(answer):
    """An answer as XML bytes."""
    body = "".join(_element(name, value) for name, value in answer.items() if name != "time")
    time = quoteattr(str(answer.get("time", "")))
    return (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
        f'<IntuitResponse xmlns="{_NAMESPACE}" time={time}>{body}</IntuitResponse>'
    ).encode()


def _text(value):
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Decimal):
        return format(value, "f")
    return escape(str(value))


def _element(name, value):
    if name == "any":  # JSON wraps what XML shows as it is
        return "".join(_element("NameValue", each["value"]) for each in value)
    if isinstance(value, list):
        return "".join(_element(name, each) for each in value)
    if not isinstance(value, dict):
        return f"<{name}>{_text(value)}</{name}>"
    if set(value) <= {"value", "name", "type"} and "value" in value:
        attribute = f" name={quoteattr(value['name'])}" if "name" in value else ""
        return f"<{name}{attribute}>{_text(value['value'])}</{name}>"
    special = _ATTRIBUTES + (_FAULT_ATTRIBUTES if name in ("Fault", "Error") else ())
    attributes = "".join(
        f" {key}={quoteattr(_text(each))}"
        for key, each in value.items()
        if key in special and not isinstance(each, (dict, list))
    )
    inner = "".join(
        _element(key, each)
        for key, each in value.items()
        if key not in special or isinstance(each, (dict, list))
    )
    return f"<{name}{attributes}>{inner}</{name}>"
