"""Create, update, void, delete and read of one object: the order of the checks and the merging.

Order (where the real one is unknown this is the sandbox's choice): form of the body, the object's
existence, the entity's rules, the lock (SyncToken) last. A refused operation leaves no trace.
"""

from .faults import QuickBooksFault, required, stale
from .registry import RULES
from .rules import stored_or_missing
from .validate import EMPTY, clean

_ENVELOPE = ("Id", "SyncToken", "MetaData", "domain", "sparse", "status")


def execute(company, entity, operation, body, options=frozenset()):
    """Do one write and return the object as the answer carries it.

    ``operation`` is ``create``, ``update``, ``delete`` or ``void``; ``options`` are the words of
    ``include``. Raises ``QuickBooksFault``, after which nothing has changed.
    """
    company.begin()
    try:
        if operation == "delete":
            answer = _delete(company, entity, body)
        elif operation == "void":
            answer = _void(company, entity, body)
        else:
            answer = _save(company, entity, operation, body, options)
    except BaseException:
        company.undo()
        raise
    company.keep()
    return answer


def read(company, entity, identifier):
    """One object by id. Raises 2030 for an id that is no number, 610 when there is none."""
    if not identifier.lstrip("-").isdigit() and company.get(entity.name, identifier) is None:
        detail = f"Id should be a valid number. Supplied value:{identifier}"
        raise QuickBooksFault("2030", detail, "Id")
    stored = stored_or_missing(company, entity.name, identifier)
    return RULES[entity.name].render(company, stored)


def operation_of(body, asked=None):
    """``create`` or ``update``, by whether the body carries an id."""
    if asked:
        return asked
    return "update" if isinstance(body, dict) and body.get("Id") not in (None, "") else "create"


def _supported(entity, operation):
    needed = "update" if operation == "void" else operation
    if needed not in entity.operations or (operation == "void" and not entity.voidable):
        detail = f"Operation {operation} on {entity.name} is not supported."
        raise QuickBooksFault("500", detail, None)


def _save(company, entity, operation, body, options):
    _supported(entity, operation)
    rules = RULES[entity.name]
    sent = clean(entity.name, body)
    sparse = sent.get("sparse") is True
    old = None
    if operation == "update":
        old = _existing(company, entity, sent)
    new = _merged(rules, sent, old, sparse)
    new["_options"] = options
    rules.prepare(company, new, old, sent)
    new.pop("_options", None)
    if old is None:
        new = {"domain": "QBO", "sparse": False, "Id": company.next_id(entity.name), **new}
        new["SyncToken"] = "0"
    else:
        _check_lock(old, sent)
        if _nothing_changed(new, old):
            return rules.render(company, old)
        new = {"domain": "QBO", "sparse": False, **new}
        new["SyncToken"] = str(int(old["SyncToken"]) + 1)
    company.put(entity.name, new)
    rules.settle(company, new, old)
    return rules.render(company, company.get(entity.name, new["Id"]))


def _existing(company, entity, sent):
    if sent.get("Id", EMPTY) is EMPTY:
        raise required("Id")
    if sent.get("SyncToken", EMPTY) is EMPTY:
        raise required("SyncToken")
    return stored_or_missing(company, entity.name, sent["Id"])


def _check_lock(old, sent):
    if sent.get("SyncToken") != old["SyncToken"]:
        raise stale()


def _nothing_changed(new, old):
    """Deactivating what is inactive answers with the unchanged object and token."""
    return old.get("Active") is False and new.get("Active") is False


def _merged(rules, sent, old, sparse):
    given = {key: value for key, value in sent.items() if key not in _ENVELOPE}
    for name in rules.read_only:
        given.pop(name, None)
    if old is None:
        return {key: value for key, value in given.items() if value is not EMPTY}
    if sparse:
        new = {**old, **given}
    else:
        kept = {
            key: value
            for key, value in old.items()
            if key in rules.read_only or key in ("Id", "MetaData") or key[0] == "_"
        }
        new = {**kept, **given}
    return {key: value for key, value in new.items() if value is not EMPTY}


def _delete(company, entity, body):
    _supported(entity, "delete")
    sent = clean(entity.name, body)
    if entity.kind == "attachment":  # its deletion was recorded without the token
        stored = company.get(entity.name, sent.get("Id")) or {}
        sent.setdefault("SyncToken", stored.get("SyncToken", EMPTY))
    old = _existing(company, entity, sent)
    rules = RULES[entity.name]
    rules.before_delete(company, old)
    _check_lock(old, sent)
    company.remove(entity.name, old["Id"])
    rules.released(company, old)
    return {"domain": "QBO", "status": "Deleted", "Id": old["Id"]}


def _void(company, entity, body):
    _supported(entity, "void")
    sent = clean(entity.name, body)
    old = _existing(company, entity, sent)
    rules = RULES[entity.name]
    new = rules.voided(company, old)
    company.announce(entity.name, old["Id"], "Void")
    _check_lock(old, sent)
    new["SyncToken"] = str(int(old["SyncToken"]) + 1)
    company.put(entity.name, new)
    rules.settle(company, new, old)
    return rules.render(company, company.get(entity.name, new["Id"]))
