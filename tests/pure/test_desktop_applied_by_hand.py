"""What a person has applied of a payment in QuickBooks Desktop, when Odoo applies more of it."""

from decimal import Decimal

import pytest
from desktop_samples import Books, as_read, form, line, payment
from online_samples import PAYMENT

from connex_bridge.bridge import documents as docs
from connex_bridge.bridge.desktop import qbxml
from connex_bridge.bridge.problem import Held

ONE, TWO, THEIRS = (docs.Key("invoice", "account.move", number) for number in (1, 2, 99))


def books_with(*invoices):
    """Books with invoices of these amounts (number 1, 2, …), without tax."""
    books = Books()
    for record, amount in enumerate(invoices, start=1):
        books.save(form("invoice", untaxed(amount), record=record))
    return books


def untaxed(amount):
    return line(amount, "1", amount, taxed=False, taxes=())


def balance(books, key):
    return Decimal(books.told(key)["BalanceRemaining"])


def unused(books):
    return Decimal(books.told(PAYMENT)["UnusedPayment"])


def applied_by_hand(books, target, amount, discount=""):
    """A person applies the payment to another invoice in QuickBooks; what the driver then reads of it."""
    element = qbxml.element
    if discount:
        account = element("DiscountAccountRef", element("ListID", books.company.income_account))
        discount = [element("DiscountAmount", discount), account]
    entries = [
        element("AppliedToTxnMod", element("TxnID", txn), element("PaymentAmount", money), *more)
        for txn, money, more in [*before(books), (target, amount, discount or ())]
    ]
    identity = element("TxnID", books.ids[PAYMENT])
    revision = element("EditSequence", books.record(PAYMENT).edit_sequence)
    mod = element("ReceivePaymentMod", identity, revision, *entries)
    answer = books.carried_out(element("ReceivePaymentModRq", mod))
    row = as_read(answer)
    return {txn: fields for txn, fields in row.applied().items() if txn == target}


def before(books):
    applied = books.file.books.applied_by(books.ids[PAYMENT]).values()
    return [(each.target, format(each.amount, "f"), ()) for each in applied]


def typed_in(books, amount):
    """An invoice that a person has entered; its TxnID."""
    books.save(form("invoice", untaxed(amount), record=THEIRS.id))
    return books.ids[THEIRS]


def test_what_a_person_has_applied_in_quickbooks_stays_applied():
    books = books_with("60.00", "10.00")
    books.save(payment("100.00", (TWO, "10.00")))
    theirs = typed_in(books, "30.00")
    by_hand = applied_by_hand(books, theirs, "24.00", "5.00")
    books.by_hand[PAYMENT] = by_hand
    books.save(payment("100.00", (TWO, "10.00"), (ONE, "60.00")))
    assert (unused(books), balance(books, ONE), balance(books, TWO)) == (6, 0, 0)
    assert balance(books, THEIRS) == 1
    books.by_hand[PAYMENT] = by_hand
    books.save(payment("100.00"))
    assert (unused(books), balance(books, ONE), balance(books, TWO)) == (76, 60, 10)


def test_more_than_a_person_has_left_of_a_payment_is_held_back():
    books = books_with("60.00")
    books.save(payment("100.00"))
    by_hand = applied_by_hand(books, typed_in(books, "50.00"), "50.00")
    books.by_hand[PAYMENT] = by_hand
    with pytest.raises(Held) as held:
        books.save(payment("100.00", (ONE, "60.00")))
    assert held.value.problem.code == "applied_in_quickbooks"
    assert held.value.problem.values["amount"] == "50.00"
