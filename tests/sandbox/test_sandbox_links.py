"""Documents that hang together: what one does to the state and balance of the others."""

import pytest
from sandbox_clients import payment_body, sales_line


@pytest.fixture
def buyer(api):
    return api.customer()


def link(document, kind):
    return [{"TxnId": document["Id"], "TxnType": kind}]


def body_of(buyer, **fields):
    return {"CustomerRef": {"value": buyer["Id"]}, "Line": [sales_line(100)], **fields}


def balance(api, buyer):
    return api.read("Customer", buyer["Id"])["Balance"]


# -- estimate and invoice ------------------------------------------------------------------------


def test_an_invoice_closes_the_estimate_it_is_made_from(api, buyer):
    estimate = api.sale("Estimate", buyer, TxnStatus="Accepted")
    invoice = api.sale("Invoice", buyer, LinkedTxn=link(estimate, "Estimate"))
    assert invoice["LinkedTxn"] == link(estimate, "Estimate")
    closed = api.read("Estimate", estimate["Id"])
    assert (closed["TxnStatus"], closed["SyncToken"]) == ("Closed", "0")
    assert closed["LinkedTxn"] == link(invoice, "Invoice")


@pytest.mark.parametrize("way", ["delete", "void"])
def test_an_estimate_opens_again_without_its_invoice(api, buyer, way):
    estimate = api.sale("Estimate", buyer, TxnStatus="Accepted")
    invoice = api.sale("Invoice", buyer, LinkedTxn=link(estimate, "Estimate"))
    getattr(api, way)("Invoice", invoice)
    opened = api.read("Estimate", estimate["Id"])
    assert opened["TxnStatus"] == "Accepted" and "LinkedTxn" not in opened
    again = api.sale("Invoice", buyer, LinkedTxn=link(estimate, "Estimate"))
    assert again["LinkedTxn"] == link(estimate, "Estimate")


def test_an_estimate_takes_one_invoice_only(api, buyer):
    estimate = api.sale("Estimate", buyer)
    api.sale("Invoice", buyer, LinkedTxn=link(estimate, "Estimate"))
    error = api.refused("Invoice", body_of(buyer, LinkedTxn=link(estimate, "Estimate")))
    assert error["code"] == "6000"
    missing = body_of(buyer, LinkedTxn=[{"TxnId": "75", "TxnType": "Estimate"}])
    assert api.refused("Invoice", missing)["Detail"].endswith(
        "The entity Estimate 75 that you are trying to link does not exist."
    )


def test_an_estimate_of_another_customer_is_not_linked(api, buyer):
    estimate = api.sale("Estimate", api.customer("Other"))
    error = api.refused("Invoice", body_of(buyer, LinkedTxn=link(estimate, "Estimate")))
    assert error["code"] == "620"


def test_the_link_to_a_closed_estimate_is_ignored(api, buyer):
    estimate = api.sale("Estimate", buyer, TxnStatus="Closed")
    assert api.sale("Invoice", buyer, LinkedTxn=link(estimate, "Estimate"))["LinkedTxn"] == []


def test_a_full_update_without_the_link_gives_the_estimate_up(api, buyer):
    estimate = api.sale("Estimate", buyer)
    invoice = api.sale("Invoice", buyer, LinkedTxn=link(estimate, "Estimate"))
    key = {"Id": invoice["Id"], "SyncToken": "0"}
    kept = api.save("Invoice", {**key, "sparse": True, "PrivateNote": "kept"})
    assert kept["LinkedTxn"] == link(estimate, "Estimate")
    given_up = api.save("Invoice", {**body_of(buyer), **key, "SyncToken": "1"})
    assert given_up["LinkedTxn"] == []
    assert api.read("Estimate", estimate["Id"])["TxnStatus"] == "Pending"


# -- payments --------------------------------------------------------------------------------------


def test_one_payment_settles_three_invoices(api, buyer):
    invoices = [api.sale("Invoice", buyer, amount) for amount in (10, 20, 30)]
    assert balance(api, buyer) == 60
    made = api.payment(buyer, 70, *zip(invoices, (10, 20, 25), strict=True))
    assert made["UnappliedAmt"] == 15
    now = [api.read("Invoice", each["Id"]) for each in invoices]
    assert [each["Balance"] for each in now] == [0, 0, 5]
    assert [each["SyncToken"] for each in now] == ["1", "1", "1"]
    assert now[0]["LinkedTxn"] == link(made, "Payment")
    assert balance(api, buyer) == -10


