"""Adoption on QuickBooks Desktop: the queries that read what a person may have entered, what is kept of the
answers, which of an adopted sales order's lines are Odoo's, and what is sent of an adopted document.

What is kept (`facts`) has the words of a row of QuickBooks Online, so that both backends are compared,
shown and bound alike.
"""

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal

from lxml import etree

from .. import documents as docs
from ..adoption import Found
from ..key import Key
from . import currencies, lines, text
from .answer import Row
from .company import Company
from .lookup import ENTITIES
from .number import form_number, short
from .qbxml import element

#: So many documents are read at a time: with their lines an answer stays below some hundred kilobytes.
PAGE = 100
#: Those of which the lines say what an invoice can link to, or what money is applied to.
WITH_LINES = ("sales_order", "payment")


def query(kind: str, since: date, iterator: str = "") -> etree._Element:
    """The request for the documents of a kind from this day on, or for the next page of them: QuickBooks
    wants the same conditions again with every page."""
    period = element("TxnDateRangeFilter", element("FromTxnDate", since.isoformat()))
    children = [element("MaxReturned", str(PAGE)), period]
    if kind in WITH_LINES:
        children.append(element("IncludeLineItems", "true"))
    attributes = {"iterator": "Continue" if iterator else "Start", "iteratorID": iterator}
    return element(f"{ENTITIES[kind]}QueryRq", *children, **attributes)


# What is kept


def facts(row: Row, codes: Mapping[str, str]) -> dict:
    """What comparing and adopting need of a transaction, as JSON has it: amounts are texts. `codes` are those
    of currencies (see `currencies.codes_by_name`); what is not among them stays empty."""
    kept = {
        "Id": row.qb_id,
        "Type": row.entity,
        "SyncToken": row.revision,
        "DocNumber": row.number,
        "CustomerRef": {
            "value": row.text("CustomerRef/ListID"),
            "name": row.text("CustomerRef/FullName"),
        },
        "TxnDate": row.day,
        "TotalAmt": str(row.total or 0),
        "Balance": str(row.balance or 0),
        "CurrencyRef": {"value": currencies.code(row.text("CurrencyRef/FullName"), codes)},
    }
    if row.status == "Voided":
        kept["PrivateNote"] = "Voided"
    elif row.status:
        kept["TxnStatus"] = row.status
    if row.entity == "SalesOrder":
        kept["Line"] = [_order_line(each) for each in row.element.findall("SalesOrderLineRet")]
    if row.entity == "ReceivePayment":
        kept["Line"] = [
            part for each in row.element.findall("AppliedToTxnRet") for part in _applied(each)
        ]
    return kept


def _order_line(line):
    free = not Decimal(line.findtext("Invoiced") or 0)
    return {
        "Id": line.findtext("TxnLineID") or "",
        "Item": line.findtext("ItemRef/ListID") or "",
        "Qty": line.findtext("Quantity") or "",
        "Amount": line.findtext("Amount") or "0",
        "Free": free and line.findtext("IsManuallyClosed") != "true",
    }


def _applied(each):
    """What a payment settles. Credits and discounts set against it are named as well: Odoo knows nothing of
    those that a person has chosen."""
    found = [(each.findtext("TxnType"), each.findtext("TxnID"), each.findtext("Amount"))]
    if each.findtext("DiscountAmount"):
        found.append(("Discount", each.findtext("TxnID"), each.findtext("DiscountAmount")))
    found += [
        (link.findtext("TxnType"), link.findtext("TxnID"), link.findtext("Amount"))
        for link in each.findall("LinkedTxn")
    ]
    return [
        {"Amount": amount or "0", "LinkedTxn": [{"TxnType": kind or "", "TxnId": qb_id or ""}]}
        for kind, qb_id, amount in found
    ]


def found(kept: Mapping) -> Found:
    """What was kept of a transaction as it is compared: what is booked on the job `Parent:Job` is booked on
    its parent, too."""
    customer = kept["CustomerRef"]
    return Found(
        qb_id=kept["Id"],
        number=kept["DocNumber"],
        customer_id=customer["value"],
        customers=(customer["name"], *above(customer["name"])),
        day=date.fromisoformat(kept["TxnDate"]),
        total=Decimal(kept["TotalAmt"]),
        currency=kept["CurrencyRef"]["value"],
        voided="PrivateNote" in kept,
    )


def above(full_name: str) -> tuple[str, ...]:
    """The full names of the customers that a job belongs to, the nearest first; none of a customer."""
    parts = full_name.split(":")
    return tuple(":".join(parts[:end]) for end in range(len(parts) - 1, 0, -1))


# Odoo's documents


def customer_name(name: str) -> str:
    """What a customer of Odoo is called in QuickBooks."""
    return text.name(name, text.ENTITY_NAME)


def known_as(numbers: Iterable[str], company: Company, payment: bool = False) -> tuple[str, ...]:
    """The numbers that a person, or an earlier connection, may have given a document in QuickBooks: whole,
    or as short as QuickBooks has them. `numbers` are Odoo's, its own number first."""
    numbers = [number for number in numbers if number]
    length = text.LONG_REF_NUMBER if payment else text.REF_NUMBER
    shortened = [short(number, length) for number in numbers]
    if not payment:
        shortened += [form_number(number, company) for number in numbers[:1]]
    return tuple(dict.fromkeys(filter(None, (*numbers, *shortened))))


# Adopted documents


def order_lines(document: docs.SalesOrder, kept: Mapping, ids: Mapping[Key, str]) -> dict[str, int]:
    """{TxnLineID: Odoo's line} of an adopted sales order, so that invoices can bill its lines; nothing where
    the two do not agree line by line in item, quantity and amount. Of a line that is closed or of which
    something has been invoiced it says 0: how much of it is left is a bookkeeper's business. `ids` are the
    ListIDs of items; one that QuickBooks does not have agrees with any."""
    own = [line for line in lines.arranged(document) if line.kind == "item"]
    theirs = [line for line in kept.get("Line", ()) if line["Item"]]
    if len(own) != len(theirs) or kept.get("TxnStatus") == "Closed":
        return {}
    pairs, rest = {}, list(theirs)
    for line in own:
        same = next((each for each in rest if _is_same(line, each, ids)), None)
        if same is None:
            return {}
        rest.remove(same)
        pairs[same["Id"]] = line.source if same["Free"] else 0
    return pairs


def _is_same(line, there, ids):
    item = ids.get(line.item) if line.item else None
    quantity = Decimal(there["Qty"]) if there["Qty"] else None
    return (
        Decimal(there["Amount"]) == line.amount
        and quantity == line.quantity
        and (not item or item == there["Item"])
    )


#: What is kept up to date of a document that a person has entered; the rest of it is theirs.
MAINTAINED = {
    "SalesOrderMod": ("IsManuallyClosed",),
    "ReceivePaymentMod": ("AppliedToTxnMod",),
}
_IDENTITY = ("TxnID", "EditSequence")


def maintained(request: etree._Element | None) -> etree._Element | None:
    """A Mod cut down to what is kept up to date of an adopted document; None where none of that is in it."""
    change = request[0] if request is not None and len(request) else None
    kept = MAINTAINED.get(str(change.tag), ()) if change is not None else ()
    if not kept or not any(child.tag in kept for child in change):
        return None
    for child in list(change):
        if child.tag not in (*_IDENTITY, *kept):
            change.remove(child)
    return request
