"""Whether both books say the same after a run: read back with python-quickbooks, not with our own code."""

from decimal import Decimal

from quickbooks.objects.estimate import Estimate
from quickbooks.objects.invoice import Invoice
from quickbooks.objects.payment import Payment


def compare(env, books) -> dict[str, list[str]]:
    """What Odoo's finished sales and a QuickBooks company say about the same things: name → both values."""
    estimates, invoices, payments = (_all(entity, books) for entity in (Estimate, Invoice, Payment))
    orders = env["sale.order"].search([("state", "=", "sale")])
    moves = env["account.move"].search(
        [("move_type", "=", "out_invoice"), ("state", "=", "posted")]
    )
    received = env["account.payment"].search([("state", "=", "paid")])
    facts = {
        "sales orders": (len(orders), len(estimates)),
        "sales orders' total": (_total(orders.mapped("amount_total")), _sum(estimates, "TotalAmt")),
        "closed sales orders": (len(orders), sum(e.TxnStatus == "Closed" for e in estimates)),
        "invoices": (len(moves), len(invoices)),
        "invoices' total": (_total(moves.mapped("amount_total")), _sum(invoices, "TotalAmt")),
        "invoices with balance 0": (len(moves), sum(not Decimal(i.Balance) for i in invoices)),
        "payments": (len(received), len(payments)),
        "payments' total": (_total(received.mapped("amount")), _sum(payments, "TotalAmt")),
        "unapplied money": (Decimal("0.00"), _sum(payments, "UnappliedAmt")),
    }
    return {name: [str(odoo), str(quickbooks)] for name, (odoo, quickbooks) in facts.items()}


def _all(entity, books):
    found = []
    while page := entity.all(start_position=len(found) + 1, max_results=1000, qb=books):
        found += page
    return found


def _sum(documents, name):
    return _total(getattr(document, name) or 0 for document in documents)


def _total(amounts):
    return sum((Decimal(str(round(float(amount), 2))) for amount in amounts), Decimal("0.00"))
