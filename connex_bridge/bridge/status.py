"""Where a sale stands, in a web shop's words. How the facts are found in Odoo: models/sale_order.py."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

ZERO = Decimal(0)

ORDER_STATUSES = ("pending", "paid", "partially_fulfilled", "fulfilled", "cancelled")


@dataclass(frozen=True, slots=True)
class OrderFacts:
    """What the status of an order depends on. Amounts in the order's currency, tax included.

    `billed` is what posted invoices less credit notes come to, `settled` how much of that has been
    paid or otherwise applied, `prepaid` money received for the order and not applied to an invoice.
    `deliveries` are (ordered, delivered) of the lines whose delivery is tracked.
    """

    cancelled: bool = False
    total: Decimal = ZERO
    billed: Decimal = ZERO
    settled: Decimal = ZERO
    prepaid: Decimal = ZERO
    deliveries: tuple[tuple[Decimal, Decimal], ...] = ()


def is_paid(facts: OrderFacts) -> bool:
    """Whether payments cover the order, and also its invoices where they come to more."""
    return facts.settled + facts.prepaid >= max(facts.total, facts.billed)


def order_status(facts: OrderFacts) -> str:
    """One of `ORDER_STATUSES`.

    What has been delivered counts more than what has been paid. An order in which nothing is delivered
    (services, fees) is fulfilled once it is paid.
    """
    if facts.cancelled:
        return "cancelled"
    deliveries = facts.deliveries
    if deliveries and all(delivered >= ordered for ordered, delivered in deliveries):
        return "fulfilled"
    if any(delivered > 0 for _ordered, delivered in deliveries):
        return "partially_fulfilled"
    if is_paid(facts):
        return "paid" if deliveries else "fulfilled"
    return "pending"


def share_out(amount: Decimal, wants: Sequence[tuple[int, Decimal]]) -> dict[int, Decimal]:
    """Money over those who have a claim on it, in their order, each at most what they still need.

    `wants` are (id, open amount); a negative open amount counts as nothing. What is left over goes to
    the last one, so that the parts always sum to `amount`; it is empty when nobody wants anything.
    """
    parts: dict[int, Decimal] = {}
    last = None
    for identifier, needed in wants:
        parts[identifier] = min(max(needed, ZERO), amount)
        amount -= parts[identifier]
        last = identifier
    if last is not None:
        parts[last] += amount
    return parts
