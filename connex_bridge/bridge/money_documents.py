"""Money in QuickBooks, received and paid back, and what it is applied to. See documents.py for the rules
that hold for all documents."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from .key import Key

ZERO = Decimal(0)


@dataclass(frozen=True, slots=True)
class Refund:
    """Money paid back to a customer, booked on what the customer owes. `journal` (Odoo's id) decides the
    bank account that it leaves. What it pays back (a credit memo, a payment) is told by the payment that
    it is applied in."""

    key: Key
    number: str
    customer: Key
    date: date
    currency: str
    amount: Decimal
    exchange_rate: Decimal = Decimal(1)
    memo: str = ""
    journal: int | None = None
    method: str = ""
    customer_name: str = ""


#: Applied to a payment these add to the money; everything else uses it up.
CREDITS = ("credit_memo",)


@dataclass(frozen=True, slots=True)
class Application:
    """An amount of a payment applied to a document: an invoice or refund that it settles, or a credit
    memo that it uses."""

    target: Key
    amount: Decimal


def used(applications) -> Decimal:
    """How much of the money of a payment these applications use."""
    return sum(
        (-each.amount if each.target.document in CREDITS else each.amount for each in applications),
        ZERO,
    )


@dataclass(frozen=True, slots=True)
class Payment:
    """Money received. `amount` 0 with a credit memo among the applications applies that credit."""

    key: Key
    number: str
    customer: Key
    date: date
    currency: str
    amount: Decimal
    exchange_rate: Decimal = Decimal(1)
    reference: str = ""
    memo: str = ""
    journal: int | None = None
    method: str = ""
    applications: tuple[Application, ...] = ()
    customer_name: str = ""
    deposit_account: str = ""
    method_name: str = ""
