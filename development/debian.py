"""Fetches Odoo 19 and its web client's assets from Debian, without root and without touching the
system's own package sources: apt gets a configuration, lists and cache of its own in `.local/apt`.

apt checks the archive's signature; `sid` moves, so the newest `odoo-19` in it is taken.
"""

import os
import re
import shutil
import subprocess
from pathlib import Path

from . import paths
from .progress import SetupError, Step, lock, run, say

# The web client links to these by relative paths. Font Awesome 4.7 is only in bookworm.
PACKAGES = (
    "odoo-19/sid",
    "fonts-font-awesome/bookworm",
    "fonts-roboto-unhinted/sid",
    "fonts-montserrat/sid",
    "fonts-ocr-b/sid",
    "libjs-jquery/sid",
    "libjs-jquery-form/sid",
    "libjs-underscore/sid",
)
KEYRINGS = (
    Path("/usr/share/keyrings/debian-archive-keyring.gpg"),
    Path("/usr/share/keyrings/debian-archive-keyring.pgp"),
)
STAMP = paths.ODOO_UNPACKED / "packages.txt"


def ensure() -> None:
    """Fetch and unpack Odoo, unless it is there already or ODOO_HOME names another."""
    if os.environ.get("ODOO_HOME"):
        if (
            not (paths.odoo_home() / "odoo" / "__init__.py").exists()
            and not (paths.odoo_home() / "odoo" / "release.py").exists()
        ):
            raise SetupError(
                f"ODOO_HOME={os.environ['ODOO_HOME']} contains no `odoo` package.",
                "set ODOO_HOME to the folder of an Odoo 19 checkout (the one with odoo-bin in it)",
            )
        return
    if STAMP.exists():
        return
    with lock("Odoo sources"):
        if not STAMP.exists():
            _fetch()


def _fetch() -> None:
    for tool in ("apt-get", "dpkg-deb"):
        if not shutil.which(tool):
            raise SetupError(
                f"`{tool}` was not found: Odoo 19 is taken from Debian's packages.",
                "on another system set ODOO_HOME to the folder of an Odoo 19 checkout",
            )
    environment = _private_configuration(_mirror(), _keyring())
    downloads = paths.APT / "packages"
    shutil.rmtree(downloads, ignore_errors=True)
    downloads.mkdir(parents=True)
    remedy = (
        "check the network; to take another Debian mirror, set DEBIAN_MIRROR to its address "
        "(the part before /dists/), or set ODOO_HOME to an Odoo 19 checkout"
    )
    with Step("Reading Debian's package lists"):
        run(
            ["apt-get", "update", "--error-on=any"],
            log="apt-update",
            env=environment,
            remedy=remedy,
        )
    with Step("Fetching Odoo 19 and its web assets (about 130 MB)"):
        run(
            ["apt-get", "download", *PACKAGES],
            log="apt-download",
            env=environment,
            cwd=downloads,
            remedy=remedy,
        )
    with Step("Unpacking Odoo 19"):
        shutil.rmtree(paths.ODOO_UNPACKED, ignore_errors=True)
        for package in sorted(downloads.glob("*.deb")):
            run(
                ["dpkg-deb", "-x", package, paths.ODOO_UNPACKED],
                log="unpack",
                remedy="is the disk full? Odoo takes 1.3 GB unpacked",
            )
    names = [package.name for package in sorted(downloads.glob("*.deb"))]
    STAMP.write_text("\n".join(names) + "\n")
    shutil.rmtree(paths.APT)
    say("  " + next(name for name in names if name.startswith("odoo-19")))


def _mirror() -> str:
    """Return the Debian archive's address: DEBIAN_MIRROR, or the one this machine uses itself."""
    own = os.environ.get("DEBIAN_MIRROR")
    if own:
        return own
    questions = (
        ["apt-get", "indextargets", "--format", "$(REPO_URI)", "Created-By: Packages"],
        # Answers before the first `apt-get update`, too; the address ends where /dists/ begins.
        ["apt-get", "--print-uris", "update"],
    )
    for question in questions:
        answer = subprocess.run(question, capture_output=True, text=True, check=False).stdout
        for line in answer.splitlines():
            address = line.strip().strip("'").split(" ")[0].split("/dists/")[0].strip("'")
            if re.search(r"/debian/?$", address):
                return address
    raise SetupError(
        "No Debian archive was found in this machine's apt configuration.",
        "set DEBIAN_MIRROR to the address of a Debian mirror (the part before /dists/); on Ubuntu "
        "also install the package debian-archive-keyring",
    )


def _keyring() -> Path:
    for keyring in KEYRINGS:
        if keyring.exists():
            return keyring
    raise SetupError(
        "Debian's archive keys are not on this machine, so Odoo's signature cannot be checked.",
        "apt-get install debian-archive-keyring",
    )


def _private_configuration(mirror: str, keyring: Path) -> dict[str, str]:
    """Write an apt configuration of our own and return the environment that selects it."""
    for folder in ("lists/partial", "cache/archives/partial"):
        (paths.APT / folder).mkdir(parents=True, exist_ok=True)
    (paths.APT / "status").touch()
    sources = paths.APT / "sources.list"
    sources.write_text(
        "".join(
            f"deb [signed-by={keyring}] {mirror} {suite} main\n" for suite in ("sid", "bookworm")
        )
    )
    configuration = paths.APT / "apt.conf"
    configuration.write_text(
        f'Dir::Etc::sourcelist "{sources}";\n'
        'Dir::Etc::sourceparts "/dev/null";\n'
        'Dir::Etc::preferences "/dev/null";\n'
        'Dir::Etc::preferencesparts "/dev/null";\n'
        f'Dir::State "{paths.APT}";\n'
        f'Dir::State::lists "{paths.APT}/lists";\n'
        f'Dir::State::status "{paths.APT}/status";\n'
        f'Dir::Cache "{paths.APT}/cache";\n'
        'APT::Sandbox::User "";\n'
        'APT::Update::Post-Invoke-Success "";\n'
        'Acquire::Languages "none";\n'
        'Acquire::Retries "3";\n'
        'Acquire::IndexTargets::deb::DEP-11::DefaultEnabled "false";\n'
    )
    return {**os.environ, "APT_CONFIG": str(configuration)}
