"""Writes checks. A line on the receivable account pays a customer back and takes the customer's credits."""

from .books import Line
from .documents import (
    changed_lines,
    check_features,
    check_given,
    existing,
    header_of,
    new_line,
    new_record,
    renewed,
    saved,
    with_currency,
    without_empty,
)
from .line_amounts import ZERO, purchase_line
from .money import is_receivable, settled
from .references import resolved
from .statuses import missing, not_saved, not_together


def add(company, content, execution):
    """Add a check; returns its record. Raises ``Fault``."""
    check_features(company, content)
    content = resolved(company, content, "Check")
    _refuse_application(content)
    values = without_empty(header_of(content))
    values.setdefault("TxnDate", company.clock.today())
    values.setdefault("IsToBePrinted", False)
    check_given("Check", values, "AccountRef")
    company.check_account_type(values["AccountRef"], ("Bank",), "Check")
    with_currency(company, values, values.get("PayeeEntityRef"))
    lines = spending_lines(company, "Check", content, execution)
    return saved(company, _complete(company, new_record(company, "Check", values, lines)))


def change(company, content, execution):
    """Change the given fields of a check, and its lines of a sort when any of them is given."""
    old = existing(company, "Check", content)
    check_features(company, content)
    content = resolved(company, content, "Check")
    _refuse_application(content)
    values = {**old.values, **header_of(content)}
    company.check_account_type(values["AccountRef"], ("Bank",), "Check")
    lines = changed_spending_lines(company, old, content, execution)
    record = _complete(company, renewed(old, values, lines))
    due = sum((each.values["Amount"] for each in lines if is_receivable(company, each)), ZERO)
    if settled(company, old.id) > due:
        raise not_saved("Check", "Credits have been applied to more than this amount.")
    return saved(company, record)


def spending_lines(company, kind, content, execution):
    """The expense and item lines of a new check, bill or vendor credit that link to no order."""
    lines = [
        new_line(company, "ExpenseLine", expense_line(company, kind, without_empty(each)))
        for each in content.get("ExpenseLineAdd", ())
    ]
    for each in content.get("ItemLineAdd", ()):
        each = without_empty(each)
        if each.pop("LinkToTxn", None):
            execution.warn(530, f"LinkToTxn is not supported in a {kind}: it was ignored.")
        lines.append(
            new_line(company, "ItemLine", purchase_line(company, kind, each, "Cost", execution))
        )
    return lines


def changed_spending_lines(company, old, content, execution):
    """The expense and item lines after a Mod: a sort of line that the Mod does not name stays as it is."""
    lines = []
    for name, clear in (("ExpenseLine", "ClearExpenseLines"), ("ItemLine", "ClearItemLines")):
        given = content.get(f"{name}Mod")
        if given is None:
            kept = () if content.get(clear) else old.lines
            lines += [line for line in kept if line.name == name]
            continue
        for line, values in changed_lines(company, old, name, given):
            if name == "ExpenseLine":
                values = expense_line(company, old.kind, values)
            else:
                values = purchase_line(company, old.kind, values, "Cost", execution)
            if line is None:
                lines.append(new_line(company, name, values))
                continue
            same = values.get("ItemRef") == line.values.get("ItemRef")
            lines.append(Line(line.id, name, values, line.link if same else None))
    return lines


def expense_line(company, kind, values):
    """An expense line, checked. Raises ``Fault``."""
    if not values.get("AccountRef"):
        raise missing("AccountRef", f"{kind} line")
    values.setdefault("Amount", ZERO)
    return values


def total(lines):
    """What the lines add up to."""
    return sum((line.values.get("Amount", ZERO) for line in lines), ZERO)


def _refuse_application(content):
    if "ApplyCheckToTxnAdd" in content or "ApplyCheckToTxnMod" in content:
        raise not_together("ApplyCheckToTxn is not supported: apply the credit by a payment.")


def _complete(company, record):
    values = {**record.values, "Amount": total(record.lines)}
    if not record.lines or values["Amount"] < 0:
        raise not_saved("Check", "Transaction amount must be positive.")
    receivable = [line for line in record.lines if is_receivable(company, line)]
    values.pop("receivable_customer", None)
    if len(receivable) > 1:
        raise not_saved("Check", "Only one line may be on the accounts receivable account.")
    for line in receivable:
        customer = line.values.get("CustomerRef") or values.get("PayeeEntityRef")
        if company.books.get(customer, "Customer") is None:
            raise not_saved("Check", "Accounts receivable needs a customer.")
        values["receivable_customer"] = customer
    return renewed(record, values, record.lines)
