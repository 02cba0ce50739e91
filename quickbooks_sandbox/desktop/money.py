"""What is owed, what is unused: balances of transactions and customers. They are never stored, always
computed from the records and the applications of money."""

from .line_amounts import ZERO

#: transactions whose money can settle others
CREDITS = ("CreditMemo", "ReceivePayment")
#: transactions that money can settle
DEBITS = ("Invoice", "Check", "ARRefundCreditCard")


def total_of(company, record):
    """What a transaction is about, in its own currency; zero when it is void."""
    if record.kind == "Invoice":
        return record.get("Subtotal", ZERO) + record.get("SalesTaxTotal", ZERO)
    if record.kind == "Check":
        return record.get("Amount", ZERO)
    if record.kind == "Bill":
        return record.get("AmountDue", ZERO)
    if record.kind == "VendorCredit":
        return record.get("CreditAmount", ZERO)
    if record.kind == "Deposit":
        return record.get("DepositTotal", ZERO)
    return record.get("TotalAmount", ZERO)


def receivable_of(company, record):
    """What a transaction adds to the receivable account; a credit is negative."""
    if record.get("IsPending"):
        return ZERO
    if record.kind in ("Invoice", "ARRefundCreditCard"):
        return total_of(company, record)
    if record.kind == "Check":
        return sum(
            (line.values["Amount"] for line in record.lines if is_receivable(company, line)), ZERO
        )
    if record.kind == "CreditMemo":
        return -total_of(company, record)
    if record.kind == "ReceivePayment":
        discounts = (each.discount for each in company.books.applied_from(record.id).values())
        return -total_of(company, record) - sum(discounts, ZERO)
    return ZERO


def is_receivable(company, line):
    """Whether an expense line posts to a receivable account."""
    account = company.books.get(line.values.get("AccountRef"))
    return bool(account) and account.get("AccountType") == "AccountsReceivable"


def receivable_account(company, record):
    """The receivable account of a transaction."""
    if record.kind == "Check":
        return next(
            (line.values["AccountRef"] for line in record.lines if is_receivable(company, line)),
            None,
        )
    return record.get("ARAccountRef")


def customer_of(record):
    """The customer whose receivable a transaction is."""
    return record.get("receivable_customer") or record.get("CustomerRef")


def settled(company, identifier):
    """How much of an invoice (or another debit) is paid, credited or discounted."""
    applied = company.books.applied_to(identifier).values()
    return sum((each.amount + each.discount for each in applied), ZERO)


def balance_of(company, record):
    """What is still due on an invoice or another debit."""
    return receivable_of(company, record) - settled(company, record.id)


def used(company, identifier):
    """How much of a payment or credit has been applied."""
    return sum((each.amount for each in company.books.applied_from(identifier).values()), ZERO)


def unused_of(company, record):
    """What is left of a payment or credit memo."""
    if record.get("IsPending"):
        return ZERO
    return total_of(company, record) - used(company, record.id)


def customer_balance(company, customer):
    """``(balance, balance with the jobs below)`` of a customer."""
    books = company.books
    own = ZERO
    for identifier in books.by_entity.get(customer.id, ()):
        record = books.records[identifier]
        if customer_of(record) == customer.id:
            own += receivable_of(company, record)
    jobs = books.children(customer)
    return own, own + sum((customer_balance(company, each)[1] for each in jobs), ZERO)


def vendor_balance(company, vendor):
    """What is owed to a vendor."""
    balance = ZERO
    for identifier in company.books.by_entity.get(vendor.id, ()):
        record = company.books.records[identifier]
        if record.kind == "Bill":
            balance += total_of(company, record)
        elif record.kind == "VendorCredit":
            balance -= total_of(company, record)
    return balance


def family(company, customer_id):
    """A customer and the jobs below: whose debts a payment of the customer may settle."""
    members = {customer_id}
    record = company.books.get(customer_id)
    for child in company.books.children(record) if record else ():
        members |= family(company, child.id)
    return members
