"""The demo's closing table: Odoo's books beside QuickBooks'."""

from decimal import Decimal
from itertools import zip_longest

from ..remote.odoo import Odoo
from .books import Books

HEADINGS = (
    ("", "Sale"),
    ("", "What happened"),
    ("Order", "status"),
    ("QuickBooks", "sales order"),
    ("QuickBooks", "invoice"),
    ("QuickBooks", "payment"),
    ("QuickBooks", "purchases"),
    ("Balance", "Odoo"),
    ("Balance", "QuickBooks"),
)
RIGHT = {7, 8}


class Table:
    """The rows of the table, and what does not agree between the two books (`differences`)."""

    def __init__(self, odoo: Odoo, books: Books):
        self.odoo = odoo
        self.books = books
        self.differences: list[str] = []

    def rows(self, stories: list[dict]) -> list[tuple]:
        """Return one row for each story ({model, id, story})."""
        return [self._row(story["model"], story["id"], story["story"]) for story in stories]

    def _row(self, model: str, record: int, story: str) -> tuple:
        if model == "sale.order":
            fields = ["name", "connex_order_status", "invoice_ids"]
            sale = self.odoo.read(model, record, fields)
            moves = sale["invoice_ids"]
            field = "order_ids"
        else:
            sale = self.odoo.read(model, record, ["name"])
            moves = [record]
            field = "move_ids"
        mirrors = self.odoo.search_read(
            "connex.mirror",
            [(field, "in", [record])],
            ["document", "res_id", "qb_id", "state", "problem_message"],
        )
        self._note_problems(sale["name"], mirrors)
        self._compare_purchases(sale["name"], mirrors)
        return (
            [sale["name"]],
            [story],
            [(sale.get("connex_order_status") or "–").replace("_", " ")],
            self._describe(mirrors, "sales_order", self.books.sales_orders),
            self._describe(
                mirrors,
                "invoice",
                {key: number for key, (number, _) in self.books.invoices.items()},
            ),
            self._describe(mirrors, "payment", self.books.payments),
            self._purchases(mirrors),
            *self._balances(sale["name"], moves, mirrors),
        )

    def _describe(self, mirrors: list[dict], document: str, found: dict[str, str]) -> list[str]:
        ids = [row["qb_id"] for row in mirrors if row["document"] == document and row["qb_id"]]
        # QuickBooks numbers its ids upwards, in different notations.
        lines = [found.get(qb_id, "deleted") for qb_id in sorted(ids, key=lambda x: (len(x), x))]
        return lines or ["–"]

    def _purchases(self, mirrors: list[dict]) -> list[str]:
        orders = self._describe(mirrors, "purchase_order", self.books.purchase_orders)
        bills = self._describe(mirrors, "bill", self.books.bills)
        return [line for line in orders + bills if line != "–"] or ["–"]

    def _balances(self, name: str, moves: list[int], mirrors: list[dict]) -> tuple[list, list]:
        posted = self.odoo.search_read(
            "account.move", [("id", "in", moves), ("state", "=", "posted")], ["amount_residual"]
        )
        ids = {row["qb_id"] for row in mirrors if row["document"] == "invoice"}
        mirrored = [self.books.invoices[qb_id] for qb_id in ids if qb_id in self.books.invoices]
        here = sum((Decimal(str(row["amount_residual"])) for row in posted), Decimal())
        there = sum((balance for _number, balance in mirrored), Decimal())
        if len(posted) != len(mirrored):
            self.differences.append(
                f"{name}: {len(posted)} invoices in Odoo, {len(mirrored)} in QuickBooks"
            )
        if here != there:
            self.differences.append(
                f"{name}: balance {here:.2f} in Odoo, {there:.2f} in QuickBooks"
            )
        return [f"{here:.2f}" if posted else "–"], [f"{there:.2f}" if mirrored else "–"]

    def _compare_purchases(self, name: str, mirrors: list[dict]) -> None:
        models = {"purchase_order": "purchase.order", "bill": "account.move"}
        for mirror in mirrors:
            there = self.books.totals.get((mirror["document"], mirror["qb_id"]))
            if there is None:
                continue
            model = models[mirror["document"]]
            row = self.odoo.read(model, mirror["res_id"], ["name", "amount_total"])
            if Decimal(str(row["amount_total"])) != there:
                self.differences.append(
                    f"{name}: {row['name']} is {row['amount_total']:.2f} in Odoo, "
                    f"{there:.2f} in QuickBooks"
                )

    def _note_problems(self, name: str, mirrors: list[dict]) -> None:
        for mirror in mirrors:
            if mirror["state"] not in ("synced", "voided"):
                self.differences.append(
                    f"{name}: {mirror['document']} is {mirror['state']}: {mirror['problem_message']}"
                )


def show(rows: list[tuple]) -> str:
    """Return the table as text with aligned columns; a cell with several lines stays one cell."""
    table = [HEADINGS, *rows]
    widths = [
        max(len(line) for row in table for line in row[column]) for column in range(len(HEADINGS))
    ]
    lines = [*_lines(HEADINGS, widths), "  ".join("─" * width for width in widths)]
    for row in rows:
        lines += _lines(row, widths)
    return "\n".join(lines)


def _lines(row: tuple, widths: list[int]) -> list[str]:
    return [
        "  ".join(
            cell.rjust(width) if column in RIGHT else cell.ljust(width)
            for column, (cell, width) in enumerate(zip(cells, widths, strict=True))
        ).rstrip()
        for cells in zip_longest(*row, fillvalue="")
    ]
