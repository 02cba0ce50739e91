"""What the rules say about one order, invoice or payment: decisions, changes, and why.

Data only: made in evaluate.py, carried out in apply.py and ../plan.py.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from decimal import Decimal

from ..problem import Problem


@dataclass(frozen=True, slots=True)
class Explained:
    """One thing that one rule did. `line` is the number of the line (from 1), 0 for the whole document;
    `what` is what changed, `before` and `after` are values as text."""

    rule: int
    name: str
    what: str
    before: str
    after: str
    line: int = 0
    line_text: str = ""
    value: str = ""

    def as_dict(self) -> dict:
        """The same as JSON-ready data."""
        return asdict(self)


@dataclass(frozen=True, slots=True)
class Surcharge:
    """A line to add: `amount` in the document's currency; `item` is a QuickBooks item's name or empty."""

    description: str
    amount: Decimal
    item: str = ""


@dataclass(frozen=True, slots=True)
class LineRuling:
    """Changes to one line. `factor` multiplies the quantity; the line's amount never changes by it."""

    item: str = ""
    factor: Decimal | None = None
    tax_code: str = ""
    class_name: str = ""
    exclude: bool = False


@dataclass(frozen=True, slots=True)
class Ruling:
    """`header` are changes by what they change (see `actions.Action.writes`), `lines` by the line's place
    in its form. `problem` is set when a rule could not be evaluated: the sale must then be held back."""

    skip: bool = False
    no_invoice: bool = False
    unpaid: bool = False
    mode: str = ""
    header: Mapping[str, object] = field(default_factory=dict)
    custom_fields: tuple[tuple[str, str], ...] = ()
    lines: Mapping[int, LineRuling] = field(default_factory=dict)
    surcharges: tuple[Surcharge, ...] = ()
    explanation: tuple[Explained, ...] = ()
    problem: Problem | None = None


UNRULED = Ruling()
