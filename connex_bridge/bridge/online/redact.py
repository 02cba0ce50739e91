"""Takes secrets out of whatever is about to be stored, logged or shown: tokens, codes, client secrets.

Called on texts and headers before they leave the wire code. Add a name to `SECRET_NAMES` when the wire
learns a new secret.
"""

import re
from collections.abc import Mapping

HIDDEN = "***"
SECRET_NAMES = (
    "access_token",
    "refresh_token",
    "id_token",
    "client_secret",
    "token",
    "code",
    "authorization",
    "intuit-signature",
    "set-cookie",
    "cookie",
)
_NAMES = "|".join(re.escape(name) for name in SECRET_NAMES if name != "code")
_JSON_OR_FORM = re.compile(
    rf"""(?ix)
    (["']?(?<![\w-])(?:{_NAMES})["']?\s*[:=]\s*["']?)    # "name": " or name=
    (?:(?<=")(?:[^"\\]|\\.)*|(?<=')(?:[^'\\]|\\.)*|(?:(?:Bearer|Basic)\s+)?[^\s&,;"'}}]+)
    """
)
_CODE = re.compile(r"(?i)([?&]code=|\bcode=|\"code\":\s*\")(?=[A-Za-z0-9._-]{20,})[^\s&\"]+")
_SCHEME = re.compile(r"(?i)\b(Bearer|Basic)\s+(?!realm=)[A-Za-z0-9._~+/=-]+")


def redact(value: str | Mapping[str, str]) -> str | dict[str, str]:
    """The same text or headers with every secret replaced by `***`.

    An authorization code is told from QuickBooks' short fault codes by its length.
    """
    if isinstance(value, Mapping):
        return {
            name: HIDDEN if name.lower() in SECRET_NAMES else redact(str(content))
            for name, content in value.items()
        }
    hidden = _JSON_OR_FORM.sub(rf"\g<1>{HIDDEN}", value)
    return _SCHEME.sub(rf"\g<1> {HIDDEN}", _CODE.sub(rf"\g<1>{HIDDEN}", hidden))
