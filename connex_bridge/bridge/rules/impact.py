"""What a rule makes different: two plans of the same sales compared, one with the rule and one without."""

from collections.abc import Iterable
from dataclasses import dataclass

from .. import documents as docs
from ..documents import Key

ADDED, MISSING, CHANGED = "added", "missing", "changed"
LISTS = ("customer", "item", "term")


@dataclass(frozen=True, slots=True)
class Difference:
    """A document that comes out differently: `added`, `missing` or `changed`. `before` and `after` are its
    contents (`documents.content`), `fields` the names of what differs."""

    key: Key
    number: str
    kind: str
    before: dict
    after: dict
    fields: tuple[str, ...] = ()
    orders: tuple[int, ...] = ()
    moves: tuple[int, ...] = ()


def differences(without: Iterable, with_rule: Iterable) -> list[Difference]:
    """How two plans (lists of `plan.Wanted`) differ, lists entries like customers left aside."""
    before, after = _by_key(without), _by_key(with_rule)
    found = []
    for key in dict.fromkeys((*before, *after)):
        old, new = before.get(key), after.get(key)
        old_content, new_content = _content(old), _content(new)
        if old and new and old_content == new_content:
            continue
        kind = CHANGED if old and new else ADDED if new else MISSING
        names = (*old_content, *new_content) if kind == CHANGED else ()
        changed = (n for n in dict.fromkeys(names) if old_content.get(n) != new_content.get(n))
        shown = new or old
        number = getattr(shown.document, "number", "")
        place = (shown.orders, shown.moves)
        found.append(
            Difference(key, number, kind, old_content, new_content, tuple(changed), *place)
        )
    return found


def _by_key(wanted):
    return {
        each.key: each
        for each in wanted
        if each.action == "save" and each.key.document not in LISTS
    }


def _content(wanted):
    if wanted is None:
        return {}
    if wanted.problem:
        return {"problem": wanted.problem.code}
    return docs.content(wanted.document)