def test_the_lines_of_a_payment_are_all_replaced(api, buyer):
    first, second = (api.sale("Invoice", buyer) for _ in range(2))
    made = api.payment(buyer, 200, (first, 100))
    change = payment_body(buyer, 200, (second, 100))
    change |= {"Id": made["Id"], "SyncToken": "0", "sparse": True}
    changed = api.save("Payment", change)
    assert changed["UnappliedAmt"] == 100
    assert api.read("Invoice", first["Id"])["Balance"] == 100
    assert api.read("Invoice", first["Id"])["LinkedTxn"] == []
    assert api.read("Invoice", second["Id"])["Balance"] == 0


def test_a_sparse_update_without_lines_keeps_them_and_needs_customer_and_total(api, buyer):
    invoice = api.sale("Invoice", buyer)
    made = api.payment(buyer, 100, (invoice, 100))
    key = {"Id": made["Id"], "SyncToken": "0", "sparse": True}
    assert api.refused("Payment", {**key, "PrivateNote": "x"})["element"] == "CustomerRef"
    kept = {**key, "CustomerRef": {"value": buyer["Id"]}, "TotalAmt": 100, "PrivateNote": "x"}
    assert api.save("Payment", kept)["UnappliedAmt"] == 0
    assert api.read("Invoice", invoice["Id"])["SyncToken"] == "1"


def test_an_early_payment_is_applied_later(api, buyer):
    made = api.payment(buyer, 100)
    assert (made["UnappliedAmt"], balance(api, buyer)) == (100, -100)
    invoice = api.sale("Invoice", buyer)
    change = payment_body(buyer, 100, (invoice, 100), Id=made["Id"], SyncToken="0", sparse=True)
    assert api.save("Payment", change)["UnappliedAmt"] == 0
    assert api.read("Invoice", invoice["Id"])["Balance"] == 0


def test_payments_that_do_not_fit_are_refused(api, buyer):
    invoice = api.sale("Invoice", buyer)
    other = api.sale("Invoice", api.customer("Other"))
    paid = api.sale("Invoice", buyer)
    api.payment(buyer, 100, (paid, 100))
    for body, code in (
        (payment_body(buyer, 200, (invoice, 100.01)), "6000"),
        (payment_body(buyer, 50, (invoice, 100)), "6000"),
        (payment_body(buyer, 100, (other, 100)), "620"),
        (payment_body(buyer, 100, (paid, 1)), "620"),
        (payment_body(buyer, 100, ({"Id": "999"}, 1)), "620"),
        (payment_body(buyer, -5), "2290"),
    ):
        assert api.refused("Payment", body)["code"] == code
    assert api.read("Invoice", invoice["Id"])["SyncToken"] == "0"


@pytest.mark.parametrize("way", ["delete", "void"])
def test_without_its_payment_an_invoice_is_open_again(api, buyer, way):
    invoice = api.sale("Invoice", buyer)
    made = api.payment(buyer, 100, (invoice, 100), PrivateNote="web order")
    gone = getattr(api, way)("Payment", made)
    now = api.read("Invoice", invoice["Id"])
    assert (now["Balance"], now["LinkedTxn"], now["SyncToken"]) == (100, [], "2")
    assert balance(api, buyer) == 100
    if way == "void":
        assert (gone["TotalAmt"], gone["UnappliedAmt"], gone["Line"]) == (0, 0, [])
        assert gone["PrivateNote"].startswith("Voided") and "web order" in gone["PrivateNote"]


def test_voiding_an_invoice_gives_the_money_back_to_the_payment(api, buyer):
    invoice, other = (api.sale("Invoice", buyer) for _ in range(2))
    made = api.payment(buyer, 200, (invoice, 100), (other, 100))
    voided = api.void("Invoice", api.read("Invoice", invoice["Id"]))
    assert (voided["TotalAmt"], voided["Balance"], voided["LinkedTxn"]) == (0, 0, [])
    assert voided["Line"][0]["Amount"] == 0
    now = api.read("Payment", made["Id"])
    assert (now["UnappliedAmt"], len(now["Line"])) == (100, 1)
    assert api.read("Invoice", other["Id"])["Balance"] == 0
    assert balance(api, buyer) == -100


def test_a_paid_invoice_is_not_deleted_unless_the_company_allows_it(api, buyer, control):
    invoice = api.sale("Invoice", buyer)
    made = api.payment(buyer, 100, (invoice, 100))
    now = api.read("Invoice", invoice["Id"])
    assert api.refused("Invoice", now, operation="delete")["code"] == "800"
    control.post(f"companies/{api.realm}/preferences", {"delete_paid_invoice": "unapply"})
    api.delete("Invoice", now)
    assert api.read("Payment", made["Id"])["UnappliedAmt"] == 100


