"""What is created in QuickBooks for a sale: the transaction mode, and a user's rules as exceptions to it.

modes.py: transaction modes, order statuses, start date. rule.py: what a rule is. fields.py: what it can look
at. comparisons.py: how it compares. actions.py: what it can do. evaluate.py: rules over a sale, with an
explanation. apply.py: what the result makes of a document. lint.py: rules that are probably a mistake.
Pure Python: nothing here knows Odoo's tables or QuickBooks' messages.
"""

from .evaluate import RuleSet
from .modes import (
    MODES,
    NOTHING,
    Decision,
    Settings,
    decide,
    decide_standalone_payment,
    merge,
)
from .rule import PATH, Rule, RuleError
from .ruling import UNRULED, Explained, Ruling
from .subject import Subject, Subjects
