"""What an answer tells about a record: its stored fields and those that are worked out when somebody asks."""

from decimal import Decimal

from .documents import printed
from .kinds import ITEMS, LISTS, TRANSACTIONS
from .line_amounts import ZERO, cents
from .links import is_closed, is_complete, taken
from .money import (
    balance_of,
    customer_balance,
    settled,
    total_of,
    unused_of,
    vendor_balance,
)
from .posting import account_balances

_WITHOUT_FULL_NAME = ("Vendor", "StandardTerms", "PaymentMethod")
#: transactions whose total has another name in the home currency
_HOME_TOTALS = {
    "Invoice": ("BalanceRemainingInHomeCurrency", balance_of),
    "CreditMemo": ("CreditRemainingInHomeCurrency", unused_of),
    "Bill": ("AmountDueInHomeCurrency", total_of),
    "Check": ("AmountInHomeCurrency", total_of),
    "VendorCredit": ("CreditAmountInHomeCurrency", total_of),
    "Deposit": ("DepositTotalInHomeCurrency", total_of),
}


def told(company, record, lines=True, links=False, owners=()):
    """The values of a record for its ``…Ret`` element.

    ``lines`` and ``links`` as a query asks for them, ``owners`` are the owners of private data wanted.
    """
    values = {
        **record.values,
        ("ListID" if record.kind in LISTS else "TxnID"): record.id,
        "TimeCreated": record.created,
        "TimeModified": record.modified,
        "EditSequence": record.edit_sequence,
        "DataExtRet": company.extensions_of(record.id, owners),
    }
    for name in ("BillAddress", "ShipAddress", "VendorAddress", "Address"):
        if isinstance(record.get(name), dict):
            block = printed(record.get(name))[:5]
            values[f"{name}Block"] = {f"Addr{at}": line for at, line in enumerate(block, 1)}
    if record.kind in LISTS:
        return _list_element(company, record, values)
    values["TxnNumber"] = record.number
    _TOLD.get(record.kind, _plain)(company, record, values, lines)
    _home_currency(company, record, values)
    if lines:
        for line in record.lines:
            values.setdefault(f"{line.name}Ret", []).append(_line(company, record, line))
    if links:
        values["LinkedTxn"] = linked_transactions(company, record)
    return values


def _list_element(company, record, values):
    books = company.books
    values["FullName"] = books.full_name(record)
    values["Sublevel"] = values["FullName"].count(":")
    if record.kind == "Customer":
        values["Balance"], values["TotalBalance"] = customer_balance(company, record)
    elif record.kind == "Vendor":
        values["Balance"] = vendor_balance(company, record)
    elif record.kind == "Account":
        values["Balance"] = values["TotalBalance"] = account_balances(company).get(record.id, ZERO)
    elif record.kind == "Currency":
        values["ExchangeRate"] = company.exchange_rate(record.id)
    elif record.kind == "ItemInventory":
        values.setdefault("QuantityOnHand", ZERO)
        values.setdefault("AverageCost", values.get("PurchaseCost", ZERO))
    if record.kind in ITEMS or record.kind in ("Customer", "Vendor"):
        for name, given in (("ContactsRet", "Contacts"), ("AdditionalNotesRet", "AdditionalNotes")):
            values.pop(given, None)
            values.pop(name, None)
    return values


def _plain(company, record, values, lines):
    values.setdefault("TotalAmount", total_of(company, record))


def _invoice(company, record, values, lines):
    values["AppliedAmount"] = -settled(company, record.id)
    values["BalanceRemaining"] = balance_of(company, record)
    if record.get("IsPending"):
        values["BalanceRemaining"] = total_of(company, record)
    values["IsPaid"] = not record.get("IsPending") and balance_of(company, record) <= 0
    values.pop("TotalAmount", None)


def _sales_order(company, record, values, lines):
    values["IsFullyInvoiced"] = is_complete(company, record)


def _credit_memo(company, record, values, lines):
    values["CreditRemaining"] = unused_of(company, record)


def _payment(company, record, values, lines):
    books = company.books
    if record.id in books.records:
        values["UnusedPayment"] = unused_of(company, record)
        values["UnusedCredits"] = ZERO
    else:
        values["TxnID"] = None
    targets = {}
    for application in books.applied_by(record.id).values():
        targets.setdefault(application.target, []).append(application)
    if lines:
        values["AppliedToTxnRet"] = [
            _applied(company, record, books.records[target], each)
            for target, each in targets.items()
        ]


def _applied(company, record, target, applications):
    books = company.books
    own = [each for each in applications if each.source == record.id]
    discounts = sum((each.discount for each in own), ZERO)
    return {
        "TxnID": target.id,
        "TxnType": target.kind,
        "TxnDate": target.get("TxnDate"),
        "RefNumber": target.get("RefNumber"),
        "BalanceRemaining": balance_of(company, target),
        "Amount": sum((each.amount for each in own), ZERO),
        "DiscountAmount": discounts or None,
        "DiscountAccountRef": next((each.discount_account for each in own if each.discount), None),
        "LinkedTxn": [
            _link(books.records[each.source], "AMTTYPE", -each.amount)
            for each in applications
            if each.permanent
        ],
    }


