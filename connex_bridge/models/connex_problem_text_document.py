"""The sentences for what was held back before anything left for QuickBooks.

One entry per problem code: what happened to which document, and what to do next. `%(name)s` are the
values that the code is raised with; no other placeholder may be used. A literal percent sign is `%%`.
"""

from odoo.tools.translate import LazyTranslate

_lt = LazyTranslate(__name__)

_CORRECT_AND_SYNC = _lt("Correct it in Odoo; it is sent with the next sync.")

DOCUMENT_TEXTS = {
    "blocked": (
        _lt("Waiting for %(name)s, which has to be in QuickBooks first."),
        _lt("Solve the problem of %(name)s; this document follows by itself."),
    ),
    "internal_error": (
        _lt("%(document)s could not be prepared because of an error in Connex Bridge."),
        _lt("Send the technical detail to whoever looks after Odoo. The other documents go on."),
    ),
    "other_company": (
        _lt("%(document)s does not belong to %(company)s, whose QuickBooks connection this is."),
        _lt(
            "Nothing was sent. Correct the company of the document in Odoo, or delete it from this "
            "company; if you cannot tell how this came about, ask whoever looks after Odoo."
        ),
    ),
    # Amounts
    "total_differs": (
        _lt("%(document)s: the total is %(odoo)s in Odoo but %(quickbooks)s in QuickBooks."),
        _lt(
            "Check its taxes, and the tax settings of the connection; a difference of cents may become "
            "a rounding line there."
        ),
    ),
    "lines_differ": (
        _lt("%(document)s: the total is %(odoo)s, but its lines and taxes add up to %(lines)s."),
        _lt("Open it in Odoo and check its lines, taxes and cash rounding."),
    ),
    "negative_total": (
        _lt("%(document)s has a total of %(total)s. QuickBooks takes no document below zero."),
        _lt("Make a credit note of it in Odoo."),
    ),
    "too_many_decimals": (
        _lt("%(document)s has the amount %(amount)s. QuickBooks keeps two decimals of an amount."),
        _lt("Use prices and a currency with two decimals, or enter this document by hand."),
    ),
    "applied_more_than_received": (
        _lt(
            "Payment %(document)s: %(received)s was received, but %(applied)s is applied to invoices."
        ),
        _lt("Check the payment's journal entry and its reconciliation in Odoo."),
    ),
    "paid_by_entry": (
        _lt(
            "Journal entry %(document)s settles %(amount)s of %(invoices)s in Odoo. It is neither a "
            "payment nor a write-off to income or expense accounts, so QuickBooks cannot be told by a "
            "document."
        ),
        _lt(
            "Enter the same in QuickBooks by hand, or replace the entry in Odoo by a payment or a credit "
            "note."
        ),
    ),
    "refund_account_missing": (
        _lt("%(document)s pays money back, and it is not known which bank account it leaves."),
        _lt("Choose the account for refunds on the connection: a bank or credit card account."),
    ),
    "receivable_account_missing": (
        _lt("%(document)s: QuickBooks has no accounts receivable account in %(currency)s."),
        _lt(
            "Enter an invoice in %(currency)s in QuickBooks once (it then makes the account), and press "
            "“Refresh QuickBooks Lists” on the connection."
        ),
    ),
    "receipt_not_all_money": (
        _lt(
            "%(document)s of %(total)s was not settled with money alone (a discount, write-off or credit "
            "note is part of it), and a sales receipt says that all of it was received."
        ),
        _lt(
            "Use a transaction mode with invoices and payments for this sale, for example by a rule."
        ),
    ),
    "partly_invoiced_by_order": (
        _lt(
            "%(document)s bills %(orders)s, which QuickBooks has an invoice of already, together with "
            "%(others)s."
        ),
        _lt(
            "Invoice the orders separately in Odoo, or enter the missing part in QuickBooks by hand."
        ),
    ),
    # Lines
    "no_lines": (
        _lt("%(document)s has no line with an amount. QuickBooks takes no empty document."),
        _CORRECT_AND_SYNC,
    ),
    "line_without_item": (
        _lt("%(document)s: the line “%(line)s” has no product, and QuickBooks needs one."),
        _lt("Choose a default item on the connection, or set a product on the line."),
    ),
    "line_item_missing": (
        _lt("%(document)s: the product of the line “%(line)s” is not in QuickBooks yet."),
        _lt("Sync it again; if it stays, look at the problem of the product itself."),
    ),
    # Customers, items, terms
    "customer_without_name": (
        _lt("Customer “%(document)s” has no name that QuickBooks can store."),
        _lt("Enter the customer's name in Odoo, in letters or digits."),
    ),
    "customer_missing": (
        _lt("%(document)s has no customer that could be read."),
        _lt("Set the customer in Odoo, then sync again."),
    ),
    "item_without_name": (
        _lt("Product “%(document)s” has no name that QuickBooks can store."),
        _lt("Enter the product's name in Odoo, in letters or digits."),
    ),
    "income_account_missing": (
        _lt("Product %(document)s cannot be created: no income account is chosen."),
        _lt("Choose the income account on the connection."),
    ),
    "item_account_missing": (
        _lt("The item “%(document)s” cannot be created in QuickBooks: it has no account."),
        _lt("Choose its account on the connection, under Lines without a product."),
    ),
    "term_not_possible": (
        _lt("Payment term %(document)s (%(days)s days) does not exist in QuickBooks like that."),
        _lt("Use a term of 0 to 999 days that has a name, or remove the term from the document."),
    ),
    "reference_missing": (
        _lt("%(document)s refers to something that is not in QuickBooks yet."),
        _lt("Sync it again; if it stays, open the technical detail to see what is missing."),
    ),
    # Payments
    "payment_for_several_customers": (
        _lt(
            "Payment %(document)s pays invoices of several customers. QuickBooks has no such payment."
        ),
        _lt("Register one payment per customer in Odoo."),
    ),
    "payment_in_other_currency": (
        _lt(
            "Payment %(document)s in %(currency)s pays an invoice in another currency, and not with all "
            "of its amount. A payment in QuickBooks has one currency, its invoices' own."
        ),
        _lt(
            "Apply the whole payment to invoices of one currency in Odoo, or register a payment for each "
            "currency."
        ),
    ),
    "deposit_account_currency": (
        _lt(
            "%(document)s is in %(currency)s, but its money would go to %(account)s, which is kept in "
            "%(account_currency)s."
        ),
        _lt("Choose another account for its journal on the connection, under Payments."),
    ),
    # Already in QuickBooks
    "adopted_differs": (
        _lt(
            "%(document)s was entered in QuickBooks by hand and comes to %(quickbooks)s there, but to "
            "%(odoo)s in Odoo."
        ),
        _lt(
            "Correct it in QuickBooks, then try again; or press Let Odoo Maintain It on the document, and "
            "Odoo's content replaces it."
        ),
    ),
    "adopted_not_removed": (
        _lt(
            "%(document)s was cancelled in Odoo, but it was entered in QuickBooks by hand and is left alone."
        ),
        _lt("Void it in QuickBooks, or press Let Odoo Maintain It on the document."),
    ),
    "already_in_quickbooks": (
        _lt(
            "QuickBooks has a document with the number, customer, total and date of %(document)s already."
        ),
        _lt(
            "Open Already in QuickBooks → To Decide and say whether it is the same; it goes on by itself."
        ),
    ),
    # The QuickBooks company's settings
    "currency_not_enabled": (
        _lt("%(document)s is in %(currency)s, but the QuickBooks company only uses %(home)s."),
        _lt(
            "Turn on Multicurrency in QuickBooks (Account and settings, Advanced), then test the "
            "connection so that the change is read."
        ),
    ),
    "home_currencies_differ": (
        _lt(
            "%(document)s is in %(currency)s. Odoo's exchange rates count in %(books)s, but the QuickBooks "
            "company's home currency is %(home)s, so the rate would be wrong."
        ),
        _lt(
            "Connect a QuickBooks company whose home currency is %(books)s; documents in %(home)s go out. "
            "QuickBooks cannot change its home currency later."
        ),
    ),
    "sales_tax_off": (
        _lt(
            "%(document)s has %(tax)s tax in its total of %(total)s, but sales tax is switched off in "
            "QuickBooks, which would drop it."
        ),
        _lt(
            "Switch on sales tax in QuickBooks (Taxes, Sales tax), then test the connection so that "
            "the change is read; or choose on the connection that tax is a line."
        ),
    ),
    "tax_not_mapped": (
        _lt("%(document)s: no QuickBooks tax code stands for the tax “%(tax)s” of “%(line)s”."),
        _lt(
            "Choose a tax code for it on the connection, under Taxes and Totals; the document then follows."
        ),
    ),
    "exempt_code_missing": (
        _lt("%(document)s: “%(line)s” has no tax, and QuickBooks needs a tax code on every line."),
        _lt("Choose the code for lines without tax on the connection, under Taxes and Totals."),
    ),
    "several_tax_codes": (
        _lt(
            "%(document)s has lines with different taxes (%(taxes)s). A document in QuickBooks has one "
            "sales tax code."
        ),
        _lt(
            "On the connection, under Taxes and Totals, map them to one code, or choose that Odoo's tax "
            "amount is kept."
        ),
    ),
    "role_item_missing": (
        _lt("%(document)s needs the item “%(item)s”, which is not in QuickBooks yet."),
        _lt("Look at the problem of the item itself, then sync again."),
    ),
    "estimates_off": (
        _lt(
            "%(document)s cannot be sent: sales orders go to QuickBooks as estimates, and estimates "
            "are switched off there."
        ),
        _lt(
            "Switch on Estimates in QuickBooks (Account and settings, Sales), then test the "
            "connection; or choose a transaction mode without sales orders."
        ),
    ),
    "books_closed": (
        _lt("%(document)s is dated %(date)s, but the books are closed until %(closed_until)s."),
        _lt(
            "Change its date in Odoo, or move the closing date in QuickBooks and test the connection (with "
            "QuickBooks Desktop: let the Web Connector run); or choose on the connection to date new sales "
            "the first open day."
        ),
    ),
    # Rules
    "rule_failed": (
        _lt("%(document)s is held back: the rule “%(rule)s” could not be evaluated for it."),
        _lt("Correct or archive the rule; the document follows by itself."),
    ),
    "excluded_tax_unknown": (
        _lt(
            "%(document)s: a rule leaves out the line “%(line)s”, but its tax is no plain percentage "
            "that could be taken off the document's tax."
        ),
        _lt("Let the rule leave out lines without tax only, or archive the rule."),
    ),
    "list_entry_missing": (
        _lt(
            "%(document)s: a rule asks for the %(list)s “%(name)s”, which QuickBooks does not have."
        ),
        _lt(
            "Create it in QuickBooks or make it active there, or correct the rule; then try again."
        ),
    ),
    "tracking_off": (
        _lt(
            "%(document)s: a rule sets the %(list)s, but QuickBooks is not set to track it on these "
            "documents and would drop it."
        ),
        _lt(
            "Switch it on in QuickBooks (Account and settings, Advanced, Categories), then test the "
            "connection; or archive the rule."
        ),
    ),
    "line_tax_code_unknown": (
        _lt(
            "%(document)s: a rule asks for the tax code “%(name)s” on a line; a US company knows only "
            "TAX and NON there."
        ),
        _lt("Correct the map-to of the rule."),
    ),
}
