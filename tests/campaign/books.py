"""Both books as a bookkeeper compares them: Odoo's by SQL, QuickBooks' by plain HTTP, no code of the addon.

A document is known by its kind and Odoo's number, in both. What is compared: how often it is there, its
total, what is open of it, and for payments what they are applied to.
"""

import os
import re
from collections import defaultdict
from contextlib import closing
from dataclasses import dataclass
from decimal import Decimal

import psycopg2
import psycopg2.extras
import requests

from development import postgres
from development.remote.books import CLIENT_ID, CLIENT_SECRET

NUMBER = re.compile(r"[A-Z][A-Z0-9]*/[0-9/]+")
MAXIMUM = 1000
#: A document in QuickBooks that is none any more.
VOIDED = "Voided"


@dataclass(frozen=True)
class Document:
    """`open` is what is not paid, not applied or not used up; `applied` are pairs (number, amount)."""

    total: Decimal = Decimal(0)
    open: Decimal = Decimal(0)
    status: str = ""
    applied: tuple = ()


# Odoo

ORDERS = """
    SELECT name, amount_total,
           CASE WHEN invoice_status IN ('invoiced', 'upselling') THEN 'Closed' ELSE 'Accepted' END
      FROM sale_order WHERE state = 'sale'
"""
MOVES = """
    SELECT CASE move_type WHEN 'out_invoice' THEN 'Invoice' ELSE 'CreditMemo' END,
           name, amount_total, amount_residual
      FROM account_move WHERE state = 'posted' AND move_type IN ('out_invoice', 'out_refund')
"""
PAYMENTS = """
    SELECT payment.name, payment.amount, -sum(line.amount_residual)
      FROM account_payment payment
      JOIN account_move_line line ON line.move_id = payment.move_id
      JOIN account_account account ON account.id = line.account_id
     WHERE payment.payment_type = 'inbound' AND payment.state IN ('in_process', 'paid')
       AND account.account_type = 'asset_receivable'
     GROUP BY payment.name, payment.amount
"""
#: Who pays what, of the credit notes and payments above.
APPLIED = """
    SELECT payer.name AS payer, paid.name AS paid, sum(partial.amount) AS amount,
           payer.move_type = 'out_refund' AS by_credit
      FROM account_partial_reconcile partial
      JOIN account_move_line credit ON credit.id = partial.credit_move_id
      JOIN account_move_line debit ON debit.id = partial.debit_move_id
      JOIN account_move payer ON payer.id = credit.move_id
      JOIN account_move paid ON paid.id = debit.move_id
     WHERE paid.move_type = 'out_invoice'
     GROUP BY payer.name, paid.name, payer.move_type
"""
CUSTOMERS = """
    SELECT DISTINCT partner.name FROM res_partner partner WHERE partner.id IN (
        SELECT partner_id FROM sale_order WHERE state = 'sale'
        UNION SELECT partner_id FROM account_move
         WHERE state = 'posted' AND move_type IN ('out_invoice', 'out_refund')
        UNION SELECT partner_id FROM account_payment
         WHERE payment_type = 'inbound' AND state IN ('in_process', 'paid'))
"""
ITEMS = """
    SELECT DISTINCT product.default_code FROM product_product product WHERE product.id IN (
        SELECT line.product_id FROM sale_order_line line
         JOIN sale_order sale ON sale.id = line.order_id WHERE sale.state = 'sale'
        UNION SELECT line.product_id FROM account_move_line line
         JOIN account_move move ON move.id = line.move_id
         WHERE move.state = 'posted' AND move.move_type IN ('out_invoice', 'out_refund'))
"""
TERMS = """
    SELECT DISTINCT term.name ->> 'en_US' FROM account_payment_term term WHERE term.id IN (
        SELECT payment_term_id FROM sale_order WHERE state = 'sale'
        UNION SELECT invoice_payment_term_id FROM account_move
         WHERE state = 'posted' AND move_type = 'out_invoice')
"""


def connect(database: str):
    """Return a psycopg2 connection to a database, to be closed."""
    variables = postgres.connection()
    return closing(
        psycopg2.connect(
            dbname=database,
            host=variables["PGHOST"],
            port=variables["PGPORT"],
            user=variables["PGUSER"],
            password=variables.get("PGPASSWORD") or os.environ.get("PGPASSWORD"),
        )
    )


