"""Automatic use of credits, for a company that has this turned on.

QuickBooks then joins open credit memos with open invoices by a payment of zero.
"""

from .links import applications, settle_applications
from .wire import ZERO


def apply_credits(company, kind, new):
    """After an invoice or credit memo was created: settle it against what is open."""
    if kind == "Invoice":
        others, field, other_field = "CreditMemo", "Balance", "RemainingCredit"
    elif kind == "CreditMemo":
        others, field, other_field = "Invoice", "RemainingCredit", "Balance"
    else:
        return
    customer = new["CustomerRef"]["value"]
    for other in sorted(company.objects[others].values(), key=lambda each: int(each["Id"])):
        current = company.objects[kind][new["Id"]]
        amount = min(current[field], other[other_field])
        if amount <= 0 or other["CustomerRef"]["value"] != customer:
            continue
        _join(company, current, [(kind, new["Id"]), (others, other["Id"])], amount)


def _join(company, document, targets, amount):
    payment = {
        "domain": "QBO",
        "sparse": False,
        "Id": company.next_id("Payment"),
        "SyncToken": "0",
        "TxnDate": document["TxnDate"],
        "CurrencyRef": document["CurrencyRef"],
        "CustomerRef": document["CustomerRef"],
        "TotalAmt": ZERO,
        "UnappliedAmt": ZERO,
        "ProcessPayment": False,
        "Line": [
            {"Amount": amount, "LinkedTxn": [{"TxnId": identifier, "TxnType": kind}]}
            for kind, identifier in targets
        ],
    }
    company.put("Payment", payment)
    settle_applications(company, payment["Id"], {}, applications(payment))
