"""Payments and refunds as QuickBooks Online's objects."""

from collections.abc import Mapping

from .. import documents as docs
from ..chosen import paying_account
from ..problem import Held
from . import text, translate_named
from .company import Company
from .translate_common import (
    amount,
    check_open,
    currency,
    deposit_account,
    filled_in,
    payment_method,
    reference,
)
from .translate_sales import sales_form

LINKED = {"invoice": "Invoice", "credit_memo": "CreditMemo", "refund": "Expense"}
#: What a payment in which a purchase leaves an account is called, by the type of the account.
PAID_FROM = {"Bank": "Cash", "Credit Card": "CreditCard"}


def payment(
    document: docs.Payment, ids: Mapping[docs.Key, str], company: Company, marker: str
) -> dict:
    """A Payment. All its lines are always in it: QuickBooks drops the applications that an update
    does not repeat. Raises Held for a negative amount, closed books, a currency QuickBooks does not use."""
    number = document.number
    if document.amount < 0:
        raise Held("negative_total", document=number, total=str(document.amount))
    check_open(document.date, number, company)
    if document.customer_name:
        customer = translate_named.list_entry("customer", document.customer_name, number, company)
    else:
        customer = reference(document.customer, ids, number)
    body = {
        "CustomerRef": customer,
        "TxnDate": document.date.isoformat(),
        "TotalAmt": amount(document.amount, number),
        "PaymentRefNum": text.number(document.reference or number, text.PAYMENT_REFERENCE),
        "PrivateNote": text.note(document.memo, marker),
    }
    if document.amount:
        body |= deposit_account(document, company)
        body |= payment_method(document, company)
        body |= translate_named.money(document, company)
    body |= currency(document, company)
    lines = [_line(application, ids, number) for application in document.applications]
    return filled_in(body) | {"Line": lines}


def _line(application: docs.Application, ids: Mapping[docs.Key, str], number: str) -> dict:
    target = reference(application.target, ids, number)["value"]
    kind = LINKED[application.target.document]
    return {
        "Amount": amount(application.amount, number),
        "LinkedTxn": [{"TxnId": target, "TxnType": kind}],
    }


def refund(
    document: docs.Refund, ids: Mapping[docs.Key, str], company: Company, marker: str
) -> dict:
    """Money paid back, as an expense (Purchase) on the receivable account with the customer as its payee:
    it raises what the customer owes, and a payment sets it off against the credit that it pays out.

    Raises Held('refund_account_missing') without a bank or credit card account that the money leaves,
    Held('receivable_account_missing'), Held('books_closed'), Held('currency_not_enabled').
    """
    number = document.number
    check_open(document.date, number, company)
    if document.customer_name:
        customer = translate_named.list_entry("customer", document.customer_name, number, company)
    else:
        customer = reference(document.customer, ids, number)
    account = paying_account(document, company, PAID_FROM)
    value = amount(document.amount, number)
    line = {
        "DetailType": "AccountBasedExpenseLineDetail",
        "Amount": value,
        "Description": text.clean(document.memo, text.DESCRIPTION, lines=True),
        "AccountBasedExpenseLineDetail": {
            "AccountRef": {"value": _receivable_account(document, company)}
        },
    }
    body = {
        "PaymentType": PAID_FROM[company.account_types[account]],
        "AccountRef": {"value": account},
        "EntityRef": {**customer, "type": "Customer"},
        "TxnDate": document.date.isoformat(),
        "DocNumber": text.number(number),
        "PrivateNote": text.note(document.memo, marker),
        "Line": [line],
    }
    return filled_in(body | payment_method(document, company) | currency(document, company))


def _receivable_account(document: docs.Refund, company: Company) -> str:
    code = document.currency or company.home_currency
    account = company.receivable_accounts.get(code)
    if not account:
        raise Held("receivable_account_missing", document=document.number, currency=code)
    return account


def refund_receipt(
    document: docs.RefundReceipt, ids: Mapping[docs.Key, str], company: Company, marker: str
) -> dict:
    """A RefundReceipt: what a customer gave back and the money for it in one document. QuickBooks wants
    to know the account that the money leaves. Errors as `refund` and those of a sales form."""
    check_open(document.date, document.number, company)
    account = paying_account(document, company, PAID_FROM)
    return (
        sales_form(document, ids, company, marker)
        | {"DepositToAccountRef": {"value": account}}
        | payment_method(document, company)
    )
