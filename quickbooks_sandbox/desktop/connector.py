"""A QuickBooks Web Connector: one application of it, and the sessions that it runs against its server.

It calls over real HTTP in the order that Intuit's guide gives, hands the messages to the company file that is
open, and trusts no reply. ``soap_calls`` has the bytes, ``interruptions`` what can be made to go wrong.
"""

import re
import time

from . import soap_calls
from .interruptions import Disconnected, Interruptions
from .soap_calls import Unreachable, Violation

VERSION = "2.3.0.215"
NO_OPERATION = "NoOp"
_PROLOGUE = re.compile(
    r'\s*(<\?xml version="1\.0"[^?]*\?>\s*)?<\?qbxml version="(\d+)\.(\d+)"\s*\?>'
)
_MOST_ROUNDS = 20_000
_MOST_PAUSES = 60
_FILE_ID = "FileID"


class Connector:
    """One application. ``open_file`` is the company file that is open in QuickBooks, None if it is closed;
    ``find`` returns the company file at a path, or None."""

    def __init__(self, application, password, open_file, find):
        self.application = application
        self.password = password
        self.open_file = open_file
        self.version = VERSION
        self.processor = (13, 0)
        self.pause = 0.1
        self.sessions = []
        self._find = find
        self._granted = set()
        for address in (application.url, application.support):
            status = soap_calls.get(address)
            if status != 200:
                raise ValueError(f"{address} answers {status}")

    def run(self, orders=(), password=None):
        """One session, with the interruptions ordered; returns its log."""
        session = Session(self, Interruptions(orders), password or self.password)
        session.run()
        self.sessions.append(session.log)
        return session.log

    def open(self, wanted, grant=True):
        """The company file for a session, or (hresult, message) if QuickBooks cannot give it."""
        opened = self.open_file
        if not wanted and opened is None:
            return "0x80040416", "If QuickBooks is not running, a company file name must be given."
        if wanted and opened is not None and not _same_path(opened.path, wanted):
            return "0x8004040A", "QuickBooks already has a company file open and it is different."
        company = opened or self._find(wanted)
        if company is None:
            return "0x80040403", "Could not open the specified QuickBooks company data file."
        if company.id not in self._granted:
            if opened is None:
                return "0x80040418", "This application has not accessed this company file before."
            if not grant:
                return "0x80040420", "The QuickBooks user has denied access."
            self._granted.add(company.id)
        return company

    def host_answer(self, company):
        """What QuickBooks says of itself, with this application's own mark in the company file."""
        owner = self.application.owner_id
        about = (
            f'<HostQueryRq requestID="0"/><CompanyQueryRq requestID="1"><OwnerID>{owner}</OwnerID>'
            '</CompanyQueryRq><PreferencesQueryRq requestID="2"/>'
        )
        answer = self._ask(company, about)
        if f"<DataExtName>{_FILE_ID}<" in answer:
            return answer
        mark = f"<OwnerID>{owner}</OwnerID><DataExtName>{_FILE_ID}</DataExtName>"
        self._ask(
            company,
            f"<DataExtDefAddRq><DataExtDefAdd>{mark}<DataExtType>STR255TYPE</DataExtType>"
            "<AssignToObject>Company</AssignToObject></DataExtDefAdd></DataExtDefAddRq>"
            f"<DataExtAddRq><DataExtAdd>{mark}<OtherDataExtType>Company</OtherDataExtType>"
            f"<DataExtValue>{self.application.file_id}</DataExtValue></DataExtAdd></DataExtAddRq>",
        )
        return self._ask(company, about)

    def _ask(self, company, requests):
        text = (
            '<?xml version="1.0"?><?qbxml version="13.0"?><QBXML>'
            f'<QBXMLMsgsRq onError="continueOnError">{requests}</QBXMLMsgsRq></QBXML>'
        )
        return company.process(text, f"{self.application.name} (Web Connector)").response


def _same_path(one, other):
    return one.casefold() == other.casefold()


