"""From documents to QuickBooks Desktop's requests: the entry point, and what creating, changing and
removing have in common.

What goes into a request is decided in translate_lists.py (customers, vendors, items, terms),
translate_sales.py, translate_payments.py and translate_purchases.py; what a change sends in changes.py.
Nothing here decides whether a document is wanted; what QuickBooks would refuse or book wrongly is held
back. requestIDs are the driver's.
"""

from collections.abc import Callable
from dataclasses import replace

from lxml import etree

from .. import documents as docs
from ..documents import is_receipt
from ..key import Key
from ..problem import Held
from . import body as bodies
from . import changes, lines, translate_lists, translate_payments
from .arithmetic import tied
from .around import Around as Around
from .around import Known as Known
from .body import Body
from .company import Company
from .field_order import FIELDS
from .qbxml import element
from .translate_common import FALSE
from .translate_lists import customer, item, term, vendor
from .translate_payments import is_application as is_application
from .translate_payments import payment, refund, refund_receipt
from .translate_purchases import bill, purchase_order, vendor_credit
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
    "purchase_order": purchase_order,
    "bill": bill,
    "vendor_credit": vendor_credit,
}
#: What QuickBooks calls them, where it is not known what the document is there. Items have many types.
ENTITY = {
    "customer": "Customer",
    "vendor": "Vendor",
    "term": "StandardTerms",
    "sales_order": "SalesOrder",
    "invoice": "Invoice",
    "sales_receipt": "SalesReceipt",
    "credit_memo": "CreditMemo",
    "refund": "Check",
    "payment": "ReceivePayment",
    "purchase_order": "PurchaseOrder",
    "bill": "Bill",
    "vendor_credit": "VendorCredit",
}
#: Orders stand in no account: they are closed, and stay to be seen. Payments cannot be voided.
CLOSED_BY_CHANGE = ("sales_order", "purchase_order")
ONLY_DELETED = ("payment",)


def written(document, around: Around, company: Company, marker: str) -> Body:
    """The document in qbXML's words, with a rounding line where that is allowed. Raises Held for what
    QuickBooks would refuse or book differently, a total that would be another among it."""
    write = refund_receipt if is_receipt(document.key) else WRITERS[document.key.document]
    return tied(document, write(document, around, company, marker), around, company)


def create(document, around: Around, company: Company, marker: str) -> etree._Element:
    """The Add request for a document that is to be created.

    `marker` is the text by which a look-up finds it again, put at the end of the memo of transactions.
    Raises Held as `written`.
    """
    return bodies.add(written(document, around, company, marker))


def change(
    document, known: Known, around: Around, company: Company, marker: str
) -> etree._Element | None:
    """The Mod request that makes what QuickBooks has say what the document says; None where there is
    nothing that could be said (a memo of credits applied).

    Lines that stay keep their TxnLineID, in their order; a payment names everything that it is applied to.
    Raises Held as `written`, and where QuickBooks lets no program change it.
    """
    if is_application(document):
        return _apply_more(document, known, around, company, marker)
    if document.key.document == "item":
        return _change_item(document, known, around, company, marker)
    plain = replace(around, links=False)
    after = written(document, plain, company, marker)
    _check_changeable(known.entity or after.entity, after, document)
    before = _body_before(known, plain, company, marker)
    fields = changes.header(after, before)
    if isinstance(document, docs.Payment):
        by_hand = around.by_hand.get(document.key)
        parts = translate_payments.reapplied(document, known.before, around, by_hand)
        body = Body(after.entity, fields, parts)
        return bodies.mod(body, known.qb_id, known.revision, [""] * len(parts))
    if _only_status_changed(document, known):
        return bodies.mod(Body(after.entity, fields), known.qb_id, known.revision)
    arranged = lines.arranged(document, around.order_lines)
    billed = tuple(bool(getattr(line, "order", None)) for line in arranged)
    body, ids, cleared = changes.with_lines(after, before, known, billed)
    body = replace(body, fields=fields)
    return bodies.mod(body, known.qb_id, known.revision, ids, cleared)


