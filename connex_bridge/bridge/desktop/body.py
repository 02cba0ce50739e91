"""A document in qbXML's words before it is written, and how it becomes an Add or a Mod.

The fields stand in any order here and are written in QuickBooks' (field_order.py). What a document says is
decided in the translate modules.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from lxml import etree

from .field_order import FIELDS
from .qbxml import element

#: A text, a holder of others (a reference, an address; in the order of its keys), or several holders.
Value = str | Mapping[str, "Value"] | tuple[Mapping[str, "Value"], ...]

#: Holders that a Mod calls otherwise.
_CALLED_IN_MOD = ("SalesOrPurchase", "SalesAndPurchase")
#: Said of what is there, never of what is new.
_NOT_IN_ADD = {"PurchaseOrder": ("IsManuallyClosed",)}
#: Lists know their entries by ListID; everything else is a transaction.
LISTS = ("Customer", "Vendor", "StandardTerms")


@dataclass(frozen=True, slots=True)
class Part:
    """One line: `tag` is a key of `FIELDS`, `source` the Odoo line that it comes from or (of an invoice) the
    order's line that it bills, 0 for none."""

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
