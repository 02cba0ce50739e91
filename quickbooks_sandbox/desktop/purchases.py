"""Adds and changes purchase orders, bills and vendor credits."""

from .books import Line
from .checks import changed_spending_lines, expense_line, spending_lines, total
from .documents import (
    changed_lines,
    check_feature_of,
    check_features,
    due,
    existing,
    header_of,
    new_line,
    new_record,
    renewed,
    saved,
    with_currency,
    without_empty,
)
from .line_amounts import purchase_line
from .links import Links, check_closing, taken
from .references import resolved
from .statuses import missing, not_saved

_TOTALS = {
    "PurchaseOrder": "TotalAmount",
    "Bill": "AmountDue",
    "VendorCredit": "CreditAmount",
}


def add(company, kind, content, execution):
    """Add a purchase order, bill or vendor credit; returns its record. Raises ``Fault``."""
    check_feature_of(company, kind)
    check_features(company, content)
    content = resolved(company, content, kind)
    values = without_empty(header_of(content))
    vendor = company.books.get(values.get("VendorRef"))
    if vendor is None:
        raise missing("VendorRef", kind)
    _defaults(company, kind, values, vendor)
    orders = []
    if kind == "PurchaseOrder":
        lines = [
            new_line(
                company, "PurchaseOrderLine", _order_line(company, without_empty(each), execution)
            )
            for each in content.get("PurchaseOrderLineAdd", ())
        ]
    elif kind == "Bill":
        lines, orders = _bill_lines(company, vendor, content, execution)
    else:
        lines = spending_lines(company, kind, content, execution)
    record = saved(company, _with_total(new_record(company, kind, values, lines)))
    for order in orders:
        if company.behaviour["order_changes_when_invoiced"]:
            company.books.touch(order.id)
    return record


def change(company, kind, content, execution):
    """Change the given fields, and the lines when any is given. Raises ``Fault``."""
    old = existing(company, kind, content)
    check_features(company, content)
    content = resolved(company, content, kind)
    values = {**old.values, **header_of(content)}
    if not values.get("VendorRef"):
        raise missing("VendorRef", kind)
    if values["VendorRef"] != old.get("VendorRef"):
        if company.books.linked.get(old.id) or any(line.link for line in old.lines):
            raise not_saved(kind, "The vendor of a linked transaction cannot be changed.")
        with_currency(company, values, values["VendorRef"], "ExchangeRate" in content)
    if kind == "PurchaseOrder":
        lines = old.lines
        if "PurchaseOrderLineMod" in content:
            lines = _changed_order_lines(company, old, content["PurchaseOrderLineMod"], execution)
    else:
        lines = changed_spending_lines(company, old, content, execution)
    return saved(company, _with_total(renewed(old, values, lines)))


def _defaults(company, kind, values, vendor):
    values.setdefault("TxnDate", company.clock.today())
    if "VendorAddress" in vendor.values:
        values.setdefault("VendorAddress", vendor.values["VendorAddress"])
    if kind != "VendorCredit":
        if "TermsRef" in vendor.values:
            values.setdefault("TermsRef", vendor.values["TermsRef"])
        values.setdefault("DueDate", due(company, values["TxnDate"], values.get("TermsRef")))
    if kind == "PurchaseOrder":
        values.setdefault("ExpectedDate", values["TxnDate"])
        values.setdefault("IsManuallyClosed", False)
        values.setdefault("IsToBePrinted", False)
        values.setdefault("IsToBeEmailed", False)
        values.setdefault("TemplateRef", company.default("template PurchaseOrder"))
    else:
        values.setdefault("APAccountRef", company.payable_account(vendor))
        company.check_account_type(values["APAccountRef"], ("AccountsPayable",), kind)
    with_currency(company, values, vendor.id)


def _order_line(company, values, execution):
    return purchase_line(company, "PurchaseOrder", values, "Rate", execution)


def _bill_lines(company, vendor, content, execution):
    links = Links(company, "Bill", "PurchaseOrder", vendor.id, execution)
    wholes = content.get("LinkToTxnID", [])
    lines = [
        new_line(company, "ExpenseLine", expense_line(company, "Bill", without_empty(each)))
        for each in content.get("ExpenseLineAdd", ())
    ]
    pairs = links.whole(wholes)
    for given in content.get("ItemLineAdd", ()):
        pair = links.line(given, wholes) if "LinkToTxn" in given else (without_empty(given), None)
        if pair:
            pairs.append(pair)
    for values, link in pairs:
        line = purchase_line(company, "Bill", values, "Cost", execution)
        lines.append(new_line(company, "ItemLine", line, link))
    return lines, links.orders


def _changed_order_lines(company, old, given, execution):
    lines = []
    for line, values in changed_lines(company, old, "PurchaseOrderLine", given):
        values = _order_line(company, values, execution)
        if line is None:
            lines.append(new_line(company, "PurchaseOrderLine", values))
            continue
        changed = Line(line.id, "PurchaseOrderLine", values, None)
        if values.get("IsManuallyClosed") and not line.values.get("IsManuallyClosed"):
            check_closing(company, old, changed)
        lines.append(changed)
    kept = {line.id for line in lines}
    for line in old.lines:
        gone = line.id not in kept and taken(company, old, line.id)
        if gone and not company.behaviour["delete_invoiced_order"]:
            raise not_saved("PurchaseOrder", "A line that has been billed cannot be deleted.")
    return lines


def _with_total(record):
    values = {**record.values, _TOTALS[record.kind]: total(record.lines)}
    if not record.lines:
        raise not_saved(record.kind, "The transaction is empty.")
    if values[_TOTALS[record.kind]] < 0:
        raise not_saved(record.kind, "Transaction amount must be positive.")
    return renewed(record, values, record.lines)
