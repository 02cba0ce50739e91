"""What was prepared and not sent goes out only as long as it is wanted; no sale goes out in two forms."""

from dataclasses import dataclass, replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from small_sales import DAY, invoice, order, payment, settings, snapshot

from connex_bridge.bridge import documents as docs
from connex_bridge.bridge.plan import Mirrored, plan
from connex_bridge.bridge.rules import MODES
from connex_bridge.bridge.rules.modes import creates
from connex_bridge.bridge.sale import Allocation

ORDER = docs.Key("sales_order", "sale.order", 1)
INVOICE = docs.Key("invoice", "account.move", 11)
RECEIPT = docs.Key("sales_receipt", "account.move", 11)
PAYMENT = docs.Key("payment", "account.payment", 21)
MEMO = docs.Key("credit_memo", "account.move", 14)
APPLIED = docs.Key("payment", "account.move", 14)
REFUND_RECEIPT = docs.Key("refund", "account.move", 14)
REFUND = docs.Key("refund", "account.payment", 23)
TIE = docs.Key("payment", "account.payment", 23)
LISTS = ("customer", "item", "term")

PREPARED = Mirrored(live=False, prepared=True)
CHOSEN = replace(PREPARED, chosen=True)
LIVE = Mirrored(live=True)
NOTHING = Decimal(0)


def planned(taken, mirrored, mode="invoices_payments"):
    """{key: action} of the plan's transactions."""
    wanted = plan(taken, settings(mode), mirrored)
    return {each.key: each.action for each in wanted if each.key.document not in LISTS}


def paid(**more):
    received = payment(applied=[(11, "106.00")], open=NOTHING, **more)
    return snapshot(invoices=[invoice(residual=NOTHING)], payments=[received])


def unpaid():
    return snapshot(invoices=[invoice()])


def credit_note(**more):
    return replace(invoice(14, **more), kind="credit_note")


def money_back(**more):
    back = payment(23, applied=[(14, "106.00")], direction="outbound", **more)
    return snapshot(invoices=[credit_note(residual=NOTHING)], payments=[back])


# Another mode before anything was sent


def test_sale_prepared_as_invoice_and_payment_goes_out_as_a_receipt_alone():
    found = planned(paid(), dict.fromkeys((INVOICE, PAYMENT), PREPARED), "receipts")
    assert found == {RECEIPT: "save", INVOICE: "remove", PAYMENT: "remove"}


@pytest.mark.parametrize(
    ("mode", "instead"),
    [
        ("invoices_payments", {INVOICE, PAYMENT}),
        ("invoices_only", {INVOICE}),
        ("orders_payments", {PAYMENT}),
    ],
)
def test_sale_prepared_as_a_receipt_goes_out_as_what_the_mode_says_now(mode, instead):
    found = planned(paid(), {RECEIPT: PREPARED}, mode)
    assert found == dict.fromkeys(instead, "save") | {RECEIPT: "remove"}


def test_what_no_other_form_takes_the_place_of_goes_out_as_it_is():
    prepared = dict.fromkeys((INVOICE, PAYMENT), PREPARED)
    assert planned(paid(), prepared, "orders_only") == dict.fromkeys(prepared, "save")
    assert planned(paid(), {RECEIPT: PREPARED}, "orders_only") == {RECEIPT: "save"}


def test_invoice_stays_prepared_until_it_is_paid_and_a_receipt():
    prepared = {INVOICE: PREPARED}
    assert planned(unpaid(), prepared, "receipts") == {INVOICE: "save"}
    assert planned(paid(), prepared, "receipts") == {INVOICE: "remove", RECEIPT: "save"}


def test_order_that_is_changed_before_it_is_sent_goes_out_changed_in_whatever_mode():
    taken = snapshot([order(amount="200.00")])
    [wanted] = [w for w in plan(taken, settings("receipts"), {ORDER: PREPARED}) if w.key == ORDER]
    assert wanted.document.total == Decimal("206.00")


