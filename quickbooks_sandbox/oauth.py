"""Applications, authorization codes and tokens: what the authorization server remembers.

Lifetimes run on the sandbox's clock: an access token 3600 s, a code 600 s, a refresh token value
about 101 days. The value of a refresh token changes once it is a day old (or on every refresh, if
told so); a value that was replaced is refused from then on, or after a time of grace that can be set
(whether the real service grants one, and how long, is not known).
"""

import secrets

from .faults import GatewayFault

ACCOUNTING = "com.intuit.quickbooks.accounting"
SCOPES = {ACCOUNTING, "com.intuit.quickbooks.payment"}
SCOPES |= {"openid", "profile", "email", "phone", "address"}
ACCESS_SECONDS = 3600
CODE_SECONDS = 600
REFRESH_SECONDS = 8_726_400
HARD_SECONDS = 5 * 365 * 86_400
ROTATION_SECONDS = 86_400

DEFAULT_CLIENT = "sandbox-client"
DEFAULT_SECRET = "sandbox-secret"


class OAuthError(Exception):
    """The token endpoint refuses: HTTP status, ``error`` and perhaps ``error_description``."""

    def __init__(self, error, description=None, status=400):
        self.error = error
        self.description = description
        self.status = status
        super().__init__(error)

    def body(self):
        """The JSON of the answer."""
        if self.description is None:
            return {"error": self.error}
        return {"error_description": self.description, "error": self.error}


class Grant:
    """What a user allowed one application for one company, and its current refresh token."""

    def __init__(self, client_id, realm, scope, now):
        self.client_id = client_id
        self.realm = realm
        self.scope = scope
        self.hard_expiry = now + HARD_SECONDS
        self.revoked = False
        self.former = None
        self.value = None
        self.new_value(now)

    def new_value(self, now):
        """Give the refresh token another value with a fresh life."""
        self.former = self.value
        self.value = "AB1" + secrets.token_hex(22)
        self.issued = now
        self.expiry = min(now + REFRESH_SECONDS, self.hard_expiry)


class AuthorizationServer:
    """All applications, codes and tokens of the sandbox."""

    def __init__(self, clock):
        self.clock = clock
        self.rotate = "daily"  # or "always"
        self.refreshes = 0
        self.grace = 0  # seconds for which the replaced value still works
        self.calls = []  # the status of each answer of the token address
        self.applications = {}
        self.codes = {}
        self.grants = {}  # refresh token value, current or replaced -> Grant
        self.access = {}  # access token -> (Grant, expiry)
        self.register(DEFAULT_CLIENT, DEFAULT_SECRET, None)

    def register(self, client_id, client_secret, redirect_uris):
        """Know an application; without redirect addresses any address will do."""
        self.applications[client_id] = {
            "client_secret": client_secret,
            "redirect_uris": redirect_uris,
        }

    def accepts_redirect(self, client_id, redirect_uri):
        """Whether the application registered this address."""
        allowed = self.applications[client_id]["redirect_uris"]
        return bool(redirect_uri) and (allowed is None or redirect_uri in allowed)

    def authenticate(self, client_id, client_secret):
        """Refuse (401 ``invalid_client``) wrong credentials."""
        application = self.applications.get(client_id)
        if application is None or application["client_secret"] != client_secret:
            raise OAuthError("invalid_client", status=401)

    def issue_code(self, client_id, redirect_uri, realm, scope):
        """A single-use authorization code."""
        code = "AB11" + secrets.token_hex(20)
        self.codes[code] = (client_id, redirect_uri, realm, scope, self.clock.now() + CODE_SECONDS)
        return code

    def exchange_code(self, client_id, code, redirect_uri):
        """A code for a token pair. Raises ``invalid_grant``."""
        known = self.codes.pop(code, None)
        if known is None or known[0] != client_id or known[1] != redirect_uri:
            raise OAuthError("invalid_grant")
        if known[4] <= self.clock.now():
            raise OAuthError("invalid_grant")
        return self.grant(client_id, known[2], known[3])

    def grant(self, client_id, realm, scope=ACCOUNTING):
        """A new grant and its first tokens, as the token endpoint answers."""
        grant = Grant(client_id, realm, scope, self.clock.now())
        self.grants[grant.value] = grant
        return self._tokens(grant)

    def refresh(self, client_id, value):
        """New tokens for a refresh token. Raises ``invalid_grant``."""
        grant = self.grants.get(value)
        now = self.clock.now()
        if grant is not None and grant.client_id != client_id:
            raise OAuthError("invalid_grant", "Incorrect Token type or clientID")
        if grant is None or grant.revoked or grant.expiry <= now:
            raise OAuthError("invalid_grant", "Incorrect or invalid refresh token")
        if grant.former == value and now - grant.issued < self.grace:
            return self._tokens(grant)
        if grant.value != value:
            raise OAuthError("invalid_grant", "Incorrect or invalid refresh token")
        if self.rotate == "always" or now - grant.issued >= ROTATION_SECONDS:
            grant.new_value(now)
            self.grants[grant.value] = grant
        self.refreshes += 1
        return self._tokens(grant)

    def _tokens(self, grant):
        now = self.clock.now()
        token = "eyJ" + secrets.token_urlsafe(48)
        self.access[token] = (grant, now + ACCESS_SECONDS)
        return {
            "token_type": "bearer",
            "expires_in": ACCESS_SECONDS,
            "refresh_token": grant.value,
            "x_refresh_token_expires_in": int(grant.expiry - now),
            "access_token": token,
        }

    def hard_seconds(self, refresh_token):
        """Seconds until a grant ends for good."""
        return int(self.grants[refresh_token].hard_expiry - self.clock.now())

    def revoke(self, token):
        """End the grant of a token of either kind. Raises 400 when it is not valid any more."""
        known = self.access.get(token)
        grant = known[0] if known else self.grants.get(token)
        if grant is None or grant.revoked:
            raise OAuthError("invalid_request")
        grant.revoked = True

    def disconnect(self, realm):
        """The user ends all applications' access to a company."""
        for grant in self.grants.values():
            if grant.realm == realm:
                grant.revoked = True

    def check_access(self, authorization, realm):
        """The application behind a request. Raises 401 (3200) or 403 (3100)."""
        scheme, _, token = (authorization or "").partition(" ")
        token = token.strip()
        known = self.access.get(token) if scheme.lower() == "bearer" else None
        if known is None:
            raise _unauthorized("Token invalid" if token else "Token missing", token)
        grant, expiry = known
        if grant.revoked:
            raise _unauthorized("Token revoked", token)
        if expiry <= self.clock.now():
            raise _unauthorized("Token expired", token)
        if grant.realm != realm or ACCOUNTING not in grant.scope:
            detail = "ApplicationAuthorizationFailed: the application has no access to this company"
            raise GatewayFault(403, "3100", detail, "AUTHORIZATION")
        return grant.client_id


def _unauthorized(text, token):
    return GatewayFault(
        401,
        "3200",
        f"{text}: {token}",
        "AUTHENTICATION",
        [("WWW-Authenticate", 'Bearer realm="Intuit", error="invalid_token"')],
    )
