"""Tokens are asked for as Intuit wants it, and no secret shows in anything that can be read."""

import base64
from urllib.parse import parse_qs, urlsplit

import pytest
from scripted_server import CLOSE, reply, serving

from connex_bridge.bridge.online import oauth
from connex_bridge.bridge.online.redact import redact

SECRET, REFRESH = "the-client-secret", "AB1-the-refresh-token"
TOKENS = (
    '{"token_type":"bearer","expires_in":3600,"refresh_token":"AB2-new",'
    '"x_refresh_token_expires_in":8726400,"access_token":"eyJ-new"}'
)


def refreshed(*script):
    with serving(*script) as server:
        result = oauth.refresh(server.url + "/tokens", "client", SECRET, REFRESH)
    return result, server.requests[0]


def refused(*script):
    with pytest.raises(oauth.OAuthError) as caught:
        refreshed(*script)
    shown = f"{caught.value!r} {caught.value} {caught.value.__cause__!r} {caught.value.__context__}"
    assert SECRET not in shown
    assert REFRESH not in shown
    return caught.value


def test_the_approval_page_gets_all_it_needs():
    url = oauth.authorize_url("https://appcenter.example/connect", "id", "https://o/cb", "st&te")
    assert parse_qs(urlsplit(url).query) == {
        "client_id": ["id"],
        "response_type": ["code"],
        "scope": ["com.intuit.quickbooks.accounting"],
        "redirect_uri": ["https://o/cb"],
        "state": ["st&te"],
    }


def test_a_refresh_hands_out_both_tokens_and_their_lifetimes():
    tokens, request = refreshed(reply(TOKENS))
    assert (tokens.access_token, tokens.refresh_token) == ("eyJ-new", "AB2-new")
    assert (tokens.expires_in, tokens.refresh_expires_in) == (3600, 8726400)
    head, _, body = request.partition(b"\r\n\r\n")
    basic = base64.b64encode(f"client:{SECRET}".encode())
    assert b"Authorization: Basic " + basic in head
    assert body == b"grant_type=refresh_token&refresh_token=" + REFRESH.encode()


def test_a_refresh_token_that_is_not_repeated_stays_the_same():
    tokens, _request = refreshed(reply('{"access_token":"eyJ"}'))
    assert (tokens.refresh_token, tokens.expires_in) == (REFRESH, 3600)


def test_intuit_says_when_refreshing_ends_for_good_because_it_is_asked():
    answer = TOKENS.replace("{", '{"x_refresh_token_hard_expires_in":157680000,', 1)
    tokens, request = refreshed(reply(answer))
    assert tokens.ends_in == 157_680_000
    assert b"x-include-refresh-token-hard-expires-in: true" in request


def test_nobody_there_has_handed_out_nothing():
    with pytest.raises(oauth.Unreachable) as caught:
        oauth.refresh("http://no-such-host.invalid/", "client", SECRET, REFRESH)
    assert type(caught.value) is oauth.Unreachable


def test_a_code_is_exchanged_with_the_same_redirect_address():
    with serving(reply(TOKENS)) as server:
        oauth.exchange_code(server.url, "client", SECRET, "the code", "https://o/cb")
    form = parse_qs(server.requests[0].partition(b"\r\n\r\n")[2].decode())
    assert form == {
        "grant_type": ["authorization_code"],
        "code": ["the code"],
        "redirect_uri": ["https://o/cb"],
    }


@pytest.mark.parametrize(
    ("answer", "error", "problem"),
    [
        (reply('{"error":"invalid_grant"}', 400), oauth.InvalidGrant, "reconnect"),
        (reply('{"error":"invalid_client"}', 401), oauth.InvalidClient, "no_credentials"),
        (reply("", 401), oauth.InvalidClient, "no_credentials"),
        (reply("<html>down</html>", 503), oauth.AnswerLost, "unreachable"),
        (reply('{"error":"server_error"}', 400), oauth.Unreachable, "unreachable"),
        (reply("<html>Log in</html>"), oauth.AnswerLost, "unreachable"),
        (reply("{}"), oauth.AnswerLost, "unreachable"),
        (reply("", 302, Location="http://127.0.0.1:1/"), oauth.Unreachable, "unreachable"),
        (CLOSE, oauth.AnswerLost, "unreachable"),
        (
            reply(f'{{"error":"x","error_description":"refresh_token={REFRESH}"}}', 400),
            oauth.Unreachable,
            "unreachable",
        ),
    ],
)
def test_a_refusal_says_whether_a_person_is_needed(answer, error, problem):
    failure = refused(answer)
    assert type(failure) is error
    assert failure.problem_code == problem


def test_missing_credentials_are_noticed_before_anything_is_sent():
    with pytest.raises(oauth.InvalidClient):
        oauth.refresh("http://127.0.0.1:1/", "client", "", REFRESH)


@pytest.mark.parametrize("answer", [reply(""), reply("", 400)])
def test_revoking_a_token_that_is_dead_already_is_fine(answer):
    with serving(answer) as server:
        oauth.revoke(server.url + "/revoke", "client", SECRET, REFRESH)
    assert server.requests[0].endswith(b'{"token": "' + REFRESH.encode() + b'"}')


def test_a_revocation_that_does_not_get_through_says_so():
    with serving(reply("", 500)) as server, pytest.raises(oauth.Unreachable):
        oauth.revoke(server.url, "client", SECRET, REFRESH)


def test_tokens_are_revoked_where_they_came_from():
    production = oauth.ENDPOINTS["production"]
    assert oauth.revoke_url(production.token) == production.revoke
    assert oauth.revoke_url("http://127.0.0.1:9/oauth2/v1/tokens/bearer") == (
        "http://127.0.0.1:9/v2/oauth2/tokens/revoke"
    )


def test_tokens_do_not_show_themselves():
    shown = repr(oauth.Tokens("eyJ-secret", "AB1-secret"))
    assert "secret" not in shown
    assert "3600" in shown


@pytest.mark.parametrize(
    "text",
    [
        "Authorization: Bearer eyJ.SECRET-1",
        "'Authorization': 'Basic U0VDUkVULTE='",
        '{"access_token": "SECRET-1", "refresh_token":"SECRET-2\\"SECRET-3"}',
        "grant_type=refresh_token&refresh_token=SECRET-1&x=1",
        "client_secret=SECRET-1",
        "GET /cb?code=SECRET-1SECRET-2SECRET-3&state=s",
        'refused Bearer SECRET-1"',
        "token: SECRET-1",
        "Set-Cookie: SECRET-1; Path=/",
    ],
)
def test_secrets_are_taken_out_of_texts(text):
    hidden = redact(text)
    assert "SECRET" not in hidden
    assert "U0VD" not in hidden
    assert "***" in hidden


@pytest.mark.parametrize(
    "text",
    [
        '{"SyncToken":"3","code":"6240"}',
        'Bearer realm="Intuit"',
        "Chair, code=12",
        "a token of thanks",
    ],
)
def test_what_is_no_secret_stays(text):
    assert redact(text) == text


def test_secrets_are_taken_out_of_headers():
    headers = {"Authorization": "Bearer SECRET", "intuit_tid": "1-2", "X": "access_token=SECRET"}
    assert redact(headers) == {
        "Authorization": "***",
        "intuit_tid": "1-2",
        "X": "access_token=***",
    }
