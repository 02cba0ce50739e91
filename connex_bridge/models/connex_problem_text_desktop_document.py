"""The sentences for documents that QuickBooks Desktop could not have like that, found before they were sent.

The rules of connex_problem_text_document.py hold here too. What both QuickBooks say alike is there.
"""

from odoo.tools.translate import LazyTranslate

_lt = LazyTranslate(__name__)

DESKTOP_DOCUMENT_TEXTS = {
    # The company file's settings
    "sales_orders_off": (
        _lt("%(document)s: this QuickBooks company file has no sales orders."),
        _lt(
            "Sales orders need QuickBooks Premier or Enterprise, with Enable Sales Orders under Edit, "
            "Preferences, Sales & Customers; or choose a transaction mode without sales orders."
        ),
    ),
    "sales_tax_switched_off": (
        _lt(
            "%(document)s has %(tax)s tax in its total of %(total)s, but sales tax is switched off in this "
            "QuickBooks company file, which would drop it."
        ),
        _lt(
            "Switch it on in QuickBooks (Edit, Preferences, Sales Tax), or choose on the connection that "
            "tax is a line; it is noticed in the next Web Connector run."
        ),
    ),
    "several_tax_items": (
        _lt(
            "%(document)s has lines with different taxes (%(taxes)s). A form in QuickBooks Desktop has one "
            "sales tax item."
        ),
        _lt(
            "On the connection, under Taxes and Totals, map them to one sales tax item, or choose that tax "
            "is a line."
        ),
    ),
    "multicurrency_off": (
        _lt("%(document)s is in %(currency)s, but this QuickBooks company file only has %(home)s."),
        _lt(
            "Switch on multiple currencies in QuickBooks (Edit, Preferences, Multiple Currencies) and make "
            "%(currency)s active in its currency list."
        ),
    ),
    "class_tracking_off": (
        _lt(
            "%(document)s: a rule sets the class “%(name)s”, but class tracking is switched off in "
            "QuickBooks, which would drop it."
        ),
        _lt("Switch it on in QuickBooks (Edit, Preferences, Accounting), or archive the rule."),
    ),
    "no_locations": (
        _lt(
            "%(document)s: a rule sets the location “%(name)s”. QuickBooks Desktop has no locations."
        ),
        _lt("Let the rule set a class instead, or archive it."),
    ),
    # Already there
    "typed_in_quickbooks": (
        _lt(
            "QuickBooks has a document with the number, total and date of %(document)s, which "
            "Odoo has not sent: it may be the same sale, entered by hand."
        ),
        _lt(
            "Open Already in QuickBooks → To Decide and say whether it is the same; it goes on with the next "
            "run of the Web Connector."
        ),
    ),
    # Credits and money paid back
    "credit_not_applicable": (
        _lt("%(document)s applies %(amount)s more than there is to apply."),
        _lt("Check in Odoo what the credit note or payment is reconciled with."),
    ),
    "credit_stays_applied": (
        _lt(
            "%(document)s: a credit of %(amount)s is applied in QuickBooks Desktop, which lets no program "
            "take that back."
        ),
        _lt(
            "Cancel the credit note in Odoo, so that its credit memo is taken out of QuickBooks, and make a "
            "new one that is applied as it should be."
        ),
    ),
    "applied_in_quickbooks": (
        _lt(
            "%(document)s: somebody has applied %(amount)s of this payment in QuickBooks to something that "
            "is not in Odoo. Odoo applies %(odoo)s of it, together more than the %(total)s received."
        ),
        _lt(
            "Take it off in QuickBooks what the money was not for, or undo the reconciliation in Odoo; then "
            "sync again. Odoo's version replaces what was applied by hand."
        ),
    ),
    "no_refund_receipts": (
        _lt(
            "%(document)s gives back goods and their money at once. QuickBooks Desktop has no such form."
        ),
        _lt(
            "Use a transaction mode with invoices and payments for this sale, for example by a rule: it then "
            "becomes a credit memo and a refund."
        ),
    ),
    # What cannot be changed
    "term_fixed": (
        _lt(
            "Payment term %(document)s was changed in Odoo. QuickBooks lets no program change its terms."
        ),
        _lt("Change it in QuickBooks under Lists, Customer & Vendor Profile Lists, Terms List."),
    ),
    "item_not_bought": (
        _lt(
            "%(document)s: the item of “%(line)s” is only sold in QuickBooks, which would book the cost on "
            "the account of its sales. QuickBooks lets no program change that."
        ),
        _lt(
            "Open the item in QuickBooks, tick that it is used in assemblies or purchased for a customer, "
            "and choose its expense account; then press Try Again here. Its past sales stay as they are."
        ),
    ),
    "vendor_currency": (
        _lt(
            "%(document)s is in %(currency)s, but its vendor is kept in %(other)s in QuickBooks, which would "
            "book it in that currency."
        ),
        _lt(
            "If it is meant to be in %(other)s, correct it in Odoo. QuickBooks has one currency for each "
            "vendor: for one who bills in two, make a vendor of its own in Odoo, such as “Name "
            "(%(currency)s)”, or enter this one in QuickBooks by hand."
        ),
    ),
    "other_entity": (
        _lt("%(document)s is %(entity)s in QuickBooks, which Connex Bridge cannot change."),
        _lt("Change it in QuickBooks by hand, or delete it there and sync again."),
    ),
}
