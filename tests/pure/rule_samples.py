"""Rules to try in tests, and what they make of a small sale."""

from small_sales import settings

from connex_bridge.bridge.plan import plan
from connex_bridge.bridge.rules import Rule, RuleSet, Subjects


def rule(action, field, comparison, *maps, number=1, **more):
    """A rule; each map is (from, to)."""
    return Rule(number, more.pop("name", f"Rule {number}"), action, field, comparison, maps, **more)


def ruling(snapshot, form, *rules, facts=None):
    """What these rules say about an order, invoice or payment of the snapshot."""
    return RuleSet(rules).rule(Subjects(snapshot, facts or {}).of(form))


def planned(snapshot, *rules, mode="orders_invoices_payments", mirrored=None, facts=None):
    """{kind of document: what is planned for it} under these rules, without customers and items."""
    wanted = plan(snapshot, settings(mode), mirrored or {}, RuleSet(rules), facts)
    return {
        each.key.document: each
        for each in wanted
        if each.key.document not in ("customer", "item", "term")
    }
