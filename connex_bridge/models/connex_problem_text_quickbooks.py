"""The sentences for what QuickBooks answered, or did not answer.

One entry per problem code of bridge/online/faults.py and of the connection. `%(reason)s` is QuickBooks'
own wording, `%(document)s` the document (or the connection) that was refused.
"""

from odoo.tools.translate import LazyTranslate

_lt = LazyTranslate(__name__)

_BY_ITSELF = _lt("Nothing to do: it is tried again by itself.")
_CORRECT_AND_SYNC = _lt("Correct it in Odoo; it is sent with the next sync.")
_RECONNECT = _lt("Open the connection and press Reconnect.")
_REPORT = _lt("Send the technical detail to whoever looks after Odoo.")

QUICKBOOKS_TEXTS = {
    # The connection
    "reconnect": (
        _lt("%(company)s no longer accepts this connection."),
        _RECONNECT,
    ),
    "access_lost": (
        _lt(
            "The QuickBooks user who approved the connection may not use %(company)s any more. "
            "QuickBooks: %(reason)s"
        ),
        _lt("Have a QuickBooks administrator open the connection and press Reconnect."),
    ),
    "wrong_company": (
        _lt(
            "The connection belongs to another QuickBooks company or environment. QuickBooks: "
            "%(reason)s"
        ),
        _lt(
            "Check the environment (production or sandbox), then press Reconnect and choose the right "
            "company."
        ),
    ),
    "no_credentials": (
        _lt("QuickBooks does not know this client ID with this client secret."),
        _lt(
            "Copy both again from the Keys page of your app on developer.intuit.com, then press "
            "Reconnect."
        ),
    ),
    "copied_database": (
        _lt(
            "This connection was approved in another database, of which this one is a copy; or that one "
            "was restored or moved to another server."
        ),
        _lt("Open the connection and say whether this is the real database or a copy."),
    ),
    "subscription_ended": (
        _lt("The QuickBooks subscription of %(company)s has ended or has a billing problem."),
        _lt("Renew it in QuickBooks; everything waiting is sent afterwards."),
    ),
    "unreachable": (
        _lt("QuickBooks cannot be reached at %(host)s."),
        _lt(
            "It is tried again by itself. If it stays, check the internet connection of the Odoo "
            "server and the address on the connection."
        ),
    ),
    "unanswered": (
        _lt(
            "QuickBooks did not answer, so it is not known yet whether the last request was carried "
            "out."
        ),
        _lt("Nothing to do: the same request is repeated by itself, without doing anything twice."),
    ),
    "not_json": (
        _lt("Something other than QuickBooks answered, or the answer was cut off. %(reason)s"),
        _lt(
            "It is tried again by itself. If it stays, check the API address on the connection and "
            "whether a proxy is in between."
        ),
    ),
    "throttled": (
        _lt("QuickBooks takes no more requests for the moment."),
        _BY_ITSELF,
    ),
    "throttled_for_long": (
        _lt(
            "QuickBooks has taken no more requests for over an hour. What was synced stays synced."
        ),
        _lt(
            "It is tried again once an hour, and goes on by itself. If it lasts, this month's reads that "
            "Intuit allows your QuickBooks app may be used up: see the app's page at developer.intuit.com."
        ),
    ),
    "quickbooks_failed": (
        _lt("QuickBooks had an error of its own with %(document)s: %(reason)s"),
        _lt(
            "It is tried again by itself. If it stays, ask Intuit's support with the technical detail."
        ),
    ),
    # What there is in QuickBooks
    "deleted_in_quickbooks": (
        _lt("%(document)s was deleted in QuickBooks by hand."),
        _lt("Press “Send Again” to have it created again."),
    ),
    "changed_in_quickbooks": (
        _lt("%(document)s was changed in QuickBooks by somebody else."),
        _lt("Press “Send Again” to have it say what Odoo says."),
    ),
    "open_balance_differs": (
        _lt(
            "Of %(document)s %(odoo)s is open in Odoo, but %(quickbooks)s in QuickBooks: what pays it is "
            "not the same in both."
        ),
        _lt(
            "Compare its payments in Odoo and in QuickBooks. A payment from before the first day to sync, of "
            "another company or by an opening entry has to be entered in QuickBooks by hand; one that was "
            "entered there only, in Odoo. Once both agree, the daily comparison ends this by itself."
        ),
    ),
    "inactive_or_deleted": (
        _lt(
            "%(document)s uses something that is inactive or deleted in QuickBooks, or was deleted "
            "there itself. QuickBooks: %(reason)s"
        ),
        _lt("Make the customer, item or account active again in QuickBooks, then sync again."),
    ),
    "reference_gone": (
        _lt(
            "%(document)s refers to something that QuickBooks does not have. QuickBooks: %(reason)s"
        ),
        _lt(
            "Refresh the lists on the connection, check its accounts and default item, then sync again."
        ),
    ),
    "link_refused": (
        _lt(
            "%(document)s cannot be linked as in Odoo: the other document is missing, paid in full or "
            "another customer's. QuickBooks: %(reason)s"
        ),
        _lt("Compare the customer and the open balance of the linked documents in both systems."),
    ),
    "locked_in_quickbooks": (
        _lt(
            "%(document)s is deposited or matched to the bank in QuickBooks and cannot be changed. "
            "QuickBooks: %(reason)s"
        ),
        _lt(
            "Undo the deposit or the match in QuickBooks, then sync again; or make the change there "
            "by hand."
        ),
    ),
    "name_used": (
        _lt(
            "The name “%(document)s” is already used in QuickBooks by another customer, vendor, "
            "employee or item."
        ),
        _lt("Rename one of the two, in Odoo or in QuickBooks, then sync again."),
    ),
    "number_used": (
        _lt(
            "The number of %(document)s is already used by another document in QuickBooks. "
            "QuickBooks: %(reason)s"
        ),
        _lt(
            "Change the number of the other document in QuickBooks, or choose other document numbers on "
            "the connection, then sync again."
        ),
    ),
    "duplicate_object": (
        _lt("%(document)s seems to be in QuickBooks already. QuickBooks: %(reason)s"),
        _lt("Look for it in QuickBooks; rename or delete the other one, then sync again."),
    ),
    "duplicate_request": (
        _lt(
            "QuickBooks has seen the request for %(document)s before, but does not say its outcome."
        ),
        _lt("Look for the document in QuickBooks, then sync again."),
    ),
    "period_closed": (
        _lt("%(document)s lies in a period that is closed in QuickBooks."),
        _lt("Change its date in Odoo, or move the closing date in QuickBooks, then sync again."),
    ),
    # What the document says
    "text_too_long": (
        _lt("A text of %(document)s is too long for QuickBooks. QuickBooks: %(reason)s"),
        _CORRECT_AND_SYNC,
    ),
    "email_refused": (
        _lt(
            "QuickBooks does not accept the e-mail address of %(document)s. QuickBooks: %(reason)s"
        ),
        _lt("Correct the customer's e-mail address in Odoo, then sync again."),
    ),
    "amount_refused": (
        _lt(
            "QuickBooks calculates another amount for a line of %(document)s. QuickBooks: %(reason)s"
        ),
        _REPORT,
    ),
    "tax_refused": (
        _lt("QuickBooks does not accept a tax of %(document)s. QuickBooks: %(reason)s"),
        _lt("Check the sales tax settings in QuickBooks and the tax codes on the connection."),
    ),
    "account_refused": (
        _lt(
            "QuickBooks does not accept an account or item of %(document)s. QuickBooks: %(reason)s"
        ),
        _lt("Check the accounts and the default item on the connection."),
    ),
    "field_refused": (
        _lt("QuickBooks does not accept a value of %(document)s. QuickBooks: %(reason)s"),
        _CORRECT_AND_SYNC,
    ),
    "business_rule": (
        _lt("QuickBooks refused %(document)s: %(reason)s"),
        _lt("Correct what QuickBooks names, in Odoo or in QuickBooks, then sync again."),
    ),
    "permission_denied": (
        _lt("The QuickBooks user who approved the connection may not do this with %(document)s."),
        _lt("Give that user the right in QuickBooks, or reconnect as an administrator."),
    ),
    "feature_missing": (
        _lt(
            "%(document)s needs a feature that the QuickBooks plan does not have. QuickBooks: "
            "%(reason)s"
        ),
        _lt("Upgrade the QuickBooks plan, or choose a transaction mode without this document."),
    ),
    "not_understood": (
        _lt("QuickBooks did not understand the request for %(document)s. QuickBooks: %(reason)s"),
        _REPORT,
    ),
}
