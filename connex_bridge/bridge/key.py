"""How a document is named inside the bridge: its kind and the Odoo record it mirrors."""

from typing import NamedTuple


class Key(NamedTuple):
    """Which document: its kind (see `documents.KINDS`) and the Odoo record it mirrors."""

    document: str
    model: str
    id: int
