"""Writes the addons' translation templates (`i18n/<addon>.pot`) from an installed database."""

import re
import tempfile
from pathlib import Path

from . import databases, odoo_process, paths
from .progress import run, say


def template(addon: Path) -> Path:
    """Return where an addon's template is kept."""
    return addon / "i18n" / f"{addon.name}.pot"


def export(addon: Path) -> str:
    """Return an addon's template as text, without the dates that change at every export."""
    database = databases.ensure_addon()
    configuration = odoo_process.configuration(database)
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / f"{addon.name}.pot"
        run(
            odoo_process.command(
                "i18n", "export", "-c", configuration, "-d", database, "-o", file, addon.name
            ),
            log="translations",
            env=odoo_process.environment(),
        )
        text = file.read_text(encoding="utf-8")
    return re.sub(r'^"(POT-Creation|PO-Revision)-Date: .*\n', "", text, flags=re.MULTILINE)


def write_templates() -> None:
    """Write the templates into the addons."""
    for addon in paths.ADDONS:
        file = template(addon)
        file.parent.mkdir(exist_ok=True)
        file.write_text(export(addon), encoding="utf-8")
        say(f"wrote {file.relative_to(paths.ROOT)}")