class Session:
    """One run. ``log`` is plain data: calls, percentages, messages, status, violations."""

    def __init__(self, connector, interruptions, password):
        self.connector = connector
        self.interruptions = interruptions
        self.password = password
        self.ticket = ""
        self.company = None
        self.log = {
            "calls": [],
            "percentages": [],
            "messages": [],
            "status": "",
            "error": "",
            "violations": [],
            "warnings": [],
            "slowest": 0.0,
            "interruptions": interruptions.struck,
        }

    def run(self):
        """Drive the session to its end; whatever happens is in the log."""
        try:
            self.log["status"] = self._drive()
        except Violation as violation:
            self.log["violations"].append(str(violation))
            self.log["status"] = "violation"
        except Unreachable as failure:
            self.log["status"] = "unreachable"
            self.log["error"] = str(failure)
        except Disconnected:
            self.log["status"] = "disconnected"
        finally:
            if self.company:
                self.company.close_session(self.connector.application.name)

    def _drive(self):
        self._call("serverVersion")
        verdict = self._call("clientVersion", ("strVersion", self.connector.version))
        if verdict.startswith("E:"):
            self.log["error"] = verdict[2:]
            return "too old"
        if verdict and not verdict.startswith(("W:", "O:")):
            raise Violation(f"clientVersion answers {verdict!r}")
        user = self.connector.application.user
        self.ticket, wanted, *_seconds = self._call(
            "authenticate", ("strUserName", user), ("strPassword", self.password)
        )
        if wanted in ("none", "nvu", "busy"):
            self._call("closeConnection", ("ticket", self.ticket))
            return {"none": "nothing to do", "nvu": "not a valid user", "busy": "busy"}[wanted]
        if not self.ticket:
            raise Violation("authenticate lets in without a ticket")
        if not self._open(wanted):
            return "not opened"
        return self._rounds()

    def _open(self, wanted):
        """Open the company file, with the server's advice where that fails."""
        while True:
            opened = self.interruptions.opening() or self.connector.open(wanted)
            if not isinstance(opened, tuple):
                self.company = opened
                return True
            hresult, message = opened
            advice = self._call(
                "connectionError",
                ("ticket", self.ticket),
                ("hresult", hresult),
                ("message", message),
            )
            self.log["error"] = message
            if advice.lower() == "done":
                return False
            wanted = advice
            if len(self.log["calls"]) > 50:
                raise Violation("connectionError is answered with a file again and again")

    def _rounds(self):
        host, pauses = self.connector.host_answer(self.company), 0
        for _round in range(_MOST_ROUNDS):
            message = self._next_message(host)
            host = ""
            if message in ("", NO_OPERATION):
                reason = self._call("getLastError", ("ticket", self.ticket))
                if reason != NO_OPERATION:
                    return self._close("ended early", reason)
                pauses += 1
                if pauses > _MOST_PAUSES:
                    raise Violation("the server wants to pause for ever")
                time.sleep(self.connector.pause)
                continue
            progress = self._hand_over(*self._execute(message))
            if progress < 0:
                reason = self._call("getLastError", ("ticket", self.ticket))
                return self._close("stopped", reason)
            if progress == 100:
                return self._close("done")
        raise Violation("the session does not end")

    def _next_message(self, host):
        major, minor = self.connector.processor
        message = self._call(
            "sendRequestXML",
            ("ticket", self.ticket),
            ("strHCPResponse", host),
            ("strCompanyFileName", self.company.path),
            ("qbXMLCountry", self.company.settings["country"]),
            ("qbXMLMajorVers", major),
            ("qbXMLMinorVers", minor),
        )
        if message not in ("", NO_OPERATION):
            self._check_message(message)
            self.log["messages"].append(message)
        return message

    def _check_message(self, message):
        prologue = _PROLOGUE.match(message)
        if not prologue:
            raise Violation(f"sendRequestXML answers {message[:80]!r}, which is no qbXML")
        if not message.isascii():
            raise Violation("the qbXML has characters outside ASCII")
        if (int(prologue[2]), int(prologue[3])) > self.connector.processor:
            raise Violation(f"qbXML {prologue[2]}.{prologue[3]} is newer than QuickBooks")

    def _execute(self, message):
        """Have QuickBooks execute a message: response, hresult and message."""
        return self.interruptions.executing(
            lambda: self.company.process(message, self.connector.application.name)
        )

    def _hand_over(self, response, hresult, message):
        progress = self._call(
            "receiveResponseXML",
            ("ticket", self.ticket),
            ("response", response),
            ("hresult", hresult),
            ("message", message),
        )
        if self.log["percentages"] and 0 <= progress < self.log["percentages"][-1]:
            self.log["warnings"].append(f"the percentage falls to {progress}")
        self.log["percentages"].append(progress)
        return progress

    def _close(self, status, error=""):
        self.log["error"] = error
        said = self._call("closeConnection", ("ticket", self.ticket))
        self.log["closing"] = said
        return status

    def _call(self, method, *parameters):
        """One call, with the interruptions ordered for it; returns what the server answers."""
        self.interruptions.before(method)
        style = self.connector.application.style
        body = soap_calls.envelope(method, parameters, style)
        outcome = None
        for _time in range(self.interruptions.times(method)):
            status, kind, reply, seconds = soap_calls.post(
                self.connector.application.url, method, body
            )
            self.log["slowest"] = max(self.log["slowest"], round(seconds, 3))
            outcome = soap_calls.result(method, status, kind, reply)
            self.log["calls"].append(method)
        self.interruptions.after(method)
        return outcome
