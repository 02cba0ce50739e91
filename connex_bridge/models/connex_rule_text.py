"""What is said about rules: why one is refused, what is doubtful about it, and what it did to a sale.

One sentence per code of `bridge.rules.RuleError` and `bridge.rules.lint.Finding`. `%(name)s` are the values
that come with the code. A code raised anywhere without its sentence fails a test.
"""

from markupsafe import Markup

from odoo.tools.translate import LazyTranslate

_lt = LazyTranslate(__name__)

REFUSALS = {
    "unknown_action": _lt("There is no action “%(action)s”. Choose one from the list."),
    "unknown_comparison": _lt("There is no comparison “%(comparison)s”. Choose one from the list."),
    "unknown_field": _lt(
        "There is no field “%(field)s”. Choose one from the list, or the path of a field of the order "
        "like team_id.name."
    ),
    "field_not_installed": _lt(
        "The field “%(field)s” comes with an app that is not installed. Install the app or choose "
        "another field."
    ),
    "field_not_stored": _lt(
        "The field “%(field)s” is not stored in the database and cannot be compared. Choose another."
    ),
    "comparison_of_other_kind": _lt(
        "“%(field)s” cannot be compared with “%(comparison)s”. Choose another comparison."
    ),
    "payment_field_for_line": _lt(
        "“%(action)s” works line by line, but “%(field)s” belongs to payments. Choose a field of the "
        "order or of its lines."
    ),
    "no_lines": _lt("There is nothing to compare with. Add a line with a map-from."),
    "empty_from": _lt(
        "The map-from is empty. Enter a value, or choose the comparison “is set” to leave it out."
    ),
    "wildcard_of_everything": _lt(
        "The map-from “%(value)s” fits everything. Enter some text beside the *, or choose the "
        "comparison “is set”."
    ),
    "from_not_a_number": _lt("The map-from “%(value)s” is not a number. Enter one like 12.50."),
    "from_not_a_date": _lt("The map-from “%(value)s” is not a date. Enter one like 2026-11-23."),
    "from_not_a_boolean": _lt(
        "The map-from “%(value)s” is neither yes nor no. Enter true or false."
    ),
    "empty_to": _lt("The map-to is empty, but “%(action)s” needs one. Enter what it is to become."),
    "to_not_a_number": _lt("The map-to “%(value)s” is not a number. Enter one like 12."),
    "to_not_positive": _lt("The map-to “%(value)s” is not above zero. Enter a number like 12."),
    "to_not_a_date": _lt(
        "The map-to “%(value)s” is not a date. Enter one like 2026-11-23, or compare with “map all” to "
        "copy a date."
    ),
    "to_not_a_mode": _lt(
        "The map-to “%(value)s” is no transaction type. Enter one as the connection's settings call it, "
        "like “Sales receipts”."
    ),
    "to_not_an_amount": _lt(
        "The map-to “%(value)s” is no surcharge. Enter an amount or a percentage, then the item's name "
        "in QuickBooks if it has one: 5, 2.5% or 2.5% Handling."
    ),
    "to_not_a_boolean": _lt("The map-to “%(value)s” is neither true nor false. Enter true."),
    "to_not_a_custom_field": _lt(
        "The map-to “%(value)s” is no custom field. Enter its name in QuickBooks and the value, like "
        "Crew # = North."
    ),
    "bad_domain": _lt(
        "The condition “Apply only when” cannot be read: %(reason)s. Choose it anew."
    ),
}

FINDINGS = {
    "never_a_choice": _lt(
        "Row %(row)s can never match: “%(field)s” is never “%(value)s”, it is one of: %(choices)s."
    ),
    "literal_asterisk": _lt(
        "Row %(row)s: the * in “%(value)s” is compared as it is. Choose the comparison “matches” if it "
        "stands for anything."
    ),
    "repeated_from": _lt(
        "Row %(row)s is never used: row %(first)s compares with the same “%(value)s”."
    ),
    "same_written": _lt("“%(other)s” further up changes the same for “%(value)s”; this rule wins."),
    "overwritten": _lt("“%(other)s” further down changes the same for “%(value)s” and wins."),
    "not_in_quickbooks": _lt(
        "Row %(row)s: QuickBooks (%(connection)s) has no %(list)s “%(name)s”. Create it there, or "
        "correct the map-to; until then the documents are held back."
    ),
    "inactive_in_quickbooks": _lt(
        "Row %(row)s: the %(list)s “%(name)s” is inactive in QuickBooks (%(connection)s)."
    ),
    "nobody_meets_condition": _lt("No order meets the condition “Apply only when” at the moment."),
    "never_in_odoo": _lt(
        "Row %(row)s: nothing in Odoo has the %(field)s “%(value)s” at the moment."
    ),
}


def refusal_text(env, error):
    """A `RuleError` as a translated sentence that names its row."""
    # Translated first, filled in afterwards: the values of a lazy text would be fixed at import.
    sentence = env._(REFUSALS[error.code])
    text = sentence % error.values
    return env._("Row %(row)s: %(text)s", row=error.row, text=text) if error.row else text


def finding_text(env, finding):
    """A finding of the lint as a translated sentence."""
    sentence = env._(FINDINGS[finding.code])
    return sentence % finding.values


def explanation_html(env, notes, actions):
    """What rules did, as a table. `notes` are dicts of `bridge.rules.Explained`; `actions` their labels."""
    head = (env._("Rule"), env._("Where"), env._("Because of"), env._("Change"))
    rows = [
        (note["name"], _where(env, note), note["value"], _change(env, note, actions))
        for note in notes
    ]
    return Markup(
        '<table class="table table-sm o_connex_rule_explanation"><thead><tr>%s</tr></thead>'
        "<tbody>%s</tbody></table>"
    ) % (
        Markup("").join(Markup("<th>%s</th>") % text for text in head),
        Markup("").join(
            Markup("<tr>%s</tr>") % Markup("").join(Markup("<td>%s</td>") % cell for cell in row)
            for row in rows
        ),
    )


def _where(env, note):
    if not note["line"]:
        return env._("Whole document")
    return env._("Line %(number)s: %(text)s", number=note["line"], text=note["line_text"])


def _change(env, note, actions):
    action = actions.get(note["what"], note["what"])
    return env._(
        "%(action)s: %(before)s → %(after)s",
        action=action,
        before=note["before"] or "—",
        after=note["after"] or "—",
    )
