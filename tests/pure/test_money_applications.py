"""Applying and un-applying payments, credits and refunds in any order ends with Odoo's balances."""

from dataclasses import replace
from decimal import Decimal

from hypothesis import given
from hypothesis import settings as effort
from hypothesis import strategies as st
from model_books import Books
from small_sales import DAY, invoice, line, payment, settings, snapshot

from connex_bridge.bridge import documents as docs
from connex_bridge.bridge.plan import Mirrored, plan
from connex_bridge.bridge.release import release
from connex_bridge.bridge.sale import Allocation, SetOff, Source

ZERO = Decimal(0)
INVOICES, NOTES = (11, 12, 13), (14, 15)
RECEIVED, RETURNED = (21, 22, 23), (31, 32)

amounts = st.integers(1, 30_000).map(lambda cents: Decimal(cents) / 100)


class Odoo:
    """Odoo's reconciliations of a few documents and payments of one customer."""

    def __init__(self, totals):
        self.totals = totals
        self.differences = {}
        self.partials = {}  # (who adds to the customer's credit, who uses it) -> amount

    def open(self, record):
        used = sum((part for pair, part in self.partials.items() if record in pair), ZERO)
        return self.totals[record] - used

    def apply(self, giver, taker, most):
        part = min(most, self.open(giver), self.open(taker))
        if part > 0:
            self.partials[giver, taker] = self.partials.get((giver, taker), ZERO) + part

    def undo(self, record):
        self.partials = {pair: part for pair, part in self.partials.items() if record not in pair}

    def of(self, record):
        return [
            (pair[1] if pair[0] == record else pair[0], part)
            for pair, part in sorted(self.partials.items())
            if record in pair
        ]

    def snapshot(self):
        documents, credits_ = [], {}
        for each in (*INVOICES, *NOTES):
            total = self.totals[each]
            kind = "invoice" if each in INVOICES else "credit_note"
            values = {"kind": kind, "lines": (line(each, total, taxed=False),)}
            values |= {"untaxed": total, "total": total, "residual": self.open(each)}
            documents.append(replace(invoice(each), tax=ZERO, **values))
        for note in NOTES:
            applied = [Allocation(to, part, DAY) for to, part in self.of(note) if to in INVOICES]
            credits_[note] = tuple(applied)
        money = [self._payment(each) for each in (*RECEIVED, *RETURNED)]
        return snapshot(invoices=documents, payments=money, credits=credits_)

    def _payment(self, number):
        others = RETURNED if number in RECEIVED else RECEIVED
        difference = self.differences.get(number, ZERO)
        lines = (replace(line(number, difference), taxes=()),) if difference else ()
        return replace(
            payment(number, self.totals[number] - difference),
            direction="inbound" if number in RECEIVED else "outbound",
            allocations=tuple(
                Allocation(to, part, DAY) for to, part in self.of(number) if to not in others
            ),
            set_off=tuple(
                SetOff(Source("account.payment", to), part)
                for to, part in self.of(number)
                if to in others
            ),
            differences=lines,
            open=self.open(number),
        )


@st.composite
def steps(draw):
    """Things that an accountant does one after the other."""
    givers, takers = st.sampled_from((*RECEIVED, *NOTES)), st.sampled_from((*INVOICES, *RETURNED))
    apply = st.tuples(st.just("apply"), givers, takers, amounts)
    undo = st.tuples(st.just("undo"), st.one_of(givers, takers))
    edit = st.tuples(st.just("edit"), st.sampled_from((*INVOICES, *NOTES)), amounts)
    return draw(st.lists(st.lists(st.one_of(apply, undo, edit), max_size=4), max_size=6))


def remembered(books):
    """What the mirrors know of the books."""
    return {key: Mirrored(live=True) for key in books.documents}


@effort(max_examples=150)
@given(st.data(), steps())
def test_any_order_of_applying_and_undoing_ends_with_odoos_balances(data, work):
    records = (*INVOICES, *NOTES, *RECEIVED, *RETURNED)
    odoo = Odoo({each: data.draw(amounts) for each in records})
    for number in RECEIVED:
        share = data.draw(st.sampled_from((0, 0, 2, -2)))
        odoo.differences[number] = (odoo.totals[number] * share / 100).quantize(Decimal("0.01"))
    books = Books()
    for together in [[], *work]:
        for what, record, *values in together:
            if what == "apply":
                odoo.apply(record, *values)
            elif what == "undo":
                odoo.undo(record)
            else:  # an invoice is edited: that breaks its reconciliations
                odoo.undo(record)
                odoo.totals[record] = values[0]
        books.carry_out(plan(odoo.snapshot(), settings(), remembered(books)))
        for each in INVOICES:
            assert books.open(docs.Key("invoice", "account.move", each)) == odoo.open(each)
        for each in NOTES:
            assert books.open(docs.Key("credit_memo", "account.move", each)) == odoo.open(each)
        assert not books_differ(odoo, books)
        again = plan(odoo.snapshot(), settings(), remembered(books))
        wanted = {each.key: each.document for each in again if each.key in books.documents}
        assert wanted == {key: books.documents[key] for key in wanted}


def books_differ(odoo, books):
    """By how much the customer's balances differ, apart from differences of payments that were never
    applied to anything: those wait for their first application."""
    owed = sum((odoo.open(each) for each in (*INVOICES, *RETURNED)), ZERO)
    owed -= sum((odoo.open(each) for each in (*NOTES, *RECEIVED)), ZERO)
    waiting = ZERO
    for number, difference in odoo.differences.items():
        keys = [docs.Key(kind, "account.payment", number) for kind in ("invoice", "credit_memo")]
        if not any(key in books.documents for key in keys):
            waiting += difference
    return books.owed() - waiting - owed


def test_money_that_moves_is_given_back_first():
    key = docs.Key("payment", "account.payment", 21)
    first, second = (docs.Key("invoice", "account.move", each) for each in (11, 12))
    customer = docs.Key("customer", "res.partner", 5)
    before = docs.Payment(
        key,
        "P",
        customer,
        DAY,
        "USD",
        Decimal(50),
        applications=(docs.Application(first, Decimal(50)),),
    )
    after = replace(before, applications=(docs.Application(second, Decimal(50)),))
    assert release(before, after) == replace(before, applications=())
    assert release(before, before) is None
    more = replace(
        before, applications=(*before.applications, docs.Application(second, Decimal(1)))
    )
    assert release(before, more) is None
