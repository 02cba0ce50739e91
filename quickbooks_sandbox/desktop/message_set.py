"""Reads a qbXML message set as QuickBooks Desktop's request processor does before it executes anything.

A fault of structure (order, unknown or missing element, version, characters, value outside a list) refuses
the whole set with 0x80040400. A value of a wrong type or length is a fault of its request alone: the request
carries the status with which it is answered. Requests that the tables do not name are refused.
"""

import re
from dataclasses import dataclass, field
from xml.etree import ElementTree

from . import values
from .tables import REQUESTS, Choice, version_of

NEWEST = "13.0"
HRESULT = "0x80040400"
TEXT = "QuickBooks found an error when parsing the provided XML text stream."
_PROLOGUE = re.compile(
    r'(<\?xml version="1\.0"( encoding="[\w-]+")?\s*\?>\s*)?<\?qbxml version="(?P<version>\d+\.\d+)"\s*\?>\s*'
)
_SET_ATTRIBUTES = {"onError", "responseData", "newMessageSetID", "oldMessageSetID"}
# A real QuickBooks was seen to answer these by a status instead of refusing the set.
_ENUMERATIONS_WITH_STATUS = {"PaidStatus"}


class Refused(Exception):
    """The whole set is refused; ``reason`` is for the reader of a test; QuickBooks does not tell it."""

    hresult = HRESULT
    text = TEXT

    def __init__(self, reason):
        super().__init__(reason)
        self.reason = reason


@dataclass
class Request:
    """One request of a set; ``fault`` is the ``(code, message)`` of its first value that cannot be read."""

    name: str
    element: ElementTree.Element
    request_id: str | None = None
    fault: tuple | None = None


@dataclass
class MessageSet:
    """A set that may be executed."""

    version: tuple
    stop_on_error: bool
    new_id: str | None
    old_id: str | None
    requests: list = field(default_factory=list)
    with_data: bool = True


def read(text, newest=NEWEST):
    """The message set in a text; ``newest`` is the qbXML version of the product. Raises ``Refused``."""
    if not text.isascii():
        raise Refused("a character outside ASCII")
    prologue = _PROLOGUE.match(text)
    if not prologue:
        raise Refused("no <?qbxml version?> at the beginning")
    version = version_of(prologue["version"])
    if version > version_of(newest):
        raise Refused(f"qbXML {prologue['version']} is newer than the product")
    body = text[prologue.end() :]
    if "<!DOCTYPE" in body:
        raise Refused("a document type")
    try:
        root = ElementTree.fromstring(body)
    except ElementTree.ParseError as error:
        raise Refused(f"not well-formed: {error}") from error
    return _message_set(root, version)


def _message_set(root, version):
    if root.tag != "QBXML" or root.attrib or [child.tag for child in root] != ["QBXMLMsgsRq"]:
        raise Refused("not one QBXMLMsgsRq in QBXML")
    _only_elements(root)
    message_set = root[0]
    _only_elements(message_set)
    attributes = message_set.attrib
    if set(attributes) - _SET_ATTRIBUTES:
        raise Refused("an unknown attribute of QBXMLMsgsRq")
    if attributes.get("onError") not in ("stopOnError", "continueOnError"):
        raise Refused("onError is neither stopOnError nor continueOnError")
    if attributes.get("responseData", "includeAll") not in ("includeAll", "includeNone"):
        raise Refused("responseData is neither includeAll nor includeNone")
    if not len(message_set) and "oldMessageSetID" not in attributes:
        raise Refused("no request")
    new_id, old_id = attributes.get("newMessageSetID"), attributes.get("oldMessageSetID")
    if len(message_set) and new_id and new_id == old_id:
        raise Refused(
            "requests under an id whose answer is to be forgotten: nobody says what is done"
        )
    return MessageSet(
        version,
        attributes["onError"] == "stopOnError",
        new_id,
        old_id,
        [_request(element, version) for element in message_set],
        attributes.get("responseData") != "includeNone",
    )


def _request(element, version):
    model = REQUESTS.get(element.tag)
    if model is None or model.version > version:
        raise Refused(f"{element.tag} is unknown to this version")
    if set(element.attrib) - model.attributes:
        raise Refused(f"an unknown attribute of {element.tag}")
    checker = _Checker(version)
    checker.children(element, model.elements)
    fault = checker.faults[0] if checker.faults else None
    return Request(element.tag, element, element.get("requestID"), fault)


def _only_elements(element):
    if any((text or "").strip() for text in (element.text, *(child.tail for child in element))):
        raise Refused(f"text between the elements of {element.tag}")


class _Checker:
    """Compares elements with the tables; qbXML never needs more than one element of looking ahead."""

    def __init__(self, version):
        self.version = version
        self.faults = []

    def children(self, element, models):
        _only_elements(element)
        position = self._sequence(element, 0, models)
        if position < len(element):
            raise Refused(f"{element[position].tag} is unknown or out of order in {element.tag}")

    def _sequence(self, parent, position, models):
        for model in models:
            start = position
            while True:
                after = self._one(parent, position, model)
                if after == position or not model.repeated:
                    position = after
                    break
                position = after
            if position == start and model.required and not _may_be_empty(model):
                raise Refused(f"{_names(model)} is missing in {parent.tag}")
        return position

    def _one(self, parent, position, model):
        if position == len(parent) or parent[position].tag not in _beginnings(model):
            return position
        if model.version > self.version:
            raise Refused(f"{parent[position].tag} is newer than the version of the set")
        if isinstance(model, Choice):
            tag = parent[position].tag
            chosen = next(each for each in model.alternatives if tag in _first(each))
            return self._sequence(parent, position, chosen)
        self._field(parent[position], model)
        return position + 1

    def _field(self, element, model):
        if element.attrib:
            raise Refused(f"an attribute of {element.tag}")
        if model.children:
            self.children(element, model.children)
            return
        if len(element):
            raise Refused(f"elements in {element.tag}, which is a value")
        fault = values.fault(model, element.text or "")
        if fault and model.kind == "one" and model.name not in _ENUMERATIONS_WITH_STATUS:
            raise Refused(fault[1])
        if fault:
            self.faults.append(fault)


def _may_be_empty(model):
    if not model.required:
        return True
    if not isinstance(model, Choice):
        return False
    return any(all(map(_may_be_empty, each)) for each in model.alternatives)


def _beginnings(model):
    if not isinstance(model, Choice):
        return {model.name}
    return {name for each in model.alternatives for name in _first(each)}


def _first(models):
    """The names with which a sequence can begin."""
    names = set()
    for model in models:
        names |= _beginnings(model)
        if not _may_be_empty(model):
            break
    return names


def _names(model):
    return " or ".join(sorted(_beginnings(model)))
