"""Where things are. Only paths and the environment variables that move them; no work is done here."""

import os
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
DEVELOPMENT = ROOT / "development"
ADDON = ROOT / "connex_bridge"
# Installs itself beside the addon where Odoo's drop shipping is installed.
DROPSHIPPING = ROOT / "connex_bridge_dropshipping"
ADDONS = (ADDON, DROPSHIPPING)
# Addons that exist for development only: never shipped, installed into the template database.
HELPER_ADDONS = DEVELOPMENT / "addons"

# One ignored folder holds everything that was fetched or built.
LOCAL = Path(os.environ.get("CONNEX_LOCAL") or ROOT / ".local").resolve()
VIRTUAL_ENVIRONMENT = LOCAL / "python"
PYTHON = VIRTUAL_ENVIRONMENT / "bin" / "python"
ODOO_UNPACKED = LOCAL / "odoo"
APT = LOCAL / "apt"
POSTGRES = LOCAL / "postgres"
DATA = LOCAL / "data"
FILESTORE = DATA / "filestore"
LOGS = LOCAL / "logs"
RUN = LOCAL / "run"
LOCKS = LOCAL / "locks"


def odoo_home() -> Path:
    """Return the folder that contains Odoo's `odoo` package (ODOO_HOME, or the fetched one)."""
    own = os.environ.get("ODOO_HOME")
    if own:
        return Path(own).expanduser().resolve()
    return ODOO_UNPACKED / "usr" / "lib" / "python3" / "dist-packages"


def addons_path() -> list[Path]:
    """Return the folders in which Odoo looks for addons, most general first."""
    home = odoo_home()
    candidates = [home / "odoo" / "addons", home / "addons", HELPER_ADDONS, ROOT]
    return [path for path in candidates if any(path.glob("*/__manifest__.py"))]
