"""What QuickBooks Desktop says about itself and its company file, and the lists that people choose from.

Pure: queries out, facts and entries in. The first answer of a session (host, company, preferences) comes
from the Web Connector by itself; the lists are asked for once a day.
"""

import re
from collections.abc import Iterable, Mapping

from lxml import etree

from . import answer
from .answer import Row
from .qbxml import element, value
from .safe_xml import Unreadable

#: So many entries of a list are read at a time, and so many items at most: more are looked up when needed.
#: Items on which more than their own line depends have lists of their own, which are read whole.
PAGE = 500
MOST_ITEMS = 2000
#: How products call their editions, the more telling words first: `Premier: Professional Services Edition`.
#: Others, such as `QuickBooks Accountant 2012`, do not say.
EDITIONS = ("enterprise", "premier", "pro")
#: The only form of QuickBooks that is spoken here: other countries tax each line by a code of its own.
COUNTRY = "US"
UNDEPOSITED = "UndepositedFunds"

#: list → the query that reads it. A list is called by the kind of `connex.reference` that it holds, or has
#: an entry in `HOLDS`.
QUERIES = {
    "currency": "CurrencyQueryRq",
    "account": "AccountQueryRq",
    "item": "ItemQueryRq",
    "discount": "ItemDiscountQueryRq",
    "sales_tax": "ItemSalesTaxQueryRq",
    "sales_tax_group": "ItemSalesTaxGroupQueryRq",
    "term": "TermsQueryRq",
    "payment_method": "PaymentMethodQueryRq",
    "line_tax_code": "SalesTaxCodeQueryRq",
    "class": "ClassQueryRq",
    "customer_message": "CustomerMsgQueryRq",
    "customer": "CustomerQueryRq",
}
HOLDS = {"discount": "item", "sales_tax": "tax_code", "sales_tax_group": "tax_code"}
#: Those that can be long are read in pages.
PAGED = ("item", "discount", "sales_tax", "sales_tax_group", "customer")
#: Lists that are read with their inactive entries: a group charges its members, active or not.
WITH_INACTIVE = ("sales_tax",)
#: Types of accounts in the words of both backends: qbXML's, and those that people read.
ACCOUNT_TYPES = {
    "AccountsPayable": "Accounts Payable",
    "AccountsReceivable": "Accounts Receivable",
    "Bank": "Bank",
    "CostOfGoodsSold": "Cost of Goods Sold",
    "CreditCard": "Credit Card",
    "Equity": "Equity",
    "Expense": "Expense",
    "FixedAsset": "Fixed Asset",
    "Income": "Income",
    "LongTermLiability": "Long Term Liability",
    "NonPosting": "Non-Posting",
    "OtherAsset": "Other Asset",
    "OtherCurrentAsset": "Other Current Asset",
    "OtherCurrentLiability": "Other Current Liability",
    "OtherExpense": "Other Expense",
    "OtherIncome": "Other Income",
}
#: Kinds of items that tax a form instead of standing on a line, and those that only arrange lines.
TAX_ITEMS = ("ItemSalesTax", "ItemSalesTaxGroup")
NOT_ON_A_LINE = ("ItemGroup", "ItemSubtotal", "ItemPayment")


def company_facts(host_answer: str) -> dict:
    """The facts in the first answer of a session. Raises safe_xml.Unreadable when it is none, or does not say
    which QuickBooks this is.

    Keys: company_name, country, edition (one of `EDITIONS`, empty if it is not told), product, home_currency,
    sales_tax, multicurrency, book_close_date (a date or None), class_tracking, and the ListIDs
    default_tax_item, taxable_code, non_taxable_code.
    """
    rows = {row.entity: row for row in answer.objects(host_answer)}
    nothing = Row(etree.Element("NothingRet"))
    host, company = rows.get("Host", nothing), rows.get("Company", nothing)
    settings = rows.get("Preferences", nothing)
    product = host.text("ProductName")
    if not product:
        raise Unreadable("it does not say which QuickBooks this is")
    tax = "SalesTaxPreferences"
    return {
        "company_name": company.text("CompanyName"),
        "country": host.text("Country") or "US",
        "edition": _edition(product),
        "product": product,
        "home_currency": settings.text("MultiCurrencyPreferences/HomeCurrencyRef/FullName"),
        "multicurrency": settings.flag("MultiCurrencyPreferences/IsMultiCurrencyOn"),
        "sales_tax": settings.element.find(tax) is not None,
        "book_close_date": answer.day_of(settings.text("AccountingPreferences/ClosingDate")),
        "class_tracking": settings.flag("AccountingPreferences/IsUsingClassTracking"),
        "default_tax_item": settings.text(f"{tax}/DefaultItemSalesTaxRef/ListID"),
        "taxable_code": settings.text(f"{tax}/DefaultTaxableSalesTaxCodeRef/ListID"),
        "non_taxable_code": settings.text(f"{tax}/DefaultNonTaxableSalesTaxCodeRef/ListID"),
    }


