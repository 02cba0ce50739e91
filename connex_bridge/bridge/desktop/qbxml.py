"""Writing qbXML: elements in the order given, and the message set around them.

Nothing here knows what a request contains. QuickBooks refuses a whole set for one element out of order or
one character outside ASCII, so the order is the caller's, and characters are written as references.
"""

from collections.abc import Iterable

from lxml import etree

#: Every QuickBooks since 2014 understands it, and it has all that is needed.
VERSION = "13.0"
#: Longer ids were seen refused (status 9004).
LONGEST_SET_ID = 23
_PROLOGUE = f'<?xml version="1.0" encoding="utf-8"?><?qbxml version="{VERSION}"?>'


def element(tag: str, *children, **attributes: str) -> etree._Element:
    """An element with these children, in their order; a child that is None is left out.

    A single child that is text becomes the element's value. Attributes that are empty are left out.
    Raises ValueError for a character that XML cannot have: take texts through `text.py` first.
    """
    made = etree.Element(tag, {name: value for name, value in attributes.items() if value})
    if len(children) == 1 and isinstance(children[0], str):
        made.text = children[0]
        return made
    made.extend(child for child in children if child is not None)
    return made


def value(tag: str, text: str | None) -> etree._Element | None:
    """An element with a value, None where there is no value: for optional elements of an Add."""
    return element(tag, text) if text else None


def reference(tag: str, list_id: str | None) -> etree._Element | None:
    """A reference to a list entry by its ListID, None where there is none."""
    return element(tag, element("ListID", list_id)) if list_id else None


def message_set(
    requests: Iterable[etree._Element],
    new_id: str = "",
    old_id: str = "",
    stop_on_error: bool = False,
) -> str:
    """The text of a message set: pure ASCII, without white space between elements.

    `new_id` has QuickBooks keep its answer, so that the identical text sent again gets that answer and
    executes nothing; `old_id` has it forget an earlier answer. Raises ValueError for ids that are too long.
    """
    requests = list(requests)
    if requests and new_id and new_id == old_id:
        raise ValueError("a message set cannot have QuickBooks forget its own answer")
    if max(len(new_id), len(old_id)) > LONGEST_SET_ID:
        raise ValueError(f"a message set id has at most {LONGEST_SET_ID} characters")
    message = element(
        "QBXMLMsgsRq",
        *requests,
        onError="stopOnError" if stop_on_error else "continueOnError",
        oldMessageSetID=old_id,
        newMessageSetID=new_id,
    )
    root = element("QBXML", message)
    return _PROLOGUE + etree.tostring(root, encoding="us-ascii").decode().split("?>\n", 1)[-1]


def sent_number(message: str, request_id: str) -> str:
    """The RefNumber that the request with this id gives its transaction, in a message set of ours; empty if
    there is no such request, or it gives none."""
    requests = etree.fromstring(message.encode()).iterfind("*/*")
    request = next((each for each in requests if each.get("requestID") == request_id), None)
    return "" if request is None else request.findtext("*/RefNumber", "")


def status_check(set_id: str) -> str:
    """The text that asks what became of the message set with this id, and executes nothing: QuickBooks
    gives the answer that it has stored, or the status 600 when it has none."""
    return message_set((), set_id, set_id)
