"""Which records a query's filters let through."""

from datetime import date

from .answers import told
from .clock_times import within
from .kinds import LISTS, TRANSACTIONS
from .line_amounts import ZERO
from .money import balance_of, customer_of
from .statuses import Fault

_MATCHES = {
    "StartsWith": str.startswith,
    "Contains": str.__contains__,
    "EndsWith": str.endswith,
}
_COMPARED = {
    "LessThan": lambda a, b: a < b,
    "LessThanEqual": lambda a, b: a <= b,
    "Equal": lambda a, b: a == b,
    "GreaterThan": lambda a, b: a > b,
    "GreaterThanEqual": lambda a, b: a >= b,
}


def lets_through(company, record, content):
    """Whether a record passes the filters in the content of a query."""
    keep = _list_filter if record.kind in LISTS else _transaction_filter
    return keep(company, record, content)


def _list_filter(company, record, content):
    active = content.get("ActiveStatus", "ActiveOnly")
    if active != "All" and record.get("IsActive", True) != (active == "ActiveOnly"):
        return False
    if not within(record.modified, content.get("FromModifiedDate"), content.get("ToModifiedDate")):
        return False
    for key in ("AccountType", "PaymentMethodType"):
        if key in content and record.get(key) not in content[key]:
            return False
    name = company.books.full_name(record).lower()
    if not _matches(name, content.get("NameFilter"), "Name"):
        return False
    between = content.get("NameRangeFilter")
    if between and not _between(name, between.get("FromName"), between.get("ToName")):
        return False
    if "TotalBalanceFilter" in content:
        return _balance_matches(company, record, content["TotalBalanceFilter"])
    return True


def _matches(text, wanted, key):
    if not wanted:
        return True
    return _MATCHES[wanted["MatchCriterion"]](text.lower(), wanted[key].lower())


def _between(text, first, last):
    text = text.lower()
    return (not first or text >= first.lower()) and (not last or text <= last.lower())


def _balance_matches(company, record, wanted):
    values = told(company, record)
    balance = values.get("TotalBalance", values.get("Balance", ZERO))
    return _COMPARED[wanted["Operator"]](balance, wanted["Amount"])


def _transaction_filter(company, record, content):
    modified = content.get("ModifiedDateRangeFilter") or {}
    if not within(
        record.modified, modified.get("FromModifiedDate"), modified.get("ToModifiedDate")
    ):
        return False
    if not in_days(company, record.get("TxnDate"), content.get("TxnDateRangeFilter")):
        return False
    if not _is_of(company, record, content.get("EntityFilter"), _entities(record)):
        return False
    if not _matches(record.get("RefNumber", ""), content.get("RefNumberFilter"), "RefNumber"):
        return False
    between = content.get("RefNumberRangeFilter")
    if between and not _between(
        record.get("RefNumber", ""), between.get("FromRefNumber"), between.get("ToRefNumber")
    ):
        return False
    accounts = [record.get(key) for key in ("ARAccountRef", "AccountRef", "APAccountRef")]
    if not _is_of(company, record, content.get("AccountFilter"), accounts):
        return False
    paid = content.get("PaidStatus", "All")
    return paid == "All" or (balance_of(company, record) <= 0) == (paid == "PaidOnly")


def _entities(record):
    return [record.get(TRANSACTIONS[record.kind].entity), customer_of(record)]


def in_days(company, day, wanted):
    """Whether a day is in the period that a filter asks for."""
    if not wanted:
        return True
    if "DateMacro" in wanted:
        return _in_macro(company, day, wanted["DateMacro"])
    return (wanted.get("FromTxnDate") or "") <= day <= (wanted.get("ToTxnDate") or "9999")


def _in_macro(company, day, macro):
    today = date.fromisoformat(company.clock.today())
    first = {
        "Today": today,
        "ThisMonth": today.replace(day=1),
        "ThisMonthToDate": today.replace(day=1),
        "ThisCalendarYear": today.replace(month=1, day=1),
        "ThisCalendarYearToDate": today.replace(month=1, day=1),
    }.get(macro)
    if macro == "All":
        return True
    if first is None:
        raise Fault(3110, f'The enumerated value "{macro}" in the field "DateMacro" is unknown.')
    return first.isoformat() <= day


def _is_of(company, record, wanted, identifiers):
    if not wanted:
        return True
    books = company.books
    names = {books.name_of(each).lower() for each in identifiers if each}
    if "ListID" in wanted:
        return any(each in wanted["ListID"] for each in identifiers if each)
    if "FullName" in wanted:
        return any(name.lower() in names for name in wanted["FullName"])
    if "ListIDWithChildren" in wanted:
        top = books.name_of(wanted["ListIDWithChildren"]).lower()
    else:
        top = wanted.get("FullNameWithChildren", "").lower()
    return any(name == top or name.startswith(f"{top}:") for name in names)
