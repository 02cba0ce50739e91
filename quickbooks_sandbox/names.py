"""Customers, vendors and employees: names unique over all three, sub-customers, balances."""

from .faults import QuickBooksFault, business, required
from .rules import Rules, referred, with_address_ids
from .wire import ZERO

_PARTS = ("Title", "GivenName", "MiddleName", "FamilyName", "Suffix")
DELETED = " (deleted)"


def check_unique(company, traits, new, old, text):
    """Refuse (6240) a name that another row of the same name space has."""
    key = (new.get("FullyQualifiedName") or new[traits.name_field]).casefold()
    holder = company.holder_of_name(traits.namespace, key)
    if holder is not None and holder != (traits.name, (old or {}).get("Id")):
        raise QuickBooksFault("6240", f"The name supplied already exists. : {text}", None)


def apply_activity(new, old, fields):
    """An inactive row's name ends in " (deleted)"; that frees the name."""
    new.setdefault("Active", True)
    if new["Active"]:
        for field in fields:
            if new.get(field, "").endswith(DELETED):
                new[field] = new[field][: -len(DELETED)]
    else:
        for field in fields:
            if field in new and not new[field].endswith(DELETED):
                new[field] += DELETED


def depth_of(company, entity, parent):
    """How deep a parent lies: 1 for a top-level row. Raises 6180 beyond the fifth level."""
    depth = 1
    while parent.get("ParentRef"):
        depth += 1
        parent = company.get(entity, parent["ParentRef"]["value"])
    if depth >= 5:
        raise QuickBooksFault("6180", "You can only nest 5 levels of names, the parent included.")
    return depth


def rename_children(company, entity, parent):
    """Children carry the parent's full name in front of their own."""
    prefix = parent["FullyQualifiedName"]
    name_field = "DisplayName" if entity == "Customer" else "Name"
    for child in company.children_of(entity, parent["Id"]):
        full = f"{prefix}:{child[name_field]}"
        if child["FullyQualifiedName"] != full:
            company.changed(entity, child["Id"], FullyQualifiedName=full)
            rename_children(company, entity, company.get(entity, child["Id"]))


class PersonRules(Rules):
    """Customer, Vendor and Employee."""

    read_only = frozenset({"FullyQualifiedName", "Balance", "BalanceWithJobs", "Level"})

    def prepare(self, company, new, old, sent):
        self._name(new, old, sent)
        parent = self._parent(company, new)
        name = new["DisplayName"]
        new["FullyQualifiedName"] = f"{parent['FullyQualifiedName']}:{name}" if parent else name
        apply_activity(new, old, ("DisplayName", "FullyQualifiedName"))
        if not new["Active"] and company.open_amount(self.name, (old or {}).get("Id")):
            raise business("You cannot make a name with an open balance inactive.")
        text = "Another customer, vendor or employee is already using this \nname. Please use a "
        check_unique(company, self.traits, new, old, f"{text}different name.")
        self._complete(company, new, old)
        fields = ("PrimaryAddr",) if self.name == "Employee" else ("BillAddr", "ShipAddr")
        with_address_ids(company, new, old, fields)

    def _name(self, new, old, sent):
        if self.name == "Employee" and not (new.get("GivenName") or new.get("FamilyName")):
            raise required("GivenName or FamilyName")
        if not new.get("DisplayName"):
            composed = " ".join(new[part] for part in _PARTS if new.get(part))
            if not composed:
                raise required("DisplayName")
            new["DisplayName"] = composed
        name = new["DisplayName"]
        if any(character in name for character in ":\t\n\r"):
            raise business(
                "The name cannot contain a colon (:), a tab or a new line.", "DisplayName"
            )
        previous = (old or {}).get("DisplayName")
        if not new.get("PrintOnCheckName") or (
            "PrintOnCheckName" not in sent and new["PrintOnCheckName"] == previous
        ):
            new["PrintOnCheckName"] = name[:110]

    def _parent(self, company, new):
        reference = new.get("ParentRef")
        if self.name != "Customer" or not reference:
            return None
        if not new.get("Job"):
            raise business("A sub-customer must be marked as a job.", "Job")
        parent = referred(company, "Customer", reference)
        if parent["Id"] == new.get("Id"):
            raise QuickBooksFault("700", "A customer cannot be its own parent.", "ParentRef")
        depth_of(company, "Customer", parent)
        return parent

    def _complete(self, company, new, old):
        if self.name == "Employee":
            return
        currency = new.get("CurrencyRef", {}).get("value")
        held = (old or {}).get("CurrencyRef", {}).get("value")
        if held and currency and currency != held:
            raise business("The currency of a name cannot be changed.", "CurrencyRef")
        code = currency or held or company.home_currency
        if code != company.home_currency and not company.settings["MultiCurrencyEnabled"]:
            raise business("Multi-currency is not turned on for this company.", "CurrencyRef")
        new["CurrencyRef"] = company.currency_reference(code)
        if self.name == "Vendor":
            new.setdefault("Vendor1099", False)
            if old is None:
                new.pop("TermRef", None)
        else:
            self._complete_customer(company, new)
        for field, entity in (
            ("SalesTermRef", "Term"),
            ("TermRef", "Term"),
            ("PaymentMethodRef", "PaymentMethod"),
        ):
            if new.get(field):
                referred(company, entity, new[field])

    def _complete_customer(self, company, new):
        new.setdefault("Taxable", True)
        new.setdefault("Job", False)
        new.setdefault("BillWithParent", False)
        new.setdefault("PreferredDeliveryMethod", "Print")
        if company.is_us and new["Taxable"]:
            new.setdefault("DefaultTaxCodeRef", {"value": "2"})
        if new.get("DefaultTaxCodeRef"):
            referred(company, "TaxCode", new["DefaultTaxCodeRef"])

    def settle(self, company, new, old):
        if self.name == "Customer" and old:
            rename_children(company, "Customer", new)

    def render(self, company, stored):
        answer = super().render(company, stored)
        if self.name == "Employee":
            return answer
        own = company.open_amount(self.name, stored["Id"])
        answer["Balance"] = own
        if self.name == "Customer":
            answer["BalanceWithJobs"] = own + _balance_of_jobs(company, stored["Id"])
        if answer.get("TaxIdentifier"):
            answer["TaxIdentifier"] = "XXXXXX" + answer["TaxIdentifier"][-4:]
        if self.name == "Vendor":
            answer.pop("FullyQualifiedName", None)
        return answer


def _balance_of_jobs(company, identifier):
    total = ZERO
    for child in company.children_of("Customer", identifier):
        total += company.open_amount("Customer", child["Id"])
        total += _balance_of_jobs(company, child["Id"])
    return total
