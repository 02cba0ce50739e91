"""The fault campaign: thousands of documents go to a QuickBooks where everything goes wrong by chance.

Sales are made and edited in chunks; after each, the scheduled action runs a few times while requests and
batch items fail at random and a bookkeeper edits QuickBooks by hand. In the end the faults stop, the causes
are mended, somebody presses Try Again, and both books are laid side by side.
"""

import time
from collections import Counter
from dataclasses import dataclass, field
from math import inf

from development.remote.sandbox import CLIENT_ID

from .comparison import Difference
from .mischief import Bookkeeper
from .workers import finished

SALES_PER_CHUNK = 250
#: About how many documents a sale makes, with what becomes of it.
DOCUMENTS_PER_SALE = 2.9
#: Everything there is: the sales, and what is bought for them.
MODE = "orders_invoices_purchases"
RUNS_PER_CHUNK = 40
RATE = 0.3
ITEM_RATE = 0.02
#: Seconds of silence: longer than a worker's patience.
SILENCE = 2
PRESSES = 6


@dataclass
class FaultReport:
    """What the campaign came to."""

    seed: int
    injected: Counter = field(default_factory=Counter)
    by_hand: Counter = field(default_factory=Counter)
    problems: Counter = field(default_factory=Counter)
    left: Counter = field(default_factory=Counter)
    runs: int = 0
    requests: int = 0
    reconnected: int = 0
    difference: Difference = field(default_factory=Difference)


def campaign(
    stage, documents, seed, tell=lambda line: None, rate=RATE, item_rate=ITEM_RATE, end=inf
) -> FaultReport:
    """Sync about that many documents through the faults of this seed, at these rates; make no more
    once `time.monotonic()` has come to `end`."""
    faults = {"rate": rate, "item_rate": item_rate, "silence": SILENCE}
    faults |= {"realm": stage.company.realm, "client_id": CLIENT_ID}
    report = FaultReport(seed)
    stage.workers.do("tasks:choose", transaction_mode=MODE)
    bookkeeper = Bookkeeper(stage, seed)
    stage.sandbox.control("POST", "batch_order", seed=seed)
    for chunk, count in enumerate(_chunks(documents)):
        if time.monotonic() > end:
            break
        stage.workers.do("bulk:make", seed=seed, number=chunk, count=count)
        stage.workers.do("bulk:edit", seed=seed, number=chunk, count=count // 15)
        bookkeeper.before(chunk + 1)
        _bad_day(stage, {**faults, "seed": f"{seed} {chunk}"}, bookkeeper, report)
        sent = stage.count("SELECT count(*) FROM connex_mirror WHERE qb_id IS NOT NULL")
        problems = Counter(each["problem_code"] for each in stage.problems())
        report.problems |= problems
        tell(
            f"  chunk {chunk + 1}: {sent} documents, {report.injected.total()} faults,"
            f" {dict(problems)}"
        )
    stage.sandbox.control("POST", "batch_order", seed=None)
    _mend(stage, bookkeeper, report)
    report.by_hand = bookkeeper.done
    report.left = Counter(each["problem_code"] or "no reason shown" for each in stage.problems())
    report.requests = stage.sandbox.counters()["requests"]
    report.reconnected = stage.reconnected
    report.difference = stage.compare()
    return report


def _chunks(documents):
    """The sales of each chunk. Decided beforehand, so that a bad day makes a run no longer."""
    sales = int(documents / DOCUMENTS_PER_SALE) + 1
    whole, rest = divmod(sales, SALES_PER_CHUNK)
    return [SALES_PER_CHUNK] * whole + [rest] * bool(rest)


def _bad_day(stage, faults, bookkeeper, report):
    """Some runs with faults; whoever waits has the time pass that he waits for."""
    stage.sandbox.control("POST", "random_faults", **faults)
    for _run in range(RUNS_PER_CHUNK):
        finished(stage.run())
        report.runs += 1
        stage.wait_for_quickbooks()
        bookkeeper.between()
        stage.reconnect_if_asked()
        if not stage.is_busy():
            break
        stage.let_pass(stage.pause())
    report.injected.update(stage.sandbox.control("GET", "random_faults")["hits"])
    stage.sandbox.control("DELETE", "random_faults")


def _mend(stage, bookkeeper, report):
    """The bad days are over: people put right what keeps documents back."""
    bookkeeper.mend()
    before = None
    for _press in range(PRESSES):
        report.runs += stage.run_until_quiet()
        problems = stage.problems()
        if not problems or problems == before:
            return
        before = problems
        stage.workers.do("tasks:retry")
