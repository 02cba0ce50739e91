"""Finds Chromium for the browser tests, and says how to get it."""

import os
import shutil

MISSING = "apt-get install chromium"
# Started as root in containers, without the background traffic of a person's browser.
FLAGS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


def find() -> str | None:
    """Return the path of Chromium or Chrome (CHROMIUM overrides), or None."""
    own = os.environ.get("CHROMIUM")
    if own:
        return own if shutil.which(own) else None
    for name in ("chromium", "chromium-browser", "google-chrome", "chrome"):
        found = shutil.which(name)
        if found:
            return found
    return None
