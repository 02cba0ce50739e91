"""Objects of which a company has one: CompanyInfo, Preferences; and exchange rates by date."""

from .faults import business, required
from .rules import Rules
from .settings import CURRENCY_NAMES
from .validate import clean
from .wire import ZERO

_COUNTRIES = {"US": "USA", "CA": "CAN", "GB": "GBR"}


class SingleRules(Rules):
    """Entities that exist once and are only read."""


def company_info(company):
    """The ``CompanyInfo`` of a company."""
    address = {"Id": "1", "Line1": "123 Sandbox Street", "City": "Mountain View"}
    address["Country"] = _COUNTRIES[company.settings["Country"]]
    names = (("NeoEnabled", "true"), ("IndustryType", "Retail"), ("SubscriptionStatus", "PAID"))
    return {
        "CompanyName": company.name,
        "LegalName": company.name,
        "CompanyAddr": address,
        "CustomerCommunicationAddr": address,
        "LegalAddr": address,
        "PrimaryPhone": {},
        "CompanyStartDate": company.created[:10],
        "FiscalYearStartMonth": "January",
        "Country": company.settings["Country"],
        "Email": {"Address": "books@sandbox.example"},
        "WebAddr": {},
        "SupportedLanguages": "en",
        "NameValue": [
            {"Name": name, "Value": value}
            for name, value in (*names, ("OfferingSku", "QuickBooks Online Plus"))
        ],
        "domain": "QBO",
        "sparse": False,
        "Id": "1",
        "SyncToken": "4",
        "MetaData": {"CreateTime": company.created, "LastUpdatedTime": company.created},
    }


def preferences(company):
    """The ``Preferences`` of a company, from its settings."""
    settings = company.settings
    sales = {
        "CustomField": _custom_fields(settings["CustomFields"]),
        "CustomTxnNumbers": settings["CustomTxnNumbers"],
        "EmailCopyToCompany": False,
        "AllowDeposit": settings["AllowDeposit"],
        "AllowDiscount": settings["AllowDiscount"],
        "DefaultDiscountAccount": "86",
        "AllowEstimates": settings["AllowEstimates"],
        "ETransactionEnabledStatus": "NotApplicable",
        "ETransactionAttachPDF": False,
        "ETransactionPaymentEnabled": settings["ETransactionPaymentEnabled"],
        "IPNSupportEnabled": False,
        "AllowServiceDate": False,
        "AllowShipping": settings["AllowShipping"],
        "AutoApplyCredit": settings["AutoApplyCredit"],
        "AutoApplyPayments": False,
        "DefaultTerms": {"value": settings["DefaultTerms"]},
        "UsingPriceLevels": False,
        "UsingProgressInvoicing": False,
        "DefaultCustomerMessage": "Thank you for your business and have a great day!",
    }
    return {
        "AccountingInfoPrefs": _accounting(settings),
        "ProductAndServicesPrefs": {
            "ForSales": True,
            "ForPurchase": True,
            "QuantityWithPriceAndRate": True,
            "QuantityOnHand": settings["QuantityOnHand"],
        },
        "SalesFormsPrefs": sales,
        "EmailMessagesPrefs": _messages(company.name),
        "VendorAndPurchasesPrefs": {
            "TrackingByCustomer": True,
            "BillableExpenseTracking": True,
            "POCustomField": _custom_fields([], "PurchasePrefs", "Purchase"),
        },
        "TimeTrackingPrefs": {
            "UseServices": True,
            "BillCustomers": True,
            "ShowBillRateToAll": False,
            "WorkWeekStartDate": "Monday",
            "MarkTimeEntriesBillable": True,
        },
        "TaxPrefs": _tax(company),
        "CurrencyPrefs": {
            "MultiCurrencyEnabled": settings["MultiCurrencyEnabled"],
            "HomeCurrency": {"value": company.home_currency},
        },
        "ReportPrefs": {"ReportBasis": "Accrual", "CalcAgingReportFromTxnDate": False},
        "OtherPrefs": {"NameValue": _others(settings)},
        "domain": "QBO",
        "sparse": False,
        "Id": "1",
        "SyncToken": str(company.preferences_revision),
        "MetaData": {"CreateTime": company.created, "LastUpdatedTime": company.created},
    }


