"""The situations in which Odoo is killed: what QuickBooks and Odoo hold when the run begins."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field

HOUR = 3600
#: The scenes that situations begin with, and the transaction mode in which they are synced.
BASES = {
    "sales": "orders_invoices_payments",
    "receipts": "receipts",
    "refunds": "orders_invoices_payments",
    "drop_shipments": "orders_invoices_purchases",
}


@dataclass(frozen=True, eq=False)
class Situation:
    """Brought about by the scene `base` and then `prepare(stage, known)`; `task` is what is killed then,
    a run if it is empty."""

    name: str
    prepare: Callable
    base: str = "sales"
    task: str = ""
    arguments: dict = field(default_factory=dict)
    receipts: bool = False

    @property
    def label(self) -> str:
        """Its name as a part of a database's name."""
        return re.sub(r"\W+", "_", self.name)


def nothing_else(stage, known):
    """The run begins right after the scene."""


def synced_then(scene):
    def prepare(stage, known):
        stage.run_until_quiet()
        stage.workers.do("tasks:scene", name=scene, known=known)

    return prepare


def _found(stage, known):
    """A bookkeeper has entered some of it by hand; another name is that of a vendor."""
    (account,) = [
        row["Id"]
        for row in stage.reader.all("Account")
        if row.get("AccountSubType") == "SalesOfProductIncome"
    ][:1]
    item = {"Name": "Lantern", "Sku": "STORM-LANTERN", "Type": "NonInventory"}
    for entity, values in (
        ("customer", {"DisplayName": "Blue Harbor Supplies"}),
        ("vendor", {"DisplayName": "Golden Gate Marina"}),
        ("item", item | {"IncomeAccountRef": {"value": account}}),
        ("term", {"Name": "Net 21", "DueDays": 21}),
    ):
        stage.reader.call("POST", entity, values)


def _new_day(stage, known):
    """The access token has ended, and the next refresh token will be another one."""
    stage.let_pass(25 * HOUR)


def _lost_answer(entity, hours):
    def prepare(stage, known):
        match = {"path": "batch", "entity": entity, "operation": "create"}
        stage.sandbox.add_fault(kind="reset_after", times=1, match=match)
        stage.run()
        stage.sandbox.clear_faults()
        stage.let_pass(hours * HOUR)

    return prepare


SITUATIONS = (
    Situation("first sync", nothing_else),
    Situation("edited and cancelled", synced_then("changes")),
    Situation("entered by hand before", _found),
    Situation("the token ends", _new_day),
    Situation("customers lost minutes ago", _lost_answer("Customer", 0.1)),
    Situation("orders lost hours ago", _lost_answer("Estimate", 2)),
    Situation("invoices lost hours ago", _lost_answer("Invoice", 2)),
    Situation("payments lost hours ago", _lost_answer("Payment", 2)),
    Situation("sales receipts", nothing_else, "receipts", receipts=True),
    Situation("a cancelled receipt", synced_then("cancelled_receipt"), "receipts", receipts=True),
    Situation("refunds", nothing_else, "refunds"),
    Situation("refunds changed", synced_then("refunds_changed"), "refunds"),
    Situation("refunds lost hours ago", _lost_answer("Purchase", 2), "refunds"),
    Situation("drop shipments", nothing_else, "drop_shipments"),
    Situation("purchases lost hours ago", _lost_answer("PurchaseOrder", 2), "drop_shipments"),
    Situation("bills lost hours ago", _lost_answer("Bill", 2), "drop_shipments"),
    Situation("purchases edited", synced_then("purchases_changed"), "drop_shipments"),
    Situation(
        "the button",
        nothing_else,
        task="tasks:press_named",
        arguments={"model": "sale.order", "number": "S00003"},
    ),
)
