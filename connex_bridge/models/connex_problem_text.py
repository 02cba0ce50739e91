"""What a problem says to a bookkeeper: a message and a next step, in the reader's language.

The sentences are in connex_problem_text_document.py (what Connex Bridge found out before sending; of
purchases in connex_problem_text_purchase.py, for Desktop alone in connex_problem_text_desktop_document.py),
connex_problem_text_desktop.py (the way to QuickBooks Desktop) and connex_problem_text_quickbooks.py (what
QuickBooks answered, or did not). A code raised anywhere without its sentence fails a test.
"""

from collections.abc import Mapping

from odoo.tools.translate import LazyTranslate

from .connex_problem_text_desktop import DESKTOP_TEXTS
from .connex_problem_text_desktop_document import DESKTOP_DOCUMENT_TEXTS
from .connex_problem_text_document import DOCUMENT_TEXTS
from .connex_problem_text_matching import MATCHING_TEXTS
from .connex_problem_text_purchase import PURCHASE_TEXTS
from .connex_problem_text_quickbooks import QUICKBOOKS_TEXTS

_lt = LazyTranslate(__name__)

TEXTS = (
    DESKTOP_TEXTS
    | DESKTOP_DOCUMENT_TEXTS
    | DOCUMENT_TEXTS
    | MATCHING_TEXTS
    | PURCHASE_TEXTS
    | QUICKBOOKS_TEXTS
)
#: For a code of another version of this addon: the database may be older or newer than the code.
OTHER = (
    _lt("%(document)s could not be sent to QuickBooks. %(reason)s"),
    _lt("Open the technical detail, or sync again; if it stays, ask whoever looks after Odoo."),
)


class _Values(dict):
    """The names for a sentence. One that is missing must not hide the rest of the sentence."""

    def __init__(self, values: Mapping):
        super().__init__({name: value for name, value in (values or {}).items() if value})

    def __missing__(self, name):
        return "QuickBooks" if name == "company" else "…"


def problem_text(env, problem):
    """The message and the next step of a `bridge.problem.Problem`, translated for `env`'s user."""
    # Translated first, filled in afterwards: the values of a lazy text would be fixed at import.
    message, next_step = (env._(sentence) for sentence in TEXTS.get(problem.code, OTHER))
    return fill(message, problem.values), fill(next_step, problem.values)


def fill(sentence, values):
    """A translated sentence with its names filled in."""
    return (sentence % _Values(values)).strip()
