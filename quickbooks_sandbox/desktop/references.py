"""Finds the list elements that a request refers to, by ListID or by full name."""

from .content import Reference
from .kinds import reference_lists
from .statuses import invalid_reference


def resolved(company, values, kind, where=""):
    """The values with every reference replaced by the ListID that it leads to.

    ``kind`` is the kind of record that has them, ``where`` the words for it in an error text.
    Raises ``Fault`` 3140 for a reference that leads nowhere.
    """
    where = where or kind
    result = {}
    for name, value in values.items():
        if isinstance(value, Reference):
            value = find(company, name, value, kind, where) if value else ""
        elif isinstance(value, dict):
            value = resolved(company, value, kind, where)
        elif isinstance(value, list) and value and isinstance(value[0], (dict, Reference)):
            value = [_each(company, name, each, kind, where) for each in value]
        result[name] = value
    return result


def _each(company, name, value, kind, where):
    if isinstance(value, Reference):
        return find(company, name, value, kind, where)
    return resolved(company, value, kind, f"{where} line" if "Line" in name else where)


def find(company, field, reference, kind, where):
    """The ListID that one reference leads to; it must not be of another list."""
    lists, word = reference_lists(field, kind)
    books = company.books
    record = None
    if reference.list_id:
        record = books.get(reference.list_id, *lists) if lists else None
    else:
        for each in lists:
            record = books.by_name(each, reference.full_name)
            record = record if record is not None and record.kind in lists else None
            if record:
                break
    usable = record is not None and (
        record.get("IsActive", True) or company.behaviour["inactive_usable"]
    )
    if not usable:
        raise invalid_reference(word, reference.full_name or reference.list_id, where)
    return record.id
