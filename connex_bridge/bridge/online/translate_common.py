"""What the translate modules share: references, addresses, amounts, and the checks every document passes.

Each check names what QuickBooks would otherwise refuse, or silently book differently.
"""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal

from .. import chosen
from ..documents import Key
from ..exchange_rate import foreign_rate
from ..money import AMOUNT_DIGITS, RATE_DIGITS, decimals, round_half_up
from ..problem import Held
from ..sale import Address
from . import text
from .company import Company


def reference(key: Key, ids: Mapping[Key, str], document: str) -> dict:
    """A reference to a document that QuickBooks has. Raises Held('reference_missing') if it has not."""
    qb_id = ids.get(key)
    if not qb_id:
        raise Held("reference_missing", f"{key.document} {key.model},{key.id}", document=document)
    return {"value": qb_id}


def address(value: Address, with_name: bool = True) -> dict:
    """QuickBooks' address: `Line1` on is what is printed; empty when nothing is known but a name."""
    if not any((value.street, value.street2, value.city, value.state, value.zip, value.country)):
        return {}
    lines = [value.name if with_name else "", value.street, value.street2]
    cleaned = [text.clean(line, text.ADDRESS_LINE) for line in lines]
    filled = {
        f"Line{position}": line for position, line in enumerate(filter(None, cleaned), start=1)
    }
    rest = {
        "City": text.clean(value.city, text.CITY),
        "CountrySubDivisionCode": text.clean(value.state, text.CITY),
        "PostalCode": text.clean(value.zip, text.POSTAL_CODE),
        "Country": text.clean(value.country, text.CITY),
    }
    return filled | filled_in(rest)


def filled_in(values: Mapping) -> dict:
    """Without the empty ones: QuickBooks takes an absent field as not given. Zero is a value."""
    return {name: value for name, value in values.items() if value or value == 0}


def amount(value: Decimal, document: str) -> Decimal:
    """An amount as QuickBooks stores it, with two decimals in every currency.

    Raises Held('too_many_decimals') rather than rounding: the total would no longer be Odoo's.
    """
    if decimals(value) > AMOUNT_DIGITS:
        raise Held("too_many_decimals", document=document, amount=format(value.normalize(), "f"))
    return round_half_up(value, AMOUNT_DIGITS)


def rate(value: Decimal) -> Decimal:
    """A quantity or unit price with at most the seven decimals that QuickBooks keeps."""
    shortest = round_half_up(value, RATE_DIGITS).normalize()
    return shortest if shortest.as_tuple().exponent <= 0 else shortest.quantize(Decimal(1))


def currency(document, company: Company) -> dict:
    """CurrencyRef, and the rate (home currency per unit) for a foreign one.

    Raises Held('currency_not_enabled') for a foreign currency where QuickBooks knows only its own,
    Held('home_currencies_differ').
    """
    foreign = bool(document.currency) and document.currency != company.home_currency
    if not company.multicurrency:
        if foreign and company.home_currency:
            raise Held(
                "currency_not_enabled",
                document=document.number,
                currency=document.currency,
                home=company.home_currency,
            )
        return {}
    if not document.currency:
        return {}
    result: dict = {"CurrencyRef": {"value": document.currency}}
    exchange_rate = foreign_rate(document, company)
    if exchange_rate is not None:
        result["ExchangeRate"] = exchange_rate
    return result


def check_open(day: date, number: str, company: Company) -> None:
    """Raises Held('books_closed') for a day on or before the closing date: QuickBooks answers 6210."""
    closed = company.book_close_date
    if closed and day <= closed:
        raise Held("books_closed", document=number, date=str(day), closed_until=str(closed))


def deposit_account(document, company: Company) -> dict:
    """DepositToAccountRef for money of an Odoo journal, or nothing for QuickBooks' default.

    Raises Held('deposit_account_currency') for an account of a third currency.
    """
    account = chosen.deposit_account(document, company)
    return {"DepositToAccountRef": {"value": account}} if account else {}


def payment_method(document, company: Company) -> dict:
    """A reference to the payment method that is mapped, or else has the same name; nothing when QuickBooks
    has none."""
    same_name = company.payment_methods.get(text.clean(document.method, text.DISPLAY_NAME).lower())
    known = chosen.mapped(company.mapped_methods, document) or same_name
    return {"PaymentMethodRef": {"value": known}} if known else {}


def plain(value: Decimal) -> str:
    """An amount as a problem shows it: two decimals, more only where there are more."""
    return format(value, "f" if decimals(value) > AMOUNT_DIGITS else ".2f")