def test_invoice_in_quickbooks_stays_the_form_of_its_sale():
    found = planned(paid(), {INVOICE: LIVE, PAYMENT: PREPARED, RECEIPT: PREPARED}, "receipts")
    assert found == {INVOICE: "save", PAYMENT: "save", RECEIPT: "remove"}


def test_money_of_a_receipt_in_quickbooks_does_not_come_a_second_time_as_a_payment():
    assert planned(paid(), {RECEIPT: LIVE}) == {RECEIPT: "save"}
    assert planned(paid(), {RECEIPT: LIVE, PAYMENT: PREPARED})[PAYMENT] == "remove"


def test_credit_note_and_refund_go_out_in_one_form():
    memo = dict.fromkeys((MEMO, REFUND, TIE), "save")
    receipt = {REFUND_RECEIPT: "save"}
    found = planned(money_back(), dict.fromkeys(memo, PREPARED), "receipts")
    assert found == receipt | dict.fromkeys(memo, "remove")
    assert planned(money_back(), {REFUND_RECEIPT: PREPARED}) == memo | {REFUND_RECEIPT: "remove"}


# A manual sync with a mode of its own


def test_what_a_manual_sync_prepared_is_left_to_it_by_the_next_plan():
    assert planned(paid(), {RECEIPT: CHOSEN}) == {RECEIPT: "save"}
    by_hand = dict.fromkeys((INVOICE, PAYMENT), CHOSEN)
    assert planned(paid(), by_hand, "receipts") == dict.fromkeys(by_hand, "save")
    assert planned(paid(), {PAYMENT: CHOSEN}, "receipts") == {PAYMENT: "save"}
    assert planned(money_back(), {REFUND_RECEIPT: CHOSEN}) == {REFUND_RECEIPT: "save"}
    memo = dict.fromkeys((MEMO, REFUND, TIE), CHOSEN)
    assert planned(money_back(), memo, "receipts") == dict.fromkeys(memo, "save")


def test_receipt_of_a_manual_sync_goes_when_it_is_not_paid_any_more():
    assert planned(unpaid(), {RECEIPT: CHOSEN}) == {RECEIPT: "remove", INVOICE: "save"}


# What has changed before it was sent


def test_receipt_does_not_go_out_when_its_payment_was_cancelled_before():
    assert planned(unpaid(), {RECEIPT: PREPARED}, "receipts") == {RECEIPT: "remove"}


def test_receipt_waits_while_its_payment_is_a_draft():
    assert planned(paid(state="draft"), {RECEIPT: PREPARED}, "receipts") == {RECEIPT: "remove"}
    assert planned(paid(state="draft"), {RECEIPT: LIVE}, "receipts") == {RECEIPT: "save"}


def test_credit_that_was_unreconciled_before_it_was_applied_is_not_applied():
    taken = snapshot(invoices=[invoice(), credit_note()])
    mirrored = {MEMO: LIVE, INVOICE: LIVE, APPLIED: PREPARED}
    assert planned(taken, mirrored)[APPLIED] == "remove"


def test_refund_receipt_does_not_go_out_when_its_money_came_back_before():
    taken = snapshot(invoices=[credit_note()])
    assert planned(taken, {REFUND_RECEIPT: PREPARED}, "receipts") == {REFUND_RECEIPT: "remove"}


def test_payment_that_became_a_draft_before_it_was_sent_waits_until_it_is_posted_again():
    found = planned(paid(state="draft"), {INVOICE: LIVE, PAYMENT: PREPARED})
    assert found == {INVOICE: "save", PAYMENT: "remove"}
    assert planned(paid(), {INVOICE: LIVE})[PAYMENT] == "save"
    assert PAYMENT not in planned(paid(state="draft"), {INVOICE: LIVE, PAYMENT: LIVE})


@pytest.mark.parametrize("kind", ["invoice", "credit_note"])
def test_invoice_that_is_edited_before_it_was_sent_waits_until_it_is_posted_again(kind):
    number, key = (11, INVOICE) if kind == "invoice" else (14, MEMO)
    edited = snapshot(invoices=[replace(invoice(number, state="reopened"), kind=kind)])
    assert planned(edited, {key: PREPARED}) == {key: "remove"}
    assert planned(edited, {key: LIVE}) == {}
    posted = snapshot(invoices=[replace(invoice(number), kind=kind)])
    assert planned(posted, {}) == {key: "save"}


