"""One conversation with a QuickBooks Online company over HTTP: what was sent, and what is certain about it.

The important thing is which error is raised: it says whether QuickBooks may have carried out the request.
Nothing is repeated here, except once after an access token was refused. A request waits for its turn for
seconds at most (limits.py); until a limit or an outage is over, the caller does something else.
"""

import ssl
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import quote

import requests
import urllib3.exceptions
from requests.auth import AuthBase

from . import batch
from .faults import Fault, certain, fault_of, not_json, parse_fault, resolve
from .limits import PATIENCE, Limiter, retry_after
from .redact import redact

#: Seconds to connect, and to wait for the next byte. QuickBooks itself gives up after 120.
TIMEOUT = (10, 60)
USER_AGENT = "ConnexBridge/1.0"
#: QuickBooks treats every lower one as 75 since August 2025.
MINOR_VERSION = "75"
#: TLS failures of the handshake: no request has left yet.
HANDSHAKE_FAILURES = ("CERTIFICATE", "VERSION", "HANDSHAKE", "PROTOCOL")


class SessionError(Exception):
    """A request did not get its answer. `problem_code` is the problem it means for the connection."""

    problem_code = "unreachable"


class NotSent(SessionError):
    """Certainly not carried out: no connection was made."""


class Unanswered(SessionError):
    """May have been carried out: the connection broke, the answer cannot be read, or QuickBooks had an
    error of its own, in the middle of its work perhaps."""

    problem_code = "unanswered"

    def __init__(self, message: str, problem_code: str = "unanswered"):
        super().__init__(message)
        self.problem_code = problem_code


class Throttled(SessionError):
    """Not carried out: too many requests, by our own count or, `refused`, as QuickBooks says. `retry_after`
    is the number of seconds to wait."""

    problem_code = "throttled"

    def __init__(self, retry_after: float, refused: bool = False):
        super().__init__(f"too many requests, wait {retry_after:.0f} s")
        self.retry_after = retry_after
        self.refused = refused


class Unauthorized(SessionError):
    """Not carried out: QuickBooks does not accept a token that it has just handed out."""

    problem_code = "reconnect"


class Refused(SessionError):
    """Not carried out: QuickBooks refused the request as a whole, `fault` says why."""

    def __init__(self, fault: Fault):
        super().__init__(str(fault))
        self.fault = fault
        self.problem_code = resolve(fault).problem_code


#: After these it is certain that nothing was done.
NOT_CARRIED_OUT = (NotSent, Throttled, Unauthorized, Refused)


@dataclass(frozen=True, slots=True)
class Exchanged:
    """One request on the wire, for the log: no headers, no bodies. `status_code` 0: no answer.
    `intuit_tid` is the number that Intuit's support asks for."""

    method: str
    path: str
    status_code: int
    intuit_tid: str
    seconds: float


class _Bearer(AuthBase):
    """Sets the header itself, so that a .netrc file on the server cannot replace it."""

    def __init__(self, token: str):
        self.token = token

    def __call__(self, request):
        request.headers["Authorization"] = f"Bearer {self.token}"
        return request


