"""The Accounting API: ``/v3/company/<realm>/…`` — access, limits, injected faults, dispatch, log."""

import secrets

from . import batch
from .endpoints import dispatch
from .faults import GatewayFault, QuickBooksFault
from .markup import to_xml
from .messages import Response, html_response, json_response
from .wire import loads

_HTML = "<html><head><title>{0}</title></head><body><h1>{0}</h1>nginx</body></html>"
_LOST = {"reset_before": "reset", "reset_after": "reset"}
_LOST |= {"timeout_before": "timeout", "timeout_after": "timeout"}
_NOTHING_DONE = ("reset_before", "timeout_before", "outage")
_SILENCE_SECONDS = 30


class Call:
    """One API request on its way: what it is about, for log and faults."""

    def __init__(self, sandbox, request):
        self.sandbox = sandbox
        self.request = request
        parts = [part for part in request.path.split("/") if part]
        self.realm = parts[2] if len(parts) > 2 else ""
        self.parts = parts[3:]
        self.resource = self.parts[0].lower() if self.parts else ""
        self.json = None
        self.json_error = None
        self.items = []
        self.client = None
        self._read_body()
        self.subjects = self._subjects()

    def _read_body(self):
        if self.request.method != "POST" or self.resource == "query" or not self.request.body:
            return
        try:
            self.json = loads(self.request.body.decode("utf-8"))
        except ValueError as error:
            self.json_error = str(error)
        if self.resource == "batch" and isinstance(self.json, dict):
            items = self.json.get("BatchItemRequest")
            if isinstance(items, list):
                self.items = [batch.summary_of(item) for item in items]

    def _subjects(self):
        if self.resource == "batch":
            return [("batch", "")] + [(item.entity, item.operation) for item in self.items]
        return [(self.resource, self.operation())]

    def operation(self):
        """The word for what this request does."""
        if self.resource in ("query", "cdc", "batch"):
            return self.resource
        if self.request.method == "GET":
            return "read"
        asked = self.request.query.get("operation", "").lower()
        included = self.request.query.get("include", "").lower().split(",")
        if asked == "void" or "void" in included:
            return "void"
        if asked == "delete":
            return "delete"
        if len(self.parts) > 2:
            return self.parts[2].lower()
        has_id = isinstance(self.json, dict) and self.json.get("Id") not in (None, "")
        return "update" if has_id or asked == "update" else "create"

    def is_write(self):
        """Whether the request changes books."""
        if self.resource == "batch":
            return any(item.operation != "query" for item in self.items)
        return self.operation() not in ("read", "query", "cdc")

    def log_entry(self, status, injected):
        """What the log of requests keeps."""
        counts = {}
        for item in self.items:
            key = f"{item.operation} {item.entity}".strip()
            counts[key] = counts.get(key, 0) + 1
        return {
            "time": self.sandbox.clock.stamp(),
            "realm": self.realm,
            "method": self.request.method,
            "path": self.request.path,
            "query": self.request.query.get("query")
            or (self.request.body.decode("utf-8", "replace") if self.resource == "query" else None),
            "entity": self.resource,
            "operation": self.operation(),
            "items": counts,
            "status": status,
            "requestid": self.request.query.get("requestid") or None,
            "write": self.is_write(),
            "injected": injected.kind if injected else None,
        }


def handle(sandbox, request):
    """Answer one API request."""
    with sandbox.lock:
        call = Call(sandbox, request)
        fault = sandbox.injector.for_request(
            call.realm, request.method, request.path, call.subjects
        )
        if fault is None and sandbox.random_faults is not None:
            fault = sandbox.random_faults.for_request(call.realm, _client(sandbox, call))
        if fault is not None and fault.kind in _NOTHING_DONE:
            response = Response(0)
        elif fault is not None and fault.kind == "html":
            status = int(fault.order.get("status", 502))
            response = html_response(fault.order.get("body") or _HTML.format(status), status)
        else:
            response = _answer(sandbox, call, fault)
        disturb(response, fault)
        sandbox.log.add(call.log_entry(response.status, fault))
        return response


def disturb(response, fault):
    """Have the answer get lost, cut off or late, as a fault asks for; without one, nothing."""
    if fault is not None:
        response.transport = _LOST.get(fault.kind, fault.kind)
        response.seconds = fault.seconds(_SILENCE_SECONDS if "timeout" in fault.kind else 1)


def _answer(sandbox, call, fault):
    time = sandbox.clock.stamp_with_milliseconds()
    status = 200
    try:
        client = sandbox.authorization.check_access(
            call.request.headers.get("authorization"), call.realm
        )
        sandbox.throttle.check(call.realm, client, call.resource == "batch")
        if fault is not None and fault.kind == "http":
            raise fault.refusal()
        company = sandbox.companies.get(call.realm)
        if company is None:
            raise GatewayFault(403, "3100", "The company does not exist.", "AUTHORIZATION")
        call.client = client
        answer = dispatch(sandbox, company, call)
        if fault is not None and fault.kind == "http_after":
            raise fault.refusal()
        if isinstance(answer, Response):
            return _with_headers(answer)
    except GatewayFault as refusal:
        return _with_headers(_gateway_answer(sandbox, call, refusal, time))
    except QuickBooksFault as refusal:
        status = refusal.status
        answer = {"Fault": refusal.as_fault()}
    if "time" not in answer:
        answer = {**answer, "time": time}
    if not _wants_json(call) or (fault is not None and fault.kind == "xml"):
        return _with_headers(Response(status, to_xml(answer), "application/xml"))
    return _with_headers(json_response(answer, status))


def _client(sandbox, call):
    """The application that asks, whether or not its token is still good."""
    token = call.request.headers.get("authorization", "").partition(" ")[2].strip()
    grant, _expiry = sandbox.authorization.access.get(token, (None, 0))
    return grant.client_id if grant else None


def _wants_json(call):
    return "json" in call.request.headers.get("accept", "")


def _gateway_answer(sandbox, call, refusal, time):
    if _wants_json(call):
        milliseconds = int(sandbox.clock.now() * 1000)
        return json_response(refusal.body(milliseconds), refusal.status, refusal.headers)
    body = to_xml({"Fault": refusal.as_fault(), "time": time})
    return Response(refusal.status, body, "application/xml", list(refusal.headers))


def _with_headers(response):
    response.headers += [
        ("intuit_tid", f"1-{secrets.token_hex(4)}-{secrets.token_hex(12)}"),
        ("qbo-version", "1975.75"),
        ("Cache-Control", "max-age=0, no-cache, no-store, must-revalidate, private"),
    ]
    return response
