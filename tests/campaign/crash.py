"""The crash campaign: Odoo is killed at every point of its way, and must be right after one more run.

For each situation a run is recorded that nobody disturbs: that gives the points. Then, again and again,
both books are put back, the run is killed at one of the points (and perhaps the next run too), one more run
follows, and both books are laid side by side.
"""

import time
from collections import Counter
from dataclasses import dataclass, field
from itertools import cycle
from math import inf
from random import Random

from .comparison import Difference
from .situations import BASES
from .workers import finished

#: How often the runs after a kill are killed as well, and among how many of their first points.
AGAIN = 0.6
FIRST_POINTS = 60


@dataclass
class CrashReport:
    """What the campaign came to."""

    by_point: Counter = field(default_factory=Counter)
    by_document: Counter = field(default_factory=Counter)
    by_situation: Counter = field(default_factory=Counter)
    rounds: int = 0
    reconnected: int = 0
    difference: Difference = field(default_factory=Difference)

    @property
    def kills(self) -> int:
        """How often Odoo was killed."""
        return self.by_point.total()


def campaign(
    stage, kills: int, seed: int, tell=lambda line: None, only=None, end=inf
) -> CrashReport:
    """Kill Odoo at least that often, in all situations (or those named in `only`) in turn; no more once
    `time.monotonic()` has come to `end`."""
    report, chance = CrashReport(), Random(seed)
    chosen = [each for each in stage.situations if only is None or each.name in only]
    stage.keep("empty")
    bases = {base: _base(stage, base) for base in {each.base: None for each in chosen}}
    points = {}
    for situation in chosen:
        recorded = _record(stage, situation, bases[situation.base])
        points[situation] = _in_order(recorded, chance)
        tell(f"  {situation.name}: {len(recorded)} points")
    for situation in cycle(chosen):
        _round(stage, situation, next(points[situation]), chance, report)
        if report.rounds % 25 == 0:
            tell(f"  {report.kills} kills, {len(report.difference.complaints)} complaints")
        if report.kills >= kills or time.monotonic() > end:
            report.reconnected = stage.reconnected
            return report


def _base(stage, scene):
    """Play a scene in empty books and remember it; returns what it returned."""
    stage.back_to("empty")
    stage.workers.do("tasks:choose", transaction_mode=BASES[scene])
    known = stage.workers.do("tasks:scene", name=scene, known={})
    stage.keep(scene)
    return known


def _record(stage, situation, known):
    """Bring the situation about, remember it, and return the names of the points of its run."""
    stage.back_to(situation.base)
    situation.prepare(stage, known)
    stage.keep(situation.label)
    points = finished(stage.run(situation.task, watch=True, **situation.arguments))["points"]
    _finish(stage)
    difference = stage.compare(situation.receipts)
    assert not difference.complaints, (situation.name, difference.complaints)
    assert not stage.problems(), (situation.name, stage.problems())
    return points


def _in_order(points, chance):
    """The numbers of the points for ever: first one of each name, then all of them, then again."""
    while True:
        shuffled = chance.sample(range(len(points)), len(points))
        firsts = {points[position]: position for position in reversed(shuffled)}
        yield from (position + 1 for position in firsts.values())
        yield from (position + 1 for position in shuffled if position not in firsts.values())


def _round(stage, situation, point, chance, report):
    stage.back_to(situation.label)
    story = []
    answer = stage.run(situation.task, kill_at=point, **situation.arguments)
    while _was_killed(answer, story, report, situation) and chance.random() < AGAIN:
        stage.after_a_kill()
        answer = stage.run(kill_at=chance.randrange(1, FIRST_POINTS))
    report.rounds += 1
    stage.after_a_kill()
    complaints = _finish(stage)
    difference = stage.compare(situation.receipts)
    complaints += [f"problem: {each}" for each in stage.problems()]
    report.difference.add(difference)
    told = f"{situation.name}, killed at {' and then at '.join(story)} (point {point})"
    if difference.complaints or complaints:
        report.difference.complaints.append(f"^ {told}: {complaints}")


def _was_killed(answer, story, report, situation):
    if answer["ended"] == "done":
        return False
    assert answer["ended"] == "killed", answer
    story.append(answer["killed_at"])
    report.by_point[answer["killed_at"]] += 1
    report.by_document.update(answer["documents"])
    report.by_situation[situation.name] += 1
    return True


def _finish(stage):
    """The one more run; returns what was wrong with it."""
    answer = stage.run()
    if answer["ended"] == "done" and stage.reconnect_if_asked():
        answer = stage.run()
    if answer["ended"] != "done":
        return [answer.get("error", answer["ended"])]
    return ["something is left to do after one run"] if stage.is_busy() else []
