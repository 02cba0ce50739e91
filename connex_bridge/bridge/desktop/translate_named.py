"""What a user's rule has chosen from QuickBooks' own lists, by name, in the words of QuickBooks Desktop.

A name that QuickBooks does not have, or a list that the company does not use, holds the document back:
QuickBooks would refuse it, or leave it out without a word.
"""

from .. import documents as docs
from ..problem import Held
from . import text
from .body import Value
from .company import Company

#: The kinds of lists as QuickBooks' windows call them.
LIST_NAMES = {
    "customer": "Customer",
    "item": "Item",
    "account": "Account",
    "term": "Terms",
    "payment_method": "Payment method",
    "tax_code": "Sales tax item",
    "line_tax_code": "Sales tax code",
    "class": "Class",
    "customer_message": "Customer message",
    "custom_field": "Custom field",
}
#: The fields of a form that a rule can fill by name, and their lengths. QuickBooks' own custom fields can
#: only be written after the form, in a request of their own.
FORM_FIELDS = {
    "other": ("Other", 29),
    "p.o. number": ("PONumber", 25),
    "po number": ("PONumber", 25),
    "fob": ("FOB", 13),
}


def list_entry(kind: str, name: str, document: str, company: Company) -> dict[str, str]:
    """A reference to the entry of that name. Raises Held('list_entry_missing')."""
    found = company.names.get((kind, text.same(name)))
    if not found:
        raise _missing(kind, name, document)
    return {"ListID": found}


def _missing(kind, name, document):
    return Held("list_entry_missing", document=document, list=LIST_NAMES[kind], name=name)


def header(document: docs.SalesForm, company: Company) -> dict[str, Value]:
    """The fields of a sales form's header that rules have chosen; nothing for a document without."""
    number = document.number
    fields: dict[str, Value] = {}
    if document.customer_name:
        fields["CustomerRef"] = list_entry("customer", document.customer_name, number, company)
    if document.class_name:
        fields["ClassRef"] = _class(document.class_name, number, company)
    if document.location:
        raise Held("no_locations", document=number, name=document.location)
    if document.customer_message:
        message = document.customer_message
        fields["CustomerMsgRef"] = list_entry("customer_message", message, number, company)
    for each in document.custom_fields:
        name, length = FORM_FIELDS.get(text.same(each.name), ("", 0))
        if not name:
            raise _missing("custom_field", each.name, number)
        fields[name] = text.clean(each.value, length)
    if term := getattr(document, "term_name", ""):
        fields["TermsRef"] = list_entry("term", term, number, company)
    return fields


def line_class(line: docs.Line, document: docs.SalesForm, company: Company) -> dict[str, Value]:
    """The class of a line, nothing for a line without."""
    if not line.class_name:
        return {}
    return {"ClassRef": _class(line.class_name, document.number, company)}


def _class(name, document, company):
    if not company.class_tracking:
        raise Held("class_tracking_off", document=document, name=name)
    return list_entry("class", name, document, company)


def line_tax_code(line: docs.Line, document: docs.SalesForm, company: Company) -> str:
    """The sales tax code (`Tax`, `Non`, …) that a rule wants on a line, empty if none does."""
    if not line.tax_code or not company.sales_tax:
        return ""
    found = company.line_tax_codes.get(text.same(line.tax_code))
    if not found:
        raise _missing("line_tax_code", line.tax_code, document.number)
    return found[0]


def money(document: docs.Payment | docs.SalesReceipt, company: Company) -> dict[str, Value]:
    """The account and the payment method that rules have chosen for money received."""
    fields: dict[str, Value] = {}
    if document.deposit_account:
        account = list_entry("account", document.deposit_account, document.number, company)
        fields["DepositToAccountRef"] = account
    if document.method_name:
        method = list_entry("payment_method", document.method_name, document.number, company)
        fields["PaymentMethodRef"] = method
    return fields
