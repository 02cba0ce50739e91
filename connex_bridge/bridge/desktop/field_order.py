"""The order in which QuickBooks reads the fields of each entity. Only data.

Add and Mod of an entity have the same fields in the same order, apart from those of which body.py knows that
only one of the two has them. Only fields that are written stand here. Facts of Intuit's description of qbXML.
"""

_FORM_END = "Memo CustomerMsgRef IsToBePrinted CustomerSalesTaxCodeRef"
_FORM_LINE = "ItemRef Desc Quantity Rate ClassRef Amount SalesTaxCodeRef"
_SALE = "TxnDate RefNumber BillAddress ShipAddress PONumber TermsRef DueDate FOB ItemSalesTaxRef"
_ITEM_SIDES = "SalesTaxCodeRef SalesOrPurchase SalesAndPurchase"

_ORDER = {
    "Customer": "Name IsActive CompanyName BillAddress Phone Email CurrencyRef",
    "Vendor": "Name IsActive CompanyName VendorAddress Phone Email CurrencyRef",
    "StandardTerms": "Name IsActive StdDueDays",
    "ItemService": f"Name IsActive ParentRef {_ITEM_SIDES}",
    "ItemNonInventory": f"Name IsActive ParentRef ManufacturerPartNumber {_ITEM_SIDES}",
    "ItemOtherCharge": f"Name IsActive ParentRef {_ITEM_SIDES}",
    "ItemDiscount": "Name IsActive ParentRef ItemDesc SalesTaxCodeRef AccountRef",
    "ItemInventory": "Name IsActive ParentRef ManufacturerPartNumber SalesDesc",
    "SalesOrder": f"CustomerRef ClassRef {_SALE} IsManuallyClosed {_FORM_END} Other ExchangeRate",
    "SalesOrderLine": _FORM_LINE,
    "Invoice": f"CustomerRef ClassRef ARAccountRef {_SALE} {_FORM_END} Other ExchangeRate",
    "InvoiceLine": f"{_FORM_LINE} LinkToTxn",
    "CreditMemo": f"CustomerRef ClassRef ARAccountRef {_SALE} {_FORM_END} Other ExchangeRate",
    "CreditMemoLine": _FORM_LINE,
    "SalesReceipt": (
        "CustomerRef ClassRef TxnDate RefNumber BillAddress ShipAddress CheckNumber PaymentMethodRef DueDate "
        f"FOB ItemSalesTaxRef {_FORM_END} DepositToAccountRef Other ExchangeRate"
    ),
    "SalesReceiptLine": _FORM_LINE,
    "ReceivePayment": (
        "CustomerRef ARAccountRef TxnDate RefNumber TotalAmount ExchangeRate PaymentMethodRef Memo "
        "DepositToAccountRef IsAutoApply"
    ),
    "AppliedToTxn": (
        "TxnID PaymentAmount SetCredit DiscountAmount DiscountAccountRef DiscountClassRef"
    ),
    "Check": "AccountRef PayeeEntityRef RefNumber TxnDate Memo IsToBePrinted ExchangeRate",
    "PurchaseOrder": (
        "VendorRef ShipToEntityRef TxnDate RefNumber ShipAddress ExpectedDate IsManuallyClosed Memo "
        "IsToBePrinted ExchangeRate"
    ),
    "PurchaseOrderLine": "ItemRef Desc Quantity Rate Amount CustomerRef",
    "Bill": "VendorRef TxnDate DueDate RefNumber TermsRef Memo ExchangeRate",
    "VendorCredit": "VendorRef TxnDate RefNumber Memo ExchangeRate",
    "ExpenseLine": "AccountRef Amount Memo CustomerRef BillableStatus",
    "ItemLine": "ItemRef Desc Quantity Cost Amount CustomerRef BillableStatus LinkToTxn",
}
#: entity, or kind of line → its fields in QuickBooks' order
FIELDS = {entity: tuple(fields.split()) for entity, fields in _ORDER.items()}
