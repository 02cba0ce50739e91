"""Which rules are warned about, and which are not."""

import ast
import re
from pathlib import Path

import pytest
from rule_samples import rule

from connex_bridge.bridge.rules.lint import lint, named_entries

ADDON = Path(__file__).parents[2] / "connex_bridge"


def codes(*rules):
    return {number: [each.code for each in found] for number, found in lint(rules).items()}


def test_a_good_rule_is_not_warned_about():
    assert codes(rule("map_class", "order_status", "equals", ("fulfilled", "A"))) == {}


def test_a_value_that_a_field_never_has():
    assert codes(rule("map_class", "order_status", "equals", ("shipped", "A"))) == {
        1: ["never_a_choice"]
    }


def test_a_status_with_a_space_is_one():
    assert codes(rule("map_class", "order_status", "is_not", ("Partially fulfilled", "A"))) == {}


def test_an_asterisk_where_it_stands_for_nothing_but_itself():
    assert codes(rule("map_item", "line_sku", "equals", ("AB*", "1"))) == {1: ["literal_asterisk"]}
    assert codes(rule("map_item", "line_sku", "matches", ("AB*", "1"))) == {}


def test_a_row_that_an_earlier_row_hides():
    found = lint([rule("map_item", "line_sku", "equals", ("A", "1"), ("B", "2"), (" a", "3"))])
    assert [(each.code, each.values["row"], each.values["first"]) for each in found[1]] == [
        ("repeated_from", "3", "1")
    ]


def test_two_rules_that_write_the_same():
    first = rule("map_class", "order_number", "equals", ("S1", "A"))
    second = rule("map_class", "order_number", "equals", ("s1", "B"), number=2)
    assert codes(first, second) == {1: ["overwritten"], 2: ["same_written"]}


@pytest.mark.parametrize(
    "second",
    [
        rule("map_class", "order_number", "equals", ("S2", "B"), number=2),
        rule("map_location", "order_number", "equals", ("S1", "B"), number=2),
        rule(
            "map_class", "order_number", "equals", ("S1", "B"), number=2, applies_to=frozenset({1})
        ),
    ],
)
def test_rules_that_do_not_get_in_each_others_way(second):
    assert codes(rule("map_class", "order_number", "equals", ("S1", "A")), second) == {}


def test_surcharges_add_up():
    fees = [
        rule("add_surcharge", "order_number", "is_set", ("", "5"), number=number)
        for number in (1, 2)
    ]
    assert codes(*fees) == {}


def test_a_rule_that_cannot_be_used_is_left_out():
    assert codes(rule("map_class", "colour", "equals", ("a", "b"))) == {}


def test_what_is_chosen_from_quickbooks_lists():
    by_sku = rule("map_item", "line_sku", "equals", ("A", "Alpha"), ("B", " "))
    assert named_entries(by_sku) == [(1, "item", "Alpha")]
    assert named_entries(rule("map_item", "line_sku", "map_all")) == []
    assert named_entries(rule("map_memo", "total", "is_set", ("", "x"))) == []


def test_every_refusal_and_finding_has_its_sentence_and_the_values_for_it():
    texts = _texts()
    used = _used("RuleError") + _used("Finding")
    assert len(used) > 25
    for code in used:
        assert code in texts, code
    assert {"from_not_a_number", "from_not_a_date", "from_not_a_boolean"} <= texts.keys()
    assert all(text.rstrip().endswith(".") or "wins" in text for text in texts.values())


def _texts():
    tree = ast.parse((ADDON / "models" / "connex_rule_text.py").read_text())
    tables = [node.value for node in tree.body if isinstance(getattr(node, "value", 0), ast.Dict)]
    return {
        key.value: value.args[0].value
        for table in tables
        for key, value in zip(table.keys, table.values, strict=True)
    }


def _used(name):
    pattern = re.compile(rf"{name}\(\s*\"(\w+)\"")
    sources = [
        *(ADDON / "bridge" / "rules").glob("*.py"),
        *(ADDON / "models").glob("connex_rule*.py"),
    ]
    return [code for path in sources for code in pattern.findall(path.read_text())]
