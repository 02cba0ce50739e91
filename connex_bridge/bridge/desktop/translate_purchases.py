"""Purchase orders, bills and vendor credits as QuickBooks Desktop's transactions.

The cost of what was bought is booked by the bill, on the item's expense account, unless the company keeps
inventory items in QuickBooks (`Company.cost_policy`). QuickBooks has no tax on purchases in the United
States: a vendor's tax is a cost of its own line.
"""

from .. import purchase_documents as docs
from ..problem import Held
from ..sale import Address
from . import lines, text
from .around import Around
from .body import Body, Part, Value
from .company import Company
from .number import short
from .translate_common import (
    FALSE,
    TRUE,
    address,
    amount,
    by_id,
    check_open,
    exchange_rate,
    plain,
    quantity_and_rate,
    reference,
)
from .translate_tax import role_line

CLOSED = {"open": FALSE, "closed": TRUE}
NOT_BILLABLE = "NotBillable"


def purchase_order(
    document: docs.PurchaseOrder, around: Around, company: Company, marker: str
) -> Body:
    """A PurchaseOrder, shipped to the customer where the vendor delivers there (ShipToEntityRef). Whether
    it is closed can only be said of one that is there: QuickBooks closes it when bills cover it."""
    shipped = document.customer is not None and document.shipping != Address()
    more: dict[str, Value | None] = {
        "RefNumber": short(document.number),
        "ShipToEntityRef": _customer(document.customer, document, around) if shipped else None,
        "ShipAddress": address(document.shipping),
        "ExpectedDate": document.expected.isoformat() if document.expected else None,
        "IsManuallyClosed": CLOSED.get(document.status),
        "IsToBePrinted": FALSE,
    }
    parts = [_ordered(line, document, around, company) for line in document.lines]
    if document.tax:
        tax = role_line("tax", document.tax, document, "PurchaseOrder", around, company)
        parts.append(Part(tax.tag, {n: v for n, v in tax.fields.items() if n != "SalesTaxCodeRef"}))
    return _purchase("PurchaseOrder", document, around, company, marker, more, parts)


def bill(document: docs.Bill, around: Around, company: Company, marker: str) -> Body:
    """A Bill; its item lines link to the lines of the purchase orders that they bill, in an Add."""
    terms = reference(document.term, around.ids, document.number) if document.term else None
    more = {
        "DueDate": document.due_date.isoformat() if document.due_date else None,
        "TermsRef": terms,
    }
    return _billed("Bill", document, around, company, marker, more)


def vendor_credit(
    document: docs.VendorCredit, around: Around, company: Company, marker: str
) -> Body:
    """A VendorCredit: what the vendor owes us. It stays open until somebody uses it in QuickBooks."""
    return _billed("VendorCredit", document, around, company, marker, {})


def _billed(entity, document, around, company, marker, more):
    check_open(document.date, document.number, company)
    parts = [
        (_item_line if line.item else _expense_line)(line, document, around, company)
        for line in lines.arranged(document, around.order_lines)
    ]
    if document.tax:
        expenses = sum(part.tag == "ExpenseLine" for part in parts)
        parts.insert(expenses, _tax_line(document, company))
    more["RefNumber"] = short(document.number, text.LONG_REF_NUMBER)
    return _purchase(entity, document, around, company, marker, more, parts)


def _purchase(entity, document, around, company, marker, more, parts) -> Body:
    number = document.number
    if document.total < 0:
        raise Held("negative_total", document=number, total=plain(document.total))
    if not parts:
        raise Held("no_lines", document=number)
    _check_currency(document, around, company)
    fields: dict[str, Value | None] = {
        "VendorRef": reference(document.vendor, around.ids, number),
        "TxnDate": document.date.isoformat(),
        "Memo": text.note(document.memo, marker, number),
        "ExchangeRate": exchange_rate(document, company),
    }
    return Body(entity, fields | more, tuple(parts))


def _check_currency(document, around, company):
    """QuickBooks books a purchase in the currency of its vendor, whatever the amounts are meant in."""
    kept = company.vendor_currencies.get(around.ids.get(document.vendor, ""), "")
    wanted = document.currency or company.home_currency
    if company.multicurrency and kept and kept != wanted:
        raise Held("vendor_currency", document=document.number, currency=wanted, other=kept)


def _ordered(line, document, around, company) -> Part:
    """A line of a purchase order, which always has an item."""
    item = company.default_item
    if line.item:
        item = _item(line, document, around, company)
    elif not item:
        raise Held("line_without_item", document=document.number, line=_first_line(line))
    fields = _described(line, document) | {"ItemRef": by_id(item)}
    fields |= quantity_and_rate(line.amount, line.quantity, line.unit_price)
    if line.customer and company.customer_on_purchases:
        fields["CustomerRef"] = _customer(line.customer, document, around)
    return Part("PurchaseOrderLine", fields, line.source)


def _item_line(line, document, around, company) -> Part:
    fields = _described(line, document)
    fields |= quantity_and_rate(line.amount, line.quantity, line.unit_price, "Cost")
    item = _item(line, document, around, company)
    may_link = document.key.document == "bill" and "Quantity" in fields
    linked = around.link(line) if may_link else None
    if linked:
        # QuickBooks takes the item from the order, and refuses a line that names both.
        fields["LinkToTxn"] = linked
    else:
        fields["ItemRef"] = by_id(item)
    return Part("ItemLine", fields | _for_customer(line, document, around, company), line.source)


def _expense_line(line, document, around, company) -> Part:
    fields: dict[str, Value] = {
        "AccountRef": _expense_account(document, company),
        "Amount": amount(line.amount, document.number),
    }
    if described := text.description(line.description):
        fields["Memo"] = described
    return Part("ExpenseLine", fields | _for_customer(line, document, around, company), line.source)


def _tax_line(document, company) -> Part:
    fields = {
        "AccountRef": _expense_account(document, company),
        "Amount": amount(document.tax, document.number),
        "Memo": "Tax",
    }
    return Part("ExpenseLine", fields)


def _for_customer(line, document, around, company) -> dict[str, Value]:
    """For whom it was bought; it is sold by Odoo, so that QuickBooks is not to bill it a second time."""
    if not line.customer or not company.customer_on_purchases:
        return {}
    customer = _customer(line.customer, document, around)
    return {"CustomerRef": customer, "BillableStatus": NOT_BILLABLE}


def _customer(key, document, around):
    return reference(key, around.ids, document.number)


def _described(line, document) -> dict[str, Value]:
    amount(line.amount, document.number)
    described = text.description(line.description)
    return {"Desc": described} if described else {}


def _first_line(line) -> str:
    return text.description(line.description).split("\n")[0]


def _item(line, document, around, company) -> str:
    item = around.ids.get(line.item)
    if not item:
        raise Held("line_item_missing", document=document.number, line=_first_line(line))
    if item in company.inventory_items and company.cost_policy != "inventory":
        raise Held("inventory_item_bought", document=document.number, line=_first_line(line))
    if item in company.sold_only_items:
        raise Held("item_not_bought", document=document.number, line=_first_line(line))
    return item


def _expense_account(document, company):
    if not company.expense_account:
        raise Held("expense_account_missing", document=document.number)
    return by_id(company.expense_account)
