"""`environment`: everything that is needed, brought into `.local` and reused when it is there."""

import time

from . import databases, debian, postgres, python_packages
from .progress import say


def ensure_tools() -> None:
    """Have Python packages, Odoo and a running PostgreSQL; quick when they are there."""
    python_packages.ensure()
    debian.ensure()
    postgres.ensure_running()


def ensure() -> None:
    """Have the tools and the template database."""
    started = time.monotonic()
    ensure_tools()
    databases.ensure_template()
    say(f"Environment ready ({time.monotonic() - started:.0f} s).")
