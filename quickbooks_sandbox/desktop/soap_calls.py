"""The Web Connector's calls as bytes, and replies read as strictly as .NET's client and its users need."""

import http.client
import re
import time
from urllib.parse import urlsplit
from xml.etree import ElementTree
from xml.sax.saxutils import escape

ENVELOPE = "http://schemas.xmlsoap.org/soap/envelope/"
INTUIT = "http://developer.intuit.com/"
RESULTS = {"authenticate": "array", "receiveResponseXML": "int"}
_AGENT = "Mozilla/4.0 (compatible; MSIE 6.0; MS Web Services Client Protocol 4.0.30319.42000)"
_DOCUMENT = (
    '<?xml version="1.0" encoding="utf-8"?><soap:Envelope'
    ' xmlns:soap="http://schemas.xmlsoap.org/soap/envelope/"'
    ' xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"'
    ' xmlns:xsd="http://www.w3.org/2001/XMLSchema"><soap:Body>{call}</soap:Body></soap:Envelope>'
)
_RPC = _DOCUMENT.replace(
    "<soap:Body>",
    '<soap:Body soap:encodingStyle="http://schemas.xmlsoap.org/soap/encoding/">',
)
_INTEGER = re.compile(r"-?\d{1,9}")
#: .NET's client gives up after so many seconds.
TIMEOUT = 100


class Violation(Exception):
    """The server answered in a way that the Web Connector cannot work with."""


class Unreachable(Exception):
    """There was no answer at all."""


def envelope(method, parameters, style="Document"):
    """The body of a call; ``parameters`` are (name, text or number) in their order."""
    if style == "RPC":
        inside = "".join(
            f'<{name} xsi:type="xsd:{"int" if isinstance(value, int) else "string"}">'
            f"{escape(str(value))}</{name}>"
            for name, value in parameters
        )
        call = f'<q1:{method} xmlns:q1="{INTUIT}">{inside}</q1:{method}>'
        return _RPC.format(call=call).encode()
    inside = "".join(_element(name, str(value)) for name, value in parameters)
    call = f'<{method} xmlns="{INTUIT}">{inside}</{method}>' if inside else _empty(method)
    return _DOCUMENT.format(call=call).encode()


def _element(name, value):
    return f"<{name}>{escape(value)}</{name}>" if value else f"<{name} />"


def _empty(method):
    return f'<{method} xmlns="{INTUIT}" />'


def post(url, method, body):
    """Send a call. Returns (status, content type, body, seconds). Raises ``Unreachable``."""
    headers = {
        "User-Agent": _AGENT,
        "Content-Type": "text/xml; charset=utf-8",
        "SOAPAction": f'"{INTUIT}{method}"',
        "Expect": "100-continue",
    }
    return _exchange(url, "POST", body, headers)


def get(url):
    """Look at an address as the Web Connector does when an application is added; returns its status."""
    return _exchange(url, "GET", None, {"User-Agent": _AGENT})[0]


def _exchange(url, verb, body, headers):
    parts = urlsplit(url)
    kind = http.client.HTTPSConnection if parts.scheme == "https" else http.client.HTTPConnection
    connection = kind(parts.hostname, parts.port, timeout=TIMEOUT)
    start = time.monotonic()
    try:
        connection.request(
            verb, parts.path + (f"?{parts.query}" if parts.query else ""), body, headers
        )
        response = connection.getresponse()
        content = response.read()
    except (OSError, http.client.HTTPException) as error:
        raise Unreachable(f"{type(error).__name__}: {error}") from error
    finally:
        connection.close()
    seconds = time.monotonic() - start
    return response.status, response.headers.get("Content-Type", ""), content, seconds


def result(method, status, content_type, body):
    """The result in a reply: a text, a number, or the texts of ``authenticate``. Raises ``Violation``."""
    if status != 200:
        raise Violation(f"HTTP {status}: {body[:300]!r}")
    if not re.fullmatch(r'text/xml;\s*charset="?utf-8"?', content_type, re.IGNORECASE):
        raise Violation(f"the content type is {content_type!r}")
    if not body.startswith(b"<?xml ") or b"<!DOCTYPE" in body:
        raise Violation("the reply does not begin with an XML declaration, or has a document type")
    try:
        root = ElementTree.fromstring(body)
    except ElementTree.ParseError as error:
        raise Violation(f"the reply is not well-formed: {error}") from error
    outcome = _result_element(root, method)
    kind = RESULTS.get(method, "string")
    if kind == "array":
        return _texts(outcome)
    if outcome is not None and len(outcome):
        raise Violation(f"{method}Result has elements in it")
    text = "" if outcome is None else outcome.text or ""
    if kind == "int":
        if not _INTEGER.fullmatch(text) or int(text) > 100:
            raise Violation(f"{method}Result is {text[:40]!r}, not a number up to 100")
        return int(text)
    return text


def _result_element(root, method):
    """The result's element, None for one that is absent, which .NET reads as a null text."""
    response = _only_child(root, f"{{{ENVELOPE}}}Envelope", f"{{{ENVELOPE}}}Body")
    response = _only_child(response, None, f"{{{INTUIT}}}{method}Response")
    _no_text(response)
    if not len(response):
        return None
    if [child.tag for child in response] != [f"{{{INTUIT}}}{method}Result"]:
        raise Violation(f"{method}Response holds {[child.tag for child in response]}")
    return response[0]


def _only_child(element, tag, child):
    if tag and element.tag != tag:
        raise Violation(f"the reply is {element.tag}, no SOAP 1.1 envelope")
    _no_text(element)
    if [each.tag for each in element] != [child]:
        raise Violation(f"{element.tag} holds {[each.tag for each in element]}")
    return element[0]


def _no_text(element):
    if element.text or any(child.tail for child in element):
        raise Violation(f"white space or text between the elements of {element.tag}")


def _texts(outcome):
    if outcome is None:
        raise Violation("authenticateResult is missing")
    _no_text(outcome)
    if {child.tag for child in outcome} - {f"{{{INTUIT}}}string"}:
        raise Violation("authenticateResult holds something else than string elements")
    if not 2 <= len(outcome) <= 4 or any(len(child) for child in outcome):
        raise Violation(f"authenticateResult has {len(outcome)} members")
    return [child.text or "" for child in outcome]
