"""Runs the demo: servers up, shop filled on the first run, sync, table; then Odoo stays up.

What was made is kept in `.local/demo` and in the database `connex_demo`; a second run reuses it.
"""

import argparse
import json
import shutil
import signal
import sys
import time

from .. import databases, paths
from ..progress import SetupError, Step, fail, say
from ..remote import approval
from ..remote.books import open_books
from ..remote.odoo import Odoo
from ..remote.sandbox import Company, Sandbox
from ..remote.server import OdooServer, SandboxServer
from ..remote.shop import Shop
from .sales import Day
from .scenes import Scenes
from .table import Table, show

DATABASE = "connex_demo"
FOLDER = paths.LOCAL / "demo"
STATE = FOLDER / "state.json"
CRON = "connex_bridge.cron_sync"


def main() -> int:
    """Return 0 if QuickBooks' books agree with Odoo's."""
    parser = argparse.ArgumentParser(prog="python3 -m development demo")
    parser.add_argument("--once", action="store_true")
    parser.add_argument("--fresh", action="store_true")
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
        self.state = json.loads(STATE.read_text()) if STATE.exists() else {}
        self.state_is_usable = (
            bool(self.state)
            and not options.fresh
            and self.state["sandbox_port"] == options.sandbox_port
            and databases.exists(DATABASE)
        )

    def run(self) -> int:
        """Bring everything up, sync, print the table; stay until interrupted unless --once."""
        if not self.state_is_usable:
            self.state = {}
            shutil.rmtree(FOLDER, ignore_errors=True)
        FOLDER.mkdir(parents=True, exist_ok=True)
        self._prepare_database()
        self.sandbox_server = SandboxServer(
            "demo-sandbox", self.options.sandbox_port, file=FOLDER / "quickbooks.json"
        )
        # The scheduled action goes on every five minutes while the demo stays up.
        self.odoo_server = OdooServer(
            DATABASE, self.options.port, crons=0 if self.options.once else 1
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
            databases.fresh(DATABASE, current)
        elif self.state["addon"] != current:
            with Step("Upgrading the demo's database to the addon on disk"):
                databases.upgrade(DATABASE)
            self._remember(addon=current)
        self.addon = current
        databases.set_base_url(DATABASE, f"http://127.0.0.1:{self.options.port}")

    def _show(self) -> int:
        self.odoo = Odoo(self.odoo_server.url, DATABASE)
        self.sandbox = Sandbox(self.sandbox_server.url)
        if self.state and self.state["realm"] not in self.sandbox.realms():
            raise SetupError(
                "QuickBooks' stand-in has lost the demo's company (was it killed?).",
                "begin anew: python3 -m development demo --fresh",
            )
        if not self.state:
            self._fill()
        company = Company(self.sandbox, self.state["realm"])
        self._sync()
        table = Table(self.odoo, open_books(company))
        say("\n" + show(table.rows(self.state["stories"])) + "\n")
        if table.differences:
            say("The books DO NOT agree:\n  " + "\n  ".join(table.differences))
            return 1
        say("Odoo's and QuickBooks' books agree, document by document.")
        return 0

    def _fill(self) -> None:
        company = self.sandbox.new_company("us", name="Connex Trading Co.")
        with Step("Opening the shop: products, taxes, customers"):
            day = Day(Shop(self.odoo))
            day.open_shop()
        with Step("Connecting to QuickBooks with its approval page"):
            connection = approval.new_connection(
                self.odoo, company, name="QuickBooks Online", purchases="dropship"
            )
            approval.approve(self.odoo, connection, company)
        with Step("Morning: quotations, orders, payments in the web shop"):
            day.morning()
        self._sync()
        with Step("Afternoon: deliveries, invoices, payments, a cancellation"):
            day.evening()
        self._sync()
        Scenes(day, self.odoo, connection, open_books(company), self._sync).play()
        stories = [
            {"model": model, "id": record, "story": story}
            for (model, record), story in day.stories.items()
        ]
        self._remember(
            realm=company.realm,
            stories=stories,
            addon=self.addon,
            sandbox_port=self.options.sandbox_port,
        )

    def _sync(self) -> int:
        before = self.sandbox.counters()
        started = time.monotonic()
        with Step("Running the scheduled action"):
            self.odoo.run_cron(CRON)
        after = self.sandbox.counters()
        say(
            f"  {after['requests'] - before['requests']} requests to QuickBooks, "
            f"{after['writes'] - before['writes']} of them wrote something, "
            f"{time.monotonic() - started:.1f} s"
        )
        return after["writes"] - before["writes"]

    def _remember(self, **values) -> None:
        self.state.update(values)
        STATE.write_text(json.dumps(self.state, indent=1))

    def _stay(self) -> None:
        say(
            f"\nOdoo:        {self.odoo_server.url}/odoo   login admin, password admin\n"
            f"QuickBooks:  {self.sandbox_server.url}/_sandbox/companies   (the stand-in's books)\n"
            "Ctrl-C ends both. `make demo` again continues with the same books."
        )
        while self.odoo_server.is_running() and self.sandbox_server.is_running():
            time.sleep(1)
        raise SetupError(f"A server ended by itself; see {self.odoo_server.log}")


if __name__ == "__main__":
    sys.exit(main())
