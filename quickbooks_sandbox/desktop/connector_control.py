"""The controls of the Web Connector's stand-in under ``/_sandbox/desktop/connectors…``."""

from . import qwc_file
from .connector import Connector
from .soap_calls import Unreachable


class NoConnector(Exception):
    """There is nothing at that address."""


def handle(sandbox, method, parts, body):
    """Answer one control request; ``parts`` is the path behind ``connectors``.

    Raises ``NoConnector``, and ``ValueError`` for what the Web Connector refuses.
    """
    if not parts:
        if method == "POST":
            return _described(*_add(sandbox, body))
        return {
            "connectors": [
                _described(number, each) for number, each in sandbox.desktop_connectors.items()
            ]
        }
    connector = sandbox.desktop_connectors.get(parts[0])
    if connector is None:
        raise NoConnector(f"connector {parts[0]}")
    action = (method, parts[1] if len(parts) > 1 else "")
    if action == ("GET", ""):
        return _described(parts[0], connector)
    if action == ("GET", "sessions"):
        return {"sessions": connector.sessions}
    if action == ("POST", "settings"):
        return _described(parts[0], _changed(sandbox, connector, body))
    if action == ("POST", "run"):
        # The server that is called may take its time: no lock is held.
        return connector.run(body.get("faults", ()), body.get("password"))
    raise NoConnector("/".join(parts))


def _add(sandbox, body):
    """Add an application from its .qwc file, with the password that a person types."""
    if set(body) - {"qwc", "password", "company"}:
        raise ValueError("a connector takes qwc, password and company")
    application = qwc_file.read(body["qwc"])
    try:
        connector = Connector(
            application,
            body.get("password", ""),
            _company(sandbox, body.get("company")),
            lambda path: _at(sandbox, path),
        )
    except Unreachable as failure:
        raise ValueError(f"{application.url} cannot be reached: {failure}") from failure
    with sandbox.lock:
        number = str(len(sandbox.desktop_connectors) + 1)
        sandbox.desktop_connectors[number] = connector
    return number, connector


def _changed(sandbox, connector, body):
    if unknown := set(body) - {"password", "company", "version", "processor", "pause"}:
        raise ValueError(f"unknown setting {', '.join(sorted(unknown))}")
    if "company" in body:
        connector.open_file = _company(sandbox, body["company"])
    if "password" in body:
        connector.password = body["password"]
    if "version" in body:
        connector.version = body["version"]
    if "processor" in body:
        connector.processor = tuple(int(part) for part in body["processor"].split("."))
    if "pause" in body:
        connector.pause = float(body["pause"])
    return connector


def _company(sandbox, identifier):
    """The company file with that id, None if QuickBooks is closed."""
    if identifier is None:
        return None
    company = sandbox.desktop_companies.get(str(identifier))
    if company is None:
        raise ValueError(f"no company file {identifier}")
    return company


def _at(sandbox, path):
    for company in sandbox.desktop_companies.values():
        if company.path.casefold() == path.casefold():
            return company
    return None


def _described(number, connector):
    application = connector.application
    return {
        "id": number,
        "name": application.name,
        "url": application.url,
        "user": application.user,
        "seconds": application.seconds,
        "company": connector.open_file and connector.open_file.id,
    }
