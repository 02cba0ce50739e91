"""Money in QuickBooks Desktop, as its stand-in carries our requests out: balances are Odoo's."""

from dataclasses import replace
from decimal import Decimal

import pytest
from desktop_samples import Books, form, line, payment
from hypothesis import given, settings
from hypothesis import strategies as st
from online_samples import CREDIT, CUSTOMER, DAY, MARKER, PAYMENT

from connex_bridge.bridge import documents as docs
from connex_bridge.bridge.desktop import translate_payments
from connex_bridge.bridge.desktop.translate import Known, change, create, is_application, remove
from connex_bridge.bridge.problem import Held

REFUND = docs.Key("refund", "account.payment", 9)
ONE, TWO, THREE = (docs.Key("invoice", "account.move", number) for number in (1, 2, 3))
TIE = docs.Key("payment", "account.move", 4)


def books_with(*invoices, credit=None, **changes):
    """Books with invoices of these amounts (number 1, 2, …), and a credit memo, all without tax."""
    books = Books(**changes)
    for record, amount in enumerate(invoices, start=1):
        books.save(form("invoice", untaxed(amount), record=record))
    if credit:
        books.save(form("credit_memo", untaxed(credit), record=4))
    return books


def untaxed(amount):
    return line(amount, "1", amount, taxed=False, taxes=())


def balance(books, key):
    return Decimal(books.told(key)["BalanceRemaining"])


def unused(books, key=PAYMENT):
    told = books.told(key)
    return Decimal(told.get("UnusedPayment") or told.get("CreditRemaining"))


def paid_back(amount="30.00", **more):
    values = {"memo": "Odoo", "journal": 7, "method": "Manual"}
    return docs.Refund(REFUND, "PBNK1/9", CUSTOMER, DAY, "USD", Decimal(amount), **values | more)


def tie(*applications):
    return payment("0", *applications, key=TIE, number="RINV/2026/00004")


def test_money_taken_with_the_order_waits_and_is_applied_to_its_invoice_later():
    books = books_with("100.00")
    books.save(payment("100.00"))
    assert (unused(books), balance(books, ONE)) == (100, 100)
    books.save(payment("100.00", (ONE, "100.00")))
    assert (unused(books), balance(books, ONE)) == (0, 0)
    assert books.told(ONE)["IsPaid"] == "true"


def test_money_applied_step_by_step_stays_applied_where_it_was():
    books = books_with("60.00", "60.00")
    books.save(payment("100.00", (ONE, "60.00")))
    books.save(payment("100.00", (ONE, "60.00"), (TWO, "40.00")))
    assert (balance(books, ONE), balance(books, TWO), unused(books)) == (0, 20, 0)


def test_money_can_be_taken_off_an_invoice_and_off_all_of_them():
    books = books_with("60.00", "60.00")
    books.save(payment("100.00", (ONE, "60.00"), (TWO, "40.00")))
    books.save(payment("100.00", (TWO, "40.00")))
    assert (balance(books, ONE), balance(books, TWO), unused(books)) == (60, 20, 60)
    books.save(payment("100.00"))
    assert (balance(books, TWO), unused(books)) == (60, 100)


def test_a_payment_is_deleted_because_it_cannot_be_voided():
    books = books_with("60.00")
    books.save(payment("60.00", (ONE, "60.00")))
    books.remove(PAYMENT)
    assert books.record(PAYMENT) is None
    assert balance(books, ONE) == 60


def test_a_discount_is_a_credit_applied_by_the_payment():
    books = books_with("100.00", credit="5.00")
    books.save(payment("95.00", (ONE, "100.00"), (CREDIT, "5.00")))
    assert (balance(books, ONE), unused(books), unused(books, CREDIT)) == (0, 0, 0)
    # Changing the money does not apply the credit a second time.
    books.save(payment("95.00", (ONE, "100.00"), (CREDIT, "5.00"), memo="other"))
    assert (balance(books, ONE), unused(books, CREDIT)) == (0, 0)


def test_a_credit_memo_is_applied_by_a_payment_of_zero():
    books = books_with("100.00", "50.00", credit="120.00")
    books.save(tie((ONE, "100.00"), (CREDIT, "100.00")))
    assert (balance(books, ONE), unused(books, CREDIT)) == (0, 20)
    assert TIE not in books.ids
    books.known[TIE] = Known("links")
    books.ids[TIE] = "links"
    request = change(
        tie((ONE, "100.00"), (TWO, "20.00"), (CREDIT, "120.00")),
        replace(books.known[TIE], before=books.before[TIE]),
        books.around,
        books.company,
        MARKER,
    )
    books.carried_out(request)
    assert (balance(books, TWO), unused(books, CREDIT)) == (30, 0)


def test_an_applied_credit_cannot_be_taken_back():
    books = books_with("100.00", "50.00", credit="50.00")
    applied = payment("0", (ONE, "50.00"), (CREDIT, "50.00"))
    known = Known("links", before=applied)
    for other in (payment("0"), payment("0", (TWO, "50.00"), (CREDIT, "50.00"))):
        with pytest.raises(Held) as held:
            change(other, known, books.around, books.company, MARKER)
        assert held.value.problem.code == "credit_stays_applied"
    with pytest.raises(Held) as held:
        remove(PAYMENT, known)
    assert held.value.problem.values["amount"] == "50.00"
    assert is_application(applied)


def test_credits_that_are_applied_already_are_not_sent_again():
    books = books_with("100.00", credit="50.00")
    applied = payment("0", (ONE, "50.00"), (CREDIT, "50.00"))
    known = Known("links", before=applied)
    memo = replace(applied, memo="other")
    assert change(memo, known, books.around, books.company, MARKER) is None


