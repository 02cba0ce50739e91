"""Makes `connex_bridge.bridge` importable without Odoo: the addon's own `__init__` imports models."""

import sys
import types
from pathlib import Path

ADDON = Path(__file__).parents[2] / "connex_bridge"

if "connex_bridge" not in sys.modules:
    package = types.ModuleType("connex_bridge")
    package.__path__ = [str(ADDON)]
    sys.modules["connex_bridge"] = package
