"""The faults of the API: one exception, the catalogue of messages, and the two wire shapes.

Codes and texts are QuickBooks' own. The entity-level shape (upper-case keys) is what the service
itself answers; the gateway in front of it (401, 403, 429) answers with lower-case keys.
"""

VALIDATION = "ValidationFault"

MESSAGES = {
    "500": "Unsupported Operation",
    "600": "Duplicate Request ID",
    "610": "Object Not Found",
    "620": "TxnID Cannot Be Linked",
    "700": "Parent Invalid",
    "800": "Cannot Delete Object",
    "1040": "Batch Size Exceeded",
    "2000": "Invalid Object Name",
    "2010": "Request has invalid or unsupported property",
    "2020": "Required param missing, need to supply the required value for the API",
    "2030": "Invalid ID",
    "2040": "Invalid String",
    "2050": "String length is either shorter or longer than supported by specification",
    "2060": "Invalid Date",
    "2080": "Invalid Number",
    "2130": "Invalid Request ID Format",
    "2170": "Invalid Enumeration",
    "2180": "Invalid Date Range",
    "2210": "Invalid Email Address",
    "2240": "Invalid Boolean",
    "2280": "Invalid Tax Amount",
    "2290": "Invalid Amount",
    "2500": "Invalid Reference Id",
    "3100": "message=ApplicationAuthorizationFailed; errorCode=003100; statusCode=403",
    "3200": "message=AuthenticationFailed; errorCode=003200; statusCode=401",
    "3001": "message=ThrottleExceeded; errorCode=003001; statusCode=429",
    "4000": "Error parsing query",
    "4001": "Invalid query",
    "5010": "Stale Object Error",
    "5030": "Feature Not Supported Error",
    "6000": "A business validation error has occurred while processing your request",
    "6010": "Account Type or Sub-type Required",
    "6070": "Amount calculation incorrect in the request",
    "6090": "Discount Line Invalid",
    "6100": "Invalid Line TaxCode",
    "6140": "Duplicate Document Number Error",
    "6160": "Tax Code Cannot Be Used",
    "6170": "TxnTaxDetail Not Allowed",
    "6180": "Nesting Too Deep",
    "6210": "Account Period Closed, Cannot Update Through Services API",
    "6240": "Duplicate Name Exists Error",
    "6420": "Email Address Required",
    "6430": "Invalid Account Type",
    "6540": "Deposited Transaction Cannot Be Changed",
    "10000": "An application error has occurred while processing your request",
}

CLOSED_PERIOD = (
    "The account period has closed and the account books cannot be updated through the QBO "
    "Services API. Please use the QBO website to make these changes."
)
NOT_FOUND = (
    "Object Not Found : Something you're trying to use has been made inactive. Check the fields "
    "with accounts, customers, items, vendors or employees."
)
OTHER_USER = "Jane Doe"


class QuickBooksFault(Exception):
    """A request (or one item of a batch) is refused.

    ``code`` is QuickBooks' error code as a string, ``element`` the property it is about (``None``
    leaves the key out), ``status`` the HTTP status, ``fault_type`` the fault's type.
    """

    def __init__(
        self, code, detail="", element="", *, status=400, fault_type=VALIDATION, message=None
    ):
        self.code = str(code)
        self.detail = detail
        self.element = element
        self.status = status
        self.fault_type = fault_type
        self.message = message or MESSAGES.get(self.code, "Error")
        super().__init__(f"{self.code} {self.message}: {detail}")

    def as_fault(self):
        """The ``Fault`` object, as the body of an answer or as an item of a batch answer."""
        error = {"Message": self.message, "Detail": self.detail, "code": self.code}
        if self.element is not None:
            error["element"] = self.element
        return {"Error": [error], "type": self.fault_type}


class GatewayFault(Exception):
    """The gateway refuses the request before the service sees it (401, 403, 429)."""

    def __init__(self, status, code, detail, fault_type, headers=()):
        self.status = status
        self.code = code
        self.detail = detail
        self.fault_type = fault_type
        self.headers = tuple(headers)
        super().__init__(f"{status} {code}: {detail}")

    def as_fault(self):
        """The ``Fault`` object of the answer in XML."""
        error = {"Message": MESSAGES.get(self.code, "Error"), "Detail": self.detail}
        return {"Error": [{**error, "code": self.code}], "type": self.fault_type}

    def body(self, milliseconds):
        """The whole lower-case answer; ``milliseconds`` is the time it carries."""
        message = MESSAGES.get(self.code, "Error")
        error = {"message": message, "detail": self.detail, "code": self.code, "element": None}
        return {
            "warnings": None,
            "intuitObject": None,
            "fault": {"error": [error], "type": self.fault_type},
            "report": None,
            "queryResponse": None,
            "batchItemResponse": [],
            "attachableResponse": [],
            "syncErrorResponse": None,
            "requestId": None,
            "time": milliseconds,
            "status": None,
            "cdcresponse": [],
        }


def business(text, element=""):
    """The general refusal (6000) with QuickBooks' prefix."""
    return QuickBooksFault("6000", f"Business Validation Error: {text}", element)


def required(name):
    """A property that must be there is missing (2020)."""
    detail = f"Required parameter {name} is missing in the request"
    return QuickBooksFault("2020", detail, name)


def stale():
    """Somebody else changed the object since its SyncToken was read (5010)."""
    detail = (
        f"Stale Object Error : You and {OTHER_USER} were working on this at the same time. "
        f"{OTHER_USER} finished before you did, so your work was not saved."
    )
    return QuickBooksFault("5010", detail)


def not_found(detail=NOT_FOUND):
    """The object does not exist, or not any more (610)."""
    return QuickBooksFault("610", detail)


def bad_reference(kind, identifier):
    """A reference leads nowhere (2500); ``kind`` is QuickBooks' name of the list."""
    detail = f"Invalid Reference Id : {kind} element id {identifier} not found"
    return QuickBooksFault("2500", detail)


def unsupported(path):
    """The address means nothing to the API (HTTP 400, code 500)."""
    detail = (
        f"Operation Could not find resource for relative : {path} of full path: {path} "
        "is not supported."
    )
    return QuickBooksFault("500", detail, None)
