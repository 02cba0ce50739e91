"""Reading QuickBooks Desktop's answers: the status and the objects of every request of a message set.

Pure. An answer can be large and is not trusted: no document type, no entities. What a status means is
statuses.py's business.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from functools import cached_property

from lxml import etree

from ..fault import Fault
from ..online.moments import moment
from . import safe_xml, statuses

_PROLOGUE = re.compile(r"^\s*(<\?[^>]*\?>\s*)*")
#: Where each kind of object says its total, and what of it is still open.
_TOTALS = {
    "Bill": "AmountDue",
    "Check": "Amount",
    "VendorCredit": "CreditAmount",
    "Deposit": "DepositTotal",
}
_OPEN = {
    "Invoice": "BalanceRemaining",
    "CreditMemo": "CreditRemaining",
    "ReceivePayment": "UnusedPayment",
    "Bill": "OpenAmount",
    "VendorCredit": "OpenAmount",
}
#: What is settled the moment it is entered.
_SETTLED = ("SalesReceipt", "Check", "ARRefundCreditCard")
_LINE = re.compile(r"^\w*LineRet$")
VOID = "VOID:"


class Row:
    """One object in an answer: `entity` is its kind (`Invoice`, `Customer`, `ItemService` …)."""

    def __init__(self, element: etree._Element):
        self.element = element
        self.entity = element.tag.removesuffix("Ret")

    @property
    def is_object(self) -> bool:
        """Whether it is an object itself, and not only a mention of one."""
        return self.element.tag.endswith("Ret") and len(self.element) > 0

    def text(self, path: str) -> str:
        """The value of a field, given as a path (`CustomerRef/ListID`); empty if it is not there."""
        return (self.element.findtext(path) or "").strip()

    def flag(self, path: str) -> bool:
        """A yes or no; no if it is not there."""
        return self.text(path) == "true"

    def amount(self, path: str) -> Decimal | None:
        """A number, None if it is not there or is none."""
        try:
            return Decimal(self.text(path)) if self.text(path) else None
        except InvalidOperation:
            return None

    @property
    def qb_id(self) -> str:
        return self.text("TxnID") or self.text("ListID")

    @property
    def revision(self) -> str:
        return self.text("EditSequence")

    @property
    def updated_at(self) -> datetime | None:
        """When QuickBooks last changed it, by the clock of its computer: UTC without a zone."""
        return moment(self.text("TimeModified"))

    @property
    def number(self) -> str:
        return self.text("RefNumber")

    @property
    def day(self) -> str:
        """The day under which a transaction is booked, in ISO form; empty for list entries."""
        return self.text("TxnDate")

    @property
    def total(self) -> Decimal | None:
        """The document's total in its currency; None for what has none. An invoice does not say it:
        it is its subtotal and its sales tax."""
        if self.entity == "Invoice":
            subtotal = self.amount("Subtotal")
            return None if subtotal is None else subtotal + (self.amount("SalesTaxTotal") or 0)
        return self.amount(_TOTALS.get(self.entity, "TotalAmount"))

    @property
    def balance(self) -> Decimal | None:
        """What is still open of a document, in its currency; of a payment, what is not applied."""
        if self.entity in _SETTLED:
            return Decimal(0)
        return self.amount(_OPEN[self.entity]) if self.entity in _OPEN else None

    @property
    def status(self) -> str:
        """`Open` or `Closed` of a sales or purchase order, `Voided` of what was voided; else empty."""
        if self.text("Memo").upper().startswith(VOID):
            return "Voided"
        if self.entity not in ("SalesOrder", "PurchaseOrder"):
            return ""
        flags = ("IsManuallyClosed", "IsFullyInvoiced", "IsFullyReceived")
        return "Closed" if any(map(self.flag, flags)) else "Open"

    @property
    def lines(self) -> tuple[str, ...]:
        """The TxnLineIDs of its lines, in their order, those inside of groups as well."""
        return tuple(
            line.findtext("TxnLineID") or ""
            for line in self.element.iter()
            if _LINE.match(str(line.tag)) and line.find("TxnLineID") is not None
        )

    def linked(self, kind: str) -> tuple[str, ...]:
        """The ids of the transactions of this kind that it is linked to."""
        ids = (
            link.findtext("TxnID")
            for link in self.element.iter("LinkedTxn")
            if link.findtext("TxnType") == kind
        )
        return tuple(dict.fromkeys(filter(None, ids)))

    def applied(self) -> dict[str, dict]:
        """What a payment's money is applied to, by TxnID: the fields by which a Mod says so again. Credits
        that are set against the same are not in it; they stay whatever a Mod says."""
        found = {}
        for each in map(Row, self.element.findall("AppliedToTxnRet")):
            fields: dict = {"PaymentAmount": each.text("Amount")}
            if each.amount("DiscountAmount"):
                fields["DiscountAmount"] = each.text("DiscountAmount")
                names = ("DiscountAccountRef", "DiscountClassRef")
                ids = {name: each.text(f"{name}/ListID") for name in names}
                fields |= {name: {"ListID": qb_id} for name, qb_id in ids.items() if qb_id}
            if each.amount("Amount") or "DiscountAmount" in fields:
                found[each.qb_id] = fields
        return found

    @property
    def data(self) -> dict:
        """The object in the words in which rows of either backend are matched and shown: `Id`, `Name`,
        `FullyQualifiedName`, `Active`, `Type`, and what else list entries have; `Line` with their ids."""
        name = self.text("Name")
        found = {
            "Id": self.qb_id,
            "SyncToken": self.revision,
            "Name": name,
            "DisplayName": name,
            "FullyQualifiedName": self.text("FullName") or name,
            "Active": self.text("IsActive") != "false",
            "Type": self.text("AccountType") or self.entity,
            "Sku": self.text("ManufacturerPartNumber"),
            "PrivateNote": self.text("Memo"),
            "DocNumber": self.number,
            "TxnDate": self.day,
            "Line": [{"Id": line} for line in self.lines],
        }
        if email := self.text("Email"):
            found["PrimaryEmailAddr"] = {"Address": email}
        if currency := self.text("CurrencyRef/FullName"):
            found["CurrencyRef"] = {"name": currency}
        return found


_NOTHING = Row(etree.Element("NothingRet"))


@dataclass(frozen=True)
class Outcome:
    """What QuickBooks answered to one request: `done` (with the `rows` that came back), `fault`
    (refused, nothing was done), or `missing` (the answer does not speak of it).

    `fault` of a `done` one is a remark: QuickBooks did it, but not all of it or not quite (status 500 to
    999). `remaining` and `iterator` belong to a query read in pages.
    """

    kind: str
    rows: tuple[Row, ...] = ()
    fault: Fault | None = None
    remaining: int = 0
    iterator: str = ""

    @cached_property
    def row(self) -> Row:
        """The first object; one without any fields if there is none."""
        return self.rows[0] if self.rows else _NOTHING

    qb_id = property(lambda self: self.row.qb_id)
    revision = property(lambda self: self.row.revision)
    updated_at = property(lambda self: self.row.updated_at)
    number = property(lambda self: self.row.number)
    day = property(lambda self: self.row.day)
    total = property(lambda self: self.row.total)
    balance = property(lambda self: self.row.balance)
    status = property(lambda self: self.row.status)
    lines = property(lambda self: self.row.lines)
    data = property(lambda self: self.row.data)

    def closes(self, order: str) -> bool:
        """Whether this invoice is linked to that sales order, as far as the answer says."""
        return order in self.row.linked("SalesOrder")

    def linked(self, kind: str) -> tuple[str, ...]:
        """The ids of the transactions of this kind that the first object is linked to."""
        return self.row.linked(kind)


@dataclass(frozen=True)
class Answer:
    """The answer to a message set: an outcome for each request, and the status of the set as a whole
    (`0` or empty is fine; see statuses.py), which only a set with an id has."""

    outcomes: dict[str, Outcome]
    set_status: str = ""


def parse(text: str) -> etree._Element:
    """The root of a qbXML answer. Raises safe_xml.Unreadable for anything else, a document type included."""
    root = safe_xml.parse(text[_PROLOGUE.match(text).end() :])
    if root.tag != "QBXML":
        raise safe_xml.Unreadable(f"not an answer of QuickBooks: {root.tag}")
    return root


def read(text: str, ids: Iterable[str]) -> Answer:
    """The answer to the requests with these ids. Requests that are not answered are `missing`.
    Raises safe_xml.Unreadable when the text is no answer to a message set."""
    messages = parse(text).find("QBXMLMsgsRs")
    if messages is None:
        raise safe_xml.Unreadable("no answer to a message set")
    found = {each.get("requestID"): _outcome(each) for each in messages if _is_answer(each)}
    outcomes = {each: found.get(each, Outcome("missing")) for each in ids}
    return Answer(outcomes, messages.get("messageSetStatusCode", ""))


def read_answer(text: str, ids: Iterable[str]) -> dict[str, Outcome]:
    """The outcome of each request: `read` without the status of the set."""
    return read(text, ids).outcomes


def objects(text: str) -> list[Row]:
    """All objects in an answer, whatever was asked. Raises safe_xml.Unreadable as `parse`."""
    return [Row(each) for each in parse(text).iter() if _is_object(each, top=True)]


def _is_answer(element) -> bool:
    return isinstance(element.tag, str) and element.tag.endswith("Rs")


def _is_object(element, top: bool = False) -> bool:
    if not isinstance(element.tag, str) or not element.tag.endswith("Ret"):
        return False
    return not top or (element.getparent() is not None and _is_answer(element.getparent()))


def _outcome(answer: etree._Element) -> Outcome:
    code = answer.get("statusCode", "")
    message = answer.get("statusMessage", "")
    rows = tuple(Row(each) for each in answer if _is_object(each))
    if not rows and (recovered := answer.find("ErrorRecovery")) is not None:
        # It was saved, although QuickBooks could not say everything about it.
        return Outcome("done", (Row(recovered),), Fault(code, message))
    if statuses.is_refusal(code, answer.get("statusSeverity", "")):
        return Outcome("fault", rows, Fault(code, message))
    if not rows and (answer.find("TxnID") is not None or answer.find("ListID") is not None):
        rows = (Row(answer),)  # voided or deleted: the answer itself says which
    return Outcome(
        "done",
        rows,
        Fault(code, message) if code not in ("", *statuses.FINE) else None,
        remaining=_count(answer.get("iteratorRemainingCount") or "0"),
        iterator=answer.get("iteratorID", ""),
    )


def _count(text):
    # Taken for none, it would make a list complete of which there is more.
    if not text.isdecimal():
        raise safe_xml.Unreadable(f"not a number of objects: {text}")
    return int(text)


def day_of(text: str) -> date | None:
    """A day of QuickBooks, None if it is none."""
    try:
        return date.fromisoformat(text[:10])
    except ValueError:
        return None
