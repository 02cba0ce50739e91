"""Brings received money to the bank. A deposited payment keeps its amount, method and account."""

from .documents import (
    check_features,
    check_given,
    header_of,
    new_line,
    new_record,
    saved,
    without_empty,
)
from .line_amounts import ZERO
from .money import total_of
from .payments import is_deposited
from .references import resolved
from .statuses import Fault, missing, not_found, not_together


def add(company, content, execution):
    """Add a deposit of payments and receipts that wait in undeposited funds, or of other money."""
    check_features(company, content)
    if "CashBackInfoAdd" in content:
        raise not_together("Cash back is not supported in a deposit.")
    content = resolved(company, content, "Deposit")
    values = without_empty(header_of(content))
    check_given("Deposit", values, "DepositToAccountRef")
    values.setdefault("TxnDate", company.clock.today())
    company.check_account_type(
        values["DepositToAccountRef"], ("Bank", "OtherCurrentAsset"), "Deposit"
    )
    lines = [_line(company, without_empty(each)) for each in content.get("DepositLineAdd", ())]
    if not lines:
        raise missing("DepositLineAdd", "Deposit")
    values["DepositTotal"] = sum((line.values["Amount"] for line in lines), ZERO)
    return saved(company, new_record(company, "Deposit", values, lines))


def change(company, content, execution):
    """Deposits are not changed here."""
    raise Fault(1030, "The request DepositModRq is not supported.")


def _line(company, values):
    identifier = values.get("PaymentTxnID")
    if not identifier:
        check_given("Deposit line", values, "AccountRef")
        values.setdefault("Amount", ZERO)
        return new_line(company, "DepositLine", values)
    record = company.books.get(identifier, "ReceivePayment", "SalesReceipt")
    waiting = company.default("UndepositedFunds")
    if record is None or record.void or record.get("DepositToAccountRef") != waiting:
        raise not_found(identifier)
    if is_deposited(company, identifier):
        raise not_found(identifier)
    own = {
        "PaymentTxnID": identifier,
        "EntityRef": record.get("CustomerRef"),
        "AccountRef": waiting,
        "Amount": total_of(company, record),
        "Memo": values.get("OverrideMemo"),
    }
    return new_line(company, "DepositLine", {key: each for key, each in own.items() if each})
