"""Host, company and preferences: what a client asks first."""

from decimal import Decimal

_PRODUCTS = {
    "pro": "QuickBooks Pro 2024",
    "accountant": "QuickBooks Accountant 2024",
    "premier": "QuickBooks Premier 2024",
    "enterprise": "QuickBooks Enterprise Solutions 24.0",
}
_VERSIONS = (
    *(f"{major}.0" for major in range(1, 14)),
    "1.1",
    "2.1",
    "4.1",
)


def host(company):
    """The values of ``HostRet``."""
    return {
        "ProductName": _PRODUCTS[company.settings["edition"]],
        "MajorVersion": "34",
        "MinorVersion": "0",
        "Country": company.settings["country"],
        "SupportedQBXMLVersion": sorted(_VERSIONS, key=lambda each: [*map(int, each.split("."))]),
        "IsAutomaticLogin": False,
        "QBFileMode": "SingleUser",
    }


def company_facts(company, owners):
    """The values of ``CompanyRet`` with the private data of the owners."""
    name = company.settings["name"]
    return {
        "IsSampleCompany": False,
        "CompanyName": name,
        "LegalCompanyName": name,
        "FirstMonthFiscalYear": "January",
        "FirstMonthIncomeTaxYear": "January",
        "CompanyType": "Retail",
        "TaxForm": "OtherOrNone",
        "DataExtRet": company.extensions_of("Company", owners),
    }


def preferences(company):
    """The values of ``PreferencesRet``; without sales tax that block is absent."""
    settings = company.settings
    values = {
        "AccountingPreferences": {
            "IsUsingAccountNumbers": settings["account_numbers"],
            "IsRequiringAccounts": True,
            "IsUsingClassTracking": settings["class_tracking"],
            "IsUsingAuditTrail": True,
            "IsAssigningJournalEntryNumbers": True,
            "ClosingDate": settings["closing_date"],
        },
        "FinanceChargePreferences": {
            "AnnualInterestRate": Decimal(0),
            "MinFinanceCharge": Decimal(0),
            "GracePeriod": 0,
            "IsAssessingForOverdueCharges": False,
            "CalculateChargesFrom": "DueDate",
            "IsMarkedToBePrinted": False,
        },
        "JobsAndEstimatesPreferences": {
            "IsUsingEstimates": True,
            "IsUsingProgressInvoicing": False,
            "IsPrintingItemsWithZeroAmounts": False,
        },
        "PurchasesAndVendorsPreferences": {
            "IsUsingInventory": True,
            "DaysBillsAreDue": 10,
            "IsAutomaticallyUsingDiscounts": False,
        },
        "ReportsPreferences": {
            "AgingReportBasis": "AgeFromDueDate",
            "SummaryReportBasis": "Accrual",
        },
        "SalesAndCustomersPreferences": {
            "IsTrackingReimbursedExpensesAsIncome": False,
            "IsAutoApplyingPayments": settings["auto_apply_payments"],
            "PriceLevels": {"IsUsingPriceLevels": False},
        },
        "TimeTrackingPreferences": {"FirstDayOfWeek": "Monday"},
        "CurrentAppAccessRights": {
            "IsAutomaticLoginAllowed": True,
            "AutomaticLoginUserName": "Admin",
            "IsPersonalDataAccessAllowed": False,
        },
    }
    values["MultiCurrencyPreferences"] = {"IsMultiCurrencyOn": settings["multicurrency"]}
    if settings["multicurrency"]:
        values["MultiCurrencyPreferences"]["HomeCurrencyRef"] = company.default("home_currency")
    if settings["sales_tax"]:
        values["SalesTaxPreferences"] = {
            "DefaultItemSalesTaxRef": company.default("sales_tax_item"),
            "PaySalesTax": "Monthly",
            "DefaultTaxableSalesTaxCodeRef": company.default("taxable_code"),
            "DefaultNonTaxableSalesTaxCodeRef": company.default("non_taxable_code"),
            "IsUsingVendorTaxCode": False,
            "IsUsingCustomerTaxCode": True,
        }
    return values
