"""What adding and changing any transaction has in common: the record, the edit sequence, closed books, dates,
numbers, currency, and how the lines of a Mod replace the old ones."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

from .books import Line, Record
from .kinds import TRANSACTIONS
from .line_amounts import merged
from .statuses import (
    Fault,
    account_in_other_currency,
    feature_off,
    invalid_id,
    missing,
    not_found,
    not_saved,
    out_of_date,
)

NEW_LINE = "-1"
_CLOSED = (
    "An attempt was made to modify a {kind} with a date that is on or before the closing date of the "
    "company. If you are sure you want to do this, please ask a user with Admin privileges to remove "
    "the password for this setting."
)
#: fields of requests that are not fields of the transaction
_NOT_KEPT = {
    "TxnID",
    "EditSequence",
    "LinkToTxnID",
    "SetCredit",
    "IsAutoApply",
    "AppliedToTxnAdd",
    "AppliedToTxnMod",
    "RefundAppliedToTxnAdd",
    "ApplyCheckToTxnAdd",
    "ApplyCheckToTxnMod",
    "ClearExpenseLines",
    "ClearItemLines",
    "CreditCardTxnInfo",
    "CreditCardTxnInfoMod",
}
#: features that the stand-in does not have: what needs them is refused as if they were switched off
_ABSENT = {
    "CreditCardTxnInfo",
    "CreditCardTxnInfoMod",
    "DataExt",
    "LotNumber",
    "OverrideUOMSetRef",
    "SerialNumber",
    "UnitOfMeasure",
}
_SALES_TAX = {"ItemSalesTaxRef", "CustomerSalesTaxCodeRef", "SalesTaxCodeRef"}


def header_of(content):
    """The fields of the transaction itself in the content of a request."""
    return {
        key: value
        for key, value in content.items()
        if key not in _NOT_KEPT and not key.endswith(("LineAdd", "LineMod", "GroupAdd", "GroupMod"))
    }


def check_given(kind, values, *names):
    """References that a transaction cannot be without. Raises ``Fault`` 3150."""
    for name in names:
        if not values.get(name):
            raise missing(name, kind)


def check_features(company, content):
    """Refuse what a preference or the edition switches off. Raises ``Fault`` 3250."""
    names = set(content)
    for value in content.values():
        if isinstance(value, list):
            for each in value:
                if isinstance(each, dict):
                    names |= each.keys()
    settings = company.settings
    if names & _ABSENT:
        raise feature_off()
    if names & _SALES_TAX and not settings["sales_tax"]:
        raise feature_off()
    if "ExchangeRate" in names and not settings["multicurrency"]:
        raise feature_off()
    if "ClassRef" in names and not settings["class_tracking"]:
        raise feature_off()


def check_feature_of(company, kind):
    """Sales orders exist in Premier and Enterprise, when the preference is on; purchase orders when theirs
    is. Raises ``Fault`` 3250."""
    settings = company.settings
    if kind == "SalesOrder" and (settings["edition"] == "pro" or not settings["sales_orders"]):
        raise feature_off()
    if kind == "PurchaseOrder" and not settings["purchase_orders"]:
        raise feature_off()


def existing(company, kind, content):
    """The record that a Mod changes. Raises ``Fault``: unknown, old edit sequence, locked, closed books."""
    record = company.books.get(content["TxnID"])
    if record is None or record.kind != kind:
        raise invalid_id(content["TxnID"])
    company.refuse_locked(record)
    if content["EditSequence"] != record.edit_sequence:
        raise out_of_date(content["EditSequence"], record)
    if record.void:
        raise Fault(3170, f"There was an error when modifying a {kind}: it is void.")
    check_open(company, kind, record.get("TxnDate"))
    return record


def check_open(company, kind, day, code=3171):
    """Posting transactions of closed books cannot be entered, changed or deleted. Raises ``Fault``."""
    closing = company.settings["closing_date"]
    if closing and TRANSACTIONS[kind].posting and day <= closing:
        raise Fault(code, _CLOSED.format(kind=kind))


def check_number(company, record):
    """With the switch off, a number cannot be used twice in a kind of document."""
    number = record.get("RefNumber")
    if company.behaviour["repeated_numbers"] or not number:
        return
    for other in company.books.all(record.kind):
        if other.id != record.id and other.get("RefNumber") == number:
            raise not_saved(record.kind, f'The number "{number}" is in use.')


def check_address(kind, values):
    """An address prints in five lines. Raises ``Fault``."""
    for name, address in values.items():
        if not name.endswith("Address") or not isinstance(address, dict):
            continue
        if len(printed(address)) > 5:
            raise not_saved(kind, f"The {name} has more than five lines.")


def printed(address):
    """The lines of an address as they are printed."""
    lines = [address.get(f"Addr{number}") for number in range(1, 6)]
    place = ", ".join(filter(None, (address.get("City"), address.get("State"))))
    lines.append(" ".join(filter(None, (place, address.get("PostalCode")))))
    lines.append(address.get("Country"))
    return [line for line in lines if line]


def due(company, day, terms):
    """The day on which something is due."""
    record = company.books.get(terms)
    days = int(record.get("StdDueDays", 0)) if record else 0
    return (date.fromisoformat(day) + timedelta(days=days)).isoformat()


def with_currency(company, values, entity, rate_given=False):
    """The values with currency and rate, when the company has several currencies: the currency is that of
    the customer or vendor, no request has one of its own. With another currency a rate counts only if the
    request has given it."""
    if not company.settings["multicurrency"]:
        return values
    record = company.books.get(entity)
    home = company.default("home_currency")
    currency = (record.get("CurrencyRef") if record else None) or home
    if values.get("CurrencyRef", currency) != currency and not rate_given:
        values.pop("ExchangeRate", None)
    values["CurrencyRef"] = currency
    rate = Decimal(1) if currency == home else company.exchange_rate(currency)
    values.setdefault("ExchangeRate", rate)
    return values


def _check_currencies(company, record):
    """The home currency has no rate; accounts are in the home currency or the transaction's, and what
    customers owe (or is owed to vendors) is booked in the transaction's."""
    currency, home = record.get("CurrencyRef"), company.default("home_currency")
    if not company.settings["multicurrency"] or not TRANSACTIONS[record.kind].entity:
        return
    lenient = company.behaviour["rate_in_home_currency"]
    if currency == home and record.get("ExchangeRate", 1) != 1 and not lenient:
        raise not_saved(record.kind, "The exchange rate of the home currency is 1.")
    for values, where in (
        (record.values, record.kind),
        *((line.values, f"{record.kind} line") for line in record.lines),
    ):
        for name, identifier in values.items():
            account = company.books.get(identifier, "Account") if _is_account(name) else None
            if account and not _may_be_in(company, account, currency or home):
                word = f"{name[:2]} Account" if name[:2] in ("AR", "AP") else "Account"
                raise account_in_other_currency(word, company.books.full_name(account), where)


