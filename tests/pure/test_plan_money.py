"""What becomes of discounts, write-offs, refunds and other currencies."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from small_sales import DAY, invoice, line, order, payment, settings, snapshot

from connex_bridge.bridge import documents as docs
from connex_bridge.bridge.plan import Mirrored, plan
from connex_bridge.bridge.sale import Allocation, Source

PAYMENT = docs.Key("payment", "account.payment", 21)
MEMO = docs.Key("credit_memo", "account.payment", 21)
REFUND = docs.Key("refund", "account.payment", 21)
NOTE = docs.Key("credit_memo", "account.move", 14)
RECEIPT = docs.Key("refund", "account.move", 14)
MONEY = ("invoice", "payment", "credit_memo", "refund", "sales_receipt")


def planned(taken, mirrored=None, mode="orders_invoices_payments"):
    wanted = plan(taken, settings(mode), mirrored or {})
    return {each.key: each for each in wanted if each.key.document in MONEY}


def discounted(**more):
    lines = (replace(line(1, "1.89"), role="difference", product=None),)
    values = {"differences": lines, "difference_tax": Decimal("0.11"), "open": Decimal(0)}
    return payment(amount="104.00", applied=[(11, "106.00")], **values | more)


def credit_note(**more):
    return replace(invoice(14, residual=Decimal(0)), kind="credit_note", **more)


def paid_out(amount="106.00"):
    return payment(amount=amount, applied=[(14, amount)], direction="outbound")


def test_discount_is_a_credit_memo_with_its_tax_applied_by_the_same_payment():
    wanted = planned(snapshot(invoices=[invoice(residual=Decimal(0))], payments=[discounted()]))
    memo, received = wanted[MEMO].document, wanted[PAYMENT].document
    assert (memo.total, memo.tax) == (Decimal("2.00"), Decimal("0.11"))
    assert received.amount == Decimal("104.00")
    assert docs.Application(MEMO, Decimal("2.00")) in received.applications
    assert docs.used(received.applications) == received.amount


def test_cancelled_payment_takes_its_discount_with_it():
    taken = snapshot(invoices=[invoice()], payments=[discounted(state="cancelled", allocations=())])
    live = {key: Mirrored(live=True) for key in (MEMO, PAYMENT)}
    removed = {key for key, each in planned(taken, live).items() if each.action == "remove"}
    assert removed == {MEMO, PAYMENT}


def test_mode_without_invoices_books_the_cash_alone():
    taken = snapshot(invoices=[invoice(residual=Decimal(0))], payments=[discounted()])
    wanted = planned(taken, mode="orders_payments")
    assert set(wanted) == {PAYMENT}
    assert (wanted[PAYMENT].document.amount, wanted[PAYMENT].document.applications) == (104, ())


def test_payment_in_dollars_of_a_euro_invoice_is_one_in_euros_worth_the_dollars():
    billed = invoice(currency="EUR", residual=Decimal(0))
    received = payment(amount="132.50", applied=[(11, "106.00")], open=Decimal(0))
    document = planned(snapshot(invoices=[billed], payments=[received]))[PAYMENT].document
    assert (document.currency, document.amount) == ("EUR", Decimal("106.00"))
    assert document.amount * document.exchange_rate == Decimal("132.50")


def test_paid_out_credit_note_is_set_off_and_in_receipts_mode_a_refund_receipt():
    taken = snapshot(invoices=[credit_note()], payments=[paid_out()])
    wanted = planned(taken)
    assert set(wanted) == {NOTE, REFUND, PAYMENT}
    tie = wanted[PAYMENT].document
    assert (tie.amount, docs.used(tie.applications)) == (0, 0)
    assert {each.target for each in tie.applications} == {NOTE, REFUND}
    assert set(planned(taken, mode="receipts")) == {RECEIPT}


def test_refund_receipt_goes_when_the_money_came_back():
    taken = snapshot(invoices=[credit_note()], payments=[])
    wanted = planned(taken, {RECEIPT: Mirrored(live=True)}, "receipts")
    assert wanted[RECEIPT].action == "remove"


def test_receipt_of_what_was_not_paid_with_money_alone_is_held_back():
    taken = snapshot(invoices=[invoice(residual=Decimal(0))], payments=[discounted()])
    [held] = planned(taken, mode="receipts").values()
    assert held.problem.code == "receipt_not_all_money"


def test_entry_without_money_that_is_no_write_off_is_held_back():
    entry = replace(
        payment(amount="0"),
        source=Source("account.move", 77),
        number="MISC/1",
        allocations=(Allocation(11, Decimal(6), DAY),),
    )
    wanted = planned(snapshot(invoices=[invoice()], payments=[entry]))
    held = wanted[docs.Key("payment", "account.move", 77)].problem
    assert (held.code, held.values["document"]) == ("paid_by_entry", "MISC/1")


def test_bank_line_that_turned_out_to_be_the_same_money_is_taken_back():
    line_key = docs.Key("payment", "account.bank.statement.line", 5)
    same = payment(applied=[(11, "106.00")], same_as=(Source(line_key.model, 5),))
    taken = snapshot(invoices=[invoice(residual=Decimal(0))], payments=[same])
    wanted = planned(taken, {line_key: Mirrored(live=True)})
    assert wanted[line_key].action == "remove"


def bank_line(amount):
    """A line of a bank statement for an invoice of 120 net of a credit note of 20."""
    applied = [(11, "120.00"), (14, "20.00")]
    source = Source("account.bank.statement.line", 5)
    return replace(payment(amount=amount, applied=applied, open=Decimal(0)), source=source)


def net_of_credit(amount="100.00"):
    sold = invoice(amount="120.00", tax="0.00", residual=Decimal(0))
    credit = credit_note(**{name: Decimal(20) for name in ("untaxed", "total")}, tax=Decimal(0))
    credit = replace(credit, lines=(line(14, "20.00"),))
    return snapshot(invoices=[sold, credit], payments=[bank_line(amount)])


LINE = docs.Key("payment", "account.bank.statement.line", 5)
SOLD = docs.Key("invoice", "account.move", 11)


@pytest.mark.parametrize("received", ["100.00", "130.00"])
def test_bank_line_that_pays_an_invoice_net_of_a_credit_note_uses_the_credit_memo(received):
    document = planned(net_of_credit(received))[LINE].document
    assert document.applications == (
        docs.Application(SOLD, Decimal(120)),
        docs.Application(NOTE, Decimal(20)),
    )
    assert (document.amount, docs.used(document.applications)) == (Decimal(received), 100)


def test_credit_note_is_not_used_where_its_invoice_takes_no_payment():
    taken = net_of_credit()
    taken = replace(
        taken, invoices={**taken.invoices, 11: replace(taken.invoices[11], state="draft")}
    )
    document = planned(taken)[LINE].document
    assert (document.amount, document.applications) == (Decimal(100), ())


def test_credit_note_paid_back_less_an_invoice_is_set_off_against_both():
    taken = net_of_credit()
    credit = replace(
        invoice(14, amount="150.00", tax="0.00", residual=Decimal(0)), kind="credit_note"
    )
    back = replace(
        payment(amount="30.00", applied=[(14, "150.00"), (11, "120.00")], direction="outbound"),
        source=Source("account.bank.statement.line", 5),
    )
    taken = replace(taken, invoices={**taken.invoices, 14: credit}, payments={back.source: back})
    tie = planned(taken)[LINE].document
    applied = {each.target: each.amount for each in tie.applications}
    assert applied == {NOTE: 150, SOLD: 120, docs.Key("refund", *back.source): 30}
    assert docs.used(tie.applications) == 0


def test_credit_note_is_never_the_invoice_that_closes_an_order():
    billed = order(invoices=(11, 14), fully_invoiced=True)
    taken = snapshot(
        [billed],
        [invoice(orders=(1,)), credit_note(orders=(1,))],
    )
    document = planned(taken)[SOLD].document
    assert document.sales_order == docs.Key("sales_order", "sale.order", 1)


DECEMBER, JANUARY = date(2026, 12, 20), date(2027, 1, 5)
APPLIED = docs.Key("payment", "account.move", 14)


def credited_next_year():
    """A credit note of December, applied to an invoice of January."""
    credit = credit_note(date=DECEMBER)
    applied = (Allocation(11, Decimal(106), JANUARY),)
    later = invoice(date=JANUARY, residual=Decimal(0))
    return snapshot(invoices=[later, credit], credits={14: applied})


def test_credit_of_last_year_is_applied_on_the_day_of_this_years_invoice():
    assert planned(credited_next_year())[APPLIED].document.date == JANUARY


def test_application_of_a_credit_is_shown_on_both_documents_that_it_joins():
    assert planned(credited_next_year())[APPLIED].moves == (14, 11)


def test_application_that_quickbooks_has_keeps_its_date():
    sent = Mirrored(live=True, applied=frozenset({NOTE, SOLD}), day=DECEMBER)
    assert planned(credited_next_year(), {APPLIED: sent})[APPLIED].document.date == DECEMBER


def test_application_that_changes_never_goes_back_into_an_earlier_period():
    taken = credited_next_year()
    earlier = replace(taken.invoices[11], date=DECEMBER)
    taken = replace(taken, invoices={**taken.invoices, 11: earlier})
    other = docs.Key("invoice", "account.move", 12)
    sent = Mirrored(live=True, applied=frozenset({NOTE, SOLD, other}), day=JANUARY)
    assert planned(taken, {APPLIED: sent})[APPLIED].document.date == JANUARY


def test_refund_of_last_year_is_set_off_on_the_day_of_this_years_credit_note():
    taken = snapshot(
        invoices=[credit_note(date=JANUARY)], payments=[replace(paid_out(), date=DECEMBER)]
    )
    wanted = planned(taken)
    assert (wanted[PAYMENT].document.date, wanted[REFUND].document.date) == (JANUARY, DECEMBER)
