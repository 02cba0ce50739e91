"""What the small campaigns share."""

import os

import pytest

from .stage import Stage


@pytest.fixture(scope="session")
def new_stage():
    """A function that sets a stage with a fresh database and an empty QuickBooks company."""
    return lambda name, **settings: Stage(f"connex_small_{os.getpid()}_{name}", **settings)
