"""Finding what QuickBooks has already: the statements to ask with, and matching the rows that come back.

Pure: statements out, rows in. A match is certain or none: a row that is inactive, or one of several that
fit, is never taken, because a sale on somebody else's account is worse than a question to a person.
Customers and items have a choice of ways: matching.py.
"""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date

from .. import documents as docs
from ..purchase_documents import Vendor
from . import text

#: Thirty statements of thirty ids stay below the 1,000 objects that one batch may answer.
VALUES_PER_STATEMENT = 30
#: Their inactive entries stay hidden unless they are asked for.
LISTS = ("Customer", "Vendor", "Item", "Term", "Account")
#: Types that group items and cannot stand on a line.
NOT_ON_A_LINE = ("Category", "Group")

#: kind of list → (entity, the columns that an entry may be named by, the first that fits counts)
NAMED = {
    "customer": ("Customer", ("DisplayName",)),
    "item": ("Item", ("FullyQualifiedName", "Name", "Sku")),
    "account": ("Account", ("FullyQualifiedName", "Name")),
    "term": ("Term", ("Name",)),
    "payment_method": ("PaymentMethod", ("Name",)),
    "tax_code": ("TaxCode", ("Name",)),
    "class": ("Class", ("FullyQualifiedName", "Name")),
    "department": ("Department", ("FullyQualifiedName", "Name")),
}

Rows = Iterable[Mapping]


def quote(value: str) -> str:
    """A value in a statement. QuickBooks escapes with a backslash; a doubled quote is an error there."""
    escaped = value.replace("\\", "\\\\").replace("'", "\\'")
    return f"'{escaped}'"


def find_terms(terms: Iterable[docs.Term]) -> list[str]:
    """Statements for the payment terms with these names."""
    return select_in("Term", "Name", [text.name(term.name, text.TERM_NAME) for term in terms])


def find_vendors(vendors: Iterable[Vendor]) -> list[str]:
    """Statements for the vendors with these names: QuickBooks cannot be asked for a vendor's e-mail."""
    names = [text.name(vendor.name, text.DISPLAY_NAME) for vendor in vendors]
    return select_in("Vendor", "DisplayName", names)


def find_named(kind: str, names: Iterable[str]) -> list[str]:
    """Statements for active entries of a QuickBooks list with these names (items: or SKUs). `kind` is a
    kind of `connex.reference`."""
    entity, columns = NAMED[kind]
    names = list(names)
    return [part for column in columns for part in select_in(entity, column, names)]


def match_named(kind: str, names: Iterable[str], rows: Rows) -> dict[str, Mapping]:
    """{name: the entry with that name, else the only item with that SKU}. Several: none of them."""
    _entity, columns = NAMED[kind]
    rows = [row for row in usable(rows) if row.get("Type") not in NOT_ON_A_LINE or kind != "item"]
    tables = [unambiguous(rows, lambda row, c=column: text.same(row.get(c))) for column in columns]
    found = {}
    for name in names:
        row = next((table[text.same(name)] for table in tables if text.same(name) in table), None)
        if row:
            found[name] = row
    return found


def find_transactions(
    entity: str, numbers: Iterable[str] = (), customer: str = "", day: date | None = None
) -> list[str]:
    """Statements for transactions by Odoo's numbers, or by QuickBooks customer id and day: payments have
    no document number, and the private note with our marker cannot be asked for."""
    if numbers := [text.number(number) for number in numbers]:
        return select_in(entity, "DocNumber", numbers)
    conditions = []
    if customer:
        conditions.append(f"CustomerRef = {quote(customer)}")
    if day:
        conditions.append(f"TxnDate = {quote(day.isoformat())}")
    if not conditions:
        raise ValueError("all transactions of a company are never asked for")
    return [f"SELECT * FROM {entity} WHERE {' AND '.join(conditions)}"]


def by_ids(entity: str, ids: Iterable[str], columns: str = "*") -> list[str]:
    """Statements for these objects by their QuickBooks ids, inactive list entries too."""
    return select_in(entity, "Id", ids, columns, also_inactive=entity in LISTS)


def match_vendors(vendors: Iterable[Vendor], rows: Rows) -> dict[docs.Key, Mapping]:
    """The QuickBooks vendor with each one's name."""
    by_name = unambiguous(usable(rows), lambda row: text.same(row.get("DisplayName")))
    names = {vendor.key: text.same(text.name(vendor.name, text.DISPLAY_NAME)) for vendor in vendors}
    return {key: by_name[name] for key, name in names.items() if name in by_name}


def match_terms(terms: Iterable[docs.Term], rows: Rows) -> dict[docs.Key, Mapping]:
    """The QuickBooks term with each one's name."""
    by_name = unambiguous(usable(rows), lambda row: text.same(row.get("Name")))
    names = {term.key: text.same(text.name(term.name, text.TERM_NAME)) for term in terms}
    return {key: by_name[name] for key, name in names.items() if name in by_name}


def find_marker(rows: Rows, marker: str) -> Mapping | None:
    """The transaction that carries our marker in its private note, the oldest if there are several. One
    that was voided is none: it is no longer in the books."""
    whole = re.compile(rf"(?<!\w){re.escape(marker)}(?!\w)")
    marked = [
        row
        for row in rows
        if whole.search(row.get("PrivateNote", "")) and not row["PrivateNote"].startswith("Voided")
    ]
    return min(marked, key=lambda row: int(row["Id"]), default=None)


def select_in(
    entity: str,
    column: str,
    values: Iterable[str],
    columns: str = "*",
    also_inactive: bool = False,
) -> list[str]:
    """Statements for the rows whose column has one of these values, each value asked for once."""
    wanted = list(dict.fromkeys(filter(None, values)))
    statements = []
    activity = " AND Active IN (true, false)" if also_inactive else ""
    for start in range(0, len(wanted), VALUES_PER_STATEMENT):
        chosen = ", ".join(map(quote, wanted[start : start + VALUES_PER_STATEMENT]))
        statements.append(f"SELECT {columns} FROM {entity} WHERE {column} IN ({chosen}){activity}")
    return statements


def usable(rows: Rows) -> list[Mapping]:
    """The active rows, each once: two statements may find the same."""
    return list({row["Id"]: row for row in rows if row.get("Active", True)}.values())


def unambiguous(rows: Sequence[Mapping], value: Callable[[Mapping], str]) -> dict[str, Mapping]:
    """{value: the only row that has it}; empty values and those of several rows are left out."""
    found: dict[str, list] = {}
    for row in rows:
        found.setdefault(value(row), []).append(row)
    return {name: fits[0] for name, fits in found.items() if name and len(fits) == 1}
