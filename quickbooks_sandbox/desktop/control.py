"""The controls of QuickBooks Desktop's stand-in under ``/_sandbox/desktop/…``, for tests and people."""

from dataclasses import replace

from . import connector_control, lists
from .answers import summary
from .company_file import CompanyFile
from .kinds import LISTS, NAMES, TRANSACTIONS
from .statuses import Fault

FIRST_ID = 1


class Unknown(Exception):
    """There is nothing at that address."""


def handle(sandbox, method, parts, body):
    """Answer one control request; ``parts`` is the path behind ``desktop``.

    Raises ``Unknown`` and ``ValueError``.
    """
    if parts[:1] == ["connectors"]:
        try:
            return connector_control.handle(sandbox, method, parts[1:], body)
        except connector_control.NoConnector as unknown:
            raise Unknown(str(unknown)) from unknown
    if parts[:1] != ["companies"]:
        raise Unknown("/".join(parts))
    if len(parts) == 1:
        if method == "POST":
            return described(open_company(sandbox, body))
        return {"companies": [described(each) for each in sandbox.desktop_companies.values()]}
    company = sandbox.desktop_companies.get(parts[1])
    if company is None:
        raise Unknown(f"company file {parts[1]}")
    action = parts[2] if len(parts) > 2 else ""
    handler = _ACTIONS.get((method, action))
    if handler is None:
        raise Unknown("/".join(parts))
    with company.lock:
        return handler(company, body, parts[3:])


def open_company(sandbox, body):
    """Make a company file with settings and switches. Raises ``ValueError`` for unknown ones."""
    with sandbox.lock:
        number = FIRST_ID
        while str(number) in sandbox.desktop_companies:
            number += 1
        company = CompanyFile(str(number), sandbox.clock, body)
        sandbox.desktop_companies[company.id] = company
        return company


def described(company):
    """A company file in the answer of a control request."""
    return {"id": company.id, "path": company.path, **company.settings}


def _described(company, _body, _parts):
    return {**described(company), "behaviour": company.behaviour}


def _books(company, _body, parts):
    names = [name for name in (*LISTS, *TRANSACTIONS) if not parts or name == parts[0]]
    if not names:
        raise Unknown(parts[0])
    return {name: [summary(company, each) for each in company.books.all(name)] for name in names}


def _process(company, body, _parts):
    if not isinstance(body.get("message_set"), str):
        raise ValueError("message_set is needed")
    answer = company.process(body["message_set"], body.get("application", "another program"))
    return vars(answer)


def _close_session(company, body, _parts):
    company.close_session(body.get("application", ""))
    return {}


def _preferences(company, body, _parts):
    company.change(body)
    return _described(company, body, _parts)


def _add_fault(company, body, _parts):
    if "random" in body:
        company.disturbances.roll(body["random"])
    else:
        company.disturbances.add(body)
    return company.disturbances.as_dict()


def _faults(company, _body, _parts):
    return company.disturbances.as_dict()


def _clear_faults(company, _body, _parts):
    company.disturbances.clear()
    return company.disturbances.as_dict()


def _locks(company, body, _parts):
    company.locked |= set(body.get("lock", ()))
    company.locked -= set(body.get("unlock", ()))
    return {"locked": sorted(company.locked)}


def _paste(company, body, _parts):
    """A person pastes a text into a field of a record, with characters that no program could enter."""
    record = company.books.records.get(body.get("id"))
    if record is None:
        raise ValueError(f"no record {body.get('id')}")
    if not (isinstance(body.get("field"), str) and isinstance(body.get("text"), str)):
        raise ValueError("field and text are needed")
    company.books.put(replace(record, values={**record.values, body["field"]: body["text"]}))
    return {}


def _enter_name(company, body, _parts):
    """A person enters somebody on a list of names, also on those that have no requests here."""
    if body.get("list") not in NAMES:
        raise ValueError(f"list is one of {', '.join(NAMES)}")
    company.books.begin()
    try:
        record = lists.add(company, body["list"], {"Name": body.get("name", "")})
    except Fault as fault:
        company.books.undo()
        raise ValueError(fault.text) from fault
    return {"ListID": record.id}


def _log(company, body, parts):
    since = int(parts[0]) if parts else 0
    return {"message_sets": company.log[since:], "requests": company.counts}


def _forget(company, _body, _parts):
    company.stored_answers.clear()
    return {}


_ACTIONS = {
    ("GET", ""): _described,
    ("GET", "books"): _books,
    ("POST", "process"): _process,
    ("POST", "close_session"): _close_session,
    ("POST", "preferences"): _preferences,
    ("GET", "faults"): _faults,
    ("POST", "faults"): _add_fault,
    ("DELETE", "faults"): _clear_faults,
    ("POST", "locks"): _locks,
    ("POST", "paste"): _paste,
    ("POST", "names"): _enter_name,
    ("GET", "log"): _log,
    ("POST", "forget_answers"): _forget,
}
