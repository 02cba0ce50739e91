"""Rules to try in tests, and what they make of a small sale."""

from decimal import Decimal

from small_sales import invoice, order, payment, settings, snapshot

from connex_bridge.bridge.plan import plan
from connex_bridge.bridge.rules import Rule, RuleSet, Subjects

#: A condition that every sale meets.
ALWAYS = ("order_number", "is_set")


def rule(action, field, comparison, *maps, number=1, **more):
    """A rule; each map is (from, to)."""
    return Rule(number, more.pop("name", f"Rule {number}"), action, field, comparison, maps, **more)


def ruling(sales, form, *rules, facts=None):
    """What these rules say about an order, invoice or payment of a snapshot."""
    return RuleSet(rules).rule(Subjects(sales, facts or {}).of(form))


def planned(sales, *rules, mode="orders_invoices_payments", mirrored=None, facts=None):
    """{kind of document: what is planned for it} under these rules, without customers and items."""
    wanted = plan(sales, settings(mode), mirrored or {}, RuleSet(rules), facts)
    return {
        each.key.document: each
        for each in wanted
        if each.key.document not in ("customer", "item", "term")
    }


def always(action, to, **more):
    """A rule that every sale meets."""
    return rule(action, *ALWAYS, ("", to), **more)


def paid_sale(status="fulfilled", method="Cash", lines=None, **more):
    """A snapshot of an order with its invoice, paid."""
    parts = {"lines": lines} if lines else {}
    sold = order(status=status, fully_invoiced=True, **parts)
    billed = invoice(orders=(1,), residual=Decimal(0), **parts)
    made = payment(applied=[(11, "106.00")], method=method)
    return snapshot([sold], [billed], [made], **more)
