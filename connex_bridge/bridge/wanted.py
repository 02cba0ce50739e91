"""One line of a plan: what plan.py and plan_purchases.py give, and the planner stores."""

from dataclasses import dataclass
from decimal import Decimal

from .key import Key
from .problem import Problem
from .rules import Explained


@dataclass(frozen=True, slots=True)
class Wanted:
    """Save this document (or say why it cannot be), or remove it (`action`: `save` | `remove`).

    `orders` and `moves` are the ids of the sales orders and invoices on whose page it is shown;
    `explanation` is what the user's rules did to it; `open` is what must be open of it in QuickBooks in
    the end, None where that is not to be compared.
    """

    key: Key
    action: str = "save"
    document: object = None
    problem: Problem | None = None
    orders: tuple[int, ...] = ()
    moves: tuple[int, ...] = ()
    explanation: tuple[Explained, ...] = ()
    open: Decimal | None = None
