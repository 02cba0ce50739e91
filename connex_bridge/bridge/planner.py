"""What planning any kind of sales document has in common: looking at its mirror, saving and removing it."""

from collections.abc import Mapping

from .forms import Forms, Mirrored
from .key import Key
from .problem import Held
from .rules.judge import Judge
from .sale import Snapshot
from .wanted import Wanted


class Planner:
    """Plans the documents of one snapshot; see `plan.plan`."""

    def __init__(self, snapshot: Snapshot, mirrored: Mapping[Key, Mirrored], judge: Judge):
        self.snapshot = snapshot
        self.mirrored = mirrored
        self.judge = judge
        self.forms = Forms(snapshot, mirrored, judge)

    def _removed(self, *keys: Key, **shown) -> list[Wanted]:
        """Remove what there is of these documents, from QuickBooks or before it gets there."""
        mirrors = {key: self.forms.mirror(key) for key in keys}
        return [
            Wanted(key, "remove", **shown)
            for key, mirror in mirrors.items()
            if mirror.live or mirror.prepared
        ]

    def _unsent(self, *keys: Key, **shown) -> list[Wanted]:
        """Withdraw what of these documents has not got to QuickBooks yet; what is there stays."""
        return self._removed(*(key for key in keys if not self.forms.live(key)), **shown)

    def _save(self, key: Key, shown: dict, form, write, *arguments) -> Wanted:
        """The document that `write` makes of the form, as the user's rules want it; or its problem."""
        explanation = self.judge.explanation(form)
        if problem := self.judge.problem(form):
            return Wanted(key, problem=problem, explanation=explanation, **shown)
        try:
            document = self.judge.amended(self.forms.written(write(*arguments), form), form)
        except Held as held:
            return Wanted(key, problem=held.problem, explanation=explanation, **shown)
        return Wanted(key, document=document, explanation=explanation, **shown)
