"""From a request to the inside of its answer: which rules carry out which request. Requests without rules are
refused, so that nothing passes by accident."""

from . import (
    checks,
    deposits,
    extensions,
    facts,
    lists,
    payments,
    purchases,
    queries,
    refunds,
    removal,
    sales,
)
from .answers import told
from .content import content_of
from .documents import check_feature_of
from .kinds import LISTS, SALES, TRANSACTIONS
from .rendering import rendered, simple
from .statuses import NOT_FOUND, Fault, feature_off
from .tables import REQUESTS

_QUERIES = {*LISTS, *TRANSACTIONS, "Item", "Terms"}
_CHANGES = {
    "ReceivePayment": payments,
    "Check": checks,
    "Deposit": deposits,
    "ARRefundCreditCard": refunds,
}
_ACTIONS = {
    "TxnDelRq": removal.delete,
    "TxnVoidRq": removal.void,
    "ListDelRq": removal.delete_element,
}


def answer_of(company, request, execution):
    """Carry out one request; returns ``(attributes, elements)`` of its answer. Raises ``Fault``."""
    model = REQUESTS[request.name]
    content = content_of(request.element, model.elements, _Text(company))
    name = request.name
    if name in _ACTIONS:
        return {}, _listed(_ACTIONS[name](company, content, execution))
    if name.startswith("DataExt"):
        return extensions.answer(company, name, content, execution)
    if name.endswith("QueryRq"):
        return _query(
            company, name.removesuffix("QueryRq"), content, request.element.attrib, execution
        )
    kind, verb = name[:-5], name[-5:-2]
    record = _saved(company, kind, verb, content[f"{kind}{verb}"], execution)
    record = company.books.records.get(record.id, record)
    links = company.behaviour["links_in_answers"]
    return {}, ret_of(company, record, links, only=content.get("IncludeRetElement", ()))


def ret_of(company, record, links=False, lines=True, only=(), owners=()):
    """The ``…Ret`` element of a record."""
    values = told(company, record, lines, links, owners)
    return rendered(f"{record.kind}Ret", values, company.books.name_of, only)


def _saved(company, kind, verb, content, execution):
    if kind in LISTS:
        return (lists.add if verb == "Add" else lists.change)(company, kind, content)
    if kind in _CHANGES:
        rules = _CHANGES[kind]
        return (rules.add if verb == "Add" else rules.change)(company, content, execution)
    rules = sales if kind in SALES else purchases
    return (rules.add if verb == "Add" else rules.change)(company, kind, content, execution)


def _listed(values):
    return "".join(simple(key, value) for key, value in values.items() if value not in (None, ""))


def _query(company, name, content, attributes, execution):
    owners, only = content.get("OwnerID", ()), content.get("IncludeRetElement", ())
    name_of = company.books.name_of
    if name == "Host":
        return {}, rendered("HostRet", facts.host(company), name_of, only)
    if name == "Company":
        return {}, rendered("CompanyRet", facts.company_facts(company, owners), name_of, only)
    if name == "Preferences":
        return {}, rendered("PreferencesRet", facts.preferences(company), name_of, only)
    if name in ("ListDeleted", "TxnDeleted"):
        found = queries.deleted(company, content, name == "ListDeleted")
        return _counted(
            execution,
            attributes,
            [rendered(f"{name}Ret", each, name_of, only) for each in found],
            {},
        )
    if name == "Transaction":
        found, more = queries.transactions(company, content, attributes, execution)
        texts = [rendered("TransactionRet", each, name_of, only) for each in found]
        return _counted(execution, attributes, texts, more)
    if name not in _QUERIES:
        raise Fault(1030, f"The request {name}QueryRq is not supported.")
    if not company.behaviour["query_of_absent_feature"]:
        if name == "Currency" and not company.settings["multicurrency"]:
            raise feature_off()
        check_feature_of(company, name)
    found, more = queries.find(company, name, content, attributes, execution)
    lines = name in LISTS or bool(content.get("IncludeLineItems"))
    links = bool(content.get("IncludeLinkedTxns"))
    if attributes.get("metaData") == "MetaDataOnly":
        return {"retCount": len(found)}, ""
    texts = [ret_of(company, each, links, lines, only, owners) for each in found]
    return _counted(execution, attributes, texts, more)


def _counted(execution, attributes, texts, more):
    if attributes.get("metaData", "NoMetaData") != "NoMetaData":
        more = {"retCount": len(texts), **more}
    if not texts and not execution.warnings and attributes.get("iterator") != "Stop":
        execution.warn(*NOT_FOUND)
    return more, "\n".join(texts)


class _Text:
    """Text as the company file keeps it: characters of Windows-1252."""

    def __init__(self, company):
        self.company = company

    def __call__(self, text):
        try:
            text.encode("cp1252")
        except UnicodeEncodeError:
            if self.company.behaviour["foreign_characters"] == "refuse":
                raise Fault(3090, f'There was an error when storing "{text}".') from None
            return text.encode("cp1252", "replace").decode("cp1252")
        return text
