"""A batch says exactly what was meant, always in the same bytes, and its answer is read item by item."""

import json
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from connex_bridge.bridge.online import batch
from connex_bridge.bridge.online.batch import Operation, Outcome

INVOICE = {
    "Id": "71",
    "SyncToken": "2",
    "DocNumber": "1001",
    "TotalAmt": 106,
    "Balance": 0.5,
    "LinkedTxn": [{"TxnId": "70", "TxnType": "Estimate"}, {"TxnId": "90", "TxnType": "Payment"}],
}


def answer(*items):
    return json.dumps({"BatchItemResponse": items, "time": "t"}).encode()


def test_each_action_is_written_as_quickbooks_reads_it():
    operations = [
        Operation("1", "create", "Customer", {"DisplayName": "Anna"}),
        Operation("2", "update", "Invoice", {"Id": "7"}),
        Operation("3", "void", "Payment", {"Id": "9"}),
        Operation("4", "delete", "Estimate", {"Id": "8"}),
        batch.query_operation("5", "SELECT * FROM Item"),
    ]
    assert json.loads(batch.build(operations)) == {
        "BatchItemRequest": [
            {"bId": "1", "operation": "create", "Customer": {"DisplayName": "Anna"}},
            {"bId": "2", "operation": "update", "Invoice": {"Id": "7"}},
            {"bId": "3", "operation": "update", "optionsData": "void", "Payment": {"Id": "9"}},
            {"bId": "4", "operation": "delete", "Estimate": {"Id": "8"}},
            {"bId": "5", "Query": "SELECT * FROM Item MAXRESULTS 1000"},
        ]
    }


def test_a_new_sales_order_is_accepted_unless_it_says_otherwise():
    def sent(action, body):
        data = json.loads(batch.build([Operation("1", action, "Estimate", body)]))
        return data["BatchItemRequest"][0]["Estimate"].get("TxnStatus")

    assert sent("create", {}) == "Accepted"
    assert sent("create", {"TxnStatus": "Closed"}) == "Closed"
    assert sent("update", {"Id": "1"}) is None


def test_the_order_of_fields_makes_no_difference_to_the_bytes():
    first = Operation("1", "create", "Item", {"Name": "A", "Sku": "B"})
    second = Operation("1", "create", "Item", {"Sku": "B", "Name": "A"})
    assert batch.build([first]) == batch.build([second])


@given(st.decimals(allow_nan=False, allow_infinity=False, places=7))
def test_amounts_are_written_digit_by_digit(amount):
    written = batch.encode({"Amount": amount})
    assert json.loads(written, parse_float=Decimal, parse_int=Decimal)["Amount"] == amount
    assert "E" not in written


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.text(),
        lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    )
)
def test_everything_else_is_ordinary_json(value):
    assert json.loads(batch.encode(value)) == value


def test_a_float_is_never_sent():
    with pytest.raises(TypeError):
        batch.encode({"Amount": 0.1})


@pytest.mark.parametrize("bids", [[], ["1"] * 2, [str(n) for n in range(31)], ["12345678901"]])
def test_a_batch_that_quickbooks_would_refuse_is_not_written(bids):
    with pytest.raises(ValueError, match="ids|items"):
        batch.build([Operation(bid, "create", "Item", {}) for bid in bids])


def test_a_request_id_is_the_same_for_the_same_parts_and_short_enough():
    assert batch.request_id(["a", "b"]) == batch.request_id(iter(["a", "b"]))
    assert len(batch.request_id(["a"] * 90)) <= 36
    assert batch.request_id(["ab", "c"]) != batch.request_id(["a", "bc"])


def test_answers_are_told_apart_in_any_order():
    fault = {"Fault": {"Error": [{"Message": "m", "Detail": "d", "code": "6240"}]}, "bId": "2"}
    outcomes = batch.read_answer(
        answer(fault, {"Invoice": INVOICE, "bId": "1"}, {"QueryResponse": {}, "bId": "4"}),
        ["1", "2", "3", "4"],
    )
    assert [outcomes[bid].kind for bid in "1234"] == ["done", "fault", "missing", "done"]
    assert outcomes["2"].fault.code == "6240"
    assert outcomes["1"].entity == "Invoice"
    assert outcomes["4"].rows == ()


def test_an_answer_says_id_revision_number_total_balance_and_links():
    outcome = batch.read_answer(answer({"Invoice": INVOICE, "bId": "1"}), ["1"])["1"]
    assert (outcome.qb_id, outcome.revision, outcome.number) == ("71", "2", "1001")
    assert (outcome.total, outcome.balance) == (Decimal(106), Decimal("0.5"))
    assert outcome.linked("Estimate") == ("70",)
    assert outcome.status == ""


@pytest.mark.parametrize(
    ("data", "status", "balance"),
    [
        ({"TxnStatus": "Closed", "TotalAmt": 5}, "Closed", None),
        ({"PrivateNote": "Voided - Odoo", "TotalAmt": 0, "Balance": 0}, "Voided", 0),
        ({"status": "Deleted", "Id": "5"}, "Deleted", None),
        ({"TotalAmt": 50, "UnappliedAmt": 20}, "", 20),
        ({"DisplayName": "Anna", "Balance": 99}, "", None),
    ],
)
def test_status_and_balance_of_every_kind_of_object(data, status, balance):
    outcome = Outcome("done", "X", data)
    assert (outcome.status, outcome.balance) == (status, balance)


def test_the_invoices_of_a_payment_are_read_from_its_lines():
    lines = [{"LinkedTxn": [{"TxnId": number, "TxnType": "Invoice"}]} for number in ("7", "8", "7")]
    assert Outcome("done", "Payment", {"Line": lines}).linked("Invoice") == ("7", "8")


@pytest.mark.parametrize("body", [b"", b"[]", b"{}", b"<html>", b'{"Invoice": {}}'])
def test_what_is_no_answer_to_a_batch_is_refused(body):
    with pytest.raises(ValueError, match="."):
        batch.read_answer(body, ["1"])
