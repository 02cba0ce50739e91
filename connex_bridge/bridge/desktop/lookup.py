"""Finding what QuickBooks Desktop has already: the queries to ask with, and matching what comes back.

Pure. QuickBooks can be asked for names, numbers and ids, but neither for e-mail addresses nor for what
stands in a memo: customers' addresses are compared in a copy of the customer list, and our marker is
looked for in what has the document's number.
"""

import re
from collections.abc import Iterable, Mapping

from lxml import etree

from .. import documents as docs
from ..key import Key
from ..online.matching import Match, Ways
from ..purchase_documents import Vendor
from . import currencies, text
from .answer import Row
from .company import Company
from .item_sides import item_sides
from .number import document_number, short
from .qbxml import element
from .translate_lists import item_name

#: kind of document → how QuickBooks calls it
ENTITIES = {
    "customer": "Customer",
    "vendor": "Vendor",
    "item": "Item",
    "term": "StandardTerms",
    "sales_order": "SalesOrder",
    "invoice": "Invoice",
    "sales_receipt": "SalesReceipt",
    "credit_memo": "CreditMemo",
    "payment": "ReceivePayment",
    "refund": "Check",
    "purchase_order": "PurchaseOrder",
    "bill": "Bill",
    "vendor_credit": "VendorCredit",
}
WITH_LINES = (
    "SalesOrder", "Invoice", "SalesReceipt", "CreditMemo", "ReceivePayment", "PurchaseOrder", "Bill",
    "VendorCredit",
)  # fmt: skip
WITH_LINKS = ("SalesOrder", "Invoice", "CreditMemo", "PurchaseOrder", "Bill", "VendorCredit")
NUMBERS_PER_QUERY = 100
_MARKED = re.compile(r"\[connex \w+\]")


def by_id(entity: str, qb_id: str) -> etree._Element:
    """The query for one object by its ListID or TxnID, with lines and links where it has any."""
    listed = entity in ("Customer", "Vendor", "StandardTerms") or entity.startswith("Item")
    children = [element("ListID" if listed else "TxnID", qb_id), *_whole(entity)]
    return _query("Item" if entity.startswith("Item") else entity, children)


def _whole(entity):
    wanted = (("IncludeLineItems", WITH_LINES), ("IncludeLinkedTxns", WITH_LINKS))
    return [element(name, "true") for name, entities in wanted if entity in entities]


def by_names(kind: str, names: Iterable[str]) -> etree._Element:
    """The query for entries of a list (`customer`, `vendor`, `item`, `term`) with these full names."""
    return _query(ENTITIES[kind], [element("FullName", name) for name in names])


def by_numbers(entity: str, numbers: Iterable[str]) -> etree._Element:
    """The query for transactions with these RefNumbers, with lines and links where they have any: one of
    them may be ours, and is changed next."""
    return _query(entity, [*(element("RefNumber", each) for each in numbers), *_whole(entity)])


def _query(entity, children):
    query = etree.Element(f"{entity}QueryRq")
    query.extend(children)
    return query


# Names


def names(document, ways: Ways) -> list[str]:
    """The full names under which QuickBooks may have the entry, the first is the one it would be created
    under: of a customer with its variants (see `variants`), and without the currency that it is named
    for; of a vendor with its currency; of an item also its SKU, as most companies use it for the item's
    name."""
    if isinstance(document, docs.Customer):
        plain = text.name(document.name_without_currency, text.ENTITY_NAME)
        return _different(*variants(document, ways), plain)
    if isinstance(document, docs.Item):
        named = [item_name(document)]
        parent = [f"{ways.item_parent}:{name}" for name in named if ways.item_parent and name]
        sku = text.name(document.sku, text.ITEM_NAME) if ways.items != "name" else ""
        if ways.items == "sku" and sku:
            named, parent = [], []
        return _different(*([sku] if sku else []), *parent, *named)
    if isinstance(document, Vendor):
        return _vendor_names(document, ways)
    return _different(text.name(document.name, text.TERM_NAME))


def variants(customer: docs.Customer, ways: Ways) -> list[str]:
    """A customer's name, then what it becomes where somebody else has it: with the currency, the city,
    Odoo's number. Always the same ones for the same customer."""
    own = customer.currency and customer.name.endswith(f"({customer.currency})")
    marks = [
        customer.currency if ways.currencies and not own else "",
        text.clean(customer.billing.city, text.CITY),
        f"Odoo {customer.key.id}",
    ]
    if not text.name(customer.name, text.ENTITY_NAME):
        return []
    marked = (text.name(customer.name, text.ENTITY_NAME, mark) for mark in marks if mark)
    return _different(text.name(customer.name, text.ENTITY_NAME), *marked)


