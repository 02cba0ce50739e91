"""Documents that were found in QuickBooks: what is kept of each of them, to compare and to adopt it."""

from decimal import Decimal

from odoo import api, fields, models

from ..bridge.online import batch
from ..bridge.online.translate import ENTITY
from .connex_adoption import WORDS


class ConnexAdoptionFound(models.Model):
    _name = "connex.adoption.found"
    _description = "Document Found in QuickBooks"
    _order = "id"

    run_id = fields.Many2one("connex.adoption", index=True, ondelete="set null")
    connection_id = fields.Many2one("connex.connection", required=True, ondelete="cascade")
    company_id = fields.Many2one(related="connection_id.company_id")
    document = fields.Char(required=True)
    qb_id = fields.Char("QuickBooks ID", required=True)
    number = fields.Char()
    customer = fields.Char()
    day = fields.Date("Date")
    total = fields.Float(digits=(16, 2))
    data = fields.Json(help="What is needed of QuickBooks' object to compare and to adopt it.")
    kept = fields.Boolean(help="A person has decided about it.")

    @api.depends("number", "customer", "day", "total")
    def _compute_display_name(self):
        for found in self:
            parts = (found.number, found.customer, found.day, f"{found.total:.2f}")
            found.display_name = " · ".join(str(part) for part in parts if part)

    @api.private
    def _remember(self, run, kind, rows):
        """Keep QuickBooks' objects of this kind for the run; returns them."""
        return self.create([self._values(run, kind, row) for row in rows])

    def _values(self, run, kind, row):
        """`row` is an object of QuickBooks Online, or what is kept of one of QuickBooks Desktop."""
        outcome = batch.Outcome("done", ENTITY[kind], row)
        return {
            "run_id": run._origin.id,
            "connection_id": run.connection_id.id,
            "document": kind,
            "qb_id": row["Id"],
            "number": outcome.number,
            "customer": row.get("CustomerRef", {}).get("name"),
            "day": outcome.day or False,
            "total": float(outcome.total or 0),
            "data": row if run.connection_id.backend == "desktop" else _plain(row),
        }

    def _compared(self):
        """It as `bridge.adoption` compares it."""
        self.ensure_one()
        return WORDS[self.connection_id.backend].found(self.data)


#: What comparing and adopting need; lines only where they apply money.
NEEDED = (
    "Id", "SyncToken", "DocNumber", "PaymentRefNum", "CustomerRef", "TxnDate", "TotalAmt", "Balance",
    "UnappliedAmt", "CurrencyRef", "TxnStatus", "LinkedTxn",
)  # fmt: skip


def _plain(row):
    """The needed part of an object, amounts as text: JSON has no exact decimals."""
    kept = {name: row[name] for name in NEEDED if name in row}
    if row.get("PrivateNote", "").startswith("Voided"):
        kept["PrivateNote"] = "Voided"
    if "PaymentRefNum" in row or "UnappliedAmt" in row:
        kept["Line"] = [
            {"Amount": line.get("Amount"), "LinkedTxn": line.get("LinkedTxn", [])}
            for line in row.get("Line", ())
        ]
    return _as_text(kept)


def _as_text(value):
    if isinstance(value, Decimal):
        return str(value)
    if isinstance(value, dict):
        return {name: _as_text(each) for name, each in value.items()}
    if isinstance(value, list | tuple):
        return [_as_text(each) for each in value]
    return value
