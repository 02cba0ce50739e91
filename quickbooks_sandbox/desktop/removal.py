"""Deletes and voids transactions, deletes list elements."""

from dataclasses import replace

from .content import Reference
from .documents import check_open
from .kinds import LISTS, ORDERS
from .line_amounts import ZERO
from .payments import is_deposited
from .statuses import Fault, not_found

_AMOUNTS = (
    "Subtotal",
    "SalesTaxTotal",
    "TotalAmount",
    "Amount",
    "AmountDue",
    "CreditAmount",
    "DepositTotal",
)


def delete(company, content, execution):
    """Delete a transaction (``TxnDelRq``); returns the elements of the answer. Raises ``Fault``."""
    record = _transaction(company, content["TxnDelType"], content["TxnID"], 3161)
    books = company.books
    linked = [each for each in books.linked.get(record.id, ()) if not books.records[each].void]
    if record.kind in ORDERS and linked and not company.behaviour["delete_invoiced_order"]:
        raise _in_use(record, company)
    if is_deposited(company, record.id):
        raise _in_use(record, company)
    _free(company, record)
    _unlink(company, linked, record.id)
    books.remove(record)
    _tell_orders(company, record)
    return {
        "TxnDelType": record.kind,
        "TxnID": record.id,
        "TimeDeleted": company.clock.stamp(),
        "RefNumber": record.get("RefNumber"),
    }


def void(company, content, execution):
    """Void a transaction (``TxnVoidRq``): amounts become zero, the number stays. Raises ``Fault``."""
    record = _transaction(company, content["TxnVoidType"], content["TxnID"], 3185)
    if is_deposited(company, record.id):
        raise Fault(3185, f"The {record.kind} could not be voided: it has been deposited.")
    _free(company, record)
    lines = tuple(
        replace(
            line,
            values={
                **line.values,
                **{name: ZERO for name in ("Amount", "Quantity") if name in line.values},
            },
        )
        for line in record.lines
    )
    values = {**record.values, **{name: ZERO for name in _AMOUNTS if name in record.values}}
    if not record.void:
        values["Memo"] = f"VOID: {record.get('Memo', '')}".strip()[:4095]
    saved = company.books.put(replace(record, values=values, lines=lines, void=True))
    _tell_orders(company, record)
    return {
        "TxnVoidType": record.kind,
        "TxnID": record.id,
        "TimeCreated": saved.created,
        "TimeModified": saved.modified,
        "RefNumber": record.get("RefNumber"),
    }


def delete_element(company, content, execution):
    """Delete a list element that nothing refers to (``ListDelRq``). Raises ``Fault``."""
    record = company.books.get(content["ListID"], content["ListDelType"])
    if record is None:
        raise not_found(content["ListID"])
    company.refuse_locked(record)
    if record.id in company.defaults.values() or _is_used(company.books, record.id):
        raise _in_use(record, company)
    name = company.books.full_name(record)
    company.books.remove(record)
    company.books.set(company.deleted_names, record.id, name)
    return {
        "ListDelType": record.kind,
        "ListID": record.id,
        "TimeDeleted": company.clock.stamp(),
        "FullName": name,
    }


def _transaction(company, kind, identifier, closed_code):
    record = company.books.get(identifier, kind)
    if record is None:
        raise not_found(identifier)
    company.refuse_locked(record)
    check_open(company, kind, record.get("TxnDate"), closed_code)
    return record


def _in_use(record, company):
    name = company.books.full_name(record) if record.kind in LISTS else record.id
    return Fault(3160, f'Cannot delete the object specified by the id = "{name}": it is in use.')


def _free(company, record):
    """End all applications of money: payments become unused, invoices open again."""
    books = company.books
    for key, application in {
        **books.applied_to(record.id),
        **books.applied_from(record.id),
    }.items():
        books.withdraw(key)
        other = application.source if application.target == record.id else application.target
        if company.behaviour["invoice_changes_when_paid"]:
            books.touch(other)


def _tell_orders(company, record):
    if company.behaviour["order_changes_when_invoiced"]:
        for order in dict.fromkeys(line.link[0] for line in record.lines if line.link):
            company.books.touch(order)


def _unlink(company, documents, order):
    books = company.books
    for identifier in documents:
        document = books.records[identifier]
        lines = tuple(
            replace(line, link=None) if line.link and line.link[0] == order else line
            for line in document.lines
        )
        books.put(replace(document, lines=lines))


def _is_used(books, identifier):
    for record in books.records.values():
        holders = [record.values, *(line.values for line in record.lines)]
        if any(_mentions(value, identifier) for holder in holders for value in holder.values()):
            return True
    return False


def _mentions(value, identifier):
    if isinstance(value, dict):
        return any(_mentions(each, identifier) for each in value.values())
    if isinstance(value, (list, tuple)):
        return any(_mentions(each, identifier) for each in value)
    return value == identifier and not isinstance(value, Reference)
