"""The .qwc file: what the Web Connector is told about a connection. It holds no password.

The elements are Intuit's. OWNER_ID stands for this program in every company file and may never change: the
right to read and write, once given in QuickBooks, is bound to it.
"""

from dataclasses import dataclass
from urllib.parse import urlsplit

from lxml import etree

OWNER_ID = "{8C6A2F41-3D0B-4E57-9A1C-5B7E60D4F293}"
LONGEST_DESCRIPTION = 80
LONGEST_NAME = 60
#: Pro, Premier and Enterprise.
EDITIONS = "0xF"
LOOPBACK = ("localhost", "127.0.0.1", "::1")


class Insecure(ValueError):
    """The Web Connector only takes https addresses, and http ones of its own machine."""


@dataclass(frozen=True, slots=True)
class Application:
    """One connection, as the Web Connector lists it. `file_id` is a GUID in braces; `minutes` lie between
    two runs."""

    name: str
    address: str
    user_name: str
    file_id: str
    minutes: int
    description: str = "Sends sales orders, invoices and payments from Odoo to QuickBooks"


def write(application: Application) -> bytes:
    """The file's content, pure ASCII. Raises Insecure for an address that the Web Connector refuses."""
    if not is_secure(application.address):
        raise Insecure(application.address)
    root = etree.Element("QBWCXML")
    for tag, text in (
        ("AppName", _plain(application.name, LONGEST_NAME)),
        ("AppID", ""),
        ("AppURL", application.address),
        ("AppDescription", _plain(application.description, LONGEST_DESCRIPTION)),
        ("AppSupport", application.address),
        ("UserName", application.user_name),
        ("OwnerID", OWNER_ID),
        ("FileID", application.file_id),
        ("QBType", "QBFS"),
        ("PersonalDataPref", "pdpNotNeeded"),
        ("UnattendedModePref", "umpOptional"),
        ("AuthFlags", EDITIONS),
        ("Style", "Document"),
        ("Notify", "false"),
        ("IsReadOnly", "false"),
    ):
        etree.SubElement(root, tag).text = text
    scheduler = etree.SubElement(root, "Scheduler")
    etree.SubElement(scheduler, "RunEveryNMinutes").text = str(application.minutes)
    return b'<?xml version="1.0"?>\n' + etree.tostring(root, encoding="us-ascii", pretty_print=True)


def is_secure(address: str) -> bool:
    """Whether the Web Connector accepts this address."""
    parts = urlsplit(address)
    return parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in LOOPBACK)


def _plain(text, longest):
    """ASCII on one line: the name also appears in QuickBooks, in a dialog of its own."""
    plain = text.encode("ascii", "ignore").decode()
    return " ".join(plain.split())[:longest]
