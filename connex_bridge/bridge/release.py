"""Taking applications back before others are made.

An invoice takes no more than it has open, and its total cannot fall below what is applied to it. When
money moves from one invoice to another, everything that is given back has to be given back first: by all
payments, before any invoice is changed and before anything is applied anew.
"""

from collections import defaultdict
from dataclasses import replace

from . import documents as docs
from .compose_money import refund_key
from .documents import Key, Payment
from .money import ZERO
from .sale import Payment as Received
from .sale import Snapshot


def release(before: Payment, after: Payment) -> Payment | None:
    """The payment as it is (`before`, what QuickBooks has) without what it no longer applies (`after`, what
    is wanted); None if it gives nothing back. It applies nothing that it did not apply."""
    wanted = {each.target: each.amount for each in after.applications}
    kept = tuple(
        docs.Application(each.target, min(each.amount, wanted[each.target]))
        for each in before.applications
        if each.target in wanted
    )
    if kept == before.applications:
        return None
    return replace(before, applications=_balanced(kept, before.amount))


def still_applied(payment: Received, said: Payment) -> tuple[docs.Application, ...]:
    """What of the applications that QuickBooks has of a payment (`said`) Odoo has, too. It says nothing of
    what Odoo does not reconcile: the payment's own difference, and invoices that are copies of orders."""
    odoo = defaultdict(lambda: ZERO)
    for each in payment.allocations:
        for kind in ("invoice", "credit_memo"):
            odoo[Key(kind, "account.move", each.invoice)] += each.amount
    for each in payment.set_off:
        odoo[refund_key(each.payment)] += each.amount
    found = []
    for each in said.applications:
        target = each.target
        own = (target.model, target.id) == (said.key.model, said.key.id)
        reconciled = target.document == "refund" or (target.model == "account.move" and not own)
        amount = min(each.amount, odoo[target]) if reconciled else each.amount
        found += [replace(each, amount=amount)] if amount > ZERO else []
    return tuple(found)


def is_customer_known(document: Payment, snapshot: Snapshot) -> bool:
    """Whether the document's customer was read: not if somebody has put another one in its place."""
    key = document.customer
    if key.model == "res.partner":
        return key.id in snapshot.partners
    return key.id in snapshot.accounts.values()


def _balanced(applications, amount):
    """Without money, credits are worth what they are applied to, and the other way round: both sides are
    cut to the smaller one. With money, only the credits have to be used up."""
    given = sum((each.amount for each in applications if _is_credit(each)), ZERO)
    taken = sum((each.amount for each in applications if not _is_credit(each)), ZERO)
    found = []
    given_left, taken_left = min(given, taken), min(taken, given + amount)
    for each in applications:
        left = given_left if _is_credit(each) else taken_left
        part = min(each.amount, left)
        if _is_credit(each):
            given_left -= part
        else:
            taken_left -= part
        if part:
            found.append(replace(each, amount=part))
    return tuple(found)


def _is_credit(application):
    return application.target.document in docs.CREDITS
