"""Answers queries: filters, numbers of results, iterators, and what a query asks to include."""

import uuid

from .clock_times import moment_of, within
from .filters import lets_through
from .kinds import ITEMS, TRANSACTIONS
from .money import total_of
from .statuses import NOT_FOUND, Fault, not_found

_LISTS_OF = {
    "Item": ITEMS,
    "Terms": ("StandardTerms",),
}
_UNFINISHED = (
    500,
    "The query request has not been fully completed. There was a required element "
    '("{name}") that could not be found in QuickBooks.',
)


class Iterators:
    """The open iterators of one session of one application. Each belongs to one query: ``asked`` is what
    it asks for, with all of its conditions."""

    def __init__(self):
        self._open = {}

    def start(self, application, asked, records):
        """Remember what is still to be told; returns the iterator's id."""
        identifier = "{" + str(uuid.uuid4()) + "}"
        self._open[identifier] = (application, asked, list(records))
        return identifier

    def take(self, application, asked, identifier, number):
        """The next records and how many are left. Raises ``Fault`` for an iterator that is not open here, or
        is another query's."""
        owner, query, records = self._open.get(identifier, (None, None, None))
        if owner != application or query != asked:
            raise Fault(3000, f'The iterator ID "{identifier}" is not valid.')
        page, rest = records[:number], records[number:]
        self._open[identifier] = (owner, query, rest)
        if not rest:
            self.stop(identifier)
        return page, len(rest)

    def stop(self, identifier):
        """Forget one iterator."""
        self._open.pop(identifier, None)

    def end(self, application):
        """The session of an application is over."""
        self._open = {key: each for key, each in self._open.items() if each[0] != application}


def find(company, name, content, attributes, execution):
    """The records that a query finds, as ``(records, attributes of the answer)``.

    ``name`` is what the request asks for (``Customer``, ``Item``, ``Invoice``). Raises ``Fault``.
    """
    return _find_among(company, _LISTS_OF.get(name, (name,)), content, attributes, execution)


def _find_among(company, kinds, content, attributes, execution):
    iterator = attributes.get("iterator")
    limit = content.get("MaxReturned") or None
    asked = (kinds, {key: each for key, each in content.items() if key != "MaxReturned"})
    if iterator in ("Continue", "Stop"):
        return _continued(execution, asked, iterator, attributes.get("iteratorID"), limit)
    for key in ("ListID", "TxnID", "FullName", "RefNumber", "RefNumberCaseSensitive"):
        if key in content:
            return _given(company, kinds, key, content[key], execution), {}
    found = [each for each in company.books.all(*kinds) if lets_through(company, each, content)]
    if not iterator:
        return found[:limit] if limit else found, {}
    if not limit:
        raise Fault(3150, "An iterator needs MaxReturned.")
    identifier = execution.iterators.start(execution.application, asked, found)
    page, rest = execution.iterators.take(execution.application, asked, identifier, limit)
    return page, {"iteratorRemainingCount": rest, "iteratorID": identifier}


def _continued(execution, asked, iterator, identifier, limit):
    if iterator == "Stop":
        execution.iterators.take(execution.application, asked, identifier, 0)
        execution.iterators.stop(identifier)
        return [], {}
    if not limit:
        raise Fault(3150, "An iterator needs MaxReturned.")
    page, rest = execution.iterators.take(execution.application, asked, identifier, limit)
    return page, {"iteratorRemainingCount": rest, "iteratorID": identifier}


def _given(company, kinds, key, wanted, execution):
    books = company.books
    found, missing = [], []
    for name in wanted:
        if key in ("ListID", "TxnID"):
            matches = [books.get(name, *kinds)]
        elif key == "FullName":
            matches = [books.by_name(kinds[0], name)]
            matches = [each for each in matches if each is not None and each.kind in kinds]
        else:
            matches = _numbered(books, kinds, name, key == "RefNumberCaseSensitive")
        matches = [each for each in matches if each is not None]
        found += [each for each in matches if each not in found]
        if not matches:
            missing.append(name)
    if not missing:
        return found
    if key.startswith("RefNumber"):
        if not found:
            execution.warn(*NOT_FOUND)
        return found
    if key in ("ListID", "TxnID") and not found and company.behaviour["unknown_id"] == 3120:
        raise not_found(missing[0])
    execution.warn(_UNFINISHED[0], _UNFINISHED[1].format(name=missing[0]))
    return found


def _numbered(books, kinds, number, exactly):
    if exactly:
        return [each for each in books.all(*kinds) if each.get("RefNumber") == number]
    number = number.lower()
    return [each for each in books.all(*kinds) if each.get("RefNumber", "").lower() == number]


def deleted(company, content, lists):
    """What ``ListDeletedQuery`` or ``TxnDeletedQuery`` tells: values of ``…DeletedRet``."""
    period = content.get("DeletedDateRangeFilter") or {}
    word = "ListDelType" if lists else "TxnDelType"
    found = []
    for record, moment in company.books.deleted.values():
        if record.kind not in content[word]:
            continue
        if not within(moment, period.get("FromDeletedDate"), period.get("ToDeletedDate")):
            continue
        found.append(
            {
                word: record.kind,
                "ListID" if lists else "TxnID": record.id,
                "TimeCreated": record.created,
                "TimeDeleted": moment,
                "FullName": company.deleted_names.get(record.id),
                "RefNumber": record.get("RefNumber"),
            }
        )
    return sorted(found, key=lambda each: moment_of(each["TimeDeleted"]))


def transactions(company, content, attributes, execution):
    """What ``TransactionQuery`` tells: values of ``TransactionRet``, one per transaction, and attributes."""
    types = (content.get("TransactionTypeFilter") or {}).get("TxnTypeFilter", ["All"])
    kinds = [kind for kind in TRANSACTIONS if "All" in types or kind in types]
    wanted = {
        "ModifiedDateRangeFilter": content.get("TransactionModifiedDateRangeFilter"),
        "TxnDateRangeFilter": content.get("TransactionDateRangeFilter"),
        "EntityFilter": content.get("TransactionEntityFilter"),
        "AccountFilter": content.get("TransactionAccountFilter"),
        **{
            key: content[key]
            for key in (
                "RefNumberFilter",
                "RefNumberRangeFilter",
                "MaxReturned",
                "TxnID",
                "RefNumber",
            )
            if key in content
        },
    }
    found, more = _find_among(company, kinds, wanted, attributes, execution)
    return [_summary(company, each) for each in found], more


def _summary(company, record):
    return {
        "TxnType": record.kind,
        "TxnID": record.id,
        "TimeCreated": record.created,
        "TimeModified": record.modified,
        "EntityRef": record.get(TRANSACTIONS[record.kind].entity) or None,
        "TxnDate": record.get("TxnDate"),
        "RefNumber": record.get("RefNumber"),
        "Amount": total_of(company, record),
        "Memo": record.get("Memo"),
    }
