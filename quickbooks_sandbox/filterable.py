"""Which properties a query may filter on, per entity. Facts from Intuit's reference and recordings.

A property that the entity has but that is not listed here is "not queryable"; one that it does not
have (or a complex one) is "not found": QuickBooks uses two different texts for them.
"""

_COMMON = {"Id", "MetaData.CreateTime", "MetaData.LastUpdatedTime"}
_PERSON = {"DisplayName", "GivenName", "FamilyName", "CompanyName", "Active"}
_NAMED = {"Name", "Active"}
_SALES = {"DocNumber", "TxnDate", "CustomerRef", "TotalAmt"}
_PURCHASES = {"DocNumber", "TxnDate", "VendorRef", "TotalAmt"}

FILTERABLE = {
    entity: frozenset(_COMMON | own)
    for entity, own in {
        "Customer": _PERSON
        | {"FullyQualifiedName", "Balance", "PrimaryEmailAddr", "PrintOnCheckName", "MiddleName"}
        | {"Suffix", "Job"},
        "Vendor": _PERSON,
        "Employee": _PERSON,
        "Item": _NAMED | {"FullyQualifiedName", "Type", "Sku"},
        "Account": _NAMED
        | {"AccountType", "AccountSubType", "Classification", "FullyQualifiedName"}
        | {"CurrentBalance"},
        "Class": _NAMED | {"FullyQualifiedName"},
        "Department": _NAMED | {"FullyQualifiedName"},
        "Term": _NAMED,
        "PaymentMethod": _NAMED,
        "TaxCode": _NAMED,
        "TaxRate": _NAMED,
        "TaxAgency": {"DisplayName"},
        "CompanyCurrency": {"Code", "Active"},
        "Invoice": _SALES | {"DueDate", "Balance"},
        "Estimate": _SALES,
        "CreditMemo": _SALES,
        "SalesReceipt": _SALES,
        "RefundReceipt": _SALES,
        "Payment": {"TxnDate", "CustomerRef", "TotalAmt", "PaymentRefNum"},
        "PurchaseOrder": _PURCHASES,
        "Bill": _PURCHASES | {"Balance", "DueDate"},
        "VendorCredit": _PURCHASES,
        "BillPayment": _PURCHASES,
        "Deposit": {"TxnDate"},
        "Purchase": {"DocNumber", "TxnDate", "TotalAmt", "PaymentType"},
        "JournalEntry": {"DocNumber", "TxnDate"},
        "Attachable": {"FileName", "Note", "Category", "ContentType"},
        "CompanyInfo": set(),
        "Preferences": set(),
        "ExchangeRate": {"AsOfDate", "SourceCurrencyCode"},
    }.items()
}

#: Properties that exist in the entity but that the query language says it cannot find.
NOT_FOUND = {
    "Item": {"ParentRef"},
    "Invoice": {"AccountRef", "InvoiceLink"},
    "Bill": {"CustomerRef"},
    "PurchaseOrder": {"CustomerRef"},
}

#: Computed when an object is rendered, hence taken from the answer and not from what is stored.
RENDERED = {"Customer": {"Balance"}}
