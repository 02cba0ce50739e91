"""How a rule compares: text, numbers, dates and yes/no, one value or several, one line or the whole sale."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from rule_samples import planned, rule, ruling
from small_sales import invoice, line, order, payment, snapshot

from connex_bridge.bridge.rules import RuleError, RuleSet
from connex_bridge.bridge.sale import Source


def fits(field, comparison, map_from, **of_order):
    """Whether a rule with this comparison fits an order with these values."""
    sold = order(**of_order)
    maps = [(map_from, "WEB")] if map_from is not None else [("", "WEB")]
    return bool(ruling(snapshot([sold]), sold, rule("map_class", field, comparison, *maps)).header)


@pytest.mark.parametrize(
    "comparison, map_from, expected",
    [
        ("equals", "po-77/a", True),
        ("equals", "  PO-77/A  ", True),
        ("equals", "PO-77", False),
        ("is_not", "PO-77", True),
        ("is_not", "po-77/a", False),
        ("contains", "77", True),
        ("contains", "78", False),
        ("matches", "po-*/a", True),
        ("matches", "po-*", True),
        ("matches", "*-77", False),
        ("matches", "po-77.a", False),
        ("starts_with", "PO", True),
        ("starts_with", "77", False),
        ("ends_with", "/A", True),
        ("ends_with", "PO", False),
        ("is_set", None, True),
    ],
)
def test_text_is_compared_without_case_and_surrounding_space(comparison, map_from, expected):
    assert (
        fits("customer_reference", comparison, map_from, customer_reference=" PO-77/a ") is expected
    )


@pytest.mark.parametrize(
    "comparison, map_from, expected",
    [
        ("equals", "106", True),
        ("equals", "106.000", True),
        ("more_than", "99.99", True),
        ("more_than", "106", False),
        ("less_than", "1,000", True),
        ("less_than", "20", False),
        ("is_not", "106.0", False),
    ],
)
def test_numbers_are_compared_as_numbers(comparison, map_from, expected):
    assert fits("total", comparison, map_from) is expected


@pytest.mark.parametrize(
    "comparison, map_from, expected",
    [
        ("equals", "2026-11-02", True),
        ("more_than", "2026-10-31", True),
        ("less_than", "2026-11-02", False),
    ],
)
def test_dates_are_compared_as_dates(comparison, map_from, expected):
    assert fits("order_date", comparison, map_from) is expected


@pytest.mark.parametrize("map_from, expected", [("yes", False), ("false", True), ("0", True)])
def test_yes_and_no_are_compared_however_they_are_written(map_from, expected):
    assert fits("is_paid", "equals", map_from) is expected


def test_a_status_may_be_written_with_a_space():
    assert fits("order_status", "equals", "Partially Fulfilled", status="partially_fulfilled")


def test_an_invoice_without_an_order_counts_as_fulfilled():
    stop = rule("stop_invoice", "order_status", "is_not", ("fulfilled", "true"))
    assert set(planned(snapshot(invoices=[invoice(orders=())]), stop)) == {"invoice"}


def test_is_set_does_not_fit_an_empty_field():
    assert not fits("customer_reference", "is_set", None, customer_reference=" ")


def test_is_not_fits_an_empty_field():
    assert fits("customer_reference", "is_not", "PO")


def test_the_first_line_that_fits_counts():
    sold = order()
    by_total = rule("map_class", "total", "more_than", ("100", "Big"), ("50", "Small"))
    assert ruling(snapshot([sold]), sold, by_total).header == {"class": "Big"}


def test_one_payment_of_several_is_enough():
    sold = order()
    made = [
        payment(21, "50", orders=(1,), method="Cash"),
        payment(22, "56", orders=(1,), method="PayPal"),
    ]
    unpaid = rule("mark_unpaid", "payment_method", "equals", ("paypal", "true"))
    assert ruling(snapshot([sold], (), made), sold, unpaid).unpaid


def test_is_not_means_none_of_the_payments():
    sold = order()
    made = [
        payment(21, "50", orders=(1,), method="Cash"),
        payment(22, "56", orders=(1,), method="PayPal"),
    ]
    unpaid = rule("mark_unpaid", "payment_method", "is_not", ("paypal", "true"))
    assert not ruling(snapshot([sold], (), made), sold, unpaid).unpaid


def test_a_cancelled_payment_counts_for_nothing():
    sold = order()
    gone = payment(21, "50", orders=(1,), method="PayPal", state="cancelled")
    unpaid = rule("mark_unpaid", "payment_method", "equals", ("paypal", "true"))
    assert not ruling(snapshot([sold], (), [gone]), sold, unpaid).unpaid


def test_one_line_is_enough_for_the_whole_order():
    sold = order(lines=(line(1, "60"), replace(line(2, "40"), description="Delivery by ship")))
    by_line = rule("map_class", "line_description", "contains", ("ship", "Sea"))
    found = ruling(snapshot([sold]), sold, by_line)
    assert found.header == {"class": "Sea"}
    assert [(each.line, each.line_text) for each in found.explanation] == [(2, "Delivery by ship")]


def test_is_not_about_lines_means_none_of_them():
    sold = order(lines=(line(1, "60"), replace(line(2, "40"), description="Ship")))
    by_line = rule("do_not_sync", "line_description", "is_not", ("ship", ""))
    assert not ruling(snapshot([sold]), sold, by_line).skip


def test_a_field_of_the_order_by_path_compares_as_its_kind():
    sold = order()
    facts = {Source("sale.order", 1): {"x_weight": Decimal("12.5"), "x_day": date(2026, 1, 2)}}
    heavy = rule("map_class", "path:x_weight", "more_than", ("12", "Heavy"), path_kind="number")
    found = ruling(snapshot([sold]), sold, heavy, facts=facts)
    assert found.header == {"class": "Heavy"}


def test_a_fact_with_several_values_fits_with_one_of_them():
    sold = order()
    facts = {Source("sale.order", 1): {"tag_ids": ("Web", "Rush")}}
    by_tag = rule("map_class", "tags", "equals", ("rush", "Express"))
    assert ruling(snapshot([sold]), sold, by_tag, facts=facts).header == {"class": "Express"}


def test_a_rule_with_a_condition_applies_only_where_it_is_met():
    sold, other = order(1), order(2)
    taken = snapshot([sold, other])
    only = rule("map_class", "total", "is_set", ("", "X"), applies_to=frozenset({2}))
    assert not ruling(taken, sold, only).header
    assert ruling(taken, other, only).header == {"class": "X"}


@pytest.mark.parametrize(
    "code, action, field, comparison, maps",
    [
        ("unknown_field", "map_class", "colour", "equals", [("a", "b")]),
        ("unknown_action", "fly", "total", "equals", [("1", "b")]),
        ("unknown_comparison", "map_class", "total", "resembles", [("1", "b")]),
        ("empty_from", "map_class", "order_number", "equals", [("a", "b"), (" ", "b")]),
        ("wildcard_of_everything", "map_class", "order_number", "matches", [("**", "b")]),
        ("from_not_a_number", "map_class", "total", "more_than", [("much", "b")]),
        ("from_not_a_date", "map_class", "order_date", "less_than", [("soon", "b")]),
        ("from_not_a_boolean", "map_class", "is_paid", "equals", [("perhaps", "b")]),
        ("comparison_of_other_kind", "map_class", "total", "contains", [("1", "b")]),
        ("no_lines", "map_class", "order_number", "equals", []),
        ("empty_to", "map_class", "order_number", "equals", [("a", " ")]),
        ("to_not_a_number", "multiply_quantity", "line_sku", "equals", [("a", "twice")]),
        ("to_not_positive", "multiply_quantity", "line_sku", "equals", [("a", "0")]),
        ("to_not_a_date", "map_order_date", "order_number", "equals", [("a", "tomorrow")]),
        ("to_not_a_mode", "map_transaction_type", "order_number", "equals", [("a", "dream")]),
        ("to_not_an_amount", "add_surcharge", "order_number", "equals", [("a", "a lot")]),
        ("to_not_a_boolean", "do_not_sync", "order_number", "equals", [("a", "perhaps")]),
        ("to_not_a_custom_field", "map_custom_field", "order_number", "equals", [("a", "b")]),
        ("payment_field_for_line", "map_item", "payment_method", "equals", [("a", "b")]),
    ],
)
def test_a_rule_that_makes_no_sense_is_refused(code, action, field, comparison, maps):
    with pytest.raises(RuleError) as refused:
        RuleSet([rule(action, field, comparison, *maps)])
    assert refused.value.code == code


def test_a_refusal_names_the_row():
    with pytest.raises(RuleError) as refused:
        RuleSet([rule("map_class", "total", "more_than", ("1", "a"), ("x", "b"))])
    assert (refused.value.row, refused.value.values) == (2, {"value": "x"})
