"""Reading XML that somebody else wrote: bounded in depth and number of elements, without entities.

What arrives at the Web Connector's address may come from anybody. Document types are refused as such: with
them go entities, and files or addresses of others. Nothing here knows what the XML means.
"""

import re

from lxml import etree

#: A QuickBooks answer of some thousand documents has a few hundred thousand elements.
MOST_ELEMENTS = 2_000_000
#: The deepest qbXML answer has about ten levels.
DEEPEST = 40
#: So much is read before its elements are looked at.
_PIECE = 16 * 1024
#: What stands for a character by its number, and control characters as they are.
_REFERENCE = re.compile(rb"&#(x[0-9a-fA-F]+|[0-9]+);")
_CONTROL = re.compile(rb"[\x00-\x08\x0b\x0c\x0e-\x1f]")
#: The characters that XML 1.0 has.
_ALLOWED = (range(0x9, 0xB), range(0xD, 0xE), range(0x20, 0xD800), range(0xE000, 0xFFFE))
_ALLOWED_BEYOND = range(0x10000, 0x110000)
#: Each character is two bytes or more, and none of them is a character of its own.
_WIDE = (b"\xff\xfe", b"\xfe\xff", b"<\0", b"\0<")


class Unreadable(ValueError):
    """It is no XML, or XML of a kind that nobody needs to send. The text says what is wrong."""


def without_forbidden(text: bytes) -> bytes:
    """The text without the characters that XML 1.0 forbids, written as they are or as `&#x1F;`.

    QuickBooks hands out what somebody has pasted into a field, and the Web Connector passes it on: one
    such character would make the whole answer unreadable. A text in UTF-16, which nobody sends, is left
    as it is.
    """
    if text.startswith(_WIDE):
        return text
    return _REFERENCE.sub(_if_allowed, _CONTROL.sub(b"", text))


def _if_allowed(reference):
    digits = reference[1].decode()
    number = int(digits[1:], 16) if digits[0] == "x" else int(digits[:9])
    allowed = number in _ALLOWED_BEYOND or any(number in each for each in _ALLOWED)
    return reference[0] if allowed else b""


def parse(text: str | bytes, deepest: int = DEEPEST, most: int = MOST_ELEMENTS) -> etree._Element:
    """The root element of an XML text. Comments and processing instructions are left out, and characters
    that XML does not have.

    Bytes are UTF-8, as the Web Connector sends them; a text is read as it is. What its declaration says
    was true of the bytes that it was once, and is not heeded: in another encoding a document type could
    not be seen before it is read.
    Raises Unreadable for what is not well-formed, has a document type, or is larger or deeper than allowed.
    """
    if isinstance(text, str):
        text = text.encode("utf-8", "replace")
    text = without_forbidden(text)
    if b"<!DOCTYPE" in text or b"<!ENTITY" in text:
        raise Unreadable("it has a document type")
    parser = etree.XMLPullParser(
        ("start", "end"),
        encoding="utf-8",
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        remove_comments=True,
        remove_pis=True,
        # Texts of more than ten million characters are refused otherwise.
        huge_tree=True,
    )
    guard = _Guard(deepest, most)
    try:
        for start in range(0, len(text), _PIECE):
            parser.feed(text[start : start + _PIECE])
            guard.look(parser.read_events())
        root = parser.close()
    except etree.LxmlError as error:
        raise Unreadable(f"it is not well-formed ({error})") from error
    guard.look(parser.read_events())
    return root


class _Guard:
    """Looks at elements as they are read, and raises Unreadable at the first one that is not wanted."""

    def __init__(self, deepest, most):
        self._deepest, self._left, self._depth = deepest, most, 0

    def look(self, events):
        for event, _element in events:
            if event == "end":
                self._depth -= 1
                continue
            self._depth += 1
            self._left -= 1
            if self._depth > self._deepest:
                raise Unreadable("its elements are nested too deeply")
            if self._left < 0:
                raise Unreadable("it has too many elements")
