"""Accounts, classes, departments, terms, payment methods, tax agencies and currencies."""

from .faults import QuickBooksFault, business, required
from .names import apply_activity, check_unique, depth_of, rename_children
from .rules import Rules, referred
from .wire import ZERO

ACCOUNT_TYPES = {
    "Bank": ("Asset", "Checking"),
    "Accounts Receivable": ("Asset", "AccountsReceivable"),
    "Other Current Asset": ("Asset", "OtherCurrentAssets"),
    "Fixed Asset": ("Asset", "FurnitureAndFixtures"),
    "Other Asset": ("Asset", "OtherLongTermAssets"),
    "Accounts Payable": ("Liability", "AccountsPayable"),
    "Credit Card": ("Liability", "CreditCard"),
    "Other Current Liability": ("Liability", "OtherCurrentLiabilities"),
    "Long Term Liability": ("Liability", "NotesPayable"),
    "Equity": ("Equity", "OpeningBalanceEquity"),
    "Income": ("Revenue", "ServiceFeeIncome"),
    "Other Income": ("Revenue", "OtherInvestmentIncome"),
    "Cost of Goods Sold": ("Expense", "SuppliesMaterialsCogs"),
    "Expense": ("Expense", "OtherMiscellaneousServiceCost"),
    "Other Expense": ("Expense", "OtherMiscellaneousExpense"),
}
_SUB_TYPES = {
    "UndepositedFunds": "Other Current Asset",
    "Inventory": "Other Current Asset",
    "SalesOfProductIncome": "Income",
    "DiscountsRefundsGiven": "Income",
    "Checking": "Bank",
    "Savings": "Bank",
    **{sub_type: name for name, (_group, sub_type) in ACCOUNT_TYPES.items()},
}


class NamedListRules(Rules):
    """A list whose rows have a unique name and may be inactive."""

    read_only = frozenset({"FullyQualifiedName", "Level"})
    forbidden = ":\t\n\r"
    nested = False

    def prepare(self, company, new, old, sent):
        field = self.traits.name_field
        if not new.get(field):
            raise required(field)
        if any(character in new[field] for character in self.forbidden):
            raise business("The name contains a character that is not allowed.", field)
        fields = [field]
        if self.nested:
            new["FullyQualifiedName"] = self._full_name(company, new)
            fields.append("FullyQualifiedName")
        apply_activity(new, old, fields)
        what = self.name.lower()
        text = f"Another {what} is already using this name. Please use a different name."
        check_unique(company, self.traits, new, old, text)
        self.complete(company, new, old)

    def _full_name(self, company, new):
        reference = new.get("ParentRef")
        if not reference:
            return new["Name"]
        parent = referred(company, self.name, reference)
        if parent["Id"] == new.get("Id"):
            raise QuickBooksFault("700", "A row cannot be its own parent.", "ParentRef")
        depth_of(company, self.name, parent)
        return f"{parent['FullyQualifiedName']}:{new['Name']}"

    def complete(self, company, new, old):
        """Fill in defaults and check what is particular to the list."""

    def settle(self, company, new, old):
        if self.nested and old:
            rename_children(company, self.name, new)


class ClassRules(NamedListRules):
    """Class and Department."""

    nested = True

    def complete(self, company, new, old):
        flag = "SubClass" if self.name == "Class" else "SubDepartment"
        new[flag] = bool(new.get("ParentRef"))


class AccountRules(NamedListRules):
    """The chart of accounts."""

    read_only = NamedListRules.read_only | {
        "CurrentBalance",
        "CurrentBalanceWithSubAccounts",
        "Classification",
    }
    forbidden = ':"\t\n\r'
    nested = True

    def complete(self, company, new, old):
        kind, sub_type = new.get("AccountType"), new.get("AccountSubType")
        if not kind and not sub_type:
            raise QuickBooksFault(
                "6010", "AccountType or AccountSubType is required.", "AccountType"
            )
        kind = kind or _SUB_TYPES.get(sub_type, "Expense")
        if kind not in ACCOUNT_TYPES:
            raise QuickBooksFault("2170", f"Invalid Enumeration : {kind}", "AccountType")
        group, default_sub_type = ACCOUNT_TYPES[kind]
        new["AccountType"] = kind
        new["AccountSubType"] = sub_type or default_sub_type
        new["Classification"] = group
        new["SubAccount"] = bool(new.get("ParentRef"))
        new.setdefault("CurrentBalance", ZERO)
        new.setdefault("CurrentBalanceWithSubAccounts", ZERO)
        new["CurrencyRef"] = company.currency_reference(new.get("CurrencyRef", {}).get("value"))


class TermRules(NamedListRules):
    """Payment terms: so many days, or a day of the month."""

    read_only = frozenset({"Type"})

    def complete(self, company, new, old):
        if "DueDays" in new:
            new["Type"] = "STANDARD"
            if not 0 <= new["DueDays"] <= 999:
                raise QuickBooksFault("2290", "DueDays must lie between 0 and 999.", "DueDays")
        elif "DayOfMonthDue" in new:
            new["Type"] = "DATE_DRIVEN"
            if not 1 <= new["DayOfMonthDue"] <= 31:
                raise QuickBooksFault("2290", "DayOfMonthDue must lie between 1 and 31.")
        else:
            raise required("DueDays")
        percent = new.get("DiscountPercent", ZERO)
        if not 0 <= percent <= 100:
            raise QuickBooksFault("2290", "DiscountPercent must lie between 0 and 100.")


class PaymentMethodRules(NamedListRules):
    """Cash, cheque, cards."""

    def complete(self, company, new, old):
        new.setdefault("Type", "NON_CREDIT_CARD")
        if new["Type"] not in ("CREDIT_CARD", "NON_CREDIT_CARD"):
            raise QuickBooksFault("2170", f"Invalid Enumeration : {new['Type']}", "Type")


class TaxAgencyRules(NamedListRules):
    """Who collects a tax: created and read, never changed."""

    def complete(self, company, new, old):
        new.setdefault("TaxTrackedOnSales", True)
        new.setdefault("TaxTrackedOnPurchases", not company.is_us)
        new.pop("Active", None)


class CurrencyRules(NamedListRules):
    """The currencies of a company that keeps several."""

    forbidden = ""

    def complete(self, company, new, old):
        if not company.settings["MultiCurrencyEnabled"]:
            raise QuickBooksFault(
                "5030", "Feature Not Supported Error : Multi-currency is not turned on."
            )
        new["Name"] = company.currency_reference(new["Code"])["name"]
