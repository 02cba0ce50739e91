"""Payments: what a customer paid, and which invoices and credit memos it settles.

All lines or none: the lines of an update replace all allocations. A change of an allocation changes
the balance of the document and raises its SyncToken.
"""

from .documents import deposited, exchange, prepare_header, voided_note
from .faults import QuickBooksFault, business, required
from .links import (
    applications,
    applied_to,
    cannot_link,
    entity_of,
    open_fields,
    purchase_type,
    settle_applications,
    unapplied,
)
from .references import with_names
from .rules import Rules, check_currency, check_open_period, referred
from .validate import EMPTY
from .wire import ZERO, cents

_UNDEPOSITED_FUNDS = {"value": "4"}


class PaymentRules(Rules):
    """The Payment entity."""

    read_only = frozenset({"UnappliedAmt", "HomeTotalAmt", "LinkedTxn"})

    def prepare(self, company, new, old, sent):
        for field in ("CustomerRef", "TotalAmt"):
            if sent.get(field, EMPTY) is EMPTY:
                raise required(field)
        new["TotalAmt"] = cents(new["TotalAmt"])
        if new["TotalAmt"] < 0:
            raise QuickBooksFault("2290", "TotalAmt cannot be negative.", "TotalAmt")
        customer = referred(company, "Customer", new["CustomerRef"])
        prepare_header(company, "Payment", new, old)
        check_currency(company, new, customer)
        new["Line"] = [self._line(line) for line in new.get("Line") or []]
        self._check_targets(company, new, old, customer)
        new["UnappliedAmt"] = unapplied(new["TotalAmt"], new["Line"])
        if new["UnappliedAmt"] < 0:
            raise business("The amount applied cannot be more than the amount of the payment.")
        new.setdefault("DepositToAccountRef", _UNDEPOSITED_FUNDS)
        new.setdefault("ProcessPayment", False)
        exchange(company, new)

    def _line(self, line):
        if line.get("Amount") is None:
            raise required("Line.Amount")
        links = line.get("LinkedTxn") or []
        if not links or not links[0].get("TxnId"):
            raise required("Line.LinkedTxn")
        if not links[0].get("TxnType"):
            raise required("Line.LinkedTxn.TxnType")
        if len(links) > 1:
            raise business("A payment line can be linked with one transaction only.")
        amount = cents(line["Amount"])
        if amount <= 0:
            raise business("The amount of a payment line must be greater than zero.")
        link = {"TxnId": links[0]["TxnId"], "TxnType": links[0]["TxnType"]}
        return {"Amount": amount, "LinkedTxn": [link]}

    def _check_targets(self, company, new, old, customer):
        before = applications(old) if old else {}
        for (kind, identifier), amount in applications(new).items():
            if kind not in ("Invoice", "CreditMemo", "Check", "Expense"):
                raise cannot_link(f"A payment cannot be linked with a {kind}.")
            target = _target(company, kind, identifier)
            if target is None:
                raise cannot_link(f"{kind} {identifier} does not exist.")
            owner = target["_customer" if entity_of(kind) == "Purchase" else "CustomerRef"]
            if not _pays_for(company, customer, owner["value"]):
                raise cannot_link(f"{kind} {identifier} belongs to another customer.")
            if target["CurrencyRef"]["value"] != new["CurrencyRef"]["value"]:
                raise business("The currency of the payment differs from the transaction's.")
            applied = applied_to(company, kind, target)
            fields = open_fields(kind, target, applied)
            available = fields.get("Balance", fields.get("_open"))
            available += before.get((kind, identifier), ZERO)
            if amount > available:
                if available <= 0:
                    raise cannot_link(f"{kind} {identifier} has no open balance.")
                raise QuickBooksFault(
                    company.settings["over_application"],
                    "Business Validation Error: You cannot apply more than the open balance of "
                    f"{kind} {identifier} ({available}).",
                    "Line.Amount",
                )

    def settle(self, company, new, old):
        before = applications(old) if old else {}
        settle_applications(company, new["Id"], before, applications(new))

    def before_delete(self, company, old):
        check_open_period(company, old["TxnDate"])
        if old.get("_deposited"):
            raise deposited()

    def released(self, company, old):
        settle_applications(company, old["Id"], applications(old), {})

    def voided(self, company, old):
        self.before_delete(company, old)
        return {
            **old,
            "Line": [],
            "TotalAmt": ZERO,
            "UnappliedAmt": ZERO,
            "PrivateNote": voided_note(old),
        }

    def render(self, company, stored):
        answer = with_names(company, "Payment", super().render(company, stored))
        answer["Line"] = [_extended(company, line) for line in answer["Line"]]
        return answer


def _target(company, kind, identifier):
    """What a payment may be linked with, ``None`` where there is nothing of that kind."""
    found = company.get(entity_of(kind), identifier)
    if found is None or entity_of(kind) != "Purchase":
        return found
    return found if purchase_type(found) == kind and found.get("_customer") else None


def _pays_for(company, customer, owner_id):
    """A customer pays its own documents, and those of sub-customers billed with it."""
    if owner_id == customer["Id"]:
        return True
    owner = company.get("Customer", owner_id)
    while owner and owner.get("BillWithParent") and owner.get("ParentRef"):
        if owner["ParentRef"]["value"] == customer["Id"]:
            return True
        owner = company.get("Customer", owner["ParentRef"]["value"])
    return False


def _extended(company, line):
    link = line["LinkedTxn"][0]
    target = company.get(entity_of(link["TxnType"]), link["TxnId"]) or {}
    still_open = target.get("Balance", target.get("_open", ZERO))
    values = [
        ("txnId", link["TxnId"]),
        ("txnOpenBalance", f"{still_open + line['Amount']:.2f}"),
    ]
    if target.get("DocNumber"):
        values.append(("txnReferenceNumber", target["DocNumber"]))
    return {**line, "LineEx": {"any": [_extension(name, value) for name, value in values]}}


def _extension(name, value):
    return {
        "name": "{http://schema.intuit.com/finance/v3}NameValue",
        "declaredType": "com.intuit.schema.finance.v3.NameValue",
        "scope": "javax.xml.bind.JAXBElement$GlobalScope",
        "value": {"Name": name, "Value": value},
        "nil": False,
        "globalScope": True,
        "typeSubstituted": False,
    }
