"""What a user's rule has chosen from QuickBooks' own lists, by name, in the words of QuickBooks Online.

A name that QuickBooks does not have, or a list that the company does not use, holds the document back:
QuickBooks would leave it out without a word.
"""

from .. import documents as docs
from ..problem import Held
from . import text
from .company import Company

#: The kinds of lists as QuickBooks' pages call them.
LIST_NAMES = {
    "customer": "Customer",
    "item": "Product or service",
    "account": "Account",
    "term": "Term",
    "payment_method": "Payment method",
    "tax_code": "Tax code",
    "class": "Class",
    "department": "Location",
    "custom_field": "Custom field",
}
MESSAGE_LENGTH = 1000
CUSTOM_FIELD_LENGTH = 31
LINE_TAX_CODES = ("TAX", "NON")


def list_entry(kind: str, name: str, document: str, company: Company) -> dict:
    """A reference to the entry of that name. Raises Held('list_entry_missing')."""
    found = company.names.get((kind, text.same(name)))
    if not found:
        raise Held("list_entry_missing", document=document, list=LIST_NAMES[kind], name=name)
    return {"value": found}


def header(document: docs.SalesForm, company: Company) -> dict:
    """The fields of a sales form's header that rules have chosen; nothing for a document without."""
    number = document.number
    body = {}
    if document.customer_name:
        body["CustomerRef"] = list_entry("customer", document.customer_name, number, company)
    if document.class_name:
        _check_tracked("class", document, company)
        body["ClassRef"] = list_entry("class", document.class_name, number, company)
    if document.location:
        _check_tracked("location", document, company)
        body["DepartmentRef"] = list_entry("department", document.location, number, company)
    if message := text.clean(document.customer_message, MESSAGE_LENGTH, lines=True):
        body["CustomerMemo"] = {"value": message}
    if document.custom_fields:
        body["CustomField"] = [
            _custom_field(each, number, company) for each in document.custom_fields
        ]
    if term := getattr(document, "term_name", ""):
        body["SalesTermRef"] = list_entry("term", term, number, company)
    return body


def line_class(line: docs.Line, document: docs.SalesForm, company: Company) -> dict:
    """The class of a line, nothing for a line without."""
    if not line.class_name:
        return {}
    _check_tracked("line_class", document, company)
    return {"ClassRef": list_entry("class", line.class_name, document.number, company)}


def line_tax_code(line: docs.Line, document: docs.SalesForm, company: Company) -> str:
    """The tax code that a rule wants on a line, empty if none does. A US company only knows TAX and NON
    there; elsewhere the code of the order counts for lines without one of their own."""
    if company.sales_tax == "none":
        return ""
    if company.sales_tax == "global":
        name = line.tax_code or document.tax_code
        return list_entry("tax_code", name, document.number, company)["value"] if name else ""
    code = line.tax_code.strip().upper()
    if code and code not in LINE_TAX_CODES:
        raise Held("line_tax_code_unknown", document=document.number, name=line.tax_code)
    return code


def order_tax_code(document: docs.SalesForm, company: Company) -> dict:
    """The sales tax code of a whole US document, nothing if no rule wants one."""
    if not document.tax_code or company.sales_tax not in ("automated", "manual"):
        return {}
    code = list_entry("tax_code", document.tax_code, document.number, company)
    return {"TxnTaxCodeRef": code}


def money(document: docs.Payment | docs.SalesReceipt, company: Company) -> dict:
    """The account and the payment method that rules have chosen for money received."""
    body = {}
    if document.deposit_account:
        account = list_entry("account", document.deposit_account, document.number, company)
        body["DepositToAccountRef"] = account
    if document.method_name:
        method = list_entry("payment_method", document.method_name, document.number, company)
        body["PaymentMethodRef"] = method
    return body


def _check_tracked(what: str, document: docs.SalesForm, company: Company) -> None:
    if what not in company.tracking:
        kind = "Location" if what == "location" else "Class"
        raise Held("tracking_off", document=document.number, list=kind)


def _custom_field(field: docs.CustomField, document: str, company: Company) -> dict:
    definition = company.custom_fields.get(text.same(field.name))
    if not definition:
        name = field.name
        raise Held(
            "list_entry_missing", document=document, list=LIST_NAMES["custom_field"], name=name
        )
    value = text.clean(field.value, CUSTOM_FIELD_LENGTH)
    return {"DefinitionId": definition, "Type": "StringType", "StringValue": value}
