"""Connecting Odoo to a QuickBooks company as a person does: button, approval page, redirect back."""

from urllib.parse import urljoin

from lxml import html

from .odoo import Odoo
from .sandbox import CLIENT_ID, CLIENT_SECRET, Company


def new_connection(odoo: Odoo, company: Company, **values) -> int:
    """Create a `connex.connection` with the stand-in's addresses; return its id."""
    url = company.sandbox.url
    defaults = {
        "name": f"QuickBooks company {company.realm}",
        "backend": "online",
        "environment": "custom",
        "api_base_url": url,
        "oauth_authorize_url": f"{url}/connect/oauth2",
        "oauth_token_url": f"{url}/oauth2/v1/tokens/bearer",
        "client_id": CLIENT_ID,
        "client_secret": CLIENT_SECRET,
    }
    return odoo.create("connex.connection", **{**defaults, **values})


def approve(odoo: Odoo, connection: int, company: Company, button: str = "approve"):
    """Press Connect, choose the company on the approval page, press `button`; go back to Odoo.

    Returns the response of Odoo's callback: a redirect to the connection, or a page that says why not.
    """
    action = odoo.call("connex.connection", "action_connect", [connection])
    page = odoo.http.get(action["url"], timeout=60)
    page.raise_for_status()
    form = html.fromstring(page.text, base_url=page.url).forms[0]
    fields = dict(form.form_values())
    for name in fields | dict.fromkeys(form.fields.keys()):
        if name.lower() in ("realm", "realmid", "realm_id", "company"):
            fields[name] = company.realm
    choice = _button(form, button)
    if choice.get("name"):
        fields[choice.get("name")] = choice.get("value") or ""
    target = urljoin(page.url, choice.get("formaction") or form.get("action") or page.url)
    method = (form.get("method") or "get").lower()
    payload = {"data": fields} if method == "post" else {"params": fields}
    back = odoo.http.request(method, target, timeout=60, allow_redirects=False, **payload)
    back.raise_for_status()
    # The page of the connection itself would take a second to build, for nobody to look at.
    response = odoo.http.get(back.headers["Location"], timeout=60, allow_redirects=False)
    response.raise_for_status()
    return response


def _button(form, wanted: str):
    for candidate in form.xpath(".//button | .//input[@type='submit']"):
        texts = (candidate.text_content(), candidate.get("value"), candidate.get("name"))
        if any(wanted.lower() in (text or "").lower() for text in texts):
            return candidate
    raise AssertionError(f"the approval page has no {wanted!r} button")
