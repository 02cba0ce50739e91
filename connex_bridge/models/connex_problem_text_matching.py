"""The sentences for customers and products whose counterpart in QuickBooks is missing or in doubt.

As connex_problem_text_document.py, which says how they are written.
"""

from odoo.tools.translate import LazyTranslate

_lt = LazyTranslate(__name__)

_CHOOSE = _lt(
    "Press “Choose in QuickBooks…” and pick the right one, or create a new one. What waits for it goes "
    "on by itself."
)

MATCHING_TEXTS = {
    "customer_ambiguous": (
        _lt("Customer %(document)s may be any of these in QuickBooks: %(candidates)s."),
        _CHOOSE,
    ),
    "item_ambiguous": (
        _lt("Product %(document)s may be any of these in QuickBooks: %(candidates)s."),
        _CHOOSE,
    ),
    "customer_not_found": (
        _lt("Customer %(document)s is not in QuickBooks."),
        _lt(
            "Press “Choose in QuickBooks…”, or enter the customer in QuickBooks under the same name: it is "
            "looked for again within the hour at first, within a day in the end."
        ),
    ),
    "item_missing": (
        _lt("Product %(document)s is not in QuickBooks."),
        _lt(
            "Press “Choose in QuickBooks…”, or enter it in QuickBooks with the same SKU or name: it is "
            "looked for again within the hour at first, within a day in the end."
        ),
    ),
    "default_customer_currency": (
        _lt(
            "%(document)s buys in %(currency)s, but the default customer %(customer)s is kept in %(other)s "
            "in QuickBooks."
        ),
        _lt("Press “Choose in QuickBooks…” and pick a customer in that currency, or create one."),
    ),
    "made_inactive": (
        _lt("%(document)s was made inactive in QuickBooks."),
        _lt(
            "Make it active there and press “Try Again”, or press “Choose in QuickBooks…” and pick "
            "another one."
        ),
    ),
}
