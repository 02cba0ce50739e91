"""Payments as QuickBooks Online's objects."""

from collections.abc import Mapping

from .. import documents as docs
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

LINKED = {"invoice": "Invoice", "credit_memo": "CreditMemo"}


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
