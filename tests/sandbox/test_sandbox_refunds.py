"""Money paid back to a customer: an expense on accounts receivable, set off by a payment of zero."""

import pytest
from quickbooks.objects.purchase import Purchase

CHECKING, MASTERCARD, RECEIVABLE, PAYABLE, PURCHASES = "35", "41", "84", "33", "91"


@pytest.fixture
def buyer(api):
    return api.customer()


def expense_body(customer, amount, account=RECEIVABLE, **fields):
    line = {
        "Amount": amount,
        "DetailType": "AccountBasedExpenseLineDetail",
        "AccountBasedExpenseLineDetail": {"AccountRef": {"value": account}},
    }
    body = {"PaymentType": "Cash", "AccountRef": {"value": CHECKING}, "Line": [line]}
    if customer:
        body["EntityRef"] = {"value": customer["Id"], "type": "Customer"}
    return {**body, **fields}


def set_off(customer, expense, amount, credit=None, total=0, kind="Expense"):
    lines = [{"Amount": amount, "LinkedTxn": [{"TxnId": expense["Id"], "TxnType": kind}]}]
    if credit:
        link = {"TxnId": credit["Id"], "TxnType": "CreditMemo"}
        lines.append({"Amount": amount, "LinkedTxn": [link]})
    return {"CustomerRef": {"value": customer["Id"]}, "TotalAmt": total, "Line": lines}


def balance(api, buyer):
    return api.read("Customer", buyer["Id"])["Balance"]


def test_money_paid_back_is_owed_until_it_is_set_off_against_the_credit(api, buyer):
    credit = api.sale("CreditMemo", buyer, 100)
    expense = api.save("Purchase", expense_body(buyer, 100))
    assert (expense["TotalAmt"], balance(api, buyer)) == (100, 0)
    api.save("Payment", set_off(buyer, expense, 100, credit))
    assert api.read("CreditMemo", credit["Id"])["RemainingCredit"] == 0
    assert balance(api, buyer) == 0
    linked = api.read("Purchase", expense["Id"])
    assert [link["TxnType"] for link in linked["LinkedTxn"]] == ["Payment"]


def test_money_paid_back_uses_up_an_unapplied_payment(api, buyer):
    expense = api.save("Purchase", expense_body(buyer, 30))
    paid = api.save("Payment", set_off(buyer, expense, 30, total=50))
    assert (paid["UnappliedAmt"], balance(api, buyer)) == (20, -20)
    api.void("Payment", paid)
    assert balance(api, buyer) == 30


def test_no_more_is_set_off_than_was_paid_back_and_only_of_that_customer(api, buyer):
    expense = api.save("Purchase", expense_body(buyer, 30))
    assert api.refused("Payment", set_off(buyer, expense, 31, total=50))["code"] == "6000"
    other = api.customer("Somebody Else")
    assert api.refused("Payment", set_off(other, expense, 30, total=50))["code"] == "620"
    wrong = set_off(buyer, expense, 30, total=50, kind="Check")
    assert api.refused("Payment", wrong)["code"] == "620"
    ordinary = api.save("Purchase", expense_body(None, 30, PURCHASES))
    assert api.refused("Payment", set_off(buyer, ordinary, 30, total=50))["code"] == "620"


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"PaymentType": ""}, "2020"),
        ({"PaymentType": "Other"}, "2170"),
        ({"AccountRef": {"value": MASTERCARD}}, "6430"),
        ({"PaymentType": "CreditCard"}, "6430"),
        ({"EntityRef": {"value": "1", "type": "Vendor"}}, "2500"),
        ({"EntityRef": None}, "6000"),
        ({"Line": []}, "2020"),
    ],
)
def test_an_expense_must_be_complete(api, buyer, changes, code):
    assert api.refused("Purchase", {**expense_body(buyer, 30), **changes})["code"] == code


def test_an_expense_is_changed_with_its_payment_type_and_not_below_what_is_set_off(api, buyer):
    expense = api.save("Purchase", expense_body(buyer, 30))
    key = {"Id": expense["Id"], "SyncToken": "0", "sparse": True}
    assert api.refused("Purchase", {**key, "PrivateNote": "x"})["code"] == "2020"
    changed = api.save("Purchase", {**key, "PaymentType": "Cash", "PrivateNote": "x"})
    assert (changed["PrivateNote"], changed["TotalAmt"]) == ("x", 30)
    api.save("Payment", set_off(buyer, changed, 30, total=30))
    key["SyncToken"] = api.read("Purchase", expense["Id"])["SyncToken"]
    lower = {**key, "PaymentType": "Cash", "Line": expense_body(buyer, 20)["Line"]}
    assert api.refused("Purchase", lower)["code"] == "6000"


def test_an_expense_is_deleted_only_without_payments(api, buyer):
    expense = api.save("Purchase", expense_body(buyer, 30))
    paid = api.save("Payment", set_off(buyer, expense, 30, total=30))
    linked = api.read("Purchase", expense["Id"])
    key = {"Id": linked["Id"], "SyncToken": linked["SyncToken"]}
    assert api.refused("Purchase", key, operation="delete")["code"] == "800"
    api.delete("Payment", paid)
    api.delete("Purchase", api.read("Purchase", expense["Id"]))
    assert balance(api, buyer) == 0


def test_an_independent_client_reads_it(api, buyer, books):
    api.save("Purchase", expense_body(buyer, 30, DocNumber="R-1"))
    (found,) = Purchase.filter(DocNumber="R-1", qb=books)
    assert (found.PaymentType, found.TotalAmt, found.EntityRef.type) == ("Cash", 30, "Customer")