def test_an_invoice_cannot_shrink_below_what_was_paid(api, buyer):
    invoice = api.sale("Invoice", buyer)
    api.payment(buyer, 60, (invoice, 60))
    change = {"Id": invoice["Id"], "SyncToken": "1", "sparse": True}
    assert api.refused("Invoice", {**change, "Line": [sales_line(59)]})["code"] == "6000"
    now = api.save("Invoice", {**change, "Line": [sales_line(80)]})
    assert (now["TotalAmt"], now["Balance"]) == (80, 20)
    other = api.customer("Other")
    moved = {**change, "SyncToken": "2", "CustomerRef": {"value": other["Id"]}}
    assert api.refused("Invoice", moved)["code"] == "6000"


def test_a_payment_of_zero_joins_a_credit_memo_and_an_invoice(api, buyer):
    invoice = api.sale("Invoice", buyer, 100)
    credit = api.sale("CreditMemo", buyer, 40)
    assert (credit["RemainingCredit"], balance(api, buyer)) == (40, 60)
    api.payment(buyer, 0, (credit, 40), (invoice, 40))
    assert api.read("Invoice", invoice["Id"])["Balance"] == 60
    assert api.read("CreditMemo", credit["Id"])["RemainingCredit"] == 0
    assert balance(api, buyer) == 60
    api.void("Invoice", api.read("Invoice", invoice["Id"]))
    assert api.read("CreditMemo", credit["Id"])["RemainingCredit"] == 40


def test_credits_are_used_automatically_where_the_company_wants_it(api_of):
    api = api_of("us", AutoApplyCredit=True)
    buyer = api.customer()
    credit = api.sale("CreditMemo", buyer, 40)
    invoice = api.sale("Invoice", buyer, 100)
    assert invoice["Balance"] == 60
    assert api.read("CreditMemo", credit["Id"])["RemainingCredit"] == 0
    (joined,) = api.query("select * from Payment")["Payment"]
    assert (joined["TotalAmt"], joined["UnappliedAmt"]) == (0, 0)


def test_a_parent_pays_for_sub_customers_billed_with_it(api, buyer):
    def sub(name, with_parent):
        parent = {"value": buyer["Id"]}
        return api.customer(name, Job=True, ParentRef=parent, BillWithParent=with_parent)

    joint = api.sale("Invoice", sub("Joint", True))
    separate = api.sale("Invoice", sub("Separate", False))
    api.payment(buyer, 100, (joint, 100))
    refused = payment_body(buyer, 100, (separate, 100))
    assert api.refused("Payment", refused)["code"] == "620"
    assert api.read("Customer", buyer["Id"])["BalanceWithJobs"] == 100


def test_deposited_money_is_locked(api, buyer, control):
    made = api.payment(buyer, 100)
    receipt = api.sale("SalesReceipt", buyer)
    deposit = {"Payment": [made["Id"]], "SalesReceipt": [receipt["Id"]]}
    control.post(f"companies/{api.realm}/deposit", deposit)
    for entity, document in (("Payment", made), ("SalesReceipt", receipt)):
        assert api.refused(entity, document)["code"] == "6540"
        assert api.refused(entity, document, operation="delete")["code"] == "6540"
        voiding = {"operation": "update", "include": "void"}
        assert api.refused(entity, document, **voiding)["code"] == "6540"


# -- purchases -------------------------------------------------------------------------------------


def test_a_bill_closes_the_purchase_order_when_all_lines_are_billed(api):
    vendor = api.save("Vendor", {"DisplayName": "Iron Works"})

    def line(number):
        detail = {"AccountRef": {"value": "91"}}
        kind = "AccountBasedExpenseLineDetail"
        one = {"Amount": 10 * number, "DetailType": kind, kind: detail}
        return one

    def billed(order, number):
        source = {"TxnId": order["Id"], "TxnLineId": str(number), "TxnType": "PurchaseOrder"}
        return {**line(number), "LinkedTxn": [source]}

    ref = {"VendorRef": {"value": vendor["Id"]}}
    order = api.save("PurchaseOrder", {**ref, "Line": [line(1), line(2)]})
    assert (order["POStatus"], order["TotalAmt"]) == ("Open", 30)
    api.save("Bill", {**ref, "Line": [billed(order, 1)]})
    assert api.read("PurchaseOrder", order["Id"])["POStatus"] == "Open"
    last = api.save("Bill", {**ref, "Line": [billed(order, 2)]})
    assert api.read("PurchaseOrder", order["Id"])["POStatus"] == "Closed"
    assert api.read("Vendor", vendor["Id"])["Balance"] == 30
    api.delete("Bill", last)
    assert api.read("PurchaseOrder", order["Id"])["POStatus"] == "Open"
    assert api.read("Vendor", vendor["Id"])["Balance"] == 10
