"""What the sandbox refuses, with QuickBooks' codes; and that a refusal leaves no trace."""

import pytest
from sandbox_clients import sales_line

LINE = [sales_line(100)]


@pytest.fixture
def buyer(api):
    return api.customer()


def invoice(buyer, **fields):
    return {"CustomerRef": {"value": buyer["Id"]}, "Line": LINE, **fields}


@pytest.mark.parametrize(
    ("entity", "body", "code", "element"),
    [
        ("Customer", {"DisplayName": "A", "Nickname": "B"}, "2010", None),
        ("Customer", {"DisplayName": "A", "BillAddr": {"Street": "B"}}, "2010", None),
        ("Customer", {"DisplayName": "A", "BillAddr": "Street 1"}, "2010", None),
        ("Customer", {"DisplayName": ["A"]}, "2010", None),
        ("Customer", {}, "2020", "DisplayName"),
        ("Customer", {"DisplayName": ""}, "2020", "DisplayName"),
        ("Customer", {"DisplayName": "A" * 501}, "2050", "DisplayName"),
        ("Customer", {"DisplayName": "A:B"}, "6000", "DisplayName"),
        ("Customer", {"DisplayName": "A", "PrimaryEmailAddr": {"Address": "no"}}, "2210", None),
        ("Customer", {"DisplayName": "A", "Taxable": "perhaps"}, "2240", "Taxable"),
        ("Customer", {"DisplayName": "A", "SalesTermRef": {"value": "99"}}, "2500", ""),
        ("Customer", {"DisplayName": "A", "Job": True, "ParentRef": {"value": "9"}}, "2500", ""),
        ("Customer", {"Id": "77", "SyncToken": "0", "DisplayName": "A"}, "610", ""),
        ("Customer", {"Id": "1.5", "SyncToken": "0", "DisplayName": "A"}, "2030", "Id"),
        ("Item", {"Type": "Service"}, "2020", "Name"),
        ("Item", {"Name": "A"}, "2020", "Type"),
        ("Item", {"Name": "A", "Type": "Service"}, "2020", "IncomeAccountRef"),
        ("Item", {"Name": "A", "Type": "Thing"}, "2170", "Type"),
        ("Item", {"Name": "A", "Type": "Inventory"}, "2020", "IncomeAccountRef"),
        (
            "Item",
            {"Name": "A", "Type": "Service", "IncomeAccountRef": {"value": "35"}},
            "6430",
            "IncomeAccountRef",
        ),
        ("Account", {"Name": "A"}, "6010", "AccountType"),
        ("Account", {"Name": 'A "B"', "AccountType": "Income"}, "6000", "Name"),
        ("Term", {"Name": "A"}, "2020", "DueDays"),
        ("Term", {"Name": "A", "DueDays": 1000}, "2290", "DueDays"),
        ("PaymentMethod", {"Name": "A" * 32}, "2050", "Name"),
        ("CompanyCurrency", {"Code": "EUR"}, "5030", ""),
    ],
)
def test_list_rows_that_are_wrong_are_refused(api, entity, body, code, element):
    error = api.refused(entity, body)
    assert error["code"] == code
    if element is not None:
        assert error["element"] == element


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"BadJson": True}, "2010"),
        ({"CustomerRef": {}}, "2020"),
        ({"CustomerRef": {"value": "99"}}, "2500"),
        ({"Line": []}, "2020"),
        ({"Line": [{"Amount": 100}]}, "2020"),
        ({"Line": [{"DetailType": "SalesItemLineDetail"}]}, "2020"),
        ({"Line": [{"Amount": 1, "DetailType": "Nonsense"}]}, "2170"),
        ({"Line": [sales_line(100, Qty=3, UnitPrice=33)]}, "6070"),
        ({"Line": [sales_line(100, ItemRef={"value": "99"})]}, "2500"),
        ({"Line": [sales_line(100, code="5")]}, "6100"),
        ({"Line": [sales_line(100, ItemRef={"value": "SHIPPING_ITEM_ID"})]}, "6000"),
        ({"Line": [sales_line(-100)]}, "6000"),
        ({"DocNumber": "1" * 22}, "2050"),
        ({"PrivateNote": "1" * 4001}, "2050"),
        ({"CustomerMemo": {"value": "1" * 1001}}, "2050"),
        ({"TxnDate": "31.12.2026"}, "2060"),
        ({"Line": [sales_line("ten")]}, "2080"),
        ({"EmailStatus": "NeedToSend"}, "6420"),
        ({"EmailStatus": "Sent"}, "2170"),
        ({"SalesTermRef": {"value": "99"}}, "2500"),
        ({"CurrencyRef": {"value": "EUR"}}, "6000"),
        ({"LinkedTxn": [{"TxnId": "75", "TxnType": "Estimate"}]}, "6000"),
        ({"Deposit": 10}, "6000"),
        ({"CustomField": [{"DefinitionId": "7", "StringValue": "x"}]}, "3000"),
    ],
)
def test_documents_that_are_wrong_are_refused(api, buyer, changes, code):
    assert api.refused("Invoice", {**invoice(buyer), **changes})["code"] == code
    assert api.query("select count(*) from Invoice") == {"totalCount": 0}
    assert api.read("Customer", buyer["Id"])["Balance"] == 0


