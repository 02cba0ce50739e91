"""The status codes of qbXML answers and their texts: what QuickBooks says when it does not do something."""


class Fault(Exception):
    """A request is not executed. ``code`` and ``text`` go into its answer; ``current`` is the record that an
    answer about an old edit sequence carries."""

    def __init__(self, code, text, current=None):
        super().__init__(text)
        self.code = code
        self.text = text
        self.current = current


_NO_RECORD = "Invalid argument.  The specified record does not exist in the list."
_OTHER_CURRENCY = (
    "The currency of the account must be either in home currency or the transaction currency."
)

#: texts of the statuses that tests and people order by their number alone
TEXTS = {
    1000: "There has been an internal error when processing the request.",
    3170: 'There was an error when modifying a {kind} list, element "". QuickBooks error message: '
    "This list has been modified by another user.",
    3175: 'There was an error when saving. The object "{kind}" is already in use and could not be locked.',
    3176: "A related object of the {kind} failed to acquire the lock.",
    3180: 'There was an error when saving a {kind} list, element "". QuickBooks error message: '
    "This list has been modified by another user.",
    3200: "The provided edit sequence is out-of-date.",
    3231: "The request has not been processed.",
    3250: "This feature is not enabled or not available in this version of QuickBooks.",
    3260: "Insufficient permission level to perform this action.",
    3261: "The application has no permission to access sensitive data.",
}

NOT_PROCESSED = (3231, TEXTS[3231])
NOT_FOUND = (1, "A query request did not find a matching object in QuickBooks")


def text_of(code, kind):
    """The text of a status that was ordered by its number."""
    return TEXTS.get(code, "There was an error when processing the {kind}.").format(kind=kind)


def severity(code):
    """``Info``, ``Warn`` (executed, with a remark) or ``Error`` (not executed)."""
    if code < 500:
        return "Info"
    return "Warn" if code < 1000 else "Error"


def invalid_reference(word, name, where, reason=_NO_RECORD):
    """A reference leads nowhere, or to what cannot be used."""
    return Fault(
        3140,
        f'There is an invalid reference to QuickBooks {word} "{name}" in the {where}.  '
        f"QuickBooks error message: {reason}",
    )


def account_in_other_currency(word, name, where):
    """A transaction names an account of a third currency."""
    return invalid_reference(word, name, where, _OTHER_CURRENCY)


def not_found(identifier):
    """The object that a request is about does not exist, or is not open any more."""
    return Fault(
        3120,
        f'Object "{identifier}" specified in the request cannot be found.  '
        f"QuickBooks error message: {_NO_RECORD}",
    )


def invalid_id(identifier, field="Transaction id"):
    """An id is nonsense where it stands."""
    return Fault(3000, f'The given object ID "{identifier}" in the field "{field}" is invalid.')


def name_in_use(name):
    """A list has an element of that name."""
    return Fault(3100, f'The name "{name}" of the list element is already in use.')


def not_saved(kind, reason):
    """The record was understood but cannot be saved."""
    return Fault(
        3180, f"There was an error when saving a {kind}.  QuickBooks error message: {reason}"
    )


def too_much(field, amount, reason="You cannot pay more than the amount due."):
    """An amount is more than there is."""
    return Fault(
        3210,
        f'The "{field}" field has an invalid value "{amount:.2f}".  '
        f"QuickBooks error message: {reason}",
    )


def missing(field, kind):
    """A required element is missing."""
    return Fault(3150, f'There is a missing element: "{field}" in the {kind}.')


def not_together(text):
    """Elements that cannot be used together, or not in this kind of record."""
    return Fault(3153, text)


def feature_off():
    """The edition or a preference does not allow it."""
    return Fault(3250, TEXTS[3250])


def out_of_date(sequence, record):
    """The record was saved by somebody else since."""
    return Fault(3200, f"The provided edit sequence {sequence} is out-of-date.", record)
