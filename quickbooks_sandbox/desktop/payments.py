"""Receives payments: adds, changes, applies them to invoices and keeps what is unused."""

from .books import Application, Record
from .credits import apply_credits, changed, open_target
from .documents import (
    check_features,
    check_given,
    existing,
    header_of,
    new_record,
    renewed,
    saved,
    with_currency,
    without_empty,
)
from .line_amounts import ZERO
from .money import balance_of, customer_of, family, receivable_account, used
from .references import resolved
from .statuses import Fault, missing, not_saved, not_together, too_much

_FIXED_ONCE_DEPOSITED = (
    "TotalAmount",
    "PaymentMethodRef",
    "DepositToAccountRef",
    "CustomerRef",
    "ARAccountRef",
)


def add(company, content, execution):
    """Add a payment; returns its record. One that only applies credits leaves no record: it has no id."""
    check_features(company, content)
    content = resolved(company, content, "ReceivePayment")
    values = without_empty(header_of(content))
    check_given("ReceivePayment", values, "CustomerRef")
    customer = company.books.get(values["CustomerRef"])
    values.setdefault("TxnDate", company.clock.today())
    values.setdefault("ARAccountRef", company.receivable_account(customer))
    company.check_account_type(values["ARAccountRef"], ("AccountsReceivable",), "ReceivePayment")
    values.setdefault("DepositToAccountRef", company.default("UndepositedFunds"))
    company.check_account_type(
        values["DepositToAccountRef"], ("Bank", "OtherCurrentAsset"), "ReceivePayment"
    )
    with_currency(company, values, customer.id)
    entries = content.get("AppliedToTxnAdd", [])
    amounts = sum((each.get("PaymentAmount") or ZERO for each in entries), ZERO)
    values.setdefault("TotalAmount", amounts)
    if values["TotalAmount"] < 0:
        raise too_much("TotalAmount", values["TotalAmount"], "The amount must be positive.")
    if values["TotalAmount"] == 0 and not amounts:
        return _only_credits(company, values, entries)
    record = saved(company, new_record(company, "ReceivePayment", values))
    if content.get("IsAutoApply"):
        entries = _automatic(company, record)
    _apply(company, record, entries, "AppliedToTxnAdd")
    return record


def change(company, content, execution):
    """Change a payment; a list of applications takes the place of all that the payment's money settles."""
    old = existing(company, "ReceivePayment", content)
    check_features(company, content)
    content = resolved(company, content, "ReceivePayment")
    given = header_of(content)
    entries = content.get("AppliedToTxnMod")
    if "ARAccountRef" in given and entries is None:
        raise not_together("ARAccountRef needs the list of applications (AppliedToTxnMod).")
    _check_deposited(company, old, given, entries)
    values = without_empty({**old.values, **given})
    required = ("CustomerRef", "ARAccountRef", "TotalAmount", "DepositToAccountRef", "TxnDate")
    check_given("ReceivePayment", values, *required)
    books = company.books
    if entries is not None:
        for key, application in books.applied_from(old.id).items():
            if not application.permanent:
                books.withdraw(key)
                changed(company, books.records[application.target])
    elif values["CustomerRef"] != old.get("CustomerRef") and books.applied_from(old.id):
        raise not_saved("ReceivePayment", "The customer of an applied payment cannot be changed.")
    if values.get("TotalAmount", ZERO) < used(company, old.id):
        raise too_much("TotalAmount", values["TotalAmount"], "More than that has been applied.")
    record = saved(company, renewed(old, values, old.lines))
    if entries is not None:
        _apply(company, record, entries, "AppliedToTxnMod")
    return record


def is_deposited(company, identifier):
    """Whether a payment or receipt is in a bank deposit."""
    return any(
        line.values.get("PaymentTxnID") == identifier
        for deposit in company.books.all("Deposit")
        if not deposit.void
        for line in deposit.lines
    )


def _check_deposited(company, old, given, entries):
    if not is_deposited(company, old.id):
        return
    locked = [
        name for name in _FIXED_ONCE_DEPOSITED if given.get(name, old.get(name)) != old.get(name)
    ]
    if locked or (entries is not None and not company.behaviour["apply_deposited_payment"]):
        raise Fault(
            3170,
            "There was an error when modifying a ReceivePayment. QuickBooks error message: "
            "The payment has already been deposited.",
        )


def _only_credits(company, values, entries):
    record = Record("ReceivePayment", f"thin {company.books.new_transaction_id()}", values)
    if not any(each.get("SetCredit") or each.get("DiscountAmount") for each in entries):
        raise not_saved("ReceivePayment", "The transaction is empty.")
    _apply(company, record, entries, "AppliedToTxnAdd")
    return record


def _automatic(company, record):
    """The open invoices that a payment settles by itself: one of the same amount, else the oldest first."""
    books = company.books
    invoices = [
        each
        for customer in family(company, record.get("CustomerRef"))
        for each in map(books.records.get, books.by_entity.get(customer, ()))
        if each.kind == "Invoice"
        and customer_of(each) == customer
        and receivable_account(company, each) == record.get("ARAccountRef")
        and balance_of(company, each) > 0
    ]
    left = record.get("TotalAmount")
    same = [each for each in invoices if balance_of(company, each) == left]
    entries = []
    for each in same[:1] or sorted(invoices, key=lambda one: (one.get("DueDate"), one.number)):
        amount = min(left, balance_of(company, each))
        if amount > 0:
            entries.append({"TxnID": each.id, "PaymentAmount": amount})
            left -= amount
    return entries


def _apply(company, record, entries, element):
    books = company.books
    seen = set()
    for entry in entries:
        if entry["TxnID"] in seen:
            raise Fault(3177, f'The object "{entry["TxnID"]}" is given more than once.')
        seen.add(entry["TxnID"])
        target = open_target(
            company, entry["TxnID"], record.get("CustomerRef"), record.get("ARAccountRef")
        )
        apply_credits(company, target, entry.get("SetCredit", ()), record.id)
        amount = entry.get("PaymentAmount") or ZERO
        discount = entry.get("DiscountAmount") or ZERO
        if amount < 0 or amount > balance_of(company, target):
            raise too_much(f"{element} payment amount", amount)
        if discount < 0 or amount + discount > balance_of(company, target):
            raise too_much(f"{element} discount amount", discount)
        if discount and not entry.get("DiscountAccountRef"):
            raise missing("DiscountAccountRef", "ReceivePayment")
        if amount or discount:
            if record.id not in books.records:
                raise missing("TotalAmount", "ReceivePayment")
            books.apply(
                Application(
                    record.id,
                    target.id,
                    amount,
                    discount,
                    entry.get("DiscountAccountRef", ""),
                    via=record.id,
                    day=record.get("TxnDate"),
                )
            )
            changed(company, target)
    if used(company, record.id) > record.get("TotalAmount", ZERO):
        raise too_much(
            f"{element} payment amount",
            used(company, record.id),
            "The amount applied is more than the payment.",
        )
