"""Adds and changes sales orders, invoices, sales receipts and credit memos."""

from .books import Line
from .credits import apply_credits
from .documents import (
    changed_lines,
    check_feature_of,
    check_features,
    check_given,
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
from .line_amounts import ZERO, sales_line, totals
from .links import Links, check_closing, taken
from .money import balance_of, settled, total_of, used
from .references import resolved
from .statuses import not_saved

#: fields that an invoice takes from its order when its own request leaves them out
_FROM_ORDER = (
    "ClassRef",
    "PONumber",
    "TermsRef",
    "SalesRepRef",
    "FOB",
    "ShipMethodRef",
    "ItemSalesTaxRef",
    "CustomerMsgRef",
    "CustomerSalesTaxCodeRef",
    "Other",
)
_ADDRESSES = ("BillAddress", "ShipAddress")
_FROM_CUSTOMER = ("TermsRef", "SalesRepRef", "ItemSalesTaxRef", "BillAddress", "ShipAddress")


def add(company, kind, content, execution):
    """Add a sales document; returns its record. Raises ``Fault``."""
    check_feature_of(company, kind)
    check_features(company, content)
    content = resolved(company, content, kind)
    values = without_empty(header_of(content))
    if kind != "SalesReceipt":
        check_given(kind, values, "CustomerRef")
    links = Links(company, kind, "SalesOrder", values.get("CustomerRef"), execution)
    pairs = _linked(content, kind, links, execution)
    for order in links.orders:
        for name in _FROM_ORDER:
            if name in order.values:
                values.setdefault(name, order.values[name])
    for order in reversed(links.orders):
        values.update({name: order.values[name] for name in _ADDRESSES if name in order.values})
    _defaults(company, kind, values)
    lines = [
        new_line(company, f"{kind}Line", line, link)
        for line, link in _computed(company, kind, pairs, execution)
    ]
    if not any(line.values.get("ItemRef") for line in lines) and (kind == "Invoice" or not lines):
        raise not_saved(kind, "The transaction is empty.")
    record = _with_totals(company, new_record(company, kind, values, lines))
    record = saved(company, record)
    for order in links.orders:
        if company.behaviour["order_changes_when_invoiced"]:
            company.books.touch(order.id)
    apply_credits(company, record, content.get("SetCredit", ()), record.id)
    return record


def change(company, kind, content, execution):
    """Change the given fields of a sales document, and its lines when any is given. Raises ``Fault``."""
    check_feature_of(company, kind)
    old = existing(company, kind, content)
    check_features(company, content)
    content = resolved(company, content, kind)
    values = {**old.values, **header_of(content)}
    _check_customer(company, kind, old, values, "ExchangeRate" in content)
    if "TxnDate" in content or "TermsRef" in content:
        _new_due_day(company, content, values)
    lines = old.lines
    if f"{kind}LineMod" in content:
        lines = _changed(company, old, content[f"{kind}LineMod"], execution)
    record = _with_totals(company, renewed(old, values, lines))
    _check_settled(company, old, record)
    record = saved(company, record)
    if lines != old.lines and company.behaviour["order_changes_when_invoiced"]:
        for order in dict.fromkeys(each.link[0] for each in (*old.lines, *lines) if each.link):
            company.books.touch(order)
    apply_credits(company, record, content.get("SetCredit", ()), record.id)
    return record


def _linked(content, kind, links, execution):
    wholes = content.get("LinkToTxnID", [])
    pairs = links.whole(wholes)
    for given in content.get(f"{kind}LineAdd", ()):
        link = given.get("LinkToTxn")
        if link is None:
            pairs.append((without_empty(given), None))
            continue
        pair = links.line(given, wholes)
        if pair:
            pairs.append(pair)
    if links.refused and not pairs:
        raise not_saved(kind, "The transaction is empty.")
    return pairs


def _computed(company, kind, pairs, execution):
    previous = ZERO
    for values, link in pairs:
        line = sales_line(company, kind, values, previous, execution)
        if line.get("ItemRef"):
            previous = line["Amount"]
        yield line, link


def _changed(company, old, given, execution):
    name = f"{old.kind}Line"
    pairs, before = [], []
    for line, values in changed_lines(company, old, name, given):
        link = line.link if line and values.get("ItemRef") == line.values.get("ItemRef") else None
        before.append(line)
        pairs.append((values, link))
    lines = []
    for line, (values, link) in zip(
        before, _computed(company, old.kind, pairs, execution), strict=True
    ):
        if line is None:
            lines.append(new_line(company, name, values))
        else:
            lines.append(Line(line.id, name, values, link))
    _check_taken(company, old, lines)
    _check_links(company, old, lines)
    return lines


def _check_taken(company, old, lines):
    """An order keeps the lines that have been invoiced."""
    if old.kind != "SalesOrder" or company.behaviour["delete_invoiced_order"]:
        return
    kept = {line.id for line in lines}
    before = {line.id: line.values.get("IsManuallyClosed") for line in old.lines}
    for line in lines:
        if line.values.get("IsManuallyClosed") and not before.get(line.id):
            check_closing(company, old, line)
    for line in old.lines:
        if line.id not in kept and taken(company, old, line.id):
            raise not_saved(old.kind, "A line that has been invoiced cannot be deleted.")


def _check_links(company, old, lines):
    """An invoice's line may not grow beyond what the order had open."""
    if company.behaviour["over_invoicing"]:
        return
    before = {line.id: line.values.get("Quantity", 1) for line in old.lines if line.link}
    for line in lines:
        if not line.link:
            continue
        order = company.books.get(line.link[0])
        ordered = next((each for each in order.lines if each.id == line.link[1]), None)
        more = line.values.get("Quantity", 1) - before.get(line.id, 0)
        if ordered is None or more <= 0:
            continue
        if taken(company, order, ordered.id) + more > ordered.values.get("Quantity", 1):
            raise not_saved(old.kind, "The quantity is more than is open on the sales order.")


def _defaults(company, kind, values):
    customer = company.books.get(values.get("CustomerRef"))
    values.setdefault("TxnDate", company.clock.today())
    for name in _FROM_CUSTOMER if customer else ():
        if name in customer.values and (name != "TermsRef" or kind != "SalesReceipt"):
            values.setdefault(name, customer.values[name])
    if company.settings["sales_tax"]:
        values.setdefault("ItemSalesTaxRef", company.default("sales_tax_item"))
        code = customer.get("SalesTaxCodeRef") if customer else None
        values.setdefault("CustomerSalesTaxCodeRef", code or company.default("taxable_code"))
    values.setdefault("TemplateRef", company.default(f"template {kind}"))
    values.setdefault("DueDate", due(company, values["TxnDate"], values.get("TermsRef")))
    values.setdefault("ShipDate", values["TxnDate"])
    values.setdefault("IsToBePrinted", False)
    values.setdefault("IsToBeEmailed", False)
    if kind == "SalesOrder":
        values.setdefault("IsManuallyClosed", False)
    else:
        values.setdefault("IsPending", False)
    if kind in ("Invoice", "CreditMemo"):
        values.setdefault("ARAccountRef", company.receivable_account(customer))
        company.check_account_type(values["ARAccountRef"], ("AccountsReceivable",), kind)
    if kind == "Invoice":
        values.setdefault("IsFinanceCharge", False)
    if kind == "SalesReceipt":
        values.setdefault("DepositToAccountRef", company.default("UndepositedFunds"))
    with_currency(company, values, values.get("CustomerRef"))


def _new_due_day(company, content, values):
    if "DueDate" not in content:
        values["DueDate"] = due(company, values["TxnDate"], values.get("TermsRef"))


def _with_totals(company, record):
    values = dict(record.values)
    lines = [line.values for line in record.lines]
    computed = totals(company, record.kind, values, lines)
    if computed["TotalAmount"] < 0:
        raise not_saved(record.kind, "Transaction amount must be positive.")
    values.update(computed)
    return renewed(record, values, record.lines)


def _check_customer(company, kind, old, values, rate_given):
    customer = values.get("CustomerRef")
    if kind != "SalesReceipt":
        check_given(kind, values, "CustomerRef")
    if customer == old.get("CustomerRef"):
        return
    books = company.books
    linked = any(line.link for line in old.lines) or books.linked.get(old.id)
    if linked or books.applied_to(old.id) or books.applied_from(old.id):
        raise not_saved(kind, "The customer of a linked transaction cannot be changed.")
    with_currency(company, values, customer, rate_given)


def _check_settled(company, old, record):
    """A document cannot become less than what has been applied to it or from it."""
    if record.kind == "Invoice" and settled(company, old.id) > total_of(company, record):
        raise not_saved(
            "Invoice",
            f"The amount is less than the {settled(company, old.id):.2f} that have been applied.",
        )
    if record.kind == "CreditMemo" and used(company, old.id) > total_of(company, record):
        raise not_saved(
            "CreditMemo", f"The amount is less than the {used(company, old.id):.2f} already used."
        )
    if record.get("IsPending") and (settled(company, old.id) or used(company, old.id)):
        raise not_saved(record.kind, "Money has been applied: it cannot become pending.")


def is_paid(company, record):
    """Whether nothing is due any more."""
    return not record.get("IsPending") and balance_of(company, record) <= 0
