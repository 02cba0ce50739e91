"""From a request to a response: which part of the sandbox an address belongs to."""

from . import api, connect, control
from .catalogue import BY_LOWER_NAME
from .messages import html_response, json_response, redirect
from .pages import document_page, error_page, page
from .registry import RULES

_AUTHORIZATION = {
    ("GET", "/connect/oauth2"): connect.authorize,
    ("POST", "/connect/oauth2"): connect.authorize,
    ("POST", "/oauth2/v1/tokens/bearer"): connect.token,
    ("POST", "/v2/oauth2/tokens/revoke"): connect.revoke,
    ("GET", "/.well-known/openid_configuration"): connect.discovery,
    ("GET", "/.well-known/openid_sandbox_configuration"): connect.discovery,
    ("GET", "/v1/openid_connect/userinfo"): connect.user_info,
    ("GET", "/op/v1/jwks"): connect.keys,
}


def handle(sandbox, request):
    """Answer one request."""
    path = request.path
    if path.startswith("/v3/company/"):
        return api.handle(sandbox, request)
    if path.startswith("/_sandbox"):
        return control.handle(sandbox, request)
    handler = _AUTHORIZATION.get((request.method, path.rstrip("/")))
    with sandbox.lock:
        if handler is not None:
            return handler(sandbox, request)
        if path.startswith("/app/") and request.method == "GET":
            return _document(sandbox, request)
        if path == "/":
            return html_response(_front(sandbox))
    return json_response({"error": f"nothing at {request.method} {path}"}, 404)


def _front(sandbox):
    rows = "".join(
        f"<tr><td>{company.name}</td><td>{company.realm}</td><td>{company.profile}</td>"
        f'<td><a href="/_sandbox/companies/{company.realm}/books">books</a></td></tr>'
        for company in sandbox.companies.values()
    )
    return page("QuickBooks sandbox", f"<h1>QuickBooks sandbox</h1><table>{rows}</table>")


def _document(sandbox, request):
    entity = BY_LOWER_NAME.get(request.path.split("/")[2].lower())
    identifier = request.query.get("txnId") or request.query.get("nameId") or ""
    realm = request.query.get("realm")
    if entity is None:
        return html_response(error_page("There is no such kind of document."), 404)
    if realm is None:
        holders = [
            each for each in sandbox.companies if identifier in _objects(sandbox, each, entity)
        ]
        if len(holders) == 1:
            return redirect(f"{request.path}?txnId={identifier}&realm={holders[0]}")
    company = sandbox.companies.get(realm)
    stored = company.get(entity.name, identifier) if company else None
    if stored is None:
        return html_response(error_page(f"There is no {entity.name} {identifier} here."), 404)
    document = RULES[entity.name].render(company, stored)
    return html_response(document_page(company, entity.name, document))


def _objects(sandbox, realm, entity):
    return sandbox.companies[realm].objects[entity.name]
