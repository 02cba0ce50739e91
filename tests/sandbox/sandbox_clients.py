"""Clients for the sandbox's own tests: its controls, a bare API client, and python-quickbooks."""

import os

import requests
from quickbooks import QuickBooks

# The client library refuses plain HTTP unless told that this is a test.
os.environ["OAUTHLIB_INSECURE_TRANSPORT"] = "1"

MINOR_VERSION = 75


class Control:
    """The sandbox's own controls, as a test uses them."""

    def __init__(self, address):
        self.address = address
        self.session = requests.Session()

    def get(self, path, **parameters):
        return self._checked(self.session.get(f"{self.address}/_sandbox/{path}", params=parameters))

    def post(self, path, body=None):
        return self._checked(self.session.post(f"{self.address}/_sandbox/{path}", json=body or {}))

    def delete(self, path):
        return self._checked(self.session.delete(f"{self.address}/_sandbox/{path}"))

    @staticmethod
    def _checked(response):
        assert response.status_code == 200, response.text
        return response.json()

    def company(self, profile="us", **settings):
        return self.post("companies", {"profile": profile, **settings})["realmId"]

    def token(self, realm):
        return self.post(f"companies/{realm}/token")["access_token"]

    def fault(self, **order):
        return self.post("faults", order)


class Api:
    """A bare client of the Accounting API: sends what it is told, hides nothing."""

    def __init__(self, address, realm, token):
        self.base = f"{address}/v3/company/{realm}"
        self.realm = realm
        self.session = requests.Session()
        self.session.headers["Accept"] = "application/json"
        self.use(token)

    def use(self, token):
        """Go on with another access token."""
        self.session.headers["Authorization"] = f"Bearer {token}"

    def raw(self, method, path, body=None, timeout=10, **parameters):
        return self.session.request(
            method, f"{self.base}/{path}", json=body, params=parameters, timeout=timeout
        )

    def save(self, entity, body, **parameters):
        """Create or update and return the object."""
        response = self.raw("POST", entity.lower(), body, **parameters)
        assert response.status_code == 200, response.text
        return response.json()[entity]

    def refused(self, entity, body, status=400, **parameters):
        """Write something that must be refused; returns the error."""
        response = self.raw("POST", entity.lower(), body, **parameters)
        assert response.status_code == status, response.text
        (error,) = response.json()["Fault"]["Error"]
        return error

    def read(self, entity, identifier):
        response = self.raw("GET", f"{entity.lower()}/{identifier}")
        assert response.status_code == 200, response.text
        return response.json()[entity]

    def delete(self, entity, stored):
        return self.save(entity, _key(stored), operation="delete")

    def void(self, entity, stored):
        if entity == "Invoice":
            return self.save(entity, _key(stored), operation="void")
        body = {**_key(stored), "sparse": True}
        return self.save(entity, body, operation="update", include="void")

    def query(self, text):
        response = self.raw("GET", "query", query=text)
        assert response.status_code == 200, response.text
        return response.json()["QueryResponse"]

    def batch(self, items, **parameters):
        response = self.raw("POST", "batch", {"BatchItemRequest": items}, **parameters)
        assert response.status_code == 200, response.text
        return response.json()["BatchItemResponse"]

    # -- documents that many tests need ----------------------------------------------------

    def customer(self, name="Ada Lovelace", **fields):
        return self.save("Customer", {"DisplayName": name, **fields})

    def sale(self, entity, customer, *amounts, code=None, **fields):
        lines = [sales_line(amount, code) for amount in amounts or (100,)]
        body = {"CustomerRef": {"value": customer["Id"]}, "Line": lines, **fields}
        return self.save(entity, body)

    def payment(self, customer, total, *applied, **fields):
        """``applied`` are (document, amount) pairs; a document with a credit is a credit memo."""
        return self.save("Payment", payment_body(customer, total, *applied, **fields))


def payment_body(customer, total, *applied, **fields):
    lines = []
    for document, amount in applied:
        kind = "CreditMemo" if "RemainingCredit" in document else "Invoice"
        lines.append({"Amount": amount, "LinkedTxn": [{"TxnId": document["Id"], "TxnType": kind}]})
    return {
        "CustomerRef": {"value": customer["Id"]},
        "TotalAmt": total,
        "Line": lines,
        **fields,
    }


def sales_line(amount, code="NON", **detail):
    tax = {"TaxCodeRef": {"value": code}} if code else {"TaxCodeRef": {"value": "NON"}}
    return {
        "Amount": amount,
        "DetailType": "SalesItemLineDetail",
        "SalesItemLineDetail": {"ItemRef": {"value": "1"}, **tax, **detail},
    }


def _key(stored):
    return {"Id": stored["Id"], "SyncToken": stored["SyncToken"]}


class TokenHolder:
    """What python-quickbooks needs of an OAuth client: tokens that are already there."""

    environment = "production"
    client_id = "sandbox-client"
    refresh_token = "unused"

    def __init__(self, access_token):
        self.access_token = access_token


def python_quickbooks(control, realm):
    client = QuickBooks(
        auth_client=TokenHolder(control.token(realm)),
        company_id=realm,
        minorversion=MINOR_VERSION,
    )
    client.api_url_v3 = f"{control.address}/v3"
    return client
