"""What QuickBooks should hold: documents in bookkeeping terms, the same for Online and Desktop.

A document refers to another by its `Key`, never by a QuickBooks id: ids are put in when a message is
written. Two documents with the same fingerprint are the same to QuickBooks, and nothing is sent.
Adding a field with a default changes the fingerprint of every document of that kind, so that all of
them are sent once more: leave new fields out of `content` while they have their default (done here).

Amounts are `Decimal` in the document's currency with that currency's decimals; unit prices and
quantities keep up to seven decimals, QuickBooks Online's limit.
"""

import hashlib
import json
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from .key import Key
from .money_documents import CREDITS as CREDITS
from .money_documents import Application, Payment, Refund
from .money_documents import used as used
from .plain import decode, encode
from .purchase_documents import Bill, PurchaseOrder, Vendor, VendorCredit
from .sale import Address

ZERO = Decimal(0)
#: Kinds that are entries of a list in QuickBooks; the others are transactions.
LISTS = ("customer", "vendor", "item", "term")


@dataclass(frozen=True, slots=True)
class Customer:
    key: Key
    name: str
    company_name: str = ""
    email: str = ""
    phone: str = ""
    billing: Address = Address()
    currency: str = ""

    @property
    def name_without_currency(self) -> str:
        """The customer's name alone, of an account in a further currency; else empty."""
        further = self.key.model == "connex.customer.currency"
        return self.name.removesuffix(f" ({self.currency})") if further else ""


@dataclass(frozen=True, slots=True)
class Item:
    """`kind` is `goods` (a non-inventory item) or `service`. `bought`: purchase orders and bills may name
    it, which QuickBooks accepts only of items with an expense account."""

    key: Key
    name: str
    sku: str = ""
    kind: str = "goods"
    description: str = ""
    price: Decimal = ZERO
    bought: bool = False


@dataclass(frozen=True, slots=True)
class Term:
    key: Key
    name: str
    due_days: int = 0


@dataclass(frozen=True, slots=True)
class Line:
    """`kind` is `item` or `text`. `item` None on an item line means the connection's default item.

    Where `quantity` and `unit_price` are given, their product rounded half up is `amount`; where they
    are not, only the amount is sent.

    For QuickBooks Desktop only: `source` is Odoo's line, under which QuickBooks' number of a sales order's
    line is kept; `order` and `order_line` name the sales order (by key) and its line (by `source`) that an
    invoice's line bills.
    """

    kind: str
    description: str = ""
    amount: Decimal = ZERO
    item: Key | None = None
    quantity: Decimal | None = None
    unit_price: Decimal | None = None
    taxed: bool = False
    taxes: tuple[int, ...] = ()
    item_name: str = ""
    tax_code: str = ""
    class_name: str = ""
    source: int = 0
    order: Key | None = None
    order_line: int = 0

    @property
    def references(self) -> tuple[Key | None, ...]:
        """What must be in QuickBooks before the line, beside its item."""
        return (self.order,)


@dataclass(frozen=True, slots=True)
class CustomField:
    """A custom field of the QuickBooks company by its name."""

    name: str
    value: str


@dataclass(frozen=True, slots=True)
class SalesForm:
    """What every sales transaction has. `total == sum(line.amount) + tax`, checked by the plan.

    `number` is Odoo's full number; `number_variant` is added to it in QuickBooks where somebody else's
    document has that number there (only known when it is sent, never planned). `memo` is for the
    bookkeeper; the marker that lets a look-up find the document again is added by the driver. What ends
    in `_name` (and `tax_code`, `location`, `deposit_account`) is chosen by a rule from QuickBooks' own
    lists, by name, and goes before the key.
    """

    key: Key
    number: str
    customer: Key
    date: date
    currency: str
    exchange_rate: Decimal = Decimal(1)
    lines: tuple[Line, ...] = ()
    tax: Decimal = ZERO
    total: Decimal = ZERO
    memo: str = ""
    email: str = ""
    billing: Address = Address()
    shipping: Address = Address()
    customer_name: str = ""
    tax_code: str = ""
    class_name: str = ""
    location: str = ""
    customer_message: str = ""
    custom_fields: tuple[CustomField, ...] = ()
    number_variant: str = ""


@dataclass(frozen=True, slots=True)
class SalesOrder(SalesForm):
    """`status` is `` (as QuickBooks has it; a new order is open), `open` or `closed` (say so).

    QuickBooks closes an order by itself when an invoice links to it, so most orders never need more
    than ``.
    """

    term: Key | None = None
    status: str = ""
    term_name: str = ""


