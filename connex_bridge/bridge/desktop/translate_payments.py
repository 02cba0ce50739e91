"""Payments and refunds as QuickBooks Desktop's transactions, and how credits are applied.

A payment's money and credits are applied in the same list (`AppliedToTxn`): per charge the part of the
money (PaymentAmount) and what of each credit memo is set against it (SetCredit). QuickBooks forgets the
money applied before as soon as one application is sent, so that all of them are sent every time; a credit
that is applied stays applied until one of its transactions is deleted.
"""

from collections.abc import Mapping
from decimal import Decimal

from .. import documents as docs
from ..chosen import paying_account
from ..key import Key
from ..money import ZERO
from ..problem import Held
from . import text, translate_named
from .around import Around
from .body import Body, Part, Value
from .company import Company
from .number import short
from .translate_common import (
    FALSE,
    amount,
    by_id,
    check_open,
    deposit_account,
    exchange_rate,
    known_id,
    payment_method,
    plain,
    receivable_account,
    reference,
)

#: The types of accounts that checks are drawn on.
PAID_FROM = ("Bank",)
#: (charge, credit) → the amount of the credit set against the charge
Credits = Mapping[tuple[Key, Key], Decimal]


def payment(document: docs.Payment, around: Around, company: Company, marker: str) -> Body:
    """A ReceivePayment with everything that it is applied to. Money that is applied to nothing stays the
    customer's credit (IsAutoApply false: QuickBooks distributes nothing by itself). Sales orders cannot be
    paid in QuickBooks; the money is applied to their invoices later.

    Raises Held('negative_total') for a negative amount, Held('books_closed'), Held('multicurrency_off'),
    Held('credit_not_applicable') where credits exceed what they are applied to.
    """
    number = document.number
    if document.amount < 0:
        raise Held("negative_total", document=number, total=plain(document.amount))
    check_open(document.date, number, company)
    fields: dict[str, Value | None] = {
        "CustomerRef": _customer(document, around, company),
        "ARAccountRef": receivable_account(document, company),
        "TxnDate": document.date.isoformat(),
        "RefNumber": short(document.reference or number, text.LONG_REF_NUMBER),
        "TotalAmount": amount(document.amount, number),
        "ExchangeRate": exchange_rate(document, company),
        "Memo": text.note(document.memo, marker, number),
    }
    if document.amount:
        fields["PaymentMethodRef"] = payment_method(document, company)
        fields["DepositToAccountRef"] = deposit_account(document, company)
        fields |= translate_named.money(document, company)
    parts = applied(document, spread(document), around)
    if not parts:
        fields["IsAutoApply"] = FALSE
    return Body("ReceivePayment", fields, parts)


def _customer(document, around, company):
    if document.customer_name:
        name = document.customer_name
        return translate_named.list_entry("customer", name, document.number, company)
    return reference(document.customer, around.ids, document.number)


def spread(document: docs.Payment) -> Credits:
    """How the credits among the applications are set against the charges: both in their order, each credit
    used up before the next one is begun. Always the same for the same document.

    Raises Held('credit_not_applicable') where there is more credit than charges.
    """
    open_amounts = [
        [each.target, each.amount]
        for each in document.applications
        if each.target.document not in docs.CREDITS
    ]
    found: dict[tuple[Key, Key], Decimal] = {}
    for credit in document.applications:
        if credit.target.document not in docs.CREDITS:
            continue
        left = credit.amount
        for charge in open_amounts:
            part = min(left, charge[1])
            if part > 0:
                found[charge[0], credit.target] = part
                charge[1] -= part
                left -= part
        if left:
            raise Held("credit_not_applicable", document=document.number, amount=plain(left))
    return found


def applied(
    document: docs.Payment, credits_: Credits, around: Around, already: Credits | None = None
) -> tuple[Part, ...]:
    """The complete list of what a payment is applied to. `credits_` as `spread` has it; what of them is
    `already` applied in QuickBooks is not said again."""
    already = already or {}
    parts = []
    for each in document.applications:
        if each.target.document in docs.CREDITS:
            continue
        own = {credit: part for (charge, credit), part in credits_.items() if charge == each.target}
        money = each.amount - sum(own.values(), ZERO)
        said = {
            credit: part - already.get((each.target, credit), ZERO) for credit, part in own.items()
        }
        fields: dict[str, Value] = {"TxnID": known_id(each.target, around.ids, document.number)}
        if money:
            fields["PaymentAmount"] = amount(money, document.number)
        if set_credits := tuple(
            {
                "CreditTxnID": known_id(credit, around.ids, document.number),
                "AppliedAmount": amount(part, document.number),
            }
            for credit, part in said.items()
            if part
        ):
            fields["SetCredit"] = set_credits
        if money or set_credits:
            parts.append(Part("AppliedToTxn", fields))
    return tuple(parts)


