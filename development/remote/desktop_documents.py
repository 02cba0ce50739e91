"""List elements and transactions of QuickBooks Desktop as simple objects, read from an answer's elements."""

from dataclasses import dataclass, field
from decimal import Decimal
from xml.etree import ElementTree

_ZERO = Decimal(0)
_TOTALS = ("TotalAmount", "AmountDue", "CreditAmount", "DepositTotal", "Amount")
_OPEN = ("BalanceRemaining", "CreditRemaining", "UnusedPayment", "OpenAmount")


@dataclass(frozen=True)
class Element:
    """One element of a list: customer, vendor, item, account, terms, payment method, tax item, tax code."""

    kind: str
    id: str
    revision: str
    name: str
    active: bool
    fields: ElementTree.Element = field(repr=False, compare=False)

    def text(self, path: str) -> str:
        """Return the text of a field by qbXML name, for example `BillAddress/City`; empty when absent."""
        return self.fields.findtext(path) or ""

    def amount(self, path: str) -> Decimal:
        """Return a field as a number; zero when absent."""
        return Decimal(self.text(path) or 0)


@dataclass(frozen=True)
class Line:
    """One line of a document. `done` is what has been invoiced or received of an order's line."""

    kind: str
    id: str
    item: str
    description: str
    quantity: Decimal | None
    rate: Decimal | None
    amount: Decimal
    tax_code: str
    done: Decimal
    closed: bool
    fields: ElementTree.Element = field(repr=False, compare=False)


@dataclass(frozen=True)
class Link:
    """A transaction that another one is linked with or applied to."""

    id: str
    kind: str
    number: str
    amount: Decimal


@dataclass(frozen=True)
class Document:
    """One transaction. `open` is what is still due (invoice) or left to use (payment, credit memo).

    `closed` says that an order was closed by hand, `complete` that it is fully invoiced or received.
    `applied` is what a payment settles, or the credits that a refund pays back.
    """

    kind: str
    id: str
    revision: str
    number: str
    name: str
    day: str
    memo: str
    subtotal: Decimal
    tax: Decimal
    total: Decimal
    open: Decimal
    paid: bool
    closed: bool
    complete: bool
    lines: tuple[Line, ...]
    linked: tuple[Link, ...]
    applied: tuple[Link, ...]
    fields: ElementTree.Element = field(repr=False, compare=False)

    def text(self, path: str) -> str:
        """Return the text of a field by qbXML name, for example `PaymentMethodRef/FullName`."""
        return self.fields.findtext(path) or ""

    @property
    def voided(self) -> bool:
        """Whether a person would see VOID on it."""
        return self.memo.startswith("VOID:") and not self.total


def element(reply: ElementTree.Element) -> Element:
    """Return the list element that a `…Ret` element tells of."""
    return Element(
        reply.tag.removesuffix("Ret"),
        reply.findtext("ListID"),
        reply.findtext("EditSequence"),
        reply.findtext("FullName") or reply.findtext("Name") or reply.findtext("Initial"),
        reply.findtext("IsActive") != "false",
        reply,
    )


def _number(reply, *names):
    return next((Decimal(reply.findtext(name)) for name in names if reply.findtext(name)), _ZERO)


def _optional(reply, *names):
    return next((Decimal(reply.findtext(name)) for name in names if reply.findtext(name)), None)


def document(reply: ElementTree.Element) -> Document:
    """Return the transaction that a `…Ret` element tells of."""
    subtotal, tax = _number(reply, "Subtotal"), _number(reply, "SalesTaxTotal")
    names = ("CustomerRef", "VendorRef", "PayeeEntityRef")
    return Document(
        reply.tag.removesuffix("Ret"),
        reply.findtext("TxnID"),
        reply.findtext("EditSequence"),
        reply.findtext("RefNumber") or "",
        next(
            (reply.findtext(f"{name}/FullName") for name in names if reply.find(name) is not None),
            "",
        ),
        reply.findtext("TxnDate"),
        reply.findtext("Memo") or "",
        subtotal,
        tax,
        subtotal + tax if reply.tag == "InvoiceRet" else _number(reply, *_TOTALS),
        _number(reply, *_OPEN),
        reply.findtext("IsPaid") == "true",
        reply.findtext("IsManuallyClosed") == "true",
        "true" in (reply.findtext("IsFullyInvoiced"), reply.findtext("IsFullyReceived")),
        tuple(_line(each) for each in reply if each.tag.endswith("LineRet")),
        tuple(_link(each) for each in reply.findall("LinkedTxn")),
        tuple(_link(each) for each in reply if each.tag.endswith("AppliedToTxnRet")),
        reply,
    )


def _line(reply):
    return Line(
        reply.tag.removesuffix("Ret"),
        reply.findtext("TxnLineID"),
        reply.findtext("ItemRef/FullName") or reply.findtext("AccountRef/FullName") or "",
        reply.findtext("Desc") or reply.findtext("Memo") or "",
        _optional(reply, "Quantity"),
        _optional(reply, "Rate", "Cost"),
        _number(reply, "Amount"),
        reply.findtext("SalesTaxCodeRef/FullName") or "",
        _number(reply, "Invoiced", "ReceivedQuantity"),
        reply.findtext("IsManuallyClosed") == "true",
        reply,
    )


def _link(reply):
    return Link(
        reply.findtext("TxnID"),
        reply.findtext("TxnType"),
        reply.findtext("RefNumber") or "",
        _number(reply, "Amount", "RefundAmount"),
    )