def test_the_text_of_a_length_fault_tells_both_lengths(api, buyer):
    error = api.refused("Invoice", invoice(buyer, CustomerMemo={"value": "x" * 1001}))
    assert error["Detail"] == (
        "String length specified does not match the supported length. "
        "Min:0 Max:1,000 supported. Supplied length:1,001"
    )


def test_the_text_of_an_amount_fault_tells_the_amount(api, buyer):
    error = api.refused("Invoice", invoice(buyer, Line=[sales_line(10, Qty=2, UnitPrice=4)]))
    assert error["Detail"] == "Amount is not equal to UnitPrice * Qty. Supplied value:10.00"


def test_a_cent_of_rounding_is_accepted_in_amounts(api, buyer):
    made = api.save("Invoice", invoice(buyer, Line=[sales_line(33.33, Qty=3, UnitPrice=11.11)]))
    assert made["TotalAmt"] == 33.33
    third = sales_line(0.67, Qty="0.6666667", UnitPrice=1)
    assert api.save("Invoice", invoice(buyer, Line=[third]))["TotalAmt"] == 0.67


def test_lists_cannot_be_deleted(api, buyer):
    error = api.refused("Customer", {"Id": buyer["Id"], "SyncToken": "0"}, operation="delete")
    assert error["code"] == "500"


def test_a_stale_token_is_refused_and_nothing_changes(api, buyer):
    made = api.sale("Invoice", buyer)
    api.save("Invoice", {**made, "PrivateNote": "mine"})
    error = api.refused("Invoice", {**made, "PrivateNote": "yours"})
    assert error["code"] == "5010"
    assert api.read("Invoice", made["Id"])["PrivateNote"] == "mine"
    assert api.refused("Invoice", made, operation="delete")["code"] == "5010"
    assert api.refused("Invoice", {**made, "SyncToken": ""})["code"] == "2020"


def test_a_full_update_clears_what_is_left_out_and_a_sparse_one_does_not(api):
    made = api.customer(CompanyName="Engines", Notes="first", PrimaryPhone={"FreeFormNumber": "1"})
    key = {"Id": made["Id"], "DisplayName": made["DisplayName"]}
    sparse = api.save("Customer", {**key, "SyncToken": "0", "sparse": True, "Notes": "second"})
    assert (sparse["CompanyName"], sparse["Notes"]) == ("Engines", "second")
    emptied = {**key, "SyncToken": "1", "sparse": True, "Notes": "", "PrimaryPhone": {}}
    emptied = api.save("Customer", emptied)
    assert "Notes" not in emptied and "PrimaryPhone" not in emptied
    full = api.save("Customer", {**key, "SyncToken": "2"})
    assert "CompanyName" not in full


def test_lines_are_replaced_and_keep_their_ids_only_when_sent(api, buyer):
    made = api.sale("Invoice", buyer, 10, 20)
    ids = [line["Id"] for line in made["Line"] if "Id" in line]
    assert ids == ["1", "2"]
    kept = {**made["Line"][1], "Amount": 25}
    changed = api.save(
        "Invoice",
        {
            "Id": made["Id"],
            "SyncToken": "0",
            "sparse": True,
            "CustomerRef": made["CustomerRef"],
            "Line": [kept, sales_line(5)],
        },
    )
    lines = [(line["Id"], line["Amount"]) for line in changed["Line"] if "Id" in line]
    assert lines == [("2", 25), ("3", 5)]
    assert changed["TotalAmt"] == 30


def test_what_the_server_computes_is_not_taken_from_the_client(api, buyer):
    made = api.save("Invoice", invoice(buyer, TotalAmt=1, Balance=1, SyncToken="9"))
    assert (made["TotalAmt"], made["Balance"], made["SyncToken"]) == (100, 100, "0")


def test_document_numbers_are_unique_per_kind(api, buyer):
    made = api.sale("Invoice", buyer, DocNumber="S0001")
    error = api.refused("Invoice", invoice(buyer, DocNumber="S0001"))
    assert error["code"] == "6140"
    assert (
        f"DocNumber=S0001 is assigned to TxnType=Invoice with TxnId={made['Id']}"
        in (error["Detail"])
    )
    assert api.sale("Estimate", buyer, DocNumber="S0001")["DocNumber"] == "S0001"
    again = api.save("Invoice", invoice(buyer, DocNumber="S0001"), include="allowduplicatedocnum")
    assert again["DocNumber"] == "S0001"


