"""What must be open in QuickBooks is what Odoo says, except where the user wants something else."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from rule_samples import rule
from small_sales import invoice, line, payment, settings, snapshot

from connex_bridge.bridge import documents as docs
from connex_bridge.bridge.plan import plan
from connex_bridge.bridge.rules import RuleSet
from connex_bridge.bridge.rules.modes import MODES
from connex_bridge.bridge.sale import Source

INVOICE = docs.Key("invoice", "account.move", 11)
PAYMENT = docs.Key("payment", "account.payment", 21)
NOTHING = Decimal(0)


def opened(taken, mode="invoices_payments", rules=None, **more):
    return {each.key: each.open for each in plan(taken, settings(mode, **more), {}, rules)}


def paid(**more):
    return invoice(residual=NOTHING, **more), payment(applied=[(11, "106.00")], open=NOTHING)


def test_invoice_and_payment_that_settle_each_other_leave_nothing_open():
    bill, money = paid()
    found = opened(snapshot(invoices=[bill], payments=[money]))
    assert (found[INVOICE], found[PAYMENT]) == (NOTHING, NOTHING)


def test_invoice_paid_by_something_that_quickbooks_never_gets_must_not_be_open_either():
    """By the parent company's money, or by an entry: the snapshot has no payment at all."""
    bill, _money = paid()
    assert opened(snapshot(invoices=[bill]))[INVOICE] == NOTHING


def test_money_that_is_applied_to_nothing_is_open():
    money = payment(open=Decimal("106.00"))
    assert opened(snapshot(payments=[money]))[PAYMENT] == Decimal("106.00")


@pytest.mark.parametrize("mode", [name for name in MODES if "payment" not in MODES[name]])
def test_modes_without_payments_do_not_expect_the_invoice_to_be_paid(mode):
    bill, money = paid()
    assert opened(snapshot(invoices=[bill], payments=[money]), mode).get(INVOICE) is None


def test_modes_without_invoices_do_not_expect_the_payment_to_be_applied():
    bill, money = paid()
    assert opened(snapshot(invoices=[bill], payments=[money]), "orders_payments")[PAYMENT] is None


def test_payment_of_an_invoice_from_before_the_first_day_must_be_used_up_all_the_same():
    old = replace(invoice(12, residual=NOTHING), date=date(2020, 1, 1))
    bill, money = paid()
    parts = [(11, "106.00"), (12, "106.00")]
    both = payment(amount="212.00", applied=parts, open=NOTHING)
    taken = snapshot(invoices=[bill, old], payments=[both])
    assert opened(taken, start=date(2026, 1, 1))[PAYMENT] == NOTHING


def test_invoice_that_a_rule_marks_as_unpaid_is_not_compared():
    unpaid = rule("mark_unpaid", "payment_method", "equals", ("PayPal", "true"))
    bill, money = paid()
    taken = snapshot(invoices=[bill], payments=[replace(money, method="PayPal")])
    found = opened(taken, rules=RuleSet([unpaid]))
    assert (found[INVOICE], found.get(PAYMENT)) == (None, None)


def test_what_is_written_off_by_an_entry_leaves_nothing_open_and_is_not_compared_itself():
    lines = (replace(line(1, "106.00"), role="difference", product=None),)
    entry = payment(amount="0.00", applied=[(11, "106.00")], differences=lines, open=NOTHING)
    entry = replace(entry, source=Source("account.move", 31))
    found = opened(snapshot(invoices=[invoice(residual=NOTHING)], payments=[entry]))
    assert found[INVOICE] == NOTHING
    assert found[docs.Key("credit_memo", "account.move", 31)] is None
