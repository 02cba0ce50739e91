"""The sandbox's own controls under ``/_sandbox/…``: for tests and people, never part of the API."""

from .catalogue import ENTITIES
from .desktop import control as desktop
from .messages import json_response
from .oauth import DEFAULT_CLIENT
from .random_faults import RandomFaults
from .registry import RULES
from .webhooks import deliver
from .wire import loads


class ControlError(Exception):
    """A control request makes no sense: HTTP status and text."""

    def __init__(self, text, status=400):
        self.status = status
        super().__init__(text)


def handle(sandbox, request):
    """Answer one control request."""
    parts = [part for part in request.path.split("/") if part][1:]
    try:
        body = loads(request.body.decode()) if request.body else {}
        handler = _HANDLERS.get((request.method, parts[0] if parts else ""))
        if handler is None:
            raise ControlError(f"nothing at {request.method} {request.path}", 404)
        if handler is _desktop:  # company files have locks of their own
            return json_response(_desktop(sandbox, request.method, parts[1:], body))
        if handler is _deliver_webhooks:  # the address that is told may ask back: no lock
            return json_response(handler(sandbox))
        with sandbox.lock:
            return json_response(handler(sandbox, parts[1:], body, request))
    except ControlError as error:
        return json_response({"error": str(error)}, error.status)
    except (ValueError, TypeError) as error:
        return json_response({"error": str(error)}, 400)


def _health(sandbox, _parts, _body, _request):
    return {"status": "ok", "companies": len(sandbox.companies)}


def _reset(sandbox, _parts, _body, _request):
    sandbox.clear()
    return _companies(sandbox, [], {}, None)


def _company(sandbox, realm):
    company = sandbox.companies.get(realm)
    if company is None:
        raise ControlError(f"no company {realm}", 404)
    return company


def _described(company):
    return {"realmId": company.realm, "name": company.name, "profile": company.profile}


def _companies(sandbox, parts, _body, _request):
    if not parts:
        return {"companies": [_described(each) for each in sandbox.companies.values()]}
    company = _company(sandbox, parts[0])
    if parts[1:] == []:
        return {**_described(company), "settings": company.settings}
    if parts[1] == "books":
        return _books(company, parts[2:])
    raise ControlError(f"nothing at {'/'.join(parts)}", 404)


def _books(company, parts):
    names = list(ENTITIES)
    if parts:
        names = [name for name in ENTITIES if name.lower() == parts[0].lower()]
        if not names:
            raise ControlError(f"no entity {parts[0]}", 404)
    books = {
        name: [RULES[name].render(company, each) for each in company.objects[name].values()]
        for name in names
    }
    return {names[0]: books[names[0]]} if parts else books


def _change_companies(sandbox, parts, body, _request):
    if not parts:
        values = dict(body)
        profile, realm = values.pop("profile", "us"), values.pop("realm", None)
        name = values.pop("name", None)
        values.update(values.pop("preferences", {}))
        return _described(sandbox.add_company(profile, realm, name, values))
    company = _company(sandbox, parts[0])
    action = parts[1] if len(parts) > 1 else ""
    if action == "token":
        client = body.get("client_id", DEFAULT_CLIENT)
        return sandbox.authorization.grant(client, company.realm)
    if action == "preferences":
        sandbox.change_settings(company, body)
        return {**_described(company), "settings": company.settings}
    if action == "disconnect":
        sandbox.authorization.disconnect(company.realm)
        return {"disconnected": company.realm}
    if action == "deposit":
        return _deposit(company, body)
    raise ControlError(f"nothing at {'/'.join(parts)}", 404)


def _deposit(company, body):
    """Mark payments and receipts as deposited in the bank: they are locked from then on."""
    company.begin()
    done = []
    for entity, identifiers in body.items():
        for identifier in identifiers:
            stored = company.get(entity, str(identifier)) if entity in ENTITIES else None
            if stored is None:
                company.undo()
                raise ControlError(f"no {entity} {identifier}", 404)
            company.changed(entity, stored["Id"], _deposited=True)
            done.append(stored["Id"])
    company.keep()
    return {"deposited": done}


def _clock(sandbox, _parts, body, request):
    clock = sandbox.clock
    if request.method == "POST":
        if "mode" in body:
            if body["mode"] not in ("real", "frozen"):
                raise ControlError("mode is real or frozen")
            clock.freeze(body["mode"] == "frozen")
        if "set" in body:
            clock.set(str(body["set"]))
        if "advance" in body:
            clock.advance(float(body["advance"]))
    mode = "frozen" if clock.is_frozen() else "real"
    return {"now": clock.stamp_with_milliseconds(), "seconds": clock.now(), "mode": mode}


