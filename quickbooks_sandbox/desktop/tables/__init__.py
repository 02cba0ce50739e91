"""Loads the tables beside this file: which elements a qbXML request has, in which order and of which type.

The tables are data (``*.txt``); this module only parses them into ``REQUESTS`` and, from the
folder ``answers``, into ``ANSWERS``.
"""

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

_HEADER = re.compile(r"(?P<name>\w+) \[(?P<attributes>[\w ]*)\](?: @(?P<version>[\d.]+))?:")
_ADDRESS = (
    "Addr1:string(41)? Addr2:string(41)? Addr3:string(41)? Addr4:string(41)?@2.0 Addr5:string(41)?@6.0 "
    "City:string(31)? State:string(21)? PostalCode:string(13)? Country:string(31)? Note:string(41)?@6.0"
)


@dataclass(frozen=True)
class Field:
    """One element: a value of a type, or (``children``) a holder of others."""

    name: str
    kind: str = ""
    length: int = 0
    values: tuple = ()
    children: tuple = ()
    required: bool = True
    repeated: bool = False
    version: tuple = (1, 0)


@dataclass(frozen=True)
class Choice:
    """Sequences of which only one may stand here."""

    alternatives: tuple
    required: bool = True
    repeated: bool = False
    version: tuple = (1, 0)


@dataclass(frozen=True)
class Request:
    """A request that the processor knows."""

    name: str
    attributes: frozenset
    version: tuple
    elements: tuple


def version_of(text):
    """``"13.0"`` as ``(13, 0)``; versions are compared as numbers."""
    return tuple(int(part) for part in text.split("."))


def _occurrence(suffix):
    sign, _, version = suffix.partition("@")
    return {
        "required": sign in ("", "+"),
        "repeated": sign in ("*", "+"),
        "version": version_of(version) if version else (1, 0),
    }


@cache
def _address():
    return _Table(_ADDRESS.split()).sequence()


def _reference(length):
    return (
        Field("ListID", "id", required=False),
        Field("FullName", "string", length, required=False),
    )


class _Table:
    """Reads the elements of one block."""

    _VALUE = re.compile(r"(\w+):(\w+)(?:\(([^)]*)\))?(.*)")

    def __init__(self, words):
        self.words = list(words)

    def sequence(self):
        result = []
        while self.words and self.words[0][0] not in ")|}":
            result.append(self._element())
        return tuple(result)

    def _element(self):
        word = self.words.pop(0)
        if word == "(":
            return self._choice()
        if ":" in word:
            return self._value(word)
        self.words.pop(0)
        children = self.sequence()
        return Field(word, children=children, **_occurrence(self.words.pop(0)[1:]))

    def _choice(self):
        alternatives = [self.sequence()]
        while self.words[0] == "|":
            self.words.pop(0)
            alternatives.append(self.sequence())
        return Choice(tuple(alternatives), **_occurrence(self.words.pop(0)[1:]))

    def _value(self, word):
        name, kind, argument, suffix = self._VALUE.fullmatch(word).groups()
        occurrence = _occurrence(suffix)
        if kind == "address":
            return Field(name, children=_address(), **occurrence)
        if kind == "reference":
            return Field(name, children=_reference(int(argument or 0)), **occurrence)
        if kind == "one":
            return Field(name, kind, values=tuple(argument.split(",")), **occurrence)
        return Field(name, kind, int(argument or 0), **occurrence)


def _blocks(folder):
    for path in sorted(folder.glob("*.txt")):
        header, words = None, []
        for line in [*path.read_text(encoding="utf-8").splitlines(), "end"]:
            if line.startswith("#"):
                continue
            if line.startswith(" "):
                words += line.split()
                continue
            if header:
                yield Request(
                    header["name"],
                    frozenset(header["attributes"].split()),
                    version_of(header["version"] or "1.0"),
                    _Table(words).sequence(),
                )
            header, words = _HEADER.fullmatch(line), []


def _by_name(blocks):
    found = {}
    for block in blocks:
        if block.name in found:
            raise ValueError(f"{block.name} stands twice in the tables")
        found[block.name] = block
    return found


_FOLDER = Path(__file__).parent
REQUESTS = _by_name(_blocks(_FOLDER))
#: the objects of answers, by the name of their element: ``InvoiceRet``
ANSWERS = _by_name(_blocks(_FOLDER / "answers"))
