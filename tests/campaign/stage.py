"""Where campaigns take place: Odoo's workers on a database, QuickBooks' stand-in, and one connection.

Both can be put back to an earlier moment, and time passes for both when the campaign says so. What is
another thing with each QuickBooks is in online.py and desktop.py.
"""

from collections import Counter
from contextlib import suppress

import psycopg2.extras

from development import databases, postgres
from development.remote.sandbox import Sandbox as Controls
from quickbooks_sandbox.sandbox import Sandbox
from quickbooks_sandbox.server import Server
from quickbooks_sandbox.storage import put_back, state_of

from . import books
from .comparison import Difference, compare
from .workers import Workers, finished

DAY = 86400
#: Longer than the longest pause between two attempts.
MOST_ROUNDS = 60

WAITING = """
    SELECT count(*) FROM connex_mirror
     WHERE state IN ('in_flight', 'unknown') OR (state = 'waiting' AND blocked_by_id IS NULL)
"""
PENDING = "SELECT count(*) FROM connex_source WHERE pending"
#: Seconds until something is due, by the machine's clock; 0 when nothing waits for its time.
DUE = """
    SELECT EXTRACT(EPOCH FROM min(moment) - (now() AT TIME ZONE 'UTC')) FROM (
        SELECT GREATEST(connection.resting_until, (
            SELECT min(COALESCE(next_try, '-infinity')) FROM connex_mirror mirror
             WHERE mirror.connection_id = connection.id
               AND (mirror.state = 'waiting' AND mirror.blocked_by_id IS NULL
                    OR mirror.reread IS NOT NULL)
               AND NOT EXISTS (SELECT FROM connex_mirror WHERE state IN ('in_flight', 'unknown'))
        )) AS moment FROM connex_connection connection) AS moments
     WHERE moment > '-infinity'
"""
#: What Odoo shows as not gone through, and what waits for that.
HELD = """
    SELECT mirror.document, COALESCE(blocker.problem_code, mirror.problem_code) AS problem_code,
           COALESCE(sale.name, move.name, payment.name, partner.name, {item},
                    mirror.name) AS number, mirror.state, mirror.qb_id
      FROM connex_mirror mirror
      LEFT JOIN connex_mirror blocker ON blocker.id = mirror.blocked_by_id
      LEFT JOIN sale_order sale ON mirror.res_model = 'sale.order' AND sale.id = mirror.res_id
      LEFT JOIN account_move move ON mirror.res_model = 'account.move' AND move.id = mirror.res_id
      LEFT JOIN account_payment payment
        ON mirror.res_model = 'account.payment' AND payment.id = mirror.res_id
      LEFT JOIN res_partner partner ON mirror.res_model = 'res.partner' AND partner.id = mirror.res_id
      LEFT JOIN product_product product
        ON mirror.res_model = 'product.product' AND product.id = mirror.res_id
      LEFT JOIN product_template template ON template.id = product.product_tmpl_id
     WHERE mirror.state = 'problem' OR (mirror.state = 'waiting' AND mirror.blocked_by_id IS NOT NULL)
"""
KINDS = {
    "customer": "Customer",
    "item": "Item",
    "term": "Term",
    "sales_order": "Estimate",
    "invoice": "Invoice",
    "sales_receipt": "SalesReceipt",
    "credit_memo": "CreditMemo",
    "payment": "Payment",
    "refund": "Purchase",
    "vendor": "Vendor",
    "purchase_order": "PurchaseOrder",
    "bill": "Bill",
    "vendor_credit": "VendorCredit",
}

#: A database that is put back is the same one to us, though PostgreSQL gives it a new number: without this
#: the addon would take it for a copy and ask a person.
STAYS_AT_HOME = """
    UPDATE connex_token
       SET home = concat_ws(
               '/',
               (SELECT value FROM ir_config_parameter WHERE key = 'database.uuid'),
               (SELECT system_identifier FROM pg_control_system()),
               (SELECT oid FROM pg_database WHERE datname = current_database())
           )
     WHERE home IS NOT NULL
"""


