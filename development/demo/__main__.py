"""Runs the demo: servers up, shop filled on the first run, sync, table; then Odoo stays up.

What was made is kept in `.local` and in a database for each backend; a second run reuses it.
"""

import argparse
import json
import shutil
import signal
import sys
import time

from .. import databases, paths
from ..progress import SetupError, Step, fail, say
from ..remote.odoo import Odoo
from ..remote.sandbox import Sandbox
from ..remote.server import OdooServer, SandboxServer
from ..remote.shop import Shop
from .desktop import DesktopBackend
from .online import OnlineBackend
from .sales import Day
from .scenes import Scenes
from .table import Table, show

#: backend → (what it can do, the database and folder that keep its books)
BACKENDS = {
    "online": (OnlineBackend, "connex_demo", "demo"),
    "desktop": (DesktopBackend, "connex_demo_desktop", "demo-desktop"),
}


def main() -> int:
    """Return 0 if QuickBooks' books agree with Odoo's."""
    parser = argparse.ArgumentParser(prog="python3 -m development demo")
    parser.add_argument("--once", action="store_true")
    parser.add_argument("--fresh", action="store_true")
    parser.add_argument("--backend", choices=BACKENDS, default="online")
    parser.add_argument("--port", type=int, required=True)
    parser.add_argument("--sandbox-port", type=int, required=True)
    options = parser.parse_args()
    # Servers are stopped on the way out, also when the terminal or a service manager ends us.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    signal.signal(signal.SIGHUP, signal.default_int_handler)
    try:
        return Demo(options).run()
    except SetupError as error:
        return fail(error)
    except KeyboardInterrupt:
        return 130


class Demo:
    """The demo's servers and its memory between runs (`state`: realm, stories, addon's version)."""

    def __init__(self, options):
        self.options = options
        _kind, self.database, folder = BACKENDS[options.backend]
        self.folder = paths.LOCAL / folder
        self.state_file = self.folder / "state.json"
        self.state = json.loads(self.state_file.read_text()) if self.state_file.exists() else {}
        self.state_is_usable = (
            bool(self.state)
            and not options.fresh
            and self.state["sandbox_port"] == options.sandbox_port
            and databases.exists(self.database)
        )

    def run(self) -> int:
        """Bring everything up, sync, print the table; stay until interrupted unless --once."""
        if not self.state_is_usable:
            self.state = {}
            shutil.rmtree(self.folder, ignore_errors=True)
        self.folder.mkdir(parents=True, exist_ok=True)
        self._prepare_database()
        self.sandbox_server = SandboxServer(
            "demo-sandbox", self.options.sandbox_port, file=self.folder / "quickbooks.json"
        )
        # The scheduled action goes on every five minutes while the demo stays up.
        self.odoo_server = OdooServer(
            self.database, self.options.port, crons=0 if self.options.once else 1
        )
        try:
            with Step("Starting QuickBooks' stand-in and Odoo"):
                self.sandbox_server.start()
                self.odoo_server.start()
            status = self._show()
            if not self.options.once:
                self._stay()
            return status
        finally:
            self.odoo_server.stop()
            self.sandbox_server.stop()

    def _prepare_database(self) -> None:
        current = databases.ensure_addon()
        if not self.state:
            databases.fresh(self.database, current)
        elif self.state["addon"] != current:
            with Step("Upgrading the demo's database to the addon on disk"):
                databases.upgrade(self.database)
            self._remember(addon=current)
        self.addon = current
        databases.set_base_url(self.database, f"http://127.0.0.1:{self.options.port}")

    def _show(self) -> int:
        self.odoo = Odoo(self.odoo_server.url, self.database)
        self.sandbox = Sandbox(self.sandbox_server.url)
        kind = BACKENDS[self.options.backend][0]
        if self.state and not kind.knows(self.sandbox, self.state["realm"]):
            raise SetupError(
                "QuickBooks' stand-in has lost the demo's company (was it killed?).",
                "begin anew: python3 -m development demo --fresh",
            )
        self.backend = kind(self.odoo, self.sandbox, self.state.get("realm", ""))
        if not self.state:
            self._fill()
        self.backend.sync()
        table = Table(self.odoo, self.backend.read())
        say("\n" + show(table.rows(self.state["stories"])) + "\n")
        if table.differences:
            say("The books DO NOT agree:\n  " + "\n  ".join(table.differences))
            return 1
        say("Odoo's and QuickBooks' books agree, document by document.")
        return 0

    def _fill(self) -> None:
        backend = self.backend
        with Step("Opening the shop: products, taxes, customers"):
            day = Day(Shop(self.odoo))
            day.open_shop()
        with Step(f"Connecting to {backend.name}"):
            connection = backend.connect()
        with Step("Morning: quotations, orders, payments in the web shop"):
            day.morning()
        backend.sync()
        with Step("Afternoon: deliveries, invoices, payments, a cancellation"):
            day.evening()
        backend.sync()
        Scenes(day, self.odoo, connection, backend).play()
        stories = [
            {"model": model, "id": record, "story": story}
            for (model, record), story in day.stories.items()
        ]
        self._remember(
            realm=backend.company,
            stories=stories,
            addon=self.addon,
            sandbox_port=self.options.sandbox_port,
        )

    def _remember(self, **values) -> None:
        self.state.update(values)
        self.state_file.write_text(json.dumps(self.state, indent=1))

    def _stay(self) -> None:
        say(
            f"\nOdoo:        {self.odoo_server.url}/odoo   login admin, password admin\n"
            f"QuickBooks:  {self.sandbox_server.url}{self.backend.books_page}   (the stand-in's books)\n"
            "Ctrl-C ends both. `make demo` again continues with the same books."
        )
        while self.odoo_server.is_running() and self.sandbox_server.is_running():
            self.backend.idle()
            time.sleep(1)
        raise SetupError(f"A server ended by itself; see {self.odoo_server.log}")


if __name__ == "__main__":
    sys.exit(main())
