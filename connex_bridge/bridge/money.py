"""Exact amounts: from Odoo's floats to `Decimal`, and rounding as QuickBooks rounds.

Only arithmetic. What an amount means, and which decimals a currency has, is the caller's business.
"""

from decimal import ROUND_HALF_UP, Decimal

ZERO = Decimal(0)

#: QuickBooks Online keeps seven decimals of a quantity or unit price, and two of any amount.
RATE_DIGITS = 7
AMOUNT_DIGITS = 2


def round_half_up(value: Decimal, digits: int) -> Decimal:
    """`value` with `digits` decimals; a half goes away from zero, for negative amounts too."""
    rounded = value.quantize(Decimal(1).scaleb(-digits), rounding=ROUND_HALF_UP)
    return rounded if rounded else abs(rounded)


def to_decimal(value: float | int | str | Decimal | None, digits: int) -> Decimal:
    """An Odoo number with `digits` decimals, rounded half up; None and False are 0.

    A float counts as the shortest decimal number that it stands for (1.005 is 1.005, not
    1.00499999999999989…). Raises ValueError for what is not a finite number.
    """
    number = Decimal(repr(value) if isinstance(value, float) else value or 0)
    if not number.is_finite():
        raise ValueError(f"not a finite number: {value!r}")
    return round_half_up(number, digits)


def decimals(value: Decimal) -> int:
    """How many decimals `value` needs: 1.50 needs one."""
    return max(0, -value.normalize().as_tuple().exponent) if value else 0


def multiplies(
    amount: Decimal, quantity: Decimal, unit_price: Decimal, digits: int = AMOUNT_DIGITS
) -> bool:
    """Whether QuickBooks accepts the three together: the product, rounded, is the amount, and neither
    factor has more decimals than it keeps (QuickBooks Online refuses others with fault 6070)."""
    return (
        max(decimals(quantity), decimals(unit_price)) <= RATE_DIGITS
        and round_half_up(quantity * unit_price, digits) == amount
    )


def split_price(
    amount: Decimal, quantity: Decimal, unit_price: Decimal, digits: int = AMOUNT_DIGITS
) -> tuple[Decimal, Decimal] | tuple[None, None]:
    """A quantity and a unit price whose product, rounded half up, is exactly `amount`.

    `amount` is what the books have (after discount and rounding), `unit_price` what the seller typed.
    The seller's price is kept where it works; otherwise the price is `amount / quantity` with the fewest
    decimals that work. `digits` are the decimals of the product in QuickBooks, two in every currency.
    (None, None) where no price of seven decimals does it: only the amount can be sent then.
    """
    if decimals(quantity) > RATE_DIGITS:
        return None, None
    if multiplies(amount, quantity, unit_price, digits):
        return quantity, unit_price
    if not quantity:
        return None, None
    exact = amount / quantity
    for places in range(RATE_DIGITS + 1):
        price = round_half_up(exact, places)
        if multiplies(amount, quantity, price, digits):
            return quantity, price
    return None, None
