"""A stage with QuickBooks Online: Odoo calls it."""

from collections import Counter

import requests
from requests.adapters import HTTPAdapter
from urllib3.util import Retry

from development import postgres
from development.remote.sandbox import CLIENT_ID

from . import quickbooks
from .mischief import Bookkeeper
from .situations import SITUATIONS
from .stage import Stage

#: Of requests and of batch items that are hit.
RATES = {"rate": 0.3, "item_rate": 0.02}
#: Seconds of silence: longer than a worker's patience.
SILENCE = 2
#: The moments of requests are the database's, whose clock nobody can move: they are moved instead.
CLOSED_EARLIER = """
    UPDATE connex_request_limit
       SET sent = jsonb_set(
               sent, '{closed_until}', to_jsonb((sent ->> 'closed_until')::float8 - %s)
           )
     WHERE sent ? 'closed_until'
"""


class OnlineStage(Stage):
    """`company` is the one in QuickBooks, `reader` another program that is connected to it."""

    situations = SITUATIONS

    def _connect(self, settings):
        self.sandbox.control("POST", "throttle", enabled=False)
        self.company = self.sandbox.new_company()
        self.reader = quickbooks.Reader(self.company)
        self.known = quickbooks.lists(self.reader)
        self.workers.do(
            "tasks:connect",
            url=self.sandbox.url,
            realm=self.company.realm,
            tokens=self.company.token(),
            settings=settings,
        )

    def _rewound(self):
        self.reader.token = None

    def let_pass(self, seconds: float) -> None:
        """Let time pass for Odoo, for its database and for QuickBooks."""
        super().let_pass(seconds)
        postgres.query(CLOSED_EARLIER % float(seconds), self.database)

    def after_a_run(self) -> None:
        """Return once an outage is over; approve the connection again where that is asked for."""
        patient = requests.Session()
        retry = Retry(connect=30, backoff_factor=0.02)
        patient.mount("http://", HTTPAdapter(max_retries=retry))
        patient.get(f"{self.sandbox.url}/_sandbox/health", timeout=5)
        patient.close()

    def reconnect_if_asked(self) -> bool:
        """Approve the connection again if it says that somebody must; return whether it did."""
        if not self.count("SELECT count(*) FROM connex_connection WHERE state = 'reconnect'"):
            return False
        self.reconnected += 1
        tokens = self.company.token()
        self.workers.do("tasks:reconnect", realm=self.company.realm, tokens=tokens)
        return True

    def _quickbooks_books(self):
        return quickbooks.quickbooks_books(self.reader, self.known)

    def trouble(self, seed: str, **rates) -> None:
        """Requests and batch items fail, and batches are done in another order."""
        self.sandbox.control("POST", "batch_order", seed=seed)
        faults = {**RATES, **rates, "silence": SILENCE, "seed": seed}
        faults |= {"realm": self.company.realm, "client_id": CLIENT_ID}
        self.sandbox.control("POST", "random_faults", **faults)

    def end_trouble(self) -> Counter:
        """Nothing fails any more; return what has, by kind."""
        hits = Counter(self.sandbox.control("GET", "random_faults")["hits"])
        self.sandbox.control("DELETE", "random_faults")
        self.sandbox.control("POST", "batch_order", seed=None)
        return hits

    def bookkeeper(self, seed: str) -> Bookkeeper:
        """Return who edits QuickBooks by hand."""
        return Bookkeeper(self, seed)

    def requests(self) -> int:
        """Return how many requests QuickBooks has served."""
        return self.sandbox.counters()["requests"]
