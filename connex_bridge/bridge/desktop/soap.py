"""The envelopes of the Web Connector's calls: read strictly, answered in the one form it understands.

The methods and the names of their parameters are Intuit's and may not be changed. What a call does is in
models/connex_web_connector.py; the contract as WSDL, made from the same table, in wsdl.py.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from lxml import etree

from .safe_xml import Unreadable, parse

ENVELOPE = "http://schemas.xmlsoap.org/soap/envelope/"
NAMESPACE = "http://developer.intuit.com/"
#: method → its parameters in Intuit's order, and the type of its result.
METHODS = {
    "serverVersion": ((), "string"),
    "clientVersion": (("strVersion",), "string"),
    "authenticate": (("strUserName", "strPassword"), "ArrayOfString"),
    "sendRequestXML": (
        (
            "ticket",
            "strHCPResponse",
            "strCompanyFileName",
            "qbXMLCountry",
            "qbXMLMajorVers",
            "qbXMLMinorVers",
        ),
        "string",
    ),
    "receiveResponseXML": (("ticket", "response", "hresult", "message"), "int"),
    "connectionError": (("ticket", "hresult", "message"), "string"),
    "getLastError": (("ticket",), "string"),
    "closeConnection": (("ticket",), "string"),
}
NUMBERS = ("qbXMLMajorVers", "qbXMLMinorVers")
#: What `receiveResponseXML` is answered with: a percentage, which at its end ends the session; or that it
#: must stop, and ask why.
FINISHED, STOPPED = 100, -1
# Envelope, body, method and parameter; headers of other SOAP programs may be a little deeper.
_DEEPEST = 8
_MOST = 100
#: Characters that XML cannot have.
_FORBIDDEN = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_NAMESPACES = {
    "soap": ENVELOPE,
    "xsi": "http://www.w3.org/2001/XMLSchema-instance",
    "xsd": "http://www.w3.org/2001/XMLSchema",
}


class NotACall(ValueError):
    """What was sent is no call that the Web Connector makes. The text says why."""


@dataclass(frozen=True, slots=True)
class Call:
    """One call: the method's name and its parameters by name. What is absent or nil is an empty text."""

    method: str
    values: Mapping[str, str]

    def __getitem__(self, name: str) -> str:
        return self.values.get(name, "")

    def number(self, name: str) -> int:
        """A parameter as a number, 0 if it is none."""
        text = self[name].strip()
        return int(text) if text.isascii() and text.isdigit() and len(text) < 9 else 0


def read(body: bytes) -> Call:
    """The call in a request's body, in document or RPC style. Raises NotACall."""
    try:
        envelope = parse(body, deepest=_DEEPEST, most=_MOST)
    except Unreadable as failure:
        raise NotACall(str(failure)) from failure
    if envelope.tag != f"{{{ENVELOPE}}}Envelope":
        raise NotACall("it is no SOAP 1.1 envelope")
    bodies = envelope.findall(f"{{{ENVELOPE}}}Body")
    if len(bodies) != 1 or len(bodies[0]) != 1:
        raise NotACall("its envelope does not have one body with one call")
    operation = etree.QName(bodies[0][0])
    if operation.namespace != NAMESPACE or operation.localname not in METHODS:
        raise NotACall("it calls something that the QuickBooks Web Connector does not know")
    return Call(operation.localname, _values(bodies[0][0], operation.localname))


def _values(element, method):
    parameters, _result = METHODS[method]
    values = {}
    for child in element:
        # RPC style leaves the parameters without a namespace.
        name = etree.QName(child).localname
        if name not in parameters:
            continue
        if len(child) or name in values:
            raise NotACall(f"its parameter {name} is not one text")
        values[name] = child.text or ""
    return values


def answer(method: str, result: str | int | Sequence[str]) -> bytes:
    """The envelope with a method's result: a text, a number, or the texts of `authenticate`.

    An empty text stays as an empty element, and there is no white space between elements: the Web
    Connector fails on either (index out of range; white space becomes part of the value).
    """
    envelope, body = _envelope()
    response = etree.SubElement(body, f"{{{NAMESPACE}}}{method}Response", nsmap={None: NAMESPACE})
    outcome = etree.SubElement(response, f"{{{NAMESPACE}}}{method}Result")
    if isinstance(result, (str, int)):
        outcome.text = _clean(str(result))
    else:
        for each in result:
            etree.SubElement(outcome, f"{{{NAMESPACE}}}string").text = _clean(each)
    return _written(envelope)


def fault(text: str) -> bytes:
    """The envelope with a SOAP 1.1 fault of the client; to be sent with HTTP status 500."""
    envelope, body = _envelope()
    element = etree.SubElement(body, f"{{{ENVELOPE}}}Fault")
    etree.SubElement(element, "faultcode").text = "soap:Client"
    etree.SubElement(element, "faultstring").text = _clean(text)
    return _written(envelope)


def _envelope():
    envelope = etree.Element(f"{{{ENVELOPE}}}Envelope", nsmap=_NAMESPACES)
    return envelope, etree.SubElement(envelope, f"{{{ENVELOPE}}}Body")


def _written(envelope):
    return etree.tostring(envelope, encoding="utf-8", xml_declaration=True)


def _clean(text):
    return _FORBIDDEN.sub("", text)