class Stage:
    """One database and one QuickBooks company. Use as a context.

    `situations` are those of the crash campaign; `item` is the column that QuickBooks' items are known by,
    `closed` says which orders QuickBooks has closed.
    """

    situations = ()
    item = books.SKU
    closed = books.INVOICED

    def __init__(self, database: str, source: str | None = None, **settings):
        self.database = databases.fresh(database, source)
        self._settings = settings
        self._snapshots = {}
        self.reconnected = 0

    def __enter__(self):
        self.server = Server(Sandbox([])).start()
        self.sandbox = Controls(self.server.address)
        self.workers = Workers(self.database)
        self._connect(self._settings)
        return self

    def __exit__(self, *_failure):
        with suppress(OSError):
            self.workers.stop()
        self.server.stop()
        for label in [*self._snapshots]:
            databases.drop(self._copy(label))
        databases.drop(self.database)

    # Moments to come back to

    def keep(self, label: str) -> None:
        """Remember this moment of both books under a name."""
        _replace(self._copy(label), self.database)
        state = state_of(self.server.sandbox)
        self._snapshots[label] = (state, self.workers.clock)

    def back_to(self, label: str) -> None:
        """Put both books back to the moment of that name."""
        _replace(self.database, self._copy(label))
        postgres.query(STAYS_AT_HOME, self.database)
        state, self.workers.clock = self._snapshots[label]
        sandbox = self.server.sandbox
        with sandbox.lock:
            put_back(sandbox, state)
        self._rewound()

    def _copy(self, label):
        return f"{self.database}_{label}"

    def let_pass(self, seconds: float) -> None:
        """Let time pass for Odoo, for its database and for QuickBooks."""
        self.workers.clock += seconds
        self.sandbox.advance_clock(seconds)

    # Runs

    def run(self, task: str = "", **options) -> dict:
        """Let Odoo sync once, or do another task of workers; return the worker's answer."""
        return self.workers.run(task or "tasks:sync", **options)

    def run_until_quiet(self) -> int:
        """Run until nothing is left to do, letting the pauses between attempts pass; return how often."""
        for runs in range(1, MOST_ROUNDS):
            finished(self.run())
            if self.reconnect_if_asked():
                continue
            if not self.is_busy():
                return runs
            self.let_pass(self.pause())
        raise AssertionError(f"still busy after {runs} runs: {self.problems()}")

    def is_busy(self) -> bool:
        """Return whether Odoo has something left to do now or later without anybody's help."""
        return self.count(WAITING) + self.count(PENDING) > 0

    def pause(self) -> float:
        """Return the seconds until something is due, at least one."""
        with books.connect(self.database) as connection, connection.cursor() as cursor:
            cursor.execute(DUE)
            (due,) = cursor.fetchone()
        return max(float(due or 0) - self.workers.clock + 1, 1)

    def after_a_kill(self) -> None:
        """Let the time pass that a run takes to notice that the one before it was killed."""

    def after_a_run(self) -> None:
        """Return once an outage is over, and mend what QuickBooks asks a person for."""

    def reconnect_if_asked(self) -> bool:
        """Approve the connection again if it says that somebody must; return whether it did."""
        return False

    # Looking

    def count(self, query: str):
        """Return the one value that a query answers with."""
        with books.connect(self.database) as connection, connection.cursor() as cursor:
            cursor.execute(query)
            return cursor.fetchone()[0]

    def invoice_of(self, order: str) -> str:
        """Return the number of an order's invoice."""
        return self.count(f"SELECT name FROM account_move WHERE invoice_origin = '{order}'")

    def problems(self) -> list[dict]:
        """Return what Odoo shows as not gone through: document, number, problem_code, state."""
        with books.connect(self.database) as connection:
            factory = psycopg2.extras.RealDictCursor
            with connection.cursor(cursor_factory=factory) as cursor:
                cursor.execute(HELD.format(item=self.item))
                return [dict(row) for row in cursor.fetchall()]

    def complaints(self) -> list[str]:
        """Return what has gone wrong beside the books: errors in Odoo's log."""
        return self.workers.complaints()

    def compare(self, receipts: bool = False) -> Difference:
        """Lay both books side by side."""
        held = frozenset(
            (KINDS.get(each["document"], each["document"]), each["number"])
            for each in self.problems()
        )
        return compare(
            books.odoo_books(self.database, receipts, self.item, self.closed),
            self._quickbooks_books(),
            held,
        )

    # Of one QuickBooks: online.py, desktop.py

    def _connect(self, settings):
        """Make a company and a connection to it."""
        raise NotImplementedError

    def _rewound(self):
        """Both books are at another moment now."""

    def _quickbooks_books(self):
        """What QuickBooks holds, in the words of books.py."""
        raise NotImplementedError

    def trouble(self, seed: str, **rates) -> None:
        """From now on things go wrong by chance, at these rates (RATES)."""
        raise NotImplementedError

    def end_trouble(self) -> Counter:
        """Nothing goes wrong any more; return what did, by kind."""
        raise NotImplementedError

    def bookkeeper(self, seed: str):
        """Return who edits QuickBooks by hand: `before()`, `between()`, `mend()`, `done`."""
        raise NotImplementedError

    def requests(self) -> int:
        """Return how many requests QuickBooks has served."""
        raise NotImplementedError


def _replace(name, source):
    databases.check_name(name)
    postgres.query(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
    postgres.query(f'CREATE DATABASE "{name}" TEMPLATE "{source}" STRATEGY FILE_COPY')
