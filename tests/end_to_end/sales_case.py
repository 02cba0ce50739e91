"""A named sale: how it comes about in Odoo, and what both books must then say.

A table is written like this; the function's name is the sale's name and the name of its customer:

    sale = SalesTable("taxes")

    @sale("invoice 109.25 tax 9.25 open 109.25")
    def two_taxes_on_one_line(desk, customer):
        return desk.bill(customer, desk.lines((100, 1, taxes)))

The function returns the invoices and credit notes that the table speaks of, in the same order. Where it
has a `yield`, everything before is synced to QuickBooks before it goes on.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal

WRITTEN = re.compile(
    r"(?P<kind>invoice|credit) (?P<total>[\d.]+) tax (?P<tax>[\d.]+) open (?P<open>[\d.]+)"
    r"(?: (?P<cancelled>cancelled))?(?: held (?P<held>\w+))?"
)


@dataclass(frozen=True)
class Expected:
    """What the table says of an invoice or credit note: `invoice 108.25 tax 8.25 open 0.00`.

    `cancelled` may follow: QuickBooks keeps it voided. `held CODE`: that problem keeps it back.
    """

    kind: str
    total: Decimal
    tax: Decimal
    open: Decimal
    cancelled: bool = False
    held: str = ""

    @classmethod
    def read(cls, written: str) -> "Expected":
        match = WRITTEN.fullmatch(written)
        assert match, f"not an expectation: {written!r}"
        amounts = {name: Decimal(match[name]) for name in ("total", "tax", "open")}
        return cls(
            match["kind"], **amounts, cancelled=bool(match["cancelled"]), held=match["held"] or ""
        )


@dataclass(frozen=True)
class NamedSale:
    """One sale of a table; `build(desk, customer)` makes it in Odoo."""

    name: str
    expected: tuple[Expected, ...]
    build: Callable


class SalesTable(list):
    """The named sales of one subject; calling it with expectations is the decorator above."""

    def __init__(self, subject: str):
        super().__init__()
        self.subject = subject

    def __call__(self, *written: str):
        def named(build):
            name = build.__name__.replace("_", " ").capitalize()
            self.append(NamedSale(name, tuple(map(Expected.read, written)), build))
            return build

        return named
