"""What a company is set to: its profile (US, Canada, UK) and the switches that tests may turn.

Settings with a QuickBooks name are the preferences of that name; the lower-case ones choose between
behaviours where the real one is unknown, the first named being the default.
"""

from decimal import Decimal

COMMON = {
    # preferences
    "BookCloseDate": None,
    "CustomTxnNumbers": False,
    "WarnDuplicateNumbers": True,
    "AllowEstimates": True,
    "AllowDiscount": True,
    "AllowShipping": False,
    "AllowDeposit": False,
    "AutoApplyCredit": False,
    "ETransactionPaymentEnabled": False,
    "DefaultTerms": "3",
    "UsingSalesTax": True,
    "PartnerTaxEnabled": False,
    "MultiCurrencyEnabled": False,
    "TrackDepartments": False,
    "ClassTrackingPerTxn": False,
    "ClassTrackingPerTxnLine": False,
    "QuantityOnHand": True,
    "PurchaseOrders": True,
    "CustomFields": ["Crew #"],
    # behaviours
    "sales_tax_rate": Decimal("8"),
    "delete_paid_invoice": "refuse",  # or "unapply"
    "estimate_after_unlink": "reopen",  # or "stay_closed"
    "estimate_closes_on_link": True,
    "over_application": "6000",  # or another code
    "duplicate_request_id": "replay",  # or "600": refuse another body under the same id
    "closed_period_code": "6210",  # or "6200"
    "maximum_results_over": "4001",  # or "clamp"
}

PROFILES = {
    "us": {"Country": "US", "HomeCurrency": "USD", "PartnerTaxEnabled": True},
    "ca": {"Country": "CA", "HomeCurrency": "CAD"},
    "uk": {"Country": "GB", "HomeCurrency": "GBP"},
}

CURRENCY_NAMES = {
    "USD": "United States Dollar",
    "CAD": "Canadian Dollar",
    "GBP": "British Pound Sterling",
    "EUR": "Euro",
    "AUD": "Australian Dollar",
    "CHF": "Swiss Franc",
    "JPY": "Japanese Yen",
    "MXN": "Mexican Peso",
}


def settings_for(profile, overrides=None):
    """A company's settings. Raises ``ValueError`` for an unknown profile or setting."""
    if profile not in PROFILES:
        raise ValueError(f"unknown profile {profile!r}; known: {', '.join(sorted(PROFILES))}")
    settings = {**COMMON, **PROFILES[profile]}
    apply_overrides(settings, overrides or {})
    return settings


def apply_overrides(settings, overrides):
    """Change settings in place. Raises ``ValueError`` for a name that is not one."""
    for name in overrides:
        if name not in settings:
            raise ValueError(f"unknown setting {name!r}; known: {', '.join(sorted(settings))}")
    settings.update(overrides)
    settings["sales_tax_rate"] = Decimal(str(settings["sales_tax_rate"]))
