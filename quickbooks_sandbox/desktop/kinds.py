"""The kinds of objects of a company file, lists and transactions: one table of names and traits."""

from dataclasses import dataclass


@dataclass(frozen=True)
class ListKind:
    """A list. Lists of one ``namespace`` may not share names; ``word`` is QuickBooks' word in error texts."""

    name: str
    namespace: str
    word: str
    name_field: str = "Name"


@dataclass(frozen=True)
class TransactionKind:
    """A kind of transaction: the field of its customer or vendor, its lines, and whether it posts."""

    name: str
    entity: str
    lines: tuple = ()
    posting: bool = True


NAMES = ("Customer", "Vendor", "Employee", "OtherName")
ITEMS = (
    "ItemService",
    "ItemNonInventory",
    "ItemOtherCharge",
    "ItemInventory",
    "ItemDiscount",
    "ItemSalesTax",
    "ItemSalesTaxGroup",
)
TAX_ITEMS = ("ItemSalesTax", "ItemSalesTaxGroup")
_LISTS = (
    *(ListKind(name, "names", name) for name in NAMES),
    *(ListKind(name, "items", "Item") for name in ITEMS),
    ListKind("Account", "Account", "Account"),
    ListKind("Class", "Class", "Class"),
    ListKind("StandardTerms", "Terms", "Terms"),
    ListKind("PaymentMethod", "PaymentMethod", "PaymentMethod"),
    ListKind("ShipMethod", "ShipMethod", "ShipMethod"),
    ListKind("SalesTaxCode", "SalesTaxCode", "SalesTaxCode"),
    ListKind("CustomerMsg", "CustomerMsg", "CustomerMsg"),
    ListKind("SalesRep", "SalesRep", "SalesRep", "Initial"),
    ListKind("Template", "Template", "Template"),
    ListKind("Currency", "Currency", "Currency"),
)
LISTS = {kind.name: kind for kind in _LISTS}
_TRANSACTIONS = (
    TransactionKind("SalesOrder", "CustomerRef", ("SalesOrderLine",), posting=False),
    TransactionKind("Invoice", "CustomerRef", ("InvoiceLine",)),
    TransactionKind("SalesReceipt", "CustomerRef", ("SalesReceiptLine",)),
    TransactionKind("CreditMemo", "CustomerRef", ("CreditMemoLine",)),
    TransactionKind("ReceivePayment", "CustomerRef"),
    TransactionKind("ARRefundCreditCard", "CustomerRef"),
    TransactionKind("Check", "PayeeEntityRef", ("ExpenseLine", "ItemLine")),
    TransactionKind("Deposit", "", ("DepositLine",)),
    TransactionKind("PurchaseOrder", "VendorRef", ("PurchaseOrderLine",), posting=False),
    TransactionKind("Bill", "VendorRef", ("ExpenseLine", "ItemLine")),
    TransactionKind("VendorCredit", "VendorRef", ("ExpenseLine", "ItemLine")),
)
TRANSACTIONS = {kind.name: kind for kind in _TRANSACTIONS}
#: sales documents: lines with items, prices and sales tax
SALES = ("SalesOrder", "Invoice", "SalesReceipt", "CreditMemo")
ORDERS = ("SalesOrder", "PurchaseOrder")

#: field of a reference → the lists that it may lead to, and the word for them in error texts
_REFERENCES = {
    "CustomerRef": (("Customer",), "Customer"),
    "VendorRef": (("Vendor",), "Vendor"),
    "PrefVendorRef": (("Vendor",), "Vendor"),
    "TaxVendorRef": (("Vendor",), "Vendor"),
    "ShipToEntityRef": (NAMES, "Entity"),
    "PayeeEntityRef": (NAMES, "Entity"),
    "EntityRef": (NAMES, "Entity"),
    "SalesRepEntityRef": (NAMES, "Entity"),
    "ItemRef": (tuple(name for name in ITEMS if name not in TAX_ITEMS), "Item"),
    "ItemSalesTaxRef": (TAX_ITEMS, "ItemSalesTax"),
    "DefaultItemSalesTaxRef": (TAX_ITEMS, "ItemSalesTax"),
    "ClassRef": (("Class",), "Class"),
    "OverrideClassRef": (("Class",), "Class"),
    "DiscountClassRef": (("Class",), "Class"),
    "TermsRef": (("StandardTerms",), "Terms"),
    "SalesRepRef": (("SalesRep",), "SalesRep"),
    "ShipMethodRef": (("ShipMethod",), "ShipMethod"),
    "CustomerMsgRef": (("CustomerMsg",), "CustomerMsg"),
    "SalesTaxCodeRef": (("SalesTaxCode",), "SalesTaxCode"),
    "CustomerSalesTaxCodeRef": (("SalesTaxCode",), "SalesTaxCode"),
    "PaymentMethodRef": (("PaymentMethod",), "PaymentMethod"),
    "PreferredPaymentMethodRef": (("PaymentMethod",), "PaymentMethod"),
    "TemplateRef": (("Template",), "Template"),
    "CurrencyRef": (("Currency",), "Currency"),
}


def reference_lists(field, kind):
    """The lists to which a field may refer, and the word for them. ``kind`` has the field (for parents)."""
    if field == "ParentRef":
        return (kind,), LISTS[kind].word if kind in LISTS else kind
    if field.endswith("AccountRef"):
        return ("Account",), "Account"
    return _REFERENCES.get(field, ((), field.removesuffix("Ref")))
