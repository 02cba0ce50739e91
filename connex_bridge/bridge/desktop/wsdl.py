"""The service as WSDL 1.1, for programs that want to check the contract: the Web Connector itself has it
built in. Made from the table of methods in soap.py.
"""

from xml.sax.saxutils import quoteattr

from .soap import METHODS, NAMESPACE, NUMBERS

_SERVICE = "QBWebConnectorSvc"
_HEAD = f"""<?xml version="1.0" encoding="utf-8"?>
<wsdl:definitions xmlns:wsdl="http://schemas.xmlsoap.org/wsdl/" xmlns:soap="http://schemas.xmlsoap.org/wsdl/soap/"
 xmlns:s="http://www.w3.org/2001/XMLSchema" xmlns:tns="{NAMESPACE}" targetNamespace="{NAMESPACE}">
"""


def wsdl(address: str) -> bytes:
    """The description of the service at this address."""
    parts = [
        _HEAD,
        _types(),
        *map(_messages, METHODS),
        f'<wsdl:portType name="{_SERVICE}Soap">',
        *map(_operation, METHODS),
        "</wsdl:portType>",
        f'<wsdl:binding name="{_SERVICE}Soap" type="tns:{_SERVICE}Soap">',
        '<soap:binding transport="http://schemas.xmlsoap.org/soap/http"/>',
        *map(_binding, METHODS),
        "</wsdl:binding>",
        f'<wsdl:service name="{_SERVICE}">',
        f'<wsdl:port name="{_SERVICE}Soap" binding="tns:{_SERVICE}Soap">',
        f"<soap:address location={quoteattr(address)}/></wsdl:port></wsdl:service>",
        "</wsdl:definitions>",
    ]
    return "\n".join(parts).encode()


def _types():
    elements = "\n".join(_elements(method) for method in METHODS)
    return f"""<wsdl:types><s:schema elementFormDefault="qualified" targetNamespace="{NAMESPACE}">
{elements}
<s:complexType name="ArrayOfString"><s:sequence>
<s:element minOccurs="0" maxOccurs="unbounded" name="string" nillable="true" type="s:string"/>
</s:sequence></s:complexType>
</s:schema></wsdl:types>"""


def _elements(method):
    parameters, result = METHODS[method]
    inner = "".join(_parameter(name) for name in parameters)
    kind = f"tns:{result}" if result == "ArrayOfString" else f"s:{result}"
    outer = _element(f"{method}Result", kind, required=result == "int")
    return f"{_wrapper(method, inner)}\n{_wrapper(f'{method}Response', outer)}"


def _parameter(name):
    number = name in NUMBERS
    return _element(name, "s:int" if number else "s:string", required=number)


def _element(name, kind, required):
    return f'<s:element minOccurs="{int(required)}" maxOccurs="1" name="{name}" type="{kind}"/>'


def _wrapper(name, elements):
    return (
        f'<s:element name="{name}"><s:complexType><s:sequence>{elements}</s:sequence>'
        "</s:complexType></s:element>"
    )


def _messages(method):
    return "".join(
        f'<wsdl:message name="{method}Soap{direction}">'
        f'<wsdl:part name="parameters" element="tns:{element}"/></wsdl:message>'
        for direction, element in (("In", method), ("Out", f"{method}Response"))
    )


def _operation(method):
    return (
        f'<wsdl:operation name="{method}"><wsdl:input message="tns:{method}SoapIn"/>'
        f'<wsdl:output message="tns:{method}SoapOut"/></wsdl:operation>'
    )


def _binding(method):
    return (
        f'<wsdl:operation name="{method}">'
        f'<soap:operation soapAction="{NAMESPACE}{method}" style="document"/>'
        '<wsdl:input><soap:body use="literal"/></wsdl:input>'
        '<wsdl:output><soap:body use="literal"/></wsdl:output></wsdl:operation>'
    )