def _check_changeable(entity, after, document):
    name = getattr(document, "number", "") or document.name
    if entity == "StandardTerms":
        raise Held("term_fixed", document=name)
    if entity != after.entity:
        raise Held("other_entity", document=name, entity=entity)


def _body_before(known, around, company, marker):
    """What QuickBooks was told last, so that fields which became empty are emptied there."""
    if known.before is None:
        return None
    try:
        return written(known.before, around, company, marker)
    except Held:
        return None  # it named something that is gone since; nothing to compare with


def _only_status_changed(document, known) -> bool:
    """Closing and opening an order leaves its lines alone: some of them may be invoiced."""
    before = known.before
    if before is None or not lines.is_order(document) or document.status == before.status:
        return False
    return replace(document, status=before.status) == before


def _change_item(document, known, around, company, marker):
    if known.entity and known.entity not in FIELDS:
        return None  # a group or an assembly that was adopted: its content is a bookkeeper's
    kind = known.entity.removeprefix("Item")
    after = translate_lists.item(document, around, company, marker, kind)
    before = known.before and translate_lists.item(known.before, around, company, marker, kind)
    bought = known.bought
    if bought is None and known.before is not None:
        bought = known.before.bought
    body = Body(after.entity, changes.item(after, before, bought))
    return bodies.mod(body, known.qb_id, known.revision)


def _apply_more(document, known, around, company, marker):
    """Credits that are applied leave nothing to change; more of them are applied by another payment of
    zero."""
    body = payment(document, around, company, marker)
    parts = translate_payments.reapplied(document, known.before, around)
    return bodies.add(replace(body, parts=parts)) if parts else None


def remove(key: Key, known: Known, delete: bool = False) -> etree._Element:
    """The request that takes a document out of the books: voided where QuickBooks can (number and audit
    trail stay), else deleted. Sales and purchase orders are closed, list entries made inactive. With
    `delete` everything is deleted; QuickBooks refuses that for list entries that are in use (status 3160).

    Raises Held('credit_stays_applied') for credits applied: they go with the credit memo, the invoice or the
    refund, and have no transaction of their own.
    """
    entity = known.entity or _entity_of(key, known)
    if bodies.is_list(entity) and entity not in FIELDS:
        raise Held("other_entity", document=getattr(known.before, "name", ""), entity=entity)
    if is_application(known.before):
        before = known.before
        amount = sum((each.amount for each in before.applications), docs.ZERO) / 2
        raise Held("credit_stays_applied", document=before.number, amount=format(amount, ".2f"))
    if bodies.is_list(entity):
        if delete or entity == "StandardTerms":
            return _gone("ListDel", entity, "ListID", known)
        return bodies.mod(Body(entity, {"IsActive": FALSE}), known.qb_id, known.revision)
    if delete or key.document in ONLY_DELETED:
        return _gone("TxnDel", entity, "TxnID", known)
    if key.document in CLOSED_BY_CHANGE:
        return bodies.mod(Body(entity, {"IsManuallyClosed": "true"}), known.qb_id, known.revision)
    return _gone("TxnVoid", entity, "TxnID", known)


def _gone(request, entity, id_name, known):
    return element(f"{request}Rq", element(f"{request}Type", entity), element(id_name, known.qb_id))


def _entity_of(key, known):
    if key.document != "item":
        return ENTITY[key.document]
    kind = known.before.kind if known.before else "goods"
    return f"Item{translate_lists.ITEM_TYPES[kind]}"


def line_sources(document, company: Company) -> tuple[int, ...]:
    """The Odoo line that each line of the message comes from (0 for none), in the order in which QuickBooks
    answers with its TxnLineIDs; these may be more, by lines for tax or rounding at the end."""
    return lines.sources(document)
