"""The number that a sales form gets in QuickBooks, by the connection's choice.

Odoo's numbers may be of any length and belong to several documents (two journals, a number that is used
again after a deletion); QuickBooks takes 21 characters and, by default, each number once per kind of
document. Odoo's full number is in the private note whatever is chosen here.
"""

from .. import documents as docs
from . import text
from .company import Company

#: QuickBooks numbers the document itself, also where custom transaction numbers are switched on.
AUTOMATIC = "AUTO_GENERATE"
LONGEST_PREFIX = 8


def document_number(document: docs.SalesForm, company: Company) -> str:
    """The DocNumber of a new document, empty where QuickBooks shall give its own without being asked.

    `company.number_policy` is `odoo`, `prefix` or `quickbooks`. The variant comes before shortening, so
    that what tells two documents apart survives it; a prefix is never shortened.
    """
    if company.number_policy == "quickbooks":
        return AUTOMATIC if company.custom_numbers else ""
    prefix = company.number_prefix if company.number_policy == "prefix" else ""
    number = document.number
    if document.number_variant:
        number = f"{number}-{document.number_variant}"
    return prefix + text.number(number, text.DOC_NUMBER - len(prefix))
