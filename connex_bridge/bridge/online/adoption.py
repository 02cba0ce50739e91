"""Adoption on QuickBooks Online: reading QuickBooks' objects for the comparison (bridge/adoption.py), what
Odoo's documents may be called there, and what is kept up to date of a document that a person has entered.
"""

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal

from ..adoption import Found
from . import text
from .batch import Outcome
from .company import Company


def found(row: Mapping) -> Found:
    """An object of QuickBooks as it is compared."""
    outcome = Outcome("done", "", row)
    customer = row.get("CustomerRef", {})
    return Found(
        qb_id=row["Id"],
        number=outcome.number,
        customer_id=customer.get("value", ""),
        customers=(customer.get("name", ""),),
        day=date.fromisoformat(row["TxnDate"]),
        total=Decimal(str(row.get("TotalAmt", 0))),
        currency=row.get("CurrencyRef", {}).get("value", ""),
        voided=outcome.status == "Voided",
    )


def customer_name(name: str) -> str:
    """What a customer of Odoo is called in QuickBooks."""
    return text.name(name, text.DISPLAY_NAME)


def known_as(numbers: Iterable[str], company: Company, payment: bool = False) -> tuple[str, ...]:
    """The numbers that a person, or an earlier connection, may have given a document in QuickBooks;
    `numbers` are Odoo's, its own number first."""
    numbers = list(numbers)
    shortened = [text.number(number) for number in numbers]
    if company.number_policy == "prefix":
        room = text.DOC_NUMBER - len(company.number_prefix)
        shortened += [company.number_prefix + text.number(each, room) for each in numbers[:1]]
    return tuple(dict.fromkeys(filter(None, (*numbers, *shortened))))


#: What is kept up to date of a document that a person has entered; the rest of it is theirs.
MAINTAINED = {
    "Estimate": ("CustomerRef", "TxnStatus"),
    "Payment": ("CustomerRef", "TotalAmt", "Line"),
}


def maintained(entity: str, body: Mapping) -> dict:
    """An update's body cut down to what is kept up to date of an adopted document."""
    kept = ("Id", "SyncToken", "sparse", *MAINTAINED.get(entity, ()))
    return {name: value for name, value in body.items() if name in kept}
