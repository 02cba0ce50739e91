"""The settings of a company file: edition and preferences as its user chooses them."""

from decimal import Decimal

from .behaviour import SWITCHES, checked
from .start import HOME

EDITIONS = ("pro", "accountant", "premier", "enterprise")
DEFAULTS = {
    "name": "Sandbox Desktop Company",
    "edition": "enterprise",
    "country": "US",
    "sales_orders": True,
    "purchase_orders": True,
    "sales_tax": True,
    "sales_tax_rate": "7.75",
    "multicurrency": False,
    "class_tracking": False,
    "account_numbers": False,
    "auto_apply_payments": True,
    "closing_date": "",
    "exchange_rates": {},
}


def split(changes):
    """The changes as ``(settings, switches)``. Raises ``ValueError`` for unknown or impossible ones."""
    settings = {key: value for key, value in changes.items() if key not in SWITCHES}
    switches = checked({key: value for key, value in changes.items() if key in SWITCHES})
    for name, value in settings.items():
        if name not in DEFAULTS:
            raise ValueError(f"unknown setting {name}")
        if value is None and name == "closing_date":
            settings[name] = value = ""
        expected = type(DEFAULTS[name])
        if name == "sales_tax_rate":
            settings[name] = value = str(Decimal(str(value)))
        if not isinstance(value, expected):
            raise ValueError(f"{name} takes {expected.__name__}")
    if settings.get("edition", "pro") not in EDITIONS:
        raise ValueError(f"edition is one of {', '.join(EDITIONS)}")
    if settings.get("country", "US") not in HOME:
        raise ValueError(f"country is one of {', '.join(HOME)}")
    return settings, switches
