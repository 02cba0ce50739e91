"""The virtual environment in `.local/python`: made from the pinned requirement files."""

import hashlib
import os
import shutil
import subprocess
import sys

from . import paths
from .progress import SetupError, Step, clean_environment, lock, run

REQUIREMENTS = (
    paths.DEVELOPMENT / "requirements.txt",
    paths.DEVELOPMENT / "requirements-test.txt",
)
SUPPORTED = ((3, 10), (3, 13))


def find_interpreter() -> str:
    """Return a Python that Odoo's pinned dependencies support; prefer the one that runs this."""
    oldest, newest = SUPPORTED
    if oldest <= sys.version_info[:2] <= newest:
        return sys.executable
    for minor in range(newest[1], oldest[1] - 1, -1):
        found = shutil.which(f"python3.{minor}")
        if found:
            return found
    raise SetupError(
        f"Python {sys.version.split()[0]} is not supported: Odoo 19's dependencies are pinned for "
        f"Python {oldest[0]}.{oldest[1]} to {newest[0]}.{newest[1]}.",
        "install one of these (on Debian: apt-get install python3 python3-venv) and run again, or "
        "name it: make PYTHON=/path/to/python3.12 …",
    )


def ensure() -> None:
    """Make the virtual environment, unless the one that is there fits the requirement files."""
    wanted = _fingerprint()
    stamp = paths.VIRTUAL_ENVIRONMENT / "requirements.sha256"
    if _is_current(stamp, wanted):
        return
    with lock("virtual environment"):
        if _is_current(stamp, wanted):
            return
        interpreter = find_interpreter()
        if not _works():
            _create(interpreter)
        with Step("Installing the Python packages"):
            command = [paths.PYTHON, "-m", "pip", "install", "--disable-pip-version-check"]
            for file in REQUIREMENTS:
                command += ["-r", file]
            run(
                command,
                log="pip",
                remedy="look at the lines above; without a network set PIP_INDEX_URL to a package "
                "index that this machine can reach",
                env=clean_environment(),
            )
        stamp.write_text(wanted)


def _fingerprint() -> str:
    digest = hashlib.sha256()
    for file in REQUIREMENTS:
        digest.update(file.read_bytes())
    return digest.hexdigest()


def _is_current(stamp, wanted: str) -> bool:
    return stamp.exists() and stamp.read_text() == wanted and paths.PYTHON.exists()


def _works() -> bool:
    if not paths.PYTHON.exists():
        return False
    check = [str(paths.PYTHON), "-m", "pip", "--version"]
    return subprocess.run(check, capture_output=True, check=False).returncode == 0


def _create(interpreter: str) -> None:
    shutil.rmtree(paths.VIRTUAL_ENVIRONMENT, ignore_errors=True)
    paths.LOCAL.mkdir(parents=True, exist_ok=True)
    with Step(f"Making a virtual environment with {os.path.basename(interpreter)}"):
        run(
            [interpreter, "-m", "venv", paths.VIRTUAL_ENVIRONMENT],
            log="venv",
            remedy="Debian and Ubuntu keep venv in a package of its own: "
            "apt-get install python3-venv",
            env=clean_environment(),
        )
