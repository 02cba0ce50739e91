"""The driver's side of worker.py: start it, give it tasks, get what became of them."""

import json
import subprocess

from development import odoo_process, paths
from development.progress import SetupError, tail


class Workers:
    """Odoo workers on one database. `clock` is how many seconds later than the machine Odoo lives."""

    def __init__(self, database: str):
        self.database = database
        self.clock = 0
        self.log = paths.LOGS / f"campaign-{database}.log"
        configuration = odoo_process.configuration(database)
        command = [str(paths.PYTHON), "-m", "tests.campaign.worker", str(configuration), database]
        with open(self.log, "w") as log:
            self._process = subprocess.Popen(
                command,
                cwd=paths.ROOT,
                env=odoo_process.environment(),
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=log,
                text=True,
            )
        self._read()

    def together(self, *tasks: dict) -> list[dict]:
        """Do tasks at the same time, each in a process of its own; see worker.py for their keys."""
        tasks = [{"clock": self.clock, **task} for task in tasks]
        self._process.stdin.write(json.dumps(tasks) + "\n")
        self._process.stdin.flush()
        return self._read()

    def run(self, call: str, watch: bool = False, kill_at: int | None = None, **arguments) -> dict:
        """Do one task, `module:function`; with `kill_at` it dies at that point."""
        task = {"call": call, "watch": watch or kill_at, "kill_at": kill_at, "arguments": arguments}
        return self.together(task)[0]

    def do(self, call: str, **arguments):
        """Do one task that has to succeed; return its result."""
        return finished(self.run(call, **arguments))["result"]

    def complaints(self) -> list[str]:
        """Return what Odoo has logged as errors."""
        lines = self.log.read_text(errors="replace").splitlines()
        return [line for line in lines if " ERROR " in line or " CRITICAL " in line]

    def stop(self) -> None:
        """End them."""
        self._process.stdin.close()
        self._process.wait(30)
        self._process.stdout.close()

    def _read(self):
        line = self._process.stdout.readline()
        if not line:
            raise SetupError(f"Odoo's worker ended. The end of {self.log}:\n{tail(self.log)}")
        return json.loads(line)


def finished(answer: dict) -> dict:
    """Return the answer if the task was done; raise AssertionError with its traceback if not."""
    assert answer["ended"] == "done", answer.get("error") or answer
    return answer
