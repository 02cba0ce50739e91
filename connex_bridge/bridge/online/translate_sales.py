"""Estimates, invoices, sales receipts and credit memos as QuickBooks Online's objects."""

from collections.abc import Mapping

from .. import documents as docs
from ..money import multiplies
from ..problem import Held
from . import text, translate_named
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

#: The only two line tax codes in the United States (QuickBooks refuses others with fault 6100).
TAXABLE, NOT_TAXABLE = "TAX", "NON"
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
    body = {
        "CustomerRef": named.get("CustomerRef")
        or reference(document.customer, ids, document.number),
        "TxnDate": document.date.isoformat(),
        "DocNumber": text.number(document.number),
        "PrivateNote": text.note(document.memo, marker),
        "BillEmail": {"Address": email} if email else None,
        "BillAddr": address(document.billing),
        "ShipAddr": address(document.shipping),
        "Line": _lines(document, ids, company),
    }
    return filled_in(body | currency(document, company) | _tax(document, company) | named)


def _lines(document: docs.SalesForm, ids: Ids, company: Company) -> list[dict]:
    lines = []
    for line in document.lines:
        description = text.clean(line.description, text.DESCRIPTION, lines=True)
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
    code = translate_named.line_tax_code(line, document, company)
    code = code or _tax_code(line, description, document, company)
    if code:
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


# Tax


def _tax(document: docs.SalesForm, company: Company) -> dict:
    """The document's tax: one amount in the United States, computed from the lines' codes elsewhere."""
    if company.sales_tax == "none":
        if document.tax:
            raise Held(
                "sales_tax_off",
                document=document.number,
                tax=plain(document.tax),
                total=plain(document.total),
            )
        return {}
    if company.sales_tax == "global":
        return {"GlobalTaxCalculation": "TaxExcluded"}
    tax: dict = {"TotalTax": amount(document.tax, document.number)}
    if company.sales_tax == "manual" and company.tax_group_code and document.tax:
        tax["TxnTaxCodeRef"] = {"value": company.tax_group_code}
    return {"TxnTaxDetail": tax | translate_named.order_tax_code(document, company)}


def _tax_code(line: docs.Line, description: str, document: docs.SalesForm, company: Company) -> str:
    """The tax code of a line. Where the document has no tax at all, no line is sent as taxable:
    QuickBooks would have to be told that taxable goods are taxed with nothing."""
    if company.sales_tax == "none":
        return ""
    if company.sales_tax != "global":
        return TAXABLE if line.taxed and document.tax else NOT_TAXABLE
    codes = {company.tax_codes.get(tax, "") for tax in line.taxes} or {company.exempt_tax_code}
    code = codes.pop()
    if codes or not code:
        names = [company.tax_names.get(tax, "") for tax in line.taxes]
        raise Held(
            "tax_not_mapped" if line.taxes else "exempt_code_missing",
            document=document.number,
            tax=", ".join(filter(None, names)),
            line=description.split("\n")[0],
        )
    return code
