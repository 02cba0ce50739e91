"""A stage with QuickBooks Desktop: its Web Connector calls Odoo.

A run is a session of the Web Connector that an Odoo worker answers over HTTP; the worker is started for it
and ends with it, or is killed in the middle.
"""

import socket
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing

from development import odoo_process
from development.remote.desktop_books import DesktopBooks
from development.remote.web_connector import add_file

from . import books, company_file
from .disturbance import Disturbance
from .mischief_desktop import DesktopBookkeeper
from .situations_desktop import SITUATIONS
from .stage import Stage

SERVE = "desktop_tasks:serve"
#: Sales tax of the shop in scenes.py and of the one in bulk.py; QuickBooks computes it by itself.
SCENE_RATE, BULK_RATE = "8.25", "6"
#: After so long a session that fell silent is taken for dead.
SILENCE = 601
SETTINGS = {"difference_policy": "line", "difference_limit": 0.05}
REREAD = "SELECT count(*) FROM connex_mirror WHERE reread IS NOT NULL"


class DesktopStage(Stage):
    """`books` is the company file as another program reads it, `connector` the Web Connector beside it,
    `last` the log of its last session."""

    situations = SITUATIONS
    item = books.NAME
    closed = books.INVOICED_ONCE

    def _connect(self, settings):
        self.port = odoo_process.free_port()
        self.books = DesktopBooks.new(self.sandbox, sales_tax_rate=SCENE_RATE)
        self._enter_sales_tax()
        self.known = company_file.lists(self.books)
        self.disturbance = None
        self.sessions, self.violations, self.last = 0, [], {}
        given = self.workers.do(
            "desktop_tasks:connect", port=self.port, settings={**SETTINGS, **settings}
        )
        self._serving(lambda: self._add_connector(**given))
        self._serving(lambda: self._session([]))
        assert self.last["status"] == "done", self.last

    def _enter_sales_tax(self):
        agency = self.books.elements("ItemSalesTax")[0].text("TaxVendorRef/ListID")
        self.books.enter(
            "ItemSalesTax",
            f"<Name>Shop Tax</Name><TaxRate>{BULK_RATE}</TaxRate>"
            f"<TaxVendorRef><ListID>{agency}</ListID></TaxVendorRef>",
        )

    def _add_connector(self, qwc, password):
        self.connector = add_file(self.sandbox, self.books.id, qwc, password)

    def _rewound(self):
        # The company file is another object now, though the same file.
        self.connector.open(self.books.id)

    # Runs

    def run(self, task: str = "", faults: tuple = (), **options) -> dict:
        """Run a session with these interruptions, or another task of workers; return the worker's answer."""
        if task:
            return super().run(task, **options)
        chosen = list(faults)
        if self.disturbance:
            chosen += self.disturbance.interruptions()
        return self._serving(lambda: self._session(chosen), **options)

    def _session(self, faults):
        log = self.last = self.connector.session(*faults)
        self.sessions += 1
        self.violations += log["violations"]
        if self.disturbance:
            self.disturbance.note(log)

    def _serving(self, meanwhile, **options):
        """Do something while an Odoo worker answers; return what became of the worker."""
        with closing(socket.create_server(("127.0.0.1", 0))) as line, ThreadPoolExecutor() as pool:
            line.settimeout(60)
            here = line.getsockname()[1]
            worker = pool.submit(self.workers.run, SERVE, port=self.port, driver=here, **options)
            with closing(line.accept()[0]):
                meanwhile()
            return worker.result()

    def after_a_kill(self) -> None:
        """Let the time pass after which a silent session is taken for dead."""
        self.let_pass(SILENCE)

    def pause(self) -> float:
        """Return the seconds until something is due, or until a session that broke off is given up."""
        return max(super().pause(), SILENCE if self.last["status"] == "busy" else 0)

    def is_busy(self) -> bool:
        """Return whether Odoo has something left to do now or later without anybody's help."""
        return super().is_busy() or self.count(REREAD) > 0

    def complaints(self) -> list[str]:
        """Return what has gone wrong beside the books: errors in Odoo's log, and replies that the real Web
        Connector could not work with."""
        return super().complaints() + self.violations

    # Books

    def _quickbooks_books(self):
        return company_file.company_books(self.books, self.known)

    # Faults

    def trouble(self, seed: str, **rates) -> None:
        """Requests and whole message sets are refused, and sessions are interrupted."""
        self.disturbance = Disturbance(self.books, self.connector.name(), seed, **rates)

    def end_trouble(self) -> Counter:
        """Nothing goes wrong any more; return what did, by kind."""
        hits = self.disturbance.end()
        self.disturbance = None
        return hits

    def bookkeeper(self, seed: str) -> DesktopBookkeeper:
        """Return who edits QuickBooks by hand."""
        return DesktopBookkeeper(self, seed)

    def requests(self) -> int:
        """Return how many sessions the Web Connector has run."""
        return self.sessions
