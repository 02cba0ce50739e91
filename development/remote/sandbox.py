"""The controls of QuickBooks' stand-in (`/_sandbox/…`) and one of its companies."""

import requests

CLIENT_ID = "sandbox-client"
CLIENT_SECRET = "sandbox-secret"


class Sandbox:
    """The stand-in's controls. `url` is its address without a slash at the end."""

    def __init__(self, url: str):
        self.url = url
        self._http = requests.Session()

    def control(self, method: str, path: str, **body):
        """Call `/_sandbox/PATH` and return its JSON answer."""
        response = self._http.request(
            method, f"{self.url}/_sandbox/{path}", json=body or None, timeout=30
        )
        if not response.ok:
            raise AssertionError(
                f"{method} /_sandbox/{path}: {response.status_code} {response.text}"
            )
        return response.json() if response.content else None

    def new_company(self, profile: str = "us", **preferences) -> "Company":
        """Make an empty company: `us`, `ca` or `uk`."""
        answer = self.control("POST", "companies", profile=profile, **preferences)
        return Company(self, answer["realmId"])

    def realms(self) -> list[str]:
        """Return the ids of all companies."""
        return [each["realmId"] for each in self.control("GET", "companies")["companies"]]

    def requests_since(self, number: int = 0) -> list[dict]:
        """Return the log of served requests after that sequence number."""
        answer = self.control("GET", f"requests?since={number}")
        return answer["requests"] if isinstance(answer, dict) else answer

    def counters(self) -> dict:
        """Return how many requests, reads, writes and batches have been served."""
        return self.control("GET", "counters")

    def add_fault(self, **fault) -> dict:
        """Inject a fault, for example kind="http", status=503, times=1."""
        return self.control("POST", "faults", **fault)

    def clear_faults(self) -> None:
        """Remove all faults that are still waiting."""
        self.control("DELETE", "faults")

    def advance_clock(self, seconds: float) -> None:
        """Let that much time pass for QuickBooks."""
        self.control("POST", "clock", advance=seconds)


class Company:
    """One QuickBooks company of the stand-in."""

    def __init__(self, sandbox: Sandbox, realm: str):
        self.sandbox = sandbox
        self.realm = realm

    def preferences(self, **values):
        """Change the company's preferences, such as BookCloseDate."""
        return self.sandbox.control("POST", f"companies/{self.realm}/preferences", **values)

    def token(self, client: str = CLIENT_ID) -> dict:
        """Return fresh tokens of an app (the default one, which Odoo uses) for this company."""
        return self.sandbox.control("POST", f"companies/{self.realm}/token", client_id=client)

    def books(self, entity: str | None = None):
        """Return all objects as the stand-in keeps them, of one entity or by entity."""
        path = f"companies/{self.realm}/books" + (f"/{entity}" if entity else "")
        return self.sandbox.control("GET", path)
