"""What a new US company file holds: accounts, terms, payment methods, sales tax, templates, currencies."""

from decimal import Decimal

from .books import Record

_ACCOUNTS = (
    ("Checking", "Bank", "1000", ""),
    ("Savings", "Bank", "1010", ""),
    ("Accounts Receivable", "AccountsReceivable", "1200", "AccountsReceivable"),
    ("Undeposited Funds", "OtherCurrentAsset", "1499", "UndepositedFunds"),
    ("Inventory Asset", "OtherCurrentAsset", "1120", "InventoryAssets"),
    ("Accounts Payable", "AccountsPayable", "2000", "AccountsPayable"),
    ("Company Credit Card", "CreditCard", "2100", ""),
    ("Customer Deposits", "OtherCurrentLiability", "2300", ""),
    ("Sales Tax Payable", "OtherCurrentLiability", "2200", "SalesTaxPayable"),
    ("Opening Balance Equity", "Equity", "3000", "OpeningBalanceEquity"),
    ("Retained Earnings", "Equity", "3200", "RetainedEarnings"),
    ("Sales", "Income", "4000", ""),
    ("Service Income", "Income", "4100", ""),
    ("Shipping and Delivery Income", "Income", "4200", ""),
    ("Sales Discounts", "Income", "4900", ""),
    ("Cost of Goods Sold", "CostOfGoodsSold", "5000", "CostOfGoodsSold"),
    ("Freight", "CostOfGoodsSold", "5100", ""),
    ("Bank Service Charges", "Expense", "6000", ""),
    ("Office Supplies", "Expense", "6100", ""),
    ("Purchases", "Expense", "6200", ""),
    ("Exchange Gain or Loss", "OtherExpense", "7000", "ExchangeGainLoss"),
    ("Sales Orders", "NonPosting", "9000", "SalesOrders"),
    ("Purchase Orders", "NonPosting", "9010", "PurchaseOrders"),
)
_TERMS = (("Due on receipt", 0), ("Net 15", 15), ("Net 30", 30), ("Net 60", 60))
_PAYMENT_METHODS = (
    ("Cash", "Cash"),
    ("Check", "Check"),
    ("American Express", "AmericanExpress"),
    ("Discover", "Discover"),
    ("MasterCard", "MasterCard"),
    ("Visa", "Visa"),
    ("Debit Card", "DebitCard"),
    ("E-Check", "ECheck"),
)
_CURRENCIES = {
    "US Dollar": "USD",
    "Canadian Dollar": "CAD",
    "Euro": "EUR",
    "British Pound Sterling": "GBP",
    "Australian Dollar": "AUD",
}
HOME = {"US": "US Dollar", "CA": "Canadian Dollar", "UK": "British Pound Sterling"}


def fill(company):
    """Put the starting lists into a new company file and note which elements are its defaults."""
    books = company.books
    books.begin()
    for name, code in _CURRENCIES.items():
        _put(company, "Currency", name, CurrencyCode=code)
    company.defaults["home_currency"] = books.by_name(
        "Currency", HOME[company.settings["country"]]
    ).id
    for name, kind, number, special in _ACCOUNTS:
        values = {"AccountType": kind, "AccountNumber": number}
        record = _put(company, "Account", name, **values, SpecialAccountType=special)
        if special:
            company.defaults[special] = record.id
    for name, days in _TERMS:
        _put(company, "StandardTerms", name, StdDueDays=days)
    for name, kind in _PAYMENT_METHODS:
        _put(company, "PaymentMethod", name, PaymentMethodType=kind)
    for name in ("DHL", "FedEx", "UPS", "US Mail"):
        _put(company, "ShipMethod", name)
    for name in ("Thank you for your business.", "Please remit to above address."):
        _put(company, "CustomerMsg", name)
    for name, kind in (
        ("Intuit Product Invoice", "Invoice"),
        ("Custom Sales Order", "SalesOrder"),
        ("Custom Credit Memo", "CreditMemo"),
        ("Custom Sales Receipt", "SalesReceipt"),
        ("Custom Purchase Order", "PurchaseOrder"),
    ):
        record = _put(company, "Template", name, TemplateType=kind)
        company.defaults[f"template {kind}"] = record.id
    _sales_tax(company)


def _sales_tax(company):
    for name, taxable, text in (
        ("Tax", True, "Taxable Sales"),
        ("Non", False, "Non-Taxable Sales"),
    ):
        record = _put(company, "SalesTaxCode", name, IsTaxable=taxable, Desc=text)
        company.defaults["taxable_code" if taxable else "non_taxable_code"] = record.id
    agency = _put(company, "Vendor", "State Board of Equalization", is_agency=True).id
    county = _put(
        company,
        "ItemSalesTax",
        "County Tax",
        ItemDesc="Sales Tax",
        TaxRate=Decimal(company.settings["sales_tax_rate"]),
        TaxVendorRef=agency,
    )
    company.defaults["sales_tax_item"] = county.id
    _put(
        company,
        "ItemSalesTax",
        "Out of State",
        ItemDesc="Out-of-state sale, exempt from sales tax",
        TaxRate=Decimal(0),
        TaxVendorRef=agency,
    )
    city = _put(
        company,
        "ItemSalesTax",
        "City Tax",
        ItemDesc="City Tax",
        TaxRate=Decimal("1.25"),
        TaxVendorRef=agency,
    )
    _put(
        company,
        "ItemSalesTaxGroup",
        "County and City",
        ItemDesc="County and City Tax",
        ItemSalesTaxRef=[county.id, city.id],
    )


def _put(company, kind, name, is_agency=False, **values):
    values = {key: value for key, value in values.items() if value != ""}
    if is_agency:
        values["IsSalesTaxAgency"] = True
    values = {"Name": name, "IsActive": True, **values}
    return company.books.put(Record(kind, company.books.new_list_id(), values))
