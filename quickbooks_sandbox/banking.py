"""Bank deposits and journal entries."""

from .documents import deposited, exchange, number, prepare_header
from .faults import QuickBooksFault, business, required
from .links import cannot_link, without_link
from .references import with_names
from .rules import Rules, check_currency, check_open_period, referred
from .wire import ZERO, cents

_UNDEPOSITED_FUNDS = "4"
_SOURCES = ("Payment", "SalesReceipt", "RefundReceipt")


def links_in(document):
    """The transactions that a document's lines stand for."""
    return [
        (link["TxnType"], link["TxnId"])
        for line in document.get("Line", ())
        for link in line.get("LinkedTxn", ())
    ]


class DepositRules(Rules):
    """Money moved from Undeposited Funds, or from anywhere, to a bank account."""

    read_only = frozenset({"TotalAmt", "HomeTotalAmt"})

    def prepare(self, company, new, old, sent):
        if not new.get("DepositToAccountRef"):
            raise required("DepositToAccountRef")
        prepare_header(company, "Deposit", new, old)
        check_currency(company, new)
        held = set(links_in(old)) if old else set()
        lines = [self._line(company, line, held) for line in new.get("Line") or []]
        if not lines:
            raise required("Line")
        for position, line in enumerate((each for each in lines if "DetailType" in each), 1):
            line["Id"], line["LineNum"] = str(position), position
        new["Line"] = lines
        new["TotalAmt"] = sum((line["Amount"] for line in lines), ZERO)
        exchange(company, new)

    def _line(self, company, line, held):
        if line.get("Amount") is None:
            raise required("Line.Amount")
        line = {**line, "Amount": cents(line["Amount"])}
        if line.get("LinkedTxn"):
            return self._source(company, line, held)
        if line.get("DetailType") != "DepositLineDetail":
            raise required("Line.DetailType")
        detail = line["DepositLineDetail"] = dict(line.get("DepositLineDetail") or {})
        if not detail.get("AccountRef"):
            raise required("AccountRef")
        referred(company, "Account", detail["AccountRef"])
        if detail.get("PaymentMethodRef"):
            referred(company, "PaymentMethod", detail["PaymentMethodRef"])
        return line

    def _source(self, company, line, held):
        link = line["LinkedTxn"][0]
        kind, identifier = link.get("TxnType"), link.get("TxnId")
        source = company.get(kind, identifier) if kind in _SOURCES else None
        if source is None:
            raise cannot_link(f"{kind} {identifier} does not exist.")
        if source.get("_deposited") and (kind, identifier) not in held:
            raise deposited()
        if source["DepositToAccountRef"]["value"] != _UNDEPOSITED_FUNDS:
            raise cannot_link(f"{kind} {identifier} is not in Undeposited Funds.")
        amount = -source["TotalAmt"] if kind == "RefundReceipt" else source["TotalAmt"]
        if line["Amount"] != amount:
            raise business(f"The amount of {kind} {identifier} is {amount}.", "Line.Amount")
        link = {"TxnId": identifier, "TxnType": kind, "TxnLineId": "0"}
        return {"Amount": amount, "LinkedTxn": [link]}

    def settle(self, company, new, old):
        before, after = (set(links_in(each)) if each else set() for each in (old, new))
        self._mark(company, (new or old)["Id"], before, after)

    def _mark(self, company, identifier, before, after):
        for kind, source_id in before ^ after:
            source = company.objects[kind][source_id]
            links = without_link(source, "Deposit", identifier)
            if (kind, source_id) in after:
                links.append({"TxnId": identifier, "TxnType": "Deposit"})
            is_in = (kind, source_id) in after
            company.changed(kind, source_id, LinkedTxn=links, _deposited=is_in)

    def before_delete(self, company, old):
        check_open_period(company, old["TxnDate"])

    def released(self, company, old):
        self._mark(company, old["Id"], set(links_in(old)), set())

    def render(self, company, stored):
        return with_names(company, self.name, super().render(company, stored))


class JournalRules(Rules):
    """Debits and credits that must be equal."""

    read_only = frozenset({"TotalAmt", "HomeTotalAmt"})

    def prepare(self, company, new, old, sent):
        prepare_header(company, "JournalEntry", new, old)
        check_currency(company, new)
        balance, lines = ZERO, []
        for position, line in enumerate(new.get("Line") or []):
            line, signed = self._line(company, line)
            line["Id"] = str(position)
            balance += signed
            lines.append(line)
        if len(lines) < 2:
            raise required("Line")
        if balance:
            raise QuickBooksFault("2300", "Debits and credits of the entry are not equal.")
        new["Line"] = lines
        new.setdefault("Adjustment", False)
        exchange(company, new)
        number(company, "JournalEntry", new, old)

    def _line(self, company, line):
        kind = "JournalEntryLineDetail"
        if line.get("DetailType") != kind:
            raise required("Line.DetailType")
        if line.get("Amount") is None:
            raise required("Line.Amount")
        line = {**line, "Amount": cents(line["Amount"]), kind: dict(line.get(kind) or {})}
        detail = line[kind]
        for field in ("PostingType", "AccountRef"):
            if not detail.get(field):
                raise required(field)
        account = referred(company, "Account", detail["AccountRef"])
        needed = {"Accounts Receivable": "Customer", "Accounts Payable": "Vendor"}
        party = needed.get(account["AccountType"])
        entity = detail.get("Entity") or {}
        if party and entity.get("Type") != party:
            raise business(f"A {party} is needed on a line of {account['Name']}.", "Entity")
        if entity.get("EntityRef") and entity.get("Type") in ("Customer", "Vendor", "Employee"):
            referred(company, entity["Type"], entity["EntityRef"])
        return line, line["Amount"] if detail["PostingType"] == "Debit" else -line["Amount"]

    def before_delete(self, company, old):
        check_open_period(company, old["TxnDate"])

    def render(self, company, stored):
        return with_names(company, self.name, super().render(company, stored))
