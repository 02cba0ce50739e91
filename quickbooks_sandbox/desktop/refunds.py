"""Pays credits back to customers: ARRefundCreditCard, of credit memos and of money never used."""

from .books import Application
from .credits import changed
from .documents import (
    check_features,
    check_given,
    header_of,
    new_record,
    saved,
    with_currency,
    without_empty,
)
from .line_amounts import ZERO
from .money import customer_of, family, receivable_account, unused_of
from .references import resolved
from .statuses import Fault, not_found, not_together, too_much

_CARDS = ("AmericanExpress", "Discover", "MasterCard", "Visa", "OtherCreditCard", "DebitCard")


def add(company, content, execution):
    """Add a refund; its total is what it pays back. Raises ``Fault``."""
    check_features(company, content)
    content = resolved(company, content, "ARRefundCreditCard")
    values = without_empty(header_of(content))
    check_given("ARRefundCreditCard", values, "CustomerRef")
    customer = company.books.get(values["CustomerRef"])
    values.setdefault("TxnDate", company.clock.today())
    values.setdefault("ARAccountRef", company.receivable_account(customer))
    values.setdefault("RefundFromAccountRef", company.default("UndepositedFunds"))
    company.check_account_type(
        values["ARAccountRef"], ("AccountsReceivable",), "ARRefundCreditCard"
    )
    company.check_account_type(
        values["RefundFromAccountRef"],
        ("Bank", "CreditCard", "OtherCurrentAsset"),
        "ARRefundCreditCard",
    )
    _check_method(company, values.get("PaymentMethodRef"))
    with_currency(company, values, customer.id)
    entries = content["RefundAppliedToTxnAdd"]
    values["TotalAmount"] = sum((each["RefundAmount"] for each in entries), ZERO)
    record = saved(company, new_record(company, "ARRefundCreditCard", values))
    seen = set()
    for each in entries:
        if each["TxnID"] in seen:
            raise Fault(3177, f'The object "{each["TxnID"]}" is given more than once.')
        seen.add(each["TxnID"])
        _pay_back(company, record, each["TxnID"], each["RefundAmount"])
    return record


def change(company, content, execution):
    """QuickBooks has no request that changes a refund."""
    raise Fault(1030, "The request ARRefundCreditCardModRq is not supported.")


def _check_method(company, method):
    record = company.books.get(method)
    if record is None or company.behaviour["refund_by_any_method"]:
        return
    if record.get("PaymentMethodType") not in _CARDS:
        raise not_together("The payment method of a credit card refund must be a credit card.")


def _pay_back(company, record, identifier, amount):
    kinds = ["CreditMemo"]
    if company.behaviour["refund_of_payment"]:
        kinds.append("ReceivePayment")
    source = company.books.get(identifier, *kinds)
    if source is None or source.void or unused_of(company, source) <= 0:
        raise not_found(identifier)
    if customer_of(source) not in family(company, record.get("CustomerRef")):
        raise not_found(identifier)
    if receivable_account(company, source) != record.get("ARAccountRef"):
        raise not_found(identifier)
    if amount <= 0 or amount > unused_of(company, source):
        raise too_much("RefundAmount", amount, "You cannot refund more than the credit remaining.")
    company.books.apply(
        Application(
            source.id,
            record.id,
            amount,
            permanent=True,
            via=record.id,
            day=record.get("TxnDate"),
        )
    )
    changed(company, source)
