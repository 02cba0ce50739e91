"""What QuickBooks should hold of purchases: vendors, purchase orders, bills and vendor credits.

The rules of documents.py hold here too: references by `Key`, `Decimal` amounts, and a new field changes
the fingerprint of every document unless it is left out while it has its default (done by `content`).
"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from .key import Key
from .sale import Address

ZERO = Decimal(0)


@dataclass(frozen=True, slots=True)
class Vendor:
    key: Key
    name: str
    company_name: str = ""
    email: str = ""
    phone: str = ""
    billing: Address = Address()
    currency: str = ""


@dataclass(frozen=True, slots=True)
class PurchaseLine:
    """A line with an amount. `item` None means that it is booked on the expense account itself.

    `source` is the Odoo line; QuickBooks' number of a purchase order's line is kept under it. `customer`
    and `sale` say for whom and for which sales order it was bought. `order` and `order_line` name the
    purchase order (by key) and its line (by Odoo's id) that a bill's line bills. Quantity and unit price
    are given only where their product, rounded half up, is the amount.
    """

    description: str = ""
    amount: Decimal = ZERO
    item: Key | None = None
    quantity: Decimal | None = None
    unit_price: Decimal | None = None
    taxes: tuple[int, ...] = ()
    source: int = 0
    customer: Key | None = None
    sale: int = 0
    order: Key | None = None
    order_line: int = 0

    @property
    def references(self) -> tuple[Key | None, ...]:
        """What must be in QuickBooks before the line, beside its item."""
        return (self.customer, self.order)


@dataclass(frozen=True, slots=True)
class Purchase:
    """What every purchase transaction has. `total == sum(line.amount) + tax`."""

    key: Key
    number: str
    vendor: Key
    date: date
    currency: str
    exchange_rate: Decimal = Decimal(1)
    lines: tuple[PurchaseLine, ...] = ()
    tax: Decimal = ZERO
    total: Decimal = ZERO
    memo: str = ""


@dataclass(frozen=True, slots=True)
class PurchaseOrder(Purchase):
    """`shipping` is where the vendor ships to, `customer` who lives there. `status` is as that of
    `documents.SalesOrder`: QuickBooks closes a purchase order by itself when a bill covers it."""

    customer: Key | None = None
    shipping: Address = Address()
    expected: date | None = None
    status: str = ""


@dataclass(frozen=True, slots=True)
class Bill(Purchase):
    """`number` is the vendor's own invoice number."""

    due_date: date | None = None
    term: Key | None = None


@dataclass(frozen=True, slots=True)
class VendorCredit(Purchase):
    pass
