"""JSON and numbers as they travel: exact decimals inside, plain JSON numbers outside."""

import json
from decimal import ROUND_HALF_UP, Decimal

CENT = Decimal("0.01")
ZERO = Decimal("0")


def loads(text):
    """Parse JSON; numbers with a fraction become ``Decimal``. Raises ``ValueError``."""
    return json.loads(text, parse_float=Decimal)


def _number(value):
    if isinstance(value, Decimal):
        if value == 0 or value.as_tuple().exponent >= 0:
            return int(value)
        return float(value)
    raise TypeError(f"{type(value).__name__} cannot be written as JSON")


_ENCODER = json.JSONEncoder(default=_number, separators=(",", ":"), check_circular=False)


def dumps(value):
    """Write JSON as bytes; ``Decimal`` becomes a JSON number."""
    return _ENCODER.encode(value).encode()


def cents(amount):
    """An amount of money as QuickBooks stores it: two decimals, half up."""
    return amount.quantize(CENT, rounding=ROUND_HALF_UP)


def rate(value):
    """A quantity or unit price as QuickBooks stores it: at most seven decimals, no tail of zeros."""
    value = value.quantize(Decimal("0.0000001"), rounding=ROUND_HALF_UP).normalize()
    return value.quantize(Decimal(1)) if value.as_tuple().exponent > 0 else value
