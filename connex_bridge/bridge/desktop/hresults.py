"""What it means when QuickBooks Desktop refuses a whole message set, or to be opened: Intuit's HRESULTs.

One line a code: what the Web Connector should do, and which problem a bookkeeper reads. The problems'
sentences are in models/connex_problem_text_desktop.py.
"""

import re
from typing import NamedTuple


class Reaction(NamedTuple):
    """`kind`: `retry` the next run may simply try again, `ask` a person has to do something first,
    `open` try the company file that is open, `path` try the connection's own company file, `refused` the
    message set cannot be understood and must not be sent again as it is, `few` the next runs may try a
    few times, then the message set itself is to blame."""

    kind: str
    problem_code: str


_SUCCESS = re.compile("(0x)?0*", re.IGNORECASE)
PARSE_ERROR = 0x80040400
_UNREACHABLE = Reaction("retry", "desktop_unreachable")
_FAILED = Reaction("few", "desktop_unreachable")
_ACCESS = Reaction("ask", "desktop_access")
TABLE = {
    PARSE_ERROR: Reaction("refused", "desktop_not_understood"),
    0x80040401: _UNREACHABLE,
    0x80040402: _FAILED,
    0x80040403: Reaction("open", "desktop_file_not_opened"),
    0x80040405: _UNREACHABLE,
    0x80040406: Reaction("open", "desktop_file_not_opened"),
    0x80040408: _UNREACHABLE,
    0x8004040A: Reaction("open", "desktop_other_file_open"),
    0x8004040D: _UNREACHABLE,
    0x80040410: Reaction("retry", "desktop_single_user"),
    0x80040414: Reaction("retry", "desktop_dialog_open"),
    0x80040416: Reaction("path", "desktop_not_running"),
    0x80040417: Reaction("path", "desktop_not_running"),
    0x80040418: _ACCESS,
    0x8004041A: _ACCESS,
    0x8004041D: Reaction("ask", "desktop_unattended"),
    0x8004041F: Reaction("ask", "desktop_edition"),
    0x80040420: _ACCESS,
    0x80040421: Reaction("few", "desktop_refused"),
    0x80040422: Reaction("ask", "desktop_single_user"),
    0x80040424: _UNREACHABLE,
    0x80040154: Reaction("ask", "desktop_not_installed"),
    0x80040308: Reaction("ask", "desktop_not_installed"),
    0x80010105: _FAILED,
}
#: Intuit adds codes now and then: an unknown one is shown with QuickBooks' own words and tried a few times.
UNKNOWN = Reaction("few", "desktop_refused")


def reaction(hresult: str) -> Reaction:
    """What to do about an HRESULT such as `0x80040400`, in any case of letters."""
    return TABLE.get(number(hresult), UNKNOWN)


def number(hresult: str) -> int:
    """The code as a number, 0 for what is none."""
    text = hresult.strip()
    try:
        return int(text, 16) & 0xFFFFFFFF
    except ValueError:
        return 0


def written(hresult: str) -> str:
    """The code as Intuit writes it, `0x80040400`; as it is if it is no number."""
    return f"0x{number(hresult):08X}" if number(hresult) else hresult.strip()


def is_error(hresult: str) -> bool:
    """Whether a call carries an error; empty and zero mean that all is well."""
    return not _SUCCESS.fullmatch(hresult.strip())
