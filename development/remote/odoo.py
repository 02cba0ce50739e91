"""An Odoo user's session over HTTP: the calls that the web client makes, and nothing else."""

import itertools

import requests


class OdooError(Exception):
    """Odoo refused a call; `kind` is the exception's name there, `debug` its traceback."""

    def __init__(self, error: dict):
        data = error.get("data") or {}
        super().__init__(data.get("message") or error.get("message"))
        self.kind = data.get("name", "")
        self.debug = data.get("debug", "")

    def __str__(self):
        return f"{self.kind}: {self.args[0]}\n{self.debug}"


class Odoo:
    """One logged-in user of one database. `http` is the requests.Session with the login's cookie."""

    def __init__(self, url: str, database: str, login: str = "admin", password: str = "admin"):
        self.url = url
        self.database = database
        self.login = login
        self.password = password
        self.http = requests.Session()
        self._numbers = itertools.count(1)
        credentials = {"db": database, "login": login, "password": password}
        self.user_id = self._post("/web/session/authenticate", credentials)["uid"]

    def as_user(self, login: str, password: str) -> "Odoo":
        """Return a session of another user of the same database."""
        return Odoo(self.url, self.database, login, password)

    def call(self, model: str, method: str, *args, **kwargs):
        """Call a public method; the first of `args` is the list of ids where the method needs one.

        Raises OdooError.
        """
        params = {"model": model, "method": method, "args": list(args), "kwargs": kwargs}
        return self._post(f"/web/dataset/call_kw/{model}/{method}", params)

    def create(self, model: str, **values) -> int:
        """Create one record and return its id."""
        return self.call(model, "create", [values])[0]

    def write(self, model: str, ids, **values) -> None:
        """Write the same values to one record or several."""
        self.call(model, "write", _list(ids), values)

    def read(self, model: str, ids, fields: list[str] | str):
        """Read fields of records: a list of dicts, one dict for one id, a value for one field name.

        A many2one comes as (id, name) or False.
        """
        names = [fields] if isinstance(fields, str) else fields
        rows = self.call(model, "read", _list(ids), names)
        if isinstance(fields, str):
            rows = [row[fields] for row in rows]
        return rows[0] if isinstance(ids, int) else rows

    def search(self, model: str, domain: list, **options) -> list[int]:
        """Return the ids that match."""
        return self.call(model, "search", domain, **options)

    def search_read(self, model: str, domain: list, fields: list[str], **options) -> list[dict]:
        """Return the matching records' fields."""
        return self.call(model, "search_read", domain, fields, **options)

    def ref(self, xmlid: str) -> int:
        """Return the id behind an external identifier such as `base.main_company`."""
        module, name = xmlid.split(".", 1)
        rows = self.search_read(
            "ir.model.data", [("module", "=", module), ("name", "=", name)], ["res_id"]
        )
        if not rows:
            raise LookupError(f"{xmlid} does not exist in {self.database}")
        return rows[0]["res_id"]

    def run_cron(self, xmlid: str) -> None:
        """Run a scheduled action now, as its "Run manually" button does."""
        self.call("ir.cron", "method_direct_trigger", [self.ref(xmlid)])

    def _post(self, path: str, params: dict):
        body = {"jsonrpc": "2.0", "method": "call", "id": next(self._numbers), "params": params}
        response = self.http.post(self.url + path, json=body, timeout=300)
        response.raise_for_status()
        answer = response.json()
        if "error" in answer:
            raise OdooError(answer["error"])
        return answer.get("result")


def _list(ids) -> list[int]:
    return [ids] if isinstance(ids, int) else list(ids)
