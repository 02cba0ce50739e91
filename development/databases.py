"""Odoo databases: a template with the standard apps, on top of it one with the addon, and clones.

* The *template* has the apps that a shop uses, a chart of accounts and US dollars: made once.
* The *addon's* database is the template plus `connex_bridge`, kept by a hash of the addon's files.
* Everything that runs works on a *clone* of one of them, with its own filestore and database uuid.
"""

import contextlib
import hashlib
import os
import re
import shutil
import sys
from pathlib import Path

from . import odoo_process, paths, postgres
from .progress import SetupError, Step, lock, run

APPS = (
    "sale_management",
    "sale_stock",
    "account",
    "purchase",
    "stock_dropshipping",
    "payment_demo",
)
HELPERS = ("development_assets", "development_enterprise")
SEED = paths.DEVELOPMENT / "template_seed.py"
# What can change without a change in the database: code that is only imported, tests, web assets.
NOT_INSTALLED = {"tests", "static", "bridge", "controllers", "__pycache__"}
KEPT_ADDON_DATABASES = 3


def ensure_template() -> str:
    """Return the template database's name; install it first if it is not there."""
    digest = hashlib.sha256(repr((APPS, HELPERS)).encode() + SEED.read_bytes())
    for file in sorted(paths.HELPER_ADDONS.rglob("*.py")):
        digest.update(file.read_bytes())
    digest.update(_odoo_version().encode())
    name = f"connex_template_{digest.hexdigest()[:10]}"
    if not _is_ready(name):
        with lock("template database"):
            if not _is_ready(name):
                drop(name)
                with Step("Installing Odoo's apps into a template database (about a minute)"):
                    install(name, [*APPS, *HELPERS], log="template")
                    run_script(name, SEED, log="template-seed")
                _mark_ready(name)
                _forget_old("connex\\_template\\_%", keep=1)
    return name


def ensure_addon() -> str:
    """Return the name of a database with the addon as it is on disk; install it first if needed."""
    template = ensure_template()
    name = f"connex_addon_{_addon_hash(template)}"
    if not _is_ready(name):
        with lock("addon's database"):
            if not _is_ready(name):
                with Step("Installing connex_bridge"):
                    clone(template, name)
                    install(name, ["connex_bridge"], log=f"install-{name}")
                _mark_ready(name)
                _forget_old("connex\\_addon\\_%", keep=KEPT_ADDON_DATABASES)
    return name


def fresh(name: str, source: str | None = None) -> str:
    """Make `name` a fresh clone of the addon's database (or of `source`) and return it."""
    check_name(name)
    source = source or ensure_addon()
    clone(source, name)
    return name


def clone(source: str, name: str) -> None:
    """Copy a database and its filestore; the copy gets a uuid of its own, as a new database would."""
    drop(name)
    _copy(source, name)


def copy_as_it_is(source: str, name: str) -> None:
    """Copy a database with its uuid, as an administrator does with `createdb -T`."""
    drop(name)
    with lock(f"{source} while it is cloned"):
        postgres.query(f'CREATE DATABASE "{name}" TEMPLATE "{source}" STRATEGY FILE_COPY')


def _copy(source: str, name: str) -> None:
    copy_as_it_is(source, name)
    postgres.query(
        "UPDATE ir_config_parameter SET value = gen_random_uuid() WHERE key = 'database.uuid'", name
    )
    if (paths.FILESTORE / source).exists():
        shutil.copytree(
            paths.FILESTORE / source,
            paths.FILESTORE / name,
            copy_function=_link,
            dirs_exist_ok=True,
        )


def _link(source: str, target: str) -> None:
    """Hard-link a stored file: Odoo never changes one, it only adds and removes."""
    with contextlib.suppress(FileExistsError):
        os.link(source, target)


def upgrade(name: str) -> None:
    """Upgrade the addon in an existing database to what is on disk."""
    _run_odoo(name, ["-u", "connex_bridge"], log=f"upgrade-{name}")


def set_base_url(name: str, url: str) -> None:
    """Fix the address under which the database's Odoo is reached (links, OAuth's way back)."""
    postgres.query(
        "DELETE FROM ir_config_parameter WHERE key IN ('web.base.url', 'web.base.url.freeze');"
        "INSERT INTO ir_config_parameter (key, value) VALUES "
        f"('web.base.url', '{url}'), ('web.base.url.freeze', 'True')",
        name,
    )


