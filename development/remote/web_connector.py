"""The Web Connector beside a QuickBooks Desktop company file, set up and used as a bookkeeper does it."""

import requests

from .odoo import Odoo
from .sandbox import Sandbox

#: A run of a large backlog takes its time.
PATIENCE = 900
PARAMETER = "connex_bridge.web_connector_patience"


class WebConnector:
    """One application of the stand-in's Web Connector. A reply that the real one could not work with fails
    the test."""

    def __init__(self, sandbox: Sandbox, identifier: str):
        self.sandbox = sandbox
        self.identifier = identifier

    def name(self) -> str:
        """Return the application's name, by which QuickBooks knows it."""
        return self.sandbox.control("GET", f"desktop/connectors/{self.identifier}")["name"]

    def run(self, *faults: dict, password: str | None = None) -> dict:
        """Run one session now, with these interruptions (quickbooks_sandbox/desktop/interruptions.py).

        Returns its log: calls, percentages, messages, status (`done`, `nothing to do`, `busy`, …), error.
        """
        log = self.session(*faults, password=password)
        assert not log["violations"], "\n".join(log["violations"])
        return log

    def session(self, *faults: dict, password: str | None = None) -> dict:
        """As `run`; what the real Web Connector could not work with is in the log, under `violations`."""
        return self._post("run", faults=list(faults), password=password)

    def run_until_done(self, most: int = 20) -> list[dict]:
        """Run sessions until Odoo has nothing to do; return their logs."""
        logs = []
        for _run in range(most):
            logs.append(self.run())
            if logs[-1]["status"] == "nothing to do":
                return logs
        raise AssertionError(f"still not done: {[(log['status'], log['error']) for log in logs]}")

    def open(self, company: str) -> None:
        """Open a company file in QuickBooks, in place of the one that is open."""
        self._post("settings", company=company)

    def close_quickbooks(self) -> None:
        """Close QuickBooks."""
        self._post("settings", company=None)

    def change(self, **settings) -> None:
        """Change password, version, processor or pause."""
        self._post("settings", **settings)

    def _post(self, action: str, **body) -> dict:
        url = f"{self.sandbox.url}/_sandbox/desktop/connectors/{self.identifier}/{action}"
        response = requests.post(url, json=body, timeout=PATIENCE)
        assert response.ok, response.text
        return response.json()


def new_connection(odoo: Odoo, **values) -> int:
    """Create a Desktop connection; return its id."""
    defaults = {"name": "QuickBooks Desktop", "backend": "desktop"}
    return odoo.create("connex.connection", **{**defaults, **values})


def new_password(odoo: Odoo, connection: int) -> str:
    """Press the button that makes a password, and read it in the dialog."""
    action = odoo.call("connex.connection", "action_new_web_connector_password", [connection])
    return action["context"]["default_password"]


def download(odoo: Odoo, connection: int) -> str:
    """Press the button that downloads the .qwc file; return its text."""
    action = odoo.call("connex.connection", "action_download_qwc", [connection])
    response = odoo.http.get(odoo.url + action["url"], timeout=60)
    response.raise_for_status()
    return response.text


def add(odoo: Odoo, connection: int, sandbox: Sandbox, company: str) -> WebConnector:
    """Make a password, download the file, add both to the Web Connector beside an open company file."""
    qwc = download(odoo, connection)
    return add_file(sandbox, company, qwc, new_password(odoo, connection))


def add_file(sandbox: Sandbox, company: str, qwc: str, password: str) -> WebConnector:
    """Add a file to the Web Connector beside an open company file."""
    added = {"qwc": qwc, "password": password, "company": company}
    return WebConnector(sandbox, sandbox.control("POST", "desktop/connectors", **added)["id"])


def be_impatient(odoo: Odoo, seconds: int = 0) -> None:
    """Have a session that fell silent replaced at once: a test does not wait ten minutes."""
    odoo.call("ir.config_parameter", "set_param", PARAMETER, str(seconds))
