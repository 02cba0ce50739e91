"""Sales orders, invoices, sales receipts and credit memos as QuickBooks Desktop's forms."""

from .. import documents as docs
from ..problem import Held
from . import lines, text, translate_named, translate_tax
from .answer import Row
from .around import Around
from .body import Body, Part, Value
from .changes import ADDRESS_FIELDS
from .company import Company
from .number import document_number
from .translate_common import (
    FALSE,
    TRUE,
    address,
    amount,
    by_id,
    check_open,
    deposit_account,
    exchange_rate,
    payment_method,
    plain,
    quantity_and_rate,
    receivable_account,
    reference,
)

CLOSED = {"open": FALSE, "closed": TRUE}


def sales_order(document: docs.SalesOrder, around: Around, company: Company, marker: str) -> Body:
    """A SalesOrder. It says whether it is closed only where the document asks for that: QuickBooks closes
    an order by itself when all of its lines are invoiced.

    Raises Held('sales_orders_off') where the edition has none (Pro) or they are switched off (status 3250).
    """
    if not company.sales_orders:
        raise Held("sales_orders_off", document=document.number)
    closed = {"IsManuallyClosed": CLOSED.get(document.status)}
    return _form("SalesOrder", document, around, company, marker, _term(document, around) | closed)


def invoice(document: docs.Invoice, around: Around, company: Company, marker: str) -> Body:
    """An Invoice. Its lines link to the sales orders' lines that they bill, each for its quantity, so that
    QuickBooks closes an order when all of it is invoiced.

    Only an Add can link; the order's own addresses then go before those sent here (`has_other_addresses`).
    """
    check_open(document.date, document.number, company)
    due = document.due_date.isoformat() if document.due_date else None
    more = {"ARAccountRef": receivable_account(document, company), "DueDate": due}
    return _form("Invoice", document, around, company, marker, more | _term(document, around), True)


def has_other_addresses(row: Row, document: docs.Invoice) -> bool:
    """Whether QuickBooks has other addresses on a new invoice than the document says, as it has where the
    sales order that it bills says others: then they are said again in a Mod. One that is not known in Odoo
    is QuickBooks' to keep. `row` is what came back."""
    said = (("BillAddress", document.billing), ("ShipAddress", document.shipping))
    return any(
        row.text(f"{name}/{part}") != wanted.get(part, "")
        for name, value in said
        if (wanted := address(value))
        for part in ADDRESS_FIELDS
    )


def sales_receipt(
    document: docs.SalesReceipt, around: Around, company: Company, marker: str
) -> Body:
    """A SalesReceipt: the sale and its money in one document."""
    check_open(document.date, document.number, company)
    more = {
        "CheckNumber": text.clean(document.payment_reference, text.CHECK_NUMBER),
        "PaymentMethodRef": payment_method(document, company),
        "DepositToAccountRef": deposit_account(document, company),
    }
    named = translate_named.money(document, company)
    return _form("SalesReceipt", document, around, company, marker, more | named)


def credit_memo(document: docs.CreditMemo, around: Around, company: Company, marker: str) -> Body:
    """A CreditMemo, with positive amounts; a payment applies it (translate_payments.py)."""
    check_open(document.date, document.number, company)
    more = {"ARAccountRef": receivable_account(document, company)}
    return _form("CreditMemo", document, around, company, marker, more)


def _term(document, around) -> dict[str, Value | None]:
    if not document.term or document.term_name:
        return {}
    return {"TermsRef": reference(document.term, around.ids, document.number)}


def _form(
    entity: str,
    document: docs.SalesForm,
    around: Around,
    company: Company,
    marker: str,
    more: dict,
    links: bool = False,
) -> Body:
    """The header and lines that all sales forms have. Raises Held as the checks in it say."""
    number = document.number
    if document.total < 0:
        raise Held("negative_total", document=number, total=plain(document.total))
    named = translate_named.header(document, company)
    customer = named.get("CustomerRef") or reference(document.customer, around.ids, number)
    parts = [
        _part(entity, line, document, around, company, links)
        for line in lines.arranged(document, around.order_lines)
    ]
    if not any(line.kind == "item" for line in document.lines):
        raise Held("no_lines", document=number)
    parts += translate_tax.tax_lines(document, entity, around, company)
    fields: dict[str, Value | None] = {
        "CustomerRef": customer,
        "TxnDate": document.date.isoformat(),
        "RefNumber": document_number(document, company),
        "BillAddress": address(document.billing),
        "ShipAddress": address(document.shipping),
        "Memo": text.note(_memo(document, customer["ListID"], company), marker, number),
        "IsToBePrinted": FALSE,
        "ExchangeRate": exchange_rate(document, company),
    }
    return Body(
        entity, fields | more | translate_tax.header(document, parts, company) | named, tuple(parts)
    )


def _memo(document: docs.SalesForm, customer: str, company: Company) -> str:
    """With the buyer's name where the QuickBooks customer stands for many."""
    if customer not in company.shared_customers or not document.billing.name:
        return document.memo
    return f"{document.memo} · {document.billing.name}"


def _part(entity, line, document, around, company, links) -> Part:
    description = text.description(line.description)
    tag = f"{entity}Line"
    if line.kind != "item":
        return Part(tag, {"Desc": description}, line.source or line.order_line)
    amount(line.amount, document.number)
    linked = around.link(line) if links else None
    item = _item_if_known(line, description, document, around, company, linked)
    discount = bool(item) and item in company.discount_items
    if discount:
        fields: dict[str, Value] = {"Amount": amount(line.amount, document.number)}
    else:
        fields = quantity_and_rate(line.amount, line.quantity, line.unit_price)
    if linked and not (around.bills_whole(line) if discount else "Quantity" in fields):
        linked, item = None, _item(line, description, document, around, company)
    if description:
        fields["Desc"] = description
    fields |= {"LinkToTxn": linked} if linked else {"ItemRef": by_id(item)}
    fields |= translate_named.line_class(line, document, company)
    fields |= translate_tax.line_code(line, document, company)
    return Part(tag, fields, line.source or line.order_line)


def _item_if_known(line, description, document, around, company, linked) -> str:
    """As `_item`; a linked line takes the order's item, and goes out without one of its own."""
    try:
        return _item(line, description, document, around, company)
    except Held:
        if not linked:
            raise
        return ""


def _item(line, description, document, around, company) -> str:
    first_line = description.split("\n")[0]
    if line.item_name:
        entry = translate_named.list_entry("item", line.item_name, document.number, company)
        return entry["ListID"]
    if line.item is None:
        if not company.default_item:
            raise Held("line_without_item", document=document.number, line=first_line)
        return company.default_item
    if not around.ids.get(line.item):
        raise Held("line_item_missing", document=document.number, line=first_line)
    return around.ids[line.item]
