"""Which rules fit a value of a field, found without asking every rule.

Exact values are looked up; what cannot be looked up (contains, wildcards …) is asked one by one, once per
distinct value, because the same values come again and again.
"""

from .comparisons import convert, predicate

MOST_REMEMBERED = 20_000


class FieldIndex:
    """The rules that compare one field, by their position in the set."""

    def __init__(self, kind: str):
        self.kind = kind
        self._exact: dict[object, list[tuple[int, int]]] = {}
        self._containing: list[tuple[str, int, int]] = []
        self._tests: list[tuple[object, int, int]] = []
        self._set: list[int] = []
        self._negative: dict[int, set] = {}
        self._remembered: dict[tuple, dict[int, int]] = {}

    def add(self, position: int, comparison: str, wanted: list) -> None:
        """Enter a rule; `wanted` are its map-froms as values, in their order."""
        if comparison in ("is_set", "map_all"):
            self._set.append(position)
        elif comparison == "is_not":
            self._negative[position] = set(wanted)
        else:
            for row, value in enumerate(wanted):
                self._add_row(position, row, comparison, value)

    def _add_row(self, position, row, comparison, value):
        if comparison == "equals":
            self._exact.setdefault(value, []).append((position, row))
        elif comparison == "contains":
            self._containing.append((value, position, row))
        else:
            self._tests.append((predicate(comparison, value), position, row))

    def hits(self, values: tuple) -> dict[int, int]:
        """{position: row of the map that fits} for the values that a field has (several payments, several
        tags). A rule fits when one of the values does; "is not" fits when none of them is the one."""
        found = self._remembered.get(values)
        if found is None:
            if len(self._remembered) >= MOST_REMEMBERED:
                self._remembered.clear()
            found = self._remembered[values] = self._find(values)
        return found

    def _find(self, values):
        converted = [each for value in values if (each := convert(value, self.kind)) is not None]
        found = {}
        for value in converted:
            fitting = [*self._exact.get(value, ())]
            fitting += [(place, row) for part, place, row in self._containing if part in value]
            fitting += [(place, row) for test, place, row in self._tests if test(value)]
            for position, row in fitting:
                found[position] = min(row, found.get(position, row))
        if converted:
            found |= dict.fromkeys(self._set, 0)
        for position, unwanted in self._negative.items():
            if unwanted.isdisjoint(converted):
                found[position] = 0
        return found
