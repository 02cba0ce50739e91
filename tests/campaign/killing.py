"""Where Odoo may be killed: before every write to the database, around every commit, around every request.

The same around every call that Odoo answers. Between two of these points a process does nothing that
anybody else could notice, so killing it at each of them is killing it everywhere. A point is named after
what the engine is doing there.
"""

import http.client
import json
import os
import re
import signal
import sys

import requests

import odoo.http
import odoo.sql_db
from odoo.tools import SQL

#: (file, function) of the addon → what is being done, for the innermost one on the stack.
DOING = {
    ("connex_request_limit", "_do"): "asking whether a request may go",
    ("connex_token", "_locked_access_token"): "token refresh",
    ("connex_online_recovery", "recover"): "looking up what became of an old request",
    ("connex_online_recovery", "adopt"): "looking up what exists already",
    ("connex_matcher", "rename"): "looking up what exists already",
    ("connex_online_matcher", "prepare"): "matching",
    ("connex_online_sender", "_write_down"): "writing the intent down",
    ("connex_online_sender", "_settle"): "settling the answers",
    ("connex_online_sender", "_deliver"): "sending",
    ("connex_online_sender", "resume"): "sending again",
    ("connex_online_verifier", "put_right"): "reading back",
    ("connex_online_verifier", "read_back"): "reading back",
    ("connex_online_verifier", "tie_out"): "comparing",
    ("connex_connection_profile", "_read_company"): "reading the company",
    ("connex_engine", "_send"): "preparing documents",
    ("connex_engine", "_plan"): "planning",
    ("connex_engine", "_step"): "between two steps",
    ("connex_engine", "_sync_now"): "between two steps of the button",
    ("connex_web_connector_login", "_authenticate"): "letting the Web Connector in",
    ("connex_web_connector", "_finish"): "ending the session",
    ("connex_web_connector", "_open"): "looking at the company file",
    ("connex_web_connector", "_next"): "handing a message out",
    ("connex_web_connector", "_take"): "taking the answer",
    ("connex_desktop_driver", "_plan"): "planning",
    ("connex_desktop_driver", "_settle"): "settling the answers",
    ("connex_desktop_driver", "_refusal"): "settling a refusal",
    ("connex_desktop_driver", "_ask"): "writing a question down",
    ("connex_desktop_driver", "_progress"): "between two messages",
    ("connex_desktop_matcher", "ask"): "looking up what exists already",
    ("connex_desktop_matcher", "settle"): "matching",
    ("connex_desktop_verifier", "settle"): "reading back",
    ("connex_desktop_sender", "_write_down"): "writing the intent down",
    ("connex_desktop_recovery", "hand_out_again"): "sending again",
    ("connex_desktop_recovery", "unanswered"): "noting that the answer is lost",
    ("connex_desktop_recovery", "read_lost"): "noting that the answer is lost",
    ("connex_desktop_profile", "_settle_profile"): "reading the company",
}
CALL = "a call from outside"
#: In a message to QuickBooks Desktop on its way out, such as InvoiceAddRq.
DESKTOP_REQUEST = re.compile(rb"&lt;(\w+?)(Add|Mod|Void|Del)Rq\b")
DESKTOP_WORDS = {b"Add": "create", b"Mod": "update", b"Void": "void", b"Del": "delete"}
OTHERWISE = "between two runs"
ANSWERED = "answer here, nothing stored"
WRITES = ("INSERT", "UPDATE", "DELETE")


class Points:
    """A context in which every point is counted and named; at number `kill_at` the process dies.

    `tell(**values)` carries a last word to the driver.
    """

    def __init__(self, kill_at, tell):
        self._kill_at = kill_at
        self._tell = tell
        self._documents = []
        self._answered = False
        self.passed = []

    def _reach(self, event, doing=""):
        doing = doing or _doing()
        if doing == "sending" and self._answered and event != ANSWERED:
            doing = "storing the answers"
        name = f"{doing}: {event}"
        self.passed.append(name)
        if len(self.passed) == self._kill_at:
            self._tell(killed_at=name, documents=self._documents)
            os.kill(os.getpid(), signal.SIGKILL)

    def __enter__(self):
        self._originals = [
            self._replace(odoo.sql_db.Cursor, "execute", self._execute),
            self._replace(odoo.sql_db.Cursor, "commit", self._commit),
            self._replace(requests.Session, "send", self._send),
            # urllib3's connections inherit from it; the request has left when it is called.
            self._replace(http.client.HTTPConnection, "getresponse", self._getresponse),
            self._replace(odoo.http.Application, "__call__", self._serve),
        ]

    def __exit__(self, *_failure):
        for owner, name, original in self._originals:
            setattr(owner, name, original)

    def _replace(self, owner, name, make):
        original = getattr(owner, name)
        setattr(owner, name, make(original))
        return owner, name, original

    def _execute(self, original):
        def execute(cursor, query, *args, **kwargs):
            text = query.code if isinstance(query, SQL) else query
            if isinstance(text, str) and text.lstrip()[:6].upper() in WRITES:
                self._reach("before a write to the database")
            return original(cursor, query, *args, **kwargs)

        return execute

    def _commit(self, original):
        def commit(cursor):
            self._reach("before a commit")
            original(cursor)
            self._reach("after a commit")

        return commit

    def _send(self, original):
        def send(session, request, **kwargs):
            self._documents = _documents(request.body) or self._documents
            self._answered = False
            self._reach("before the request")
            answer = original(session, request, **kwargs)
            self._answered = True
            self._reach(ANSWERED)
            return answer

        return send

    def _getresponse(self, original):
        def getresponse(connection, *args, **kwargs):
            self._reach("request sent, no answer yet")
            return original(connection, *args, **kwargs)

        return getresponse

    def _serve(self, original):
        def serve(application, environ, start_response):
            self._reach("it has come", CALL)
            body = b"".join(original(application, environ, start_response))
            self._documents = _desktop_documents(body) or self._documents
            self._reach("its answer has not left", CALL)
            return [body]

        return serve


def _doing():
    frame = sys._getframe(2)
    while frame:
        code = frame.f_code
        if "connex_bridge" in code.co_filename:
            file = os.path.basename(code.co_filename)[: -len(".py")]
            if found := DOING.get((file, code.co_name)):
                return found
        frame = frame.f_back
    return OTHERWISE


def _documents(body):
    """What a batch asks for, such as "create Invoice", each once; nothing for any other request."""
    try:
        items = json.loads(body or b"")["BatchItemRequest"]
    except (ValueError, KeyError, TypeError):
        return []
    known = ("bId", "operation", "optionsData")
    return sorted(
        {
            f"{item.get('optionsData') or item['operation']} {entity}"
            for item in items
            for entity in item
            if "operation" in item and entity not in known
        }
    )


def _desktop_documents(body):
    """What a message set for QuickBooks Desktop asks for, such as "create Invoice", each once."""
    found = DESKTOP_REQUEST.findall(body)
    return sorted({f"{DESKTOP_WORDS[verb]} {entity.decode()}" for entity, verb in found})
