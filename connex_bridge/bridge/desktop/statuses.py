"""QuickBooks Desktop's status codes, and what to do about each.

`TABLE` is the only place that decides by code, `WORDS` the only one that decides by QuickBooks' wording: for
two codes it tells an object that somebody has open from one that cannot be saved. Add a row for a new
code; its problem code needs a sentence in models/connex_problem_text.py.
"""

from ..fault import Fault, Resolution

#: Done, or asked for something of which there is nothing.
FINE = ("0", "1")
#: From here on a request was not carried out; below, QuickBooks did it and has a remark.
FIRST_ERROR = 1000

HOLD, RETRY, REREAD, LOOKUP = "hold", "retry", "reread", "lookup"

TABLE = {
    # QuickBooks itself
    "1000": Resolution(RETRY, "quickbooks_failed"),
    "1010": Resolution(RETRY, "quickbooks_failed"),
    "3230": Resolution(RETRY, "quickbooks_failed"),
    "3231": Resolution(RETRY, "quickbooks_failed"),
    # Somebody has it open
    "3175": Resolution(RETRY, "open_in_quickbooks"),
    "3176": Resolution(RETRY, "open_in_quickbooks"),
    # What is there already
    "3100": Resolution(LOOKUP, "name_used"),
    # What changed meanwhile, or is not there (any more)
    "3000": Resolution(HOLD, "reference_gone"),
    "3120": Resolution(HOLD, "inactive_or_deleted"),
    "3130": Resolution(HOLD, "reference_gone"),
    "3140": Resolution(HOLD, "reference_gone"),
    "3200": Resolution(REREAD, "changed_in_quickbooks"),
    "3240": Resolution(REREAD, "changed_in_quickbooks"),
    # What the document says
    "3040": Resolution(HOLD, "amount_refused"),
    "3045": Resolution(HOLD, "amount_refused"),
    "3070": Resolution(HOLD, "text_too_long"),
    "3210": Resolution(HOLD, "amount_refused"),
    "3270": Resolution(HOLD, "account_refused"),
    # What may not be changed
    "3160": Resolution(HOLD, "locked_in_quickbooks"),
    "3161": Resolution(HOLD, "period_closed"),
    "3162": Resolution(HOLD, "locked_in_quickbooks"),
    "3170": Resolution(HOLD, "locked_in_quickbooks"),
    "3171": Resolution(HOLD, "period_closed"),
    "3180": Resolution(HOLD, "business_rule"),
    "3185": Resolution(HOLD, "locked_in_quickbooks"),
    "3190": Resolution(HOLD, "locked_in_quickbooks"),
    # Who may, and what this QuickBooks can do
    "3220": Resolution(HOLD, "permission_denied"),
    "3250": Resolution(HOLD, "feature_missing"),
    "3260": Resolution(HOLD, "permission_denied"),
    "3261": Resolution(HOLD, "permission_denied"),
    "3262": Resolution(HOLD, "permission_denied"),
    "3263": Resolution(HOLD, "permission_denied"),
    "3264": Resolution(HOLD, "permission_denied"),
    # What this program must not send
    "1030": Resolution(HOLD, "not_understood"),
    "1060": Resolution(HOLD, "not_understood"),
    "3177": Resolution(HOLD, "not_understood"),
    "3290": Resolution(HOLD, "not_understood"),
}
#: The problem of what cannot be saved, among it what links to orders of which nothing is open any more.
LINKS_REFUSED = "business_rule"
#: It was done, without the lines that link to such orders.
LINES_LEFT_OUT = "570"
#: For other codes: data that QuickBooks cannot store.
UNKNOWN = Resolution(HOLD, "field_refused")
MACROS = range(9100, 9200)

#: The wording of codes whose meaning it decides → what to do then.
WORDS = {
    "modified by another user": Resolution(REREAD, "changed_in_quickbooks"),
    "could not be locked": Resolution(RETRY, "open_in_quickbooks"),
    "failed to acquire the lock": Resolution(RETRY, "open_in_quickbooks"),
    "list element is in use": Resolution(RETRY, "open_in_quickbooks"),
    "is already in use": Resolution(RETRY, "open_in_quickbooks"),
    "closing date": Resolution(HOLD, "period_closed"),
    "closed period": Resolution(HOLD, "period_closed"),
}
BY_WORDING = ("3170", "3180", "3185", "3160", "3171")

#: What QuickBooks says of a query for something that it does not have.
NOT_FOUND = ("1", "500", "501", "3120", "3000")
#: The whole set was not carried out: its id is used for another set, or too long.
SET_REFUSED = ("9001", "9004")
#: It may have been carried out, but QuickBooks has no answer stored that it could give once more.
SET_NOT_STORED = ("9002", "9005")
#: To the question what became of a set: QuickBooks knows nothing of it, so it was never carried out.
SET_UNKNOWN = "600"


def is_refusal(code: str, severity: str = "") -> bool:
    """Whether nothing was carried out. Warnings are: QuickBooks has done it and adds a remark."""
    if severity == "Error":
        return True
    return code.isdigit() and int(code) >= FIRST_ERROR


def resolve(fault: Fault) -> Resolution:
    """What to do about a refusal, for any code: `retry` later, `reread` the revision and repeat, `lookup`
    what exists already, or `hold` until something changes."""
    if fault.code in BY_WORDING:
        said = fault.message.lower()
        for words, resolution in WORDS.items():
            if words in said:
                return resolution
    if fault.code.isdigit() and int(fault.code) in MACROS:
        return Resolution(HOLD, "not_understood")
    return TABLE.get(fault.code, UNKNOWN)


def is_feature_missing(fault: Fault | None) -> bool:
    """Whether this QuickBooks does not have what was asked for, or shows it to no program."""
    return fault is not None and resolve(fault).problem_code == "feature_missing"


def is_not_found(fault: Fault | None) -> bool:
    """Whether a query was answered with: there is no such object."""
    return fault is not None and fault.code in NOT_FOUND
