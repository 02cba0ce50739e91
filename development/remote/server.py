"""Server processes: start one, wait until it answers, read its log, stop or kill it."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import requests

from .. import odoo_process, paths
from ..progress import SetupError, tail


class Server:
    """A server process on 127.0.0.1; `url` has no slash at its end."""

    ready_path = "/"
    patience = 90

    def __init__(self, name: str, command: list, port: int):
        self.name = name
        self.command = [str(part) for part in command]
        self.port = port
        self.url = f"http://127.0.0.1:{port}"
        paths.LOGS.mkdir(parents=True, exist_ok=True)
        self.log = paths.LOGS / f"{name}.log"
        self.process = None

    def start(self):
        """Start it and wait until it answers; raise SetupError with its log if it does not."""
        odoo_process.check_port(self.port)
        with open(self.log, "a") as log:
            self.process = subprocess.Popen(
                self.command,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                env=odoo_process.environment(),
                cwd=paths.ROOT,
                start_new_session=True,
            )
        self._wait_until_it_answers()
        return self

    def _wait_until_it_answers(self):
        deadline = time.monotonic() + self.patience
        while time.monotonic() < deadline:
            if self.process.poll() is not None:
                break
            try:
                if requests.get(self.url + self.ready_path, timeout=5).status_code < 500:
                    return
            except requests.ConnectionError:
                time.sleep(0.05)
            except requests.Timeout:
                continue
        self.kill()
        raise SetupError(f"{self.name} did not start. The end of {self.log}:\n{tail(self.log)}")

    def is_running(self) -> bool:
        """Return whether the process that we started is alive."""
        return self.process is not None and self.process.poll() is None

    def stop(self):
        """End it in good order, and by force if it takes more than 20 seconds."""
        if self.is_running():
            self.process.terminate()
            try:
                self.process.wait(20)
            except subprocess.TimeoutExpired:
                self.kill()

    def kill(self):
        """End it at once, as a power failure would, with every process that it started."""
        if self.is_running():
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()

    def restart(self):
        """Kill it and start it again on the same port."""
        self.kill()
        return self.start()


class OdooServer(Server):
    """An Odoo server for one database, or for all whose names match `dbfilter`."""

    ready_path = "/web/health"

    def __init__(self, database: str, port: int | None = None, *, crons: int = 0, **options):
        port = port or odoo_process.free_port()
        self.database = database
        configuration = odoo_process.configuration(
            database, port, max_cron_threads=crons, **options
        )
        super().__init__(f"odoo-{database}", odoo_process.command("-c", configuration), port)

    def log_lines(self, start: int = 0) -> list[str]:
        """Return the log's lines from byte `start`; see `log_size`."""
        with open(self.log, errors="replace") as log:
            log.seek(start)
            return log.read().splitlines()

    def log_size(self) -> int:
        """Return the log's size in bytes."""
        return self.log.stat().st_size if self.log.exists() else 0


class SandboxServer(Server):
    """QuickBooks' stand-in; with `file`, its state survives."""

    ready_path = "/_sandbox/health"

    def __init__(self, name: str = "sandbox", port: int | None = None, file: Path | None = None):
        port = port or odoo_process.free_port()
        command = [sys.executable, "-m", "quickbooks_sandbox", "--port", port]
        if file:
            command += ["--file", file]
        super().__init__(name, command, port)
