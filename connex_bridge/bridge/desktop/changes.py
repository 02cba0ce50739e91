"""What a Mod sends: the fields, emptied ones among them, and the lines with their ids.

QuickBooks changes only the fields that it is given, so that what a bookkeeper added elsewhere stays; of the
lines all are given, since those that are not listed are deleted. `before` is the body that QuickBooks
acknowledged last, None where it is not known.
"""

from collections.abc import Mapping
from dataclasses import replace

from .around import Known
from .body import Body, Part, Value
from .lines import LIKEST, NEW, kept

#: Sent when it is created and never again: QuickBooks fixes it, or a bookkeeper may have chosen better.
#: IsAutoApply is no field of a Mod; a payment's ARAccountRef is refused there without applications.
ONLY_AT_CREATION = ("ARAccountRef", "CurrencyRef", "IsAutoApply", "IsToBePrinted", "ParentRef")
#: Chosen by settings when a document is created. While the document itself asks for nothing else, what
#: QuickBooks has stays: a changed setting is for new documents, and a bookkeeper may have moved money on.
CHOSEN_AT_CREATION = ("RefNumber", "DepositToAccountRef", "PaymentMethodRef")
#: Fields that are emptied when the document has them no longer. Others always have a value, or keep it.
EMPTIED = (
    *(
        "CompanyName",
        "Phone",
        "Email",
        "ManufacturerPartNumber",
        "PONumber",
        "FOB",
        "Other",
        "Desc",
    ),
    *("CheckNumber", "ItemDesc", "SalesDesc"),
)
EMPTIED_REFERENCES = (
    "TermsRef",
    "ClassRef",
    "CustomerMsgRef",
    "PaymentMethodRef",
    "ShipToEntityRef",
    "CustomerRef",
)
ADDRESSES = ("BillAddress", "ShipAddress", "VendorAddress")
ADDRESS_FIELDS = ("Addr1", "Addr2", "Addr3", "City", "State", "PostalCode", "Country")
NO_REFERENCE = {"FullName": ""}
#: The fields that only an Add has.
_LINK = "LinkToTxn"


def header(after: Body, before: Body | None) -> dict[str, Value]:
    """The fields of a Mod that make QuickBooks say what `after` says."""
    old = before.fields if before else {}
    fixed = set(ONLY_AT_CREATION)
    fixed |= {name for name in CHOSEN_AT_CREATION if after.fields.get(name) == old.get(name)}
    fields: dict[str, Value] = {}
    for name, value in after.fields.items():
        if name in fixed:
            continue
        if name in ADDRESSES and (value or old.get(name)):
            fields[name] = {part: (value or {}).get(part, "") for part in ADDRESS_FIELDS}
        elif value:
            fields[name] = value
    return fields | _emptied(after.fields, old, fixed)


def _emptied(new: Mapping, old: Mapping, fixed=()) -> dict[str, Value]:
    gone = [
        name for name, value in old.items() if value and not new.get(name) and name not in fixed
    ]
    return {name: "" for name in gone if name in EMPTIED} | {
        name: NO_REFERENCE for name in gone if name in EMPTIED_REFERENCES
    }


def with_lines(
    after: Body, before: Body | None, known: Known, billed: tuple[bool, ...]
) -> tuple[Body, list[str], tuple[str, ...]]:
    """(the body with the lines of the Mod, their TxnLineIDs, groups of lines of which none is left).

    `billed` says of each line of `after` whether it bills the line of an order: its link stays with its
    TxnLineID, and the item of a line that is certainly the one it was is not said again. Links can only be
    made in an Add.
    """
    old = _own_parts(before, known)
    if old is None:
        # Unknown line by line, as what was adopted: taken by their places, all of them said in full.
        ids = [*known.lines[: len(after.parts)]]
        ids += [NEW] * (len(after.parts) - len(ids))
        old = {}
    else:
        ids = kept(list(old.values()), after.parts, list(old), _alike)
    parts = [
        _line(part, old.get(line_id), index < len(billed) and billed[index])
        for index, (part, line_id) in enumerate(zip(after.parts, ids, strict=True))
    ]
    tags = {part.tag for part in after.parts}
    groups = {part.tag for part in before.parts} - tags if before else set()
    return replace(after, parts=tuple(parts)), ids, tuple(sorted(groups))


def _own_parts(before: Body | None, known: Known) -> dict[str, Part] | None:
    """{TxnLineID: the line of `before` that it stands for}, in QuickBooks' order, without those that
    somebody has deleted or added there; None where that is not known.

    QuickBooks may have been told one line more, for rounding, at the end.
    """
    if before is None or not len(before.parts) <= len(known.own_lines) <= len(before.parts) + 1:
        return None
    told = dict(zip(known.own_lines, before.parts, strict=False))
    return {line_id: told[line_id] for line_id in known.lines if line_id in told}


def _alike(before: Part, after: Part) -> int:
    """Whether a line is the one that it was, so that it may keep its TxnLineID: 0, 1, or 2 for one that has
    not changed at all. A number cannot be emptied: a line without the quantity that it had is another."""
    if (before.tag, before.source) != (after.tag, after.source):
        return 0
    if before.fields.get("ItemRef") != after.fields.get("ItemRef"):
        return 0
    if "Quantity" in before.fields and "Quantity" not in after.fields:
        return 0
    return LIKEST if before.fields == after.fields else 1


def _line(part, old, billed):
    """`old` is the line that it was, None for a new one and where that is not known."""
    fields = {name: value for name, value in part.fields.items() if name != _LINK}
    if old and billed:
        fields.pop("ItemRef", None)
    if old:
        fields |= _emptied(part.fields, old.fields)
    return Part(part.tag, fields, part.source)


def item(after: Body, before: Body | None, bought: bool | None) -> dict[str, Value]:
    """The fields of an item's Mod: name, description, part number. Price and accounts are a bookkeeper's
    once the item is there.

    `bought` is what it is in QuickBooks: items that are bought have other elements for their sides, and
    QuickBooks takes only an item's own; where that is unknown its sides are not touched.
    """
    fields = header(after, before)
    fields.pop("AccountRef", None)
    one, two = fields.pop("SalesOrPurchase", None), fields.pop("SalesAndPurchase", None)
    described = (one or {}).get("Desc") or (two or {}).get("SalesDesc") or ""
    if bought is None or not (one or two):
        return fields
    if bought:
        return fields | {"SalesAndPurchase": {"SalesDesc": described}}
    return fields | {"SalesOrPurchase": {"Desc": described}}
