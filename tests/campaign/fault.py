"""The fault campaign: thousands of documents go to a QuickBooks where everything goes wrong by chance.

In each round sales go out while requests and batch items fail at random and a bookkeeper edits QuickBooks
by hand; then some are edited, others come in, and it goes on. In the end the faults stop, the causes are
mended, somebody presses Try Again, and both books are laid side by side. Sales are made in Odoo for a few
rounds at a time, since that takes longer than syncing them; the faults are others in each round.
"""

import time
from collections import Counter
from dataclasses import dataclass, field
from itertools import count
from math import inf

from .comparison import Difference
from .workers import finished

SALES_PER_ROUND = 250
#: Sales that come in during a round, and the number of that lot.
LATER, LATER_NUMBER = 10, 99
ROUNDS_WITH_THE_SAME_SALES = 5
#: About how many documents a sale makes, with what becomes of it.
DOCUMENTS_PER_SALE = 2.6
#: Everything there is: the sales, and what is bought for them.
MODE = "orders_invoices_purchases"
RUNS_PER_DAY = 40
PRESSES = 6
NO_REASON = "no reason shown"


@dataclass
class FaultReport:
    """What the campaign came to."""

    seed: int
    injected: Counter = field(default_factory=Counter)
    by_hand: Counter = field(default_factory=Counter)
    problems: Counter = field(default_factory=Counter)
    left: Counter = field(default_factory=Counter)
    rounds: int = 0
    runs: int = 0
    requests: int = 0
    reconnected: int = 0
    difference: Difference = field(default_factory=Difference)


def campaign(
    stage, documents, seed, tell=lambda line: None, *, runs=RUNS_PER_DAY, end=inf, **rates
) -> FaultReport:
    """Sync at least that many documents through the faults of this seed, with at most so many runs on a
    bad day; begin no more rounds once `time.monotonic()` has come to `end`. `rates` replace the stage's."""
    report = FaultReport(seed)
    stage.workers.do("tasks:choose", transaction_mode=MODE)
    stage.keep("empty")
    sales = min(SALES_PER_ROUND, int(documents / DOCUMENTS_PER_SALE) + 1)
    for number in count():
        lot, again = divmod(number, ROUNDS_WITH_THE_SAME_SALES)
        if not again:
            stage.back_to("empty")
            stage.workers.do("bulk:make", seed=seed, number=lot, count=sales)
            stage.keep("made")
        stage.back_to("made")
        _round(stage, f"{seed} {number}", rates, runs, report)
        difference = report.difference
        tell(
            f"  round {number + 1}: {difference.documents} documents, {report.injected.total()}"
            f" faults, {dict(report.left)} left, {len(difference.complaints)} complaints"
        )
        if difference.documents >= documents or time.monotonic() > end:
            break
    report.requests = stage.requests()
    report.reconnected = stage.reconnected
    return report


def _round(stage, seed, rates, runs, report):
    bookkeeper = stage.bookkeeper(seed)
    bookkeeper.before()
    _bad_day(stage, f"{seed} first", rates, runs, bookkeeper, report)
    stage.workers.do("bulk:edit", seed=seed, count=LATER)
    stage.workers.do("bulk:make", seed=seed, number=LATER_NUMBER, count=LATER)
    _bad_day(stage, f"{seed} second", rates, runs, bookkeeper, report)
    _mend(stage, bookkeeper, report)
    report.rounds += 1
    report.by_hand.update(bookkeeper.done)
    left = Counter(each["problem_code"] or NO_REASON for each in stage.problems())
    report.left.update(left)
    difference = stage.compare()
    if NO_REASON in left:
        difference.complaints.append(f"{left[NO_REASON]} documents wait without a reason")
    if difference.complaints:
        difference.complaints.append(f"^ round {report.rounds}, seed {seed}")
    report.difference.add(difference)


def _bad_day(stage, seed, rates, runs, bookkeeper, report):
    """Some runs with faults; whoever waits has the time pass that he waits for."""
    stage.trouble(seed, **rates)
    for _run in range(runs):
        finished(stage.run())
        report.runs += 1
        stage.after_a_run()
        bookkeeper.between()
        stage.reconnect_if_asked()
        if not stage.is_busy():
            break
        stage.let_pass(stage.pause())
    report.injected.update(stage.end_trouble())
    report.problems |= Counter(each["problem_code"] for each in stage.problems())


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