def test_numbers_are_given_by_the_server_unless_the_company_gives_its_own(api, buyer, api_of):
    numbers = [api.sale("Invoice", buyer)["DocNumber"] for _ in range(2)]
    receipt = api.sale("SalesReceipt", buyer)["DocNumber"]
    assert [int(each) for each in (*numbers, receipt)] == [1001, 1002, 1003]
    own = api_of("us", CustomTxnNumbers=True)
    assert "DocNumber" not in own.sale("Invoice", own.customer())


def test_closed_books_stay_closed(api, buyer, control):
    made = api.sale("Invoice", buyer, TxnDate="2026-01-15")
    paid = api.payment(buyer, 10, TxnDate="2026-01-20")
    control.post(f"companies/{api.realm}/preferences", {"BookCloseDate": "2026-01-31"})
    body = invoice(buyer, TxnDate="2026-01-31")
    error = api.refused("Invoice", body)
    assert error["code"] == "6210"
    assert "books cannot be updated" in error["Detail"]
    assert api.refused("Invoice", {**made, "TxnDate": "2026-02-05"})["code"] == "6210"
    assert api.refused("Invoice", made, operation="void")["code"] == "6210"
    assert api.refused("Payment", paid, operation="delete")["code"] == "6210"
    assert api.save("Invoice", {**body, "TxnDate": "2026-02-01"})["TotalAmt"] == 100
    assert api.save("Estimate", body)["TxnDate"] == "2026-01-31"  # stands in no account


def test_features_that_are_off_are_refused_or_ignored(api_of):
    api = api_of("us", AllowEstimates=False, PurchaseOrders=False, AllowDiscount=False)
    buyer = api.customer()
    assert api.refused("Estimate", invoice(buyer))["code"] == "5030"
    assert api.refused("PurchaseOrder", {"VendorRef": {"value": "1"}})["code"] == "5030"
    discount = {"Amount": 5, "DetailType": "DiscountLineDetail", "DiscountLineDetail": {}}
    assert api.refused("Invoice", invoice(buyer, Line=[*LINE, discount]))["code"] == "6000"
    north = api.save("Class", {"Name": "North"})
    made = api.sale("Invoice", buyer, ClassRef={"value": north["Id"]})
    assert "ClassRef" not in made


def test_addresses_that_lead_nowhere_are_told_apart_from_missing_objects(api):
    for path in ("salesorder", "salesorder/1", "customer/1/5", "nonsense", "query/1"):
        response = api.raw("GET", path)
        assert response.status_code == 400
        (error,) = response.json()["Fault"]["Error"]
        assert error["code"] == "500" and "is not supported" in error["Detail"]
    missing = api.raw("GET", "invoice/1").json()["Fault"]["Error"][0]
    assert missing["code"] == "610"
    letters = api.raw("GET", "invoice/1.5").json()["Fault"]["Error"][0]
    assert (letters["code"], letters["Detail"]) == (
        "2030",
        "Id should be a valid number. Supplied value:1.5",
    )


def test_ids_are_shared_by_all_transactions(api, buyer):
    estimate = api.sale("Estimate", buyer)
    made = api.sale("Invoice", buyer)
    assert int(made["Id"]) == int(estimate["Id"]) + 1
    response = api.raw("GET", f"invoice/{estimate['Id']}")
    assert "TxnType does not match read: Estimate expected: Invoice" in response.text


def test_a_body_that_is_not_json_is_refused(api):
    response = api.session.post(f"{api.base}/customer", data="{'DisplayName'}")
    assert response.status_code == 400
    assert response.json()["Fault"]["Error"][0]["code"] == "2010"


def test_without_asking_for_json_the_answer_is_xml(api, buyer):
    headers = {"Accept": "*/*"}
    response = api.session.get(f"{api.base}/customer/{buyer['Id']}", headers=headers)
    assert response.headers["Content-Type"] == "application/xml"
    assert "<DisplayName>Ada Lovelace</DisplayName>" in response.text


def test_account_types_decide_what_an_inventory_item_may_use(api):
    body = {
        "Name": "Bolt",
        "Type": "Inventory",
        "IncomeAccountRef": {"value": "79"},
        "ExpenseAccountRef": {"value": "80"},
        "AssetAccountRef": {"value": "81"},
        "TrackQtyOnHand": True,
        "QtyOnHand": 5,
        "InvStartDate": "2026-01-01",
    }
    for field, wrong in (
        ("IncomeAccountRef", "82"),
        ("ExpenseAccountRef", "91"),
        ("AssetAccountRef", "4"),
    ):
        assert api.refused("Item", {**body, field: {"value": wrong}})["code"] == "6430"
    assert api.save("Item", body)["QtyOnHand"] == 5
    category = api.save("Item", {"Name": "Metal", "Type": "Category"})
    line = [sales_line(1, ItemRef={"value": category["Id"]})]
    buyer = api.customer()
    assert api.refused("Invoice", invoice(buyer, Line=line))["code"] == "2500"
