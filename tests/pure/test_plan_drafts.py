"""A payment that QuickBooks has and that is a draft in Odoo again: it stays as it was posted, less what it no
longer pays.
"""

from dataclasses import replace
from decimal import Decimal

from small_sales import invoice, payment, settings, snapshot

from connex_bridge.bridge import documents as docs
from connex_bridge.bridge.plan import Mirrored, plan

INVOICE = docs.Key("invoice", "account.move", 11)
PAYMENT = docs.Key("payment", "account.payment", 21)
LIVE = Mirrored(live=True)
NOTHING = Decimal(0)
TWO = [invoice(11), invoice(12)]


def as_posted():
    """A payment of two invoices as QuickBooks has it."""
    posted = payment(amount="212.00", applied=[(11, "106.00"), (12, "106.00")], open=NOTHING)
    wanted = plan(snapshot(invoices=TWO, payments=[posted]), settings(), {})
    return next(each.document for each in wanted if each.key == PAYMENT)


def drafted(applied, amount="212.00", **more):
    """What is wanted of the payment while it is a draft that pays this, None for nothing."""
    said = as_posted()
    mirrored = {docs.Key("invoice", "account.move", each): LIVE for each in (11, 12)}
    mirrored[PAYMENT] = Mirrored(True, applied=frozenset({INVOICE}), payment=said)
    values = {"state": "draft", "open": Decimal(amount) - sum(Decimal(part) for _, part in applied)}
    draft = payment(amount=amount, applied=applied, **values | more)
    wanted = plan(snapshot(invoices=TWO, payments=[draft]), settings(), mirrored)
    return next((each for each in wanted if each.key == PAYMENT), None)


def test_draft_stays_as_it_was_posted_as_long_as_it_pays_the_same():
    assert drafted([(11, "106.00"), (12, "106.00")]) is None


def test_draft_that_was_taken_off_an_invoice_pays_it_no_longer():
    said = as_posted()
    found = drafted([(12, "106.00")])
    assert found.document == replace(said, applications=said.applications[1:])
    assert found.open is None


def test_amount_of_a_draft_is_not_sent_before_it_is_posted():
    assert drafted([], amount="500.00").document == replace(as_posted(), applications=())


def test_draft_whose_reconciliations_are_not_known_stays_as_it_was_posted():
    assert drafted([], open=None) is None


def test_draft_whose_customer_was_changed_stays_as_it_was_posted():
    said = replace(as_posted(), customer=docs.Key("customer", "res.partner", 99))
    draft = payment(state="draft", open=Decimal("106.00"))
    taken = snapshot(invoices=TWO, payments=[draft])
    wanted = plan(taken, settings(), {PAYMENT: Mirrored(True, payment=said)})
    assert PAYMENT not in {each.key for each in wanted}