@dataclass(frozen=True, slots=True)
class Invoice(SalesForm):
    """`sales_order` is the order this invoice copies and closes."""

    due_date: date | None = None
    term: Key | None = None
    sales_order: Key | None = None
    term_name: str = ""


@dataclass(frozen=True, slots=True)
class SalesReceipt(SalesForm):
    """`journal` and `method_line` (Odoo's ids) decide the account the money is deposited to."""

    journal: int | None = None
    method: str = ""
    payment_reference: str = ""
    deposit_account: str = ""
    method_name: str = ""
    method_line: int | None = None


@dataclass(frozen=True, slots=True)
class CreditMemo(SalesForm):
    pass


@dataclass(frozen=True, slots=True)
class RefundReceipt(SalesForm):
    """Goods taken back and their money paid out in one document; `journal` as in `Refund`."""

    journal: int | None = None
    method: str = ""
    method_line: int | None = None


KINDS = {
    "customer": Customer,
    "item": Item,
    "term": Term,
    "sales_order": SalesOrder,
    "invoice": Invoice,
    "sales_receipt": SalesReceipt,
    "credit_memo": CreditMemo,
    "refund": Refund,
    "payment": Payment,
    "vendor": Vendor,
    "purchase_order": PurchaseOrder,
    "bill": Bill,
    "vendor_credit": VendorCredit,
}

#: Documents go out in the order of their references; removals in the opposite order.
WAVES = {
    "customer": 1,
    "vendor": 1,
    "item": 1,
    "term": 1,
    "sales_order": 2,
    "purchase_order": 2,
    "invoice": 3,
    "sales_receipt": 3,
    "credit_memo": 3,
    "bill": 3,
    "vendor_credit": 3,
    "refund": 3,
    "payment": 4,
}


#: Fields with a name of an entry of a QuickBooks list, and which list (see `connex.reference`).
NAMED = {
    "customer_name": "customer",
    "tax_code": "tax_code",
    "class_name": "class",
    "location": "department",
    "term_name": "term",
    "deposit_account": "account",
    "method_name": "payment_method",
}
NAMED_ON_LINES = {"item_name": "item", "tax_code": "tax_code", "class_name": "class"}


def content(document) -> dict:
    """The document as JSON-ready data: amounts as strings, keys as lists, defaults left out."""
    return encode(document)


#: Sent when the document is created, but no reason to send it again: QuickBooks fixes a customer's
#: currency at first use, and an item's price there is only a proposal for hand-written forms.
#: Which line of a journal's payment methods it was only chooses account and method when it is sent.
ONLY_AT_CREATION = {
    "customer": ("currency",),
    "item": ("price",),
    "payment": ("method_line",),
    "refund": ("method_line",),
    "sales_receipt": ("method_line",),
}


def fingerprint(kind: str, data: dict) -> str:
    """A short hash of `content(document)`: equal exactly when there is nothing new to send."""
    ignored = ONLY_AT_CREATION.get(kind, ())
    compared = {name: value for name, value in data.items() if name not in ignored}
    canonical = json.dumps(compared, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.blake2b(canonical.encode(), digest_size=16).hexdigest()


def restore(kind: str, data: dict):
    """The document that `content` came from. Raises KeyError for an unknown kind."""
    return decode(RefundReceipt if is_receipt(Key(*data["key"])) else KINDS[kind], data)


def restore_applications(data: dict) -> tuple[Application, ...]:
    """The applications in the content of a payment."""
    return tuple(decode(Application, each) for each in data.get("applications", ()))


def is_receipt(key: Key) -> bool:
    """Whether a refund is that of a credit note, goods and money in one, and not money alone."""
    return key.document == "refund" and key.model == "account.move"


def references(document) -> tuple[Key, ...]:
    """The keys of the documents that must be in QuickBooks before this one can be sent."""
    found = []
    for name in ("customer", "vendor", "term", "sales_order"):
        key = getattr(document, name, None)
        if isinstance(key, Key) and not (
            name == "customer" and getattr(document, "customer_name", "")
        ):
            found.append(key)
    for line in getattr(document, "lines", ()):
        found += [key for key in (line.item, *getattr(line, "references", ())) if key]
    found.extend(application.target for application in getattr(document, "applications", ()))
    return tuple(dict.fromkeys(found))


def named(document) -> tuple[tuple[str, str], ...]:
    """The entries of QuickBooks' own lists that the document names: (kind of list, name)."""
    found = [(kind, getattr(document, name, "")) for name, kind in NAMED.items()]
    for line in getattr(document, "lines", ()):
        found += [(kind, getattr(line, name, "")) for name, kind in NAMED_ON_LINES.items()]
    return tuple(dict.fromkeys(each for each in found if each[1]))
