"""Every problem has its sentence, and no sentence needs a name that nobody gives it."""

import ast
import re
from pathlib import Path

import pytest

from connex_bridge.bridge.desktop import hresults, statuses
from connex_bridge.bridge.online import faults, oauth, session

ADDON = Path(__file__).parents[2] / "connex_bridge"
RAISED_BY = ("Held", "Problem", "_set_problem", "_refuse")
#: What is known of every fault of a document (`reason`, `document`) or of a connection (`host`, …).
ALWAYS = {"document", "reason", "company", "host", "name"}
PLACEHOLDER = re.compile(r"%\((\w+)\)s|%%|%")


def texts():
    """code → all the text of its message and next step, read from the source: no Odoo is needed."""
    found = {}
    for path in (ADDON / "models").glob("connex_problem_text_*.py"):
        tree = ast.parse(path.read_text())
        common = {
            node.targets[0].id: _literal(node.value)
            for node in tree.body
            if isinstance(node, ast.Assign) and isinstance(node.value, ast.Call)
        }
        [table] = [
            node.value
            for node in tree.body
            if isinstance(node, ast.Assign) and isinstance(node.value, ast.Dict)
        ]
        for code, value in zip(table.keys, table.values, strict=True):
            parts = [common.get(getattr(part, "id", "")) or _literal(part) for part in value.elts]
            assert code.value not in found
            found[code.value] = parts
    return found


def _literal(call):
    return call.args[0].value if call.args and isinstance(call.args[0], ast.Constant) else ""


def raised():
    """(code, names of its values) wherever the addon raises a problem with a literal code."""
    for path in ADDON.rglob("*.py"):
        if "tests" in path.relative_to(ADDON).parts:
            continue
        for node in ast.walk(ast.parse(path.read_text())):
            if not isinstance(node, ast.Call) or not node.args:
                continue
            name = getattr(node.func, "id", getattr(node.func, "attr", ""))
            if name not in RAISED_BY:
                continue
            names = {keyword.arg for keyword in node.keywords}
            code = node.args[0]
            for each in (code.body, code.orelse) if isinstance(code, ast.IfExp) else (code,):
                if isinstance(each, ast.Constant):
                    yield each.value, names


TEXTS = texts()
RAISED = list(raised())
FROM_THE_WIRE = (
    {resolution.problem_code for resolution in faults.TABLE.values()}
    | {resolution.problem_code for _end, resolution in faults.BANDS}
    | {resolution.problem_code for resolution in statuses.TABLE.values()}
    | {resolution.problem_code for resolution in statuses.WORDS.values()}
    | {statuses.UNKNOWN.problem_code}
    | {faults.LAST_BAND.problem_code, faults.UNKNOWN.problem_code}
    | {error.problem_code for error in session.SessionError.__subclasses__()}
    | {error.problem_code for error in oauth.OAuthError.__subclasses__()}
    | {reaction.problem_code for reaction in hresults.TABLE.values()}
    | {hresults.UNKNOWN.problem_code}
)


@pytest.mark.parametrize("code", sorted({code for code, _names in RAISED} | FROM_THE_WIRE))
def test_a_problem_says_what_happened_and_what_to_do(code):
    message, next_step = TEXTS[code]
    assert message.endswith((".", "%(reason)s"))
    assert next_step.endswith(".")


def test_the_source_was_really_searched():
    assert {"books_closed", "lines_differ", "no_credentials"} <= {code for code, _names in RAISED}


@pytest.mark.parametrize("code", sorted(TEXTS))
def test_a_sentence_uses_only_names_that_it_is_given(code):
    given = [names for each, names in RAISED if each == code and names]
    known = ALWAYS.union(*given)
    if code in (
        "total_differs",
        "item_missing",
        "adopted_differs",
        "open_balance_differs",
    ):  # their values are written as a dictionary
        known |= {"odoo", "quickbooks"}
    if code.startswith(
        "desktop_"
    ):  # about the company file, the session or the message that was refused
        known |= {"file", "expected", "version", "other"}
    for match in PLACEHOLDER.finditer(" ".join(TEXTS[code])):
        assert match.group(0) == "%%" or match.group(1) in known