def _accounting(settings):
    prefs = {
        "UseAccountNumbers": False,
        "TrackDepartments": settings["TrackDepartments"],
        "ClassTrackingPerTxn": settings["ClassTrackingPerTxn"],
        "ClassTrackingPerTxnLine": settings["ClassTrackingPerTxnLine"],
        "FirstMonthOfFiscalYear": "January",
        "TaxYearMonth": "January",
        "TaxForm": "6",
        "CustomerTerminology": "Customers",
    }
    if settings["BookCloseDate"]:
        prefs["BookCloseDate"] = settings["BookCloseDate"]
    return prefs


def _tax(company):
    prefs = {"UsingSalesTax": company.settings["UsingSalesTax"]}
    if company.is_us:
        prefs["PartnerTaxEnabled"] = company.settings["PartnerTaxEnabled"]
        prefs["TaxGroupCodeRef"] = {"value": "2"}
    return prefs


def _custom_fields(names, prefix="SalesFormsPrefs", word="Sales"):
    uses = [
        {
            "Name": f"{prefix}.Use{word}Custom{number}",
            "Type": "BooleanType",
            "BooleanValue": number <= len(names),
        }
        for number in (3, 2, 1)
    ]
    titles = [
        {"Name": f"{prefix}.{word}CustomName{number}", "Type": "StringType", "StringValue": name}
        for number, name in enumerate(names, 1)
    ]
    return [{"CustomField": uses}, {"CustomField": titles}] if titles else [{"CustomField": uses}]


def _messages(company_name):
    kinds = ("Invoice", "Estimate", "SalesReceipt", "Statement")
    return {
        f"{kind}Message": {
            "Subject": f"{kind} from {company_name}",
            "Message": f"Your {kind.lower()} is attached.",
        }
        for kind in kinds
    }


def _others(settings):
    values = {
        "SalesFormsPrefs.DefaultCustomerMessage": "Thank you for your business!",
        "SalesFormsPrefs.DefaultItem": "1",
        "DTXCopyMemo": "true",
        "WarnDuplicateCheckNumber": "true",
        "WarnDuplicateBillNumber": "false",
        "WarnDuplicateInvoiceNumber": str(settings["WarnDuplicateNumbers"]).lower(),
    }
    return [{"Name": name, "Value": value} for name, value in values.items()]


def exchange_rate(company, code, day):
    """The ``ExchangeRate`` of a currency on a day. Raises 6000 for the home currency."""
    if not code:
        raise required("sourcecurrencycode")
    if code == company.home_currency:
        raise business("The source currency cannot be the home currency.", "SourceCurrencyCode")
    if code not in CURRENCY_NAMES:
        raise business(f"Currency {code} is not known.", "SourceCurrencyCode")
    return {
        "SyncToken": "0",
        "domain": "QBO",
        "AsOfDate": day,
        "SourceCurrencyCode": code,
        "TargetCurrencyCode": company.home_currency,
        "Rate": company.exchange_rate(code, day),
        "MetaData": {"LastUpdatedTime": company.clock.stamp()},
    }


def set_exchange_rate(company, body):
    """Store the rate that a client sends and return it as ``exchange_rate`` does."""
    sent = clean("ExchangeRate", body)
    for field in ("SourceCurrencyCode", "Rate", "AsOfDate"):
        if field not in sent:
            raise required(field)
    if sent["Rate"] <= ZERO:
        raise business("The exchange rate must be greater than zero.", "Rate")
    code, day = sent["SourceCurrencyCode"], sent["AsOfDate"]
    exchange_rate(company, code, day)
    company.exchange_rates.setdefault(code, {})[day] = sent["Rate"]
    return exchange_rate(company, code, day)
