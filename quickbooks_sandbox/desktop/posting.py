"""What transactions post to accounts: the entries of each add up to zero. Orders post nothing."""

from .line_amounts import ZERO, cents
from .money import receivable_account, total_of

_INCOME = ("AccountRef", "IncomeAccountRef")
_EXPENSE = ("AccountRef", "ExpenseAccountRef", "COGSAccountRef")
#: accounts whose balance is shown with the sign of a credit
_CREDIT_TYPES = (
    "AccountsPayable",
    "CreditCard",
    "OtherCurrentLiability",
    "LongTermLiability",
    "Equity",
    "Income",
    "OtherIncome",
)


def entries(company, record):
    """The ``(account, amount)`` entries of a transaction in the home currency; debits are positive."""
    if record.void or record.get("IsPending") or record.kind not in _ENTRIES:
        return []
    rate = record.get("ExchangeRate", 1)
    found = list(_ENTRIES[record.kind](company, record))
    converted = [(account, cents(amount * rate)) for account, amount in found[1:]]
    rest = sum((amount for _account, amount in converted), ZERO)
    return [(found[0][0], -rest), *converted]


def account_balances(company):
    """The balances of the accounts that have entries, with the sign that QuickBooks shows."""
    books = company.books
    state = books.counters.get("sequence"), books.counters.get("application")
    if company.known_balances[0] != state:
        balances = {}
        for record in books.all(*_ENTRIES):
            for account, amount in entries(company, record):
                balances[account] = balances.get(account, ZERO) + amount
        for account in balances:
            if books.get(account, "Account").get("AccountType") in _CREDIT_TYPES:
                balances[account] = -balances[account]
        company.known_balances = (state, balances)
    return company.known_balances[1]


def _item_account(company, line, fields):
    if line.values.get("OverrideItemAccountRef"):
        return line.values["OverrideItemAccountRef"]
    item = company.books.get(line.values.get("ItemRef"))
    for holder in (item.values, item.get("SalesOrPurchase"), item.get("SalesAndPurchase")):
        for field in fields:
            if holder and holder.get(field):
                return holder[field]
    return ""


def _sale(company, record, first, sign):
    yield first, sign * total_of(company, record)
    for line in record.lines:
        if line.values.get("ItemRef"):
            yield _item_account(company, line, _INCOME), -sign * line.values["Amount"]
    if record.get("SalesTaxTotal"):
        yield company.default("SalesTaxPayable"), -sign * record.get("SalesTaxTotal")


def _invoice(company, record):
    return _sale(company, record, record.get("ARAccountRef"), 1)


def _credit_memo(company, record):
    return _sale(company, record, record.get("ARAccountRef"), -1)


def _sales_receipt(company, record):
    return _sale(company, record, record.get("DepositToAccountRef"), 1)


def _payment(company, record):
    applied = company.books.applied_from(record.id).values()
    discounts = [each for each in applied if each.discount]
    total = total_of(company, record)
    yield record.get("ARAccountRef"), -total - sum((each.discount for each in discounts), ZERO)
    yield record.get("DepositToAccountRef"), total
    for each in discounts:
        yield each.discount_account, each.discount


def _refund(company, record):
    yield record.get("RefundFromAccountRef"), -total_of(company, record)
    yield receivable_account(company, record), total_of(company, record)


def _spending(company, record, account, sign):
    yield account, -sign * total_of(company, record)
    for line in record.lines:
        if line.name == "ExpenseLine":
            yield line.values["AccountRef"], sign * line.values["Amount"]
        elif line.values.get("ItemRef"):
            yield _item_account(company, line, _EXPENSE), sign * line.values["Amount"]


def _check(company, record):
    return _spending(company, record, record.get("AccountRef"), 1)


def _bill(company, record):
    return _spending(company, record, record.get("APAccountRef"), 1)


def _vendor_credit(company, record):
    return _spending(company, record, record.get("APAccountRef"), -1)


def _deposit(company, record):
    yield record.get("DepositToAccountRef"), total_of(company, record)
    for line in record.lines:
        yield line.values["AccountRef"], -line.values["Amount"]


_ENTRIES = {
    "Invoice": _invoice,
    "CreditMemo": _credit_memo,
    "SalesReceipt": _sales_receipt,
    "ReceivePayment": _payment,
    "ARRefundCreditCard": _refund,
    "Check": _check,
    "Bill": _bill,
    "VendorCredit": _vendor_credit,
    "Deposit": _deposit,
}
