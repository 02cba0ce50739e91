"""One task in a fresh Odoo process without a server: `python -m benchmarks.odoo_task TASK …`.

Called by the other modules (`run`), not by people. A task is a function `task(env, **arguments)` that
returns JSON-ready figures; what it prints is shown.
"""

import importlib
import json
import subprocess
import sys
import tempfile
from pathlib import Path

from development import odoo_process, paths
from development.progress import SetupError


def run(task: str, database: str, **arguments):
    """Run `module:function` in a process of its own on a database; return what it returns."""
    configuration = odoo_process.configuration(database)
    with tempfile.NamedTemporaryFile(suffix=".json") as answer:
        call = {"task": task, "database": database, "arguments": arguments, "answer": answer.name}
        status = subprocess.run(
            [str(paths.PYTHON), "-m", __name__, str(configuration), json.dumps(call)],
            cwd=paths.ROOT,
            env=odoo_process.environment(),
            check=False,
        ).returncode
        configuration.unlink(missing_ok=True)
        if status:
            raise SetupError(f"{task} on the database {database} ended with status {status}.")
        return json.loads(Path(answer.name).read_text())


def main(configuration: str, call: str) -> None:
    """Start Odoo's registry, run the task on an administrator's environment, write its answer."""
    from odoo import SUPERUSER_ID, api
    from odoo.modules.registry import Registry
    from odoo.tools import config

    wanted = json.loads(call)
    config.parse_config(["-c", configuration, "--log-level=warn"], setup_logging=True)
    module, function = wanted["task"].split(":")
    task = getattr(importlib.import_module(f"benchmarks.{module}"), function)
    registry = Registry(wanted["database"])
    with registry.cursor() as cursor:
        figures = task(api.Environment(cursor, SUPERUSER_ID, {}), **wanted["arguments"])
    Path(wanted["answer"]).write_text(json.dumps(figures))


if __name__ == "__main__":
    main(*sys.argv[1:])
