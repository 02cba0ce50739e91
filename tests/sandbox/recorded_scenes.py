"""For each recording of the real API: asks the sandbox the same kind of thing.

A scene gets a ``Stage`` and the recording, prepares the books as they must have been, sends the
recorded request (or its like) and returns the answer's JSON. ``ALLOWED`` lists differences in shape
that are meant, with the reason.
"""

from recorded_refusals import (
    discovery,
    fault_duplicate,
    fault_missing,
    fault_query,
    fault_required,
    fault_stale,
    fault_tax_rate,
    fault_token,
    tokens,
    user_info,
)
from recorded_stage import ADDRESS, inventory_item
from sandbox_clients import sales_line

NEWER = "the recording is older than this property"
ALLOWED = {
    "query_displayname_escaped_quote": {
        "extra QueryResponse.Customer[].DefaultTaxCodeRef": "recorded on some customers only",
    },
    "preferences_read": {
        **{
            f"extra Preferences.{name}": NEWER
            for name in (
                "AccountingInfoPrefs.UseAccountNumbers",
                "AccountingInfoPrefs.FirstMonthOfFiscalYear",
                "AccountingInfoPrefs.TaxYearMonth",
                "AccountingInfoPrefs.TaxForm",
                "SalesFormsPrefs.EmailCopyToCompany",
                "SalesFormsPrefs.AutoApplyCredit",
                "SalesFormsPrefs.AutoApplyPayments",
                "SalesFormsPrefs.UsingProgressInvoicing",
                "TaxPrefs.PartnerTaxEnabled",
            )
        },
        "missing Preferences.VendorAndPurchasesPrefs.POCustomField[].CustomField[].StringValue": (
            "no fields of this kind are set up in the sandbox"
        ),
    },
    "salesreceipt_void": {"extra SalesReceipt.TxnTaxDetail": "recorded without sales tax"},
    "success_token_response": {"missing id_token": "given for the openid scope only"},
    "success_refreshtoken_response": {"missing id_token": "given for the openid scope only"},
}


def send_as_recorded(stage, recording):
    stage.amy()
    return stage.send(recording).json()


def invoice_delete(stage, recording):
    made = stage.api.sale("Invoice", stage.amy())
    return stage.send(recording, {"Id": made["Id"], "SyncToken": "0"}).json()


def invoice_void(stage, recording):
    stage.amy()
    made = stage.api.save(
        "Invoice",
        {
            "CustomerRef": {"value": "1"},
            "Line": [{**sales_line(100), "SalesItemLineDetail": {"ItemRef": {"value": "1"}}}],
        },
    )
    return stage.send(recording, {"Id": made["Id"], "SyncToken": "0"}).json()


def customer_sparse_update(stage, recording):
    made = stage.api.customer("Jack Doe")
    return stage.send(recording, {**recording["request"]["body"], "Id": made["Id"]}).json()


def customer_read(stage, _recording):
    made = stage.amy()
    return stage.api.raw("GET", f"customer/{made['Id']}").json()


def account_deactivate(stage, _recording):
    made = stage.api.save("Account", {"Name": "Old", "AccountType": "Income"})
    key = {"Id": made["Id"], "SyncToken": "0", "Active": False, "sparse": True}
    return stage.api.raw("POST", "account", {**made, **key}).json()


def item_create(stage, _recording):
    return stage.api.raw("POST", "item", inventory_item()).json()


def item_update(stage, _recording):
    made = stage.api.save("Item", inventory_item())
    return stage.api.raw("POST", "item", {**made, "Name": "Tools"}).json()


def attachable_delete(stage, _recording):
    made = stage.api.save("Attachable", {"Note": "Thank you"})
    return stage.api.raw("POST", "attachable", {"Id": made["Id"]}, operation="delete").json()


def upload(stage, target):
    metadata = f'{{"AttachableRef":[{{"EntityRef":{target}}}],"FileName":"a.xml"'
    parts = {
        "file_metadata_01": ("attachment.json", metadata + "}", "application/json"),
        "file_content_01": ("a.xml", "<a/>", "text/xml"),
    }
    return stage.api.session.post(f"{stage.api.base}/upload", files=parts).json()


def upload_attachable(stage, _recording):
    made = stage.api.sale("Invoice", stage.amy())
    return upload(stage, f'{{"type":"Invoice","value":"{made["Id"]}"}}')


def upload_attachable_fault(stage, _recording):
    return upload(stage, '{"type":"Estimate","value":"75"}')


def preferences_read(stage, _recording):
    return stage.api.raw("GET", "preferences").json()


def receipts(stage):
    """Sales receipts with everything that the recorded ones have among them."""
    buyer = stage.amy()
    stage.api.save("SalesReceipt", {"Line": [sales_line(337.5, Qty=4.5, UnitPrice=75)]})
    discount = {
        "DetailType": "DiscountLineDetail",
        "DiscountLineDetail": {"PercentBased": True, "DiscountPercent": 10},
    }
    line = {**sales_line(87.5, Qty=2.5, UnitPrice=35), "Description": "Pest Control"}
    made = stage.api.save(
        "SalesReceipt",
        {
            "CustomerRef": {"value": buyer["Id"]},
            "Line": [line, discount],
            "PrivateNote": "A private note.",
            "CustomerMemo": {"value": "Thank you"},
            "BillEmail": {"Address": "a@example.com"},
            "PaymentMethodRef": {"value": "2"},
            "PaymentRefNum": "10264",
            "BillAddr": {f"Line{number}": "Text" for number in range(1, 5)},
        },
    )
    source = {"TxnId": made["Id"], "TxnType": "SalesReceipt", "TxnLineId": "0"}
    deposit = {"DepositToAccountRef": {"value": "35"}}
    deposit["Line"] = [{"Amount": made["TotalAmt"], "LinkedTxn": [source]}]
    stage.api.save("Deposit", deposit)


