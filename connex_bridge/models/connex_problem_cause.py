"""What documents with a problem have in common: the cause, its title, and the button that ends it.

Two documents have the same cause when they have the same problem code and the same of its values named here:
the closing date, the tax, the rule. A code without an entry is a cause of its own for each document that has
other values, and is told in the words of the document.
"""

from typing import NamedTuple

from odoo.tools.translate import LazyTranslate

_lt = LazyTranslate(__name__)

#: What ends a cause: `document` correct it in Odoo, `connection` choose something on the connection,
#: `company` change it in QuickBooks and read its settings again, `rule` correct the rule, `retry` try again,
#: `send` have QuickBooks say again what Odoo says.


class Cause(NamedTuple):
    """`values` are the names of the values that tell causes apart; `title` speaks of them only."""

    title: str
    fix: str
    values: tuple[str, ...] = ()


CAUSES = {
    # What is chosen on the connection
    "income_account_missing": Cause(_lt("No income account is chosen"), "connection"),
    "item_account_missing": Cause(_lt("No income account is chosen"), "connection"),
    "line_without_item": Cause(_lt("Lines without a product need a default item"), "connection"),
    "item_missing": Cause(
        _lt("Product %(document)s is not in QuickBooks"), "connection", ("document",)
    ),
    "tax_not_mapped": Cause(
        _lt("No QuickBooks tax code stands for the tax “%(tax)s”"), "connection", ("tax",)
    ),
    "exempt_code_missing": Cause(_lt("No tax code for lines without tax is chosen"), "connection"),
    "account_refused": Cause(_lt("QuickBooks does not accept an account or item"), "connection"),
    "tax_refused": Cause(_lt("QuickBooks does not accept a tax"), "connection"),
    # What is set in QuickBooks
    "books_closed": Cause(
        _lt("The books are closed until %(closed_until)s"), "company", ("closed_until",)
    ),
    "period_closed": Cause(_lt("The period is closed in QuickBooks"), "company"),
    "currency_not_enabled": Cause(
        _lt("The QuickBooks company does not use %(currency)s"), "company", ("currency",)
    ),
    "home_currencies_differ": Cause(
        _lt("QuickBooks' home currency is %(home)s, Odoo's is %(books)s"),
        "company",
        ("home", "books"),
    ),
    "sales_tax_off": Cause(_lt("Sales tax is switched off in QuickBooks"), "company"),
    "estimates_off": Cause(_lt("Estimates are switched off in QuickBooks"), "company"),
    "tracking_off": Cause(_lt("QuickBooks does not track the %(list)s"), "company", ("list",)),
    "feature_missing": Cause(_lt("The QuickBooks plan lacks a feature"), "company"),
    "permission_denied": Cause(
        _lt("The QuickBooks user who approved the connection may not do this"), "company"
    ),
    # What the rules ask for
    "rule_failed": Cause(_lt("The rule “%(rule)s” cannot be evaluated"), "rule", ("rule",)),
    "list_entry_missing": Cause(
        _lt("QuickBooks has no %(list)s “%(name)s” that a rule asks for"), "rule", ("list", "name")
    ),
    "line_tax_code_unknown": Cause(
        _lt("A rule asks for the unknown tax code “%(name)s”"), "rule", ("name",)
    ),
    "excluded_tax_unknown": Cause(_lt("A rule leaves out lines with tax"), "rule"),
    # What has become different in QuickBooks
    "deleted_in_quickbooks": Cause(_lt("Deleted in QuickBooks by hand"), "send"),
    "changed_in_quickbooks": Cause(_lt("Changed in QuickBooks by hand"), "send"),
    "open_balance_differs": Cause(_lt("The open balance in QuickBooks differs"), "document"),
    "inactive_or_deleted": Cause(
        _lt("Something that documents use is inactive in QuickBooks"), "retry"
    ),
    "reference_gone": Cause(_lt("Something that documents refer to is not in QuickBooks"), "retry"),
    "locked_in_quickbooks": Cause(_lt("Deposited or matched to the bank in QuickBooks"), "retry"),
    # What passes
    "quickbooks_failed": Cause(_lt("QuickBooks had an error of its own"), "retry"),
    "not_json": Cause(_lt("Something other than QuickBooks answered"), "retry"),
    "unanswered": Cause(_lt("QuickBooks did not answer"), "retry"),
    "internal_error": Cause(_lt("An error in Connex Bridge"), "retry"),
    # What Odoo's documents say
    "total_differs": Cause(_lt("The total in QuickBooks differs"), "document"),
    "lines_differ": Cause(_lt("Lines and taxes do not add up to the total"), "document"),
    "negative_total": Cause(_lt("A total below zero"), "document"),
    "no_lines": Cause(_lt("No line with an amount"), "document"),
    "payment_for_several_customers": Cause(
        _lt("A payment for invoices of several customers"), "document"
    ),
}


def cause_of(code, values):
    """What tells this problem's cause from others of its connection, as text."""
    values = values or {}
    cause = CAUSES.get(code)
    names = cause.values if cause else ("document",)
    return "|".join((code, *(str(values.get(name) or "") for name in names)))
