"""How Odoo is started: configuration, environment variables and the command line for each purpose."""

import os
import socket
from pathlib import Path

from . import paths, postgres
from .progress import SetupError, clean_environment


def environment() -> dict[str, str]:
    """Return the environment variables for a process that imports Odoo."""
    python_path = f"{paths.odoo_home()}{os.pathsep}{paths.ROOT}"
    # Odoo warns about a PGHOST-less configuration file, and its tools (createdb, …) need the variables.
    extra = {"PYTHONPATH": python_path, **postgres.connection()}
    programs = str(postgres.binary("psql").parent)
    extra["PATH"] = f"{paths.PYTHON.parent}{os.pathsep}{os.environ['PATH']}{os.pathsep}{programs}"
    return clean_environment(**extra)


def configuration(database: str, port: int | None = None, **options) -> Path:
    """Write Odoo's configuration file for one database and return its path.

    `port` is the HTTP port on 127.0.0.1 (None: any free one); `options` are further entries.
    """
    connection = postgres.connection()
    entries = {
        "addons_path": ",".join(str(path) for path in paths.addons_path()),
        "data_dir": paths.DATA,
        "db_name": database,
        "dbfilter": f"^{database}$",
        "db_host": connection["PGHOST"],
        "db_port": connection["PGPORT"],
        "db_user": connection["PGUSER"],
        "http_interface": "127.0.0.1",
        "http_port": port or free_port(),
        "list_db": False,
        "without_demo": True,
        **options,
    }
    if "PGPASSWORD" in connection:
        entries["db_password"] = connection["PGPASSWORD"]
    paths.RUN.mkdir(parents=True, exist_ok=True)
    paths.DATA.mkdir(parents=True, exist_ok=True)
    file = paths.RUN / f"{database}.conf"
    lines = [f"{key} = {value}" for key, value in entries.items()]
    file.write_text("\n".join(["[options]", *lines]) + "\n")
    return file


def command(*arguments) -> list[str]:
    """Return the command line `odoo ARGUMENTS` in the virtual environment."""
    # `-m odoo` exists in the package and in a checkout alike.
    return [str(paths.PYTHON), "-m", "odoo", *map(str, arguments)]


def free_port() -> int:
    """Return a TCP port on 127.0.0.1 that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def check_port(port: int) -> None:
    """Raise SetupError if somebody listens on the port already."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError as error:
            raise SetupError(
                f"Port {port} cannot be used: {error.strerror}.",
                "stop the program that uses it, or choose another port",
            ) from error
