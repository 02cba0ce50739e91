"""Money paid back, in QuickBooks Online's words."""

from dataclasses import replace
from decimal import Decimal

import pytest
from online_samples import CREDIT, CUSTOMER, DAY, IDS, MARKER, US, line

from connex_bridge.bridge import documents as docs
from connex_bridge.bridge.online.translate import entity_of, translate
from connex_bridge.bridge.problem import Held

REFUND = docs.Key("refund", "account.payment", 9)
RECEIPT = docs.Key("refund", "account.move", 4)
COMPANY = replace(
    US,
    refund_account="35",
    account_types={"35": "Bank", "41": "Credit Card", "4": "Other Current Asset"},
    receivable_accounts={"USD": "84"},
)


def paid_back(**more):
    values = {"memo": "Odoo", "journal": 7, "method": "Manual"}
    return docs.Refund(REFUND, "PBNK1/9", CUSTOMER, DAY, "USD", Decimal("32.44"), **values | more)


def written(document, company=COMPANY):
    return translate(document, IDS | {REFUND: "90"}, company, MARKER)


def test_money_paid_back_is_an_expense_of_the_customer_on_accounts_receivable():
    entity, body = written(paid_back())
    assert entity == "Purchase" == entity_of(REFUND)
    assert (body["PaymentType"], body["AccountRef"]) == ("Cash", {"value": "35"})
    assert body["EntityRef"] == {"value": IDS[CUSTOMER], "type": "Customer"}
    [booked] = body["Line"]
    detail = booked["AccountBasedExpenseLineDetail"]
    assert (booked["Amount"], detail["AccountRef"]) == (Decimal("32.44"), {"value": "84"})
    assert MARKER in body["PrivateNote"]


def test_it_leaves_the_journals_own_account_where_that_can_pay():
    own = replace(COMPANY, deposit_accounts={7: "41"})
    body = written(paid_back(), own)[1]
    assert (body["PaymentType"], body["AccountRef"]["value"]) == ("CreditCard", "41")
    undeposited = replace(COMPANY, deposit_accounts={7: "4"})
    assert written(paid_back(), undeposited)[1]["AccountRef"]["value"] == "35"


@pytest.mark.parametrize(
    ("lacking", "code"),
    [
        ({"refund_account": ""}, "refund_account_missing"),
        ({"receivable_accounts": {}}, "receivable_account_missing"),
        ({"book_close_date": DAY}, "books_closed"),
    ],
)
def test_what_is_not_known_holds_it_back(lacking, code):
    with pytest.raises(Held) as held:
        written(paid_back(), replace(COMPANY, **lacking))
    assert held.value.problem.code == code


def test_it_is_set_off_by_a_payment_of_zero():
    amount = Decimal("32.44")
    applied = (docs.Application(CREDIT, amount), docs.Application(REFUND, amount))
    key = docs.Key("payment", "account.payment", 9)
    tie = docs.Payment(key, "PBNK1/9", CUSTOMER, DAY, "USD", Decimal(0), applications=applied)
    assert docs.used(applied) == 0
    body = written(tie)[1]
    kinds = [each["LinkedTxn"][0]["TxnType"] for each in body["Line"]]
    assert (body["TotalAmt"], kinds) == (0, ["CreditMemo", "Expense"])


def test_a_credit_note_with_its_money_is_a_refund_receipt_and_survives_being_stored():
    receipt = docs.RefundReceipt(
        RECEIPT,
        "RINV/4",
        CUSTOMER,
        DAY,
        "USD",
        lines=(line(),),
        tax=Decimal(6),
        total=Decimal(106),
        journal=7,
    )
    entity, body = written(receipt)
    assert (entity, body["DepositToAccountRef"]) == ("RefundReceipt", {"value": "35"})
    for document in (receipt, paid_back()):
        assert docs.restore("refund", docs.content(document)) == document
