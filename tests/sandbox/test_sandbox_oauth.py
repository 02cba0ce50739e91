"""OAuth: approval by a person, tokens and their lives, revocation, wrong credentials."""

import re
from urllib.parse import parse_qs, urlsplit

import pytest
import requests
from intuitlib.client import AuthClient
from intuitlib.enums import Scopes
from intuitlib.exceptions import AuthClientError

BACK = "http://localhost:8069/connex/oauth/callback"
DAY = 86_400
SECRET = ("sandbox-client", "sandbox-secret")


@pytest.fixture
def application(control):
    """intuit-oauth, Intuit's own client library, pointed at the sandbox."""
    return AuthClient(
        *SECRET,
        redirect_uri=BACK,
        environment=f"{control.address}/.well-known/openid_sandbox_configuration",
    )


def approve(address, realm, decision="approve"):
    """Answer the page as a person does; returns what the browser is sent back with."""
    page = requests.get(address)
    assert page.status_code == 200, page.text
    fields = dict(re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', page.text))
    fields |= {"realmId": realm, "decision": decision}
    answer = requests.post(f"{address.split('?')[0]}", data=fields, allow_redirects=False)
    assert answer.status_code == 302
    location = answer.headers["Location"]
    assert location.startswith(BACK)
    return {name: value for name, (value,) in parse_qs(urlsplit(location).query).items()}


def connected(application, realm):
    url = application.get_authorization_url([Scopes.ACCOUNTING], state_token="s-1")
    back = approve(url, realm)
    application.get_bearer_token(back["code"], realm_id=back["realmId"])
    return application


def read(control, realm, token):
    return requests.get(
        f"{control.address}/v3/company/{realm}/companyinfo/{realm}",
        headers={"Authorization": f"Bearer {token}", "Accept": "application/json"},
    )


def refresh(control, value, credentials=SECRET):
    return requests.post(
        f"{control.address}/oauth2/v1/tokens/bearer",
        data={"grant_type": "refresh_token", "refresh_token": value},
        auth=credentials,
    )


def test_a_person_approves_and_the_application_reads_the_company(application, control, realm):
    url = application.get_authorization_url([Scopes.ACCOUNTING], state_token="my state")
    assert url.startswith(control.address)
    back = approve(url, realm)
    assert (back["state"], back["realmId"]) == ("my state", realm)
    application.get_bearer_token(back["code"], realm_id=realm)
    assert application.expires_in == 3600
    assert read(control, realm, application.access_token).json()["CompanyInfo"]["Country"] == "US"


def test_the_page_offers_every_company(application, control, realm):
    other = control.company("uk", name="Tea & Sons <Ltd>")
    text = requests.get(application.get_authorization_url([Scopes.ACCOUNTING])).text
    assert realm in text and other in text
    assert "Tea &amp; Sons &lt;Ltd&gt;" in text


def test_a_person_refuses(application, realm):
    url = application.get_authorization_url([Scopes.ACCOUNTING], state_token="s")
    assert approve(url, realm, "cancel") == {"error": "access_denied", "state": "s"}


def test_a_code_works_once_and_for_ten_minutes(application, control, realm):
    url = application.get_authorization_url([Scopes.ACCOUNTING])
    used, late = approve(url, realm)["code"], approve(url, realm)["code"]
    application.get_bearer_token(used)
    control.post("clock", {"advance": 601})
    for code in (used, late, "invented"):
        with pytest.raises(AuthClientError) as refused:
            application.get_bearer_token(code)
        assert refused.value.status_code == 400
        assert b"invalid_grant" in refused.value.content


def test_unknown_scopes_and_redirects_are_refused(control):
    base = {"client_id": "shop", "response_type": "code", "state": "s", "redirect_uri": BACK}
    page = f"{control.address}/connect/oauth2"
    assert requests.get(page, params={**base, "scope": "x"}).status_code == 400
    app = {"client_id": "shop", "client_secret": "x", "redirect_uris": [BACK]}
    control.post("apps", app)
    answer = requests.get(page, params={**base, "scope": "x"}, allow_redirects=False)
    assert "error=invalid_scope" in answer.headers["Location"]
    scope = "com.intuit.quickbooks.accounting"
    assert requests.get(page, params={**base, "scope": scope}).status_code == 200
    elsewhere = {**base, "scope": scope, "redirect_uri": "http://elsewhere.example/"}
    assert requests.get(page, params=elsewhere).status_code == 400


def test_an_access_token_lives_an_hour(application, control, realm):
    token = connected(application, realm).access_token
    control.post("clock", {"advance": 3599})
    assert read(control, realm, token).status_code == 200
    control.post("clock", {"advance": 2})
    late = read(control, realm, token)
    assert late.status_code == 401
    assert late.json()["fault"]["error"][0]["code"] == "3200"
    assert "invalid_token" in late.headers["WWW-Authenticate"]


def test_a_refresh_token_changes_its_value_after_a_day(application, control, realm):
    first = connected(application, realm).refresh_token
    same = refresh(control, first).json()
    assert same["refresh_token"] == first
    control.post("clock", {"advance": DAY})
    second = refresh(control, first).json()["refresh_token"]
    assert second != first
    refused = refresh(control, first)
    assert refused.status_code == 400
    assert refused.json()["error"] == "invalid_grant"
    assert refresh(control, second).status_code == 200


def test_the_value_can_be_told_to_change_every_time(application, control, realm):
    control.post("oauth", {"rotate": "always"})
    first = connected(application, realm).refresh_token
    second = refresh(control, first).json()["refresh_token"]
    assert second != first
    assert refresh(control, first).status_code == 400


def test_an_unused_refresh_token_dies_after_about_a_hundred_days(application, control, realm):
    value = connected(application, realm).refresh_token
    control.post("clock", {"advance": 100 * DAY})
    value = refresh(control, value).json()["refresh_token"]
    control.post("clock", {"advance": 102 * DAY})
    assert refresh(control, value).json()["error"] == "invalid_grant"


def test_a_grant_ends_after_five_years_whatever_happens(application, control, realm):
    value = connected(application, realm).refresh_token
    for _ in range(19):
        control.post("clock", {"advance": 96 * DAY})
        value = refresh(control, value).json()["refresh_token"]
    control.post("clock", {"advance": 2 * DAY})
    assert refresh(control, value).status_code == 400


def test_revoking_either_token_ends_both(application, control, realm):
    connected(application, realm)
    access, value = application.access_token, application.refresh_token
    assert application.revoke(token=value)
    assert read(control, realm, access).status_code == 401
    assert refresh(control, value).json()["error"] == "invalid_grant"
    with pytest.raises(AuthClientError):
        application.revoke(token=value)


def test_a_form_body_revokes_as_well(application, control, realm):
    connected(application, realm)
    answer = requests.post(
        f"{control.address}/v2/oauth2/tokens/revoke",
        data={"token": application.access_token},
        auth=SECRET,
    )
    assert (answer.status_code, answer.content) == (200, b"")
    assert read(control, realm, application.access_token).status_code == 401


def test_wrong_credentials_are_told_from_wrong_tokens(application, control, realm):
    value = connected(application, realm).refresh_token
    wrong = refresh(control, value, ("sandbox-client", "guess"))
    assert (wrong.status_code, wrong.json()["error"]) == (401, "invalid_client")
    control.post("apps", {"client_id": "other", "client_secret": "x"})
    foreign = refresh(control, value, ("other", "x"))
    assert foreign.status_code == 400
    assert foreign.json()["error_description"] == "Incorrect Token type or clientID"


@pytest.mark.parametrize(
    ("form", "error"),
    [
        ({}, "invalid_request"),
        ({"grant_type": "password"}, "unsupported_grant_type"),
        ({"grant_type": "refresh_token"}, "invalid_request"),
        ({"grant_type": "authorization_code", "code": "x"}, "invalid_request"),
    ],
)
def test_incomplete_token_requests_say_what_is_wrong(control, form, error):
    answer = requests.post(f"{control.address}/oauth2/v1/tokens/bearer", data=form, auth=SECRET)
    assert (answer.status_code, answer.json()) == (400, {"error": error})


def test_credentials_may_come_in_the_form(application, control, realm):
    value = connected(application, realm).refresh_token
    form = {"grant_type": "refresh_token", "refresh_token": value}
    form |= {"client_id": SECRET[0], "client_secret": SECRET[1]}
    answer = requests.post(f"{control.address}/oauth2/v1/tokens/bearer", data=form)
    assert answer.status_code == 200


def test_a_token_of_one_company_does_not_open_another(control, realm):
    other = control.company("us")
    answer = read(control, other, control.token(realm))
    assert answer.status_code == 403
    assert answer.json()["fault"]["error"][0]["code"] == "3100"
    assert read(control, realm, "nonsense").status_code == 401


def test_the_remaining_life_of_a_grant_is_told_on_request(application, control, realm):
    value = connected(application, realm).refresh_token
    answer = requests.post(
        f"{control.address}/oauth2/v1/tokens/bearer",
        data={"grant_type": "refresh_token", "refresh_token": value},
        headers={"x-include-refresh-token-hard-expires-in": "true"},
        auth=SECRET,
    ).json()
    assert answer["x_refresh_token_hard_expires_in"] > answer["x_refresh_token_expires_in"]


def test_the_approving_person_has_a_name(application, control, realm):
    connected(application, realm)
    answer = application.get_user_info(access_token=application.access_token)
    assert answer.json()["givenName"] == "Jane"


def test_a_replaced_refresh_token_works_for_as_long_as_grace_is_given(control, realm):
    first = control.post(f"companies/{realm}/token", {})["refresh_token"]
    control.post("oauth", {"rotate": "always"})
    second = refresh(control, first).json()["refresh_token"]
    assert refresh(control, first).json()["error"] == "invalid_grant"
    control.post("oauth", {"grace": 60})
    assert refresh(control, first).json()["refresh_token"] == second
    control.post("clock", {"advance": 61})
    assert refresh(control, first).json()["error"] == "invalid_grant"
    assert refresh(control, second).status_code == 200


def test_an_answer_of_the_token_address_gets_lost_only_where_a_test_names_it(control, realm):
    first = control.post(f"companies/{realm}/token", {})["refresh_token"]
    control.post("faults", {"kind": "reset_after"})
    assert refresh(control, first).status_code == 200
    control.post("faults", {"kind": "reset_after", "match": {"path": "tokens/bearer"}})
    with pytest.raises(requests.ConnectionError):
        refresh(control, first)
    assert refresh(control, first).status_code == 200
    assert control.get("oauth")["calls"] == [200, 200, 200]
