"""Taking applications back before others are made.

An invoice takes no more than it has open, and its total cannot fall below what is applied to it. When
money moves from one invoice to another, everything that is given back has to be given back first: by all
payments, before any invoice is changed and before anything is applied anew.
"""

from dataclasses import replace

from . import documents as docs
from .documents import Payment
from .money import ZERO


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
