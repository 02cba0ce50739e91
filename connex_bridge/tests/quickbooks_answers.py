"""A QuickBooks company that answers from a table, for tests of the connection itself.

It knows OAuth and the reads that a connection makes, nothing of documents. Requests are caught where
`requests` sends them, so that these tests run wherever Odoo does. Anything unexpected is an error.
"""

import json
from base64 import b64decode
from urllib.parse import parse_qs, urlsplit

from requests import ConnectionError as RequestsConnectionError
from requests import Response

HOST = "quickbooks.example"
REALM = "9130001"

COMPANY_INFO = {"CompanyName": "Sturdy Stools Inc.", "Country": "US"}
PREFERENCES = {
    "SalesFormsPrefs": {"CustomTxnNumbers": True, "AllowEstimates": True},
    "TaxPrefs": {"UsingSalesTax": True, "PartnerTaxEnabled": True},
    "CurrencyPrefs": {"MultiCurrencyEnabled": False, "HomeCurrency": {"value": "USD"}},
    "AccountingInfoPrefs": {"BookCloseDate": "2020-12-31"},
}


def account(number, name, kind, subtype=""):
    return {
        "Id": number,
        "Name": name,
        "FullyQualifiedName": name,
        "AccountType": kind,
        "AccountSubType": subtype,
        "Active": True,
    }


class QuickBooksAnswers:
    """One company. `requests` lists (method, path) as they came; tests change the attributes at will."""

    def __init__(self):
        self.requests = []
        self.reachable = True
        self.client = ("the-client", "the-secret")
        self.codes = {"the-code"}
        self.access_tokens = set()
        self.refresh_token = None
        self.issued = 0
        self.revoked = []
        self.lists = {
            "Account": [
                account("1", "Other Sales", "Income", "OtherPrimaryIncome"),
                account("2", "Sales of Product Income", "Income", "SalesOfProductIncome"),
                account("3", "Undeposited Funds", "Other Current Asset", "UndepositedFunds"),
                account("4", "Checking", "Bank", "Checking"),
            ],
            "Item": [
                {"Id": "10", "Name": "Services", "Type": "Service", "Active": True},
                {"Id": "11", "Name": "Furniture", "Type": "Category", "Active": True},
            ],
            "Term": [{"Id": "20", "Name": "Net 30", "Type": "STANDARD", "Active": True}],
            "PaymentMethod": [{"Id": "30", "Name": "Cash", "Type": "NON_CREDIT_CARD"}],
            "TaxCode": [{"Id": "TAX", "Name": "TAX", "Active": True}],
        }

    def send(self, request):
        """The answer to a `requests.PreparedRequest` for HOST."""
        parts = urlsplit(request.url)
        self.requests.append((request.method, parts.path))
        if not self.reachable:
            raise RequestsConnectionError("Connection refused")
        if parts.path == "/token":
            return self._token(request)
        if parts.path.endswith("/tokens/revoke"):
            self.revoked.append(request.body)
            return answer(200, {})
        if (
            request.headers.get("Authorization", "").removeprefix("Bearer ")
            not in self.access_tokens
        ):
            error = {"message": "AuthenticationFailed", "detail": "Token expired", "code": "3200"}
            return answer(401, {"fault": {"error": [error], "type": "AUTHENTICATION"}})
        return self._read(parts, request.body)

    def issue(self):
        """New tokens, as QuickBooks does at every approval and refresh here; the old refresh token dies."""
        self.issued += 1
        self.refresh_token = f"refresh-{self.issued}"
        self.access_tokens = {f"access-{self.issued}"}
        return {
            "token_type": "bearer",
            "access_token": f"access-{self.issued}",
            "expires_in": 3600,
            "refresh_token": self.refresh_token,
            "x_refresh_token_expires_in": 8726400,
        }

    def _token(self, request):
        if _basic(request) != ":".join(self.client):
            return answer(401, {"error": "invalid_client"})
        body = request.body.decode() if isinstance(request.body, bytes) else request.body
        form = {name: values[0] for name, values in parse_qs(body).items()}
        if form["grant_type"] == "authorization_code":
            valid = form["code"] in self.codes
            self.codes.discard(form["code"])
        else:
            valid = self.refresh_token and form["refresh_token"] == self.refresh_token
        return answer(200, self.issue()) if valid else answer(400, {"error": "invalid_grant"})

    def _read(self, parts, body):
        base = f"/v3/company/{REALM}/"
        if not parts.path.startswith(base):
            error = {"message": "ApplicationAuthorizationFailed", "code": "3100"}
            return answer(403, {"fault": {"error": [error], "type": "AUTHORIZATION"}})
        resource = parts.path.removeprefix(base)
        if resource == f"companyinfo/{REALM}":
            return answer(200, {"CompanyInfo": COMPANY_INFO})
        if resource == "preferences":
            return answer(200, {"Preferences": PREFERENCES})
        statement = body.decode() if body else parse_qs(parts.query)["query"][0]
        entity = statement.split(" FROM ", 1)[1].split()[0]
        rows = self.lists.get(entity, [])
        if "COUNT(*)" in statement.upper():
            return answer(200, {"QueryResponse": {"totalCount": len(rows)}})
        return answer(200, {"QueryResponse": {entity: rows} if rows else {}})


def _basic(request):
    scheme, _space, credentials = request.headers.get("Authorization", "").partition(" ")
    return b64decode(credentials).decode() if scheme == "Basic" else ""


def answer(status, content):
    response = Response()
    response.status_code = status
    response.headers["Content-Type"] = "application/json"
    response._content = json.dumps(content).encode()
    return response
