"""What the small campaigns share."""

import os

import pytest

from .desktop import DesktopStage
from .online import OnlineStage


@pytest.fixture(scope="session")
def new_stage():
    """A function that sets a stage with a fresh database and an empty QuickBooks company."""
    return lambda name, **settings: OnlineStage(f"connex_small_{os.getpid()}_{name}", **settings)


@pytest.fixture(scope="session")
def new_desktop_stage():
    """The same with QuickBooks Desktop and its Web Connector."""
    return lambda name, **settings: DesktopStage(f"connex_desk_{os.getpid()}_{name}", **settings)
