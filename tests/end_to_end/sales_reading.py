"""What both books say of a table of sales, side by side: Odoo's part, and what a reader of QuickBooks adds.

Everything is read once; the tests only compare. QuickBooks is read by sales_books.py (Online) and
sales_books_desktop.py.
"""

from dataclasses import dataclass, field
from decimal import Decimal

from bookkeeper import Bookkeeper, cents

from development.remote.odoo import Odoo, OdooError


@dataclass(frozen=True)
class Form:
    """An invoice or credit note in either books, in its own currency."""

    kind: str
    total: Decimal
    tax: Decimal
    open: Decimal
    cancelled: bool = False


@dataclass
class Outcome:
    """What became of one sale. `refused`: Odoo did not let it be made. `problems` are its documents' problem
    codes; `balance` is what the customer owes, `received` the money they paid; `in_quickbooks` has None
    for a document that is not there."""

    refused: OdooError | None = None
    in_odoo: list[Form] = field(default_factory=list)
    in_quickbooks: list[Form | None] = field(default_factory=list)
    documents_in_quickbooks: int = 0
    orders_in_odoo: list[tuple] = field(default_factory=list)
    orders_in_quickbooks: list[tuple] = field(default_factory=list)
    problems: dict[str, str] = field(default_factory=dict)
    held: list[dict] = field(default_factory=list)
    odoo_balance: Decimal = Decimal(0)
    quickbooks_balance: Decimal = Decimal(0)
    odoo_received: Decimal = Decimal(0)
    quickbooks_received: Decimal = Decimal(0)


@dataclass
class Told:
    """Sales that are made in Odoo: each one's customer {id: name of the sale}, its invoices and credit
    notes, and what Odoo refused."""

    customers: dict[int, str]
    records: dict[str, list[int]] = field(default_factory=dict)
    refused: dict[str, OdooError] = field(default_factory=dict)


