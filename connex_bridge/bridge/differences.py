"""What is new in a document: its wanted content beside the one QuickBooks has confirmed.

For showing to people before anything is sent. Works on `documents.content`, so that a field added to a
document shows up here by itself.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher

#: Shown in ways of their own, or not at all.
APART = ("key", "lines", "applications", "number", "name", "method_line")


@dataclass(frozen=True, slots=True)
class Change:
    """A value beside the one before. `before` is None where nothing was confirmed yet, and for a line
    that is new; `now` is None for a line that goes."""

    name: str
    now: object = None
    before: object = None

    @property
    def differs(self) -> bool:
        return self.now != self.before


@dataclass(frozen=True, slots=True)
class Difference:
    """A document's fields, lines and applications. `known` says whether QuickBooks has confirmed any."""

    known: bool
    fields: tuple[Change, ...] = ()
    lines: tuple[Change, ...] = ()
    applications: tuple[Change, ...] = ()
    names: frozenset[str] = field(default_factory=frozenset)


def difference(now: Mapping | None, before: Mapping | None) -> Difference:
    """Compare two contents (see `documents.content`); either may be missing."""
    now, known, before = now or {}, before is not None, before or {}
    names = (*now, *(name for name in before if name not in now))
    fields = tuple(
        Change(name, now.get(name), before.get(name)) for name in names if name not in APART
    )
    return Difference(
        known,
        fields,
        _rows(now.get("lines", ()), before.get("lines", ())),
        _rows(now.get("applications", ()), before.get("applications", ())),
        frozenset(each.name for each in fields if known and each.differs),
    )


def _rows(now: Sequence[Mapping], before: Sequence[Mapping]) -> tuple[Change, ...]:
    """Rows side by side: equal ones keep together, so that an inserted row is one new row."""
    texts = [[repr(sorted(row.items())) for row in rows] for rows in (before, now)]
    found = []
    matcher = SequenceMatcher(None, *texts, autojunk=False)
    for _tag, start, end, new_start, new_end in matcher.get_opcodes():
        for offset in range(max(end - start, new_end - new_start)):
            found.append(
                Change(
                    "row",
                    now[new_start + offset] if new_start + offset < new_end else None,
                    before[start + offset] if start + offset < end else None,
                )
            )
    return tuple(found)
