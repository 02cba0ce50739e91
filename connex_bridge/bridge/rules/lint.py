"""Rules that are probably a mistake: found by looking at the rules alone, without any sale.

Findings never stop anything. Each has a code whose sentence is in models/connex_rule_text.py.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from .actions import ACTIONS
from .comparisons import normal
from .prepared import Prepared
from .rule import Rule, RuleError

#: Things several rules may add without getting in each other's way.
ADDING = ("surcharge", "custom_field", "quantity")
#: Comparisons to which an asterisk is a character like any other.
LITERAL = ("equals", "is_not", "contains", "starts_with", "ends_with")


@dataclass(frozen=True, slots=True)
class Finding:
    """`values` fill the sentence of the code."""

    code: str
    values: Mapping[str, str]


def lint(rules: Sequence[Rule]) -> dict[int, list[Finding]]:
    """{rule id: findings} of rules in their order: what can never match or is overwritten by others.
    Rules that cannot be used at all are left out."""
    found: dict[int, list[Finding]] = {}
    writers: dict[tuple, Rule] = {}
    for rule in rules:
        try:
            prepared = Prepared(rule)
        except RuleError:
            continue
        own = found.setdefault(rule.id, [])
        own += _impossible_rows(prepared)
        for key, value in _targets(prepared):
            other = writers.get(key)
            if other is not None and other.id != rule.id:
                own.append(Finding("same_written", {"other": other.name, "value": value}))
                found[other.id].append(Finding("overwritten", {"other": rule.name, "value": value}))
            writers[key] = rule
    return {rule: findings for rule, findings in found.items() if findings}


def _impossible_rows(prepared):
    field, seen = prepared.field, {}
    for row, (map_from, _to) in enumerate(prepared.rule.maps, start=1):
        if not prepared.comparison.from_needed:
            return
        value = normal(map_from)
        if value in seen:
            values = {"row": str(row), "first": str(seen[value]), "value": map_from}
            yield Finding("repeated_from", values)
        seen.setdefault(value, row)
        if "*" in map_from and prepared.comparison.key in LITERAL:
            yield Finding("literal_asterisk", {"row": str(row), "value": map_from})
        if field.choices and not _possible(prepared.comparison.key, value, field.choices):
            values = {
                "row": str(row),
                "field": field.label,
                "value": map_from,
                "choices": ", ".join(field.choices),
            }
            yield Finding("never_a_choice", values)


def _possible(comparison, value, choices):
    if comparison not in ("equals", "is_not"):
        return True
    return value in {form for choice in choices for form in (choice, choice.replace("_", " "))}


def _targets(prepared):
    """What a rule writes and for which values: two rules with one of them in common collide. Rules with
    a condition of their own are taken to be meant for different sales."""
    rule, action = prepared.rule, prepared.action
    if rule.applies_to is not None or action.writes in ADDING or action.value == "prefix":
        return
    base = (action.level, action.writes, action.role, prepared.field.key)
    if not prepared.comparison.from_needed:
        yield (*base, "any"), "*"
    elif prepared.comparison.key != "is_not":
        for map_from in dict.fromkeys(normal(each) for each, _to in rule.maps):
            yield (*base, prepared.comparison.key, map_from), map_from


def named_entries(rule: Rule) -> list[tuple[int, str, str]]:
    """(row, kind of QuickBooks list, name) of all that a rule's map-tos choose from QuickBooks."""
    action = ACTIONS.get(rule.action)
    if action is None or not action.list_kind or rule.comparison == "map_all":
        return []
    return [
        (row, action.list_kind, name.strip())
        for row, (_from, name) in enumerate(rule.maps, start=1)
        if name.strip()
    ]
