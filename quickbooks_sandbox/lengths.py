"""How long a text may be, per type and property. Facts from Intuit's reference; a longer one is 2050."""

_NAME_LENGTHS = {
    "DisplayName": 500,
    "Title": 16,
    "GivenName": 100,
    "MiddleName": 100,
    "FamilyName": 100,
    "Suffix": 16,
    "CompanyName": 100,
    "PrintOnCheckName": 110,
    "AcctNum": 100,
    "Notes": 2000,
}
_TRANSACTION_LENGTHS = {"DocNumber": 21, "PrivateNote": 4000, "PaymentRefNum": 21}
_TRANSACTIONS = (
    "Estimate",
    "Invoice",
    "SalesReceipt",
    "Payment",
    "CreditMemo",
    "PurchaseOrder",
    "Bill",
    "VendorCredit",
    "BillPayment",
    "Purchase",
    "Deposit",
)

MAXIMUM_LENGTHS = {
    "Customer": {**_NAME_LENGTHS, "ResaleNum": 16},
    "Vendor": {**_NAME_LENGTHS, "TaxIdentifier": 20},
    "Employee": _NAME_LENGTHS,
    "Item": {"Name": 100, "Sku": 100, "Description": 4000, "PurchaseDesc": 1000},
    "Account": {"Name": 100, "Description": 100, "AcctNum": 20},
    "Class": {"Name": 100},
    "Department": {"Name": 100},
    "PaymentMethod": {"Name": 31},
    "Term": {"Name": 31},
    "TaxAgency": {"DisplayName": 100},
    "PhysicalAddress": {
        **{f"Line{number}": 500 for number in range(1, 6)},
        "City": 255,
        "Country": 255,
        "CountrySubDivisionCode": 255,
        "PostalCode": 30,
    },
    "TelephoneNumber": {"FreeFormNumber": 30},
    "EmailAddress": {"Address": 100},
    "WebSiteAddress": {"URI": 1000},
    "MemoRef": {"value": 1000},
    "Line": {"Description": 4000},
    "CustomField": {"StringValue": 31},
    "RefundReceipt": {**_TRANSACTION_LENGTHS, "PaymentRefNum": 100},
    **dict.fromkeys(_TRANSACTIONS, _TRANSACTION_LENGTHS),
}
