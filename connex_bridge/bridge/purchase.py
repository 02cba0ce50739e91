"""What Odoo knows about what was bought for sales, frozen at one moment: purchase orders and vendor bills.

Plain data beside sale.py; a `Snapshot` has it where the purchasing apps are installed. Amounts are `Decimal`
in the currency of their document.
"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from .sale import Address, Source

ZERO = Decimal(0)


@dataclass(frozen=True, slots=True)
class PurchaseLine:
    """A line of a purchase order or of a vendor bill.

    `sale` is the sales order that it was bought for, None for other purchases; `dropship` says that the
    vendor ships it to the customer. `unit_price` is what was agreed with the vendor, before `discount`
    (percent); `amount` is untaxed and what the books have. `order` and `order_line` name the purchase
    order and its line that a bill's line bills. `kind` is `product` or `text`.
    """

    id: int
    kind: str = "product"
    product: int | None = None
    description: str = ""
    quantity: Decimal = ZERO
    unit_price: Decimal = ZERO
    discount: Decimal = ZERO
    amount: Decimal = ZERO
    tax: Decimal = ZERO
    taxes: tuple[int, ...] = ()
    sale: int | None = None
    dropship: bool = False
    order: int | None = None
    order_line: int | None = None


@dataclass(frozen=True, slots=True)
class PurchaseOrder:
    """A purchase order. `state` is `draft` (a request for quotation), `confirmed` or `cancelled`.

    `fully_billed`: Odoo expects no further bill. `orders` are the sales orders that it was made for.
    """

    id: int
    number: str
    state: str
    date: date
    currency: str
    vendor: int
    exchange_rate: Decimal = Decimal(1)
    vendor_reference: str = ""
    expected: date | None = None
    shipping: Address = Address()
    lines: tuple[PurchaseLine, ...] = ()
    fully_billed: bool = False
    orders: tuple[int, ...] = ()

    @property
    def source(self) -> Source:
        return Source("purchase.order", self.id)


@dataclass(frozen=True, slots=True)
class Bill:
    """A vendor bill or vendor credit note (`kind`: `bill` | `credit_note`), amounts positive.

    `number` is the vendor's, `name` Odoo's own. `state` as that of `sale.Invoice`. The lines' taxes need
    not add up to `tax`, which is that of the books.
    """

    id: int
    number: str
    name: str
    kind: str
    state: str
    date: date
    due_date: date
    currency: str
    vendor: int
    exchange_rate: Decimal = Decimal(1)
    term: int | None = None
    lines: tuple[PurchaseLine, ...] = ()
    tax: Decimal = ZERO
    total: Decimal = ZERO
    orders: tuple[int, ...] = ()

    @property
    def source(self) -> Source:
        return Source("account.move", self.id)
