"""What the entries behind payments book beside the money: discounts taken, write-offs, differences.

Amounts are in the payment's currency; positive ones were credited to the customer without being received.
"""

from ..bridge.money import ZERO, to_decimal
from ..bridge.sale import SaleLine

COUNTERPARTS = ("asset_receivable", "liability_payable")
MONEY = ("asset_cash", "liability_credit_card")


def differences(items, digits, tax_ids):
    """(lines, tax) of the journal items that are neither money nor on the customer's account.

    `digits` are the decimals of the currency, `tax_ids` turns Odoo's taxes into ids.
    """
    lines, tax = [], ZERO
    for item in items:
        amount = to_decimal(item.amount_currency, digits)
        if item.tax_repartition_line_id:
            tax += amount
        elif amount:
            lines.append(
                SaleLine(
                    id=item.id,
                    role="difference",
                    description=item.name or "",
                    amount=amount,
                    taxes=tax_ids(item.tax_ids),
                )
            )
    return tuple(lines), tax


def lump(item, amount):
    """A difference of which nothing more is known, as the one line of it."""
    return (SaleLine(id=item.id, role="difference", description=item.name or "", amount=amount),)


def open_amount(items, digits):
    """What of a payment is applied to nothing, positive for money received."""
    residual = sum(
        item.amount_residual_currency
        for item in items
        if item.account_id.account_type in COUNTERPARTS
    )
    return to_decimal(abs(residual), digits)
