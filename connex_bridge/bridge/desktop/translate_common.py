"""What the translate modules share: references, addresses, amounts, and the checks every document passes.

Each check names what QuickBooks would otherwise refuse, or silently book differently.
"""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal

from .. import chosen
from ..exchange_rate import foreign_rate
from ..key import Key
from ..money import AMOUNT_DIGITS, decimals, round_half_up
from ..problem import Held
from ..sale import Address
from . import text
from .company import Company

#: QuickBooks Desktop keeps five decimals of a quantity or price (status 3045 for more).
RATE_DIGITS = 5
#: … and ten digits before them, thirteen of an amount.
LARGEST_RATE = Decimal(10) ** 10
FALSE, TRUE = "false", "true"


def by_id(list_id: str) -> dict[str, str] | None:
    """A reference to a list entry by its ListID, None without one."""
    return {"ListID": list_id} if list_id else None


def known_id(key: Key, ids: Mapping[Key, str], document: str) -> str:
    """The id of a document that QuickBooks has. Raises Held('reference_missing') if it has not."""
    qb_id = ids.get(key)
    if not qb_id:
        raise Held("reference_missing", f"{key.document} {key.model},{key.id}", document=document)
    return qb_id


def reference(key: Key, ids: Mapping[Key, str], document: str) -> dict[str, str]:
    """A reference to a list entry that QuickBooks has. Raises Held('reference_missing') if it has not."""
    return {"ListID": known_id(key, ids, document)}


def address(value: Address) -> dict[str, str] | None:
    """QuickBooks' address; None when nothing is known but a name. It prints five lines: of the address
    block only the first three are lines, the rest are fields of their own."""
    if not any((value.street, value.street2, value.city, value.state, value.zip, value.country)):
        return None
    lines = [
        text.clean(line, text.ADDRESS_LINE) for line in (value.name, value.street, value.street2)
    ]
    filled = {f"Addr{place}": line for place, line in enumerate(filter(None, lines), start=1)}
    rest = {
        "City": text.clean(value.city, text.CITY),
        "State": text.clean(value.state, text.STATE),
        "PostalCode": text.clean(value.zip, text.POSTAL_CODE),
        "Country": text.clean(value.country, text.COUNTRY),
    }
    return filled | {name: each for name, each in rest.items() if each}


def amount(value: Decimal, document: str) -> str:
    """An amount as QuickBooks reads it, with exactly two decimals in every currency.

    Raises Held('too_many_decimals') rather than rounding: the total would no longer be Odoo's.
    """
    if decimals(value) > AMOUNT_DIGITS:
        raise Held("too_many_decimals", document=document, amount=format(value.normalize(), "f"))
    return format(round_half_up(value, AMOUNT_DIGITS), "f")


def rate(value: Decimal) -> str:
    """A quantity or price with at most five decimals, rounded half up; cents are written out."""
    rounded = round_half_up(value, RATE_DIGITS)
    places = max(AMOUNT_DIGITS, decimals(rounded)) if decimals(rounded) else 0
    return format(round_half_up(rounded, places), "f")


def fits(value: Decimal) -> bool:
    """Whether QuickBooks keeps all of a quantity or price."""
    return decimals(value) <= RATE_DIGITS and abs(value) < LARGEST_RATE


def quantity_and_rate(
    value: Decimal, quantity: Decimal | None, unit_price: Decimal | None, rate_name: str = "Rate"
) -> dict[str, str]:
    """The fields of a line that come to the amount `value`: quantity and price where QuickBooks' product,
    rounded half up, is the amount; else the quantity and the amount, of which QuickBooks makes its own
    price (it ignores a price that comes with an amount); else the amount alone. `rate_name` is what the
    price is called there. `value` has two decimals."""
    written = format(round_half_up(value, AMOUNT_DIGITS), "f")
    if not quantity or not fits(quantity):
        return {"Amount": written}
    price = _price(value, quantity, unit_price)
    if price is None:
        return {"Quantity": rate(quantity), "Amount": written}
    return {"Quantity": rate(quantity), rate_name: rate(price)}


def _price(value, quantity, unit_price):
    """The price that works: the seller's, or one with the fewest decimals that does."""
    candidates = [] if unit_price is None else [unit_price]
    exact = value / quantity
    candidates += [round_half_up(exact, places) for places in range(AMOUNT_DIGITS, RATE_DIGITS + 1)]
    for price in candidates:
        if fits(price) and round_half_up(quantity * price, AMOUNT_DIGITS) == value:
            return price
    return None


def exchange_rate(document, company: Company) -> str | None:
    """The home currency per unit of a foreign one, None for the home currency. The currency itself is the
    customer's or vendor's; forms have none.

    Raises Held('multicurrency_off') for a foreign currency where QuickBooks knows only its own,
    Held('home_currencies_differ').
    """
    foreign = bool(document.currency) and document.currency != company.home_currency
    if not foreign or not company.home_currency:
        return None
    if not company.multicurrency:
        raise Held(
            "multicurrency_off",
            document=document.number,
            currency=document.currency,
            home=company.home_currency,
        )
    return format(round_half_up(foreign_rate(document, company), 10).normalize(), "f")


def receivable_account(document, company: Company) -> dict[str, str] | None:
    """The receivable account of the document's currency; None where QuickBooks takes its only one."""
    code = document.currency or company.home_currency
    return by_id(company.receivable_accounts.get(code, ""))


def check_open(day: date, number: str, company: Company) -> None:
    """Raises Held('books_closed') for a day on or before the closing date."""
    closed = company.book_close_date
    if closed and day <= closed:
        raise Held("books_closed", document=number, date=str(day), closed_until=str(closed))


def deposit_account(document, company: Company) -> dict[str, str] | None:
    """The account that money of an Odoo journal goes to; without one QuickBooks takes Undeposited Funds.

    Raises Held('deposit_account_currency') for an account that is kept in a third currency.
    """
    return by_id(chosen.deposit_account(document, company))


def payment_method(document, company: Company) -> dict[str, str] | None:
    """The payment method that is mapped, or else has the same name; None when QuickBooks has neither."""
    same_name = company.payment_methods.get((document.method or "").strip().lower())
    return by_id(chosen.mapped(company.mapped_methods, document) or same_name or "")


def plain(value: Decimal) -> str:
    """An amount as a problem shows it: two decimals, more only where there are more."""
    return format(value, "f" if decimals(value) > AMOUNT_DIGITS else ".2f")
