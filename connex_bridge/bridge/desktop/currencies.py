"""What QuickBooks Desktop calls a currency (`US Dollar`), and the code that everybody else calls it by.

Pure. QuickBooks keeps a list of both where a company has several currencies; a company with one has none, and
then the names that Odoo knows must do.
"""

from collections.abc import Iterable, Mapping


def codes_by_name(named: Iterable[tuple[str, str]]) -> dict[str, str]:
    """{name: code} of pairs of both, to be asked by `code`; of a name that is there twice the last counts."""
    return {name.casefold(): code for name, code in named if name}


def code(name: str, codes: Mapping[str, str]) -> str:
    """The code of the currency with this name, empty where it is not among `codes` (see `codes_by_name`)."""
    return codes.get(name.casefold(), "")
