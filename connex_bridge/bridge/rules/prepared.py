"""A rule with its parts looked up and its values parsed: what is refused is refused here.

Used for checking what people enter and, once per rule, before many sales are ruled (evaluate.py).
"""

from . import actions, fields
from .actions import ACTIONS, map_to_value
from .comparisons import COMPARISONS, wanted_value
from .rule import Rule, RuleError


class Prepared:
    """A rule with its parts looked up and its values parsed. Raises RuleError when it cannot be used."""

    def __init__(self, rule: Rule):
        self.rule = rule
        if rule.action not in ACTIONS:
            raise RuleError("unknown_action", action=rule.action)
        if rule.comparison not in COMPARISONS:
            raise RuleError("unknown_comparison", comparison=rule.comparison)
        self.action = ACTIONS[rule.action]
        self.comparison = COMPARISONS[rule.comparison]
        self.field = fields.field_of(rule)
        if self.field.kind not in self.comparison.kinds:
            raise RuleError(
                "comparison_of_other_kind", comparison=self.comparison.label, field=self.field.label
            )
        if self.field.level == fields.PAYMENT and self.action.level == actions.LINE:
            raise RuleError(
                "payment_field_for_line", action=self.action.label, field=self.field.label
            )
        maps = rule.maps
        if not maps and self.comparison.from_needed:
            raise RuleError("no_lines")
        self.wanted = self._wanted(maps)
        self.to = [
            map_to_value(self.action, text, rule.comparison, row)
            for row, (_from, text) in enumerate(maps or (("", ""),), start=1)
        ]

    def _wanted(self, maps):
        if not self.comparison.from_needed:
            return []
        key, kind = self.comparison.key, self.field.kind
        return [wanted_value(key, kind, text, row) for row, (text, _to) in enumerate(maps, start=1)]