def query_salesreceipts(stage, recording):
    receipts(stage)
    return stage.send(recording).json()


def query_vendors(stage, recording):
    phones = ("PrimaryPhone", "Mobile", "Fax")
    made = stage.api.save(
        "Vendor",
        {
            "DisplayName": "Books by Bessie",
            "Title": "Ms.",
            "GivenName": "Bessie",
            "MiddleName": "I.",
            "FamilyName": "Williams",
            "Suffix": "Jr.",
            "CompanyName": "Books by Bessie",
            "BillAddr": {**ADDRESS, "Country": "USA"},
            "AcctNum": "1345",
            "TaxIdentifier": "123456789",
            "PrimaryEmailAddr": {"Address": "books@example.com"},
            "WebAddr": {"URI": "http://books.example"},
            **{phone: {"FreeFormNumber": "(650) 555-7745"} for phone in phones},
        },
    )
    key = {"Id": made["Id"], "SyncToken": "0", "sparse": True}
    stage.api.save("Vendor", {**key, "TermRef": {"value": "1"}})
    return stage.send(recording).json()


def query_count(stage, recording):
    return stage.send(recording).json()


def batch_mixed_with_faults(stage, recording):
    receipts(stage)
    first = stage.api.query("select * from SalesReceipt where Id = '1'")["SalesReceipt"][0]
    stage.api.save("SalesReceipt", {**first, "PrivateNote": "newer"})
    items = []
    for item in recording["request"]["body"]["BatchItemRequest"]:
        if "SalesReceipt" in item:
            item = {**item, "SalesReceipt": {**item["SalesReceipt"], "Id": "1"}}
        items.append(item)
    return stage.api.raw("POST", "batch", {"BatchItemRequest": items}).json()


def cdc_estimates(stage, _recording):
    buyer = stage.amy()
    lines = [{**sales_line(300, Qty=4, UnitPrice=75), "Description": "Custom Design"}]
    lines.append({**sales_line(275, "TAX"), "Description": "Rock Fountain"})
    memo = {"CustomerMemo": {"value": "Thank you"}, "BillEmail": {"Address": "a@example.com"}}
    address = {f"Line{number}": "Text" for number in range(1, 5)}
    made = stage.api.save(
        "Estimate",
        {"CustomerRef": {"value": buyer["Id"]}, "Line": lines, "BillAddr": address, **memo},
    )
    stage.api.raw("POST", f"estimate/{made['Id']}/send")
    link = [{"TxnId": made["Id"], "TxnType": "Estimate"}]
    stage.api.sale("Invoice", buyer, LinkedTxn=link)
    since = made["MetaData"]["CreateTime"]
    return stage.api.raw("GET", "cdc", entities="estimate", changedSince=since).json()


def plain_receipt(stage):
    detail = {"ItemRef": {"value": "1"}, "Qty": 1, "UnitPrice": 20}
    line = {"Amount": 20, "DetailType": "SalesItemLineDetail", "SalesItemLineDetail": detail}
    return stage.api.save("SalesReceipt", {"Line": [line]})


def salesreceipt_create(stage, _recording):
    made = plain_receipt(stage)
    return stage.api.raw("GET", f"salesreceipt/{made['Id']}").json()


def salesreceipt_update(stage, _recording):
    made = plain_receipt(stage)
    return stage.api.raw("POST", "salesreceipt", made, requestid="r").json()


def salesreceipt_void(stage, _recording):
    made = plain_receipt(stage)
    key = {"Id": made["Id"], "SyncToken": "0", "sparse": True}
    return stage.api.raw("POST", "salesreceipt", key, operation="update", include="void").json()


SCENES = {
    "account_deactivate": account_deactivate,
    "attachable_delete": attachable_delete,
    "batch_mixed_with_faults": batch_mixed_with_faults,
    "cdc_estimates": cdc_estimates,
    "customer_create": query_count,
    "customer_read": customer_read,
    "customer_sparse_update": customer_sparse_update,
    "discovery": discovery,
    "fault_2010_unknown_property": query_count,
    "fault_2020_required_param": fault_required,
    "fault_2030_invalid_id": query_count,
    "fault_3200_token_expired_http401": fault_token,
    "fault_4000_query_parse": fault_query,
    "fault_4001_bad_entity": query_count,
    "fault_500_unsupported_operation": query_count,
    "fault_5010_stale_object": fault_stale,
    "fault_610_object_not_found": fault_missing,
    "fault_6240_duplicate_name": fault_duplicate,
    "fault_taxservice_duplicate": fault_tax_rate,
    "invoice_create": send_as_recorded,
    "invoice_delete": invoice_delete,
    "invoice_void": invoice_void,
    "item_create": item_create,
    "item_update": item_update,
    "preferences_read": preferences_read,
    "query_count": query_count,
    "query_displayname_escaped_quote": send_as_recorded,
    "query_no_match_empty_queryresponse": query_count,
    "query_salesreceipts": query_salesreceipts,
    "query_vendors_active_in_true_false": query_vendors,
    "salesreceipt_create": salesreceipt_create,
    "salesreceipt_full_update_with_requestid": salesreceipt_update,
    "salesreceipt_void": salesreceipt_void,
    "success_refreshtoken_response": tokens,
    "success_token_response": tokens,
    "success_userinfo_response": user_info,
    "upload_attachable": upload_attachable,
    "upload_attachable_fault_http200": upload_attachable_fault,
}