def _edition(product):
    words = re.findall(r"\w+", product.lower())
    return next((each for each in EDITIONS if each in words), "")


def lists(multicurrency: bool) -> list[str]:
    """The lists to read. Without several currencies QuickBooks refuses the one of currencies (3250)."""
    return [kind for kind in QUERIES if kind != "currency" or multicurrency]


def held_in(kind: str) -> str:
    """The kind of `connex.reference` that this list holds."""
    return HOLDS.get(kind, kind)


def read_in_part(kinds: Iterable[str]) -> list[str]:
    """The kinds of `connex.reference` of which these lists are some, and not all."""
    read = set(kinds)
    left = {held_in(kind) for kind in QUERIES if kind not in read}
    return sorted(left & {held_in(kind) for kind in read})


def list_query(kind: str, iterator: str = "") -> etree._Element:
    """The request for a list, or for its next page. Active entries only, but for `WITH_INACTIVE`."""
    attributes = {}
    children = []
    if kind in PAGED:
        attributes = {"iterator": "Continue" if iterator else "Start", "iteratorID": iterator}
        children = [value("MaxReturned", str(PAGE))]
        children += [value("ActiveStatus", "All")] if kind in WITH_INACTIVE else []
    asked = element(QUERIES[kind], *children, **attributes) if children else None
    asked = asked if asked is not None else etree.Element(QUERIES[kind])
    asked.set("requestID", kind)
    return asked


def facts_queries() -> list[etree._Element]:
    """The requests that the Web Connector makes by itself at the beginning of a session."""
    made = [etree.Element(f"{name}QueryRq") for name in ("Host", "Company", "Preferences")]
    for each in made:
        each.set("requestID", each.tag)
    return made


def entries(kind: str, rows: Iterable[Row]) -> list[tuple[str, dict]]:
    """(kind of reference, its fields) for each entry of a list. The sales tax items, which the list of items
    holds too, are in lists of their own."""
    return [found for row in rows if (found := _entry(kind, row))]


def _entry(kind, row):
    if row.entity in NOT_ON_A_LINE or (kind == "item" and row.entity in TAX_ITEMS):
        return None
    kind = held_in(kind)
    name = row.text("Name")
    found = {
        "qb_id": row.qb_id,
        "name": name,
        "full_name": row.text("FullName") or name,
        "detail": _detail(kind, row) or False,
        "subtype": _subtype(kind, row) or False,
        "sku": row.text("ManufacturerPartNumber") or False,
        "currency": row.text("CurrencyRef/FullName") or False,
        "active": row.text("IsActive") != "false",
    }
    if kind == "customer":
        found["email"] = row.text("Email").lower() or False
    if kind == "tax_code":
        found["on_sales"] = True
    if row.entity == "ItemSalesTax":
        found["tax_rates"] = [[row.qb_id, str(row.amount("TaxRate") or 0)]]
    return kind, found


def _detail(kind, row):
    if kind == "account":
        return ACCOUNT_TYPES.get(row.text("AccountType"), row.text("AccountType"))
    if kind == "payment_method":
        return row.text("PaymentMethodType")
    if kind == "currency":
        return row.text("CurrencyCode")
    if kind == "line_tax_code":
        return "taxable" if row.flag("IsTaxable") else "not taxable"
    return row.entity.removeprefix("Item") if kind in ("item", "tax_code") else ""


def _subtype(kind, row):
    return row.text("SpecialAccountType") if kind == "account" else ""


def group_members(rows: Iterable[Row]) -> dict[str, list[str]]:
    """{sales tax group: its sales tax items}: QuickBooks names them, and not their rates."""
    return {
        row.qb_id: [
            each.findtext("ListID") or "" for each in row.element.findall("ItemSalesTaxRef")
        ]
        for row in rows
        if row.entity == "ItemSalesTaxGroup"
    }


def group_rates(members: Mapping[str, list[str]], rates: Mapping[str, str]) -> dict[str, list]:
    """{group: its items' (ListID, percentage)}; empty where the percentage of one of them is not known.
    `members` as `group_members`, `rates` the percentages of sales tax items."""
    return {
        group: [[each, rates[each]] for each in items] if set(items) <= set(rates) else []
        for group, items in members.items()
    }
