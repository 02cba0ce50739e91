"""What a bookkeeper does with Connex Bridge in Odoo: settings, buttons, and reading what became of it.

Everything goes over RPC to a running server, as the web client does.
"""

from decimal import Decimal


class Bookkeeper:
    """The user of one connection. `odoo` is the session, `connection` the id of the connection."""

    def __init__(self, odoo, connection: int, run_sync, sandbox):
        self.odoo = odoo
        self.connection = connection
        self.sync = run_sync
        self._sandbox = sandbox

    # === SETTINGS === #

    def choose(self, mode: str | None = None, statuses: list[str] | None = None, **values) -> None:
        """Change the connection's settings: transaction mode, order statuses and other fields."""
        if mode:
            values["transaction_mode"] = mode
        if statuses is not None:
            found = self.odoo.search("connex.order.status", [("code", "in", statuses)])
            assert len(found) == len(statuses), f"no such order statuses: {statuses}"
            values["order_status_ids"] = [(6, 0, found)]
        self.odoo.write("connex.connection", self.connection, **values)

    def setting(self, name: str):
        """Return a field of the connection."""
        return self.odoo.read("connex.connection", self.connection, name)

    def reference(self, kind: str, name: str) -> int:
        """Return the id of an entry of QuickBooks' lists as the connection knows it."""
        domain = [("connection_id", "=", self.connection), ("kind", "=", kind), ("name", "=", name)]
        (found,) = self.odoo.search("connex.reference", domain)
        return found

    def add_rule(self, action: str, field: str, comparison: str, *maps: tuple, **values) -> int:
        """Enter a rule; each map is (from, to). Return its id."""
        lines = [(0, 0, {"map_from": map_from, "map_to": map_to}) for map_from, map_to in maps]
        return self.odoo.create(
            "connex.rule",
            name=f"{action} by {field}",
            action=action,
            field_to_compare=field,
            comparison=comparison,
            line_ids=lines,
            **values,
        )

    # === BUTTONS === #

    def sync_now(self) -> None:
        """Press "Sync now" on the connection: the next run, without the pause after a failure."""
        self.odoo.call("connex.connection", "action_sync_now", [self.connection])
        self.sync()

    def press_sync(self, record: int, model: str = "sale.order", odoo=None) -> dict:
        """Press "Sync to QuickBooks" on an order or invoice; return what the dialog shows."""
        return self._press("action_connex_sync", record, model, odoo or self.odoo)

    def press_resync(self, order: int) -> dict:
        """Press "Delete in QuickBooks and resync" on an order; return what the dialog shows."""
        return self._press("action_connex_delete_and_resync", order, "sale.order", self.odoo)

    def _press(self, button, record, model, odoo) -> dict:
        action = odoo.call(model, button, [record])
        assert action.get("res_model") == "connex.sync.result", action
        shown = odoo.read(action["res_model"], action["res_id"], ["outcome", "note", "mirror_ids"])
        fields = ["document", "state", "qb_number", "qb_total", "qb_balance"]
        fields += ["problem_code", "problem_message", "next_step"]
        shown["documents"] = odoo.read("connex.mirror", shown["mirror_ids"], fields)
        return shown

    # === WHAT BECAME OF IT === #

    def mirrors(self, domain=()) -> list[dict]:
        """Return the connection's mirrors that match."""
        fields = ["document", "res_model", "res_id", "name", "state", "qb_id", "qb_number"]
        fields += ["qb_total", "qb_balance", "problem_code", "problem_message", "next_step"]
        domain = [("connection_id", "=", self.connection), *domain]
        return self.odoo.search_read("connex.mirror", domain, fields, order="id")

    def mirror(self, document: str, record: int) -> dict:
        """Return the one mirror of a record as this kind of document."""
        (mirror,) = self.mirrors([("document", "=", document), ("res_id", "=", record)])
        return mirror

    def states(self) -> dict[str, set[str]]:
        """Return the states that the mirrors are in, by kind of document."""
        found = {}
        for mirror in self.mirrors():
            found.setdefault(mirror["document"], set()).add(mirror["state"])
        return found

    def problems(self) -> dict[str, str]:
        """Return the problem codes by document, of all documents that have one."""
        return {
            f"{mirror['document']} {mirror['name']}": mirror["problem_code"]
            for mirror in self.mirrors([("problem_code", "!=", False)])
        }

    def state(self, record: int, model: str = "sale.order") -> str:
        """Return the badge of an order or invoice: none, waiting, synced or problem."""
        return self.odoo.read(model, record, "connex_state")

    def status(self, order: int) -> str:
        """Return the order status."""
        return self.odoo.read("sale.order", order, "connex_order_status")

    # === ODOO'S SIDE OF THE BOOKS === #

    def number(self, record: int, model: str = "sale.order") -> str:
        """Return the number of an order or invoice."""
        return self.odoo.read(model, record, "name")

    def amount(
        self, record: int, field: str = "amount_total", model: str = "sale.order"
    ) -> Decimal:
        """Return an amount of an order or invoice, to the cent."""
        return cents(self.odoo.read(model, record, field))

    # === QUICKBOOKS' SIDE OF THE WIRE === #

    def writes(self, action, *arguments) -> int:
        """Return how many writes QuickBooks has been sent while `action(*arguments)` ran."""
        before = self._sandbox.counters()["writes"]
        action(*arguments)
        return self._sandbox.counters()["writes"] - before


def cents(amount: float) -> Decimal:
    """Return an amount that came over RPC as a float as the cents it stands for."""
    return Decimal(repr(amount)).quantize(Decimal("0.01"))
