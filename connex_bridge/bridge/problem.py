"""Why something did not go through: a code and the names a sentence needs. The sentences themselves,
translated, are in models/connex_problem_text.py: every code raised anywhere has its text there.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Problem:
    """`values` fill the sentence (names and amounts as text, never ids); `detail` is for support."""

    code: str
    values: Mapping[str, str] = field(default_factory=dict)
    detail: str = ""


class Held(Exception):
    """A document cannot be sent as it is. `problem` says why; nothing has left for QuickBooks."""

    def __init__(self, code: str, detail: str = "", **values: str):
        super().__init__(code)
        self.problem = Problem(code, values, detail)
