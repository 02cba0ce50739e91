"""What all transactions share: dates, numbers, references in the header, the closed period."""

from datetime import date, timedelta

from .faults import QuickBooksFault, business
from .rules import check_open_period, referred

#: These share one sequence of automatic numbers; every other kind has its own.
_SALES_SEQUENCE = ("Invoice", "SalesReceipt", "CreditMemo", "RefundReceipt")
AUTOMATIC = "AUTO_GENERATE"
#: In no account: the closing date does not concern them.
NOT_POSTED = ("Estimate", "PurchaseOrder")
VOIDED = "Voided"

_HEADER_REFERENCES = (
    ("SalesTermRef", "Term"),
    ("PaymentMethodRef", "PaymentMethod"),
    ("DepositToAccountRef", "Account"),
    ("APAccountRef", "Account"),
)


def prepare_header(company, name, new, old):
    """Date, closed period, references and tracking of any transaction."""
    new.setdefault("TxnDate", company.clock.today())
    if name not in NOT_POSTED:
        check_open_period(company, new["TxnDate"], (old or {}).get("TxnDate"))
    if old is not None and old.get("_deposited"):
        raise deposited()
    for field, entity in _HEADER_REFERENCES:
        if new.get(field):
            referred(company, entity, new[field])
    _tracked(company, new, "ClassRef", "Class", company.settings["ClassTrackingPerTxn"])
    _tracked(company, new, "DepartmentRef", "Department", company.settings["TrackDepartments"])


def deposited():
    """The transaction is part of a bank deposit (6540)."""
    return QuickBooksFault("6540", "This transaction has been deposited. It cannot be changed.")


def _tracked(company, new, field, entity, wanted):
    if not wanted:
        new.pop(field, None)
    elif new.get(field):
        referred(company, entity, new[field])


def number(company, name, new, old):
    """Give the document its number; refuse (6140) one that is taken.

    An automatic number is the last one plus one; a number that the client gives does not move
    that sequence.
    """
    given = new.get("DocNumber")
    if given == AUTOMATIC or (given is None and old is None):
        if given is None and company.settings["CustomTxnNumbers"]:
            return
        new["DocNumber"] = _next_number(company, name)
        return
    if given is None or not company.settings["WarnDuplicateNumbers"]:
        return
    if "allowduplicatedocnum" in new.get("_options", ()):
        return
    own, before = (old or {}).get("Id"), (old or {}).get("DocNumber")
    if given == before:
        return
    for identifier in company.holders_of_number(name, given):
        if identifier != own:
            raise QuickBooksFault(
                "6140",
                "Duplicate Document Number Error : You must specify a different number. This "
                f"number has already been used. DocNumber={given} is assigned to "
                f"TxnType={name} with TxnId={identifier}",
            )


def _next_number(company, name):
    sequence = "sales" if name in _SALES_SEQUENCE else name
    return company.next_number(sequence)


def due_date(company, new, sent, old):
    """When a document is due: as given, or its date plus the days of its terms."""
    if "DueDate" in new and not (old and {"TxnDate", "SalesTermRef"} & sent.keys()):
        return
    if "DueDate" in sent and "DueDate" in new:
        return
    reference = new.get("SalesTermRef") or {"value": company.settings["DefaultTerms"]}
    term = company.get("Term", reference["value"])
    start = date.fromisoformat(new["TxnDate"])
    if term is None:
        new["DueDate"] = new["TxnDate"]
    elif "DueDays" in term:
        new["DueDate"] = (start + timedelta(days=term["DueDays"])).isoformat()
    else:
        new["DueDate"] = _day_of_month(start, term).isoformat()


def _day_of_month(start, term):
    year, month = start.year, start.month
    distance = term.get("DueNextMonthDays", 0)
    candidate = _clamped(year, month, term["DayOfMonthDue"])
    while candidate < start or (candidate - start).days < distance:
        month += 1
        if month > 12:
            year, month = year + 1, 1
        candidate = _clamped(year, month, term["DayOfMonthDue"])
    return candidate


def _clamped(year, month, day):
    following = date(year + month // 12, month % 12 + 1, 1)
    return min(date(year, month, 1) + timedelta(days=day - 1), following - timedelta(days=1))


def voided_note(old):
    """The private note of a voided document: the word in front of what was there."""
    note = old.get("PrivateNote", "")
    if note.startswith(VOIDED):
        return note
    return f"{VOIDED} - {note}" if note else VOIDED


def exchange(company, new):
    """Exchange rate and home totals of a document in a company that keeps several currencies."""
    if not company.settings["MultiCurrencyEnabled"]:
        new.pop("ExchangeRate", None)
        return
    code = new["CurrencyRef"]["value"]
    if code == company.home_currency or not new.get("ExchangeRate"):
        new["ExchangeRate"] = company.exchange_rate(code, new["TxnDate"])
    if new["ExchangeRate"] <= 0:
        raise business("The exchange rate must be greater than zero.", "ExchangeRate")
