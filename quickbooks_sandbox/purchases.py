"""Purchase orders, bills and vendor credits."""

from .documents import NOT_POSTED, due_date, exchange, number, prepare_header
from .faults import QuickBooksFault, business, required
from .items import sellable
from .lines import check_amount
from .links import cannot_link, links_of, without_link
from .references import with_names
from .rules import Rules, check_currency, check_open_period, referred, with_address_ids
from .tax import TaxLineInput, apply_global
from .validate import EMPTY
from .wire import ZERO, cents

_PAYABLE = {"value": "33"}
_KINDS = ("ItemBasedExpenseLineDetail", "AccountBasedExpenseLineDetail")
_PURCHASE = "PurchaseTaxRateList"


class PurchaseRules(Rules):
    """PurchaseOrder, Bill and VendorCredit."""

    read_only = frozenset({"TotalAmt", "Balance", "HomeTotalAmt", "HomeBalance"})

    def prepare(self, company, new, old, sent):
        if self.name == "PurchaseOrder" and not company.settings["PurchaseOrders"]:
            raise QuickBooksFault(
                "5030", "Feature Not Supported Error : purchase orders are not in this plan."
            )
        if sent.get("VendorRef", EMPTY) is EMPTY:
            raise required("VendorRef")
        vendor = referred(company, "Vendor", new["VendorRef"])
        new.setdefault("APAccountRef", _PAYABLE)
        prepare_header(company, self.name, new, old)
        if company.get("Account", new["APAccountRef"]["value"])["AccountType"] != (
            "Accounts Payable"
        ):
            raise QuickBooksFault("6430", "APAccountRef must be an accounts payable account.")
        check_currency(company, new, vendor)
        entries = self._lines(company, new, old)
        self._total(company, new, entries, sent)
        with_address_ids(company, new, old, ("VendorAddr", "ShipAddr", "RemitToAddr"))
        self._links(company, new, old)
        if self.name == "PurchaseOrder":
            new.setdefault("POStatus", "Open")
            new.setdefault("EmailStatus", "NotSet")
        else:
            paid = old["TotalAmt"] - old["Balance"] if old else ZERO
            new["Balance"] = new["TotalAmt"] - paid
            if new["Balance"] < 0:
                raise business("The total is less than what has already been paid.")
        if self.name == "Bill":
            due_date(company, new, sent, old)
        if self.name == "PurchaseOrder":
            number(company, self.name, new, old)

    def _lines(self, company, new, old):
        known = {line["Id"] for line in (old or {}).get("Line", [])}
        last = int(new.get("_last_line", 0))
        lines, entries = [], []
        for line in new.get("Line") or []:
            kind = line.get("DetailType")
            if not kind:
                raise required("Line.DetailType")
            if kind not in _KINDS:
                raise business(f"A line of type {kind} cannot be used here.", "Line.DetailType")
            line = {**line, kind: dict(line.get(kind) or {})}
            if line.get("Id") not in known:
                last += 1
                line["Id"] = str(last)
            self._line(company, line, line[kind], kind)
            line["LineNum"] = len(lines) + 1
            lines.append(line)
            entries.append(TaxLineInput(line, line[kind]))
        if not lines:
            raise required("Line")
        new["Line"], new["_last_line"] = lines, last
        return entries

    def _line(self, company, line, detail, kind):
        if line.get("Amount") is None:
            raise required("Line.Amount")
        line["Amount"] = cents(line["Amount"])
        check_amount(line, detail)
        if kind == "ItemBasedExpenseLineDetail":
            if not detail.get("ItemRef"):
                raise required("ItemRef")
            item = sellable(company, detail["ItemRef"])
            if not item.get("ExpenseAccountRef"):
                raise business("The item has no expense account: it cannot be bought.", "ItemRef")
        else:
            if not detail.get("AccountRef"):
                raise required("AccountRef")
            referred(company, "Account", detail["AccountRef"])
        if detail.get("CustomerRef"):
            referred(company, "Customer", detail["CustomerRef"])
        elif detail.get("BillableStatus") == "Billable":
            raise QuickBooksFault("6310", "A customer is required for a billable expense.")
        detail.setdefault("BillableStatus", "NotBillable")
        if not company.settings["ClassTrackingPerTxnLine"]:
            detail.pop("ClassRef", None)

    def _total(self, company, new, entries, sent):
        tax = ZERO
        if company.is_us:
            new.pop("GlobalTaxCalculation", None)
            new.pop("TxnTaxDetail", None)
            for entry in entries:
                code = entry.detail.setdefault("TaxCodeRef", {"value": "NON"})["value"]
                if code not in ("TAX", "NON"):
                    raise QuickBooksFault("6100", f"Invalid Line TaxCode : {code}.", "TaxCodeRef")
        else:
            tax = apply_global(
                company,
                new,
                entries,
                lambda _subtotal: ZERO,
                sent,
                fresh_lines="Line" in sent,
                side=_PURCHASE,
            )
        total = sum((entry.line["Amount"] for entry in entries), ZERO) + tax
        if total < 0:
            raise business("Transaction amount must be 0 or greater.", "TotalAmt")
        new["TotalAmt"] = cents(total)
        exchange(company, new)
        if company.settings["MultiCurrencyEnabled"]:
            new["HomeTotalAmt"] = cents(new["TotalAmt"] * new["ExchangeRate"])

    def _links(self, company, new, old):
        if self.name != "Bill":
            new["LinkedTxn"] = list((old or {}).get("LinkedTxn", []))
            return
        orders = []
        for line in new["Line"]:
            for link in line.get("LinkedTxn", []):
                if link.get("TxnType") != "PurchaseOrder":
                    raise cannot_link(f"A bill line cannot be linked with {link.get('TxnType')}.")
                order = company.get("PurchaseOrder", link["TxnId"])
                if order is None:
                    raise business(
                        f"The entity PurchaseOrder {link['TxnId']} that you are trying to link "
                        "does not exist."
                    )
                if order["VendorRef"]["value"] != new["VendorRef"]["value"]:
                    raise cannot_link(f"PurchaseOrder {link['TxnId']} is of another vendor.")
                if link["TxnId"] not in orders:
                    orders.append(link["TxnId"])
        new["LinkedTxn"] = [{"TxnId": each, "TxnType": "PurchaseOrder"} for each in orders]

    def settle(self, company, new, old):
        if self.name == "Bill":
            self._settle_orders(company, new, old)

    def _settle_orders(self, company, bill, old):
        before = set(links_of(old, "PurchaseOrder")) if old else set()
        after = set(links_of(bill, "PurchaseOrder")) if bill else set()
        identifier = (bill or old)["Id"]
        for order_id in before | after:
            order = company.get("PurchaseOrder", order_id)
            if order is None:
                continue
            links = without_link(order, "Bill", identifier)
            if order_id in after:
                links.append({"TxnId": identifier, "TxnType": "Bill"})
            status = "Closed" if _all_billed(company, order, links) else "Open"
            company.changed("PurchaseOrder", order_id, LinkedTxn=links, POStatus=status)

    def before_delete(self, company, old):
        if self.name not in NOT_POSTED:
            check_open_period(company, old["TxnDate"])

    def released(self, company, old):
        if self.name == "Bill":
            self._settle_orders(company, None, old)
        elif self.name == "PurchaseOrder":
            for bill_id in links_of(old, "Bill"):
                bill = company.objects["Bill"][bill_id]
                links = without_link(bill, "PurchaseOrder", old["Id"])
                company.changed("Bill", bill_id, LinkedTxn=links)

    def render(self, company, stored):
        return with_names(company, self.name, super().render(company, stored))


def _all_billed(company, order, links):
    """Whether every line of an order is on a bill; a link without a line stands for all."""
    billed = set()
    for link in links:
        if link["TxnType"] != "Bill":
            continue
        for line in company.objects["Bill"][link["TxnId"]]["Line"]:
            for source in line.get("LinkedTxn", []):
                if source["TxnId"] == order["Id"]:
                    if not source.get("TxnLineId"):
                        return True
                    billed.add(source["TxnLineId"])
    return bool(billed) and billed >= {line["Id"] for line in order["Line"]}
