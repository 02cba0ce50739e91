"""Which customer or item of QuickBooks stands for one of Odoo's, in the way that the connection chooses.

Pure: statements out, rows in. Nothing is guessed: several that fit are candidates for a person to choose
from, and a QuickBooks customer that already stands for somebody is shared only by whoever has the same
e-mail address, because two people's sales on one account are worse than a question.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from .. import documents as docs
from . import text
from .lookup import NOT_ON_A_LINE, Rows, quote, select_in, usable
from .translate_lists import item_name

#: See `Ways`.
CUSTOMER_WAYS = ("name_email", "name", "email")
ITEM_WAYS = ("sku_name", "sku", "name")


@dataclass(frozen=True, slots=True)
class Ways:
    """How a connection matches: `customers` one of CUSTOMER_WAYS, `items` one of ITEM_WAYS. A customer
    without an e-mail address, and a product without a SKU, always go by name. `item_parent` is the full
    name of the category that new items are put under. `currencies`: the company keeps several, and each
    of its customers has one of them for ever."""

    customers: str = "name_email"
    items: str = "sku_name"
    item_parent: str = ""
    currencies: bool = False


@dataclass(frozen=True, slots=True)
class Match:
    """What was found for one document: `row` and `by` (`name`, `email` or `sku`) if it is certain;
    `candidates` if several fit; else nothing, and `free_name` is the name that a new one can have where
    the document's own belongs to another customer."""

    row: Mapping | None = None
    by: str = ""
    candidates: tuple[Mapping, ...] = ()
    free_name: str = ""


DEFAULT = Ways()
NOTHING = Match()


def find_customers(customers: Iterable[docs.Customer], ways: Ways = DEFAULT) -> list[str]:
    """Statements for the customers that may be these: by display name and its variants, of an account in a
    further currency also without that currency, and by e-mail address where the ways want it."""
    customers = list(customers)
    names = [name for customer in customers for name in customer_names(customer, ways)]
    names += filter(None, map(_plain_name, customers))
    emails = [] if ways.customers == "name" else [text.email(each.email) for each in customers]
    return select_in("Customer", "DisplayName", names) + select_in(
        "Customer", "PrimaryEmailAddr", emails
    )


def find_items(items: Iterable[docs.Item], ways: Ways = DEFAULT) -> list[str]:
    """Statements for the items that may be these: by SKU and by name, as the ways want it."""
    items = list(items)
    skus = [] if ways.items == "name" else [text.clean(item.sku, text.SKU) for item in items]
    names = [item_name(item) for item in items if ways.items != "sku" or not item.sku]
    return select_in("Item", "Sku", skus) + select_in("Item", "Name", names)


def customer_names(customer: docs.Customer, ways: Ways) -> list[str]:
    """The customer's name, then the variants it gets if another customer has the name: with the currency
    where the company keeps several, with the e-mail address, with the city, with Odoo's number. Always
    the same ones for the same customer."""
    email = text.email(customer.email)
    own = customer.currency and customer.name.endswith(f"({customer.currency})")
    marks = [
        customer.currency if ways.currencies and not own else "",
        email,
        customer.billing.city,
        f"Odoo {customer.key.id}",
    ]
    if not text.name(customer.name, text.DISPLAY_NAME):
        return []
    whole = [customer.name, *(f"{customer.name} ({mark})" for mark in marks if mark)]
    return list(dict.fromkeys(text.name(name, text.DISPLAY_NAME) for name in whole))


def match_customers(
    customers: Iterable[docs.Customer],
    rows: Rows,
    ways: Ways = DEFAULT,
    holders: Mapping[str, docs.Key] | None = None,
) -> dict[docs.Key, Match]:
    """What was found for each customer. `holders` are the QuickBooks ids that stand for a customer of
    Odoo already. Whom name and e-mail address both name comes first: nobody else gets that row."""
    search = _CustomerSearch(usable(rows), ways, dict(holders or {}))
    ordered = sorted(customers, key=search.doubt)
    return {customer.key: search.match(customer) for customer in ordered}


def match_items(
    items: Iterable[docs.Item], rows: Rows, ways: Ways = DEFAULT
) -> dict[docs.Key, Match]:
    """What was found for each item: the one with its SKU, else the one with its name, unless that one
    has another SKU: variants of a product share their name. Of several with the name, the one where a
    new item would be created is meant."""
    rows = [row for row in usable(rows) if row.get("Type") not in NOT_ON_A_LINE]
    return {item.key: _match_item(item, rows, ways) for item in items}


