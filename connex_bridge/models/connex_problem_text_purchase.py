"""The sentences for purchases that were held back: vendors, purchase orders, bills.

As in connex_problem_text_document.py: per problem code what happened and what to do next.
"""

from odoo.tools.translate import LazyTranslate

_lt = LazyTranslate(__name__)

PURCHASE_TEXTS = {
    "vendor_missing": (
        _lt("%(document)s has no vendor."),
        _lt("Choose the vendor in Odoo; it is sent with the next sync."),
    ),
    "vendor_without_name": (
        _lt("A vendor has no name that QuickBooks can store: %(document)s."),
        _lt("Give the vendor a name with letters or digits in Odoo."),
    ),
    "bill_partly_for_sales": (
        _lt("Bill %(document)s also has lines that were not bought for a sale: %(lines)s."),
        _lt(
            "Split the bill in Odoo, mirror the purchases of all sales (on the connection), or enter "
            "this bill in QuickBooks by hand: with some of its lines missing it would be a wrong debt."
        ),
    ),
    "expense_account_missing": (
        _lt("%(document)s: no account for the cost of what is bought was chosen."),
        _lt("Choose the cost account on the connection, under Purchases."),
    ),
    "purchase_exempt_code_missing": (
        _lt("%(document)s: “%(line)s” has no tax, and QuickBooks needs a tax code on every line."),
        _lt("Choose the code for purchases without tax on the connection, under Purchases."),
    ),
    "inventory_item_bought": (
        _lt(
            "%(document)s: “%(line)s” is an inventory item in QuickBooks, which would book its cost "
            "a second time."
        ),
        _lt(
            "On the connection, let QuickBooks' inventory items book the cost, or map the product to "
            "an item that is not inventory."
        ),
    ),
    "purchase_orders_off": (
        _lt("%(company)s: this QuickBooks plan has no purchase orders (%(reason)s)."),
        _lt(
            "Bills go to QuickBooks without them. After an upgrade in QuickBooks, press Try Again here: "
            "all purchase orders follow."
        ),
    ),
    "purchase_orders_switched_off": (
        _lt(
            "%(company)s: purchase orders are switched off in this QuickBooks company file (%(reason)s)."
        ),
        _lt(
            "Bills go to QuickBooks without them. Switch on inventory and purchase orders in QuickBooks "
            "(Edit, Preferences, Items & Inventory, Company Preferences), then press Try Again here: all "
            "purchase orders follow."
        ),
    ),
}
