"""From documents to QuickBooks Desktop's requests: the entry point, and what creating, changing and
removing have in common.

What goes into a request is decided in translate_lists.py (customers, vendors, items, terms),
translate_sales.py, translate_payments.py and translate_purchases.py; what a change sends in changes.py.
Nothing here decides whether a document is wanted; what QuickBooks would refuse or book wrongly is held
back. requestIDs are the driver's.
"""

from collections.abc import Callable

from lxml import etree

from ..documents import is_receipt
from . import body as bodies
from . import lines
from .around import Around as Around
from .around import Known as Known
from .body import Body
from .company import Company
from .translate_lists import customer, item, term, vendor
from .translate_payments import payment, refund, refund_receipt
from .translate_sales import credit_memo, invoice, sales_order, sales_receipt

WRITERS: dict[str, Callable] = {
    "customer": customer,
    "vendor": vendor,
    "item": item,
    "term": term,
    "sales_order": sales_order,
    "invoice": invoice,
    "sales_receipt": sales_receipt,
    "credit_memo": credit_memo,
    "refund": refund,
    "payment": payment,
}


def written(document, around: Around, company: Company, marker: str) -> Body:
    """The document in qbXML's words, whether it is new or not."""
    write = refund_receipt if is_receipt(document.key) else WRITERS[document.key.document]
    return write(document, around, company, marker)


def create(document, around: Around, company: Company, marker: str) -> etree._Element:
    """The Add request for a document that is to be created.

    `marker` is the text by which a look-up finds it again, put at the end of the memo of transactions.
    Raises Held for what QuickBooks would refuse or book differently.
    """
    return bodies.add(written(document, around, company, marker))


def line_sources(document, company: Company) -> tuple[int, ...]:
    """The Odoo line that each line of the message comes from (0 for none), in the order in which QuickBooks
    answers with its TxnLineIDs; these may be more, by lines for tax or rounding."""
    return lines.sources(document)
