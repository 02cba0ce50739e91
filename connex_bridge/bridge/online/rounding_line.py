"""A difference that cannot be avoided, as a line of its own: only where the connection says so, and only
up to its limit. Money received is never altered to make it fit.
"""

from collections.abc import Mapping
from decimal import Decimal

from .. import documents as docs
from ..money import ZERO
from .arithmetic import difference
from .company import Company
from .translate_tax import role_line


def tied(
    document, body: dict, ids: Mapping[docs.Key, str], company: Company, known: Decimal = ZERO
) -> dict:
    """The body with a rounding line where QuickBooks would arrive at another total than Odoo's.

    `known` is a difference that QuickBooks' answer to this document has shown. Whatever is above the
    connection's limit stays a difference, and `arithmetic.check_total` holds it back. Raises
    Held('role_item_missing') while the item for rounding is not in QuickBooks.
    """
    missing = known or difference(document, body, company)
    if not missing or not is_within_limit(missing, company):
        return body
    return body | {"Line": [*body["Line"], role_line("rounding", missing, document, ids, company)]}


def is_within_limit(amount: Decimal, company: Company) -> bool:
    """Whether a difference of this amount, in the document's currency, may become a line."""
    return abs(amount) <= company.difference_limit