class SalesReader:
    """One connection's part of a table, in Odoo and in QuickBooks. A subclass reads its QuickBooks."""

    def __init__(self, odoo: Odoo, bookkeeper: Bookkeeper):
        self.odoo = odoo
        self.bookkeeper = bookkeeper

    def sync(self) -> None:
        """Sync until there is nothing left to do."""
        raise NotImplementedError

    def forms(self) -> dict[str, dict[str, tuple[str, Form]]]:
        """Return QuickBooks' forms by kind (`invoice`, `credit_memo`) and id, with Odoo's number of each."""
        raise NotImplementedError

    def orders(self) -> dict[str, tuple[Decimal, Decimal, bool]]:
        """Return the total, the tax and whether it is done of QuickBooks' orders by number."""
        raise NotImplementedError

    def read_money(self, outcomes: dict[str, Outcome], names: dict[int, str]) -> None:
        """Note what QuickBooks' customers owe and have paid, and how many forms they have. `names` are the
        sales by customer in Odoo."""
        raise NotImplementedError

    # === RUN AGAIN === #

    def writes_of_another_run(self) -> int:
        """Return how many writes QuickBooks gets from one more run."""
        return self.bookkeeper.writes(self.sync)

    def writes_after_looking_at_everything_again(self) -> int:
        """Touch every record without changing what it says, and return the writes that this makes."""
        touched = {
            "sale.order": {"note": "Thank you"},
            "account.move": {"narration": "Thank you"},
            "account.payment": {"is_sent": True},
        }
        for model, values in touched.items():
            domain = [("move_type", "!=", "entry")] if model == "account.move" else []
            self.odoo.call(model, "write", self.odoo.search(model, domain), values)
        return self.bookkeeper.writes(self.sync)

    # === READING === #

    def read(self, told: Told) -> dict[str, Outcome]:
        """Return what became of each sale."""
        outcomes = {
            name: Outcome(refused=told.refused.get(name)) for name in told.customers.values()
        }
        self._read_forms(outcomes, told.records)
        self._read_orders(outcomes, told.customers)
        self._read_problems(outcomes, told.records)
        self._read_odoo_money(outcomes, told.customers)
        self.read_money(outcomes, told.customers)
        return outcomes

    def _read_forms(self, outcomes, records) -> None:
        fields = ["name", "move_type", "state", "amount_total", "amount_tax", "amount_residual"]
        ids = sorted({move for moves in records.values() for move in moves})
        moves = {row["id"]: row for row in self.odoo.read("account.move", ids, fields)}
        mirrored = {
            (mirror["document"], mirror["res_id"]): mirror["qb_id"]
            for mirror in self.bookkeeper.mirrors([("res_model", "=", "account.move")])
        }
        there = self.forms()
        for name, ids in records.items():
            for move in ids:
                row = moves[move]
                document = "credit_memo" if row["move_type"] == "out_refund" else "invoice"
                found = there[document].get(mirrored.get((document, move)))
                outcomes[name].in_odoo.append(_form_in_odoo(row))
                outcomes[name].in_quickbooks.append(found and found[1])
                assert found is None or found[0] == row["name"]

    def _read_orders(self, outcomes, names) -> None:
        """(number, total, tax, whether it is done) of confirmed orders in both books."""
        fields = ["name", "partner_id", "amount_total", "amount_tax", "invoice_status"]
        domain = [("partner_id", "in", list(names)), ("state", "=", "sale")]
        there = self.orders()
        for row in self.odoo.search_read("sale.order", domain, fields):
            outcome = outcomes[names[row["partner_id"][0]]]
            done = row["invoice_status"] == "invoiced"
            amounts = cents(row["amount_total"]), cents(row["amount_tax"])
            outcome.orders_in_odoo.append((row["name"], *amounts, done))
            if found := there.get(row["name"]):
                outcome.orders_in_quickbooks.append((row["name"], *found))

    def _read_problems(self, outcomes, records) -> None:
        for mirror in self.bookkeeper.mirrors([("problem_code", "!=", False)]):
            for name, ids in records.items():
                if mirror["res_model"] == "account.move" and mirror["res_id"] in ids:
                    outcomes[name].held.append(mirror)
                    break
            else:
                name = self._name_of(mirror, outcomes)
            outcomes[name].problems[f"{mirror['document']} {mirror['name']}"] = mirror[
                "problem_code"
            ]

    def _name_of(self, mirror, outcomes) -> str:
        """The sale that a customer, order or payment with a problem belongs to."""
        field = "name" if mirror["res_model"] == "res.partner" else "partner_id"
        assert mirror["res_model"] not in ("product.product", "connex.connection.item"), mirror
        found = self.odoo.read(mirror["res_model"], mirror["res_id"], field)
        name = found if isinstance(found, str) else found[1]
        assert name in outcomes, mirror
        return name

    def _read_odoo_money(self, outcomes, names) -> None:
        domain = [
            ("partner_id", "in", list(names)),
            ("account_id.account_type", "=", "asset_receivable"),
            ("parent_state", "=", "posted"),
        ]
        fields = ["partner_id", "amount_residual_currency"]
        for row in self.odoo.search_read("account.move.line", domain, fields):
            outcome = outcomes[names[row["partner_id"][0]]]
            outcome.odoo_balance += cents(row["amount_residual_currency"])
        domain = [
            ("partner_id", "in", list(names)),
            ("state", "in", ["in_process", "paid"]),
            ("payment_type", "=", "inbound"),
        ]
        for row in self.odoo.search_read("account.payment", domain, ["partner_id", "amount"]):
            outcomes[names[row["partner_id"][0]]].odoo_received += cents(row["amount"])
        lines = "account.bank.statement.line"
        received = [*domain[:1], ("amount", ">", 0)]
        for row in self.odoo.search_read(lines, received, ["partner_id", "amount"]):
            outcomes[names[row["partner_id"][0]]].odoo_received += cents(row["amount"])


def _form_in_odoo(row: dict) -> Form:
    return Form(
        kind="credit" if row["move_type"] == "out_refund" else "invoice",
        total=cents(row["amount_total"]),
        tax=cents(row["amount_tax"]),
        open=cents(row["amount_residual"]),
        cancelled=row["state"] == "cancel",
    )
