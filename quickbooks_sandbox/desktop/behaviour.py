"""Switches for what no source settles about the real QuickBooks Desktop.

The values here are the stricter ones; a test turns them with the control API (``preferences``) to see
whether a client lives with the other behaviour too.
"""

SWITCHES = {
    # An order has a new edit sequence after an invoice has taken lines from it.
    "order_changes_when_invoiced": True,
    # An invoice has a new edit sequence after money has been applied to it.
    "invoice_changes_when_paid": True,
    # An invoice line may take more than is open on the order's line.
    "over_invoicing": False,
    # SetCredit takes the unused money of a payment as well as a credit memo's.
    "payment_as_credit": False,
    # A payment that has been deposited may still be applied to invoices.
    "apply_deposited_payment": True,
    # ARRefundCreditCard takes payment methods that are no credit cards.
    "refund_by_any_method": False,
    # ARRefundCreditCard pays unused payments back as well as credit memos.
    "refund_of_payment": True,
    # An order may be deleted, and its lines too, although invoices link to it.
    "delete_invoiced_order": False,
    # Inactive list elements may be referred to.
    "inactive_usable": True,
    # A second document of a kind may have the number of another.
    "repeated_numbers": True,
    # Items may be without an account.
    "item_without_account": False,
    # A transaction in the home currency may come with an exchange rate, which then counts.
    "rate_in_home_currency": False,
    # A transaction may name an account that is neither in the home currency nor in the transaction's.
    "account_in_third_currency": False,
    # The receivable or payable account of a transaction may be in the home currency, whatever its own is.
    "receivable_in_home_currency": False,
    # A customer's or vendor's currency may be changed although there are transactions.
    "currency_of_used_name": False,
    # A query for what the edition or a preference switches off (sales orders, currencies) is answered with
    # what there is; otherwise it is refused as an Add would be.
    "query_of_absent_feature": False,
    # Tax is rounded once per tax item ("document") or on each line ("line").
    "tax_rounding": "document",
    # Characters outside Windows-1252 become a question mark ("replace") or are refused ("refuse").
    "foreign_characters": "replace",
    # What a query gives when it finds none of its ListIDs or TxnIDs: 3120 (seen) or 500.
    "unknown_id": 3120,
    # The sign of the amount of an order's link to an invoice.
    "link_sign": -1,
    # Answers to Add and Mod tell the links.
    "links_in_answers": False,
}


def checked(changes):
    """The changes, if each is of a known switch and of its type. Raises ``ValueError``."""
    for name, value in changes.items():
        if name not in SWITCHES:
            raise ValueError(f"unknown switch {name}")
        if type(value) is not type(SWITCHES[name]):
            raise ValueError(f"{name} takes {type(SWITCHES[name]).__name__}")
    return changes
