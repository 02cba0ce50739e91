"""Adds and changes list elements: customers, vendors, items, accounts and the short lists."""

from dataclasses import replace

from .books import Record
from .kinds import ITEMS, LISTS, TAX_ITEMS
from .references import resolved
from .statuses import (
    TEXTS,
    Fault,
    feature_off,
    invalid_reference,
    missing,
    name_in_use,
    not_found,
    not_together,
    out_of_date,
)

#: fields of requests that are not fields of the element
_NOT_KEPT = (
    "ListID",
    "EditSequence",
    "OpenBalance",
    "OpenBalanceDate",
    "ForceUOMChange",
    "BarCode",
)
_SALES_TAX = ("SalesTaxCodeRef", "ItemSalesTaxRef")
_PARTS = {"SalesOrPurchaseMod": "SalesOrPurchase", "SalesAndPurchaseMod": "SalesAndPurchase"}


def add(company, kind, content):
    """Add a list element; returns its record."""
    values = _prepared(company, kind, content)
    record = Record(kind, company.books.new_list_id(), _with_defaults(company, kind, values))
    _check(company, record)
    return company.books.put(record)


def change(company, kind, content):
    """Change the given fields of a list element; returns its record."""
    books = company.books
    old = books.get(content["ListID"], kind)
    if old is None:
        raise not_found(content["ListID"])
    company.refuse_locked(old)
    if content["EditSequence"] != old.edit_sequence:
        raise out_of_date(content["EditSequence"], old)
    given = _prepared(company, kind, content)
    if not company.behaviour["currency_of_used_name"]:
        _check_currency_kept(books, old, given)
    values = {**old.values, **given}
    for part in _PARTS.values():
        if part in given:
            if part not in old.values:
                raise Fault(3153, f"The item {books.full_name(old)} has no {part}.")
            values[part] = _without_empty({**old.values[part], **given[part]})
    record = replace(old, values=_without_empty(values))
    _check(company, record)
    family = _family(books, old)
    for _each, name in family:
        books.set(books.names, (LISTS[kind].namespace, name.lower()), None)
    saved = books.put(record)
    for each, _name in family:
        key = (LISTS[kind].namespace, books.full_name(each).lower())
        books.set(books.names, key, each.id)
    return saved


def _check_currency_kept(books, old, given):
    """A customer's or vendor's currency is fixed by the first transaction."""
    changed = given.get("CurrencyRef", old.get("CurrencyRef")) != old.get("CurrencyRef")
    if changed and books.by_entity.get(old.id):
        raise Fault(
            3170,
            f'There was an error when modifying a {old.kind} list, element "{old.get("Name")}". QuickBooks '
            "error message: The currency cannot be changed once there are transactions.",
        )


def _family(books, record):
    """The elements below one, with their full names before a change."""
    result = []
    for child in books.children(record):
        result.append((child, books.full_name(child)))
        result += _family(books, child)
    return result


def _prepared(company, kind, content):
    if "CreditCardInfo" in content:
        raise Fault(3261, TEXTS[3261])
    if content.get("OpenBalance"):
        raise not_together("An opening balance is not supported: enter a transaction.")
    values = {key: value for key, value in content.items() if key not in _NOT_KEPT}
    for given, kept in _PARTS.items():
        if given in values:
            values[kept] = {
                key: value
                for key, value in values.pop(given).items()
                if not key.startswith("Apply")
            }
    if "BarCode" in content:
        values["BarCodeValue"] = content["BarCode"].get("BarCodeValue", "")
    if not company.settings["sales_tax"] and any(name in values for name in _SALES_TAX):
        raise feature_off()
    if "CurrencyRef" in values and not company.settings["multicurrency"]:
        raise feature_off()
    if "ClassRef" in values and not company.settings["class_tracking"]:
        raise feature_off()
    if "Name" in values:
        values["Name"] = values["Name"].strip()
    return resolved(company, values, kind)


def _with_defaults(company, kind, values):
    values = {"IsActive": True, **_without_empty(values)}
    if kind == "Customer":
        values.setdefault("JobStatus", "None")
        if company.settings["sales_tax"]:
            values.setdefault("SalesTaxCodeRef", company.default("taxable_code"))
            values.setdefault("ItemSalesTaxRef", company.default("sales_tax_item"))
    elif kind in ITEMS and kind not in TAX_ITEMS and company.settings["sales_tax"]:
        values.setdefault("SalesTaxCodeRef", company.default("taxable_code"))
    elif kind == "PaymentMethod":
        values.setdefault("PaymentMethodType", "Other")
    elif kind == "StandardTerms":
        values.setdefault("StdDueDays", 0)
    if kind in ("Customer", "Vendor") and company.settings["multicurrency"]:
        values.setdefault("CurrencyRef", company.default("home_currency"))
    return values


def _without_empty(values):
    return {key: value for key, value in values.items() if value not in ("", [], {})}


def _check(company, record):
    books, namespace = company.books, LISTS[record.kind].namespace
    name = record.get(LISTS[record.kind].name_field, "")
    if not name:
        raise missing("Name", record.kind)
    if ":" in name:
        raise Fault(
            3090, f'There was an error when storing "{name}" in the "Name" field: it has a colon.'
        )
    _check_parent(books, record)
    taken = books.names.get((namespace, books.full_name(record).lower()))
    if taken not in (None, record.id):
        raise name_in_use(name)
    if record.kind in ITEMS:
        _check_item(company, record)
    if record.kind == "StandardTerms" and int(record.get("StdDueDays", 0)) < 0:
        raise Fault(3030, "The number of days is out of range.")


def _check_parent(books, record):
    parent, depth = record, 1
    while parent := books.get(parent.get("ParentRef")):
        depth += 1
        if parent.id == record.id or parent.kind != record.kind or depth > 5:
            raise Fault(3130, f'The parent reference of "{record.get("Name")}" is invalid.')


def _check_item(company, record):
    if record.kind == "ItemSalesTax":
        return
    if record.kind == "ItemSalesTaxGroup":
        for each in record.get("ItemSalesTaxRef", ()):
            if company.books.get(each, "ItemSalesTax") is None:
                raise invalid_reference("ItemSalesTax", company.books.name_of(each), record.kind)
        return
    if company.behaviour["item_without_account"]:
        return
    both = record.get("SalesAndPurchase")
    if record.kind == "ItemInventory":
        needed = [(record.values, ("IncomeAccountRef", "COGSAccountRef", "AssetAccountRef"))]
    elif both is not None:
        needed = [(both, ("IncomeAccountRef", "ExpenseAccountRef"))]
    elif record.kind == "ItemDiscount":
        needed = [(record.values, ("AccountRef",))]
    else:
        needed = [(record.get("SalesOrPurchase", {}), ("AccountRef",))]
    for values, fields in needed:
        for field in fields:
            if not values.get(field):
                raise Fault(3270, f"There is a missing posting account: {field}.")
