"""QuickBooks Online's refusals: reading them in all their shapes, and what to do about each.

`TABLE` is the only place that decides by fault code. Add a row for a new code; its problem code needs a
sentence in models/connex_problem_text.py.
"""

import json
from collections.abc import Mapping

from lxml import etree

from ..fault import Fault as Fault
from ..fault import Resolution as Resolution
from .redact import redact

NOT_JSON = "not_json"
EXCERPT = 300


TABLE = {
    # Who may
    "120": Resolution("reconnect", "access_lost"),
    "150": Resolution("retry", "quickbooks_failed"),
    "3001": Resolution("retry", "throttled"),
    "3100": Resolution("reconnect", "wrong_company"),
    "3200": Resolution("refresh", "reconnect"),
    "5020": Resolution("hold", "permission_denied"),
    "5030": Resolution("hold", "feature_missing"),
    "6190": Resolution("stop", "subscription_ended"),
    # What is there already
    "600": Resolution("lookup", "duplicate_request"),
    "630": Resolution("lookup", "duplicate_object"),
    "6140": Resolution("lookup", "number_used"),
    "6240": Resolution("lookup", "name_used"),
    # What is not there (any more), or changed meanwhile
    "610": Resolution("hold", "inactive_or_deleted"),
    "620": Resolution("hold", "link_refused"),
    "2500": Resolution("hold", "reference_gone"),
    "5010": Resolution("reread", "changed_in_quickbooks"),
    # What the document says
    "2050": Resolution("hold", "text_too_long"),
    "2210": Resolution("hold", "email_refused"),
    "3000": Resolution("hold", "field_refused"),
    "6000": Resolution("hold", "business_rule"),
    "6070": Resolution("hold", "amount_refused"),
    "6080": Resolution("hold", "customer_without_name"),
    "6100": Resolution("hold", "tax_refused"),
    "6160": Resolution("hold", "tax_refused"),
    "6170": Resolution("hold", "tax_refused"),
    "6230": Resolution("hold", "tax_refused"),
    "6470": Resolution("hold", "tax_refused"),
    "6200": Resolution("hold", "period_closed"),
    "6210": Resolution("hold", "period_closed"),
    "6420": Resolution("hold", "email_refused"),
    "6430": Resolution("hold", "account_refused"),
    "6440": Resolution("hold", "account_refused"),
    "6450": Resolution("hold", "locked_in_quickbooks"),
    "6480": Resolution("hold", "locked_in_quickbooks"),
    "6540": Resolution("hold", "locked_in_quickbooks"),
    # What this program must not send
    "500": Resolution("hold", "not_understood"),
    "1040": Resolution("hold", "not_understood"),
    "2000": Resolution("hold", "not_understood"),
    "2010": Resolution("hold", "not_understood"),
    "2130": Resolution("hold", "not_understood"),
    # QuickBooks itself
    "10000": Resolution("retry", "quickbooks_failed"),
    "10200": Resolution("retry", "quickbooks_failed"),
    NOT_JSON: Resolution("retry", "not_json"),
}
#: For codes without a row: the first band whose end is above the code (Intuit's own grouping).
BANDS = (
    (500, Resolution("reconnect", "access_lost")),
    (600, Resolution("hold", "not_understood")),
    (2000, Resolution("hold", "business_rule")),
    (3000, Resolution("hold", "field_refused")),
    (4000, Resolution("reconnect", "access_lost")),
    (5000, Resolution("hold", "not_understood")),
    (10000, Resolution("hold", "business_rule")),
)
LAST_BAND = Resolution("retry", "quickbooks_failed")
UNKNOWN = Resolution("hold", "business_rule")


def resolve(fault: Fault) -> Resolution:
    """What to do about a fault, for any code: its row, else its band. The HTTP status decides where the
    gateway speaks instead of QuickBooks (429 and the old 403 for too many requests, 401 for the token)."""
    if fault.http_status == 429:
        return TABLE["3001"]
    code = fault.code.lstrip("0") or fault.code
    if code in TABLE:
        return TABLE[code]
    if fault.http_status == 401:
        return TABLE["3200"]
    if code.isascii() and code.isdigit():
        return next((resolution for end, resolution in BANDS if int(code) < end), LAST_BAND)
    return UNKNOWN


def certain(fault: Fault) -> bool:
    """Whether nothing was done. QuickBooks checks a request before it carries it out, so a refusal is
    certain; an error of its own (a status from 500 on, a SystemFault, a code in its band) may come when the
    work was done already."""
    code = fault.code.lstrip("0")
    failed = code.isascii() and code.isdigit() and int(code) >= BANDS[-1][0]
    return not (fault.http_status >= 500 or failed or fault.type.lower() == "systemfault")


def fault_of(data: Mapping, http_status: int = 0) -> Fault | None:
    """The fault in a parsed answer or batch item, None if there is none.

    Reads QuickBooks' own shape (`Fault`, `Error`, `Message`) and the gateway's (`fault`, `error`, …).
    Of several errors the first counts; the others are added to its detail.
    """
    lower = {str(name).lower(): value for name, value in data.items()}
    fault = lower.get("fault")
    if not isinstance(fault, Mapping):
        return None
    lower = {str(name).lower(): value for name, value in fault.items()}
    errors = [
        {str(name).lower(): value for name, value in error.items()}
        for error in lower.get("error") or ()
        if isinstance(error, Mapping)
    ] or [{}]
    first = errors[0]
    details = [str(error.get("detail") or error.get("message") or "") for error in errors]
    return Fault(
        code=_code(first.get("code")),
        message=redact(str(first.get("message") or "")),
        detail=redact("; ".join(dict.fromkeys(filter(None, details)))),
        element=str(first.get("element") or ""),
        http_status=http_status,
        type=str(lower.get("type") or ""),
    )


def parse_fault(body: bytes, http_status: int = 0) -> Fault:
    """The fault in the body of a refused request, whatever it is: JSON, XML, a proxy's HTML, nothing."""
    try:
        data = json.loads(body)
    except ValueError:
        data = None
    fault = fault_of(data, http_status) if isinstance(data, dict) else _xml_fault(body, http_status)
    return fault or not_json(body, http_status)


def not_json(body: bytes, http_status: int) -> Fault:
    """A body that is not from QuickBooks, or not whole: its beginning is kept for support."""
    excerpt = redact(body[:EXCERPT].decode("utf-8", "replace"))
    return Fault(NOT_JSON, "Not an answer of QuickBooks", excerpt, http_status=http_status)


def _code(value) -> str:
    return str(value or "").lstrip("0") or "unknown"


def _xml_fault(body: bytes, http_status: int) -> Fault | None:
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    try:
        root = etree.fromstring(body, parser)
    except (etree.XMLSyntaxError, ValueError):
        return None
    error = root.find(".//{*}Error")
    if error is None:
        return None
    return Fault(
        code=_code(error.get("code")),
        message=redact(error.findtext("{*}Message", "")),
        detail=redact(error.findtext("{*}Detail", "")),
        element=error.get("element", ""),
        http_status=http_status,
        type=error.getparent().get("type", ""),
    )