def replace(name: str, source: str, generation: int) -> None:
    """Put a copy of `source` in the place of a database that a running Odoo server has open.

    The server keeps its loaded models, which saves seconds, and forgets what it has cached of the
    database's content: Odoo compares its own counters with those in the database, and `generation`
    (higher at each call) makes them differ.
    """
    check_name(name)
    postgres.query(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
    # Stored files are named after their content: those of an earlier generation do no harm.
    _copy(source, name)
    postgres.query(
        "DO $$ DECLARE counter text; BEGIN"
        " FOR counter IN SELECT tablename FROM pg_tables WHERE tablename LIKE 'orm\\_signaling\\_%'"
        " AND tablename <> 'orm_signaling_registry' LOOP"
        f" EXECUTE format('INSERT INTO %I (id) VALUES ({1000 * generation})', counter);"
        f" PERFORM setval(pg_get_serial_sequence(counter, 'id'), {1000 * generation});"
        " END LOOP; END $$",
        name,
    )


def drop(name: str) -> None:
    """Remove a database and its filestore, with everybody who is connected to it."""
    check_name(name)
    postgres.query(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
    shutil.rmtree(paths.FILESTORE / name, ignore_errors=True)


def exists(name: str) -> bool:
    """Return whether a database of this name exists."""
    check_name(name)
    return bool(postgres.query(f"SELECT 1 FROM pg_database WHERE datname = '{name}'"))


def check_name(name: str) -> None:
    """Raise SetupError unless the name is safe in SQL, as a folder and in a regular expression."""
    if not re.fullmatch(r"[a-z][a-z0-9_]{0,50}", name):
        raise SetupError(
            f"{name!r} is not a good database name.",
            "use lower-case letters, digits and underscores, at most 50",
        )


def run_script(database: str, script: Path, log: str) -> None:
    """Run a Python file in an Odoo shell on a database; its last line must print `SEEDED`."""
    configuration = odoo_process.configuration(database)
    with open(script) as source:
        run(
            odoo_process.command(
                "shell", "-c", configuration, "--no-http", "--shell-interface=python"
            ),
            log=log,
            env=odoo_process.environment(),
            stdin=source,
        )
    # An Odoo shell that reads a script from its input exits with 0 whatever happens in it.
    text = (paths.LOGS / f"{log}.log").read_text()
    if "SEEDED" not in text:
        raise SetupError(f"{script.name} failed:\n{text[-3000:]}")


def install_log(name: str) -> Path:
    """Return the log of the addon's installation into a database that ensure_addon() named."""
    return paths.LOGS / f"install-{name}.log"


def install(name: str, modules: list[str], log: str) -> None:
    """Install addons into a database, which is made if it is not there. `log` names the log file."""
    _run_odoo(name, ["-i", ",".join(modules)], log)


def _run_odoo(name: str, arguments: list[str], log: str) -> None:
    configuration = odoo_process.configuration(name)
    run(
        odoo_process.command("-c", configuration, *arguments, "--stop-after-init", "--no-http"),
        log=log,
        env=odoo_process.environment(),
    )


def _is_ready(name: str) -> bool:
    return postgres.query(
        f"SELECT shobj_description(oid, 'pg_database') FROM pg_database WHERE datname = '{name}'"
    ).startswith("ready")


def _mark_ready(name: str) -> None:
    postgres.query(f"COMMENT ON DATABASE \"{name}\" IS 'ready ' ")


def _odoo_version() -> str:
    release = paths.odoo_home() / "odoo" / "release.py"
    return f"{paths.odoo_home()} {release.read_text()}"


def _addon_hash(template: str) -> str:
    digest = hashlib.sha256(template.encode())
    for addon in paths.ADDONS:
        for folder, folders, files in os.walk(addon):
            folders[:] = sorted(set(folders) - NOT_INSTALLED)
            for file in sorted(files):
                if not file.endswith((".pyc", ".swp", "~")):
                    path = Path(folder, file)
                    digest.update(str(path.relative_to(paths.ROOT)).encode())
                    digest.update(path.read_bytes())
    return digest.hexdigest()[:10]


def _forget_old(pattern: str, keep: int) -> None:
    names = postgres.query(
        f"SELECT datname FROM pg_database WHERE datname LIKE '{pattern}' ORDER BY oid DESC"
    ).split()
    for name in names[keep:]:
        print(f"  removing the outdated {name}", file=sys.stderr)
        drop(name)
