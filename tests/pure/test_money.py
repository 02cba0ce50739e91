"""Amounts stay exact: what a seller typed and what the books say always multiply in QuickBooks."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from connex_bridge.bridge.money import decimals, round_half_up, split_price, to_decimal

cents = st.decimals(-100000, 100000, places=2)
quantities = st.decimals("-1000", "1000", places=6)
prices = st.decimals("-10000", "10000", places=6)


@pytest.mark.parametrize(
    ("value", "digits", "expected"),
    [
        (1.005, 2, "1.01"),
        (2.675, 2, "2.68"),
        (-1.005, 2, "-1.01"),
        (0.1 + 0.2, 7, "0.3000000"),
        (None, 2, "0.00"),
        (False, 2, "0.00"),
        (7, 2, "7.00"),
        ("19.999", 2, "20.00"),
        (1e-9, 2, "0.00"),
    ],
)
def test_a_number_of_odoo_becomes_the_amount_it_shows(value, digits, expected):
    assert str(to_decimal(value, digits)) == expected


@pytest.mark.parametrize("value", [float("nan"), float("inf"), "-inf"])
def test_what_is_no_number_is_refused(value):
    with pytest.raises(ValueError, match="finite"):
        to_decimal(value, 2)


@given(cents)
def test_a_stored_amount_comes_back_as_it_was(amount):
    assert to_decimal(float(amount), 2) == amount


def test_a_half_goes_away_from_zero_on_both_sides():
    assert round_half_up(Decimal("0.125"), 2) == Decimal("0.13")
    assert round_half_up(Decimal("-0.125"), 2) == Decimal("-0.13")
    assert str(round_half_up(Decimal("-0.001"), 2)) == "0.00"


@pytest.mark.parametrize(
    ("amount", "quantity", "price", "expected"),
    [
        ("100.00", "3", "33.34", ("3", "33.333")),
        ("59.97", "3", "19.99", ("3", "19.99")),
        ("90.00", "10", "10", ("10", "9")),
        ("0.00", "3", "10", ("3", "0")),
        ("0.00", "0", "10", ("0", "10")),
        ("-20.00", "-2", "10", ("-2", "10")),
        ("-5.00", "1", "-5", ("1", "-5")),
    ],
)
def test_quantity_and_price_are_shown_as_the_seller_typed_them_or_nearly(
    amount, quantity, price, expected
):
    found = split_price(Decimal(amount), Decimal(quantity), Decimal(price))
    assert found == (Decimal(expected[0]), Decimal(expected[1]))


@pytest.mark.parametrize(
    ("amount", "quantity"), [("5.00", "0"), ("1.00", "0.12345678"), ("0.01", "9999999")]
)
def test_where_no_price_fits_only_the_amount_is_sent(amount, quantity):
    assert split_price(Decimal(amount), Decimal(quantity), Decimal("1.5")) == (None, None)


@given(cents, quantities, prices)
def test_quantity_times_price_is_the_amount_whenever_both_are_given(amount, quantity, price):
    found_quantity, found_price = split_price(amount, quantity, price)
    if found_quantity is not None:
        assert round_half_up(found_quantity * found_price, 2) == amount
        assert decimals(found_price) <= 7
        assert found_quantity == quantity


@given(quantities, prices, st.decimals(0, 100, places=2))
def test_the_price_after_discount_is_found_for_everyday_quantities(quantity, price, discount):
    """Seven decimals are enough up to a quantity of 50,000 with two decimals in the amount."""
    amount = round_half_up(quantity * price * (1 - discount / 100), 2)
    found, _price = split_price(amount, quantity, price)
    assert found == quantity or (quantity == 0 and amount == 0)
