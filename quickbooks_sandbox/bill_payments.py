"""Payments of bills."""

from .documents import number, prepare_header, voided_note
from .faults import business, required
from .links import applications, cannot_link
from .references import name_of, with_names
from .rules import Rules, check_currency, check_open_period, referred
from .wire import ZERO, cents

_WAYS = {
    "Check": ("CheckPayment", "BankAccountRef", "Bank", "BillPaymentCheck"),
    "CreditCard": ("CreditCardPayment", "CCAccountRef", "Credit Card", "BillPaymentCreditCard"),
}
_KINDS = ("Bill", "VendorCredit")


class BillPaymentRules(Rules):
    """Money to a vendor, by cheque or card, for bills less vendor credits."""

    read_only = frozenset({"LinkedTxn"})

    def prepare(self, company, new, old, sent):
        for field in ("VendorRef", "PayType", "TotalAmt", "Line"):
            if not new.get(field) and new.get(field) != ZERO:
                raise required(field)
        vendor = referred(company, "Vendor", new["VendorRef"])
        prepare_header(company, "BillPayment", new, old)
        check_currency(company, new, vendor)
        self._way(company, new)
        new["TotalAmt"] = cents(new["TotalAmt"])
        new["Line"] = [self._line(line) for line in new["Line"]]
        before = applications(old) if old else {}
        left = new["TotalAmt"]
        for (kind, identifier), amount in applications(new).items():
            target = company.get(kind, identifier) if kind in _KINDS else None
            if target is None or target["VendorRef"]["value"] != vendor["Id"]:
                raise cannot_link(f"{kind} {identifier} is no open bill of this vendor.")
            if amount > target["Balance"] + before.get((kind, identifier), ZERO):
                raise business(f"You cannot pay more than the open balance of {kind} {identifier}.")
            left += amount if kind == "VendorCredit" else -amount
        if left:
            raise business("The lines of the payment do not add up to its amount.", "TotalAmt")
        number(company, "BillPayment", new, old)

    def _way(self, company, new):
        part, field, kind, _link = _WAYS[new["PayType"]]
        detail = new.get(part)
        if not detail or not detail.get(field):
            raise required(f"{part}.{field}")
        account = referred(company, "Account", detail[field])
        if account["AccountType"] != kind:
            raise business(f"{field} must be an account of type {kind}.", field)
        if part == "CheckPayment":
            new[part] = {"PrintStatus": "NotSet", **detail}

    def _line(self, line):
        if line.get("Amount") is None:
            raise required("Line.Amount")
        if not line.get("LinkedTxn") or not line["LinkedTxn"][0].get("TxnId"):
            raise required("Line.LinkedTxn")
        link = line["LinkedTxn"][0]
        link = {"TxnId": link["TxnId"], "TxnType": link.get("TxnType", "Bill")}
        return {"Amount": cents(line["Amount"]), "LinkedTxn": [link]}

    def settle(self, company, new, old):
        before = applications(old) if old else {}
        self._apply(company, new, before, applications(new))

    def _apply(self, company, payment, before, after):
        for key in {**before, **after}:
            paid, was = after.get(key, ZERO), before.get(key, ZERO)
            if paid == was:
                continue
            target = company.objects[key[0]][key[1]]
            links = [each for each in target["LinkedTxn"] if each["TxnId"] != payment["Id"]]
            if key in after:
                link_type = _WAYS[payment["PayType"]][3]
                links.append({"TxnId": payment["Id"], "TxnType": link_type})
            company.raised(*key, LinkedTxn=links, Balance=target["Balance"] + was - paid)

    def before_delete(self, company, old):
        check_open_period(company, old["TxnDate"])

    def released(self, company, old):
        self._apply(company, old, applications(old), {})

    def voided(self, company, old):
        check_open_period(company, old["TxnDate"])
        return {**old, "Line": [], "TotalAmt": ZERO, "PrivateNote": voided_note(old)}

    def render(self, company, stored):
        answer = with_names(company, self.name, super().render(company, stored))
        part, field, _kind, _link = _WAYS[stored["PayType"]]
        account = stored[part][field]["value"]
        reference = {"value": account, "name": name_of(company, "Account", account)}
        return {**answer, part: {**stored[part], field: reference}}
