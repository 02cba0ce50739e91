"""From documents to QuickBooks Online's objects: the entry point, and what creating, updating and
removing have in common.

The bodies themselves are written in translate_lists.py (customers, items, terms), translate_sales.py
(estimates, invoices, receipts, credit memos), translate_payments.py and translate_purchases.py (vendors,
purchase orders, bills). Nothing here decides whether a document is wanted; what QuickBooks would refuse or
book wrongly is held back.
"""

from collections.abc import Callable, Mapping

from ..documents import LISTS, Key, is_receipt
from .batch import Operation
from .company import Company
from .number import AUTOMATIC
from .translate_lists import customer, item, term
from .translate_payments import payment, refund, refund_receipt
from .translate_purchases import bill, purchase_order, vendor, vendor_credit
from .translate_sales import credit_memo, estimate, invoice, sales_receipt

#: QuickBooks Online has no sales order in its API: an estimate stands for it.
ENTITY = {
    "customer": "Customer",
    "vendor": "Vendor",
    "item": "Item",
    "term": "Term",
    "sales_order": "Estimate",
    "invoice": "Invoice",
    "sales_receipt": "SalesReceipt",
    "credit_memo": "CreditMemo",
    "refund": "Purchase",
    "payment": "Payment",
    "purchase_order": "PurchaseOrder",
    "bill": "Bill",
    "vendor_credit": "VendorCredit",
}
WRITERS: dict[str, Callable] = {
    "customer": customer,
    "item": item,
    "term": term,
    "sales_order": estimate,
    "invoice": invoice,
    "sales_receipt": sales_receipt,
    "credit_memo": credit_memo,
    "refund": refund,
    "payment": payment,
    "vendor": vendor,
    "purchase_order": purchase_order,
    "bill": bill,
    "vendor_credit": vendor_credit,
}
#: The API voids these; others can only be deleted.
VOIDABLE = ("invoice", "payment", "sales_receipt")
#: Sent when it is created and never again: QuickBooks fixes it, or a bookkeeper may have chosen better.
ONLY_AT_CREATION = {
    "Customer": ("CurrencyRef",),
    "Item": (
        "Type",
        "IncomeAccountRef",
        "ExpenseAccountRef",
        "UnitPrice",
        "SubItem",
        "ParentRef",
    ),
}
#: … unless it was not there at all when the object was created.
ADDED_LATER = {"Item": ("ExpenseAccountRef",)}
#: Chosen by settings when a document is created. While the document itself asks for nothing else, what
#: QuickBooks has stays: a changed setting is for new documents, and a bookkeeper may have moved money on.
CHOSEN_AT_CREATION = ("DocNumber", "DepositToAccountRef", "PaymentMethodRef")
#: How a field is emptied in a sparse update (QuickBooks ignores null there).
EMPTY = {
    "BillEmail": {"Address": ""},
    "PrimaryEmailAddr": {"Address": ""},
    "PrimaryPhone": {"FreeFormNumber": ""},
    "BillAddr": {},
    "ShipAddr": {},
    "SalesTermRef": {"value": ""},
    "PaymentMethodRef": {"value": ""},
    "PaymentRefNum": "",
    "ClassRef": {"value": ""},
    "DepartmentRef": {"value": ""},
    "CustomerMemo": {"value": ""},
    "CompanyName": "",
    "Description": "",
    "Sku": "",
    "LinkedTxn": [],
}


def entity_of(key: Key) -> str:
    """The QuickBooks entity of a document. A refund is money alone, or with its goods a receipt."""
    return "RefundReceipt" if is_receipt(key) else ENTITY[key.document]


def translate(document, ids: Mapping[Key, str], company: Company, marker: str) -> tuple[str, dict]:
    """The QuickBooks entity and the object for a document that is to be created.

    `ids` are the QuickBooks ids of the documents that it refers to; `marker` is the text by which a
    look-up finds it again, put into the private note of transactions. Raises Held for what QuickBooks
    would refuse or book differently.
    """
    write = refund_receipt if is_receipt(document.key) else WRITERS[document.key.document]
    return entity_of(document.key), write(document, ids, company, marker)


def update(
    entity: str, body: dict, qb_id: str, revision: str, before: Mapping | None = None
) -> dict:
    """The sparse update that makes an existing object say what `body` (from `translate`) says.

    Sparse, so that what a bookkeeper added (class, location, attachments) stays; lines are never merged
    by QuickBooks, so all of them are in it. `before` is the body that was last accepted, if known: a field
    that it had and `body` has not is emptied, one that settings choose and that is the same stays as it is.
    `revision` is QuickBooks' SyncToken.
    """
    fixed = set(ONLY_AT_CREATION.get(entity, ()))
    if before is not None:
        fixed -= {name for name in ADDED_LATER.get(entity, ()) if name not in before}
    before = before or {}
    fixed |= {name for name in CHOSEN_AT_CREATION if body.get(name) == before.get(name)}
    if body.get("DocNumber") == AUTOMATIC:
        fixed.add("DocNumber")
    changed = {name: value for name, value in body.items() if name not in fixed}
    for name in before:
        if name not in body and name in EMPTY:
            changed[name] = EMPTY[name]
    if entity in ONLY_AT_CREATION:
        changed["Active"] = True  # it is needed, whoever made it inactive
    return changed | {"Id": qb_id, "SyncToken": revision, "sparse": True}


def remove(bid: str, key: Key, qb_id: str, revision: str, delete: bool = False) -> Operation:
    """The operation that takes a document out of the books: void it where QuickBooks can (number and
    audit trail stay), else delete it. With `delete` every transaction is deleted. List entries are made
    inactive, whichever was asked for."""
    body, name = {"Id": qb_id, "SyncToken": revision}, entity_of(key)
    if key.document in LISTS:  # cannot be deleted, only made inactive
        return Operation(bid, "update", name, body | {"sparse": True, "Active": False})
    if delete or key.document not in VOIDABLE:
        return Operation(bid, "delete", name, body)
    return Operation(bid, "void", name, body | {"sparse": True})