def _refund(company, record, values, lines):
    values["TotalAmount"] = total_of(company, record)
    rows = []
    for application in company.books.applied_to(record.id).values():
        source = company.books.records[application.source]
        rows.append(
            {
                "TxnID": source.id,
                "TxnType": source.kind,
                "TxnDate": source.get("TxnDate"),
                "RefNumber": source.get("RefNumber"),
                "CreditRemaining": unused_of(company, source),
                "RefundAmount": application.amount,
            }
        )
    values["RefundAppliedToTxnRet"] = rows if lines else []


def _purchase_order(company, record, values, lines):
    values["IsFullyReceived"] = is_complete(company, record)


def _bill(company, record, values, lines):
    values["IsPaid"] = total_of(company, record) <= 0
    values["OpenAmount"] = total_of(company, record)


def _vendor_credit(company, record, values, lines):
    values["OpenAmount"] = total_of(company, record)


_TOLD = {
    "Invoice": _invoice,
    "SalesOrder": _sales_order,
    "CreditMemo": _credit_memo,
    "ReceivePayment": _payment,
    "ARRefundCreditCard": _refund,
    "PurchaseOrder": _purchase_order,
    "Bill": _bill,
    "VendorCredit": _vendor_credit,
}


def _home_currency(company, record, values):
    if not company.settings["multicurrency"]:
        return
    rate = record.get("ExchangeRate", Decimal(1))
    name, amount = _HOME_TOTALS.get(record.kind, ("TotalAmountInHomeCurrency", total_of))
    values[name] = cents(amount(company, record) * rate)


def _line(company, record, line):
    values = {**line.values, "TxnLineID": line.id}
    values["DataExtRet"] = ()
    if record.kind == "SalesOrder" and line.values.get("ItemRef"):
        values["Invoiced"] = taken(company, record, line.id)
        values.setdefault("IsManuallyClosed", False)
    elif record.kind == "PurchaseOrder" and line.values.get("ItemRef"):
        values["ReceivedQuantity"] = received = taken(company, record, line.id)
        values["UnbilledQuantity"] = ZERO
        values["IsBilled"] = received >= line.values.get("Quantity", 1)
        values.setdefault("IsManuallyClosed", False)
    elif record.kind == "Deposit" and line.values.get("PaymentTxnID"):
        payment = company.books.records.get(line.values["PaymentTxnID"])
        values["TxnID"] = line.values["PaymentTxnID"]
        values["TxnType"] = payment.kind if payment else None
    return values


def linked_transactions(company, record):
    """The transactions that are linked with a record, as ``LinkedTxn`` elements."""
    books = company.books
    links = [
        _link(books.records[each.source], "AMTTYPE", -(each.amount + each.discount))
        for each in books.applied_to(record.id).values()
    ]
    links += [
        _link(books.records[each.target], "AMTTYPE", each.amount)
        for each in books.applied_from(record.id).values()
    ]
    sign = company.behaviour["link_sign"]
    for identifier in books.linked.get(record.id, ()):
        document = books.records[identifier]
        if document.void:
            continue
        amount = _linked_amount(document, record.id)
        links.append(_link(document, "QUANTYPE", sign * amount))
    for order in dict.fromkeys(line.link[0] for line in record.lines if line.link):
        if order in books.records and not record.void:
            links.append(
                _link(books.records[order], "QUANTYPE", sign * _linked_amount(record, order))
            )
    return links


def _linked_amount(document, order):
    lines = (line for line in document.lines if line.link and line.link[0] == order)
    return sum((line.values.get("Amount", ZERO) for line in lines), ZERO)


def _link(record, kind, amount):
    return {
        "TxnID": record.id,
        "TxnType": record.kind,
        "TxnDate": record.get("TxnDate"),
        "RefNumber": record.get("RefNumber"),
        "LinkType": kind,
        "Amount": amount,
    }


def summary(company, record):
    """A record as plain data for people and tests, with what QuickBooks works out."""
    values = told(company, record, links=record.kind in TRANSACTIONS)
    values = {
        key: _readable(company, each) for key, each in values.items() if each not in ("", None)
    }
    if record.kind in ("SalesOrder", "PurchaseOrder"):
        values["IsClosed"] = is_closed(company, record)
    values["IsVoid"] = record.void
    return values


def _readable(company, value):
    if isinstance(value, Decimal):
        return str(value)
    if isinstance(value, dict):
        return {key: _readable(company, each) for key, each in value.items()}
    if isinstance(value, (list, tuple)):
        return [_readable(company, each) for each in value]
    if isinstance(value, str) and value in company.books.records:
        record = company.books.records[value]
        if record.kind in LISTS:
            return {"ListID": value, "FullName": company.books.full_name(record)}
    return value