def odoo_books(database: str, receipts: bool = False) -> dict[tuple[str, str], list[Document]]:
    """Return what QuickBooks should hold; with `receipts`, paid invoices are sales receipts."""
    with connect(database) as connection, connection.cursor() as cursor:

        def rows(query):
            cursor.execute(query)
            return cursor.fetchall()

        books = defaultdict(list)
        applied = defaultdict(list)
        credits_ = set()
        for payer, paid, amount, by_credit in rows(APPLIED):
            applied[payer].append((paid, cents(amount)))
            if by_credit:
                credits_.add(payer)
        for kind, names in (("Customer", CUSTOMERS), ("Item", ITEMS), ("Term", TERMS)):
            for (name,) in rows(names):
                books[kind, name].append(Document())
        for kind, name, total, residual in rows(MOVES):
            kind = "SalesReceipt" if receipts and kind == "Invoice" else kind
            books[kind, name].append(Document(cents(total), cents(residual)))
        if not receipts:
            for name, total, status in rows(ORDERS):
                books["Estimate", name].append(Document(cents(total), status=status))
            for name, amount, residual in rows(PAYMENTS):
                parts = tuple(sorted(applied[name]))
                books["Payment", name].append(Document(cents(amount), cents(residual), "", parts))
            for name in credits_:
                parts = applied[name] + [(name, sum(amount for _number, amount in applied[name]))]
                books["Payment", name].append(Document(applied=tuple(sorted(parts))))
    return dict(books)


# QuickBooks


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
        assert answer.ok, f"{method} {path}: {answer.status_code} {answer.text}"
        return answer.json()

    def _sign_in(self):
        sandbox = self._company.sandbox
        sandbox.control("POST", "apps", client_id=CLIENT_ID, client_secret=CLIENT_SECRET)
        return self._company.token(CLIENT_ID)["access_token"]


def quickbooks_books(reader: Reader, known=frozenset()) -> dict[tuple[str, str], list[Document]]:
    """Return what QuickBooks holds. `known` are the entries of lists that were there at first."""
    books = defaultdict(list)
    numbers = {}
    for kind, open_field in (
        ("Estimate", None),
        ("Invoice", "Balance"),
        ("CreditMemo", "RemainingCredit"),
        ("SalesReceipt", "Balance"),
    ):
        for row in reader.all(kind):
            numbers[kind, row["Id"]] = row["DocNumber"]
            if row.get("PrivateNote", "").startswith(VOIDED):
                books[VOIDED, row["DocNumber"]].append(Document(cents(row["TotalAmt"])))
                continue
            status = row["TxnStatus"] if kind == "Estimate" else ""
            still_open = cents(row.get(open_field, 0)) if open_field else cents(0)
            books[kind, row["DocNumber"]].append(
                Document(cents(row["TotalAmt"]), still_open, status)
            )
    for row in reader.all("Payment"):
        note = row.get("PrivateNote", "")
        found = NUMBER.search(note)
        number = found.group() if found else f"payment {row['Id']}"
        if note.startswith(VOIDED):
            books[VOIDED, number].append(Document(cents(row["TotalAmt"])))
            continue
        applied = defaultdict(Decimal)
        for line in row.get("Line", []):
            for link in line["LinkedTxn"]:
                applied[numbers[link["TxnType"], link["TxnId"]]] += cents(line["Amount"])
        document = Document(
            cents(row["TotalAmt"]), cents(row["UnappliedAmt"]), "", tuple(sorted(applied.items()))
        )
        books["Payment", number].append(document)
    for kind, name in (("Customer", "DisplayName"), ("Item", "Sku"), ("Term", "Name")):
        for row in reader.all(kind):
            if (kind, row["Id"]) not in known:
                # The name of a customer who is a vendor too has an addition in QuickBooks.
                called = (row.get(name) or row["Name"]).removesuffix(" (Customer)")
                books[kind, called].append(Document())
    return dict(books)


def lists(reader: Reader) -> frozenset:
    """Return what a new company has in its lists, before anything is synced."""
    return frozenset(
        (kind, row["Id"]) for kind in ("Customer", "Item", "Term") for row in reader.all(kind)
    )


def cents(amount) -> Decimal:
    """Return an amount with two decimals."""
    return Decimal(str(amount)).quantize(Decimal("0.01"))
