"""What Odoo knows about sales, frozen at one moment: the input of the rules and of the plan.

Plain data only. A field is added here when the plan needs a new fact; how the fact is found in Odoo's
tables is the reader's business (models/connex_reader*.py), what it means for QuickBooks is the plan's.

Amounts are `Decimal` in the currency of their document, never rounded again here. Ids are Odoo's
database ids; `(model, id)` names a record.
"""

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from .purchase import Bill, PurchaseOrder

ZERO = Decimal(0)


class Source(NamedTuple):
    """An Odoo record: model name and database id."""

    model: str
    id: int


@dataclass(frozen=True, slots=True)
class Address:
    """A postal address as it is printed. `state` and `country` are codes where Odoo has one."""

    name: str = ""
    street: str = ""
    street2: str = ""
    city: str = ""
    state: str = ""
    zip: str = ""
    country: str = ""


@dataclass(frozen=True, slots=True)
class Partner:
    """A customer: always the commercial entity, so that a company's contacts share one account."""

    id: int
    name: str
    is_company: bool = False
    email: str = ""
    phone: str = ""
    address: Address = Address()


@dataclass(frozen=True, slots=True)
class Product:
    """A product variant. `kind` is `goods`, `service` or `combo`; `list_price` in company currency.
    `purchasable`: it may be bought from vendors."""

    id: int
    name: str
    sku: str = ""
    kind: str = "goods"
    description: str = ""
    list_price: Decimal = ZERO
    purchasable: bool = False


@dataclass(frozen=True, slots=True)
class Term:
    """A payment term. `due_days` is the number of days of a single full payment, else None."""

    id: int
    name: str
    due_days: int | None = None


@dataclass(frozen=True, slots=True)
class Tax:
    """A tax. `rate` is a percentage (6 means 6 %), None when the tax is not a plain percentage."""

    id: int
    name: str
    rate: Decimal | None = None


class RoleItem(NamedTuple):
    """The QuickBooks item of a connection for lines without a product. `role` is `no_product`,
    `rounding`, `difference` (write-offs, early-payment discounts) or `tax` (tax as a line)."""

    id: int
    role: str
    name: str


@dataclass(frozen=True, slots=True)
class SaleLine:
    """A line of an order or of an invoice.

    `kind` is `product` (anything with an amount) or `text` (sections and notes). `amount` is the untaxed
    amount as the books have it; `unit_price` and `discount` (percent) are what the seller typed and need
    not multiply to it. `role` tells special lines apart: `` (ordinary), `shipping`, `discount`,
    `down_payment`, `rounding`, `difference` (the pair that lowers the tax for an early-payment discount).
    `order_line` is the order's line that an invoice's line bills, 0 for none.
    """

    id: int
    kind: str = "product"
    role: str = ""
    product: int | None = None
    description: str = ""
    quantity: Decimal = ZERO
    unit_price: Decimal = ZERO
    discount: Decimal = ZERO
    amount: Decimal = ZERO
    taxes: tuple[int, ...] = ()
    order_line: int = 0


@dataclass(frozen=True, slots=True)
class Order:
    """A sales order. `state` is `quotation`, `confirmed` or `cancelled`.

    `untaxed + tax == total`. `fully_invoiced`: posted invoices bill all of it. `exchange_rate` is home
    currency per unit of `currency`. `status` is one of `status.ORDER_STATUSES`, or empty for a quotation.
    """

    id: int
    number: str
    state: str
    status: str
    date: date
    currency: str
    customer: int
    exchange_rate: Decimal = Decimal(1)
    customer_reference: str = ""
    term: int | None = None
    billing: Address = Address()
    shipping: Address = Address()
    lines: tuple[SaleLine, ...] = ()
    untaxed: Decimal = ZERO
    tax: Decimal = ZERO
    total: Decimal = ZERO
    fully_invoiced: bool = False
    invoices: tuple[int, ...] = ()
    payments: tuple[Source, ...] = ()

    @property
    def source(self) -> Source:
        return Source("sale.order", self.id)


@dataclass(frozen=True, slots=True)
class Invoice:
    """A customer invoice, receipt or credit note (`kind`: `invoice` | `credit_note`), amounts positive.

    `state` is `draft` (never posted), `reopened` (posted once, now draft: being edited), `posted` or
    `cancelled`. `total - residual` is what has been applied to it. `orders` are the orders it bills,
    the first is the one it belongs to. `reverses` is the invoice that a credit note corrects.
    """

    id: int
    number: str
    kind: str
    state: str
    date: date
    due_date: date
    currency: str
    customer: int
    exchange_rate: Decimal = Decimal(1)
    customer_reference: str = ""
    term: int | None = None
    billing: Address = Address()
    shipping: Address = Address()
    lines: tuple[SaleLine, ...] = ()
    untaxed: Decimal = ZERO
    tax: Decimal = ZERO
    total: Decimal = ZERO
    residual: Decimal = ZERO
    orders: tuple[int, ...] = ()
    reverses: int | None = None

    @property
    def source(self) -> Source:
        return Source("account.move", self.id)