def reapplied(
    document: docs.Payment,
    before: docs.Payment | None,
    around: Around,
    by_hand: Mapping[str, Mapping] | None = None,
) -> tuple[Part, ...]:
    """The list that makes QuickBooks apply what `document` says where it applied what `before` said: all of
    the money again, and of the credits only what was added. What else the money is applied to `by_hand`
    (see `around.Around`) is said again as well, or QuickBooks would take it back.

    Where nothing is left to apply, the first of what it was applied to is named with no money: a list
    without entries would leave everything as it is. Raises Held('credit_stays_applied') where a credit would
    have to be taken back, which QuickBooks cannot (Intuit's description of ReceivePaymentMod), and
    Held('applied_in_quickbooks') where the money is not enough for what Odoo and a person apply it to.
    """
    already = spread(before) if before else {}
    wanted = spread(document)
    for (charge, credit), part in already.items():
        if wanted.get((charge, credit), ZERO) < part:
            raise Held("credit_stays_applied", document=document.number, amount=plain(part))
    kept = tuple(
        Part("AppliedToTxn", {"TxnID": txn} | dict(fields))
        for txn, fields in (by_hand or {}).items()
    )
    parts = applied(document, wanted, around, already)
    _check_enough(document, parts, kept)
    charges = (
        [each for each in before.applications if each.target.document not in docs.CREDITS]
        if before
        else []
    )
    paid = [each for each in charges if each.amount > _credited(each.target, already)]
    if parts or (paid and kept):
        return parts + kept
    if paid:
        txn = known_id(paid[0].target, around.ids, document.number)
        return (Part("AppliedToTxn", {"TxnID": txn, "PaymentAmount": "0.00"}),)
    return ()


def _check_enough(document, parts, kept):
    own, foreign = (
        sum((Decimal(part.fields.get("PaymentAmount", 0)) for part in some), ZERO)
        for some in (parts, kept)
    )
    if foreign and own + foreign > document.amount:
        raise Held(
            "applied_in_quickbooks",
            document=document.number,
            total=plain(document.amount),
            odoo=plain(own),
            amount=plain(foreign),
        )


def _credited(charge: Key, credits_: Credits) -> Decimal:
    return sum((part for (each, _credit), part in credits_.items() if each == charge), ZERO)


def is_application(document) -> bool:
    """Whether the document only applies credits: QuickBooks then makes links and no transaction, so that
    its answer has no TxnID and nothing can be changed or removed."""
    return isinstance(document, docs.Payment) and not document.amount


def refund(document: docs.Refund, around: Around, company: Company, marker: str) -> Body:
    """Money paid back: a Check on the receivable account with the customer as its payee, which raises what
    the customer owes; a payment then sets it off against what it pays back (a credit memo, money received).

    So for cards too: QuickBooks makes its credit card refund (ARRefundCreditCard) only together with what it
    pays back, and lets no program change it. Raises Held('refund_account_missing') without a bank account
    that the money leaves, Held('receivable_account_missing'), Held('books_closed'),
    Held('multicurrency_off').
    """
    check_open(document.date, document.number, company)
    number = document.number
    customer = _customer(document, around, company)
    fields: dict[str, Value | None] = {
        "AccountRef": by_id(paying_account(document, company, PAID_FROM)),
        "PayeeEntityRef": customer,
        "RefNumber": short(number),
        "TxnDate": document.date.isoformat(),
        "Memo": text.note(document.memo, marker, number),
        "IsToBePrinted": FALSE,
        "ExchangeRate": exchange_rate(document, company),
    }
    receivable = receivable_account(document, company)
    if not receivable:
        code = document.currency or company.home_currency
        raise Held("receivable_account_missing", document=number, currency=code)
    line: dict[str, Value] = {
        "AccountRef": receivable,
        "Amount": amount(document.amount, number),
        "CustomerRef": customer,
    }
    if described := text.clean(document.memo, text.MEMO):
        line["Memo"] = described
    return Body("Check", fields, (Part("ExpenseLine", line),))


def refund_receipt(
    document: docs.RefundReceipt, around: Around, company: Company, marker: str
) -> Body:
    """QuickBooks Desktop has no form for goods and money given back at once: it takes a credit memo and a
    refund. Always raises Held('no_refund_receipts')."""
    raise Held("no_refund_receipts", document=document.number)
