"""What each address of a company answers: entities, query, batch, changes, and the special ones."""

from . import batch, changes, operations, query, replies, uploads
from .catalogue import BY_LOWER_NAME, ENTITIES
from .faults import QuickBooksFault, required, unsupported
from .messages import Response
from .registry import RULES
from .rules import stored_or_missing
from .singles import company_info, exchange_rate, preferences, set_exchange_rate
from .taxservice import create_tax_code

_SENDABLE = ("Invoice", "Estimate", "SalesReceipt", "CreditMemo", "RefundReceipt", "Payment")
_PRINTABLE = (*_SENDABLE, "PurchaseOrder")
_PDF = (
    b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[]/Count 0>>"
)
_PDF += b"endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"


def dispatch(sandbox, company, call):
    """The answer of one request as a dictionary (or a ready ``Response``)."""
    special = _SPECIAL.get(call.resource)
    if special is not None:
        return special(sandbox, company, call)
    entity = BY_LOWER_NAME.get(call.resource)
    if entity is None or entity.kind == "single" or len(call.parts) > 3:
        raise unsupported(call.request.path)
    if len(call.parts) == 3:
        return _document_action(company, entity, call)
    if call.request.method == "GET" and len(call.parts) == 2:
        return {entity.name: operations.read(company, entity, call.parts[1])}
    if call.request.method == "POST" and len(call.parts) == 1:
        return {entity.name: _write(company, entity, call)}
    raise unsupported(call.request.path)


def _body(call):
    if call.json_error is not None or call.json is None:
        problem = call.json_error or "no content"
        detail = f"Property Name:{problem} specified is unsupported or invalid"
        raise QuickBooksFault("2010", detail, None)
    return call.json


def _write(company, entity, call):
    body = _body(call)
    operation = call.operation()
    options = frozenset(call.request.query.get("include", "").lower().split(","))
    request_id = call.request.query.get("requestid")
    replies.check(request_id)
    return replies.once(
        company,
        request_id,
        body,
        lambda: operations.execute(company, entity, operation, body, options),
    )


def _document_action(company, entity, call):
    _resource, identifier, action = call.parts
    asked = (call.request.method, action.lower())
    able = {("GET", "pdf"): _PRINTABLE, ("POST", "send"): _SENDABLE}.get(asked, ())
    if entity.name not in able:
        raise unsupported(call.request.path)
    stored = stored_or_missing(company, entity.name, identifier)
    if asked == ("GET", "pdf"):
        return Response(200, _PDF, "application/pdf")
    address = call.request.query.get("sendTo") or stored.get("BillEmail", {}).get("Address")
    if not address:
        raise QuickBooksFault("6420", "An email address is required to send.", "BillEmail")
    company.begin()
    delivery = {"DeliveryType": "Email", "DeliveryTime": company.clock.stamp()}
    company.raised(
        entity.name,
        identifier,
        BillEmail={"Address": address},
        EmailStatus="EmailSent",
        DeliveryInfo=delivery,
    )
    company.keep()
    return {entity.name: RULES[entity.name].render(company, company.get(entity.name, identifier))}


def _query(_sandbox, company, call):
    if len(call.parts) > 1:
        raise unsupported(call.request.path)
    text = call.request.query.get("query")
    if text is None:
        text = call.request.body.decode("utf-8", "replace")
    return {"QueryResponse": query.run(company, text)}


def _batch(sandbox, company, call):
    if call.request.method != "POST" or len(call.parts) > 1:
        raise unsupported(call.request.path)
    items = batch.items_of(_body(call))
    request_id = call.request.query.get("requestid")
    replies.check(request_id, in_batch=True)

    def fault_for(summary):
        fault = sandbox.injector.for_item(company.realm, summary.entity, summary.operation)
        if fault is None and sandbox.random_faults is not None:
            fault = sandbox.random_faults.for_item(company.realm, call.client, summary.operation)
        return fault

    answers = batch.execute(
        company,
        items,
        fault_for=fault_for,
        replay=replies.for_batch(company, request_id),
        order_seed=sandbox.next_batch_order(),
    )
    return {"BatchItemResponse": answers}


def _changes(_sandbox, company, call):
    parameters = {key.lower(): value for key, value in call.request.query.items()}
    since = parameters.get("changedsince", "")
    return {"CDCResponse": changes.run(company, parameters.get("entities", ""), since)}


def _company_info(_sandbox, company, call):
    if call.request.method != "GET" or call.parts[1:] not in ([company.realm], ["1"], []):
        raise unsupported(call.request.path)
    return {"CompanyInfo": company_info(company)}


def _preferences(_sandbox, company, call):
    if call.request.method != "GET" or len(call.parts) > 1:
        raise unsupported(call.request.path)
    return {"Preferences": preferences(company)}


def _exchange_rate(_sandbox, company, call):
    if not company.settings["MultiCurrencyEnabled"]:
        detail = "Feature Not Supported Error : Multi-currency is not turned on."
        raise QuickBooksFault("5030", detail)
    if call.request.method == "POST":
        return {"ExchangeRate": set_exchange_rate(company, _body(call))}
    day = call.request.query.get("asofdate") or company.clock.today()
    code = call.request.query.get("sourcecurrencycode", "").upper()
    return {"ExchangeRate": exchange_rate(company, code, day)}


def _tax_service(_sandbox, company, call):
    if call.request.method != "POST" or [part.lower() for part in call.parts[1:]] != ["taxcode"]:
        raise unsupported(call.request.path)
    body = _body(call)
    if not isinstance(body, dict):
        raise required("TaxCode")
    return create_tax_code(company, body)


def _upload(_sandbox, company, call):
    if call.request.method != "POST" or len(call.parts) > 1:
        raise unsupported(call.request.path)
    answers = uploads.upload(company, ENTITIES["Attachable"], call.request)
    return {"AttachableResponse": answers}


def _download(_sandbox, company, call):
    if call.request.method != "GET" or len(call.parts) != 2:
        raise unsupported(call.request.path)
    stored = stored_or_missing(company, "Attachable", call.parts[1])
    return Response(200, stored.get("TempDownloadUri", "").encode(), "text/plain")


_SPECIAL = {
    "upload": _upload,
    "download": _download,
    "query": _query,
    "batch": _batch,
    "cdc": _changes,
    "companyinfo": _company_info,
    "preferences": _preferences,
    "exchangerate": _exchange_rate,
    "taxservice": _tax_service,
}
