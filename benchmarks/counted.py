"""Which orders of a seed are counted: all but the first ones, which made the lists known."""

from .sales import FIRST


def first_orders(env):
    """The sales that make customers and products known in QuickBooks."""
    return env["sale.order"].search([], order="id", limit=FIRST)


def counted_orders(env):
    """The sales whose mirroring is measured, oldest first."""
    return env["sale.order"].search([], order="id", offset=FIRST)
