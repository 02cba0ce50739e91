"""A company file as plain data for the state file, and back. Iterators, faults and log are not kept."""

from dataclasses import asdict
from decimal import Decimal

from .behaviour import SWITCHES
from .books import Application, Line, Record
from .company_file import CompanyFile
from .settings import DEFAULTS

_PLAIN = (
    "settings",
    "behaviour",
    "defaults",
    "deleted_names",
    "stored_answers",
    "counts",
)


def state_of(company):
    """Everything of a company file that is kept, as plain data with decimals."""
    books = company.books
    return {
        **{name: getattr(company, name) for name in _PLAIN},
        "id": company.id,
        "locked": sorted(company.locked),
        "counters": books.counters,
        "records": [_record_state(each) for each in books.records.values()],
        "applications": [[key, asdict(each)] for key, each in books.applications.items()],
        "deleted": [[_record_state(each), moment] for each, moment in books.deleted.values()],
        "extensions": [[*key, *value] for key, value in books.extensions.items()],
        "definitions": [[*key, value] for key, value in books.definitions.items()],
    }


def restored(state, clock):
    """The company file whose ``state_of`` is given."""
    company = CompanyFile(state["id"], clock)
    for name in _PLAIN:
        setattr(company, name, state[name])
    # A file that was saved before there was a setting or switch has its default.
    company.settings = {**DEFAULTS, **company.settings}
    company.behaviour = {**SWITCHES, **company.behaviour}
    company.stored_answers = {key: tuple(each) for key, each in state["stored_answers"].items()}
    company.locked = set(state["locked"])
    books = company.books = type(company.books)(clock)
    books.load(
        [_record(each) for each in state["records"]],
        {int(key): _application(each) for key, each in state["applications"]},
    )
    books.counters = state["counters"]
    books.deleted = {each["id"]: (_record(each), moment) for each, moment in state["deleted"]}
    books.extensions = {tuple(each[:3]): tuple(each[3:]) for each in state["extensions"]}
    books.definitions = {tuple(each[:2]): each[2] for each in state["definitions"]}
    company.known_balances = (None, {})
    return company


def _record_state(record):
    return {**vars(record), "lines": [vars(line) for line in record.lines]}


def _record(state):
    lines = tuple(
        Line(each["id"], each["name"], each["values"], each["link"] and tuple(each["link"]))
        for each in state["lines"]
    )
    return Record(**{**state, "lines": lines})


def _application(state):
    amounts = {name: Decimal(state[name]) for name in ("amount", "discount")}
    return Application(**{**state, **amounts})
