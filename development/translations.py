"""Writes the addon's translation template (`i18n/connex_bridge.pot`) from an installed database."""

import re
import tempfile
from pathlib import Path

from . import databases, odoo_process, paths
from .progress import run, say

TEMPLATE = paths.ADDON / "i18n" / "connex_bridge.pot"


def export() -> str:
    """Return the translation template's text, without the dates that change at every export."""
    database = databases.ensure_addon()
    configuration = odoo_process.configuration(database)
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "connex_bridge.pot"
        run(
            odoo_process.command(
                "i18n", "export", "-c", configuration, "-d", database, "-o", file, "connex_bridge"
            ),
            log="translations",
            env=odoo_process.environment(),
        )
        text = file.read_text(encoding="utf-8")
    return re.sub(r'^"(POT-Creation|PO-Revision)-Date: .*\n', "", text, flags=re.MULTILINE)


def write_template() -> None:
    """Write the template into the addon."""
    TEMPLATE.parent.mkdir(exist_ok=True)
    TEMPLATE.write_text(export(), encoding="utf-8")
    say(f"wrote {TEMPLATE.relative_to(paths.ROOT)}")
