"""The dialog “Choose in QuickBooks…” as a person uses it, over RPC."""


class Chooser:
    """Uses the dialog on one connection. `odoo` is the session of whoever chooses."""

    def __init__(self, odoo, connection: int):
        self.odoo = odoo
        self.connection = connection

    def found(self, model: str, record: int, words: str | None = None) -> list[str]:
        """Return the names that the dialog shows for a record, after another search if `words`."""
        return [line["full_name"] for line in self._lines(self._open(model, record, words))]

    def choose(self, model: str, record: int, name: str, words: str | None = None) -> None:
        """Open the dialog on a customer, a product or a QuickBooks document and pick an entry."""
        self._pick(self._open(model, record, words), name)

    def create_new(self, model: str, record: int) -> None:
        """Open the dialog and say that it is none of those."""
        wizard = self._open(model, record)
        assert self.odoo.read("connex.choose", wizard, "can_create")
        self.odoo.call("connex.choose", "action_create_new", [wizard])

    def default_customer(self, name: str) -> None:
        """Pick the customer who takes the sales of others, on the connection's form."""
        action = self.odoo.call(
            "connex.connection", "action_choose_default_customer", [self.connection]
        )
        self._search(action["res_id"], name)
        self._pick(action["res_id"], name)

    def _open(self, model, record, words=None):
        button = "action_choose" if model == "connex.mirror" else "action_connex_choose"
        action = self.odoo.call(model, button, [record])
        assert action["res_model"] == "connex.choose", action
        if words is not None:
            self._search(action["res_id"], words)
        return action["res_id"]

    def _search(self, wizard, words):
        self.odoo.write("connex.choose", wizard, search_words=words)
        self.odoo.call("connex.choose", "action_search", [wizard])

    def _lines(self, wizard):
        return self.odoo.search_read(
            "connex.choose.line", [("wizard_id", "=", wizard)], ["full_name", "mark"]
        )

    def _pick(self, wizard, name):
        (line,) = [each["id"] for each in self._lines(wizard) if each["full_name"] == name]
        self.odoo.call("connex.choose.line", "action_choose", [line])
