"""One QuickBooks Desktop company file: executes qbXML message sets as the request processor does."""

import hashlib
import threading
from dataclasses import dataclass, field
from decimal import Decimal

from . import settings as company_settings
from . import start
from .behaviour import SWITCHES
from .books import Books, Record
from .disturbances import Disturbances
from .message_set import Refused, read
from .queries import Iterators
from .rendering import element
from .requests import answer_of, ret_of
from .statuses import NOT_PROCESSED, Fault, invalid_reference, severity

_LONGEST_SET_ID = 23
_CLEAR_ALL = "ClearAllMessageSets"


@dataclass
class Answer:
    """What a client of the request processor gets: a response, or an HRESULT and its message."""

    response: str
    hresult: str = ""
    message: str = ""


@dataclass
class Execution:
    """What one request needs beside the books: who asks, and the warnings for its answer."""

    application: str
    iterators: Iterators
    version: tuple = (13, 0)
    warnings: list = field(default_factory=list)

    def warn(self, code, text):
        """The request is executed, with a remark."""
        self.warnings.append((code, text))


class CompanyFile:
    """A company file. ``changes`` are settings and switches (``settings``, ``behaviour``)."""

    def __init__(self, identifier, clock, changes=None):
        settings, switches = company_settings.split(changes or {})
        self.id = identifier
        self.clock = clock
        self.lock = threading.RLock()
        self.settings = {**company_settings.DEFAULTS, **settings}
        self.behaviour = {**SWITCHES, **switches}
        self.path = f"C:\\Users\\Public\\Documents\\Intuit\\QuickBooks\\company{identifier}.qbw"
        self.books = Books(clock)
        self.defaults = {}
        self.deleted_names = {}
        self.stored_answers = {}
        self.locked = set()
        self.log = []
        self.counts = {}
        self.known_balances = (None, {})
        self.iterators = Iterators()
        self.disturbances = Disturbances()
        start.fill(self)

    def process(self, text, application="another program"):
        """Execute a message set; returns an ``Answer``. The same text under the same message set id is
        executed once."""
        with self.lock:
            entry = {"number": len(self.log) + 1, "application": application, "requests": []}
            self.log.append(entry)
            answer = self._process(text, application, entry)
            entry.update(hresult=answer.hresult, text=text, response=answer.response)
            return answer

    def close_session(self, application):
        """The application has closed its session: its iterators end."""
        with self.lock:
            self.iterators.end(application)

    def change(self, changes):
        """Turn settings and switches, as the company's user does. Raises ``ValueError``."""
        settings, switches = company_settings.split(changes)
        self.settings.update(settings)
        self.behaviour.update(switches)

    # The message set

    def _process(self, text, application, entry):
        try:
            message_set = read(text)
        except Refused as refused:
            entry["reason"] = refused.reason
            return Answer("", refused.hresult, refused.text)
        names = [request.name for request in message_set.requests]
        fault = self.disturbances.for_set(names, text, application)
        if fault and not fault[2]:
            return Answer("", fault[0], fault[1])
        answer = self._with_memory(message_set, text, application, entry)
        return Answer("", fault[0], fault[1]) if fault else answer

    def _with_memory(self, message_set, text, application, entry):
        new, old = message_set.new_id, message_set.old_id
        entry["message_set"] = new
        for identifier in (new, old):
            if identifier and identifier != _CLEAR_ALL and len(identifier) > _LONGEST_SET_ID:
                return self._about_set(new, 9004)
        if old == _CLEAR_ALL:
            self.stored_answers.clear()
        elif old and old != new:
            self.stored_answers.pop(old, None)
        checksum = hashlib.sha256(text.encode()).hexdigest()
        stored = self.stored_answers.get(new) if new else None
        if not message_set.requests:
            if new and stored is None:
                return self._about_set(new, 600)
            entry["replayed"] = stored is not None
            return Answer(stored[1]) if stored else self._about_set(None, 0)
        if stored:
            if stored[0] != checksum:
                return self._about_set(new, 9001)
            entry["replayed"] = True
            return Answer(stored[1])
        response = self._execute(message_set, application, entry)
        if new:
            self.stored_answers[new] = (checksum, response)
        return Answer(response)

    def _about_set(self, new, code):
        attributes = {"newMessageSetID": new, "messageSetStatusCode": code}
        return Answer(_document(element("QBXMLMsgsRs", attributes)))

    def _execute(self, message_set, application, entry):
        answers, stopped = [], False
        for request in message_set.requests:
            execution = Execution(application, self.iterators, message_set.version)
            status, attributes, inside = NOT_PROCESSED, {}, ""
            if not stopped:
                status, attributes, inside = self._one(request, execution)
                stopped = message_set.stop_on_error and severity(status[0]) == "Error"
            if not message_set.with_data:
                inside = ""
            entry["requests"].append(
                {"name": request.name, "request_id": request.request_id, "status": status[0]}
            )
            answers.append(_answer(request, status, attributes, inside))
        attributes = {}
        if message_set.new_id:
            attributes = {"newMessageSetID": message_set.new_id, "messageSetStatusCode": 0}
        return _document(element("QBXMLMsgsRs", attributes, "\n" + "\n".join(answers) + "\n"))

    def _one(self, request, execution):
        self.books.begin()
        self.counts[request.name] = self.counts.get(request.name, 0) + 1
        try:
            if request.request_id and len(request.request_id) > 50:
                raise Fault(1060, "The requestID is too long.")
            if request.fault:
                raise Fault(*request.fault)
            self.disturbances.for_request(request.name, execution.application)
            attributes, inside = answer_of(self, request, execution)
        except Fault as fault:
            self.books.undo()
            inside = ""
            if fault.current is not None:
                inside = ret_of(self, fault.current)
            return (fault.code, fault.text), {}, inside
        except BaseException:
            self.books.undo()
            raise
        status = max(execution.warnings, default=(0, "Status OK"), key=lambda each: each[0])
        return status, attributes, inside

    # What rules ask of a company file

    def default(self, name):
        """The id of a default element, such as the account of undeposited funds."""
        return self.defaults[name]

    def refuse_locked(self, record):
        """Somebody has the record open in QuickBooks. Raises ``Fault`` 3175."""
        if record.id in self.locked:
            raise Fault(
                3175,
                f'There was an error when saving. The object "{record.id}" specified in the request '
                "is already in use and could not be locked.",
            )

    def check_account_type(self, account, types, where):
        """Raise ``Fault`` 3140 when an account is of another type."""
        record = self.books.get(account, "Account")
        if record is None or record.get("AccountType") not in types:
            raise invalid_reference("Account", self.books.name_of(account), where)

    def receivable_account(self, customer):
        """The receivable account for a customer: each foreign currency has its own."""
        return self._account_in_currency(customer, "AccountsReceivable", "Accounts Receivable")

    def payable_account(self, vendor):
        """The payable account for a vendor."""
        return self._account_in_currency(vendor, "AccountsPayable", "Accounts Payable")

    def _account_in_currency(self, entity, kind, name):
        currency = entity.get("CurrencyRef") if entity else None
        if not self.settings["multicurrency"] or currency in (None, self.default("home_currency")):
            return self.default(kind)
        name = f"{name} - {self.books.records[currency].get('CurrencyCode')}"
        record = self.books.by_name("Account", name)
        if record is None:
            values = {"Name": name, "IsActive": True, "AccountType": kind, "CurrencyRef": currency}
            record = self.books.put(Record("Account", self.books.new_list_id(), values))
        return record.id

    def exchange_rate(self, currency):
        """How much of the home currency one unit of a currency is worth."""
        code = self.books.records[currency].get("CurrencyCode")
        return Decimal(str(self.settings["exchange_rates"].get(code, 1)))

    def extensions_of(self, identifier, owners):
        """The private data of an object that belongs to some owners."""
        return [
            {"OwnerID": owner, "DataExtName": name, "DataExtType": kind, "DataExtValue": value}
            for (holder, owner, name), (kind, value) in self.books.extensions.items()
            if holder == identifier and owner in owners
        ]


def _document(text):
    return f'<?xml version="1.0" ?>\n<QBXML>\n{text}\n</QBXML>\n'


def _answer(request, status, attributes, inside):
    code, text = status
    attributes = {
        "requestID": request.request_id,
        "statusCode": code,
        "statusSeverity": severity(code),
        "statusMessage": text,
        **attributes,
    }
    return element(request.name.removesuffix("Rq") + "Rs", attributes, inside)
