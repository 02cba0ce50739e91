"""OAuth 2 with Intuit: the approval address, and exchanging, refreshing and revoking tokens.

One HTTP call per function, no state, no retry. Locking and storing are the caller's business: the refresh
token changes with a refresh, and the old one stops working. No secret ever gets into an error or a repr.
"""

import json
from dataclasses import dataclass, field
from typing import NamedTuple
from urllib.parse import urlencode, urlsplit, urlunsplit

import requests

from .redact import redact
from .session import TIMEOUT, USER_AGENT, NotSent, failed

SCOPE = "com.intuit.quickbooks.accounting"
REVOKE_PATH = "/v2/oauth2/tokens/revoke"
#: 100 days: what Intuit promises when the answer does not say.
REFRESH_LIFETIME = 8_640_000
ACCESS_LIFETIME = 3600
EXCERPT = 200
#: Has Intuit say when the whole approval ends: five years after it, however often tokens are refreshed.
TELL_END = "x-include-refresh-token-hard-expires-in"


class Endpoints(NamedTuple):
    api: str
    authorize: str
    token: str
    revoke: str


_AUTHORIZE = "https://appcenter.intuit.com/connect/oauth2"
_TOKEN = "https://oauth.platform.intuit.com/oauth2/v1/tokens/bearer"
_REVOKE = "https://developer.api.intuit.com" + REVOKE_PATH
#: Intuit's addresses by environment; its sandbox companies share the production OAuth server.
ENDPOINTS = {
    "production": Endpoints("https://quickbooks.api.intuit.com", _AUTHORIZE, _TOKEN, _REVOKE),
    "sandbox": Endpoints("https://sandbox-quickbooks.api.intuit.com", _AUTHORIZE, _TOKEN, _REVOKE),
}


class OAuthError(Exception):
    """Tokens were not handed out. `problem_code` is the problem it means for the connection."""

    problem_code = "reconnect"


class InvalidGrant(OAuthError):
    """The code or refresh token is no longer valid: a person has to approve the connection again."""


class InvalidClient(OAuthError):
    """Intuit does not know this client id with this secret."""

    problem_code = "no_credentials"


class Unreachable(OAuthError):
    """No usable answer: try again later. A refresh may have taken place; repeating it is harmless."""

    problem_code = "unreachable"


class AnswerLost(Unreachable):
    """No usable answer, and Intuit may have handed out new tokens: ask again at once."""


@dataclass(frozen=True, slots=True)
class Tokens:
    """Lifetimes in seconds from now. After `ends_in` no refresh helps any more; 0 if Intuit does not say."""

    access_token: str = field(repr=False)
    refresh_token: str = field(repr=False)
    expires_in: int = ACCESS_LIFETIME
    refresh_expires_in: int = REFRESH_LIFETIME
    ends_in: int = 0


def authorize_url(authorize_url: str, client_id: str, redirect_uri: str, state: str) -> str:
    """The page on which the user approves the connection and chooses the company."""
    parameters = {
        "client_id": client_id,
        "response_type": "code",
        "scope": SCOPE,
        "redirect_uri": redirect_uri,
        "state": state,
    }
    return f"{authorize_url}?{urlencode(parameters)}"


def revoke_url(token_url: str) -> str:
    """Where the tokens of this token address are revoked: Intuit has a host of its own for it."""
    if token_url == _TOKEN:
        return _REVOKE
    parts = urlsplit(token_url)
    return urlunsplit((parts.scheme, parts.netloc, REVOKE_PATH, "", ""))


def exchange_code(
    token_url: str, client_id: str, client_secret: str, code: str, redirect_uri: str
) -> Tokens:
    """The first tokens for an authorization code; it works once, within minutes.
    Raises InvalidGrant, InvalidClient or Unreachable."""
    form = {"grant_type": "authorization_code", "code": code, "redirect_uri": redirect_uri}
    return _tokens(_post(token_url, client_id, client_secret, data=form))


def refresh(token_url: str, client_id: str, client_secret: str, refresh_token: str) -> Tokens:
    """New tokens. Store both before using either: the refresh token may be another one.
    Raises InvalidGrant, InvalidClient or Unreachable."""
    form = {"grant_type": "refresh_token", "refresh_token": refresh_token}
    return _tokens(_post(token_url, client_id, client_secret, data=form), refresh_token)


def revoke(revoke_url: str, client_id: str, client_secret: str, token: str) -> None:
    """Hand a token back; all tokens of the company die with it. One that is dead already is fine.
    Raises InvalidClient or Unreachable."""
    response = _post(revoke_url, client_id, client_secret, json={"token": token})
    if response.status_code == 401:
        raise InvalidClient(_reason(response))
    if response.status_code not in (200, 400):
        raise Unreachable(_reason(response))


def _post(url, client_id, client_secret, **content) -> requests.Response:
    if not client_id or not client_secret:
        raise InvalidClient("client id or client secret is missing")
    try:
        return requests.post(
            url,
            auth=(client_id, client_secret),
            headers={"Accept": "application/json", "User-Agent": USER_AGENT, TELL_END: "true"},
            timeout=TIMEOUT,
            allow_redirects=False,
            verify=True,
            **content,
        )
    except requests.RequestException as failure:
        # Not chained: the request inside the original error carries the secrets.
        kind = Unreachable if isinstance(failed(failure), NotSent) else AnswerLost
        raise kind(redact(f"{type(failure).__name__}: {failure}")) from None


def _tokens(response: requests.Response, refresh_token: str = "") -> Tokens:
    answer = _object(response)
    error = answer.get("error")
    if response.status_code == 401 or error == "invalid_client":
        raise InvalidClient(_reason(response))
    if error == "invalid_grant":
        raise InvalidGrant(_reason(response))
    access = answer.get("access_token")
    new_refresh = answer.get("refresh_token") or refresh_token
    if response.status_code != 200 or not access or not new_refresh:
        lost = response.status_code == 200 or response.status_code >= 500
        raise (AnswerLost if lost else Unreachable)(_reason(response))
    return Tokens(
        access_token=access,
        refresh_token=new_refresh,
        expires_in=int(answer.get("expires_in") or ACCESS_LIFETIME),
        refresh_expires_in=int(answer.get("x_refresh_token_expires_in") or REFRESH_LIFETIME),
        ends_in=int(answer.get("x_refresh_token_hard_expires_in") or 0),
    )


def _object(response: requests.Response) -> dict:
    try:
        data = json.loads(response.content)
    except ValueError:
        return {}
    return data if isinstance(data, dict) else {}


def _reason(response: requests.Response) -> str:
    """What the server said, in short and without secrets."""
    answer = _object(response)
    said = " ".join(str(answer[name]) for name in ("error", "error_description") if name in answer)
    if not said and response.status_code != 200:
        said = response.content[:EXCERPT].decode("utf-8", "replace")
    return f"HTTP {response.status_code} {redact(said)}".strip()
