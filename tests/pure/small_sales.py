"""Small sales to plan in tests: an order, its invoices and payments, with sums that tie."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

from connex_bridge.bridge import sale
from connex_bridge.bridge.plan import Mirrored
from connex_bridge.bridge.rules import Settings

ALL = frozenset({"pending", "paid", "partially_fulfilled", "fulfilled"})
DAY = date(2026, 11, 2)


def settings(mode="orders_invoices_payments", statuses=ALL, **more):
    return Settings(mode, frozenset(statuses), **more)


def line(number, amount, taxed=True):
    return sale.SaleLine(
        number,
        product=7,
        description="Chair",
        quantity=Decimal(1),
        unit_price=Decimal(amount),
        amount=Decimal(amount),
        taxes=(1,) if taxed else (),
    )


def order(number=1, amount="100.00", tax="6.00", **more):
    values = {
        "state": "confirmed",
        "status": "pending",
        "date": DAY,
        "currency": "USD",
        "customer": 5,
        "lines": (line(number, amount),),
        "untaxed": Decimal(amount),
        "tax": Decimal(tax),
        "total": Decimal(amount) + Decimal(tax),
    }
    return sale.Order(number, f"S{number:05}", **(values | more))


def invoice(number=11, amount="100.00", tax="6.00", **more):
    total = Decimal(amount) + Decimal(tax)
    values = {
        "kind": "invoice",
        "state": "posted",
        "date": DAY,
        "due_date": DAY,
        "currency": "USD",
        "customer": 5,
        "lines": (line(number, amount),),
        "untaxed": Decimal(amount),
        "tax": Decimal(tax),
        "total": total,
        "residual": total,
    }
    return sale.Invoice(number, f"INV/{number}", **(values | more))


def payment(number=21, amount="106.00", applied=(), **more):
    values = {
        "direction": "inbound",
        "state": "live",
        "date": DAY,
        "amount": Decimal(amount),
        "currency": "USD",
        "customer": 5,
        "allocations": tuple(
            sale.Allocation(invoice_id, Decimal(part), DAY) for invoice_id, part in applied
        ),
    }
    return sale.Payment(sale.Source("account.payment", number), f"PAY{number}", **(values | more))


def snapshot(orders=(), invoices=(), payments=(), gone=(), changed=None, **more):
    """A snapshot in which everything given has changed, unless `changed` says otherwise."""
    orders = [
        replace(each, invoices=tuple(i.id for i in invoices if each.id in i.orders))
        for each in orders
    ]
    everything = {each.source for each in (*orders, *invoices, *payments)}
    return sale.Snapshot(
        company=1,
        home_currency="USD",
        orders={each.id: each for each in orders},
        invoices={each.id: each for each in invoices},
        payments={each.source: each for each in payments},
        partners={5: sale.Partner(5, "Ready Mat"), 6: sale.Partner(6, "Deco Addict")},
        products={7: sale.Product(7, "Chair", "CH-1")},
        changed=frozenset(everything if changed is None else changed),
        gone=frozenset(gone),
        **more,
    )


def mirrored_as(wanted):
    """What the mirrors remember once QuickBooks has carried out this plan."""
    return {
        each.key: Mirrored(
            live=each.action == "save" and each.problem is None,
            status=getattr(each.document, "status", ""),
            sales_order=getattr(each.document, "sales_order", None),
        )
        for each in wanted
    }
