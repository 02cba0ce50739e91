"""A document in qbXML's words before it is written: its fields, its lines, and the order QuickBooks reads
them in.

One `Body` becomes an Add or a Mod: the two have the same fields in the same order, which stands here once
for every entity (`FIELDS`). A field that is written gets its place there; everything else about a document
is decided in the translate modules.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from lxml import etree

from .qbxml import element

#: A text, a holder of others (a reference, an address; in the order of its keys), or several holders.
Value = str | Mapping[str, "Value"] | tuple[Mapping[str, "Value"], ...]

_PERSON = ("Phone", "Email")
_ENTRY = ("Name", "IsActive")
_FORM = (
    "CustomerRef",
    "ClassRef",
    "ARAccountRef",
    "TxnDate",
    "RefNumber",
    "BillAddress",
    "ShipAddress",
)
_FORM_END = ("Memo", "CustomerMsgRef", "IsToBePrinted", "Other", "ExchangeRate")
_FORM_LINE = (
    *("ItemRef", "Desc", "Quantity", "Rate", "ClassRef", "Amount", "SalesTaxCodeRef"),
    "LinkToTxn",
)
_SALE = (*_FORM, "PONumber", "TermsRef", "DueDate", "FOB", "ItemSalesTaxRef")
_EXPENSE = ("AccountRef", "Amount", "Memo", "CustomerRef", "BillableStatus")
_BOUGHT = (
    "ItemRef",
    "Desc",
    "Quantity",
    "Cost",
    "Amount",
    "CustomerRef",
    "BillableStatus",
    "LinkToTxn",
)
_PURCHASE = ("VendorRef", "APAccountRef", "TxnDate", "DueDate", "RefNumber", "TermsRef", "Memo")
_SOLD_OR_BOUGHT = ("SalesTaxCodeRef", "SalesOrPurchase", "SalesAndPurchase")

#: entity → its fields in QuickBooks' order, those of Add and of Mod alike
FIELDS: dict[str, tuple[str, ...]] = {
    "Customer": (*_ENTRY, "CompanyName", "BillAddress", *_PERSON, "CurrencyRef"),
    "Vendor": (*_ENTRY, "CompanyName", "VendorAddress", *_PERSON, "CurrencyRef"),
    "StandardTerms": (*_ENTRY, "StdDueDays"),
    "ItemService": (*_ENTRY, "ParentRef", *_SOLD_OR_BOUGHT),
    "ItemNonInventory": (*_ENTRY, "ParentRef", "ManufacturerPartNumber", *_SOLD_OR_BOUGHT),
    "ItemOtherCharge": (*_ENTRY, "ParentRef", *_SOLD_OR_BOUGHT),
    "ItemDiscount": (*_ENTRY, "ParentRef", "ItemDesc", "SalesTaxCodeRef", "AccountRef"),
    "ItemInventory": (*_ENTRY, "ParentRef", "ManufacturerPartNumber", "SalesDesc"),
    "SalesOrder": (*_SALE, "IsManuallyClosed", *_FORM_END),
    "Invoice": (*_SALE, *_FORM_END),
    "CreditMemo": (*_SALE, *_FORM_END),
    "SalesReceipt": (
        *(*_FORM, "CheckNumber", "PaymentMethodRef", "DueDate", "FOB", "ItemSalesTaxRef"),
        *(
            "Memo",
            "CustomerMsgRef",
            "IsToBePrinted",
            "DepositToAccountRef",
            "Other",
            "ExchangeRate",
        ),
    ),
    "SalesOrderLine": _FORM_LINE,
    "InvoiceLine": _FORM_LINE,
    "CreditMemoLine": _FORM_LINE,
    "SalesReceiptLine": _FORM_LINE,
    "ReceivePayment": (
        *("CustomerRef", "ARAccountRef", "TxnDate", "RefNumber", "TotalAmount", "ExchangeRate"),
        *("PaymentMethodRef", "Memo", "DepositToAccountRef", "IsAutoApply"),
    ),
    "AppliedToTxn": ("TxnID", "PaymentAmount", "SetCredit"),
    "Check": (
        *("AccountRef", "PayeeEntityRef", "RefNumber", "TxnDate", "Memo", "IsToBePrinted"),
        "ExchangeRate",
    ),
    "ARRefundCreditCard": (
        *("CustomerRef", "RefundFromAccountRef", "ARAccountRef", "TxnDate", "RefNumber"),
        *("PaymentMethodRef", "Memo", "ExchangeRate"),
    ),
    "RefundAppliedToTxn": ("TxnID", "RefundAmount"),
    "PurchaseOrder": (
        *("VendorRef", "ShipToEntityRef", "TxnDate", "RefNumber", "ShipAddress", "TermsRef"),
        *("ExpectedDate", "IsManuallyClosed", "Memo", "IsToBePrinted", "ExchangeRate"),
    ),
    "PurchaseOrderLine": ("ItemRef", "Desc", "Quantity", "Rate", "Amount", "CustomerRef"),
    "Bill": (*_PURCHASE, "ExchangeRate"),
    "VendorCredit": (*_PURCHASE, "ExchangeRate"),
    "ExpenseLine": _EXPENSE,
    "ItemLine": _BOUGHT,
}
#: Holders that a Mod calls otherwise.
_CALLED_IN_MOD = ("SalesOrPurchase", "SalesAndPurchase")
#: Said of what is there, never of what is new.
_NOT_IN_ADD = {"PurchaseOrder": ("IsManuallyClosed",)}
#: Lists know their entries by ListID; everything else is a transaction.
LISTS = ("Customer", "Vendor", "StandardTerms")


@dataclass(frozen=True, slots=True)
class Part:
    """One line: `tag` is a key of `FIELDS`, `source` the Odoo line it comes from, 0 for none."""

    tag: str
    fields: Mapping[str, Value]
    source: int = 0


@dataclass(frozen=True, slots=True)
class Body:
    """`entity` is a key of `FIELDS`. A field whose value is None or empty is not written in an Add."""

    entity: str
    fields: Mapping[str, Value | None]
    parts: tuple[Part, ...] = field(default=())


def is_list(entity: str) -> bool:
    """Whether the entity is a list entry, known by a ListID, and not a transaction."""
    return entity in LISTS or entity.startswith("Item")


def add(body: Body) -> etree._Element:
    """The Add request. Raises ValueError for a field that has no place in `FIELDS`."""
    parts = [_written(f"{part.tag}Add", part.tag, part.fields) for part in body.parts]
    left_out = _NOT_IN_ADD.get(body.entity, ())
    fields = {n: value for n, value in body.fields.items() if value and n not in left_out}
    inner = _written(f"{body.entity}Add", body.entity, fields, parts)
    return element(f"{body.entity}AddRq", inner)


def mod(
    body: Body, qb_id: str, revision: str, line_ids: Iterable[str] = (), cleared: Iterable[str] = ()
) -> etree._Element:
    """The Mod request. An empty text empties its field in QuickBooks, a None leaves it as it is.

    `line_ids` are the TxnLineIDs of the body's parts, "-1" for a new line, empty for a part that has none
    (what a payment is applied to). `cleared` are groups of lines of which none is left: `ExpenseLine`,
    `ItemLine`. Raises ValueError as `add`.
    """
    parts = [
        _written(f"{part.tag}Mod", part.tag, part.fields, first=_line_id(line_id))
        for part, line_id in zip(body.parts, line_ids, strict=True)
    ]
    places = [0, sum(part.tag == "ExpenseLine" for part in body.parts)]
    for place, group in reversed(list(zip(places, ("ExpenseLine", "ItemLine"), strict=True))):
        if group in cleared:
            parts.insert(place, element(f"Clear{group}s", "true"))
    identity = [
        element("ListID" if is_list(body.entity) else "TxnID", qb_id),
        element("EditSequence", revision),
    ]
    inner = _written(f"{body.entity}Mod", body.entity, body.fields, parts, identity, in_mod=True)
    return element(f"{body.entity}ModRq", inner)


def _line_id(line_id):
    return [element("TxnLineID", line_id)] if line_id else []


def _written(tag, entity, fields, parts=(), first=(), in_mod=False):
    order = FIELDS[entity]
    if unknown := set(fields) - set(order):
        raise ValueError(f"{entity} has no place for {', '.join(sorted(unknown))}")
    children = [
        child
        for name in order
        if fields.get(name) is not None
        for child in _children(name, fields[name], in_mod)
    ]
    return element(tag, *first, *children, *parts)


def _children(name, value, in_mod):
    tag = f"{name}Mod" if in_mod and name in _CALLED_IN_MOD else name
    if isinstance(value, str):
        return [element(tag, value)]
    holders = value if isinstance(value, tuple) else (value,)
    return [
        element(tag, *(child for n, v in holder.items() for child in _children(n, v, False)))
        for holder in holders
    ]
