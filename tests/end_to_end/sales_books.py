"""A whole table of sales, made and synced at once, and what both books say of them afterwards.

Everything is read once; the tests only compare. QuickBooks is read by python-quickbooks.
"""

import inspect
from collections import defaultdict
from dataclasses import dataclass, field
from decimal import Decimal

from bookkeeper import Bookkeeper, cents
from ledger import Ledger
from ledger import tax as tax_in_quickbooks
from sales_case import NamedSale
from sales_desk import SalesDesk
from sales_home import OAKLAND, Home

from development.remote import approval
from development.remote.odoo import Odoo, OdooError

#: A sale that is synced again and again would be a mistake in the table.
ROUNDS = 5


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


class SalesBooks:
    """Makes the sales of a table in one Odoo company with one QuickBooks company, and reads both books."""

    def __init__(self, odoo: Odoo, company, sandbox, home: Home = OAKLAND):
        self.odoo = odoo
        self.sandbox = sandbox
        self.home = home
        home.move_in(odoo)
        self.ledger = Ledger(company)
        self.desk = SalesDesk(odoo)
        self.desk.allow_six_decimals()
        self.connection = approval.new_connection(odoo, company)
        approval.approve(odoo, self.connection, company)
        assert odoo.read("connex.connection", self.connection, "state") == "connected"
        self.bookkeeper = Bookkeeper(
            odoo, self.connection, lambda: odoo.run_cron("connex_bridge.cron_sync"), sandbox
        )

    def map_tax(self, tax: int | None, code: str) -> None:
        """Choose QuickBooks' code where several have the rate, `None` for lines without tax; the others are
        proposed."""
        self.odoo.call("connex.connection", "action_propose_tax_codes", [self.connection])
        rows = [("connection_id", "=", self.connection), ("tax_key", "=", str(tax or "none"))]
        (row,) = self.odoo.search("connex.tax.mapping", rows)
        assert not self.odoo.read("connex.tax.mapping", row, "code_id"), "it was no choice"
        chosen = self.bookkeeper.reference("tax_code", code)
        self.odoo.write("connex.tax.mapping", row, code_id=chosen)

    def make(self, sales: list[NamedSale]) -> dict[str, Outcome]:
        """Make all sales, syncing in between where they ask for it; return what became of each."""
        customers = self._customers(sales)
        outcomes = {sale.name: Outcome() for sale in sales}
        stories = {sale.name: _steps(sale, self.desk, customers[sale.name]) for sale in sales}
        records = {}
        for _round in range(ROUNDS):
            for name, story in list(stories.items()):
                try:
                    next(story)
                except StopIteration as end:
                    records[name] = _list(end.value)
                    del stories[name]
                except OdooError as refused:
                    outcomes[name].refused = refused
                    del stories[name]
            self.sync()
            if not stories:
                break
        assert not stories, f"never finished: {list(stories)}"
        self._read(outcomes, customers, records)
        return outcomes

    def _customers(self, sales) -> dict[str, int]:
        address = self.home.address(self.odoo)
        values = [
            {"name": sale.name, "is_company": True, "street": f"{number} Pier", **address}
            for number, sale in enumerate(sales, 1)
        ]
        made = self.odoo.call("res.partner", "create", values)
        return dict(zip([sale.name for sale in sales], made, strict=True))

    def sync(self) -> None:
        """Run the scheduled action until it has nothing left to do; limits are not what is tested."""
        self.sandbox.control("POST", "throttle", enabled=False)
        try:
            self.bookkeeper.sync_now()
            self.bookkeeper.sync()
        finally:
            self.sandbox.control("POST", "throttle", enabled=True)

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

    def _read(self, outcomes, customers, records) -> None:
        names = {customer: name for name, customer in customers.items()}
        self._read_forms(outcomes, records)
        self._read_orders(outcomes, names)
        self._read_problems(outcomes, records)
        self._read_odoo_money(outcomes, names)
        self._read_quickbooks_money(outcomes, names)

    def _read_forms(self, outcomes, records) -> None:
        fields = ["name", "move_type", "state", "amount_total", "amount_tax", "amount_residual"]
        ids = sorted({move for moves in records.values() for move in moves})
        moves = {row["id"]: row for row in self.odoo.read("account.move", ids, fields)}
        mirrored = {
            (mirror["document"], mirror["res_id"]): mirror["qb_id"]
            for mirror in self.bookkeeper.mirrors([("res_model", "=", "account.move")])
        }
        there = {
            "invoice": {each.Id: each for each in self.ledger.invoices},
            "credit_memo": {each.Id: each for each in self.ledger.credit_memos},
        }
        for name, ids in records.items():
            for move in ids:
                row = moves[move]
                document = "credit_memo" if row["move_type"] == "out_refund" else "invoice"
                found = there[document].get(mirrored.get((document, move)))
                outcomes[name].in_odoo.append(_form_in_odoo(row))
                outcomes[name].in_quickbooks.append(found and _form_in_quickbooks(found))
                assert found is None or found.DocNumber == row["name"]

    def _read_orders(self, outcomes, names) -> None:
        """(number, total, tax, whether it is done) of confirmed orders and of QuickBooks' estimates."""
        fields = ["name", "partner_id", "amount_total", "amount_tax", "invoice_status"]
        domain = [("partner_id", "in", list(names)), ("state", "=", "sale")]
        there = {each.DocNumber: each for each in self.ledger.sales_orders}
        for row in self.odoo.search_read("sale.order", domain, fields):
            outcome = outcomes[names[row["partner_id"][0]]]
            done = row["invoice_status"] == "invoiced"
            amounts = cents(row["amount_total"]), cents(row["amount_tax"])
            outcome.orders_in_odoo.append((row["name"], *amounts, done))
            if found := there.get(row["name"]):
                amounts = Decimal(found.TotalAmt), tax_in_quickbooks(found)
                row = (found.DocNumber, *amounts, found.TxnStatus == "Closed")
                outcome.orders_in_quickbooks.append(row)

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
        if mirror["res_model"] == "product.product":
            raise AssertionError(mirror)
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
        for row in self.odoo.search_read(lines, domain[:1], ["partner_id", "amount"]):
            outcomes[names[row["partner_id"][0]]].odoo_received += cents(row["amount"])

    def _read_quickbooks_money(self, outcomes, names) -> None:
        partners = self.odoo.read("res.partner", list(names), ["name"])
        current = {row["name"]: row["id"] for row in partners}
        owners = {}
        for customer in self.ledger.customers:
            # A second currency has an account of its own, named after the first.
            name = customer.DisplayName.rpartition(" (")[0] or customer.DisplayName
            if name in current:
                owners[customer.Id] = outcomes[names[current[name]]]
                owners[customer.Id].quickbooks_balance += Decimal(customer.Balance)
        counted = defaultdict(int)
        for form in (*self.ledger.invoices, *self.ledger.credit_memos):
            counted[form.CustomerRef.value] += 1
        for customer, outcome in owners.items():
            outcome.documents_in_quickbooks += counted[customer]
        for payment in self.ledger.payments:
            owners[payment.CustomerRef.value].quickbooks_received += Decimal(payment.TotalAmt)


def _steps(sale, desk, customer):
    """The sale as a generator, also where it is made in one go."""
    made = sale.build(desk, customer)
    return (yield from made) if inspect.isgenerator(made) else made


def _list(made) -> list[int]:
    return [made] if isinstance(made, int) else list(made or ())


def _form_in_odoo(row: dict) -> Form:
    return Form(
        kind="credit" if row["move_type"] == "out_refund" else "invoice",
        total=cents(row["amount_total"]),
        tax=cents(row["amount_tax"]),
        open=cents(row["amount_residual"]),
        cancelled=row["state"] == "cancel",
    )


def _form_in_quickbooks(form) -> Form:
    is_credit = form.qbo_object_name == "CreditMemo"
    return Form(
        kind="credit" if is_credit else "invoice",
        total=Decimal(form.TotalAmt),
        tax=tax_in_quickbooks(form),
        open=Decimal(form.RemainingCredit if is_credit else form.Balance),
        cancelled=(form.PrivateNote or "").startswith("Voided"),
    )