def _vendor_names(vendor, ways):
    """A vendor's name, then the one that it gets where QuickBooks keeps that name in another currency."""
    name = text.name(vendor.name, text.ENTITY_NAME)
    own = vendor.name.endswith(f"({vendor.currency})")
    if not (name and ways.currencies and vendor.currency) or own:
        return _different(name)
    return _different(name, text.name(vendor.name, text.ENTITY_NAME, vendor.currency))


def _different(*found: str) -> list[str]:
    return list(dict.fromkeys(filter(None, found)))


def match_customer(
    customer: docs.Customer,
    rows: Iterable[Mapping],
    mailed: Iterable[Mapping],
    ways: Ways,
    holders: Mapping[str, Key],
) -> Match:
    """What was found for a customer: the entry with its name or a variant of it, or the one with its
    e-mail address among `mailed`, from the copied list. Rows are as `matchable` makes them. `holders` are
    the QuickBooks ids that stand for a customer of Odoo already; two share one only with the same address.
    Where the company keeps several currencies, an entry in another one is somebody else; that of a further
    account may have the customer's plain name."""
    by_name = {text.same(row["FullyQualifiedName"]): row for row in rows}
    email = text.email(customer.email).lower()

    def free(row):
        holder = holders.get(row["Id"], customer.key)
        address = (row.get("PrimaryEmailAddr") or {}).get("Address", "").lower()
        shared = holder == customer.key or bool(email and email == address)
        return row["Active"] and shared and _has_currency(row, customer, ways)

    posted = [row for row in mailed if free(row)] if email and ways.customers != "name" else []
    found = Match(posted[0], "email") if len(posted) == 1 else Match(candidates=tuple(posted))
    free_name, by_email_only = "", bool(ways.customers == "email" and email)
    for number, name in enumerate(variants(customer, ways)):
        row = by_name.get(text.same(name))
        if row is None:
            free_name = name if number else ""
            break
        if free(row) and not by_email_only:
            return Match(row, "name")
    plain = by_name.get(text.same(text.name(customer.name_without_currency, text.ENTITY_NAME)))
    if plain and free(plain) and _currency(plain) and not by_email_only:
        return Match(plain, "name")
    if found.row or found.candidates:
        return found
    return Match(free_name=free_name)


def _currency(row):
    return (row.get("CurrencyRef") or {}).get("value")


def _has_currency(row, partner, ways):
    currency = _currency(row)
    if not ways.currencies or not currency or not partner.currency:
        return True
    return currency == partner.currency


def matchable(rows: Iterable[Row], codes: Mapping[str, str]) -> list[dict]:
    """The rows as they are matched and bound, items with their sides, and with the codes of currencies:
    QuickBooks calls these by name (`Euro`). `codes` are as `currencies.codes_by_name` makes them."""
    found = []
    for row in rows:
        data = row.data
        found.append(data)
        if row.entity.startswith("Item"):
            data["Sides"] = item_sides(row)
        if currency := data.get("CurrencyRef"):
            currency["value"] = currencies.code(currency["name"], codes) or currency["name"]
    return found


def match_entry(document, rows: Iterable[Mapping], ways: Ways) -> Match:
    """What was found for a vendor, item or term: the entry with the first of its names that there is. A
    vendor that is kept in another currency is somebody else."""
    usable = [row for row in rows if row["Active"]]
    by_name = {text.same(row["FullyQualifiedName"]): row for row in usable}
    if isinstance(document, Vendor):
        return _match_vendor(document, by_name, ways)
    for name in names(document, ways):
        if row := by_name.get(text.same(name)):
            by_sku = isinstance(document, docs.Item) and name == text.name(
                document.sku, text.ITEM_NAME
            )
            return Match(row, "sku" if by_sku else "name")
    return Match()


def _match_vendor(vendor, by_name, ways):
    for number, name in enumerate(names(vendor, ways)):
        row = by_name.get(text.same(name))
        if row is None:
            return Match(free_name=name if number else "")
        if _has_currency(row, vendor, ways):
            return Match(row, "name")
    return Match()


# Numbers


def ref_number(document, company: Company) -> str:
    """The RefNumber under which QuickBooks has, or would have, the transaction; empty for none."""
    if isinstance(document, docs.SalesForm):
        return document_number(document, company)
    reference = getattr(document, "reference", "") or document.number
    long = document.key.document in ("payment", "bill", "vendor_credit")
    return short(reference, text.LONG_REF_NUMBER if long else text.REF_NUMBER)


def marked(rows: Iterable[Row], marker: str) -> Row | None:
    """The transaction that carries our marker, None if there is none."""
    return next((row for row in rows if marker in row.text("Memo")), None)


def typed_in(rows: Iterable[Row]) -> list[Row]:
    """The transactions that no program has marked as its own: a person may have entered them."""
    return [row for row in rows if not _MARKED.search(row.text("Memo"))]
