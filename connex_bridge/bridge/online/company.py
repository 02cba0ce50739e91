"""The QuickBooks company as the translation must know it: its settings and the connection's choices.

Facts only. A new setting of QuickBooks that changes how a document is written gets a field here, read in
`company_from_answers`; what follows from it is decided in the translate modules.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from ..documents import Key
from ..sale import RoleItem

#: CompanyInfo says "US"; since August 2025 addresses say "USA" (ISO 3166 alpha-3).
UNITED_STATES = ("US", "USA")
#: Ids of an Odoo journal and of one of its payment method lines, None for all of them.
Counter = tuple[int, int | None]
#: {QuickBooks tax code: (rate id, percentage) pairs}
CodeRates = Mapping[str, tuple[tuple[str, Decimal], ...]]


@dataclass(frozen=True, slots=True)
class Company:
    """`sales_tax` is `none` (switched off), `automated` or `manual` (United States: lines are taxable or
    not, the tax is one amount) or `global` (elsewhere: a tax code on every line). `tax_handling` is one of
    translate_tax.py's HANDLINGS for it.

    `home_currency` is QuickBooks', `books_currency` that of Odoo's company (empty: not known).
    QuickBooks' ids are strings; an empty one means that nothing was chosen. `role_items` are the
    connection's own items by role, `item_accounts` their accounts by the key of their document.
    `deposit_accounts` and `mapped_methods` go by where Odoo took the money (`Counter`),
    `account_currencies` (name, currency) by account, `payment_methods` by name in lower case, `tax_names`
    by Odoo tax id, `tax_codes` (QuickBooks tax code) by the sorted ids of all taxes of a line. `tax_rates`
    gives for a QuickBooks tax code the (rate id, percentage) pairs that QuickBooks computes with.
    `tax_group_code` is the company's default sales tax group, needed only where sales tax is entered by
    hand. A difference up to `difference_limit`, in the document's currency, may become a rounding line.
    `names` are entries of QuickBooks' lists by (kind, name as `text.same` makes it), `custom_fields` the
    numbers of custom fields by name. `tracking` says where the company keeps classes and locations:
    `class`, `line_class`, `location`. `closed_books` is `hold` or `redate` (closed_books.py),
    `number_policy` as number.py says. `item_type` is the type of new items (`NonInventory`, `Service`; empty
    for what the product is), `item_parent` the category they are put under. `shared_customers` each stand
    for several customers of Odoo.

    For purchases: `customer_on_purchases` says whether their lines name the customer, `cost_policy` whether
    the `bill` books the cost or QuickBooks' `inventory`, whose items (as far as known) `inventory_items` has;
    `purchase_tax_rates` is as `tax_rates`, `purchase_exempt_code` as `exempt_tax_code`, for what is bought.

    Refunds are paid from `refund_account` where the journal has no account that can be paid from
    (`account_types`: QuickBooks' type by account id); `receivable_accounts` are by currency.
    """

    country: str = "US"
    home_currency: str = "USD"
    books_currency: str = ""
    sales_tax: str = "automated"
    multicurrency: bool = False
    custom_numbers: bool = False
    book_close_date: date | None = None
    closed_books: str = "hold"
    number_policy: str = "odoo"
    number_prefix: str = ""
    estimates: bool = True
    income_account: str = ""
    expense_account: str = ""
    item_accounts: Mapping[Key, str] = field(default_factory=dict)
    deposit_account: str = ""
    deposit_accounts: Mapping[Counter, str] = field(default_factory=dict)
    mapped_methods: Mapping[Counter, str] = field(default_factory=dict)
    account_currencies: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    payment_methods: Mapping[str, str] = field(default_factory=dict)
    default_item: str = ""
    item_type: str = ""
    item_parent: str = ""
    shared_customers: frozenset[str] = frozenset()
    tax_handling: str = "odoo"
    tax_codes: Mapping[tuple[int, ...], str] = field(default_factory=dict)
    tax_names: Mapping[int, str] = field(default_factory=dict)
    tax_rates: CodeRates = field(default_factory=dict)
    exempt_tax_code: str = ""
    tax_group_code: str = ""
    role_items: Mapping[str, RoleItem] = field(default_factory=dict)
    difference_limit: Decimal = Decimal(0)
    names: Mapping[tuple[str, str], str] = field(default_factory=dict)
    custom_fields: Mapping[str, str] = field(default_factory=dict)
    tracking: frozenset[str] = frozenset()
    customer_on_purchases: bool = False
    cost_policy: str = "bill"
    inventory_items: frozenset[str] = frozenset()
    purchase_tax_rates: CodeRates = field(default_factory=dict)
    purchase_exempt_code: str = ""
    refund_account: str = ""
    account_types: Mapping[str, str] = field(default_factory=dict)
    receivable_accounts: Mapping[str, str] = field(default_factory=dict)


def company_from_answers(company_info: dict, preferences: dict) -> dict:
    """The profile facts in QuickBooks' answers to `companyinfo` and `preferences`, wrapped or bare.

    Keys: company_name, country, home_currency, sales_tax, multicurrency, custom_numbers, estimates,
    book_close_date (a date or None), tax_group_code, customer_on_purchases, tracking (sorted list),
    custom_fields ({name: number}).
    """
    info = company_info.get("CompanyInfo", company_info)
    settings = preferences.get("Preferences", preferences)
    forms = settings.get("SalesFormsPrefs", {})
    currency = settings.get("CurrencyPrefs", {})
    closed = settings.get("AccountingInfoPrefs", {}).get("BookCloseDate")
    tax = settings.get("TaxPrefs", {})
    country = info.get("Country") or "US"
    return {
        "company_name": info.get("CompanyName", ""),
        "country": country,
        "home_currency": currency.get("HomeCurrency", {}).get("value", ""),
        "sales_tax": _sales_tax(country, tax),
        "multicurrency": bool(currency.get("MultiCurrencyEnabled", False)),
        "custom_numbers": bool(forms.get("CustomTxnNumbers", False)),
        "estimates": bool(forms.get("AllowEstimates", True)),
        "book_close_date": date.fromisoformat(closed[:10]) if closed else None,
        "tax_group_code": tax.get("TaxGroupCodeRef", {}).get("value", ""),
        "customer_on_purchases": bool(
            settings.get("VendorAndPurchasesPrefs", {}).get("TrackingByCustomer")
        ),
        "tracking": _tracking(settings.get("AccountingInfoPrefs", {})),
        "custom_fields": _custom_fields(forms),
    }


def _tracking(accounting: dict) -> list[str]:
    switches = {
        "class": "ClassTrackingPerTxn",
        "line_class": "ClassTrackingPerTxnLine",
        "location": "TrackDepartments",
    }
    return sorted(name for name, switch in switches.items() if accounting.get(switch))


def _custom_fields(forms: dict) -> dict[str, str]:
    """QuickBooks lists the names as SalesFormsPrefs.SalesCustomName1, …2, …3; the number is the id."""
    found = {}
    for group in forms.get("CustomField", ()):
        for each in group.get("CustomField", ()):
            position = each.get("Name", "").rpartition("SalesCustomName")[2]
            if position.isdigit() and each.get("StringValue"):
                found[each["StringValue"]] = position
    return found


def _sales_tax(country: str, tax: dict) -> str:
    in_united_states = country.upper() in UNITED_STATES
    if not tax.get("UsingSalesTax", not in_united_states):
        return "none"
    if not in_united_states:
        return "global"
    return "automated" if tax.get("PartnerTaxEnabled") else "manual"
