"""The lists a new company starts with: accounts, items, terms, payment methods, taxes."""

from decimal import Decimal

from .lists import ACCOUNT_TYPES
from .taxservice import add_code, add_rate
from .wire import ZERO

_ACCOUNTS = (
    ("4", "Undeposited Funds", "Other Current Asset", "UndepositedFunds"),
    ("30", "Uncategorized Income", "Income", "ServiceFeeIncome"),
    ("31", "Uncategorized Expense", "Expense", "OtherMiscellaneousServiceCost"),
    ("33", "Accounts Payable (A/P)", "Accounts Payable", "AccountsPayable"),
    ("35", "Checking", "Bank", "Checking"),
    ("36", "Savings", "Bank", "Savings"),
    ("41", "Mastercard", "Credit Card", "CreditCard"),
    ("79", "Sales of Product Income", "Income", "SalesOfProductIncome"),
    ("80", "Cost of Goods Sold", "Cost of Goods Sold", "SuppliesMaterialsCogs"),
    ("81", "Inventory Asset", "Other Current Asset", "Inventory"),
    ("82", "Services", "Income", "ServiceFeeIncome"),
    ("83", "Shipping Income", "Income", "ServiceFeeIncome"),
    ("84", "Accounts Receivable (A/R)", "Accounts Receivable", "AccountsReceivable"),
    ("86", "Discounts given", "Income", "DiscountsRefundsGiven"),
    ("90", "Sales Tax Payable", "Other Current Liability", "SalesTaxPayable"),
    ("91", "Purchases", "Expense", "SuppliesMaterials"),
)
_TERMS = (("1", "Due on receipt", 0), ("2", "Net 15", 15), ("3", "Net 30", 30), ("4", "Net 60", 60))
_METHODS = (
    ("1", "Cash", "NON_CREDIT_CARD"),
    ("2", "Check", "NON_CREDIT_CARD"),
    ("3", "Visa", "CREDIT_CARD"),
    ("4", "MasterCard", "CREDIT_CARD"),
    ("5", "Discover", "CREDIT_CARD"),
    ("6", "American Express", "CREDIT_CARD"),
)
_GLOBAL_TAXES = {
    "ca": (
        "Canada Revenue Agency",
        (("GST", 5), ("HST ON", 13), ("PST BC", 7), ("Zero-rated", 0), ("Exempt", 0)),
        (("GST", (0,)), ("HST ON", (1,)), ("GST/PST BC", (0, 2)), ("Zero-rated", (3,)))
        + (("Exempt", (4,)),),
    ),
    "uk": (
        "HM Revenue & Customs",
        (("20.0% S rate", 20), ("5.0% R rate", 5), ("0.0% Z rate", 0), ("Exempt rate", 0)),
        (("20.0% S", (0,)), ("5.0% R", (1,)), ("0.0% Z", (2,)), ("Exempt", (3,)))
        + (("No VAT", ()),),
    ),
}


def fill(company):
    """Put the starting lists into a new company."""
    company.begin()
    for identifier, name, kind, sub_type in _ACCOUNTS:
        _put(
            company,
            "Account",
            identifier,
            Name=name,
            SubAccount=False,
            FullyQualifiedName=name,
            Active=True,
            Classification=ACCOUNT_TYPES[kind][0],
            AccountType=kind,
            AccountSubType=sub_type,
            CurrentBalance=ZERO,
            CurrentBalanceWithSubAccounts=ZERO,
            CurrencyRef=company.currency_reference(),
        )
    for identifier, name, days in _TERMS:
        _put(
            company,
            "Term",
            identifier,
            Name=name,
            Active=True,
            Type="STANDARD",
            DiscountPercent=ZERO,
            DueDays=days,
            DiscountDays=0,
        )
    for identifier, name, kind in _METHODS:
        _put(company, "PaymentMethod", identifier, Name=name, Active=True, Type=kind)
    for identifier, name in (("1", "Services"), ("2", "Hours")):
        _put(
            company,
            "Item",
            identifier,
            Name=name,
            Active=True,
            FullyQualifiedName=name,
            Taxable=False,
            UnitPrice=ZERO,
            Type="Service",
            IncomeAccountRef={"value": "82"},
            PurchaseCost=ZERO,
            TrackQtyOnHand=False,
        )
    _bundle(company)
    if company.is_us:
        _us_taxes(company)
    else:
        _global_taxes(company)
    company.keep()
    _start_sequences(company)


def _put(company, entity, identifier, **values):
    stored = {"domain": "QBO", "sparse": False, "Id": identifier, "SyncToken": "0", **values}
    company.put(entity, stored)


def _bundle(company):
    parts = [
        {"ItemRef": {"value": identifier, "name": name}, "Qty": Decimal(quantity)}
        for identifier, name, quantity in (("1", "Services", 1), ("2", "Hours", 2))
    ]
    _put(
        company,
        "Item",
        "3",
        Name="Care package",
        Active=True,
        FullyQualifiedName="Care package",
        Taxable=False,
        UnitPrice=ZERO,
        Type="Group",
        PrintGroupedItems=True,
        ItemGroupDetail={"ItemGroupLine": parts},
    )


def _agency(company, name):
    _put(
        company,
        "TaxAgency",
        "1",
        DisplayName=name,
        TaxTrackedOnSales=True,
        TaxTrackedOnPurchases=not company.is_us,
    )
    return "1"


def _us_taxes(company):
    agency = _agency(company, "Board of Equalization")
    for identifier in ("TAX", "NON"):
        add_code(company, identifier, (), identifier=identifier)
    company.last_ids["TaxRate"] = 2
    rate = add_rate(company, "California", company.settings["sales_tax_rate"], agency)
    add_code(company, "California", (rate,), identifier="2")
    company.last_ids["TaxCode"] = 2


def _global_taxes(company):
    agency_name, rates, codes = _GLOBAL_TAXES[company.profile]
    agency = _agency(company, agency_name)
    sales = [add_rate(company, f"{name} (Sales)", Decimal(rate), agency) for name, rate in rates]
    purchases = [
        add_rate(company, f"{name} (Purchases)", Decimal(rate), agency) for name, rate in rates
    ]
    company.last_ids["TaxCode"] = 1
    for name, positions in codes:
        add_code(
            company,
            name,
            [sales[position] for position in positions],
            [purchases[position] for position in positions],
        )


def _start_sequences(company):
    for entity, objects in company.objects.items():
        numbers = [int(identifier) for identifier in objects if identifier.isdigit()]
        if numbers:
            company.last_ids[entity] = max(company.last_ids[entity], *numbers)
    company.last_ids["Account"] = 100
