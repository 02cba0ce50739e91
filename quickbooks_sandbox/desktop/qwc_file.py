"""Reads a .qwc file as the Web Connector does when somebody adds an application."""

import re
from dataclasses import dataclass
from urllib.parse import urlsplit
from xml.etree import ElementTree

_REQUIRED = (
    "AppName",
    "AppID",
    "AppURL",
    "AppDescription",
    "AppSupport",
    "UserName",
    "OwnerID",
    "FileID",
    "QBType",
)
_OPTIONAL = {
    "AppDisplayName": None,
    "AppUniqueName": None,
    "AuthFlags": re.compile(r"0x[0-9A-Fa-f]+|\d+"),
    "CertURL": None,
    "IsReadOnly": re.compile("true|false"),
    "Notify": re.compile("true|false"),
    "PersonalDataPref": re.compile("pdpNotNeeded|pdpOptional|pdpRequired"),
    "Scheduler": None,
    "Style": re.compile("Document|DocWrapped|RPC"),
    "UnattendedModePref": re.compile("umpRequired|umpOptional"),
}
_GUID = re.compile(r"\{[0-9A-Fa-f]{8}(-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}\}")
_LONGEST_DESCRIPTION = 80
_OWN_MACHINE = ("localhost", "127.0.0.1", "::1")


@dataclass(frozen=True)
class Application:
    """What the Web Connector knows of an application."""

    name: str
    url: str
    support: str
    user: str
    owner_id: str
    file_id: str
    style: str
    seconds: int


def read(text):
    """The application in a file's text. Raises ``ValueError`` for what the Web Connector refuses."""
    try:
        root = ElementTree.fromstring(text)
    except ElementTree.ParseError as error:
        raise ValueError(f"the .qwc file is not well-formed: {error}") from error
    if root.tag != "QBWCXML":
        raise ValueError("the root of the .qwc file is not QBWCXML")
    values = {}
    for child in root:
        if child.tag not in (*_REQUIRED, *_OPTIONAL) or child.tag in values:
            raise ValueError(f"{child.tag} is unknown or twice in the .qwc file")
        values[child.tag] = child if child.tag == "Scheduler" else (child.text or "").strip()
    _check(values)
    return Application(
        values["AppName"],
        values["AppURL"],
        values["AppSupport"],
        values["UserName"],
        values["OwnerID"],
        values["FileID"],
        values.get("Style", "Document"),
        _schedule(values.get("Scheduler")),
    )


def _check(values):
    for tag in _REQUIRED:
        if tag not in values or (tag != "AppID" and not values[tag]):
            raise ValueError(f"{tag} is missing in the .qwc file")
    for tag, form in _OPTIONAL.items():
        if form and tag in values and not form.fullmatch(values[tag]):
            raise ValueError(f"{tag} cannot be {values[tag]!r}")
    for tag in ("OwnerID", "FileID"):
        if not _GUID.fullmatch(values[tag]):
            raise ValueError(f"{tag} is no GUID in braces")
    if len(values["AppDescription"]) > _LONGEST_DESCRIPTION:
        raise ValueError("AppDescription has more than 80 characters")
    if values["QBType"] not in ("QBFS", "QBPOS"):
        raise ValueError("QBType is neither QBFS nor QBPOS")
    address, support = (urlsplit(values[tag]) for tag in ("AppURL", "AppSupport"))
    if address.scheme != "https" and address.hostname not in _OWN_MACHINE:
        raise ValueError("AppURL is not https")
    if support.hostname != address.hostname:
        raise ValueError("AppSupport is not on the host of AppURL")


def _schedule(element):
    """Seconds between two runs, 0 without a schedule."""
    if element is None:
        return 0
    for child in element:
        if child.tag not in ("RunEveryNMinutes", "RunEveryNSeconds"):
            raise ValueError(f"{child.tag} is unknown in Scheduler")
        number = (child.text or "").strip()
        if not number.isdecimal() or not int(number):
            raise ValueError(f"{child.tag} is no number")
        return int(number) * (60 if child.tag == "RunEveryNMinutes" else 1)
    return 0