def _faults(sandbox, _parts, body, request):
    if request.method == "DELETE":
        sandbox.injector.clear()
    elif request.method == "POST":
        return sandbox.injector.add(body).as_dict()
    return {"faults": [fault.as_dict() for fault in sandbox.injector.faults]}


def _random_faults(sandbox, _parts, body, request):
    if request.method == "DELETE":
        sandbox.random_faults = None
    elif request.method == "POST":
        sandbox.random_faults = RandomFaults(body)
    return sandbox.random_faults.as_dict() if sandbox.random_faults else {}


def _requests(sandbox, parts, _body, request):
    if request.method == "POST" and parts == ["clear"]:
        sandbox.log.clear()
    since = int(request.query.get("since", 0))
    return {"requests": sandbox.log.since(since), "last": sandbox.log.number}


def _counters(sandbox, _parts, _body, _request):
    return sandbox.log.totals()


def _throttle(sandbox, _parts, body, request):
    if request.method == "POST":
        sandbox.throttle.configure(body)
        sandbox.throttle.reset()
    return sandbox.throttle.limits


def _applications(sandbox, _parts, body, request):
    server = sandbox.authorization
    if request.method == "POST":
        if not body.get("client_id") or not body.get("client_secret"):
            raise ControlError("client_id and client_secret are needed")
        server.register(body["client_id"], body["client_secret"], body.get("redirect_uris"))
    return {
        "apps": [
            {"client_id": client_id, "redirect_uris": application["redirect_uris"]}
            for client_id, application in server.applications.items()
        ]
    }


def _oauth(sandbox, _parts, body, request):
    server = sandbox.authorization
    if request.method == "POST":
        if body.get("rotate", server.rotate) not in ("daily", "always"):
            raise ControlError("rotate is daily or always")
        server.rotate = body.get("rotate", server.rotate)
        server.grace = float(body.get("grace", server.grace))
    return {
        "rotate": server.rotate,
        "grace": server.grace,
        "refreshes": server.refreshes,
        "calls": server.calls,
    }


def _batch_order(sandbox, _parts, body, request):
    if request.method == "POST":
        sandbox.shuffle_batches(body.get("seed"))
    return {"seed": sandbox.batch_order_seed}


def _webhooks(sandbox, _parts, body, request):
    if request.method == "POST":
        sandbox.webhooks.configure(body)
    return sandbox.webhooks.as_dict()


def _deliver_webhooks(sandbox):
    heard = deliver(sandbox)
    with sandbox.lock:
        return {"heard": heard, **sandbox.webhooks.as_dict()}


def _desktop(sandbox, method, parts, body):
    try:
        return desktop.handle(sandbox, method, parts, body)
    except desktop.Unknown as unknown:
        raise ControlError(f"nothing at desktop: {unknown}", 404) from unknown


def _save(sandbox, _parts, _body, _request):
    if sandbox.storage is None:
        raise ControlError("the sandbox was started without --file")
    sandbox.storage.save(sandbox)
    return {"saved": str(sandbox.storage.path)}


_HANDLERS = {
    ("GET", "health"): _health,
    ("POST", "reset"): _reset,
    ("GET", "companies"): _companies,
    ("POST", "companies"): _change_companies,
    ("GET", "clock"): _clock,
    ("POST", "clock"): _clock,
    ("GET", "faults"): _faults,
    ("POST", "faults"): _faults,
    ("DELETE", "faults"): _faults,
    ("GET", "random_faults"): _random_faults,
    ("POST", "random_faults"): _random_faults,
    ("DELETE", "random_faults"): _random_faults,
    ("GET", "requests"): _requests,
    ("POST", "requests"): _requests,
    ("GET", "counters"): _counters,
    ("GET", "throttle"): _throttle,
    ("POST", "throttle"): _throttle,
    ("GET", "apps"): _applications,
    ("POST", "apps"): _applications,
    ("GET", "oauth"): _oauth,
    ("POST", "oauth"): _oauth,
    ("GET", "batch_order"): _batch_order,
    ("POST", "batch_order"): _batch_order,
    ("GET", "webhooks"): _webhooks,
    ("POST", "webhooks"): _webhooks,
    ("POST", "deliver"): _deliver_webhooks,
    ("POST", "save"): _save,
    ("GET", "desktop"): _desktop,
    ("POST", "desktop"): _desktop,
    ("DELETE", "desktop"): _desktop,
}