@dataclass(frozen=True, slots=True)
class Allocation:
    """An amount of a payment (or credit note) applied to an invoice, in the invoice's currency."""

    invoice: int
    amount: Decimal
    date: date


class SetOff(NamedTuple):
    """An amount for which a payment and one in the other direction cancel each other out, in the
    payment's currency: money that was received and paid back."""

    payment: Source
    amount: Decimal


@dataclass(frozen=True, slots=True)
class Payment:
    """Money received (`inbound`) from or paid back (`outbound`) to a customer.

    `source` is an `account.payment`, the `account.bank.statement.line` that paid without one, or the
    `account.move` of a journal entry that writes an invoice off (then `amount` is 0).
    `state` is `live`, `draft` or `cancelled` (rejected ones without an entry included). `amount` is the
    cash, in `currency`; the allocations may differ from it (discount, write-off, other currency). `orders`
    are the orders it was made for before an invoice existed. `open` is what is applied to nothing, None
    where that is not known. `differences` are what the entry books beside the money, without tax, and
    `difference_tax` is the tax on it: positive amounts were credited to the customer without being
    received (discount, write-off), negative ones received without being credited. `same_as` are bank
    statement lines that are this same money. `of_counter`: what it was reconciled with is a journal entry
    of sales that are nowhere else, as those of a point of sale.
    """

    source: Source
    number: str
    direction: str
    state: str
    date: date
    amount: Decimal
    currency: str
    customer: int
    exchange_rate: Decimal = Decimal(1)
    reference: str = ""
    journal: int | None = None
    journal_name: str = ""
    method: str = ""
    method_line: int | None = None
    allocations: tuple[Allocation, ...] = ()
    orders: tuple[int, ...] = ()
    open: Decimal | None = None
    differences: tuple[SaleLine, ...] = ()
    difference_tax: Decimal = ZERO
    set_off: tuple[SetOff, ...] = ()
    same_as: tuple[Source, ...] = ()
    of_counter: bool = False

    @property
    def difference(self) -> Decimal:
        """By how much more was credited to the customer than was received."""
        return sum((line.amount for line in self.differences), self.difference_tax)

    @property
    def used_elsewhere(self) -> bool:
        """Whether nothing of it is left, and none of it is for an order or invoice."""
        return self.open == ZERO and not (self.allocations or self.set_off or self.orders)


@dataclass(frozen=True, slots=True)
class Snapshot:
    """Everything the plan may look at, for many sales at once.

    `changed` names the records to plan; the others were read because a changed one refers to them (a
    payment over three invoices needs all three). `gone` are records that were mirrored and no longer
    exist in Odoo. `credits` maps a credit note's id to its applications. `purchases` and `bills` are those
    made for the orders (purchase.py), where the purchasing apps are installed. `accounts`
    are the customers' further QuickBooks accounts by (customer, currency), for QuickBooks keeps each in one
    currency.
    `roles` are the items for lines without a product; a role that is missing means the default item.
    """

    company: int
    home_currency: str
    orders: dict[int, Order] = field(default_factory=dict)
    invoices: dict[int, Invoice] = field(default_factory=dict)
    payments: dict[Source, Payment] = field(default_factory=dict)
    credits: dict[int, tuple[Allocation, ...]] = field(default_factory=dict)
    partners: dict[int, Partner] = field(default_factory=dict)
    products: dict[int, Product] = field(default_factory=dict)
    terms: dict[int, Term] = field(default_factory=dict)
    taxes: dict[int, Tax] = field(default_factory=dict)
    accounts: dict[tuple[int, str], int] = field(default_factory=dict)
    roles: dict[str, RoleItem] = field(default_factory=dict)
    purchases: "dict[int, PurchaseOrder]" = field(default_factory=dict)
    bills: "dict[int, Bill]" = field(default_factory=dict)
    changed: frozenset[Source] = frozenset()
    gone: frozenset[Source] = frozenset()

    def form(self, record: tuple) -> "Order | Invoice":
        """The order or invoice that a key (`documents.Key`) or `Source` names. Raises KeyError."""
        forms = self.orders if record.model == "sale.order" else self.invoices
        return forms[record.id]