class Session:
    """A kept-alive connection to one company.

    `base_url` is the API's address without /v3; `token(force)` returns an access token, a new one if
    `force`; `on_exchange` is called with an `Exchanged` after every request; `limiter` is asked before.
    Every method raises NotSent, Unanswered, Throttled, Unauthorized or Refused.
    """

    def __init__(
        self,
        base_url: str,
        realm_id: str,
        token: Callable[[bool], str],
        on_exchange: Callable[[Exchanged], None] | None = None,
        timeout: tuple[float, float] = TIMEOUT,
        limiter: Limiter | None = None,
    ):
        self._root = f"{base_url.rstrip('/')}/v3/company/{quote(str(realm_id), safe='')}"
        self._token = token
        self._on_exchange = on_exchange
        self._timeout = timeout
        self._limiter = limiter
        self._http = requests.Session()
        self._http.headers.update({"Accept": "application/json", "User-Agent": USER_AGENT})
        self.last: Exchanged | None = None

    def batch(self, body: bytes, request_id: str) -> bytes:
        """Send a batch; returns the answer's bytes for `batch.read_answer`. The same body with the same
        `request_id` may be sent again: QuickBooks answers what it did the first time. A batch that only
        reads has no request id."""
        parameters = {"requestid": request_id} if request_id else {}
        content, data = self._call("POST", "batch", parameters, body, "application/json")
        if "BatchItemResponse" not in data:
            raise Unanswered("the answer does not speak of the batch", "not_json")
        return content

    def query(self, statement: str) -> list[dict]:
        """All rows of a query, page by page. `statement` has no STARTPOSITION and MAXRESULTS."""
        if "ORDERBY" not in statement.upper():
            statement += " ORDERBY Id"  # otherwise pages may overlap
        rows: list[dict] = []
        while True:
            page = self.page(statement, len(rows) + 1)
            rows += page
            if len(page) < batch.MOST_ROWS:
                return rows

    def page(self, statement: str, start: int) -> tuple[Mapping, ...]:
        """At most 1,000 rows of an ordered query, from the row `start` on; the first row is 1."""
        paged = f"{statement} STARTPOSITION {start} MAXRESULTS {batch.MOST_ROWS}"
        _, data = self._call("POST", "query", {}, paged.encode(), "application/text")
        return batch.rows_of(data.get("QueryResponse", {}))

    def query_many(
        self, statements: Sequence[str], whole: bool = True
    ) -> list[tuple[Mapping, ...]]:
        """All rows of each statement, in their order, thirty statements a request, equal ones asked once.

        QuickBooks gives 1,000 objects in one answer and leaves out the rest without a word: where there may
        be more, fewer statements are asked at a time, in the end one alone and page by page; not if the rows
        need not be `whole`.
        Raises Refused when QuickBooks refuses one of them: no rows must never be mistaken for that.
        """
        asked = list(dict.fromkeys(statements))
        answers: dict[str, tuple[Mapping, ...]] = {}
        for start in range(0, len(asked), batch.LARGEST):
            answers.update(self._query_batch(asked[start : start + batch.LARGEST], whole))
        return [answers[statement] for statement in statements]

    def _query_batch(self, statements, whole):
        """{statement: its rows} of thirty statements at most."""
        operations = [
            batch.query_operation(str(position), statement)
            for position, statement in enumerate(statements)
        ]
        answer = self.batch(batch.build(operations), "")
        outcomes = batch.read_answer(answer, [operation.bid for operation in operations])
        for outcome in outcomes.values():
            if outcome.fault:
                raise Refused(outcome.fault)
            if outcome.kind != "done":
                raise Unanswered("a query was left out of the answer")
        rows = sum(len(outcome.rows) for outcome in outcomes.values())
        if rows < batch.MOST_ROWS or not whole:
            return {
                each: outcome.rows
                for each, outcome in zip(statements, outcomes.values(), strict=True)
            }
        if len(statements) == 1:
            return {statements[0]: tuple(self.query(statements[0]))}
        middle = len(statements) // 2
        halves = statements[:middle], statements[middle:]
        return self._query_batch(halves[0], whole) | self._query_batch(halves[1], whole)

    def read(self, path: str, **parameters: str) -> dict:
        """A GET of `path` below the company, e.g. `preferences`; returns the parsed answer."""
        return self._call("GET", path, parameters)[1]

    def _call(self, method, path, parameters, body=None, content_type=None):
        parameters = {"minorversion": MINOR_VERSION} | parameters
        headers = {"Content-Type": content_type} if content_type else {}
        for force in (False, True):
            token = self._token(force)
            response = self._send(method, path, parameters, body, headers, token)
            if response.status_code != 401:
                return response.content, self._read(response)
        raise Unauthorized(str(parse_fault(response.content, 401)))

    def _send(self, method, path, parameters, body, headers, token):
        self._wait_for_turn(path)
        started = time.monotonic()
        response = None
        try:
            response = self._http.request(
                method,
                f"{self._root}/{path}",
                params=parameters,
                data=body,
                headers=headers,
                auth=_Bearer(token),
                timeout=self._timeout,
                allow_redirects=False,
                verify=True,
            )
        except requests.RequestException as failure:
            raise failed(failure) from None
        finally:
            self._note(method, path, response, time.monotonic() - started)
        return response

    def _wait_for_turn(self, path):
        """To be asked right before the request leaves: a turn that is not used in time is lost."""
        seconds = self._limiter.book(path == "batch") if self._limiter else 0
        if seconds > PATIENCE:
            raise Throttled(seconds)
        time.sleep(max(0.0, seconds))

    def _note(self, method, path, response, seconds):
        status, tid = 0, ""
        if response is not None:
            status = response.status_code
            tid = response.headers.get("intuit_tid") or response.headers.get("intuit-tid") or ""
        self.last = Exchanged(method, path, status, tid, seconds)
        if self._on_exchange:
            self._on_exchange(self.last)

    def _read(self, response) -> dict:
        """The parsed answer to a request that was carried out; raises for every other."""
        status, content = response.status_code, response.content
        if status == 200:
            try:
                data = batch.decode(content)
            except (ValueError, RecursionError):
                raise Unanswered(str(not_json(content, status)), "not_json") from None
            if fault := fault_of(data, status):
                raise Refused(fault) if certain(fault) else Unanswered(str(fault))
            return data
        fault = parse_fault(content, status)
        if resolve(fault).problem_code == "throttled":
            seconds = retry_after(response.headers.get("Retry-After", ""))
            if self._limiter:
                self._limiter.refused(seconds)
            raise Throttled(seconds, refused=True)
        if not certain(fault):
            raise Unanswered(f"HTTP {status}: {fault}")
        raise Refused(fault)


def failed(failure: requests.RequestException) -> SessionError:
    """NotSent where it is certain that no request has left, else Unanswered."""
    message = redact(f"{type(failure).__name__}: {failure}")
    return NotSent(message) if _never_left(failure) else Unanswered(message)


def _never_left(failure: requests.RequestException) -> bool:
    if isinstance(failure, requests.ConnectTimeout | requests.exceptions.InvalidURL):
        return True
    if isinstance(failure, requests.exceptions.MissingSchema | requests.exceptions.InvalidSchema):
        return True
    reason = getattr(failure.args[0], "reason", None) if failure.args else None
    if isinstance(reason, urllib3.exceptions.SSLError):
        cause = str(getattr(reason.args[0], "reason", None) or reason) if reason.args else ""
        verification = reason.args and isinstance(reason.args[0], ssl.SSLCertVerificationError)
        return bool(verification) or any(word in cause.upper() for word in HANDSHAKE_FAILURES)
    return isinstance(
        reason, urllib3.exceptions.NewConnectionError | urllib3.exceptions.ConnectTimeoutError
    )