class _CustomerSearch:
    def __init__(self, rows: Sequence[Mapping], ways: Ways, holders: dict):
        self.ways = ways
        self.holders = holders
        self.by_name = _grouped(rows, lambda row: text.same(row.get("DisplayName")))
        self.by_email = _grouped(rows, row_email)

    def doubt(self, customer: docs.Customer) -> bool:
        name = text.same(text.name(customer.name, text.DISPLAY_NAME))
        email = text.email(customer.email).lower()
        return not any(email and row_email(row) == email for row in self.by_name.get(name, ()))

    def match(self, customer: docs.Customer) -> Match:
        named, free_name = self._named(customer)
        email = text.email(customer.email).lower()
        mailed = self._mailed(customer, email) if self.ways.customers != "name" else NOTHING
        if self.ways.customers == "email" and email:
            found = [mailed]
            same = named.row is not None and row_email(named.row) != email
            free_name = self._next_name(customer) if same else free_name
        else:
            found = [named if named != NOTHING else self._named_plainly(customer), mailed]
        for each in found:
            if each.row is not None:
                self.holders.setdefault(each.row["Id"], customer.key)
                return each
        return next((each for each in found if each.candidates), Match(free_name=free_name))

    def _named(self, customer):
        """The match by the name or one of its variants, and the first variant that is free where the name
        is not."""
        names = customer_names(customer, self.ways)
        for number, name in enumerate(names):
            rows = self.by_name.get(text.same(name), [])
            if not rows:
                return NOTHING, name if number else ""
            top = [
                row
                for row in rows
                if text.same(row.get("FullyQualifiedName", name)) == text.same(name)
            ]
            usable_rows = [row for row in top or rows if self._may_have(customer, row)]
            if len(usable_rows) == 1:
                return Match(usable_rows[0], "name"), ""
            if usable_rows:
                return Match(candidates=tuple(usable_rows)), ""
        return NOTHING, ""

    def _named_plainly(self, customer):
        """The match by the name without the currency, of an entry that certainly has this currency."""
        rows = [
            row
            for row in self.by_name.get(text.same(_plain_name(customer)), ())
            if row.get("CurrencyRef") and self._may_have(customer, row)
        ]
        return Match(rows[0], "name") if len(rows) == 1 else Match(candidates=tuple(rows))

    def _next_name(self, customer):
        """The first variant that nobody has."""
        names = customer_names(customer, self.ways)[1:]
        return next((name for name in names if text.same(name) not in self.by_name), "")

    def _mailed(self, customer, email):
        rows = [row for row in self.by_email.get(email, ()) if self._may_have(customer, row)]
        if not email or not rows:
            return NOTHING
        if len(rows) == 1:
            return Match(rows[0], "email")
        return Match(candidates=tuple(rows))

    def _may_have(self, customer, row):
        """Whether the customer's sales may be booked on this row: nobody else's is it, and its currency
        is the right one."""
        if self.ways.currencies and customer.currency:
            currency = row.get("CurrencyRef", {}).get("value", customer.currency)
            if currency != customer.currency:
                return False
        holder = self.holders.get(row["Id"], customer.key)
        email = text.email(customer.email).lower()
        return holder == customer.key or bool(email and email == row_email(row))


def _plain_name(customer):
    return text.name(customer.name_without_currency, text.DISPLAY_NAME)


def _match_item(item: docs.Item, rows: Sequence[Mapping], ways: Ways) -> Match:
    sku = text.same(text.clean(item.sku, text.SKU))
    if sku and ways.items != "name":
        found = [row for row in rows if text.same(row.get("Sku")) == sku]
        if len(found) == 1:
            return Match(found[0], "sku")
        if found:
            return Match(candidates=tuple(found))
        if ways.items == "sku":
            return NOTHING
    name = text.same(item_name(item))
    found = [row for row in rows if name and text.same(row.get("Name")) == name]
    if ways.items != "name":
        found = [row for row in found if not sku or text.same(row.get("Sku")) in ("", sku)]
    own_place = text.same(f"{ways.item_parent}:{item_name(item)}" if ways.item_parent else name)
    placed = [row for row in found if text.same(row.get("FullyQualifiedName")) == own_place]
    found = placed if len(placed) == 1 else found
    if len(found) == 1:
        return Match(found[0], "name")
    return Match(candidates=tuple(found))


def _grouped(rows, value):
    found: dict[str, list] = {}
    for row in rows:
        found.setdefault(value(row), []).append(row)
    return {name: same for name, same in found.items() if name}


def row_email(row: Mapping) -> str:
    """The e-mail address of a QuickBooks customer, in lower case."""
    return text.email((row.get("PrimaryEmailAddr") or {}).get("Address")).lower()


def row_label(row: Mapping) -> str:
    """What a person tells the rows of a list apart by: full name, and the e-mail address or SKU."""
    name = row.get("FullyQualifiedName") or row.get("DisplayName") or row.get("Name") or ""
    mark = row_email(row) or row.get("Sku") or ""
    return f"{name} ({mark})" if mark else name


def search_statements(kind: str, words: str) -> list[str]:
    """Statements for the customers or items (`kind`) that a person looks for: by part of the name or SKU,
    or by a whole e-mail address."""
    words = text.clean(words, text.ITEM_NAME)
    if not words:
        return []
    pattern = quote(f"%{words}%")
    if kind == "item":
        columns = ("Name", "Sku")
        return [f"SELECT * FROM Item WHERE {column} LIKE {pattern}" for column in columns]
    if email := text.email(words):
        return select_in("Customer", "PrimaryEmailAddr", [email])
    columns = ("DisplayName", "CompanyName")
    return [f"SELECT * FROM Customer WHERE {column} LIKE {pattern}" for column in columns]


def searched(rows: Rows) -> list[Mapping]:
    """The rows of a search that can be chosen, each once, by name."""
    chosen = [row for row in usable(rows) if row.get("Type") not in NOT_ON_A_LINE]
    return sorted(chosen, key=lambda row: text.same(row_label(row)))
