"""A company file's books in the words of books.py, read as another program does it.

QuickBooks shortens Odoo's numbers; the memo has the whole one. Credits that are set off leave links and no
transaction: they become the payment of zero that they are in QuickBooks Online.
"""

import re
from collections import defaultdict

from development.remote.desktop_books import DesktopBooks

from .books import VOIDED, Document, cents
from .quickbooks import NUMBER

#: QuickBooks' forms, and what they are called in books.py.
FORMS = {
    "SalesOrder": "Estimate",
    "Invoice": "Invoice",
    "CreditMemo": "CreditMemo",
    "SalesReceipt": "SalesReceipt",
    "PurchaseOrder": "PurchaseOrder",
    "Bill": "Bill",
    "VendorCredit": "VendorCredit",
    "Check": "Purchase",
}
#: Of which books.py compares what is open.
WITH_BALANCE = ("Invoice", "CreditMemo")
LISTS = {"Customer": "Customer", "Vendor": "Vendor", "Item": "Item", "Terms": "Term"}
#: What is added to a name that somebody else has: the city, Odoo's number.
VARIANT = re.compile(r" \([^()]+\)$")


def lists(books: DesktopBooks) -> frozenset:
    """Return what a new company file has in its lists, before anything is synced."""
    return frozenset(entry.id for kind in LISTS for entry in books.elements(kind))


def company_books(
    books: DesktopBooks, known: frozenset = frozenset()
) -> dict[tuple[str, str], list[Document]]:
    """Return what QuickBooks holds. `known` are the entries of lists that were there at first."""
    found = defaultdict(list)
    forms = {kind: books.documents(kind) for kind in FORMS}
    payments = books.payments()
    numbers = {each.id: _number(each) for rows in (*forms.values(), payments) for each in rows}
    for kind, rows in forms.items():
        for row in rows:
            still_open = cents(row.open) if kind in WITH_BALANCE else cents(0)
            document = Document(cents(row.total), still_open, _status(row))
            if row.voided or _is_cancelled(row):
                found[VOIDED, f"{kind} {numbers[row.id]}"].append(Document())
            else:
                found[FORMS[kind], numbers[row.id]].append(document)
    for row in payments:
        applied = ((numbers[link.id], cents(link.amount)) for link in row.applied if link.amount)
        document = Document(cents(row.total), cents(row.open), "", tuple(sorted(applied)))
        found[VOIDED if row.voided else "Payment", numbers[row.id]].append(document)
    for number, applied in _set_off(forms["CreditMemo"], numbers).items():
        applied = [*applied, (number, sum(amount for _number, amount in applied))]
        found["Payment", number].append(Document(applied=tuple(sorted(applied))))
    for kind, called in LISTS.items():
        for entry in books.elements(kind):
            if entry.id not in known:
                found[called, VARIANT.sub("", entry.name)].append(Document())
    return dict(found)


def _status(row):
    if row.kind != "SalesOrder":
        return ""
    return "Closed" if row.complete or row.closed else "Accepted"


def _is_cancelled(row):
    """Orders cannot be voided: they are closed with nothing invoiced or received."""
    is_order = row.kind in ("SalesOrder", "PurchaseOrder")
    return is_order and row.closed and not any(line.done for line in row.lines)


def _number(row):
    """Odoo's number. In front of it vendors' documents have the vendor's, which may name another."""
    found = NUMBER.findall(row.memo)
    if not found:
        return row.number
    return found[-1] if row.kind in ("Bill", "VendorCredit") else found[0]


def _set_off(credit_memos, numbers):
    """What credit memos were set against: of invoices by the number of the credit, of checks that pay a
    credit back by the number of the check."""
    found = defaultdict(list)
    for credit in credit_memos:
        own = numbers[credit.id]
        for link in credit.linked:
            other, amount = numbers.get(link.id), cents(abs(link.amount))
            if link.kind == "Check":
                found[other].append((own, amount))
            elif link.kind == "Invoice":
                found[own].append((other, amount))
    return found
