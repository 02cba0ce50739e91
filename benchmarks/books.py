"""Whether both books say the same after a run: QuickBooks' are read back with python-quickbooks, or by
another program than ours in the case of Desktop, never with our own code.
"""

from decimal import Decimal

from quickbooks.objects.estimate import Estimate
from quickbooks.objects.invoice import Invoice
from quickbooks.objects.payment import Payment


def compare(env, found: dict) -> dict[str, list[str]]:
    """What Odoo's finished sales and a QuickBooks company (`online`, `desktop`) say about the same things:
    name → both values."""
    orders = env["sale.order"].search([("state", "=", "sale")])
    moves = env["account.move"].search(
        [("move_type", "=", "out_invoice"), ("state", "=", "posted")]
    )
    received = env["account.payment"].search([("state", "=", "paid")])
    wanted = (
        len(orders),
        _total(orders.mapped("amount_total")),
        len(orders),
        len(moves),
        _total(moves.mapped("amount_total")),
        len(moves),
        len(received),
        _total(received.mapped("amount")),
        Decimal("0.00"),
    )
    return {
        name: [str(odoo), str(quickbooks)]
        for (name, quickbooks), odoo in zip(found.items(), wanted, strict=True)
    }


def online(books) -> dict:
    """The books of a company of QuickBooks Online, by a client of python-quickbooks."""
    estimates, invoices, payments = (_all(entity, books) for entity in (Estimate, Invoice, Payment))
    return {
        "sales orders": len(estimates),
        "sales orders' total": _sum(estimates, "TotalAmt"),
        "closed sales orders": sum(e.TxnStatus == "Closed" for e in estimates),
        "invoices": len(invoices),
        "invoices' total": _sum(invoices, "TotalAmt"),
        "invoices with balance 0": sum(not Decimal(i.Balance) for i in invoices),
        "payments": len(payments),
        "payments' total": _sum(payments, "TotalAmt"),
        "unapplied money": _sum(payments, "UnappliedAmt"),
    }


def desktop(books) -> dict:
    """The same of a company file (`development.remote.desktop_books.DesktopBooks`)."""
    orders, invoices, payments = books.sales_orders(), books.invoices(), books.payments()
    return {
        "sales orders": len(orders),
        "sales orders' total": _sum(orders, "total"),
        "closed sales orders": sum(order.complete or order.closed for order in orders),
        "invoices": len(invoices),
        "invoices' total": _sum(invoices, "total"),
        "invoices with balance 0": sum(not invoice.open for invoice in invoices),
        "payments": len(payments),
        "payments' total": _sum(payments, "total"),
        "unapplied money": _sum(payments, "open"),
    }


def _all(entity, books):
    found = []
    while page := entity.all(start_position=len(found) + 1, max_results=1000, qb=books):
        found += page
    return found


def _sum(documents, name):
    return _total(getattr(document, name) or 0 for document in documents)


def _total(amounts):
    return sum((Decimal(str(round(float(amount), 2))) for amount in amounts), Decimal("0.00"))
