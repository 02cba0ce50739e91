"""Estimates, invoices, sales receipts, credit memos and refund receipts."""

from .credits import apply_credits
from .documents import (
    NOT_POSTED,
    deposited,
    due_date,
    exchange,
    number,
    prepare_header,
    voided_note,
)
from .faults import QuickBooksFault, business, required
from .lines import SalesLines
from .links import (
    applied_to,
    links_of,
    open_fields,
    settle_estimate,
    unapply_all,
    wanted_estimate,
)
from .references import with_names
from .rules import Rules, check_currency, check_open_period, referred, with_address_ids
from .tax import apply_global, apply_us
from .wire import ZERO, cents

ESTIMATE_STATUSES = ("Pending", "Accepted", "Closed", "Rejected", "Converted")
_UNDEPOSITED_FUNDS = {"value": "4"}
_ZERO_FIELDS = ("Qty", "UnitPrice", "TaxInclusiveAmt")


class SalesRules(Rules):
    """The five documents that list what a customer buys, returns or is offered."""

    read_only = frozenset(
        {"TotalAmt", "Balance", "HomeTotalAmt", "HomeBalance", "RemainingCredit", "DeliveryInfo"}
        | {"InvoiceLink", "EInvoiceStatus", "HomeTotalCostAmount", "TotalCostAmount"}
    )

    def prepare(self, company, new, old, sent):
        if self.name == "Estimate" and not company.settings["AllowEstimates"]:
            raise QuickBooksFault(
                "5030", "Feature Not Supported Error : Estimates are turned off for this company."
            )
        customer = self._customer(company, new)
        lines = SalesLines(company, new, old, sent)
        prepare_header(company, self.name, new, old)
        check_currency(company, new, customer)
        self._delivery(new)
        self._addresses(company, new, old, customer)
        self._totals(company, new, old, sent, lines, customer)
        self._links(company, new, old, sent)
        self._particulars(company, new, old, sent)
        number(company, self.name, new, old)
        self._custom_fields(company, new)

    def _customer(self, company, new):
        reference = new.get("CustomerRef")
        if reference:
            return referred(company, "Customer", reference)
        if self.name != "SalesReceipt":
            raise required("CustomerRef")
        return None

    def _delivery(self, new):
        new.setdefault("PrintStatus", "NeedToPrint")
        new.setdefault("EmailStatus", "NotSet")
        if new["EmailStatus"] == "NeedToSend" and not new.get("BillEmail"):
            raise QuickBooksFault("6420", "An email address is required to send.", "BillEmail")
        for field in ("BillEmail", "BillEmailCc", "BillEmailBcc"):
            if new.get(field):
                new[field] = {"Address": new[field]["Address"]}

    def _addresses(self, company, new, old, customer):
        if old is None and customer is not None:
            for field in ("BillAddr", "ShipAddr"):
                if field not in new and customer.get(field):
                    new[field] = customer[field]
        with_address_ids(company, new, old)

    def _totals(self, company, new, old, sent, lines, customer):
        discount = lines.discount(lines.subtotal())
        entries = lines.taxable_entries()
        if company.is_us:
            untouched = old is not None and not {"Line", "TxnTaxDetail"} & sent.keys()
            kept = old.get("_tax_override") if untouched else None
            new.pop("_tax_override", None)
            new.pop("GlobalTaxCalculation", None)
            new.setdefault("ApplyTaxAfterDiscount", False)
            tax = apply_us(company, new, entries, discount, sent, customer, kept)
        else:
            new.pop("ApplyTaxAfterDiscount", None)
            touched = {"Line", "TxnTaxDetail", "GlobalTaxCalculation"} & sent.keys()
            given = sent if old is None or touched else old
            tax = apply_global(
                company, new, entries, lines.discount, given, fresh_lines=lines.fresh
            )
        subtotal = lines.subtotal()
        total = subtotal - lines.discount(subtotal) + lines.shipping_total() + tax
        if total < 0:
            raise business("Transaction amount must be 0 or greater.", "TotalAmt")
        new["Line"] = lines.written()
        new["TotalAmt"] = cents(total)
        exchange(company, new)
        if company.settings["MultiCurrencyEnabled"]:
            new["HomeTotalAmt"] = cents(new["TotalAmt"] * new["ExchangeRate"])

    def _links(self, company, new, old, sent):
        payments = [
            link for link in (old or {}).get("LinkedTxn", []) if link["TxnType"] != "Estimate"
        ]
        if self.name != "Invoice":
            new["LinkedTxn"] = list((old or {}).get("LinkedTxn", []))
            return
        wanted = wanted_estimate(company, new, new.get("LinkedTxn") or [], old)
        links = [{"TxnId": wanted, "TxnType": "Estimate"}] if wanted else []
        new["LinkedTxn"] = links + payments
        if payments and old["CustomerRef"]["value"] != new["CustomerRef"]["value"]:
            raise business("The customer of a paid transaction cannot be changed.")

    def _particulars(self, company, new, old, sent):
        if self.name == "Estimate":
            new.setdefault("TxnStatus", "Pending")
            if new["TxnStatus"] not in ESTIMATE_STATUSES:
                raise QuickBooksFault(
                    "2170", f"Invalid Enumeration : {new['TxnStatus']}", "TxnStatus"
                )
        elif self.name in ("SalesReceipt", "RefundReceipt"):
            if self.name == "RefundReceipt" and not new.get("DepositToAccountRef"):
                raise required("DepositToAccountRef")
            new.setdefault("DepositToAccountRef", _UNDEPOSITED_FUNDS)
            new["Balance"] = ZERO
        else:
            self._open_amount(company, new, old, sent)

    def _open_amount(self, company, new, old, sent):
        if self.name == "Invoice":
            due_date(company, new, sent, old)
            for field in ("AllowIPNPayment", "AllowOnlinePayment"):
                new.setdefault(field, False)
            for field in ("AllowOnlineCreditCardPayment", "AllowOnlineACHPayment"):
                allowed = company.settings["ETransactionPaymentEnabled"]
                new[field] = bool(new.get(field)) and allowed
            if new.get("Deposit") and not company.settings["AllowDeposit"]:
                raise business("Deposits are not turned on for this company.", "Deposit")
        applied = applied_to(company, self.name, {**new, "Id": old["Id"]}) if old else ZERO
        fields = open_fields(self.name, new, applied)
        if fields["Balance"] < 0:
            raise business("The total is less than what has already been applied to it.")
        new.update(fields)
        if company.settings["MultiCurrencyEnabled"]:
            new["HomeBalance"] = cents(new["Balance"] * new["ExchangeRate"])

    def _custom_fields(self, company, new):
        given = {each.get("DefinitionId"): each for each in new.get("CustomField", [])}
        fields = []
        for position, name in enumerate(company.settings["CustomFields"], 1):
            definition = str(position)
            field = {"DefinitionId": definition, "Name": name, "Type": "StringType"}
            if given.get(definition, {}).get("StringValue"):
                field["StringValue"] = given[definition]["StringValue"]
            fields.append(field)
        for definition in given:
            if not str(definition or "").isdigit() or int(definition) > len(fields):
                raise QuickBooksFault("3000", f"Invalid custom field {definition}.", "CustomField")
        new["CustomField"] = fields

    def settle(self, company, new, old):
        if self.name == "Invoice":
            settle_estimate(company, new, old)
        if old is None and company.settings["AutoApplyCredit"]:
            apply_credits(company, self.name, new)

    def before_delete(self, company, old):
        if self.name not in NOT_POSTED:
            check_open_period(company, old["TxnDate"])
        if old.get("_deposited"):
            raise deposited()
        if self.name in ("Invoice", "CreditMemo") and links_of(old, "Payment"):
            if company.settings["delete_paid_invoice"] == "refuse":
                detail = "You cannot delete this transaction while payments are linked to it."
                raise QuickBooksFault("800", detail)
            unapply_all(company, self.name, old["Id"])

    def released(self, company, old):
        if self.name == "Invoice":
            settle_estimate(company, None, old)
        elif self.name == "Estimate":
            for invoice_id in links_of(old, "Invoice"):
                invoice = company.objects["Invoice"][invoice_id]
                kept = [each for each in invoice["LinkedTxn"] if each["TxnType"] != "Estimate"]
                company.changed("Invoice", invoice_id, LinkedTxn=kept)

    def voided(self, company, old):
        if not self.traits.voidable:
            return super().voided(company, old)
        check_open_period(company, old["TxnDate"])
        if old.get("_deposited"):
            raise deposited()
        unapply_all(company, self.name, old["Id"])
        new = {key: value for key, value in old.items() if key != "_tax_override"}
        new["Line"] = [_zeroed(line) for line in old["Line"]]
        new["LinkedTxn"] = []
        new["PrivateNote"] = voided_note(old)
        if "TxnTaxDetail" in old:
            new["TxnTaxDetail"] = {"TotalTax": ZERO}
        for field in ("TotalAmt", "Balance", "HomeTotalAmt", "HomeBalance", "Deposit"):
            if field in old or field in ("TotalAmt", "Balance"):
                new[field] = ZERO
        return new

    def render(self, company, stored):
        return with_names(company, self.name, super().render(company, stored))


def _zeroed(line):
    line = {**line, "Amount": ZERO}
    kind = line["DetailType"]
    if kind == "DescriptionOnly":
        line.pop("Amount")
    if kind == "SalesItemLineDetail":
        detail = dict(line[kind])
        for field in _ZERO_FIELDS:
            if field in detail:
                detail[field] = ZERO
        line[kind] = detail
    elif kind == "GroupLineDetail":
        line[kind] = {**line[kind], "Line": [_zeroed(child) for child in line[kind]["Line"]]}
    return line
