"""Applies credits and payments to invoices: the checks, and the links of money."""

from .books import Application
from .money import (
    CREDITS,
    DEBITS,
    balance_of,
    customer_of,
    family,
    receivable_account,
    unused_of,
)
from .statuses import not_found, too_much


def open_target(company, identifier, customer, account):
    """The invoice (or other debit) that money may settle. Raises ``Fault`` 3120."""
    record = company.books.get(identifier, *DEBITS)
    if record is None or record.void or record.get("IsPending"):
        raise not_found(identifier)
    if customer_of(record) not in family(company, customer):
        raise not_found(identifier)
    if account and receivable_account(company, record) != account:
        raise not_found(identifier)
    if balance_of(company, record) <= 0:
        raise not_found(identifier)
    company.refuse_locked(record)
    return record


def apply_credits(company, target, given, via):
    """Apply the ``SetCredit`` elements of a request to a debit. Raises ``Fault``."""
    kinds = CREDITS if company.behaviour["payment_as_credit"] else ("CreditMemo",)
    for each in given:
        credit = company.books.get(each["CreditTxnID"], *kinds)
        if credit is None or credit.void:
            raise not_found(each["CreditTxnID"])
        related = family(company, customer_of(credit))
        if customer_of(target) not in related or unused_of(company, credit) <= 0:
            raise not_found(each["CreditTxnID"])
        amount = each["AppliedAmount"]
        left = unused_of(company, credit)
        if amount <= 0 or amount > left:
            raise too_much("SetCredit AppliedAmount", amount, "The credit has less remaining.")
        if amount > balance_of(company, target):
            raise too_much("SetCredit AppliedAmount", amount)
        company.books.apply(
            Application(
                credit.id,
                target.id,
                amount,
                permanent=True,
                via=via,
                day=target.get("TxnDate", ""),
            )
        )
        changed(company, target)
        changed(company, credit)


def changed(company, record):
    """Money has moved: the edit sequence of the document grows old."""
    if company.behaviour["invoice_changes_when_paid"]:
        company.books.touch(record.id)
