"""A refusal by QuickBooks, and what is to be done about one: the same for Online and Desktop.

Which refusal means what is each backend's own table: online/faults.py, desktop/statuses.py.
"""

from dataclasses import dataclass
from typing import NamedTuple


@dataclass(frozen=True, slots=True)
class Fault:
    """A refusal. `code` is QuickBooks' number as text, or `not_json` when the body was no fault at all
    (then `detail` is its beginning). `element` names the field, if QuickBooks says which."""

    code: str
    message: str = ""
    detail: str = ""
    element: str = ""
    http_status: int = 0
    type: str = ""

    def __str__(self):
        place = f" ({self.element})" if self.element else ""
        return f"{self.code}{place}: {self.message} {self.detail}".strip()


class Resolution(NamedTuple):
    """`action`: `retry` later, `refresh` the token, `reread` the revision and repeat, `lookup` what
    exists already, `hold` until something changes, `reconnect`, `stop` the connection."""

    action: str
    problem_code: str
