"""Items: what is sold and bought. Types, the accounts they need, categories."""

from .faults import QuickBooksFault, bad_reference, business, required
from .lists import NamedListRules
from .rules import referred
from .wire import ZERO, rate

_TYPES = ("Inventory", "Service", "NonInventory", "Category", "Group")
_MAXIMUM_PRICE = 99_999_999_999
_CHANGES = {("NonInventory", "Inventory"), ("Service", "Inventory")}
_CHANGES |= {("NonInventory", "Service"), ("Service", "NonInventory")}


class ItemRules(NamedListRules):
    """Service, NonInventory, Inventory and Category; groups are read only."""

    read_only = NamedListRules.read_only | {"AvgCost", "QtyOnPurchaseOrder", "QtyOnSalesOrder"}
    nested = True

    def complete(self, company, new, old):
        kind = new.get("Type")
        if not kind:
            raise required("Type")
        if kind not in _TYPES:
            raise QuickBooksFault("2170", f"Invalid Enumeration : {kind}", "Type")
        if kind == "Group":
            raise QuickBooksFault("500", "Operation create of a Group is not supported.", None)
        if old and old["Type"] != kind and (old["Type"], kind) not in _CHANGES:
            raise business("The type of an item cannot be changed this way.", "Type")
        self._parent(company, new)
        if kind == "Category":
            if any(new.get(name) for name in ("IncomeAccountRef", "ExpenseAccountRef")):
                raise business("A category has no accounts.", "IncomeAccountRef")
            return
        new.setdefault("Taxable", False)
        for field in ("UnitPrice", "PurchaseCost"):
            new[field] = rate(new.get(field, ZERO))
            if abs(new[field]) > _MAXIMUM_PRICE:
                raise QuickBooksFault("2290", f"{field} is too large.", field)
        self._accounts(company, new, kind)
        if kind == "Inventory":
            self._inventory(company, new, old)
        else:
            new["TrackQtyOnHand"] = False
            new.pop("QtyOnHand", None)

    def _parent(self, company, new):
        new["SubItem"] = bool(new.get("ParentRef"))
        if not new["SubItem"]:
            del new["SubItem"]
            return
        new["Level"] = new["FullyQualifiedName"].count(":")

    def _accounts(self, company, new, kind):
        income, expense = new.get("IncomeAccountRef"), new.get("ExpenseAccountRef")
        if kind == "Inventory":
            for field in ("IncomeAccountRef", "ExpenseAccountRef", "AssetAccountRef"):
                if not new.get(field):
                    raise required(field)
        elif not income and not expense:
            raise required("IncomeAccountRef")
        if income:
            account = referred(company, "Account", income)
            earns = account["AccountType"] in ("Income", "Other Income")
            if not earns and (kind == "Inventory" or account["Classification"] != "Liability"):
                raise wrong_account("IncomeAccountRef")
            if kind == "Inventory" and account["AccountSubType"] != "SalesOfProductIncome":
                raise wrong_account("IncomeAccountRef")
        if expense:
            account = referred(company, "Account", expense)
            if kind == "Inventory" and account["AccountType"] != "Cost of Goods Sold":
                raise wrong_account("ExpenseAccountRef")
            if account["AccountType"] in ("Accounts Receivable", "Accounts Payable", "Income"):
                raise wrong_account("ExpenseAccountRef")

    def _inventory(self, company, new, old):
        if not company.settings["QuantityOnHand"]:
            raise QuickBooksFault("5030", "Feature Not Supported Error : inventory is turned off.")
        if new.get("TrackQtyOnHand") is not True:
            raise required("TrackQtyOnHand")
        for field in ("QtyOnHand", "InvStartDate"):
            if new.get(field) is None:
                raise required(field)
        asset = referred(company, "Account", new["AssetAccountRef"])
        if (asset["AccountType"], asset["AccountSubType"]) != ("Other Current Asset", "Inventory"):
            raise wrong_account("AssetAccountRef")
        if old and old.get("QtyOnHand") is not None:
            new["QtyOnHand"] = old["QtyOnHand"]
        new["QtyOnHand"] = rate(new["QtyOnHand"])


def wrong_account(field):
    """The account's type does not fit its use (6430)."""
    return QuickBooksFault("6430", f"The account of {field} is of a type not allowed here.", field)


def sellable(company, reference):
    """The item of a line. Raises 2500 when there is none, it is inactive or a category."""
    item = referred(company, "Item", reference)
    if item["Type"] == "Category":
        raise bad_reference("Items", reference["value"])
    return item
