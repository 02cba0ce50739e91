"""QuickBooks' books as a bookkeeper reads them: by plain HTTP, with an application of its own."""

import re
from collections import defaultdict
from decimal import Decimal

import requests

from development.remote.books import CLIENT_ID, CLIENT_SECRET

from .books import LISTS, VOIDED, Document, cents

#: Odoo's number of an invoice, payment or bill, as it stands in a memo.
NUMBER = re.compile(r"[A-Z][A-Z0-9]*/[0-9/]+")
MAXIMUM = 1000
#: Sales forms, and what is open of each.
FORMS = {
    "Estimate": None,
    "Invoice": "Balance",
    "CreditMemo": "RemainingCredit",
    "SalesReceipt": "Balance",
    "PurchaseOrder": None,
}


class RefusedByQuickBooks(AssertionError):
    """QuickBooks did not do what it was asked for."""


class Reader:
    """An application of its own that reads a company's books by plain HTTP."""

    def __init__(self, company):
        self._company = company
        self.token = None

    def all(self, entity: str) -> list[dict]:
        """Return all objects of an entity that are not deleted."""
        found = []
        while True:
            start = len(found) + 1
            statement = f"SELECT * FROM {entity} STARTPOSITION {start} MAXRESULTS {MAXIMUM}"
            page = self.call("GET", "query", query=statement).get("QueryResponse", {})
            page = page.get(entity, [])
            found += page
            if len(page) < MAXIMUM:
                return found

    def some(self, entity: str, chance) -> dict | None:
        """Return one object of an entity, None if there is none. `chance` is a `random.Random`."""
        answer = self.call("GET", "query", query=f"SELECT COUNT(*) FROM {entity}")
        count = answer["QueryResponse"]["totalCount"]
        if not count:
            return None
        start = chance.randrange(count) + 1
        statement = f"SELECT * FROM {entity} STARTPOSITION {start} MAXRESULTS 1"
        answer = self.call("GET", "query", query=statement)
        return answer["QueryResponse"][entity][0]

    def call(self, method: str, path: str, json: dict | None = None, **parameters) -> dict:
        """Make one request, with a fresh token if the clock was moved; return its parsed answer."""
        for _attempt in range(2):
            self.token = self.token or self._sign_in()
            answer = requests.request(
                method,
                f"{self._company.sandbox.url}/v3/company/{self._company.realm}/{path}",
                params={"minorversion": 75, **parameters},
                json=json,
                headers={"Accept": "application/json", "Authorization": f"Bearer {self.token}"},
                timeout=60,
            )
            if answer.status_code != 401:
                break
            self.token = None
        if not answer.ok:
            raise RefusedByQuickBooks(f"{method} {path}: {answer.status_code} {answer.text}")
        return answer.json()

    def _sign_in(self):
        sandbox = self._company.sandbox
        sandbox.control("POST", "apps", client_id=CLIENT_ID, client_secret=CLIENT_SECRET)
        return self._company.token(CLIENT_ID)["access_token"]


def quickbooks_books(reader: Reader, known=frozenset()) -> dict[tuple[str, str], list[Document]]:
    """Return what QuickBooks holds. `known` are the entries of lists that were there at first."""
    books = defaultdict(list)
    numbers = {}
    for kind, open_field in FORMS.items():
        for row in reader.all(kind):
            numbers[kind, row["Id"]] = row["DocNumber"]
            still_open = cents(row.get(open_field, 0)) if open_field else cents(0)
            status = row["TxnStatus"] if kind == "Estimate" else ""
            document = Document(cents(row["TotalAmt"]), still_open, status)
            books[_kind(kind, row), row["DocNumber"]].append(document)
    for kind in ("Bill", "VendorCredit"):
        # They bear the vendor's number; Odoo's is in the memo.
        for row in reader.all(kind):
            books[_kind(kind, row), _number(row)].append(Document(cents(row["TotalAmt"])))
    for row in reader.all("Purchase"):
        numbers["Expense", row["Id"]] = row["DocNumber"]
        books[_kind("Purchase", row), row["DocNumber"]].append(Document(cents(row["TotalAmt"])))
    for row in reader.all("Payment"):
        document = Document(
            cents(row["TotalAmt"]), cents(row["UnappliedAmt"]), "", _applied(row, numbers)
        )
        books[_kind("Payment", row), _number(row)].append(document)
    for kind, name in LISTS.items():
        for row in reader.all(kind):
            if (kind, row["Id"]) not in known:
                # The name of a customer who is a vendor too has an addition in QuickBooks.
                called = (row.get(name) or row["Name"]).removesuffix(" (Customer)")
                books[kind, called].append(Document())
    return dict(books)


def _kind(kind, row):
    return VOIDED if row.get("PrivateNote", "").startswith(VOIDED) else kind


def _number(row):
    found = NUMBER.search(row.get("PrivateNote", ""))
    return found.group() if found else f"without a number {row['Id']}"


def _applied(payment, numbers):
    applied = defaultdict(Decimal)
    for line in payment.get("Line", []):
        for link in line["LinkedTxn"]:
            applied[numbers[link["TxnType"], link["TxnId"]]] += cents(line["Amount"])
    return tuple(sorted(applied.items()))


def lists(reader: Reader) -> frozenset:
    """Return what a new company has in its lists, before anything is synced."""
    return frozenset((kind, row["Id"]) for kind in LISTS for row in reader.all(kind))
