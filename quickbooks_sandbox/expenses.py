"""Cheques and expenses: money that leaves a bank or credit card account (the Purchase entity).

One with a line on accounts receivable raises what its customer owes: that is how money is paid back to a
customer. A payment can set it off against the customer's credit.
"""

from .documents import number, prepare_header
from .faults import QuickBooksFault, business, required
from .links import applied_to, links_of, purchase_type
from .purchases import PurchaseRules
from .rules import check_currency, check_open_period, referred
from .validate import EMPTY
from .wire import ZERO

_PAID_FROM = {"Cash": "Bank", "Check": "Bank", "CreditCard": "Credit Card"}
_RECEIVABLE, _PAYABLE = "Accounts Receivable", "Accounts Payable"


class ExpenseRules(PurchaseRules):
    """The Purchase entity."""

    read_only = frozenset({"TotalAmt", "LinkedTxn"})

    def prepare(self, company, new, old, sent):
        # Mandatory in a sparse update, too.
        for field in ("PaymentType", "AccountRef"):
            if sent.get(field, EMPTY) is EMPTY and (old is None or field == "PaymentType"):
                raise required(field)
        if new["PaymentType"] not in _PAID_FROM:
            raise QuickBooksFault(
                "2170", f"Invalid Enumeration : {new['PaymentType']}", "PaymentType"
            )
        account = referred(company, "Account", new["AccountRef"])
        if account["AccountType"] != _PAID_FROM[new["PaymentType"]]:
            raise QuickBooksFault(
                "6430", "The account does not suit the PaymentType.", "AccountRef"
            )
        if new.get("Credit") and new["PaymentType"] != "CreditCard":
            raise business("Only a credit card can be credited.", "Credit")
        payee = self._payee(company, new)
        prepare_header(company, self.name, new, old)
        check_currency(company, new, payee)
        entries = self._lines(company, new, old)
        self._total(company, new, entries, sent)
        new.pop("HomeTotalAmt", None)
        new.setdefault("Credit", False)
        self._receivable(company, new, old)
        number(company, self.name, new, old)

    def _payee(self, company, new):
        entity = new.get("EntityRef")
        if not entity:
            return None
        kind = entity.get("type", "Vendor")
        if kind not in ("Customer", "Vendor", "Employee"):
            raise business(f"{kind} is no kind of payee.", "EntityRef")
        return referred(company, kind, entity)

    def _receivable(self, company, new, old):
        """What the customer owes because of this, less what payments have set off against it."""
        total = ZERO
        for line in new["Line"]:
            detail = line.get("AccountBasedExpenseLineDetail")
            account = company.get("Account", detail["AccountRef"]["value"]) if detail else {}
            party = {_RECEIVABLE: "Customer", _PAYABLE: "Vendor"}.get(account.get("AccountType"))
            if party and (new.get("EntityRef") or {}).get("type") != party:
                raise business(f"A {party} is needed on a line of {account['Name']}.", "EntityRef")
            if party == "Customer":
                if account["CurrencyRef"]["value"] != new["CurrencyRef"]["value"]:
                    raise business("The currency of the receivable account differs.", "AccountRef")
                total += line["Amount"]
        applied = applied_to(company, purchase_type(new), {**new, "Id": old["Id"]}) if old else ZERO
        if applied and (
            new["EntityRef"] != old["EntityRef"] or purchase_type(new) != purchase_type(old)
        ):
            raise business("The payee of a transaction with payments cannot be changed.")
        if total < applied:
            raise business("The total is less than what has already been applied to it.")
        new["LinkedTxn"] = list((old or {}).get("LinkedTxn", []))
        new["_receivable"], new["_open"] = total, total - applied
        if total or "_customer" in new:
            new["_customer"] = new["EntityRef"] if total else {"value": ""}

    def settle(self, company, new, old):
        pass

    def before_delete(self, company, old):
        check_open_period(company, old["TxnDate"])
        if links_of(old, "Payment"):
            detail = "You cannot delete this transaction while payments are linked to it."
            raise QuickBooksFault("800", detail)

    def released(self, company, old):
        pass