# Whatever happens, in whatever order


@dataclass
class Waiting:
    """The mirrors, as the planner writes them: what waits, and what QuickBooks has."""

    unsent: dict
    there: dict
    by_hand: frozenset = frozenset()

    def remembered(self, mode_of_its_own):
        """What a plan is told of the mirrors."""
        kept = frozenset() if mode_of_its_own else self.by_hand
        mirrors = {key: Mirrored(False, prepared=True, chosen=key in kept) for key in self.unsent}
        return mirrors | {key: self._said(document) for key, document in self.there.items()}

    def _said(self, document):
        targets = [each.target for each in getattr(document, "applications", ())]
        return Mirrored(True, applied=frozenset(targets))

    def store(self, wanted, mode=None):
        """Write a plan down; `mode` is the manual sync's own."""
        for each in wanted:
            if each.action == "remove":
                self.unsent.pop(each.key, None)
                self.there.pop(each.key, None)
            elif each.key not in self.there:
                self.unsent[each.key] = each.document
        chosen = [key for key in self.unsent if mode and creates(mode, key.document)]
        self.by_hand = (self.by_hand | frozenset(chosen)) & self.unsent.keys()

    def send(self):
        """QuickBooks takes everything that waits."""
        self.there |= self.unsent
        self.unsent = {}


STATES = st.fixed_dictionaries(
    {
        "bill": st.sampled_from(["posted", "posted", "reopened", "cancelled"]),
        "money": st.sampled_from(["live", "live", "draft", "cancelled"]),
        "reconciled": st.booleans(),
        "credit": st.sampled_from(["posted", "posted", "reopened", "cancelled"]),
        "credited": st.sampled_from(["paid out", "applied", "open"]),
    }
)
STEPS = st.lists(
    st.tuples(STATES, st.sampled_from(sorted(MODES)), st.booleans(), st.booleans()),
    min_size=1,
    max_size=6,
)


def books(bill, money, reconciled, credit, credited):
    """A paid invoice, and a credit note that was paid out, or applied to another invoice, or neither."""
    settled = reconciled and money != "cancelled" and bill == "posted"
    received = payment(
        state=money, applied=[(11, "106.00")] if settled else (), open=NOTHING if settled else None
    )
    set_off = credited == "applied" and credit == "posted"
    returned = credited == "paid out" and credit == "posted"
    paid_out = [(14, "106.00")] if returned else ()
    back = payment(23, applied=paid_out, direction="outbound", open=NOTHING if returned else None)
    forms = [
        invoice(state=bill, residual=NOTHING if settled else Decimal(106)),
        invoice(12, residual=NOTHING if set_off else Decimal(106)),
        credit_note(state=credit, residual=NOTHING if set_off or returned else Decimal(106)),
    ]
    applied = {14: (Allocation(12, Decimal(106), DAY),)} if set_off else {}
    return snapshot(invoices=forms, payments=[received, back], credits=applied)


@given(STEPS)
def test_what_waits_is_what_the_last_plan_wants_and_no_sale_is_there_twice(steps):
    mirrors = Waiting({}, {})
    for state, mode, by_hand, sent in steps:
        wanted = plan(books(**state), settings(mode), mirrors.remembered(by_hand))
        mirrors.store(wanted, mode if by_hand else None)
        assert len({each.key for each in wanted}) == len(wanted)
        saved = {each.key: each.document for each in wanted if each.action == "save"}
        waiting = {k: d for k, d in mirrors.unsent.items() if k.document not in LISTS}
        assert waiting == {key: saved.get(key) for key in waiting}
        every = {*mirrors.unsent, *mirrors.there}
        assert not {RECEIPT, INVOICE} <= every
        assert not {MEMO, REFUND_RECEIPT} <= every
        assert not {REFUND, REFUND_RECEIPT} <= every
        if state["reconciled"]:
            assert not {RECEIPT, PAYMENT} <= every
        if sent:
            mirrors.send()
