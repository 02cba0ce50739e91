"""The authorization server's addresses: authorize, token, revoke, discovery, user info."""

import base64
import binascii
from urllib.parse import urlencode

from .api import disturb
from .messages import Response, html_response, json_response, redirect
from .oauth import SCOPES, OAuthError
from .pages import approval_page, error_page
from .wire import loads

_FIELDS = ("client_id", "redirect_uri", "scope", "state", "response_type")
_HARD_HEADER = "x-include-refresh-token-hard-expires-in"


def authorize(sandbox, request):
    """The page that asks the user (GET), and the user's answer (POST)."""
    parameters = request.query if request.method == "GET" else request.form()
    server = sandbox.authorization
    client_id = parameters.get("client_id", "")
    redirect_uri = parameters.get("redirect_uri", "")
    if client_id not in server.applications:
        return html_response(error_page("The client_id is not known."), 400)
    if not server.accepts_redirect(client_id, redirect_uri):
        text = "The redirect_uri query parameter value is invalid. It must be registered."
        return html_response(error_page(text), 400)
    state = parameters.get("state", "")
    scopes = parameters.get("scope", "").split()
    if not state or parameters.get("response_type") != "code":
        return _back(redirect_uri, error="invalid_request", state=state)
    if not scopes or not set(scopes) <= SCOPES:
        return _back(redirect_uri, error="invalid_scope", state=state)
    if request.method == "GET":
        companies = [(realm, company.name) for realm, company in sandbox.companies.items()]
        fields = {name: parameters.get(name, "") for name in _FIELDS}
        return html_response(approval_page(fields, companies))
    realm = parameters.get("realmId", "")
    if parameters.get("decision") != "approve" or realm not in sandbox.companies:
        return _back(redirect_uri, error="access_denied", state=state)
    code = server.issue_code(client_id, redirect_uri, realm, " ".join(scopes))
    return _back(redirect_uri, code=code, state=state, realmId=realm)


def _back(address, **parameters):
    mark = "&" if "?" in address else "?"
    return redirect(f"{address}{mark}{urlencode(parameters)}")


def _credentials(request, form):
    header = request.headers.get("authorization", "")
    if header.lower().startswith("basic "):
        try:
            decoded = base64.b64decode(header[6:].strip(), validate=True).decode()
        except (binascii.Error, UnicodeDecodeError):
            raise OAuthError("invalid_client", status=401) from None
        client_id, _, secret = decoded.partition(":")
        return client_id, secret
    return form.get("client_id"), form.get("client_secret")


def token(sandbox, request):
    """A code or a refresh token for new tokens; counted, and disturbed where a test asks for it."""
    fault = sandbox.injector.for_token(request.method, request.path)
    if fault is not None and fault.kind in ("reset_before", "timeout_before"):
        response = Response(0)
    elif fault is not None and fault.kind in ("http", "html"):
        response = html_response("<html>Not now</html>", int(fault.order.get("status", 503)))
    else:
        response = _handed_out(sandbox, request)
    disturb(response, fault)
    sandbox.authorization.calls.append(response.status)
    return response


def _handed_out(sandbox, request):
    server = sandbox.authorization
    form = request.form()
    try:
        client_id, secret = _credentials(request, form)
        server.authenticate(client_id, secret)
        kind = form.get("grant_type")
        if kind == "authorization_code":
            if not form.get("code") or not form.get("redirect_uri"):
                raise OAuthError("invalid_request")
            answer = server.exchange_code(client_id, form["code"], form["redirect_uri"])
        elif kind == "refresh_token":
            if not form.get("refresh_token"):
                raise OAuthError("invalid_request")
            answer = server.refresh(client_id, form["refresh_token"])
        else:
            raise OAuthError("unsupported_grant_type" if kind else "invalid_request")
    except OAuthError as error:
        return json_response(error.body(), error.status)
    if request.headers.get(_HARD_HEADER) == "true":
        hard = server.hard_seconds(answer["refresh_token"])
        answer = {**answer, "x_refresh_token_hard_expires_in": hard}
    return json_response(answer)


def revoke(sandbox, request):
    """End a grant; JSON and form bodies are both accepted."""
    form = request.form()
    try:
        client_id, secret = _credentials(request, form)
        sandbox.authorization.authenticate(client_id, secret)
        value = form.get("token")
        if value is None:
            try:
                value = loads(request.body.decode()).get("token")
            except (ValueError, AttributeError):
                raise OAuthError("invalid_request") from None
        sandbox.authorization.revoke(value)
    except OAuthError as error:
        return json_response(error.body(), error.status)
    return Response(200)


def discovery(_sandbox, request):
    """The discovery document with this host's addresses."""
    base = request.base_url()
    return json_response(
        {
            "issuer": f"{base}/op/v1",
            "authorization_endpoint": f"{base}/connect/oauth2",
            "token_endpoint": f"{base}/oauth2/v1/tokens/bearer",
            "userinfo_endpoint": f"{base}/v1/openid_connect/userinfo",
            "revocation_endpoint": f"{base}/v2/oauth2/tokens/revoke",
            "jwks_uri": f"{base}/op/v1/jwks",
            "response_types_supported": ["code"],
            "subject_types_supported": ["public"],
            "id_token_signing_alg_values_supported": ["RS256"],
            "scopes_supported": ["openid", "email", "profile", "address", "phone"],
            "token_endpoint_auth_methods_supported": ["client_secret_post", "client_secret_basic"],
            "claims_supported": ["aud", "exp", "iat", "iss", "realmid", "sub"],
        }
    )


def user_info(sandbox, request):
    """Who approved: always the same person."""
    header = request.headers.get("authorization", "")
    known = sandbox.authorization.access.get(header.partition(" ")[2].strip())
    if known is None or known[0].revoked or known[1] <= sandbox.clock.now():
        return json_response({"error": "invalid_token"}, 401)
    return json_response(
        {
            "sub": "00000000-0000-4000-8000-000000000001",
            "email": "jane@sandbox.example",
            "emailVerified": True,
            "givenName": "Jane",
            "familyName": "Doe",
            "phoneNumber": "+1 6505550100",
            "phoneNumberVerified": False,
            "address": {
                "streetAddress": "123 Sandbox Street",
                "locality": "Mountain View",
                "region": "CA",
                "postalCode": "94043",
                "country": "US",
            },
        }
    )


def keys(_sandbox, _request):
    """No identity tokens are signed here, hence no keys."""
    return json_response({"keys": []})