def test_money_paid_back_settles_the_credit_that_it_pays():
    books = books_with(credit="30.00")
    books.save(paid_back())
    check = books.record(REFUND)
    assert (check.kind, check.get("Amount")) == ("Check", Decimal("30.00"))
    books.save(tie((REFUND, "30.00"), (CREDIT, "30.00")))
    assert unused(books, CREDIT) == 0
    assert books.told(CUSTOMER)["Balance"] == "0.00"


def test_money_paid_back_of_a_payment_uses_it_up():
    books = books_with()
    books.save(paid_back())
    books.save(payment("30.00", (REFUND, "30.00")))
    assert unused(books) == 0


def test_a_refund_that_becomes_another_amount_is_changed():
    books = books_with()
    books.save(paid_back())
    line_id = books.record(REFUND).lines[0].id
    books.save(paid_back("25.00"))
    assert books.record(REFUND).get("Amount") == Decimal("25.00")
    assert books.record(REFUND).lines[0].id == line_id
    books.remove(REFUND)
    assert books.record(REFUND).void


def test_a_refund_that_a_bookkeeper_made_otherwise_is_left_to_the_bookkeeper():
    books = books_with()
    books.save(paid_back())
    known = replace(books.on_file(REFUND), entity="ARRefundCreditCard")
    with pytest.raises(Held) as held:
        change(paid_back(), known, books.around, books.company, MARKER)
    assert held.value.problem.code == "other_entity"
    request = remove(REFUND, known)
    assert [each.text for each in request] == ["ARRefundCreditCard", known.qb_id]


def test_a_refund_receipt_is_held_with_what_to_do():
    books = books_with()
    receipt = docs.RefundReceipt(
        docs.Key("refund", "account.move", 4), "RINV/2026/00004", CUSTOMER, DAY, "USD"
    )
    with pytest.raises(Held) as held:
        create(receipt, books.around, books.company, MARKER)
    assert held.value.problem.code == "no_refund_receipts"


@pytest.mark.parametrize(
    ("lacking", "code"),
    [
        ({"refund_account": ""}, "refund_account_missing"),
        ({"receivable_accounts": {}}, "receivable_account_missing"),
        ({"book_close_date": DAY}, "books_closed"),
    ],
)
def test_what_is_not_known_holds_a_refund_back(lacking, code):
    books = books_with()
    with pytest.raises(Held) as held:
        create(paid_back(), books.around, replace(books.company, **lacking), MARKER)
    assert held.value.problem.code == code


def test_money_goes_to_the_account_and_method_of_its_journal():
    books = books_with()
    checking = books.company.refund_account
    books.company = replace(books.company, deposit_accounts={(7, None): checking})
    record = books.save(payment("10.00", journal=7, method="Visa"))
    assert record.get("DepositToAccountRef") == checking
    assert record.get("PaymentMethodRef") == books.company.payment_methods["visa"]
    # A setting that changes later leaves the money where it is.
    books.company = replace(books.company, deposit_accounts={}, payment_methods={})
    record = books.save(payment("10.00", journal=7, method="Visa", memo="other"))
    assert record.get("DepositToAccountRef") == checking


def test_a_sales_receipt_has_its_check_number_and_account():
    books = books_with()
    books.company = replace(books.company, deposit_account=books.company.refund_account)
    record = books.save(form("sales_receipt", method="Check", payment_reference="0042"))
    assert record.get("CheckNumber") == "0042"
    assert record.get("DepositToAccountRef") == books.company.refund_account


@pytest.mark.parametrize(
    ("document", "code"),
    [
        (payment("-1"), "negative_total"),
        (payment("10", (ONE, "5"), (CREDIT, "6")), "credit_not_applicable"),
        (payment("10", (docs.Key("invoice", "account.move", 99), "5")), "reference_missing"),
        (payment("10", deposit_account="Nowhere"), "list_entry_missing"),
        (payment("10", currency="EUR"), "multicurrency_off"),
    ],
)
def test_what_quickbooks_would_refuse_holds_a_payment_back(document, code):
    books = books_with("100.00", credit="10.00")
    with pytest.raises(Held) as held:
        books.save(document)
    assert held.value.problem.code == code


# Whatever is applied

AMOUNTS = st.integers(1, 5000).map(lambda cents: Decimal(cents) / 100)


@given(
    st.lists(AMOUNTS, min_size=1, max_size=4), st.lists(AMOUNTS, max_size=3), st.integers(0, 100)
)
def test_credits_and_money_together_are_what_is_applied(charges, credits_, share):
    keys = [docs.Key("invoice", "account.move", number) for number in range(len(charges))]
    left = sum(charges)
    applications = [*zip(keys, charges, strict=True)]
    for number, amount in enumerate(credits_):
        amount = min(amount, left)
        left -= amount
        if amount:
            applications.append((docs.Key("credit_memo", "account.move", 50 + number), amount))
    document = payment(left, *applications)
    spread = translate_payments.spread(document)
    for key, amount in applications:
        part = sum(each for pair, each in spread.items() if key in pair)
        assert part == amount if key.document == "credit_memo" else part <= amount
    assert all(each > 0 for each in spread.values())


@settings(max_examples=40)
@given(st.lists(st.tuples(st.integers(0, 4), st.integers(0, 4), st.integers(0, 4)), max_size=4))
def test_whatever_is_applied_one_after_the_other_the_last_counts(steps):
    books = books_with("40.00", "40.00", "40.00")
    books.save(payment("120.00"))
    for parts in [*steps, (1, 2, 3)]:
        applied = [
            (key, Decimal(10 * part))
            for key, part in zip((ONE, TWO, THREE), parts, strict=True)
            if part
        ]
        books.save(payment("120.00", *applied))
        assert [balance(books, key) for key in (ONE, TWO, THREE)] == [
            40 - 10 * part for part in parts
        ]
