"""Visible progress, clear errors and locks for long steps. Standard library only."""

import contextlib
import fcntl
import os
import subprocess
import sys
import threading
import time
from pathlib import Path

from . import paths


class SetupError(Exception):
    """Something is missing or failed; the message says what, `remedy` says what to do next."""

    def __init__(self, message: str, remedy: str = ""):
        super().__init__(message)
        self.remedy = remedy


def say(text: str) -> None:
    """Print one line at once."""
    print(text, flush=True)


class Step:
    """Announces a long step, says every few seconds that it is still running, and how long it took."""

    interval = 10

    def __init__(self, title: str):
        self.title = title
        self._done = threading.Event()

    def __enter__(self):
        self.started = time.monotonic()
        say(f"· {self.title} …")
        threading.Thread(target=self._tick, daemon=True).start()
        return self

    def __exit__(self, kind, error, traceback):
        self._done.set()
        word = "done" if kind is None else "failed"
        say(f"  {word} after {time.monotonic() - self.started:.0f} s")

    def _tick(self):
        while not self._done.wait(self.interval):
            say(f"  … {time.monotonic() - self.started:.0f} s")


def run(command, *, log: str, remedy: str = "", check: bool = True, **options):
    """Run a command with its output in a log file; raise SetupError with the log's end if it fails.

    `log` is the file's name without folder. Returns the CompletedProcess and leaves the log in place.
    """
    paths.LOGS.mkdir(parents=True, exist_ok=True)
    file = paths.LOGS / f"{log}.log"
    command = [str(part) for part in command]
    with open(file, "w") as output:
        result = subprocess.run(
            command, stdout=output, stderr=subprocess.STDOUT, check=False, **options
        )
    if check and result.returncode:
        raise SetupError(
            f"`{Path(command[0]).name}` failed (exit status {result.returncode}). "
            f"The end of {file}:\n{tail(file)}",
            remedy,
        )
    return result


def tail(file: Path, lines: int = 25) -> str:
    """Return the last lines of a text file, indented."""
    text = file.read_text(errors="replace").splitlines()[-lines:]
    return "\n".join(f"    {line}" for line in text)


@contextlib.contextmanager
def lock(name: str):
    """Hold an exclusive lock between processes: several people may use one `.local` at once."""
    paths.LOCKS.mkdir(parents=True, exist_ok=True)
    with open(paths.LOCKS / name, "w") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            say(f"· Waiting for another run that is preparing the {name} …")
            fcntl.flock(file, fcntl.LOCK_EX)
        yield


def clean_environment(**extra: str) -> dict[str, str]:
    """Return os.environ plus `extra`, without variables that would leak another Python's packages."""
    environment = {
        key: value for key, value in os.environ.items() if key not in ("PYTHONPATH", "PYTHONHOME")
    }
    environment.update(extra)
    return environment


def fail(error: SetupError) -> int:
    """Print a SetupError for a person and return the exit status."""
    print(f"\nerror: {error}", file=sys.stderr)
    if error.remedy:
        print(f"what to do: {error.remedy}", file=sys.stderr)
    return 2