def _is_account(name):
    return name.endswith("AccountRef")


def _may_be_in(company, account, currency):
    """Whether a transaction in that currency may name the account."""
    home = company.default("home_currency")
    own = account.get("CurrencyRef", home)
    if own == currency:
        return True
    if own != home:
        return company.behaviour["account_in_third_currency"]
    owed = account.get("AccountType") in ("AccountsReceivable", "AccountsPayable")
    return not owed or company.behaviour["receivable_in_home_currency"]


def new_record(company, kind, values, lines=()):
    """A record of a new transaction, not yet saved."""
    return Record(kind, company.books.new_transaction_id(), values, tuple(lines))


def new_line(company, name, values, link=None):
    """A line with an id of its own."""
    return Line(company.books.new_transaction_id(), name, values, link)


def changed_lines(company, record, name, given):
    """What becomes of the lines ``name`` of a record when a Mod gives some.

    Returns pairs ``(old line or None, values)``.
    Lines that the Mod leaves out are gone; those it names keep their order. Raises ``Fault``.
    """
    old = [line for line in record.lines if line.name == name]
    places = {line.id: at for at, line in enumerate(old)}
    last, result = -1, []
    for values in given:
        identifier = values["TxnLineID"]
        own = {key: value for key, value in values.items() if key != "TxnLineID"}
        if identifier == NEW_LINE:
            result.append((None, merged({}, own)))
            continue
        if identifier not in places:
            raise not_found(identifier)
        line = old[places[identifier]]
        if places[identifier] <= last:
            item = company.books.name_of(line.values.get("ItemRef"))
            raise Fault(3290, f'The item "{item}" is placed in the request in incorrect order.')
        last = places[identifier]
        result.append((line, merged(line.values, own)))
    return result


def saved(company, record):
    """Check what holds for every transaction and save it. Raises ``Fault``."""
    check_open(company, record.kind, record.get("TxnDate"))
    check_number(company, record)
    check_address(record.kind, record.values)
    _check_currencies(company, record)
    return company.books.put(record)


def without_empty(values):
    """The values without cleared fields."""
    return {key: value for key, value in values.items() if value not in ("", [], {})}


def renewed(record, values, lines):
    """The record with other values and lines."""
    return replace(record, values=without_empty(values), lines=tuple(lines))
