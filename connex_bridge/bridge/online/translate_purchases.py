"""Vendors, purchase orders, bills and vendor credits as QuickBooks Online's objects.

The cost of what was bought is booked by the bill, on the item's expense account, unless the company
keeps inventory items in QuickBooks (`Company.cost_policy`). Their tax: translate_purchase_tax.py.
"""

from collections.abc import Mapping

from .. import purchase_documents as docs
from ..key import Key
from ..money import ZERO, multiplies
from ..problem import Held
from ..sale import Address
from . import text, translate_purchase_tax
from .company import Company
from .translate_common import (
    address,
    amount,
    check_open,
    currency,
    filled_in,
    plain,
    rate,
    reference,
)

ORDER_STATUS = {"open": "Open", "closed": "Closed"}

Ids = Mapping[Key, str]


def order_line_key(line: int) -> Key:
    """The key under which `ids` has QuickBooks' number of a purchase order's line; `line` is Odoo's id."""
    return Key("purchase_order_line", "purchase.order.line", line)


def vendor(document: docs.Vendor, ids: Ids, company: Company, marker: str) -> dict:
    """A Vendor. Raises Held('vendor_without_name') when no character of the name can be stored."""
    name = text.name(document.name, text.DISPLAY_NAME)
    if not name:
        raise Held("vendor_without_name", document=document.name or document.email)
    email = text.email(document.email)
    phone = text.clean(document.phone, text.PHONE)
    body = {
        "DisplayName": name,
        "CompanyName": text.name(document.company_name, text.COMPANY_NAME),
        "PrimaryEmailAddr": {"Address": email} if email else None,
        "PrimaryPhone": {"FreeFormNumber": phone} if phone else None,
        "BillAddr": address(document.billing, with_name=False),
    }
    if company.multicurrency and document.currency:
        body["CurrencyRef"] = {"value": document.currency}
    return filled_in(body)


def purchase_order(document: docs.PurchaseOrder, ids: Ids, company: Company, marker: str) -> dict:
    """A PurchaseOrder, shipped to the customer where the vendor delivers there. It names a status only
    where the document asks for one: QuickBooks closes it by itself when a bill covers it."""
    body = _purchase(document, ids, company, marker)
    if document.customer and document.shipping != Address():
        body["ShipTo"] = reference(document.customer, ids, document.number)
    shipping = address(document.shipping)
    if shipping:
        body["ShipAddr"] = shipping
    if document.expected:
        body["DueDate"] = document.expected.isoformat()
    status = ORDER_STATUS.get(document.status)
    return body | ({"POStatus": status} if status else {})


def bill(document: docs.Bill, ids: Ids, company: Company, marker: str) -> dict:
    """A Bill; its lines link to the lines of the purchase orders that they bill."""
    check_open(document.date, document.number, company)
    body = _purchase(document, ids, company, marker)
    if document.due_date:
        body["DueDate"] = document.due_date.isoformat()
    if document.term:
        body["SalesTermRef"] = reference(document.term, ids, document.number)
    return body


def vendor_credit(document: docs.VendorCredit, ids: Ids, company: Company, marker: str) -> dict:
    """A VendorCredit: what the vendor owes us. It stays open until somebody uses it in QuickBooks."""
    check_open(document.date, document.number, company)
    return _purchase(document, ids, company, marker)


def check_purchase(document: docs.Purchase, body: Mapping, company: Company) -> None:
    """Raises Held('total_differs') with both numbers when QuickBooks would arrive at another total than
    Odoo's: its lines as they stand, plus the tax on them outside of the United States."""
    quickbooks = sum((line["Amount"] for line in body["Line"]), ZERO)
    quickbooks += translate_purchase_tax.expected(body, company)
    if quickbooks != document.total:
        raise Held(
            "total_differs",
            document=document.number,
            odoo=plain(document.total),
            quickbooks=plain(quickbooks),
        )


def _purchase(document: docs.Purchase, ids: Ids, company: Company, marker: str) -> dict:
    if document.total < 0:
        raise Held("negative_total", document=document.number, total=plain(document.total))
    lines = [_line(line, document, ids, company) for line in document.lines]
    lines += translate_purchase_tax.cost_lines(document, company)
    if not lines:
        raise Held("no_lines", document=document.number)
    body = {
        "VendorRef": reference(document.vendor, ids, document.number),
        "TxnDate": document.date.isoformat(),
        "DocNumber": text.number(document.number),
        "PrivateNote": text.note(document.memo, marker),
        "Line": lines,
    }
    body |= translate_purchase_tax.header(document, lines, company)
    return filled_in(body | currency(document, company))


def _line(line: docs.PurchaseLine, document: docs.Purchase, ids: Ids, company: Company) -> dict:
    value = amount(line.amount, document.number)
    description = text.clean(line.description, text.DESCRIPTION, lines=True)
    if line.item:
        kind, detail = (
            "ItemBasedExpenseLineDetail",
            _item(line, description, document, ids, company),
        )
        priced = line.quantity is not None and line.unit_price is not None
        if priced and multiplies(value, line.quantity, line.unit_price):
            detail |= {"Qty": rate(line.quantity), "UnitPrice": rate(line.unit_price)}
    else:
        kind = "AccountBasedExpenseLineDetail"
        detail = translate_purchase_tax.cost_account(document, company)
    if line.customer and company.customer_on_purchases:
        detail["CustomerRef"] = reference(line.customer, ids, document.number)
        detail["BillableStatus"] = "NotBillable"
    detail |= translate_purchase_tax.line_code(line, description, document, company)
    result = {"DetailType": kind, "Amount": value, kind: detail}
    number = ids.get(order_line_key(line.source))
    if number and document.key.document == "purchase_order":
        result["Id"] = number  # keeps its identity, and with it the links of bills
    return result | _links(line, ids) | ({"Description": description} if description else {})


def _item(line, description, document, ids, company):
    item = ids.get(line.item)
    if not item:
        first = description.split("\n")[0]
        raise Held("line_item_missing", document=document.number, line=first)
    if item in company.inventory_items and company.cost_policy != "inventory":
        raise Held(
            "inventory_item_bought", document=document.number, line=description.split("\n")[0]
        )
    return {"ItemRef": {"value": item}}


def _links(line: docs.PurchaseLine, ids: Ids) -> dict:
    order = ids.get(line.order) if line.order else None
    if not order:
        return {}
    link = {"TxnId": order, "TxnType": "PurchaseOrder"}
    if number := ids.get(order_line_key(line.order_line)):
        link["TxnLineId"] = number
    return {"LinkedTxn": [link]}
