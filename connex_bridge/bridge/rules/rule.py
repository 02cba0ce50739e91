"""A user's rule as data, and the error that says why one cannot be used.

Only shapes. What the keys mean is in fields.py, comparisons.py and actions.py.
"""

from dataclasses import dataclass

#: A field of the order by its path, e.g. `path:team_id.name`: its value is found by whoever reads Odoo.
PATH = "path:"


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule. `maps` are (map from, map to) as the user typed them; the first that fits counts.

    `applies_to` holds the ids of the orders that meet the rule's own condition, None when it has none:
    whoever reads Odoo finds them beforehand. `path_kind` is the kind of a `path:` field's values.
    """

    id: int
    name: str
    action: str
    field: str
    comparison: str
    maps: tuple[tuple[str, str], ...] = ()
    applies_to: frozenset[int] | None = None
    path_kind: str = "text"


class RuleError(Exception):
    """A rule cannot be used as it is. `code` names the sentence (see models/connex_rule_text.py),
    `values` fill it; `row` is the number of the line it is about, counted from 1, or 0."""

    def __init__(self, code: str, row: int = 0, **values: str):
        super().__init__(code)
        self.code = code
        self.row = row
        self.values = values
