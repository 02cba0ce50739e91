"""Estimates, invoices, sales receipts and credit memos as QuickBooks Online's objects."""

from collections.abc import Mapping

from .. import documents as docs
from ..money import multiplies
from ..problem import Held
from . import text, translate_named, translate_tax
from .company import Company
from .translate_common import (
    address,
    amount,
    check_open,
    currency,
    deposit_account,
    filled_in,
    payment_method,
    plain,
    rate,
    reference,
)

ESTIMATE_STATUS = {"open": "Accepted", "closed": "Closed"}

Ids = Mapping[docs.Key, str]


def estimate(document: docs.SalesOrder, ids: Ids, company: Company, marker: str) -> dict:
    """A sales order's Estimate. It names a status only where the document asks for one: QuickBooks closes
    an estimate by itself, and repeating "Accepted" would open it again."""
    if not company.estimates:
        raise Held("estimates_off", document=document.number)
    status = ESTIMATE_STATUS.get(document.status)
    return (
        _sales_form(document, ids, company, marker)
        | _term(document, ids)
        | ({"TxnStatus": status} if status else {})
    )


def invoice(document: docs.Invoice, ids: Ids, company: Company, marker: str) -> dict:
    """An Invoice; it closes the Estimate that its header links to (QuickBooks allows one such link)."""
    check_open(document.date, document.number, company)
    body = _sales_form(document, ids, company, marker) | _term(document, ids)
    if document.due_date:
        body["DueDate"] = document.due_date.isoformat()
    if document.sales_order:
        order = reference(document.sales_order, ids, document.number)["value"]
        body["LinkedTxn"] = [{"TxnId": order, "TxnType": "Estimate"}]
    return body


def sales_receipt(document: docs.SalesReceipt, ids: Ids, company: Company, marker: str) -> dict:
    """A SalesReceipt: the sale and its money in one document."""
    check_open(document.date, document.number, company)
    payment_number = text.number(document.payment_reference, text.PAYMENT_REFERENCE)
    return (
        _sales_form(document, ids, company, marker)
        | ({"PaymentRefNum": payment_number} if payment_number else {})
        | deposit_account(document.journal, company)
        | payment_method(document.method, company)
        | translate_named.money(document, company)
    )


def credit_memo(document: docs.CreditMemo, ids: Ids, company: Company, marker: str) -> dict:
    """A CreditMemo; it is applied to an invoice by a payment of amount zero."""
    check_open(document.date, document.number, company)
    return _sales_form(document, ids, company, marker)


def _term(document: docs.SalesOrder | docs.Invoice, ids: Ids) -> dict:
    if not document.term:
        return {}
    return {"SalesTermRef": reference(document.term, ids, document.number)}


def _sales_form(document: docs.SalesForm, ids: Ids, company: Company, marker: str) -> dict:
    """The header and lines that all sales forms have. Raises Held as the checks in it say."""
    if document.total < 0:
        raise Held("negative_total", document=document.number, total=plain(document.total))
    email = text.email(document.email)
    named = translate_named.header(document, company)
    lines = _lines(document, ids, company) + translate_tax.tax_lines(document, ids, company)
    customer = named.get("CustomerRef") or reference(document.customer, ids, document.number)
    body = {
        "CustomerRef": customer,
        "TxnDate": document.date.isoformat(),
        "DocNumber": text.number(document.number),
        "PrivateNote": text.note(_memo(document, customer["value"], company), marker),
        "BillEmail": {"Address": email} if email else None,
        "BillAddr": address(document.billing),
        "ShipAddr": address(document.shipping),
        "Line": lines,
    }
    tax = translate_tax.header(document, lines, company)
    return filled_in(body | currency(document, company) | tax | named)


def _memo(document: docs.SalesForm, customer: str, company: Company) -> str:
    """With the buyer's name where the QuickBooks customer stands for many."""
    if customer not in company.shared_customers or not document.billing.name:
        return document.memo
    return f"{document.memo} · {document.billing.name}"


def _lines(document: docs.SalesForm, ids: Ids, company: Company) -> list[dict]:
    lines = []
    for line in document.lines:
        description = text.description(line.description)
        if line.kind == "item":
            lines.append(_item_line(line, description, document, ids, company))
        elif description:
            lines.append(
                {
                    "DetailType": "DescriptionOnly",
                    "Description": description,
                    "DescriptionLineDetail": {},
                }
            )
    if not any(line["DetailType"] == "SalesItemLineDetail" for line in lines):
        raise Held("no_lines", document=document.number)
    return lines


def _item_line(
    line: docs.Line, description: str, document: docs.SalesForm, ids: Ids, company: Company
) -> dict:
    value = amount(line.amount, document.number)
    detail: dict = {"ItemRef": {"value": _item(line, description, document, ids, company)}}
    # QuickBooks answers 6070 when the product is not the amount; the amount alone is always right.
    priced = line.quantity is not None and line.unit_price is not None
    if priced and multiplies(value, line.quantity, line.unit_price):
        detail |= {"Qty": rate(line.quantity), "UnitPrice": rate(line.unit_price)}
    detail |= translate_named.line_class(line, document, company)
    if code := translate_tax.line_code(line, document, company):
        detail["TaxCodeRef"] = {"value": code}
    result = {
        "DetailType": "SalesItemLineDetail",
        "Amount": value,
        "SalesItemLineDetail": detail,
    }
    return result | ({"Description": description} if description else {})


def _item(
    line: docs.Line, description: str, document: docs.SalesForm, ids: Ids, company: Company
) -> str:
    first_line = description.split("\n")[0]
    if line.item_name:
        return translate_named.list_entry("item", line.item_name, document.number, company)["value"]
    if line.item is None:
        if not company.default_item:
            raise Held("line_without_item", document=document.number, line=first_line)
        return company.default_item
    if not ids.get(line.item):
        raise Held("line_item_missing", document=document.number, line=first_line)
    return ids[line.item]
