"""A whole table of sales, made in Odoo at once, with a sync wherever one of them asks for it."""

import inspect
from collections.abc import Callable

from sales_case import NamedSale
from sales_desk import SalesDesk
from sales_home import Home
from sales_reading import Told

from development.remote.odoo import OdooError

#: A sale that is synced again and again would be a mistake in the table.
ROUNDS = 5


def tell(sales: list[NamedSale], desk: SalesDesk, home: Home, sync: Callable[[], None]) -> Told:
    """Make all sales, syncing in between where they ask for it, and at the end."""
    customers = _customers(sales, desk.odoo, home)
    told = Told({customer: name for name, customer in customers.items()})
    stories = {sale.name: _steps(sale, desk, customers[sale.name]) for sale in sales}
    for _round in range(ROUNDS):
        for name, story in list(stories.items()):
            try:
                next(story)
            except StopIteration as end:
                told.records[name] = _list(end.value)
                del stories[name]
            except OdooError as refused:
                told.refused[name] = refused
                del stories[name]
        sync()
        if not stories:
            break
    assert not stories, f"never finished: {list(stories)}"
    return told


def _customers(sales, odoo, home) -> dict[str, int]:
    address = home.address(odoo)
    values = [
        {"name": sale.name, "is_company": True, "street": f"{number} Pier", **address}
        for number, sale in enumerate(sales, 1)
    ]
    made = odoo.call("res.partner", "create", values)
    return dict(zip([sale.name for sale in sales], made, strict=True))


def _steps(sale, desk, customer):
    """The sale as a generator, also where it is made in one go."""
    made = sale.build(desk, customer)
    return (yield from made) if inspect.isgenerator(made) else made


def _list(made) -> list[int]:
    return [made] if isinstance(made, int) else list(made or ())
